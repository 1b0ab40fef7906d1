/* What Dash calls: controls into the engine, the engine's choices back into Dash. Loaded last. */
(() => {
  const hauran = window.hauran;
  const { engine } = hauran;
  let asked = 0;
  let wanted_ = "";
  let match_ = null;

  /* The rows that contain the words and that one of the claimants reports, a bit a row; null for all. Asked of the server once a change. */
  async function matching(words, claimants, address) {
    const text = (words || "").trim();
    const wanted = new URLSearchParams([...(text ? [["q", text]] : []), ...claimants.map((name) => ["reporter", name])]).toString();
    if (wanted === wanted_) return match_;
    const reply = wanted ? await fetch(`${address}&${wanted}`) : null;
    if (reply?.status === 409) return match_; // the page says that it must be loaded anew
    if (reply && !reply.ok) throw new Error(`the search answered ${reply.status}`);
    match_ = reply ? new Uint8Array(await reply.arrayBuffer()) : null;
    wanted_ = wanted;
    return match_;
  }

  const grid = () => window.dash_ag_grid?.getApiAsync("table");

  Object.assign(window.dash_clientside.hauran, {
    draw: async (config, kinds, regions, precisions, statuses, sources, words, bounds, actors, deaths, unstated, doubts, area, claimants, theme, displacement, mode, by) => {
      if (!config || !theme) return window.dash_clientside.no_update;
      const mine = ++asked;
      await engine.begin(config);
      const match = config.remote ? null : await matching(words, claimants || [], config.match);
      if (mine !== asked) return window.dash_clientside.no_update;
      engine.state.mode = mode || "auto";
      engine.state.by = by || "count";
      document.getElementById("region-by-box").hidden = mode !== "regions";
      engine.dress(theme);
      engine.show();
      engine.filter({ kinds: kinds || [], regions: regions || [], precisions: precisions || [], statuses: statuses || [], sources: sources || [], match, bounds, words, area, claimants: claimants || [], ...hauran.rail.read(actors, deaths, unstated, doubts) });
      hauran.draw.show(area || null);
      engine.state.window = hauran.window.get() || config.days;
      document.getElementById("region-key").hidden = mode !== "regions";
      engine.paint();
      hauran.rail.show({ types: kinds, regions, actors, precisions, statuses, sources, claimants, doubts, deaths, unstated });
      hauran.chips.show({ types: kinds, regions, actors, deaths: hauran.rail.deadly(deaths, unstated), precisions, statuses, sources, claimants, doubts, text: words, area });
      engine.announce();
      return mine;
    },
    extent: (on) => { if (on) setTimeout(engine.bound, 0); return on ? window.dash_clientside.no_update : null; },
    commit: (days) => {
      if (!engine.ready || !days) return;
      engine.move([...days]);
      requestAnimationFrame(engine.announce);
    },
    refresh: (drawn, days, hidden) => { if (!hidden) grid()?.then((api) => api.purgeInfiniteCache()); },
    mark: (points) => { if (engine.ready) engine.mark(points || []); },
  });
})();
