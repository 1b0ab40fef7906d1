(() => {
  "use strict";
  const told = JSON.parse(document.getElementById("told").textContent);
  const { words, types, ground, displaced } = told;
  const { alone } = window;
  const rtl = document.documentElement.dir === "rtl";
  const locale = { ar: "ar-SY" }[document.documentElement.lang] || "en-US";
  const DAY_MS = 86400000;
  const MERCATOR_MAX = 84.5;
  const EQUATOR_M = 40075016.686;
  const ROOM_PX = 60;
  const NEAR_LEAST = 0.3 / 360;
  const OWN_MAX = 400;
  const CLOSEST = 10;
  const BEAT_MS = 220;
  const BEATS = 60;
  const INK = { edge: "#23272c", land: "#f4f2ed", sea: "#d3e0e6", beyond: "#e9e9e7", unit: "#d2ccc0", country: "#8f8676", name: "#857d6d", area: "#9b9384", town: "#8d867a", own: "#2b2823", ring: "#0b4f6c" };
  const element = (id) => document.getElementById(id);
  const fill = (phrase, values) => phrase.replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);
  const count = (n) => n.toLocaleString(locale);
  const dayOf = (day) => new Date(day * DAY_MS).toLocaleDateString(locale === "en-US" ? "en-GB" : locale, { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
  const rows = told.rows.map((row) => Object.fromEntries(told.fields.map((name, i) => [name, row[i]])));
  const made = (kind, text, name) => { const one = document.createElement(kind); if (text !== undefined) one.textContent = text; if (name) one.className = name; return one; };

  const [first, last] = told.window;
  let shown = [first, last];
  let chosen = null;
  let hovered = null;

  /* Web Mercator, 0 to 1. */
  const world = (lon, lat) => { const s = Math.sin((Math.max(-MERCATOR_MAX, Math.min(MERCATOR_MAX, lat)) * Math.PI) / 180); return [(lon + 180) / 360, 0.5 - (0.25 * Math.log((1 + s) / (1 - s))) / Math.PI]; };

  const spots = new Map();
  rows.forEach((row, i) => {
    row.i = i;
    if (!row.drawn) return;
    const key = `${row.lat} ${row.lon}`;
    if (!spots.has(key)) { const [x, y] = world(row.lon, row.lat); spots.set(key, { key, x, y, lat: row.lat, rows: [], radius: 0, solid: 0, name: "" }); }
    const spot = spots.get(key);
    row.spot = spot;
    spot.rows.push(row);
    spot.radius = Math.max(spot.radius, row.radius);
    spot.solid = spot.solid || row.solid;
    if (row.named && !spot.name) spot.name = alone.short(row.place);
  });
  const towns = ground ? ground.towns.map(([lon, lat, name, rank]) => { const [x, y] = world(lon, lat); return { x, y, name, rank }; }) : [];
  const marks = displaced ? displaced.marks.map(([lat, lon, label, title, said]) => { const [x, y] = world(lon, lat); return { x, y, label, title, said }; }) : [];
  const lands = ground ? ground.shapes.map(([level, name, rings]) => {
    const lines = rings.map((ring) => { const line = new Float64Array(ring.length); for (let i = 0; i < ring.length; i += 2) [line[i], line[i + 1]] = world(ring[i] / ground.scale, ring[i + 1] / ground.scale); return line; });
    return { level, name, lines, ...middle(lines) };
  }) : [];

  /* Where the name of a shape stands: the middle of the box of its largest ring, and the box's width. */
  function middle(lines) {
    const large = lines.reduce((a, b) => (b.length > a.length ? b : a), lines[0]);
    let [west, east, north, south] = [1, 0, 1, 0];
    for (let i = 0; i < large.length; i += 2) { west = Math.min(west, large[i]); east = Math.max(east, large[i]); north = Math.min(north, large[i + 1]); south = Math.max(south, large[i + 1]); }
    return { x: (west + east) / 2, y: (north + south) / 2, wide: east - west };
  }

  /* ---- the map ---- */
  const map = element("map");
  const eye = { x: 0.5, y: 0.5, size: 512 };
  const around = (spots) => { const [xs, ys] = [spots.map(({ x }) => x), spots.map(({ y }) => y)]; return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)]; };
  function whole(placed = [...spots.values()]) {
    if (!ground) return;
    const [x0, y0, x1, y1] = around(placed);
    const size = Math.min((map.clientWidth - 2 * ROOM_PX) / (x1 - x0), (map.clientHeight - 2 * ROOM_PX) / (y1 - y0), 2 ** CLOSEST * 512);
    Object.assign(eye, { x: (x0 + x1) / 2, y: (y0 + y1) / 2, size });
  }
  /* The places that the map opens on: without the outermost twentieth on each side, as far as that is not near the others; with figures as near. */
  function core() {
    const placed = [...spots.values()];
    const inner = (numbers) => { const sorted = numbers.sort((a, b) => a - b); const edge = sorted.length < 5 ? 0 : Math.ceil(sorted.length / 20); return [sorted[edge], sorted[sorted.length - 1 - edge]]; };
    const [[x0, x1], [y0, y1]] = [inner(placed.map(({ x }) => x)), inner(placed.map(({ y }) => y))];
    const [wide, high] = [Math.max(NEAR_LEAST, (x1 - x0) / 2), Math.max(NEAR_LEAST, (y1 - y0) / 2)];
    return [...placed, ...marks].filter(({ x, y }) => x >= x0 - wide && x <= x1 + wide && y >= y0 - high && y <= y1 + high);
  }

  const at = (x, y) => [(x - eye.x) * eye.size + map.clientWidth / 2, (y - eye.y) * eye.size + map.clientHeight / 2];
  const inside = (row) => row.start <= shown[1] && row.end >= shown[0];

  function sized(canvas) {
    const ratio = window.devicePixelRatio || 1;
    const [width, height] = [Math.round(canvas.clientWidth * ratio), Math.round(canvas.clientHeight * ratio)];
    if (canvas.width !== width || canvas.height !== height) { canvas.width = width; canvas.height = height; }
    const pen = canvas.getContext("2d");
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.clearRect(0, 0, canvas.clientWidth, canvas.clientHeight);
    return pen;
  }

  function path(pen, lines) {
    pen.beginPath();
    for (const line of lines) {
      for (let i = 0; i < line.length; i += 2) { const [x, y] = at(line[i], line[i + 1]); if (i) pen.lineTo(x, y); else pen.moveTo(x, y); }
      pen.closePath();
    }
  }

  let waiting = false;
  const repaint = () => { if (waiting) return; waiting = true; requestAnimationFrame(() => { waiting = false; paint(); }); };
  let drawn = [];
  let named = [];
  let standing = [];

  function paint() {
    const pen = sized(map);
    pen.fillStyle = INK.beyond;
    pen.fillRect(0, 0, map.clientWidth, map.clientHeight);
    if (ground) {
      const [west, south, east, north] = ground.box;
      const [[x0, y0], [x1, y1]] = [at(...world(west, north)), at(...world(east, south))];
      pen.fillStyle = INK.sea;
      pen.fillRect(x0, y0, x1 - x0, y1 - y0);
    }
    pen.fillStyle = INK.land;
    for (const land of lands) if (land.level === 0) { path(pen, land.lines); pen.fill("evenodd"); }
    for (const level of [1, 0]) {
      pen.strokeStyle = level ? INK.unit : INK.country;
      pen.lineWidth = level ? 0.8 : 1.3;
      for (const land of lands) if (land.level === level) { path(pen, land.lines); pen.stroke(); }
    }
    drawn = [];
    for (const spot of spots.values()) { const now = spot.rows.filter(inside); if (now.length) drawn.push({ spot, now, size: 6.5 * Math.sqrt(now.length) ** 0.82 }); }
    drawn.sort((a, b) => b.size - a.size);
    const taken = alone.room(map.clientWidth, map.clientHeight);
    const tools = element("tools");
    taken.take([tools.offsetLeft - 4, 0, tools.offsetLeft + tools.offsetWidth + 4, tools.offsetTop + tools.offsetHeight + 4]);
    for (const { spot, size } of drawn) { const [x, y] = at(spot.x, spot.y); taken.take([x - size, y - size, x + size, y + size]); }
    standing = displaced && shown[1] >= displaced.since ? alone.displaced.laid(pen, marks, at, taken, rtl) : [];
    names(pen, taken);
    for (const one of drawn) if (one.spot === hovered || one.spot === chosen) ring(pen, one.spot);
    for (const one of drawn) dot(pen, ...at(one.spot.x, one.spot.y), one);
    alone.displaced.marks(pen, standing);
  }

  /* Countries, the places of what is drawn, provinces, other towns: as far as there is room, the first first. */
  function names(pen, taken) {
    const zoom = Math.log2(eye.size / 512);
    const font = (weight, px) => { pen.font = `${weight} ${px}px ${alone.FONT}`; };
    const land = (level, ink) => {
      for (const one of lands.filter((shape) => shape.level === level).sort((a, b) => b.wide - a.wide)) {
        const wide = pen.measureText(one.name).width;
        if (wide < one.wide * eye.size) alone.placed(pen, taken, alone.middle(...at(one.x, one.y), wide), one.name, ink);
      }
    };
    const beside = (x, y, size, name, ink) => alone.placed(pen, taken, alone.beside(x, y, size, pen.measureText(name).width, rtl), name, ink);
    named = [];
    font(600, 12);
    land(0, INK.name);
    for (const { spot, size } of drawn.slice(0, OWN_MAX)) if (spot.name && beside(...at(spot.x, spot.y), size, spot.name, INK.own)) named.push(spot.name);
    font(400, 12);
    land(1, INK.area);
    font(400, 11);
    const quiet = [...spots.values()].filter((spot) => spot.name && !spot.rows.some(inside)).slice(0, OWN_MAX);
    for (const { x, y, name } of [...quiet, ...towns.filter((town) => town.rank <= zoom + 0.5)]) {
      const [px, py] = at(x, y);
      if (!taken.free([px - 2, py - 2, px + 2, py + 2]) || !beside(px, py, 2, name, INK.town)) continue;
      pen.beginPath();
      pen.arc(px, py, 1.8, 0, 7);
      pen.fill();
      taken.take([px - 2, py - 2, px + 2, py + 2]);
    }
  }

  /* The distance within which the place lies. */
  function ring(pen, spot) {
    const px = (spot.radius / (Math.cos((spot.lat * Math.PI) / 180) * EQUATOR_M)) * eye.size;
    const [x, y] = at(spot.x, spot.y);
    pen.beginPath();
    pen.arc(x, y, px, 0, 7);
    pen.fillStyle = "rgba(11, 79, 108, .12)";
    pen.fill();
    pen.strokeStyle = INK.ring;
    pen.lineWidth = 1.6;
    pen.stroke();
  }

  /* The outline of a dot: a disc, or the shape of its one type as polygon of a box from -1 to 1. */
  const SHAPES = [[[-0.88, -0.88], [0.88, -0.88], [0.88, 0.88], [-0.88, 0.88]], null, [[0, -1], [1, 0.88], [-1, 0.88]], [[0, -1.1], [1.1, 0], [0, 1.1], [-1.1, 0]], [[-1, -0.88], [1, -0.88], [0, 1]],
    [[-0.5, -0.92], [0.5, -0.92], [1, 0], [0.5, 0.92], [-0.5, 0.92], [-1, 0]]];
  function outline(pen, x, y, size, shape) {
    pen.beginPath();
    if (shape) shape.forEach(([a, b], i) => (i ? pen.lineTo(x + a * size, y + b * size) : pen.moveTo(x + a * size, y + b * size)));
    else pen.arc(x, y, size, 0, 7);
    pen.closePath();
  }

  /* A disc whose rings share its area as the types share its incidents; hollow for a stand-in, broken for a guess. */
  function dot(pen, x, y, { spot, now, size }) {
    const one = now.every((row) => row.type === now[0].type) ? SHAPES[now[0].type] : null;
    const disc = (radius, colour) => { outline(pen, x, y, radius, one); pen.fillStyle = colour; pen.fill(); };
    const sums = types.map((_, type) => now.filter((row) => row.type === type).length);
    let left = now.length;
    sums.forEach((n, type) => { if (n) { disc(size * Math.sqrt(left / now.length), types[type][1]); left -= n; } });
    if (!spot.solid) disc(size * 0.56, INK.land);
    outline(pen, x, y, size, one);
    pen.setLineDash(now.some((row) => row.guessed) ? [3, 3] : []);
    pen.strokeStyle = INK.edge;
    pen.lineWidth = spot === chosen ? 3 : 1.5;
    pen.stroke();
    pen.setLineDash([]);
    if (now.length > 1 && size > 8) { pen.font = "600 11px system-ui, sans-serif"; pen.textAlign = "center"; pen.lineWidth = 3; pen.strokeStyle = "#fff"; pen.strokeText(count(now.length), x, y + 4); pen.fillStyle = "#10131a"; pen.fillText(count(now.length), x, y + 4); }
  }

  function picked(event) {
    const box = map.getBoundingClientRect();
    const [px, py] = [event.clientX - box.left, event.clientY - box.top];
    return drawn.findLast(({ spot, size }) => { const [x, y] = at(spot.x, spot.y); return (x - px) ** 2 + (y - py) ** 2 <= (size + 4) ** 2; }) || null;
  }

  function zoom(factor, px = map.clientWidth / 2, py = map.clientHeight / 2) {
    const size = Math.max(200, Math.min(2 ** 26, eye.size * factor));
    const [dx, dy] = [px - map.clientWidth / 2, py - map.clientHeight / 2];
    eye.x += dx / eye.size - dx / size;
    eye.y += dy / eye.size - dy / size;
    eye.size = size;
    repaint();
  }

  const hands = new Map();
  let moved = 0;
  map.addEventListener("pointerdown", (event) => { map.setPointerCapture(event.pointerId); hands.set(event.pointerId, [event.clientX, event.clientY]); moved = 0; });
  map.addEventListener("pointermove", (event) => {
    const before = hands.get(event.pointerId);
    if (!before) { hover(event); return; }
    const [dx, dy] = [event.clientX - before[0], event.clientY - before[1]];
    moved += Math.abs(dx) + Math.abs(dy);
    const other = [...hands].find(([id]) => id !== event.pointerId)?.[1];
    if (other) { // two fingers
      const box = map.getBoundingClientRect();
      const far = (p) => Math.hypot(p[0] - other[0], p[1] - other[1]) || 1;
      zoom(far([event.clientX, event.clientY]) / far(before), other[0] - box.left, other[1] - box.top);
    } else { eye.x -= dx / eye.size; eye.y -= dy / eye.size; }
    hands.set(event.pointerId, [event.clientX, event.clientY]);
    element("tip").hidden = true;
    repaint();
  });
  for (const name of ["pointerup", "pointercancel"]) map.addEventListener(name, (event) => { hands.delete(event.pointerId); if (name === "pointerup" && moved < 6) { if (pointed(event)) hover(event); else choose(picked(event)?.spot || null); } });
  map.addEventListener("pointerleave", () => { element("tip").hidden = true; if (hovered) { hovered = null; repaint(); } });
  map.addEventListener("wheel", (event) => { const box = map.getBoundingClientRect(); zoom(2 ** (-event.deltaY / 400), event.clientX - box.left, event.clientY - box.top); event.preventDefault(); }, { passive: false });
  map.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (step) { eye.x += (step[0] * 80) / eye.size; eye.y += (step[1] * 80) / eye.size; repaint(); event.preventDefault(); }
    if (event.key === "+" || event.key === "-") zoom(event.key === "+" ? 1.5 : 1 / 1.5);
    if (event.key === "Escape") choose(null);
  });
  element("in").addEventListener("click", () => zoom(1.6));
  element("out").addEventListener("click", () => zoom(1 / 1.6));
  element("whole").addEventListener("click", () => { whole(); choose(null); });

  function pointed(event) {
    const box = map.getBoundingClientRect();
    return standing.findLast((one) => alone.displaced.holds(one, event.clientX - box.left, event.clientY - box.top))?.mark;
  }

  function hover(event) {
    const mark = pointed(event);
    const one = mark ? null : picked(event);
    if ((one?.spot || null) !== hovered) { hovered = one?.spot || null; repaint(); }
    const tip = element("tip");
    tip.hidden = !one && !mark;
    map.style.cursor = one ? "pointer" : "grab";
    if (tip.hidden) return;
    if (mark) tip.replaceChildren(made("b", mark.title), ...mark.said.map((line) => made("div", line)));
    else tip.replaceChildren(made("b", one.now[0].place || one.now[0].printed), ...one.now.slice(0, 5).map((row) => made("div", `${row.when}: ${row.what}`)), ...(one.now.length > 5 ? [made("div", `+ ${count(one.now.length - 5)}`)] : []));
    const box = map.getBoundingClientRect();
    tip.style.transform = `translate(${Math.max(0, Math.min(event.clientX - box.left + 14, map.clientWidth - tip.offsetWidth))}px, ${event.clientY - box.top + 14}px)`;
  }

  /* ---- the table ---- */
  const COLUMNS = ["date", "place", "region", "what", "deaths", "precision", "claimant"];
  element("head").append(...COLUMNS.map((name) => made("th", words[name])));
  const lines = rows.map(line);
  element("rows").append(...lines);

  function line(row) {
    const tr = made("tr");
    const place = made("td", `${row.guessed ? "≈ " : ""}${row.place || "–"}`);
    if (row.printed && row.printed !== row.place) place.append(made("small", fill(words.printed, { words: row.printed })));
    const what = made("td", row.what);
    if (row.quote) what.append(made("br"), made("q", row.quote));
    const claimant = made("td", row.claimant);
    if (/^https?:\/\//.test(row.url)) { const link = made("a", words.link); link.href = row.url; link.rel = "noopener noreferrer"; link.target = "_blank"; claimant.append(" ", link); }
    tr.append(made("td", row.when), place, made("td", row.region), what, made("td", row.deaths), made("td", row.precision), claimant);
    if (row.spot) { tr.dataset.at = row.i; tr.addEventListener("click", (event) => { if (event.target.tagName !== "A") choose(row.spot === chosen ? null : row.spot); }); }
    return tr;
  }

  /* One place alone in the table; null for all. */
  function choose(spot) {
    chosen = spot;
    follow();
  }

  function follow() {
    let n = 0;
    let undrawn = 0;
    rows.forEach((row, i) => {
      const seen = inside(row);
      if (seen) { n++; if (!row.drawn) undrawn++; }
      lines[i].hidden = !seen || (chosen !== null && row.spot !== chosen);
      lines[i].classList.toggle("on", chosen !== null && row.spot === chosen);
    });
    element("count").textContent = n ? [fill(n === rows.length ? words.all : words.of, { n: count(n), total: count(rows.length) }), undrawn ? fill(words.undrawn, { n: count(undrawn) }) : ""].filter(Boolean).join(" · ") : words.none;
    element("window").textContent = shown[0] === shown[1] ? dayOf(shown[0]) : `${dayOf(shown[0])} – ${dayOf(shown[1])}`;
    const here = element("chosen");
    here.hidden = chosen === null;
    if (chosen) { const all = made("button", words.whole); all.addEventListener("click", () => choose(null)); here.replaceChildren(fill(words.here, { n: count(chosen.rows.filter(inside).length) }), " ", all); }
    chart();
    repaint();
  }

  /* ---- time ---- */
  const ends = ["from", "to"].map(element);
  ends.forEach((input, i) => {
    [input.min, input.max, input.value] = [first, last, shown[i]];
    element(`${input.id}-name`).textContent = words[input.id];
    input.addEventListener("input", () => { stop(); const day = Number(input.value); set(i ? [Math.min(shown[0], day), day] : [day, Math.max(shown[1], day)]); });
  });

  function set(days) {
    shown = days;
    ends.forEach((input, i) => { input.value = shown[i]; input.setAttribute("aria-valuetext", dayOf(shown[i])); });
    follow();
  }

  let beat = 0;
  function stop() { clearInterval(beat); beat = 0; element("play").textContent = `▶ ${words.play}`; }
  function play() {
    if (beat) { stop(); return; }
    const step = Math.max(1, Math.round((last - first) / BEATS));
    const length = shown[0] === first && shown[1] === last ? Math.max(1, Math.round((last - first) / 8)) : shown[1] - shown[0];
    if (shown[1] >= last) set([first, Math.min(last, first + length)]);
    element("play").textContent = `⏸ ${words.pause}`;
    beat = setInterval(() => { const to = Math.min(last, shown[1] + step); set([to - length, to]); if (to >= last) stop(); }, BEAT_MS);
  }
  element("play").addEventListener("click", play);

  const stripped = displaced !== null && displaced.steps.length + displaced.arrivals.length > 0;
  element("chart").classList.toggle("tall", stripped);
  const BINS = 120;
  const days = last - first + 1;
  const wide = Math.max(1, Math.ceil(days / BINS));
  const bins = Array.from({ length: Math.ceil(days / wide) }, () => types.map(() => 0));
  for (const row of rows) bins[Math.floor((Math.max(row.start, first) - first) / wide)][row.type]++; // what began before counts on the first day
  const top_ = Math.max(1, ...bins.map((bin) => bin.reduce((a, b) => a + b, 0)));

  function chart() {
    const canvas = element("chart");
    const pen = sized(canvas);
    const [width, base] = [canvas.clientWidth, canvas.clientHeight - 16];
    const height = base - (stripped ? alone.displaced.STRIP : 0);
    const px = (n) => { const x = ((n * wide) / days) * width; return rtl ? width - x : x; };
    bins.forEach((bin, b) => {
      const ends = [px(b), px(Math.min(b + 1, days / wide))];
      const [left, right] = [Math.min(...ends), Math.max(...ends)];
      const [from, to] = [first + b * wide, first + (b + 1) * wide - 1];
      pen.globalAlpha = from <= shown[1] && to >= shown[0] ? 1 : 0.3;
      let y = height;
      bin.forEach((n, type) => { const tall = (n / top_) * (height - 12); pen.fillStyle = types[type][1]; pen.fillRect(left, y - tall, Math.max(1, right - left - 1), tall); y -= tall; });
    });
    pen.globalAlpha = 1;
    pen.fillStyle = "#5a6370";
    pen.fillRect(0, height, width, 1);
    pen.font = `11px ${alone.FONT}`;
    if (stripped) alone.displaced.strip(pen, displaced, (day) => px((day - first) / wide), { bottom: base - 2, shown, rtl, edge: rtl ? width : 0, count });
    pen.fillStyle = "#5a6370";
    pen.textAlign = rtl ? "right" : "left";
    pen.fillText(dayOf(first), rtl ? width : 0, base + 13);
    pen.fillText(count(top_), rtl ? width : 0, 10);
    pen.textAlign = rtl ? "left" : "right";
    pen.fillText(dayOf(last), rtl ? 0 : width, base + 13);
  }

  /* ---- words ---- */
  function key() {
    const icon = (look) => { const canvas = made("canvas"); canvas.width = canvas.height = 36; const pen = canvas.getContext("2d"); pen.scale(2, 2); dot(pen, 9, 9, { size: 7, ...look }); return canvas; };
    const item = (text, look) => { const one = made("span"); one.append(icon(look), text); return one; };
    const seen = types.map((_, type) => rows.some((row) => row.type === type));
    const one = (type, more = {}) => ({ spot: { solid: 1, ...more.spot }, now: [{ type, guessed: 0, ...more.row }] });
    const main = seen.indexOf(true);
    const people = () => { const canvas = made("canvas"); canvas.width = canvas.height = 36; const pen = canvas.getContext("2d"); pen.scale(2, 2); alone.displaced.diamond(pen, 9, 9, 8); const found = made("span"); found.append(canvas, words.displaced + displaced.valid); return found; };
    element("key").append(...types.map(([name], type) => (seen[type] ? item(name, one(type)) : "")),
      item(words.hollow, one(main, { spot: { solid: 0 } })), item(words.guessed, one(main, { row: { guessed: 1 } })), marks.length ? people() : "");
  }

  for (const id of ["title", "filtered", "attribution", "disclaimer"]) element(id).textContent = told[id];
  for (const id of ["incidents", "sources"]) element(id).textContent = words[id];
  for (const [id, name] of [["in", "in"], ["out", "out"], ["whole", "whole"]]) { element(id).title = words[name]; element(id).setAttribute("aria-label", words[name]); }
  for (const [id, name] of [["map", "map"], ["chart", "time"], ["scroll", "incidents"], ["people-scroll", "displaced"]]) element(id).setAttribute("aria-label", words[name]);
  for (const id of ["scroll", "people-scroll"]) element(id).setAttribute("role", "region");
  element("left").append(...told.left.map((text) => made("li", text)));
  element("cites").append(...told.sources.map((source) => made("li", source.cite)));
  key();
  if (displaced) alone.displaced.table(displaced, { words, element, made });
  stop();
  if (ground) whole(core());
  set(shown);
  new ResizeObserver(() => { chart(); repaint(); }).observe(map);
  Object.defineProperties(alone, Object.getOwnPropertyDescriptors({ rows, set, choose, eye, window: told.window, get shown() { return shown; }, get drawn() { return drawn; }, get named() { return named; }, get standing() { return standing; } }));
})();
