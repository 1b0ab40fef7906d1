/* The displaced who moved, as curved lines from where they came to where they went: wider for more people, arrows on the way and at
   the end, where a mark may lie over it, broken for returns. The server says what flows in the window. */
(() => {
  const hauran = window.hauran;
  const ID = "hauran-flows";
  const ARROW = "hauran-arrow";
  const LABELS = "water"; // the lowest layer of names: they stay readable
  const STEPS = 32;
  const BEND = 0.16;
  const ARROWS = [0.6, 1]; // of the way
  const NARROWEST_PX = 2;
  const WIDEST_PX = 13;
  const ARROW_PX = 32;
  const HOVER_PX = 6;

  const now = { flows: [], map: null };
  let overlay = null;
  let tip = null;

  /* A flow's line: a quadratic curve on the map, bent to the right of its way, so that there and back lie apart. */
  function curve([lon1, lat1], [lon2, lat2]) {
    const [x1, y1] = hauran.world({ lng: lon1, lat: lat1 });
    let [x2, y2] = hauran.world({ lng: lon2, lat: lat2 });
    if (Math.abs(x2 - x1) > 0.5) x2 += x2 < x1 ? 1 : -1;
    const [mx, my] = [(x1 + x2) / 2 - (y2 - y1) * BEND, (y1 + y2) / 2 + (x2 - x1) * BEND];
    const line = Array.from({ length: STEPS + 1 }, (_, i) => {
      const t = i / STEPS;
      const [a, b, c] = [(1 - t) ** 2, 2 * t * (1 - t), t ** 2];
      return hauran.lngLat(a * x1 + b * mx + c * x2, a * y1 + b * my + c * y2);
    });
    const turn = (t) => (Math.atan2((1 - t) * (my - y1) + t * (y2 - my), (1 - t) * (mx - x1) + t * (x2 - mx)) * 180) / Math.PI;
    return { line, arrows: ARROWS.map((t) => [line[Math.round(t * STEPS)], turn(t)]) };
  }

  const width = (people, most) => NARROWEST_PX + (WIDEST_PX - NARROWEST_PX) * Math.sqrt(Math.max(0, people) / Math.max(1, most));

  /* The lines and their arrows, the widest at the bottom. */
  function features(flows) {
    const most = Math.max(1, ...flows.map((flow) => flow.people));
    return flows.flatMap((flow, number) => {
      const { line, arrows } = curve(flow.from, flow.to);
      const told = { number, width: width(flow.people, most), back: flow.measure === "return" };
      return [hauran.geo.feature("LineString", line, told), ...arrows.map(([at, turn]) => hauran.geo.feature("Point", at, { ...told, turn }))];
    });
  }

  function layers(theme) {
    const is = (kind, ...more) => ["all", ["==", ["geometry-type"], kind], ...more];
    const wide = ["get", "width"];
    const line = { "line-color": theme.displaced, "line-width": wide, "line-opacity": 0.72 };
    const layout = { "line-join": "round" };
    return [
      { id: `${ID}-halo`, type: "line", filter: is("LineString"), layout, paint: { "line-color": theme.paper, "line-width": ["+", wide, 2.5], "line-opacity": 0.7 } },
      { id: `${ID}-line`, type: "line", filter: is("LineString", ["!", ["get", "back"]]), layout, paint: line },
      { id: `${ID}-back`, type: "line", filter: is("LineString", ["get", "back"]), layout, paint: { ...line, "line-dasharray": [1.6, 0.9] } },
      { id: `${ID}-arrow`, type: "symbol", filter: is("Point"),
        layout: { "icon-image": ARROW, "icon-rotate": ["get", "turn"], "icon-rotation-alignment": "map", "icon-allow-overlap": true, "icon-ignore-placement": true, "icon-size": ["max", 0.45, ["/", wide, 11]] },
        paint: { "icon-color": theme.displaced, "icon-halo-color": theme.paper, "icon-halo-width": 1.2 } },
    ];
  }

  /* A triangle that points to the right, its tip at the middle so that it stands on the line's end. */
  function arrow(map) {
    if (map.hasImage(ARROW)) return;
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = ARROW_PX;
    const pen = canvas.getContext("2d");
    pen.beginPath();
    pen.moveTo(ARROW_PX * 0.62, ARROW_PX / 2);
    pen.lineTo(ARROW_PX * 0.12, ARROW_PX * 0.14);
    pen.lineTo(ARROW_PX * 0.12, ARROW_PX * 0.86);
    pen.fill();
    map.addImage(ARROW, pen.getImageData(0, 0, ARROW_PX, ARROW_PX), { sdf: true, pixelRatio: 1 });
  }

  function show(flows) {
    if (flows !== now.flows && JSON.stringify(flows || []) === JSON.stringify(now.flows)) return;
    now.flows = flows || [];
    const key = document.getElementById("flow-key");
    if (key) key.hidden = !now.flows.length;
    if (tip) tip.hidden = true;
    overlay?.set(hauran.geo.collection(features(now.flows)));
  }

  /* The flow under a point of the map, the narrowest where several cross; null for none. */
  function under({ x, y }) {
    const there = [`${ID}-line`, `${ID}-back`, `${ID}-arrow`].filter((id) => now.map.getLayer(id));
    if (!now.flows.length || !there.length) return null;
    const found = now.map.queryRenderedFeatures([[x - HOVER_PX, y - HOVER_PX], [x + HOVER_PX, y + HOVER_PX]], { layers: there });
    const numbers = found.map((feature) => feature.properties.number);
    return numbers.length ? now.flows[Math.max(...numbers)] : null;
  }

  function hover(event) {
    const busy = hauran.draw?.now.tool || hauran.engine.state.glass?.hovered;
    const flow = busy ? null : under(event.point);
    tip.hidden = !flow;
    if (!flow) return;
    const line = (words, kind) => { const made = document.createElement(kind); made.textContent = words; return made; };
    tip.replaceChildren(line(flow.title, "b"), line(flow.words, "div"), line(flow.note, "i"));
    const { clientWidth } = now.map.getContainer();
    tip.style.transform = `translate(${Math.max(0, Math.min(event.point.x + 14, clientWidth - 230))}px, ${event.point.y + 12}px)`;
  }

  function attach(map) {
    now.map = map;
    tip = document.createElement("div");
    tip.className = "tip flow-tip";
    tip.hidden = true;
    tip.setAttribute("aria-hidden", "true");
    document.querySelector(".map-box").append(tip);
    overlay = new hauran.Overlay(ID, layers, { prepare: arrow, below: LABELS });
    overlay.attach(map);
    show(now.flows);
    map.on("mousemove", hover);
    map.on("mouseout", () => { tip.hidden = true; });
    map.on("movestart", () => { tip.hidden = true; });
  }

  hauran.flows = { curve, width, features, show, now };
  hauran.parts.push({ attach, wear: (theme) => overlay?.wear(theme) });
  Object.assign(window.dash_clientside.hauran, {
    flows: (flows) => { show(flows); },
  });
})();
