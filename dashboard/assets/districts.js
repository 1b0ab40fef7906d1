/* The districts of a unit among the filters: listed when its fold is opened, or when one of them is chosen. */
(() => {
  const hauran = window.hauran;
  let chosen = [];
  let sums = new Map();

  const folds = () => document.querySelectorAll(".districts");
  const choose = (value, on) => hauran.setProps("regions", { value: on ? [...chosen, value] : chosen.filter((other) => other !== value) });

  /* The names of a unit's districts, those with most incidents first. */
  function names(unit) {
    const { header } = hauran.engine.state.columns;
    const found = header.regions.filter(([, , code, , , name]) => code === unit && name).map((region) => region[5]);
    const number = (name) => sums.get(`${unit}/${name}`) || 0;
    return [...new Set(found)].sort((a, b) => number(b) - number(a) || a.localeCompare(b));
  }

  function fill(fold) {
    const { unit } = fold.dataset;
    const list = fold.lastElementChild;
    if (!hauran.engine.state.columns) return;
    if (!list.childElementCount) list.replaceChildren(...names(unit).map((name) => line(`${unit}/${name}`, name)));
    for (const { firstChild: box } of list.children) box.checked = chosen.includes(box.value);
  }

  /* A choice with its count, which the engine goes on writing. */
  function line(value, name) {
    const made = hauran.rail.choice(value, name, "deep", choose);
    const n = sums.get(value) || 0;
    Object.assign(made.querySelector(".count"), { textContent: hauran.count(n) }).dataset.count = value;
    made.classList.toggle("none", n === 0);
    return made;
  }

  /* Shows the choice; the fold of a district that is chosen opens. */
  function show(regions) {
    chosen = regions;
    for (const fold of folds()) {
      if (chosen.some((value) => value.startsWith(`${fold.dataset.unit}/`))) fold.open = true;
      if (fold.open) fill(fold);
    }
  }

  /* The counts by what a region is called in a filter, for lists that are still to be made. */
  const tell = (counts) => { sums = counts; };

  document.addEventListener("toggle", ({ target }) => { if (target.open && target.matches?.(".districts")) fill(target); }, true);

  hauran.districts = { show, tell };
})();
