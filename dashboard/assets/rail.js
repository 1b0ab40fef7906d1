/* The rail of filters: which sections are folded, how many choices each has, deaths and doubts. */
(() => {
  const hauran = window.hauran;
  const KEY = "hauran-folds";
  const OPEN_ON_A_PHONE = ["types-section", "regions-section"];
  const stored = () => { try { return JSON.parse(localStorage.getItem(KEY)) || {}; } catch { return {}; } };
  const store = (folds) => { try { localStorage.setItem(KEY, JSON.stringify(folds)); } catch { /* private window */ } };
  const number = (deaths) => (Number.isInteger(deaths) && deaths >= 0 ? deaths : null);

  /* A doubt cannot be asked for and left out at once: the later choice stands. */
  function settled(doubts) {
    const opposite = (doubt) => (doubt.startsWith("-") ? doubt.slice(1) : `-${doubt}`);
    return (doubts || []).filter((doubt, i, all) => !all.slice(i + 1).includes(opposite(doubt)));
  }

  /* A checkbox as those of Mantine look, made here: for lists too long to be made before they are seen. */
  function choice(value, words, kind, change) {
    const make = (tag, more) => Object.assign(document.createElement(tag), more);
    const box = make("input", { type: "checkbox", value });
    const name = make("span", { className: "choice-name" });
    const line = make("span", { className: "choice-line" });
    const made = make("label", { className: `choice made ${kind}` });
    name.append(make("bdi", { textContent: words }));
    line.append(name, make("span", { className: "count" }));
    made.append(box, line);
    box.addEventListener("change", () => change(value, box.checked));
    return made;
  }

  /* What the controls say, as the engine takes it. */
  const read = (actors, deaths, unstated, doubts) => ({ actors: actors || [], deaths: number(deaths), unstated: Boolean(unstated), doubts: settled(doubts) });

  /* The filter on deaths in words; "" for none. */
  function deadly(deaths, unstated) {
    const least = number(deaths);
    if (least === null) return "";
    const said = hauran.tn("at least {n} death", "at least {n} deaths", least);
    return unstated ? hauran.t("{deaths}, or not stated", { deaths: said }) : said;
  }

  /* How many choices are made, beside the name of each section. */
  function show(choices) {
    const numbers = { ...choices, deaths: deadly(choices.deaths) ? [choices.deaths] : [] };
    for (const box of document.querySelectorAll("[data-chosen]")) {
      const n = numbers[box.dataset.chosen]?.length || 0;
      box.textContent = n ? hauran.tn("{n} chosen", "{n} chosen", n) : "";
    }
    hauran.actors.show(choices.actors);
    hauran.claimants.show(choices.claimants || []);
    hauran.districts.show(choices.regions || []);
  }

  /* The counts of deaths and doubts by their names; writes their shares. */
  function counts(c, { doubts }) {
    doubts.forEach((name, bit) => {
      const box = document.querySelector(`[data-share="${name}"]`);
      const words = hauran.share(c.doubts[bit].with, c.doubts[bit].of);
      if (box && box.textContent !== words) box.textContent = words;
    });
    return [["deaths least", c.deadly.least], ["deaths unstated", c.deadly.unstated], ...doubts.map((name, bit) => [`doubt ${name}`, c.doubts[bit].with])];
  }

  document.addEventListener("toggle", ({ target }) => {
    if (target.matches?.("details.fold")) store({ ...stored(), [target.id]: target.open });
  }, true);

  hauran.rail = { choice, settled, read, deadly, show, counts };

  Object.assign(window.dash_clientside.hauran, {
    folds: () => {
      const phone = matchMedia("(max-width: 900px)").matches;
      const kept = stored();
      for (const box of document.querySelectorAll("details.fold")) {
        const open = kept[box.id] ?? (phone ? OPEN_ON_A_PHONE.includes(box.id) : !box.classList.contains("shut"));
        if (box.open !== open) box.open = open;
      }
    },
    settleDoubts: (doubts) => { if (settled(doubts).length < (doubts || []).length) hauran.setProps("doubts", { value: settled(doubts) }); },
    withoutNumber: (deaths) => number(deaths) === null,
  });
})();
