/* The dialog of sharing: the link, the rows in a file, the code for another page. The server says what a file would hold. */
(() => {
  const hauran = window.hauran;
  const OF_THE_PAGE = ["incident", "table", "theme", "lang", "embed", "lat", "lon", "zoom", "mode", "step", "speed", "loop", "shown"]; // no filters
  const EMBED_PX = [960, 600];
  const element = (id) => document.getElementById(id);
  const chosen = (id) => document.querySelector(`#${id} input:checked`)?.value;
  let asked = 0;
  let landing = "";

  /* What is filtered, as the address says it, with the days that are shown now and, where only that is wanted, what the map shows. */
  function query(more = {}) {
    const found = new URLSearchParams(location.search);
    for (const name of OF_THE_PAGE) found.delete(name);
    const days = hauran.window.get();
    if (days) { const [from, to] = hauran.iso(...days); found.set("from", from); found.set("to", to); }
    if (!hauran.engine.state.map) found.delete("extent"); // nothing says what a map would show
    if (found.get("extent") === "on") found.set("bbox", box().join(","));
    for (const [name, value] of Object.entries({ lang: document.documentElement.lang, ...more })) found.set(name, value);
    return found.toString();
  }

  function box() {
    const b = hauran.engine.state.map.getBounds();
    return [b.getWest(), b.getSouth(), b.getEast(), b.getNorth()].map((d) => Math.round(d * 1e4) / 1e4);
  }

  function link(more = {}) {
    const address = new URL(location.href);
    address.searchParams.delete("embed");
    for (const [name, value] of Object.entries(more)) address.searchParams.set(name, value);
    return address.href;
  }

  function frame() {
    const quoted = (words) => words.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
    const [width, height] = EMBED_PX;
    return `<iframe src="${quoted(link({ embed: "on" }))}" title="${quoted(hauran.facts.title())}" width="${width}" height="${height}" loading="lazy" style="border:0;max-width:100%"></iframe>`;
  }

  const wanted = () => ({ rows: chosen("share-rows") || "incidents", format: chosen("share-format") || "csv" });

  /* What a file of the rows would hold, as the server says; {problem} where there would be none. */
  async function promised(more) {
    try {
      const reply = await fetch(`/api/export/preview?${query(more)}`);
      return reply.ok ? await reply.json() : { problem: hauran.t("The server answered {status}.", { status: reply.status }) };
    } catch {
      return { problem: hauran.t("The server does not answer.") };
    }
  }

  async function refresh() {
    if (!element("share")?.open) return;
    const mine = ++asked;
    element("share-here").hidden = !["127.0.0.1", "localhost", "[::1]"].includes(location.hostname);
    hauran.setProps("share-name", { placeholder: hauran.facts.title() });
    hauran.setProps("share-link", { value: link() });
    hauran.setProps("share-embed", { value: frame() });
    words(mine);
    alone();
    offer(true); // at once: a click before the answer fetches what is chosen now
    element("share-told").setAttribute("aria-busy", "true");
    const told = await promised(wanted());
    if (mine === asked) tell(told);
  }

  /* What is shared, in words; a large store's count once it is that of what is asked for. */
  async function words(mine) {
    const told = (...counted) => hauran.say("share-words", hauran.facts.beside([...counted, hauran.facts.days(), ...hauran.facts.filters()]));
    told();
    try { await hauran.picture.answered(); } catch { return; }
    if (mine === asked) told(hauran.facts.counted());
  }

  function offer(there) {
    const download = element("share-download");
    download.toggleAttribute("aria-disabled", !there);
    if (there) download.setAttribute("href", `/api/export?${query(wanted())}`); else download.removeAttribute("href");
  }

  function tell(told) {
    const { rows } = wanted();
    const line = (words, name) => { const p = document.createElement("p"); p.textContent = words; p.className = name; return p; };
    const filters = rows === "incidents" ? hauran.facts.filters() : [];
    const what = told.problem ? [] : [line(hauran.facts.beside([hauran.facts[rows === "incidents" ? "incidents" : "figures"](told.rows, told.total), hauran.facts.days(), ...filters], ", "), "")];
    const left = (told.problem ? [] : told.left_out).map((words) => line(words, "share-left"));
    if (left.length) left.push(line(hauran.t("A picture and a sheet of paper show them all the same: ask before you pass them on."), "share-left"));
    const note = rows === "displacement" && hauran.facts.filters().length ? [line(hauran.t("Event types, actors and words do not apply to these figures."), "muted")] : [];
    element("share-told").replaceChildren(...(told.problem ? [line(told.problem, "share-problem")] : []), ...what, ...left, ...note);
    element("share-told").removeAttribute("aria-busy");
    offer(!told.problem);
  }

  /* The page for those without the program bears the title in the field. */
  function alone() {
    const title = element("share-name").value.trim() || hauran.facts.title();
    element("share-alone").setAttribute("href", `/api/standalone?${query({ title })}`);
  }

  async function copy(id, said) {
    await hauran.copy(element(id).value, element(id));
    hauran.say("share-said", said);
  }

  function land(id) {
    landing = id;
    hauran.say("share-said", "");
  }

  /* The frame that downloads land in loads nothing but an answer that is no file: why there is none. */
  function landed(event) {
    let words = hauran.t("The server does not answer.");
    try {
      if (event.target.contentWindow.location.href === "about:blank") return;
      words = event.target.contentDocument.body.textContent;
    } catch { /* a page of the browser's own */ }
    if (landing === "share-alone") hauran.say("share-said", words); else tell({ problem: words });
  }

  /* Does what takes a while, its buttons off meanwhile, and says how it went. */
  async function busy(work, done) {
    const buttons = document.querySelectorAll("#share .share-buttons button");
    for (const button of buttons) button.disabled = true;
    hauran.say("share-said", hauran.t("Drawing…"));
    try {
      await work(element("share-name").value);
      hauran.say("share-said", done);
    } catch (error) {
      hauran.say("share-said", hauran.t("There is no picture: {reason}", { reason: error.message }));
    } finally {
      for (const button of buttons) button.disabled = false;
    }
  }

  function open() {
    hauran.say("share-said", "");
    element("share").showModal();
    refresh();
  }

  const HANDS = {
    "share-open": open,
    "share-close": () => element("share").close(),
    "share-picture": () => busy(hauran.picture.save, hauran.t("The picture is saved.")),
    "share-print": () => busy(hauran.print.now, ""),
    "share-copy-link": () => copy("share-link", hauran.t("The link is copied.")),
    "share-copy-embed": () => copy("share-embed", hauran.t("The code is copied.")),
    "share-download": () => land("share-download"),
    "share-alone": () => land("share-alone"),
    share: (event) => { if (event.target.id === "share") event.target.close(); }, // its backdrop
  };

  addEventListener("click", (event) => { const on = event.target.closest?.("[id]"); if (on && HANDS[on.id]) HANDS[on.id](event); });
  addEventListener("input", (event) => { if (event.target.id === "share-name") alone(); });
  addEventListener("change", (event) => { if (event.target.closest?.("#share-rows, #share-format")) refresh(); });
  document.addEventListener("load", (event) => { if (event.target.id === "share-frame") landed(event); }, true);
  addEventListener("hauran-address", refresh);

  hauran.sharing = { query, link, frame, promised, refresh, HANDS };
})();
