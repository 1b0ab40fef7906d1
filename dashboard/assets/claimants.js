/* The list of who reports incidents: asked of the server while its section is open, as there can be thousands. The chosen are on top. */
(() => {
  const hauran = window.hauran;
  const REST_MS = 200;
  const NOBODY = "-"; // geodata.NOBODY
  const state = { address: "", filter: null, chosen: [], words: "", asked: "", found: null };
  let timer = 0;

  const element = (id) => document.getElementById(id);
  const named = (name) => (name === NOBODY ? hauran.t("not stated") : name);
  const choose = (name, on) => hauran.setProps("claimants", { value: on ? [...state.chosen, name] : state.chosen.filter((other) => other !== name) });

  function line([name, n]) {
    const made = hauran.rail.choice(name, named(name), "claimant", choose);
    made.title = named(name);
    made.querySelector(".count").textContent = hauran.count(n);
    made.classList.toggle("none", n === 0);
    return made;
  }

  function render() {
    const list = element("claimant-list");
    const held = list.contains(document.activeElement) ? document.activeElement.value : null;
    const { rows, left } = state.found;
    list.replaceChildren(...rows.map(line));
    tick();
    for (const box of list.querySelectorAll("input")) if (box.value === held) box.focus({ preventScroll: true });
    say(!rows.length ? hauran.t("No source has this name") : left ? hauran.tn("{n} more: find it by its name", "{n} more: find them by their names", left) : "");
  }

  const say = (words) => { element("claimant-more").textContent = words; };
  const tick = () => { for (const box of document.querySelectorAll("#claimant-list input")) box.checked = state.chosen.includes(box.value); };

  /* Asks once the hand rests, where the answer would be another; only the last one counts. */
  function want() {
    clearTimeout(timer);
    timer = setTimeout(ask, REST_MS);
  }

  async function ask() {
    const wanted = new URLSearchParams({ ask: JSON.stringify({ filter: state.filter }), find: state.words }).toString();
    if (!state.filter || !element("claimants-section")?.open || wanted === state.asked) return;
    state.asked = wanted;
    const reply = await fetch(`${state.address}?${wanted}`).catch(() => null);
    const told = reply && await (reply.ok ? reply.json() : reply.text());
    if (wanted !== state.asked) return;
    if (reply?.ok) { state.found = told; render(); } else { state.asked = ""; say(told || ""); }
  }

  function show(chosen) {
    state.chosen = chosen;
    tick();
  }

  document.addEventListener("toggle", ({ target }) => { if (target.id === "claimants-section") want(); }, true);
  document.addEventListener("input", ({ target }) => {
    if (target.id !== "claimant-search") return;
    state.words = target.value.trim();
    want();
  });

  /* A choice in words. */
  const said = (name) => (name === NOBODY ? hauran.t("reporter not stated") : hauran.t("reported by {name}", { name }));

  hauran.claimants = { show, said };
  Object.assign(window.dash_clientside.hauran, {
    claimants: (question, config) => {
      if (!question || !config) return;
      const { theme, restyled, displacement, draw, ...filter } = question;
      Object.assign(state, { filter, address: config.claimants });
      want();
    },
  });
})();
