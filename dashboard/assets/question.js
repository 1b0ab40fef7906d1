/* What the page asks of the server: the filter and what is shown, told once something differs from the last answer. The page opens with
   the answers to its first question, so that is never asked. */
(() => {
  const last = {};
  const same = () => window.dash_clientside.no_update;
  let times = 0;

  /* Whether a value is another than that of the last call; the first one is what the page opened with. */
  function differs(name, value) {
    const before = last[name];
    last[name] = JSON.stringify(value);
    return before !== undefined && before !== last[name];
  }

  /* The next question is asked whatever it is: the last answer has not come. */
  const anew = () => { for (const name of Object.keys(last)) last[name] = ""; };

  window.hauran.question = { anew };
  Object.assign(window.dash_clientside.hauran, {
    ask: (window_, types, regions, precisions, statuses, sources, words, bounds, actors, deaths, unstated, doubts, area, claimants, theme, displacement, draw) => {
      const asked = { window: window_, types, regions, precisions, statuses, sources, words, bounds, actors, deaths, unstated, doubts, area, claimants, displacement, draw };
      const restyled = differs("theme", theme);
      const changed = differs("asked", asked) || restyled;
      return [{ ...asked, theme, restyled }, changed ? ++times : same()];
    },
    shown: (changed, selected, extent, displacement, no_table, draw, by, moved, no_summary, compare, compare_from, compare_to) => {
      const told = { changed, selected, extent, displacement, no_table, draw, by, moved, no_summary, compare, compare_from, compare_to };
      return differs("shown", told) ? told : same();
    },
    summarise: (hidden) => (hidden ? same() : ++times),
  });
})();
