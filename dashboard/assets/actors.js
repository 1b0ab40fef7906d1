/* The list of actors: the commonest first, found by a search, the chosen on top. An actor counts on either side of an incident. */
(() => {
  const hauran = window.hauran;
  const TOP = 8;
  const STEP = 40;
  const DROPPED = new Set("'’‘`´ʿʾʻʼ‛′ʽˁˀ\"“”·.ـءʹʺ");
  const LETTERS = {
    ı: "i", ł: "l", ø: "o", æ: "ae", œ: "oe", ð: "dh", đ: "d", ə: "e", ŋ: "n", ħ: "h", ß: "ss",
    ة: "ه", ۃ: "ه", ە: "ه", ہ: "ه", ى: "ي", ی: "ي", ک: "ك", گ: "ك", ٱ: "ا",
    ...Object.fromEntries([..."٠١٢٣٤٥٦٧٨٩"].map((digit, i) => [digit, String(i)])),
  };
  const state = { header: null, folded: null, chosen: [], order: [], perActor: null, words: "", shown: TOP };
  const lines = new Map();

  /* The words as geodata.search compares them: without case, accents and signs, Arabic letters in one form. */
  function fold(words) {
    const letters = [...words.toLowerCase().normalize("NFKD").toLowerCase()].map((c) => (DROPPED.has(c) || /\p{M}/u.test(c) ? "" : LETTERS[c] ?? (/[\p{L}\p{N}]/u.test(c) ? c : " ")));
    return letters.join("").split(" ").filter(Boolean).join(" ");
  }

  /* 0 or 1 a pair: whether one of the actors stands on either side. */
  function mask({ actors, pairs }, names) {
    const wanted = new Set(names.map((name) => actors.indexOf(name)).filter((actor) => actor >= 0));
    return Uint8Array.from(pairs, ([a, b]) => (wanted.has(a) || wanted.has(b) ? 1 : 0));
  }

  /* Incidents an actor, from incidents a pair. */
  function sums({ actors, pairs }, perPair) {
    const found = new Uint32Array(actors.length);
    for (let p = 0; p < pairs.length; p++) {
      const n = perPair[p];
      if (!n) continue;
      const [a, b] = pairs[p];
      if (a >= 0) found[a] += n;
      if (b >= 0 && b !== a) found[b] += n;
    }
    return found;
  }

  const section = () => document.getElementById("actors-section");

  function line(actor) {
    if (!lines.has(actor)) lines.set(actor, hauran.rail.choice(state.header.actors[actor], state.header.actors[actor], "actor", choose));
    return lines.get(actor);
  }

  const choose = (name, on) => hauran.setProps("actors", { value: on ? [...state.chosen, name] : state.chosen.filter((other) => other !== name) });

  /* The actors whose names have all the words, in their order, the chosen first. */
  function found() {
    const { header, chosen, order, words } = state;
    const on = new Set(chosen.map((name) => header.actors.indexOf(name)));
    if (words) state.folded = state.folded || header.actors.map(fold);
    const parts = words.split(" ");
    const rest = order.filter((actor) => !on.has(actor) && (!words || parts.every((part) => state.folded[actor].includes(part))));
    return [order.filter((actor) => on.has(actor)), rest];
  }

  function render() {
    const list = document.getElementById("actor-list");
    if (!list || !state.header) return;
    const [on, rest] = found();
    const shown = [...on, ...rest.slice(0, state.shown)];
    const focused = list.contains(document.activeElement) ? document.activeElement : null;
    list.replaceChildren(...shown.map(line));
    for (const actor of shown) line(actor).firstChild.checked = on.includes(actor);
    if (focused?.isConnected) focused.focus({ preventScroll: true });
    const left = rest.length - Math.min(rest.length, state.shown);
    const usual = state.words ? STEP : TOP;
    document.getElementById("actor-more").replaceChildren(...[
      !rest.length && state.words ? Object.assign(document.createElement("p"), { className: "muted", textContent: hauran.t("No other actor has this name") }) : null,
      left ? button(hauran.tn("{n} more", "{n} more", left), () => { state.shown += STEP; }) : null,
      state.shown > usual && rest.length > usual ? button(hauran.t("Fewer"), () => { state.shown = usual; }) : null,
    ].filter(Boolean));
    write();
  }

  function button(words, change) {
    const made = Object.assign(document.createElement("button"), { type: "button", className: "link", textContent: words });
    made.addEventListener("click", () => {
      const before = document.getElementById("actor-list").childElementCount;
      change();
      render();
      const boxes = document.querySelectorAll("#actor-list input");
      (boxes[before] || boxes[0])?.focus();
    });
    return made;
  }

  function write() {
    if (!state.perActor) return;
    const numbers = state.perActor();
    const list = document.getElementById("actor-list");
    for (const made of list.children) {
      const n = numbers[state.header.actors.indexOf(made.firstChild.value)];
      const box = made.querySelector(".count");
      if (box.textContent !== hauran.count(n)) box.textContent = hauran.count(n);
      made.classList.toggle("none", n === 0);
    }
  }

  /* The counts of the window, a pair or an actor. Written where they are seen. */
  function tell(header, { by }) {
    begin(header);
    state.perActor = by.pair ? () => sums(header, by.pair) : by.actor && (() => by.actor);
    if (section()?.open && section().offsetParent) write();
  }

  function begin(header) {
    if (state.header === header) return;
    Object.assign(state, { header, folded: null, order: [] });
    lines.clear();
    const box = section();
    if (!box) return;
    box.hidden = header.actors.length < 2;
    box.ontoggle = () => { if (box.open) write(); };
    document.getElementById("actor-search").oninput = ({ target }) => {
      state.words = fold(target.value);
      state.shown = state.words ? STEP : TOP;
      render();
    };
  }

  /* Shows the choice; the order follows the counts that the other filters leave. */
  function show(chosen) {
    state.chosen = chosen || [];
    if (state.header && state.perActor) order();
  }

  function order() {
    const numbers = state.perActor();
    state.order = [...numbers.keys()].sort((a, b) => numbers[b] - numbers[a] || a - b);
    render();
  }

  hauran.actors = { fold, mask, sums, tell, show, order };
})();
