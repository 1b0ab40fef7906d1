/* What is filtered, in words, each with a way to undo it. */
(() => {
  const hauran = window.hauran;
  let shown = {};

  const label = (id, value) => id === "claimants" ? hauran.claimants.said(value) : document.querySelector(`#${id}-section input[value="${CSS.escape(value)}"]`)?.getAttribute("aria-label") || document.querySelector(`#${id}-section input[value="${CSS.escape(value)}"]`)?.closest(".choice")?.querySelector(".choice-name")?.textContent || (id === "regions" ? value.slice(value.indexOf("/") + 1) : value);

  function chip(words, undo) {
    const button = document.createElement("button");
    button.className = "chip";
    button.textContent = words;
    button.title = words;
    button.setAttribute("aria-label", hauran.t("Undo the filter {words}", { words }));
    button.addEventListener("click", undo);
    return button;
  }

  /* Shows the choices: lists of values by the id of their control, and the words searched for. */
  function show(choices) {
    shown = choices;
    const chips = [];
    for (const [id, values] of Object.entries(choices)) {
      if (id === "text") { if (values && values.trim()) chips.push(chip(`“${values.trim()}”`, () => hauran.setProps("text", { value: "" }))); continue; }
      if (id === "deaths") { if (values) chips.push(chip(values, () => hauran.setProps("deaths", { value: "" }))); continue; }
      if (id === "area") { if (values) chips.push(chip(hauran.t("drawn area"), () => hauran.setProps("area", { data: null }))); continue; }
      for (const value of values || []) chips.push(chip(label(id, value), () => hauran.setProps(id, { value: shown[id].filter((v) => v !== value) })));
    }
    if (document.getElementById("extent")?.checked) chips.push(chip(hauran.t("only what the map shows"), () => hauran.setProps("extent", { checked: false })));
    const box = document.getElementById("chips");
    const held = [...box.children].indexOf(document.activeElement);
    box.replaceChildren(...chips);
    undoable();
    if (held >= 0) (chips[Math.min(held, chips.length - 1)] || document.getElementById("filtered")).focus();
  }

  /* Reset is there where there is something to reset. */
  function undoable() {
    const [days, span] = [hauran.window.get(), hauran.window.all()];
    const whole = !days || !span || (days[0] === span[0] && days[1] === span[1]);
    const reset = document.getElementById("reset");
    const held = reset === document.activeElement;
    reset.hidden = whole && !document.getElementById("chips").childElementCount;
    if (held && reset.hidden) document.getElementById("filtered").focus();
  }

  hauran.chips = { show, undoable };
})();
