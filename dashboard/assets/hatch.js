/* What is known to a unit only: its area hatched under the hollow glyph, so that the glyph is not taken for a point. A province has
   its outline, a district or a part the ring of its radius. What is known to a country alone is counted at the map's edge. */
(() => {
  const hauran = window.hauran;
  const ID = "hauran-hatch";
  const LABELS = "water";
  const FEW = 12;
  const LIST_MAX = 200;
  const TILE_PX = 16;
  const OUTLINED = "province";
  const RINGED = ["district", "part of province", "part of country"];
  const NONE = 0, OUTLINE = 1, RING = 2, NOTHING = 3;

  const now = { map: null, columns: null, kinds: null, codes: null, points: [], outlines: null, asked: null, shown: "" };
  let overlay = null;

  /* For each point how its area is drawn: by outline, by ring, not at all for a country's, NONE where something precise is known there. */
  function kindsOf({ header, points, n, point, precision, region, precise }) {
    const kinds = new Uint8Array(points);
    const codes = new Int32Array(points).fill(-1);
    const of = Uint8Array.from(header.precisions, (name, i) => (precise[i] ? 0 : name === OUTLINED ? OUTLINE : RINGED.includes(name) ? RING : name === "country" ? NOTHING : NONE));
    const sharp = new Uint8Array(points);
    for (let i = 0; i < n; i++) {
      if (!point[i]) continue;
      const p = point[i] - 1;
      const kind = of[precision[i]];
      if (kind === NONE) sharp[p] = 1;
      else if (kinds[p] === NONE || kind < kinds[p]) { kinds[p] = kind; codes[p] = region[i]; }
    }
    for (let p = 0; p < points; p++) if (sharp[p]) kinds[p] = NONE;
    return { kinds, codes };
  }

  /* Whether a point's area is this module's to draw, or is not to be drawn. */
  const covers = (p) => Boolean(now.kinds?.[p]);

  function learn(columns) {
    if (now.columns === columns) return;
    const { kinds, codes } = columns.remote ? { kinds: columns.vague, codes: columns.units } : kindsOf(columns);
    Object.assign(now, { columns, kinds, codes, points: [] });
    if (!columns.remote) kinds.forEach((kind, p) => { if (kind === OUTLINE || kind === RING) now.points.push(p); });
  }

  const code = (p) => now.columns.header.regions[now.codes[p]]?.[2] || "";

  function image(map, theme) {
    const name = `${ID}-${theme.name}`;
    if (map.hasImage(name)) return;
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = TILE_PX;
    const pen = canvas.getContext("2d");
    pen.strokeStyle = theme.muted;
    pen.lineWidth = 1.6;
    pen.beginPath();
    for (const x of [-TILE_PX, 0, TILE_PX]) { pen.moveTo(x, TILE_PX); pen.lineTo(x + TILE_PX, 0); }
    pen.stroke();
    map.addImage(name, pen.getImageData(0, 0, TILE_PX, TILE_PX), { pixelRatio: 2 });
  }

  const layers = (theme) => [
    { id: `${ID}-fill`, type: "fill", paint: { "fill-pattern": `${ID}-${theme.name}`, "fill-opacity": 0.4 } },
    { id: `${ID}-line`, type: "line", paint: { "line-color": theme.muted, "line-width": 1.2, "line-dasharray": [4, 2] } },
  ];

  /* The outlines of the store's units by code, asked for once they are needed. */
  function outlines(address) {
    now.asked = now.asked || fetch(address).then((reply) => reply.json()).then(({ features }) => { now.outlines = new Map(features.map((one) => [one.properties.code, one])); })
      .catch(() => { now.asked = null; });
    return now.asked;
  }

  const counted = ({ perPoint, types }, p) => { for (let t = 0; t < types.length; t++) if (perPoint[p * types.length + t]) return true; return false; };

  /* Points with incidents that stand for a unit, and how many; a large store names only those in and around view. */
  function hatched(crossfilter) {
    if (crossfilter.hatched) return crossfilter.hatched();
    const points = now.points.filter((p) => counted(crossfilter, p));
    return { number: points.length, points };
  }

  /* Points whose area is drawn: what is chosen or under the pointer, and all in view while they are few. */
  function wanted({ crossfilter, columns, glass, map, mode }) {
    const { number, points: passing } = hatched(crossfilter);
    const key = document.getElementById("hatch-key");
    if (key) key.hidden = !number || mode === "regions" || mode === "heat";
    if (mode === "regions" || mode === "heat") return [];
    const bounds = map.getBounds();
    const seen = passing.filter((p) => bounds.contains(hauran.lngLat(columns.px[p], columns.py[p])));
    const hovered = glass.hovered ? [glass.hovered.members].flat() : [];
    const chosen = [...glass.selected, ...hovered.slice(0, FEW)].filter((p) => now.kinds[p] === OUTLINE || now.kinds[p] === RING);
    return [...new Set([...(seen.length <= FEW ? seen : []), ...chosen])];
  }

  function draw(state) {
    if (!overlay || !state.glass || !state.counts) return;
    learn(state.columns);
    const points = wanted(state);
    const units = new Set(points.filter((p) => now.kinds[p] === OUTLINE && code(p)).map(code));
    if (units.size && !now.outlines) { outlines(state.config.outlines).then(() => { if (now.outlines) draw(state); }); return; }
    const drawn = `${[...units].sort()} ${points.filter((p) => !units.has(code(p)) || now.kinds[p] === RING).sort()}`;
    if (drawn === now.shown) return;
    now.shown = drawn;
    const rings = points.filter((p) => now.kinds[p] === RING || !now.outlines?.has(code(p)));
    const made = [...[...units].map((unit) => now.outlines.get(unit)).filter(Boolean),
      ...rings.map((p) => hauran.glass.circle(hauran.lngLat(state.columns.px[p], state.columns.py[p]), state.radius[p] * 10))];
    overlay.set(hauran.geo.collection(made));
  }

  /* Rows that pass and are known to a country alone. */
  function vague(crossfilter) {
    if (crossfilter.vague) return crossfilter.vague();
    const { point, drawn } = crossfilter.columns;
    const rows = [];
    crossfilter.rows((i) => { if (!crossfilter.fail[i] && point[i] && !drawn[i] && rows.length < LIST_MAX) rows.push(i); });
    return rows.sort((a, b) => a - b);
  }

  function edge({ counts }) {
    const button = document.getElementById("country-only");
    if (!button) return;
    button.hidden = !counts.undrawn;
    hauran.say("country-only", counts.undrawn ? hauran.tn("{n} incident known to a country only", "{n} incidents known to a country only", counts.undrawn) : "");
  }

  document.addEventListener("click", async (event) => {
    if (!event.target.closest?.("#country-only")) return;
    const { crossfilter, counts, columns, config } = hauran.engine.state;
    hauran.setProps("selected", { data: { rows: await vague(crossfilter), total: counts.undrawn, of: columns.header.snapshot || config.snapshot } });
  });

  hauran.hatch = { kindsOf, covers, vague, now };
  hauran.parts.push({
    attach: (map) => {
      now.map = map;
      overlay = new hauran.Overlay(ID, layers, { prepare: image, below: LABELS });
      overlay.attach(map);
    },
    wear: (theme) => overlay?.wear(theme),
    paint: (state) => { learn(state.columns); edge(state); },
    settle: draw,
    hover: draw,
  });
})();
