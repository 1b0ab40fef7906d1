/* The hand that draws an area on the map: a box that is dragged, or an outline of corners. A sheet over the map takes the pointer
   and the keys while it draws. */
(() => {
  const hauran = window.hauran;
  const ID = "hauran-area";
  const DRAG_PX = 5;
  const NEAR_PX = 12;
  const TWICE_MS = 350;
  const KEY_PX = 60;
  const BUTTONS = { box: "draw-box", polygon: "draw-polygon" };
  const { feature, collection } = { feature: (...told) => hauran.geo.feature(...told), collection: (found) => hauran.geo.collection(found) };

  const now = { tool: null, corners: [], pointer: null, area: null, sheet: null, map: null };
  let overlay = null;

  const coarse = () => matchMedia("(pointer: coarse)").matches;
  const hints = {
    box: () => coarse() ? hauran.t("Drag a box over the map. The button ends.") : hauran.t("Drag a box over the map. With the keyboard: arrow keys move the map, Space sets a corner at the cross. Escape ends."),
    polygon: () => coarse() ? hauran.t("Tap the corners; a double tap or the first corner closes the outline. Drag to move the map. The button ends.") : hauran.t("Click the corners; a double click, the first corner or Enter closes the outline, Backspace takes the last corner back. With the keyboard: arrow keys move the map, Space sets a corner at the cross. Escape ends."),
    full: () => hauran.tn("An outline has at most {n} corner: close it with Enter, or take one back with Backspace.", "An outline has at most {n} corners: close it with Enter, or take one back with Backspace.", hauran.area.CORNERS_MAX),
    flat: () => hauran.t("That is no area yet: it takes three corners that are not one point."),
  };

  function layers(theme) {
    const is = (what) => ["==", ["get", "is"], what];
    return [
      { id: `${ID}-fill`, type: "fill", filter: is("area"), paint: { "fill-color": theme.accent, "fill-opacity": 0.07 } },
      { id: `${ID}-halo`, type: "line", filter: is("area"), paint: { "line-color": theme.paper, "line-width": 4, "line-opacity": 0.8 } },
      { id: `${ID}-line`, type: "line", filter: is("area"), layout: { "line-join": "round" }, paint: { "line-color": theme.accent, "line-width": 2 } },
      { id: `${ID}-sketch`, type: "line", filter: is("sketch"), layout: { "line-join": "round" }, paint: { "line-color": theme.accent, "line-width": 2, "line-dasharray": [2, 1.4] } },
      { id: `${ID}-corners`, type: "circle", filter: is("corner"), paint: { "circle-radius": 4.5, "circle-color": theme.paper, "circle-stroke-color": theme.accent, "circle-stroke-width": 2 } },
    ];
  }

  const closed = (corners) => [...corners, corners[0]];

  function paint() {
    const found = [];
    if (now.area) found.push(feature("Polygon", [closed(now.area)], { is: "area" }));
    const line = now.tool === "box" && now.corners.length && now.pointer ? closed(hauran.area.box(now.corners[0], now.pointer)) : [...now.corners, ...(now.pointer ? [now.pointer] : [])];
    if (now.corners.length && line.length > 1) found.push(feature("LineString", line, { is: "sketch" }));
    for (const corner of now.corners) found.push(feature("Point", corner, { is: "corner" }));
    overlay?.set(collection(found));
  }

  /* The area that filters, or null: its outline stays on the map. */
  function show(area) {
    now.area = area;
    paint();
  }

  const at = (event) => { const box = now.sheet.getBoundingClientRect(); return [event.clientX - box.left, event.clientY - box.top]; };
  const place = (xy) => { const { lng, lat } = now.map.unproject(xy); return [lng, lat]; };
  const centre = () => { const { lng, lat } = now.map.getCenter(); return [lng, lat]; };
  const pixels = (corner) => { const { x, y } = now.map.project(corner); return [x, y]; };
  const apart = ([ax, ay], [bx, by]) => Math.hypot(ax - bx, ay - by);
  const hint = (words) => hauran.say("draw-hint", words);

  function start(tool) {
    if (!now.map) return;
    stop();
    now.tool = tool;
    now.sheet = sheet();
    now.map.getContainer().append(now.sheet);
    now.sheet.focus({ preventScroll: true });
    dress();
  }

  function stop() {
    const held = now.sheet?.contains(document.activeElement);
    now.sheet?.remove();
    if (held && now.tool) document.getElementById(BUTTONS[now.tool])?.focus({ preventScroll: true });
    Object.assign(now, { tool: null, corners: [], pointer: null, sheet: null });
    dress();
    paint();
  }

  function dress() {
    for (const [tool, id] of Object.entries(BUTTONS)) document.getElementById(id)?.setAttribute("aria-pressed", String(tool === now.tool));
    const box = document.getElementById("draw-hint");
    if (!box) return;
    box.hidden = !now.tool;
    box.textContent = now.tool ? hints[now.tool]() : "";
  }

  function finish(drawn) {
    const area = hauran.area.corners(drawn);
    if (!area) { hint(hints.flat()); if (now.tool === "box") { now.corners = []; now.pointer = null; paint(); } return; }
    stop();
    show(area);
    hauran.setProps("area", { data: area });
  }

  /* Sets a corner; the second one of a box closes it. */
  function corner(where) {
    if (now.tool === "box") {
      if (now.corners.length) finish(hauran.area.box(now.corners[0], where)); else { now.corners = [where]; paint(); }
      return;
    }
    if (now.corners.length >= hauran.area.CORNERS_MAX) { hint(hints.full()); return; }
    now.corners.push(where);
    paint();
  }

  function back() {
    now.corners.pop();
    hint(hints[now.tool]());
    paint();
  }

  /* The sheet: its pointer draws, a drag of the outline's tool moves the map, the wheel goes to the map. */
  function sheet() {
    const box = document.createElement("div");
    box.className = `draw-sheet ${now.tool}`;
    box.tabIndex = 0;
    box.setAttribute("role", "application");
    box.setAttribute("aria-label", hauran.t("Draw an area"));
    box.setAttribute("aria-describedby", "draw-hint");
    let down = null;
    let clicked = -TWICE_MS;
    box.addEventListener("pointerdown", (event) => {
      if (event.button || !event.isPrimary) return;
      box.setPointerCapture(event.pointerId);
      box.classList.remove("keyed");
      down = { from: at(event), last: at(event), moved: false };
      if (now.tool === "box") { now.corners = [place(down.from)]; now.pointer = null; }
    });
    box.addEventListener("pointermove", (event) => {
      const here = at(event);
      if (down && apart(here, down.from) > DRAG_PX) down.moved = true;
      if (now.tool === "polygon" && down?.moved) now.map.panBy([down.last[0] - here[0], down.last[1] - here[1]], { duration: 0 }, { originalEvent: event });
      if (down) down.last = here;
      if (now.tool === "polygon" || down) { now.pointer = place(here); paint(); }
    });
    box.addEventListener("pointerup", (event) => {
      if (!down) return;
      const { from, moved } = down;
      const here = at(event);
      down = null;
      if (now.tool === "box") { if (moved) finish(hauran.area.box(place(from), place(here))); else { now.corners = []; now.pointer = null; paint(); } return; }
      if (moved) return;
      const [first, last_] = [now.corners[0], now.corners.at(-1)].map((one) => one && apart(pixels(one), here) <= NEAR_PX);
      const twice = last_ && event.timeStamp - clicked < TWICE_MS;
      clicked = event.timeStamp;
      if (twice || (first && now.corners.length > 2)) finish(now.corners);
      else if (!last_) corner(place(here));
    });
    box.addEventListener("pointercancel", () => { down = null; });
    box.addEventListener("wheel", (event) => { event.preventDefault(); now.map.getCanvasContainer().dispatchEvent(new WheelEvent("wheel", event)); }, { passive: false });
    box.addEventListener("contextmenu", (event) => event.preventDefault());
    return box;
  }

  const MOVES = { ArrowLeft: [-KEY_PX, 0], ArrowRight: [KEY_PX, 0], ArrowUp: [0, -KEY_PX], ArrowDown: [0, KEY_PX] };

  const go = (to) => hauran.engine.go({ ...to, duration: 0 });

  /* The keys of the tool in hand; true where one was meant for it. */
  function press({ key }) {
    if (key === "Escape") stop();
    else if (MOVES[key]) {
      now.sheet.classList.add("keyed");
      const { clientWidth: width, clientHeight: height } = now.map.getContainer();
      go({ center: now.map.unproject([width / 2 + MOVES[key][0], height / 2 + MOVES[key][1]]) });
      now.pointer = centre();
      paint();
    } else if (key === " ") { now.sheet.classList.add("keyed"); now.pointer = centre(); corner(centre()); }
    else if (key === "Enter") finish(now.tool === "box" && now.corners.length ? hauran.area.box(now.corners[0], now.pointer || now.corners[0]) : now.corners);
    else if (key === "Backspace") back();
    else if (key === "+" || key === "=") go({ zoom: now.map.getZoom() + 1 });
    else if (key === "-") go({ zoom: now.map.getZoom() - 1 });
    else return false;
    return true;
  }

  addEventListener("keydown", (event) => {
    if (!now.tool || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key !== "Escape" && document.activeElement !== now.sheet) return;
    if (!press(event)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }, true);

  document.addEventListener("click", (event) => {
    const pressed = Object.keys(BUTTONS).find((tool) => event.target.closest?.(`#${BUTTONS[tool]}`));
    if (pressed) { if (now.tool === pressed) stop(); else start(pressed); }
  });

  hauran.draw = { show, start, stop, now };
  hauran.parts.push({
    attach: (map) => {
      now.map = map;
      overlay = new hauran.Overlay(ID, layers);
      overlay.attach(map);
      paint();
    },
    wear: (theme) => overlay?.wear(theme),
  });
})();
