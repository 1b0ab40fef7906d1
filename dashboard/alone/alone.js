(() => {
  "use strict";
  const told = JSON.parse(document.getElementById("told").textContent);
  const { words, types, ground } = told;
  const rtl = document.documentElement.dir === "rtl";
  const locale = { ar: "ar-SY" }[document.documentElement.lang] || "en-US";
  const DAY_MS = 86400000;
  const MERCATOR_MAX = 84.5;
  const EQUATOR_M = 40075016.686;
  const ROOM_PX = 60;
  const CLOSEST = 10;
  const BEAT_MS = 220;
  const BEATS = 60;
  const INK = { edge: "#23272c", land: "#f4f2ed", sea: "#d3e0e6", beyond: "#e9e9e7", unit: "#d2ccc0", country: "#8f8676", name: "#8b8475", ring: "#0b4f6c" };
  const element = (id) => document.getElementById(id);
  const fill = (phrase, values) => phrase.replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);
  const count = (n) => n.toLocaleString(locale);
  const dayOf = (day) => new Date(day * DAY_MS).toLocaleDateString(locale === "en-US" ? "en-GB" : locale, { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
  const rows = told.rows.map((row) => Object.fromEntries(told.fields.map((name, i) => [name, row[i]])));
  const made = (kind, text, name) => { const one = document.createElement(kind); if (text !== undefined) one.textContent = text; if (name) one.className = name; return one; };

  const first = rows.reduce((least, r) => Math.min(least, r.start), rows[0].start);
  const last = rows.reduce((most, r) => Math.max(most, r.end), first);
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
    if (!spots.has(key)) { const [x, y] = world(row.lon, row.lat); spots.set(key, { key, x, y, lat: row.lat, rows: [], radius: 0, solid: 0 }); }
    const spot = spots.get(key);
    row.spot = spot;
    spot.rows.push(row);
    spot.radius = Math.max(spot.radius, row.radius);
    spot.solid = spot.solid || row.solid;
  });
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
  function whole() {
    if (!ground) return;
    const placed = rows.filter((row) => row.spot);
    const [x0, x1, y0, y1] = [...core(placed.map(({ spot }) => spot.x)), ...core(placed.map(({ spot }) => spot.y))];
    const size = Math.min((map.clientWidth - 2 * ROOM_PX) / (x1 - x0), (map.clientHeight - 2 * ROOM_PX) / (y1 - y0), 2 ** CLOSEST * 512);
    Object.assign(eye, { x: (x0 + x1) / 2, y: (y0 + y1) / 2, size });
  }
  /* The span of most of the numbers: without the outermost twentieth on each side. */
  function core(numbers) {
    const sorted = numbers.sort((a, b) => a - b);
    const edge = Math.floor(sorted.length / 20);
    return [sorted[edge], sorted[sorted.length - 1 - edge] + 1e-9];
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
    names(pen);
    drawn = [];
    for (const spot of spots.values()) { const now = spot.rows.filter(inside); if (now.length) drawn.push({ spot, now, size: 6.5 * Math.sqrt(now.length) ** 0.82 }); }
    drawn.sort((a, b) => b.size - a.size);
    for (const one of drawn) if (one.spot === hovered || one.spot === chosen) ring(pen, one.spot);
    for (const one of drawn) dot(pen, ...at(one.spot.x, one.spot.y), one);
  }

  function names(pen) {
    pen.textAlign = "center";
    const taken = [];
    for (const land of [...lands].sort((a, b) => a.level - b.level || b.wide - a.wide)) {
      pen.font = `${land.level ? "" : "600 "}12px system-ui, sans-serif`;
      const [x, y] = at(land.x, land.y);
      const half = pen.measureText(land.name).width / 2 + 4;
      if (2 * half > land.wide * eye.size || taken.some(([a, b, c]) => Math.abs(a - x) < half + c && Math.abs(b - y) < 18)) continue;
      taken.push([x, y, half]);
      pen.strokeStyle = INK.land;
      pen.lineWidth = 3;
      pen.strokeText(land.name, x, y);
      pen.fillStyle = INK.name;
      pen.fillText(land.name, x, y);
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
  for (const name of ["pointerup", "pointercancel"]) map.addEventListener(name, (event) => { hands.delete(event.pointerId); if (name === "pointerup" && moved < 6) choose(picked(event)?.spot || null); });
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

  function hover(event) {
    const one = picked(event);
    if ((one?.spot || null) !== hovered) { hovered = one?.spot || null; repaint(); }
    const tip = element("tip");
    tip.hidden = !one;
    map.style.cursor = one ? "pointer" : "grab";
    if (!one) return;
    tip.replaceChildren(made("b", one.now[0].place || one.now[0].printed), ...one.now.slice(0, 5).map((row) => made("div", `${row.when}: ${row.what}`)), ...(one.now.length > 5 ? [made("div", `+ ${count(one.now.length - 5)}`)] : []));
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

  const BINS = 120;
  const days = last - first + 1;
  const wide = Math.max(1, Math.ceil(days / BINS));
  const bins = Array.from({ length: Math.ceil(days / wide) }, () => types.map(() => 0));
  for (const row of rows) bins[Math.floor((row.start - first) / wide)][row.type]++;
  const top_ = Math.max(1, ...bins.map((bin) => bin.reduce((a, b) => a + b, 0)));

  function chart() {
    const canvas = element("chart");
    const pen = sized(canvas);
    const [width, height] = [canvas.clientWidth, canvas.clientHeight - 16];
    const px = (n) => { const x = (n / bins.length) * width; return rtl ? width - x : x; };
    bins.forEach((bin, b) => {
      const [left, right] = [Math.min(px(b), px(b + 1)), Math.max(px(b), px(b + 1))];
      const [from, to] = [first + b * wide, first + (b + 1) * wide - 1];
      pen.globalAlpha = from <= shown[1] && to >= shown[0] ? 1 : 0.3;
      let y = height;
      bin.forEach((n, type) => { const tall = (n / top_) * (height - 12); pen.fillStyle = types[type][1]; pen.fillRect(left, y - tall, Math.max(1, right - left - 1), tall); y -= tall; });
    });
    pen.globalAlpha = 1;
    pen.fillStyle = "#5a6370";
    pen.fillRect(0, height, width, 1);
    pen.font = "11px system-ui, sans-serif";
    pen.textAlign = rtl ? "right" : "left";
    pen.fillText(dayOf(first), rtl ? width : 0, height + 13);
    pen.fillText(count(top_), rtl ? width : 0, 10);
    pen.textAlign = rtl ? "left" : "right";
    pen.fillText(dayOf(last), rtl ? 0 : width, height + 13);
  }

  /* ---- words ---- */
  function key() {
    const icon = (look) => { const canvas = made("canvas"); canvas.width = canvas.height = 36; const pen = canvas.getContext("2d"); pen.scale(2, 2); dot(pen, 9, 9, { size: 7, ...look }); return canvas; };
    const item = (text, look) => { const one = made("span"); one.append(icon(look), text); return one; };
    const seen = types.map((_, type) => rows.some((row) => row.type === type));
    const one = (type, more = {}) => ({ spot: { solid: 1, ...more.spot }, now: [{ type, guessed: 0, ...more.row }] });
    const main = seen.indexOf(true);
    element("key").append(...types.map(([name], type) => (seen[type] ? item(name, one(type)) : "")),
      item(words.hollow, one(main, { spot: { solid: 0 } })), item(words.guessed, one(main, { row: { guessed: 1 } })));
  }

  for (const id of ["title", "filtered", "attribution", "disclaimer"]) element(id).textContent = told[id];
  for (const id of ["incidents", "sources"]) element(id).textContent = words[id];
  for (const [id, name] of [["in", "in"], ["out", "out"], ["whole", "whole"]]) { element(id).title = words[name]; element(id).setAttribute("aria-label", words[name]); }
  for (const [id, name] of [["map", "map"], ["chart", "time"], ["scroll", "incidents"]]) element(id).setAttribute("aria-label", words[name]);
  element("scroll").setAttribute("role", "region");
  element("left").append(...told.left.map((text) => made("li", text)));
  element("cites").append(...told.sources.map((source) => made("li", source.cite)));
  key();
  stop();
  whole();
  set(shown);
  new ResizeObserver(() => { chart(); repaint(); }).observe(map);
  window.alone = { rows, set, choose, eye, get shown() { return shown; }, get drawn() { return drawn; } };
})();
