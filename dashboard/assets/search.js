/* Places under the search box: typed words offer them, and one that is chosen moves the map and is marked there for a while. The
   words go on filtering while they stand in the box; going to a place takes them out. */
(() => {
  const hauran = window.hauran;
  const ID = "hauran-place";
  const REST_MS = 150;
  const SHORTEST = 2;
  const MARKED_MS = 8000;
  const WORLD_M = 40075016.7;
  const TILE_PX = 512;
  const NEAREST_ZOOM = 10.4; // rings in metres around all that is near begin beyond it
  const FARTHEST_ZOOM = 4;
  const SHARE = 0.3;
  const POINT_M = 500;

  const box = () => document.getElementById("text");
  const list = () => document.getElementById("places");
  const now = { spots: [], active: -1, timer: 0, asked: 0, fade: 0, map: null };
  let overlay = null;

  const layers = (theme) => [
    { id: `${ID}-halo`, type: "line", filter: ["==", ["geometry-type"], "Polygon"], paint: { "line-color": theme.paper, "line-width": 7, "line-opacity": 0.85 } },
    { id: `${ID}-line`, type: "line", filter: ["==", ["geometry-type"], "Polygon"], paint: { "line-color": theme.accent, "line-width": 3 } },
    { id: `${ID}-dot`, type: "circle", filter: ["==", ["geometry-type"], "Point"], paint: { "circle-radius": 4, "circle-color": theme.accent, "circle-stroke-color": theme.paper, "circle-stroke-width": 1.5 } },
  ];

  const countries = new Intl.DisplayNames([hauran.locale], { type: "region", fallback: "code" });
  const country = (code) => { try { return code ? countries.of(code) : ""; } catch { return code; } };

  /* What a place is called here, and where it lies. */
  function named(spot) {
    const [first, second] = hauran.rtl && spot.name_ar ? [spot.name_ar, spot.name] : [spot.name, spot.name_ar];
    const where = [spot.said && hauran.t(spot.said), spot.admin1, country(spot.country)].filter((part) => part && part !== spot.name);
    return { first, second: second === first ? "" : second, where: where.join(hauran.rtl ? "، " : ", ") };
  }

  const part = (kind, name, words) => { const made = document.createElement(kind); made.className = name; made.textContent = words; return made; };

  function option(spot, i) {
    const { first, second, where } = named(spot);
    const made = document.createElement("li");
    made.id = `place-${i}`;
    made.className = "place";
    made.setAttribute("role", "option");
    made.setAttribute("aria-selected", "false");
    const lines = part("span", "place-lines", "");
    lines.append(part("bdi", "place-name", first), ...(second ? [" ", part("bdi", "muted", second)] : []), part("span", "place-where muted", where));
    made.append(lines);
    if (spot.incidents) made.append(part("span", "count", hauran.tn("{n} incident", "{n} incidents", spot.incidents)));
    made.addEventListener("pointerdown", (event) => event.preventDefault());
    made.addEventListener("click", () => choose(i));
    return made;
  }

  function open(spots) {
    now.spots = spots;
    now.active = -1;
    list().replaceChildren(...spots.map(option));
    list().hidden = !spots.length;
    dress();
    if (spots.length) hauran.say("live", hauran.tn("{n} place to go to; arrow keys choose", "{n} places to go to; arrow keys choose", spots.length));
  }

  function close() {
    clearTimeout(now.timer);
    now.asked++;
    if (list()) open([]);
  }

  /* What the box says to a screen reader. */
  function dress() {
    const input = box();
    if (!input) return;
    const told = { role: "combobox", autocomplete: "off", "aria-autocomplete": "list", "aria-controls": "places", "aria-expanded": String(!list().hidden) };
    for (const [name, value] of Object.entries(told)) if (input.getAttribute(name) !== value) input.setAttribute(name, value);
    [...list().children].forEach((made, i) => made.setAttribute("aria-selected", String(i === now.active)));
    if (now.active < 0) input.removeAttribute("aria-activedescendant");
    else { input.setAttribute("aria-activedescendant", `place-${now.active}`); list().children[now.active].scrollIntoView({ block: "nearest" }); }
  }

  /* Asks for the places once the hand rests; only the last answer counts. */
  function typed() {
    clearTimeout(now.timer);
    const words = box().value.trim();
    const mine = ++now.asked;
    if (words.length < SHORTEST) { open([]); return; }
    now.timer = setTimeout(async () => {
      const reply = await fetch(`${hauran.engine.state.config.places || "/api/places"}?q=${encodeURIComponent(words)}`).catch(() => null);
      const spots = reply?.ok ? await reply.json() : [];
      if (mine === now.asked && document.activeElement === box()) open(spots);
    }, REST_MS);
  }

  /* The zoom at which a circle of that many metres takes SHARE of the map. */
  function zoomTo(metres, lat) {
    const { clientWidth, clientHeight } = now.map.getContainer();
    const across = (SHARE * Math.min(clientWidth, clientHeight)) / (2 * Math.max(metres, POINT_M));
    const zoom = Math.log2((across * WORLD_M * Math.cos((lat * Math.PI) / 180)) / TILE_PX);
    return Math.max(FARTHEST_ZOOM, Math.min(NEAREST_ZOOM, zoom));
  }

  function choose(i) {
    const spot = now.spots[i];
    close();
    empty();
    if (!spot || !now.map) return;
    mark(spot);
    hauran.engine.go({ center: [spot.lon, spot.lat], zoom: zoomTo(spot.radius_m, spot.lat) });
    hauran.say("live", hauran.t("The map shows {place}", { place: named(spot).first }));
  }

  /* Takes the words out, those too that the box has not yet told the page. */
  function empty() {
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set.call(box(), "");
    box().dispatchEvent(new Event("input", { bubbles: true }));
    hauran.setProps("text", { value: "" });
  }

  function mark(spot) {
    const centre = [spot.lon, spot.lat];
    overlay.set(hauran.geo.collection([hauran.glass.circle(centre, Math.max(spot.radius_m, POINT_M)), hauran.geo.feature("Point", centre)]));
    clearTimeout(now.fade);
    now.fade = setTimeout(unmark, MARKED_MS);
  }

  function unmark() {
    clearTimeout(now.fade);
    overlay?.set(null);
  }

  function press(event) {
    const last = now.spots.length - 1;
    if (event.key === "Escape" && !list().hidden) { close(); event.stopPropagation(); return; }
    if (list().hidden) { if (event.key === "ArrowDown") typed(); return; }
    if (event.key === "ArrowDown") now.active = now.active >= last ? -1 : now.active + 1;
    else if (event.key === "ArrowUp") now.active = now.active < 0 ? last : now.active - 1;
    else if (event.key === "Enter") { if (now.active >= 0) { event.preventDefault(); event.stopPropagation(); choose(now.active); } else close(); return; }
    else return;
    event.preventDefault();
    dress();
  }

  document.addEventListener("input", (event) => { if (event.target === box()) typed(); });
  document.addEventListener("focusin", (event) => { if (event.target === box()) dress(); });
  document.addEventListener("focusout", (event) => { if (event.target === box()) close(); });
  addEventListener("keydown", (event) => {
    if (event.target === box()) press(event);
    else if (event.key === "Escape") unmark();
  }, true);

  hauran.search = { now, choose, zoomTo };
  hauran.parts.push({
    attach: (map) => {
      now.map = map;
      overlay = new hauran.Overlay(ID, layers);
      overlay.attach(map);
      dress();
    },
    wear: (theme) => overlay?.wear(theme),
  });
})();
