/* The engine of the page: columns, filter, window → counts, glyphs, histogram. Dragging calls it directly; Dash is told on release. */
(() => {
  const hauran = window.hauran;
  const CALM_MS = 140;
  const LIST_MAX = 200;
  const OVER_PX = 130;
  const SURE = 0.999;
  const UNLOCATED = "-";
  const AT_SEA = "none"; // both as geodata.query has them

  const state = {
    columns: null, crossfilter: null, layer: null, glass: null, map: null, strip: { stocks: [], arrivals: [] },
    types: [], themes: {}, config: {}, theme: null, window: null, filter: {}, mode: "auto", by: "count", found: [], radius: null, hist: null, all: null, binning: null, first: 0, last: 0, counts: null,
  };
  let pending = false;
  let calm = 0;
  const last = { chosen: 0, marked: 0 }; // what a large store is asked for may come after the next choice

  const element = (id) => document.getElementById(id);
  const look = () => ({ colours: state.types.map((t) => state.themes.colours[t]), edge: state.theme.edge, land: state.theme.land });
  const dark = (t) => state.themes.dark.includes(state.types[t]);

  /* Loads everything once. `config` comes with the page: addresses, event types, colours. */
  let begun = null;
  function begin(config) {
    begun = begun || (async () => {
      state.types = config.types;
      state.themes = config;
      state.config = config;
      const drawable = hauran.glass.drawable();
      const [columns, strip, map] = await Promise.all([config.remote ? hauran.remote.open(config.remote, config.types) : hauran.columns.load(config.columns), hauran.strip.load(config.strip), drawable ? hauran.glass.found() : null]);
      if (!drawable) hauran.setProps("table-panel", { hidden: false });
      state.columns = columns;
      state.strip = strip;
      state.map = map;
      state.crossfilter = columns.remote || new hauran.Crossfilter(columns, state.types);
      columns.remote?.attend(view, answered);
      state.radius = columns.radii || radii(columns);
      [state.first, state.last] = config.days;
      if (columns.n || config.marks.displaced) prepare();
      window.hauran.engine.ready = true;
    })().catch((error) => { begun = null; throw error; });
    return begun;
  }

  /* What a store that answers by itself must know of the map, and what follows its answer. */
  const view = () => ({ mode: state.mode, by: state.by, zoom: state.map?.getZoom() || 0, bounds: state.map && state.map.getBounds().toArray().flat() });
  function answered() {
    if (state.binning) state.hist = bars(false);
    paint();
  }

  /* Days of the engine count from the first day of the incidents; those of the page since 1970. */
  const offset = () => state.columns.header.first_day ?? 0;

  function prepare() {
    state.binning = hauran.timeline.bins(state.first, state.last, hauran.time.grain() < 1 && !state.columns.remote);
    state.all = bars(true);
    state.hist = bars(false);
  }

  const bars = (open) => (state.binning.hours ? state.crossfilter.hourly(state.first - offset(), state.binning.days, open, state.window?.[2])
    : state.crossfilter.histogram(state.binning.of, state.binning.count, offset() - state.first, open));

  /* The timeline shows other days. */
  function zoom([first, last]) {
    [state.first, state.last] = [first, last];
    grain();
  }

  /* Hours are wanted or not. */
  function grain() {
    if (state.binning) prepare();
    histogram();
  }

  function radii({ points, n, point, radius }) {
    const found = new Uint16Array(points);
    for (let i = 0; i < n; i++) if (point[i]) found[point[i] - 1] = Math.max(found[point[i] - 1], Math.min(65535, radius[i]));
    return found;
  }

  function dress(name) {
    state.theme = state.themes.themes[name];
    if (state.glass) state.glass.wear(state.theme);
    inform("wear", state.theme);
  }

  /* Each part that joins the map is told. */
  const inform = (what, value) => { for (const part of hauran.parts) part[what]?.(value); };

  /* Puts the layer on the map once it can be drawn; where there is no WebGL2 the table stays. */
  function show() {
    if (state.layer || !state.map) return;
    state.layer = new hauran.GlyphLayer();
    state.layer.attach(state.map);
    state.glass = new hauran.glass.Glass(state.map);
    state.glass.wear(state.theme);
    inform("attach", state.map);
    inform("wear", state.theme);
    hands();
  }

  const chosen = (dictionary, test) => Uint8Array.from(dictionary, (value) => (test(value) ? 1 : 0));

  /* What a region may be called in a filter: its country, its unit, its district, or that its unit is not known. */
  const units = ([country, , unit, , , district]) => [country, ...(unit ? [unit] : country === UNLOCATED ? [] : [country ? `${country}-` : AT_SEA]), ...(district ? [`${unit}/${district}`] : [])];
  const kinds = ([type, sub]) => [type, sub || `${type}/`];

  /* The controls as masks over the dictionaries; an empty choice is everything. */
  function filter(controls) {
    const { header, remote } = state.columns;
    hauran.strip.follow(controls.regions, controls.sources);
    if (remote) { remote.filter(controls); return; }
    const { kinds: wanted, regions, precisions, statuses, sources, match, bounds, area = null, actors = [], deaths = null, unstated = false, doubts = [] } = controls;
    const bits = (names) => header.doubts.reduce((mask, name, bit) => (names.includes(name) ? mask | (1 << bit) : mask), 0);
    const of = (values, dictionary, test = (value) => values.includes(value)) => (values.length ? chosen(dictionary, test) : null);
    state.crossfilter.filter({
      kind: of(wanted, header.kinds, (kind) => kinds(kind).some((name) => wanted.includes(name))),
      region: of(regions, header.regions, (region) => units(region).some((unit) => regions.includes(unit))),
      precision: of(precisions, header.precisions, (name) => precisions.includes(name || UNLOCATED)),
      status: of(statuses, header.statuses),
      source: of(sources, header.sources),
      pair: actors.length ? hauran.actors.mask(header, actors) : null,
    }, match, bounds ? inside(bounds) : null, { least: deaths, unstated },
    { only: bits(doubts), without: bits(doubts.filter((name) => name.startsWith("-")).map((name) => name.slice(1))) }, area ? hauran.area.inside(area, state.columns) : null);
    if (state.binning) state.hist = bars(false);
  }

  /* 0 or 1 a point: whether it lies within west, south, east, north (degrees); west beyond east crosses the antimeridian. */
  function inside([west, south, east, north]) {
    const { points, px, py } = state.columns;
    const [x0, y0] = hauran.world({ lng: west, lat: north });
    const [x1, y1] = hauran.world({ lng: east, lat: south });
    const across = west > east ? (x) => x >= x0 || x <= x1 : (x) => x >= x0 && x <= x1;
    return Uint8Array.from({ length: points }, (_, p) => (across(px[p]) && py[p] >= y0 && py[p] <= y1 ? 1 : 0));
  }

  /* Sides of what a map shows, longitudes within -180 to 180: west is beyond east where it crosses the antimeridian. */
  function wrapped([west, south, east, north]) {
    if (east - west >= 360) return [-180, south, 180, north];
    const turned = (lon) => ((((lon + 180) % 360) + 360) % 360) - 180;
    return [turned(west), south, east === 180 ? 180 : turned(east), north];
  }

  /* Tells Dash what the map shows, where only that is wanted. */
  function bound() {
    if (!state.map || !element("extent")?.checked) return;
    const b = state.map.getBounds();
    hauran.setProps("bounds", { data: wrapped([b.getWest(), b.getSouth(), b.getEast(), b.getNorth()]).map((d) => Math.round(d * 1e4) / 1e4) });
  }

  /* Draws the window, in days since 1970, in the next frame. */
  function move(window_) {
    state.window = window_;
    if (pending || !state.columns) return;
    pending = true;
    requestAnimationFrame(() => { pending = false; paint(); });
  }

  function paint() {
    const begun_ = performance.now();
    const [from, to, utc] = state.window || [state.first, state.last];
    state.crossfilter.window(from - offset(), to - offset(), utc);
    state.counts = state.crossfilter.count();
    if (!state.counts) return;
    regather();
    histogram();
    tell(state.counts);
    inform("paint", state);
    hauran.engine.took = performance.now() - begun_;
    settle();
  }

  function regather() {
    if (!state.layer || !state.counts) return;
    const regions = state.mode === "regions";
    state.found = regions || state.mode === "heat" ? [] : hauran.glyphs.gather(state.crossfilter, state.mode, state.map.getZoom());
    state.layer.update(state.found, look(), state.types);
    element("faint-key").hidden = state.found.every((glyph) => glyph.weight > glyph.total * SURE);
    state.glass.colour(regions ? state.config.outlines : null, state.columns.header.regions, shade());
  }

  /* What the regions are coloured by: a value a region, and how the key says it. */
  function shade() {
    const { passing, killed } = state.counts;
    const counted = state.columns.remote?.counted || state.window; // a large store's counts may be of the window before
    const left = state.columns.header.regions.reduce((sum, [, , unit], i) => (unit ? sum : sum + passing[i]), 0);
    if (state.by === "deaths" && killed) return { values: killed, title: hauran.t("Deaths, best estimates"), whole: true, left };
    if (state.by !== "rate") return { values: passing, title: hauran.t("Incidents"), whole: true, left };
    const { first_day, last_day } = state.columns.header; // of the days beyond them nothing is known
    const known = [Math.max(counted[0], first_day ?? 0), Math.min(counted[1], last_day ?? 0)];
    const [from, to] = known[0] < known[1] + 1 ? known : counted;
    const lasts = to - from + 1;
    return { values: Float64Array.from(passing, (n) => n / lasts), title: hauran.t("Incidents a day, {days}", { days: hauran.days(from, to) }), whole: false, left };
  }

  /* What may wait until the hand rests: numbers and rings on the map. */
  function settle() {
    clearTimeout(calm);
    calm = setTimeout(() => {
      if (!state.glass) return;
      state.glass.count(state.found, dark);
      state.glass.ring(state.found, state.columns, (p) => state.radius[p] * 10);
      inform("settle", state);
    }, CALM_MS);
  }

  function histogram(canvas = element("timeline")) {
    if (!canvas || !state.binning) return;
    hauran.timeline.draw(canvas, { first: state.first, last: state.last, binning: state.binning, all: state.all, shown: state.hist, types: state.types,
      colours: look().colours, strip: element("displacement")?.checked === false ? hauran.strip.NOTHING : state.strip, theme: state.theme });
  }

  /* Figures and counts in words, where they stand on the page. */
  function tell(c) {
    const total = state.columns.n;
    const day = (n) => (n === null ? null : n + offset());
    hauran.say("figure-incidents", hauran.count(c.total));
    const others = c.total - c.counted;
    hauran.say("figure-incidents-note", c.total ? hauran.beside([hauran.days(day(c.first), day(c.last)), others ? hauran.tn("{n} aggregate or forecast", "{n} aggregates or forecasts", others) : ""]) : hauran.t("none in this window"));
    hauran.say("figure-deaths", !c.total ? "–" : c.unknown === c.counted ? hauran.t("not stated") : hauran.span(c.low, c.high));
    hauran.say("figure-deaths-note", c.total ? hauran.beside([!c.counted ? hauran.t("aggregates and forecasts do not count") : c.unknown ? hauran.tn("{n} states no number", "{n} state no number", c.unknown) : c.beyond ? "" : hauran.t("each states a number"), c.beyond ? hauran.t("up to {n} outside the window", { n: hauran.count(c.deaths_beyond) }) : ""]) : "");
    hauran.say("figure-precise", hauran.share(c.precise, c.total));
    const off = c.total - c.located + c.undrawn;
    hauran.say("figure-precise-note", hauran.beside([c.guessed ? hauran.tn("{n} spelling mended", "{n} spellings mended", c.guessed) : "", off ? hauran.tn("{n} not on the map", "{n} not on the map", off) : ""]) || (c.total ? hauran.t("all on the map") : ""));
    hauran.say("filtered", hauran.tn("{shown} of {n} incident shown", "{shown} of {n} incidents shown", total, { shown: hauran.count(c.total) }));
    hauran.say("notice", !state.map ? hauran.t("This browser cannot draw the map: it has no WebGL2. The table has all incidents.") : total === 0 ? hauran.t("The store holds no incidents yet. Import a sheet: python -m geodata import FILE")
      : c.total === 0 ? (whole() ? hauran.t("No incident passes these filters. Take one off, or reset them.") : hauran.t("No incidents in this window. Widen the dates or reset the filters.")) : "");
    document.body.classList.toggle("no-map", !state.map);
    counts(c);
    state.columns.remote?.tell();
  }

  /* Whether the window holds all days of the store. */
  const whole = () => { const [first, last] = hauran.window.all(); return state.window[0] <= first && state.window[1] >= last; };

  function counts(c) {
    const { header } = state.columns;
    const sums = new Map();
    const add = (key, n) => sums.set(key, (sums.get(key) || 0) + n);
    header.kinds.forEach((kind, i) => { for (const name of kinds(kind)) add(name, c.by.kind[i]); });
    header.regions.forEach((region, i) => { for (const unit of units(region)) add(unit, c.by.region[i]); });
    header.precisions.forEach((name, i) => add(`precision ${name || UNLOCATED}`, c.by.precision[i]));
    header.statuses.forEach((name, i) => add(`status ${name}`, c.by.status[i]));
    header.sources.forEach((name, i) => add(`source ${name}`, c.by.source[i]));
    for (const [key, n] of hauran.rail.counts(c, header)) add(key, n);
    hauran.actors.tell(header, c);
    hauran.districts.tell(sums);
    for (const box of document.querySelectorAll("[data-count]")) {
      const n = sums.get(box.dataset.count) || 0;
      const words = hauran.count(n);
      if (box.textContent !== words) box.textContent = words;
      box.closest(".choice")?.classList.toggle("none", n === 0);
    }
  }

  /* What the live region says once the hand rests. */
  function announce() {
    if (state.columns.remote?.later(announce) || !state.counts) return;
    const number = hauran.tn("{n} incident", "{n} incidents", state.counts.total);
    hauran.say("live", hauran.beside([number, hauran.facts.days()], hauran.t(", ")));
  }

  function hands() {
    const { map, layer } = state;
    map.dragRotate.disable(); // north stays up: nothing on the page would say otherwise
    map.touchZoomRotate.disableRotation();
    map.touchPitch.disable();
    map.keyboard.disableRotation();
    const tip = element("tip");
    let frame = 0;
    map.on("mousemove", (event) => {
      if (frame) return;
      frame = requestAnimationFrame(() => {
        frame = 0;
        const glyph = layer.pick(event.point.x, event.point.y);
        map.getCanvas().style.cursor = glyph ? "pointer" : "";
        if (glyph !== state.glass.hovered) { state.glass.hovered = glyph; state.glass.ring(state.found, state.columns, (p) => state.radius[p] * 10); inform("hover", state); }
        tip.hidden = !glyph;
        if (!glyph) return;
        tip.replaceChildren(...describe(glyph));
        tip.style.transform = `translate(${Math.min(event.point.x + 14, map.getContainer().clientWidth - 230)}px, ${event.point.y + 12}px)`;
      });
    });
    map.on("mouseout", () => { tip.hidden = true; });
    map.on("movestart", () => { tip.hidden = true; });
    map.on("zoomend", () => { regather(); settle(); });
    map.on("moveend", () => { settle(); bound(); if (state.columns.remote) { state.columns.remote.want(); regather(); } });
    steady();
    map.on("click", (event) => choose(layer.pick(event.point.x, event.point.y)));
    new ResizeObserver(() => histogram()).observe(element("timeline"));
  }

  /* The map stands where a hand or a choice put it; a figure drawn anew by Plotly does not move it. What a hand moved bears its event,
     but for the wheel. */
  function steady() {
    const { map } = state;
    const now = () => { const { lat, lng } = map.getCenter(); return { lat, lon: lng, zoom: map.getZoom() }; };
    const same = (a, b) => Math.abs(a.lat - b.lat) < 1e-7 && Math.abs(a.lon - b.lon) < 1e-7 && Math.abs(a.zoom - b.zoom) < 1e-7;
    let stood = now();
    let wheeled = false;
    map.on("wheel", () => { wheeled = true; });
    map.on("moveend", ({ originalEvent }) => {
      const at = now();
      if (same(at, stood)) return;
      if (state.going || originalEvent || wheeled) {
        stood = at;
        state.going = wheeled = false;
        hauran.setProps("standpoint", { data: at });
      } else map.jumpTo({ center: [stood.lon, stood.lat], zoom: stood.zoom });
    });
  }

  /* Goes to a point by our own choice. */
  function go(to) {
    state.going = true;
    state.map.easeTo(to);
  }

  function describe(glyph) {
    const line = (words, kind) => { const box = document.createElement(kind); box.textContent = words; return box; };
    const parts = [...glyph.counts].map((n, t) => [n, state.types[t]]).filter(([n]) => n).sort((a, b) => b[0] - a[0]);
    const lines = [line(hauran.tn("{n} incident", "{n} incidents", glyph.total), "b"), ...parts.map(([n, type]) => line(parts.length > 1 ? `${hauran.t(type)}: ${hauran.count(n)}` : hauran.t(type), "div"))];
    if (typeof glyph.members !== "number" && glyph.members.length > 1) lines.push(line(hauran.tn("{n} place", "{n} places; zoom in to part them", glyph.members.length), "i"));
    else {
      if (!glyph.solid) lines.push(line(hauran.t("stands for a wider area"), "i"));
      if (glyph.guessed) lines.push(line(hauran.t("a spelling was mended"), "i"));
    }
    return lines;
  }

  /* One incident opens its card, several their list; a cell of many places is zoomed into. */
  async function choose(glyph) {
    if (!glyph) return;
    const members = typeof glyph.members === "number" ? [glyph.members] : glyph.members;
    if (members.length > 1 && glyph.total > 12) {
      go({ center: hauran.lngLat(glyph.x, glyph.y), zoom: state.map.getZoom() + 2 });
      return;
    }
    const mine = ++last.chosen;
    const rows = await state.crossfilter.at(members, LIST_MAX);
    if (mine !== last.chosen) return;
    hauran.setProps("selected", { data: { rows, total: glyph.total, of: state.columns.header.snapshot || state.config.snapshot } });
  }

  /* Marks the points of the selected incidents. */
  function mark(points) {
    if (!state.glass) return;
    const { remote } = state.columns;
    const mine = ++last.marked;
    if (remote) remote.near(points).then((found) => { if (mine === last.marked) { state.glass.selected = found; settle(); } });
    else state.glass.selected = points.map(([lat, lon]) => nearest(lat, lon)).filter((p) => p >= 0);
    const away = points.find(([lat, lon, go]) => go && covered(lat, lon));
    if (away) go({ center: [away[1], away[0]], offset: [-drawerWidth() / 2, 40] });
    settle();
  }

  const drawerWidth = () => (element("drawer").hidden || element("drawer").clientHeight < state.map.getContainer().clientHeight * 0.9 ? 0 : element("drawer").clientWidth);

  /* Whether a point is off the map, or under what lies over it. */
  function covered(lat, lon) {
    const { x, y } = state.map.project([lon, lat]);
    const { clientWidth: width, clientHeight: height } = state.map.getContainer();
    return x < 20 || y < OVER_PX || x > width - drawerWidth() - 20 || y > height - 20;
  }

  function nearest(lat, lng) {
    const [x, y] = hauran.world({ lat, lng });
    let best = -1;
    let least = 1e-12;
    for (let p = 0; p < state.columns.points; p++) {
      const d = (state.columns.px[p] - x) ** 2 + (state.columns.py[p] - y) ** 2;
      if (d < least) { least = d; best = p; }
    }
    return best;
  }

  window.hauran.engine = { state, begin, zoom, grain, histogram, dress, show, filter, bound, wrapped, move, go, paint, announce, mark, nearest, ready: false, took: 0 };
})();
