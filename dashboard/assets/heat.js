/* Heat: how densely incidents lie, as a surface. Only what is located to a town or better: the middle of a province is no hot spot.
   Points are gathered into small cells of what is in view, so that a move costs the same however many there are. */
(() => {
  const hauran = window.hauran;
  const ID = "hauran-heat";
  const LABELS = "water";
  const CELL_PX = 6;
  const RADIUS_PX = 26;
  const TILE_PX = 512;
  const BEYOND = 0.5;
  const FAINTEST = 0.15;
  const GRID_MAX = 200000;
  const CELLS_MAX = 4000;

  const now = { on: false, map: null };
  let overlay = null;

  /* Cells within sides (west, north, east, south as shares of the world) that hold precise points: their middle and how many incidents.
     A cell is CELL_PX wide at this zoom, or the least doubling of it that keeps the grid and the cells few. */
  function cells(crossfilter, zoom, sides) {
    if (crossfilter.heat) return crossfilter.heat();
    let across = (TILE_PX * 2 ** zoom) / CELL_PX;
    while (size(across, sides) > GRID_MAX) across /= 2;
    for (;;) {
      const found = gathered(crossfilter, across, sides);
      if (found.length <= CELLS_MAX || across < 2) return found;
      across /= 2 ** Math.ceil(Math.log2(found.length / CELLS_MAX) / 2);
    }
  }

  const grid = (across, [west, north, east, south]) => [Math.floor(west * across), Math.floor(north * across), Math.floor(east * across), Math.floor(south * across)];
  const size = (across, sides) => { const [x0, y0, x1, y1] = grid(across, sides); return (x1 - x0 + 1) * (y1 - y0 + 1); };

  function gathered({ columns, perPoint, types }, across, sides) {
    const T = types.length;
    const [west, north, east, south] = sides;
    const [x0, y0, x1, y1] = grid(across, sides);
    const wide = x1 - x0 + 1;
    const totals = new Uint32Array(wide * (y1 - y0 + 1));
    const { px, py, solid, points } = columns;
    for (let p = 0; p < points; p++) {
      if (!solid[p] || py[p] < north || py[p] > south) continue;
      const x = px[p] < west ? px[p] + 1 : px[p] > east ? px[p] - 1 : px[p];
      if (x < west || x > east) continue;
      let total = 0;
      for (let t = p * T; t < p * T + T; t++) total += perPoint[t];
      if (total) totals[(Math.floor(py[p] * across) - y0) * wide + Math.floor(x * across) - x0] += total;
    }
    const found = [];
    const middle = (cell, low, high) => (Math.max(cell / across, low) + Math.min((cell + 1) / across, high)) / 2; // of what lies within the sides
    totals.forEach((total, i) => { if (total) found.push({ x: middle((i % wide) + x0, west, east), y: middle(Math.floor(i / wide) + y0, north, south), total }); });
    return found;
  }

  /* What is in view and half as much again around it. */
  function around(map) {
    const bounds = map.getBounds();
    const [west, north] = hauran.world({ lng: bounds.getWest(), lat: bounds.getNorth() });
    const [east, south] = hauran.world({ lng: bounds.getEast(), lat: bounds.getSouth() });
    const [dx, dy] = [(east - west) * BEYOND, (south - north) * BEYOND];
    return [west - dx, north - dy, east + dx, south + dy];
  }

  function features(found) {
    const top = found.reduce((most, { total }) => Math.max(most, total), 1);
    return found.map(({ x, y, total }) => hauran.geo.feature("Point", hauran.lngLat(x, y), { weight: Math.sqrt(total / top) }));
  }

  const clear = (hex) => `rgba(${[1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16)).join(",")},0)`;

  function layers(theme) {
    const ramp = theme.steps.slice(1);
    const stops = ramp.flatMap((colour, k) => [FAINTEST + ((1 - FAINTEST) * k) / (ramp.length - 1), colour]);
    return [{ id: ID, type: "heatmap", paint: { "heatmap-weight": ["get", "weight"], "heatmap-radius": RADIUS_PX, "heatmap-intensity": 1.8, "heatmap-opacity": 0.85,
      "heatmap-color": ["interpolate", ["linear"], ["heatmap-density"], 0, clear(ramp[0]), ...stops] } }];
  }

  function draw({ mode, crossfilter, map, counts }) {
    const on = mode === "heat";
    const legend = document.getElementById("legend");
    if (legend) legend.dataset.mode = mode;
    if (!overlay || (!on && !now.on)) return;
    now.on = on;
    overlay.set(on ? hauran.geo.collection(features(cells(crossfilter, Math.floor(map.getZoom()), around(map)))) : null);
    const out = counts.total - counts.precise;
    if (on) hauran.say("heat-note", out ? hauran.tn("{n} incident known less precisely is left out", "{n} incidents known less precisely are left out", out) : "");
  }

  hauran.heat = { cells, features };
  hauran.parts.push({
    attach: (map) => {
      now.map = map;
      overlay = new hauran.Overlay(ID, layers, { below: LABELS });
      overlay.attach(map);
    },
    wear: (theme) => overlay?.wear(theme),
    paint: draw,
    settle: (state) => { if (now.on) draw(state); },
  });
})();
