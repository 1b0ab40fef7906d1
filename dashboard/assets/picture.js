/* A picture of what the page shows, made in the browser: title and words, map, key, timeline, sources, on one canvas. It is light,
   whatever the page wears, and twice as fine as the screen. */
(() => {
  const hauran = window.hauran;
  const FINE = 2;
  const LEAST_PX = 760;
  const EDGE = 24;
  const CHART_PX = 118;
  const SCALE_PX = 120;
  const TITLE_MAX = 200;
  const PATIENCE_MS = 20000;
  const CALM_MS = 3000;
  const FONT = '"Noto Sans", "Noto Sans Arabic", system-ui, sans-serif';
  const SHAPES = [null, [[0, 0], [1, 0], [1, 1], [0, 1]], null, [[0.5, 0.02], [1, 0.94], [0, 0.94]], [[0.5, 0], [1, 0.5], [0.5, 1], [0, 0.5]], [[0, 0.06], [1, 0.06], [0.5, 0.98]],
    [[0.25, 0.04], [0.75, 0.04], [1, 0.5], [0.75, 0.96], [0.25, 0.96], [0, 0.5]]]; // as .swatch of style.css
  const { t } = hauran;
  const element = (id) => document.getElementById(id);

  /* Waits for a condition, looked at each frame; fails after PATIENCE_MS. */
  function until(holds) {
    const late = performance.now() + PATIENCE_MS;
    return new Promise((resolve, reject) => {
      const look = () => { if (holds()) resolve(); else if (performance.now() > late) reject(new Error(t("the map is not drawn yet; try again"))); else setTimeout(look, 40); };
      look();
    });
  }

  /* Runs `work` while the page wears light and the map is drawn at `ratio`; then all is as before. */
  async function staged(ratio, work) {
    const { map } = hauran.engine.state;
    const [worn, before] = [document.documentElement.dataset.theme, map.getPixelRatio()];
    try {
      if (worn !== "light") {
        hauran.setProps("theme", { data: "light" });
        await until(() => map.getStyle()?.name === "hauran-light" && hauran.engine.state.theme.name === "light" && map.getLayer("hauran-glyphs"));
      }
      map.setPixelRatio(ratio);
      map.triggerRepaint();
      await Promise.race([map.once("idle"), new Promise((resolve) => setTimeout(resolve, CALM_MS))]); // names have faded in
      await until(() => map.loaded() && map.areTilesLoaded());
      return work(map);
    } finally {
      map.setPixelRatio(before);
      if (worn !== "light") hauran.setProps("theme", { data: worn });
    }
  }

  function canvas(width, height) {
    const made = document.createElement("canvas");
    [made.width, made.height] = [Math.round(width), Math.round(height)];
    return made;
  }

  /* What the map shows at this moment: its drawing is gone once the frame ends, so it is drawn and copied at once. */
  function shot(map) {
    map.redraw();
    const drawn = map.getCanvas();
    const made = canvas(drawn.width, drawn.height);
    made.getContext("2d").drawImage(drawn, 0, 0);
    return made;
  }

  /* The timeline `width` px wide, days outside the window pale. */
  function chart(width, ratio = FINE) {
    const made = document.createElement("canvas");
    made.dataset.ratio = ratio;
    made.style.cssText = `position: fixed; left: -9999px; top: 0; width: ${width}px; height: ${CHART_PX}px`;
    document.body.append(made);
    hauran.engine.histogram(made);
    made.remove();
    const { MARGIN } = hauran.timeline;
    const pen = made.getContext("2d");
    const [shown, span] = [hauran.window.get(), hauran.window.span()];
    if (!shown || !span) return made;
    const room = width - MARGIN.left - MARGIN.right;
    const along = (day) => (hauran.rtl ? MARGIN.right + room - ((day - span[0]) / (span[1] - span[0] + 1)) * room : MARGIN.left + ((day - span[0]) / (span[1] - span[0] + 1)) * room);
    const pale = (a, b) => pen.fillRect(Math.min(a, b), MARGIN.top, Math.abs(b - a), CHART_PX - MARGIN.top - MARGIN.bottom);
    pen.fillStyle = "rgba(255, 255, 255, .62)";
    pale(along(span[0]), along(shown[0]));
    pale(along(shown[1] + 1), along(span[1] + 1));
    pen.fillStyle = hauran.engine.state.theme.accent;
    for (const at of [along(shown[0]), along(shown[1] + 1)]) pen.fillRect(at - 0.5, MARGIN.top, 1, CHART_PX - MARGIN.top - MARGIN.bottom);
    return made;
  }

  /* What the marks mean: { words, draw(pen, x, y) } in a box of 16 px; the event types that the timeline shows, then the key of the map. */
  function key() {
    const { state } = hauran.engine;
    const { types, hist, config, theme } = state;
    const seen = types.map((_, i) => hist && hist.some((n, at) => n && at % types.length === i));
    const kinds = types.map((type, i) => ({ words: t(type), draw: (pen, x, y) => mark(pen, x + 1.5, y + 1.5, 13, SHAPES[i + 1], config.colours[type], theme.edge) })).filter((_, i) => seen[i]);
    return [...kinds, ...[...element("legend").querySelectorAll(":scope > div:not(.region-key, .key-types), .region-key:not([hidden]) > *")].filter(shown).map(line_)];
  }

  /* Whether the key has the line now; true of a key that is folded, too. */
  const shown = (line) => getComputedStyle(line).display !== "none";

  function mark(pen, x, y, size, shape, fill, edge) {
    pen.beginPath();
    if (shape) shape.forEach(([a, b], i) => (i ? pen.lineTo(x + a * size, y + b * size) : pen.moveTo(x + a * size, y + b * size)));
    else pen.arc(x + size / 2, y + size / 2, size / 2, 0, 7);
    pen.closePath();
    pen.fillStyle = fill;
    pen.fill();
    pen.strokeStyle = edge;
    pen.lineWidth = 1.2;
    pen.stroke();
  }

  const ORANGE = "#d55e00";
  const DRAWN = {
    solid: (pen, x, y, { edge }) => mark(pen, x + 2, y + 2, 12, null, ORANGE, edge),
    faint: (pen, x, y, { edge }) => { pen.globalAlpha = 0.42; mark(pen, x + 2, y + 2, 12, null, ORANGE, edge); pen.globalAlpha = 1; },
    hollow: (pen, x, y, { edge, land }) => { mark(pen, x + 2, y + 2, 12, null, ORANGE, edge); mark(pen, x + 5, y + 5, 6, null, land, land); },
    many: (pen, x, y, { edge }) => { mark(pen, x, y, 16, null, ORANGE, edge); mark(pen, x + 4, y + 4, 8, null, "#0072b2", "#0072b2"); },
    guessed: (pen, x, y, { edge }) => { pen.setLineDash([3, 2]); mark(pen, x + 2, y + 2, 12, null, ORANGE, edge); pen.setLineDash([]); },
    diamond: (pen, x, y, { displaced }) => mark(pen, x + 2, y + 2, 12, SHAPES[4], displaced, displaced),
    hatched: (pen, x, y, { muted }) => {
      pen.beginPath();
      for (const at of [0, 4, 8, 12]) { pen.moveTo(x + at, y + 14); pen.lineTo(x + Math.min(16, at + 12), y + 14 - Math.min(12, 16 - at)); }
      pen.strokeStyle = muted;
      pen.lineWidth = 1;
      pen.stroke();
      pen.setLineDash([2, 2]);
      pen.strokeRect(x + 0.5, y + 2.5, 15, 11);
      pen.setLineDash([]);
    },
    flow: (pen, x, y, { displaced }) => {
      const along = (at) => (hauran.rtl ? x + 16 - at : x + at);
      pen.beginPath();
      for (const [at, down] of [[0, 6], [8, 6], [8, 3], [16, 8], [8, 13], [8, 10], [0, 10]]) pen.lineTo(along(at), y + down);
      pen.fillStyle = displaced;
      pen.fill();
    },
    heat: (pen, x, y, { steps }) => {
      const ramp = pen.createLinearGradient(hauran.rtl ? x + 16 : x, 0, hauran.rtl ? x : x + 16, 0);
      steps.slice(1).forEach((colour, k, { length }) => ramp.addColorStop(k / (length - 1), colour));
      pen.fillStyle = ramp;
      pen.fillRect(x, y + 2, 16, 12);
    },
  };

  /* The words of a line: without the diamond, which is a letter; from one end of the heat to the other, and what it leaves out. */
  function wording(line, icon, known) {
    if (known === "diamond") return line.textContent.replace(icon.textContent, "");
    if (known !== "heat") return line.textContent;
    const ends = [...icon.parentNode.childNodes].filter((node) => node !== icon).map((node) => node.textContent);
    return hauran.beside([ends.join(" – "), element("heat-note").textContent]);
  }

  /* A line of the key on the page; a mark that is not known here is a patch of its colour. What heads the colours has none. */
  function line_(line) {
    const icon = line.querySelector("i, svg, span");
    if (!icon) return { words: `${line.textContent.trim()}${line.matches(".muted") ? "" : ":"}`, bare: true, draw: () => {} };
    const known = Object.keys(DRAWN).find((name) => icon?.classList.contains(name));
    const words = wording(line, icon, known);
    const colour = icon ? getComputedStyle(icon).backgroundColor : "transparent";
    return { words: words.trim(), draw: (pen, x, y) => (known ? DRAWN[known](pen, x, y, hauran.engine.state.theme) : mark(pen, x, y + 2, 14, SHAPES[1], colour, "#888")) };
  }

  /* A sheet: what is put on it stands below what is there; it is drawn once its height is known. Right to left where the page is. */
  class Sheet {
    constructor(width) {
      this.width = width;
      this.y = EDGE;
      this.drawn = [];
      this.measure = canvas(1, 1).getContext("2d");
    }

    put(height, draw) { const y = this.y; this.drawn.push((pen) => draw(pen, y)); this.y += height; }

    gap(px) { this.y += px; }

    /* Left edge of a box `x` px from the side where reading begins. */
    at(x, width) { return hauran.rtl ? this.width - x - width : x; }

    words(text, { size = 13, weight = 400, colour = "#1c2126" } = {}) {
      this.measure.font = `${weight} ${size}px ${FONT}`;
      for (const row of wrapped(this.measure, text, this.width - 2 * EDGE)) this.put(Math.round(size * 1.4), (pen, y) => this.write(pen, row, EDGE, y + size * 1.05, { size, weight, colour }));
    }

    write(pen, text, x, y, { size = 13, weight = 400, colour = "#1c2126" } = {}) {
      pen.font = `${weight} ${size}px ${FONT}`;
      pen.fillStyle = colour;
      pen.fillText(text, this.at(x, 0), y);
    }

    /* The lines of a key, as many beside each other as fit. */
    flow(lines, size = 13) {
      this.measure.font = `400 ${size}px ${FONT}`;
      let x = EDGE;
      let row = [];
      const end = () => { const now = row; this.put(24, (pen, y) => now.forEach((item) => { item.draw(pen, this.at(item.x, 16), y + 2); this.write(pen, item.words, item.x + (item.bare ? 0 : 23), y + 15, { size }); })); row = []; x = EDGE; };
      for (const line of lines) {
        const room = this.measure.measureText(line.words).width + (line.bare ? 19 : 42);
        if (row.length && x + room > this.width - EDGE) end();
        row.push({ ...line, x });
        x += room;
      }
      if (row.length) end();
    }

    canvas() {
      const made = canvas(this.width * FINE, (this.y + EDGE) * FINE);
      const pen = made.getContext("2d");
      pen.scale(FINE, FINE);
      pen.fillStyle = "#ffffff";
      pen.fillRect(0, 0, this.width, this.y + EDGE);
      pen.direction = hauran.rtl ? "rtl" : "ltr";
      pen.textAlign = "start";
      for (const draw of this.drawn) draw(pen);
      return made;
    }
  }

  /* The text in rows of at most `room` px; a word that is longer is cut. */
  function wrapped(pen, text, room) {
    const rows = [""];
    for (const word of text.split(/\s+/).flatMap((part) => cut(pen, part, room))) {
      const longer = rows.at(-1) ? `${rows.at(-1)} ${word}` : word;
      if (pen.measureText(longer).width <= room) rows[rows.length - 1] = longer; else rows.push(word);
    }
    return rows;
  }

  function cut(pen, word, room) {
    if (pen.measureText(word).width <= room) return [word];
    const letters = [...word];
    let n = letters.length;
    while (n > 1 && pen.measureText(letters.slice(0, n).join("")).width > room) n = Math.ceil(n / 2);
    return [letters.slice(0, n).join(""), ...cut(pen, letters.slice(n).join(""), room)];
  }

  /* Map, timeline, scale, key and theme as they stand now; the map `width` px wide. */
  async function take(width, fine = FINE) {
    const { map } = hauran.engine.state;
    if (!map) throw new Error(t("This browser cannot draw the map: it has no WebGL2."));
    const box = map.getContainer();
    const grown = width / box.clientWidth;
    return staged(fine * grown, () => {
      const { px, words } = hauran.scale(map, SCALE_PX / grown);
      return { map: shot(map), height: box.clientHeight * grown, chart: chart(width, fine), scale: { px: px * grown, words }, key: key(), theme: hauran.engine.state.theme };
    });
  }

  /* Sources, attribution and disclaimer, as the server says them for the tables that are shown. */
  async function sources() {
    const tables = ["incidents", ...(element("displacement")?.checked === false ? [] : ["displacement"])];
    const told = await Promise.all(tables.map((rows) => hauran.sharing.promised({ rows })));
    const good = told.filter((one) => one.sources);
    return {
      named: [...new Set(good.flatMap((one) => one.sources.map(({ named }) => named)))],
      held: [...new Set(good.flatMap((one) => one.left_out))],
      attribution: good[0]?.attribution || "",
      disclaimer: good[0]?.disclaimer || "",
    };
  }

  const today = () => { const now = new Date(); return hauran.days(...Array(2).fill(Math.floor(Date.UTC(now.getFullYear(), now.getMonth(), now.getDate()) / hauran.DAY_MS))); };

  /* What stands around map and timeline, in words. */
  const said = async (title) => phrased(title, await sources());

  function phrased(title, { named, attribution, disclaimer }) {
    return {
      title: title.trim().slice(0, TITLE_MAX) || hauran.facts.title(),
      filtered: hauran.facts.beside([(title.trim() ? hauran.facts.days() : ""), ...hauran.facts.filters()]),
      counted: hauran.facts.beside([hauran.facts.counted(), ...hauran.facts.strip().map(([name, value, note]) => `${name} ${value}${note ? ` (${note})` : ""}`)]),
      chart: t("Incidents over time"),
      sources: named.length ? t("Sources: {sources}", { sources: named.join("; ") }) : "",
      made: t("Map: {attribution}. Made on {day} with Hauran.", { attribution, day: today() }),
      disclaimer,
    };
  }

  /* Until what is drawn is the answer to what is asked; fails where none came. */
  const answered = () => hauran.engine.state.columns?.remote?.settled();

  async function compose(title) {
    await answered();
    await Promise.all([400, 700].map((weight) => document.fonts.load(`${weight} 13px ${FONT}`, "aع")));
    const words = await said(title);
    const width = Math.max(LEAST_PX, hauran.engine.state.map?.getContainer().clientWidth || 0);
    const parts = await take(width);
    const { theme } = parts;
    const sheet = new Sheet(width + 2 * EDGE);
    sheet.words(words.title, { size: 24, weight: 700 });
    sheet.gap(2);
    if (words.filtered) sheet.words(words.filtered, { size: 15 });
    sheet.words(words.counted, { colour: theme.muted });
    sheet.gap(10);
    sheet.put(parts.height + 10, (pen, y) => drawMap(pen, y, sheet, parts, width, EDGE));
    sheet.flow(parts.key);
    sheet.gap(8);
    sheet.words(words.chart, { weight: 700 });
    sheet.put(CHART_PX + 8, (pen, y) => pen.drawImage(parts.chart, EDGE, y, width, CHART_PX));
    for (const line of [words.sources, words.made, words.disclaimer]) if (line) sheet.words(line, { size: 11.5, colour: theme.muted });
    return sheet.canvas();
  }

  /* The map in its frame, its scale on it, `x` px from the side. */
  function drawMap(pen, y, sheet, { map, height, scale: bar, theme }, width, x) {
    pen.drawImage(map, x, y, width, height);
    pen.strokeStyle = "#9aa0a8";
    pen.lineWidth = 1;
    pen.strokeRect(x + 0.5, y + 0.5, width - 1, height - 1);
    const left = sheet.at(x + 14, bar.px);
    const bottom = y + height - 16;
    pen.fillStyle = "rgba(255, 255, 255, .88)";
    pen.fillRect(left - 8, bottom - 22, bar.px + 16, 32);
    sheet.write(pen, bar.words, x + 14, bottom - 6, { size: 12 });
    pen.strokeStyle = theme.ink;
    pen.lineWidth = 1.5;
    pen.beginPath();
    for (const [at, up] of [[left, 4], [left, 0], [left + bar.px, 0], [left + bar.px, 4]]) pen.lineTo(at, bottom + 4 - up);
    pen.stroke();
  }

  /* The map alone, in its frame and with its scale. */
  function framed(parts, width) {
    const sheet = new Sheet(width);
    sheet.y = 0;
    sheet.put(parts.height - EDGE, (pen, y) => drawMap(pen, y, sheet, parts, width, 0));
    return sheet.canvas();
  }

  async function save(title) {
    const made = await compose(title);
    const blob = await new Promise((resolve) => made.toBlob(resolve, "image/png"));
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = `${hauran.facts.file()}.png`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  }

  hauran.picture = { FINE, answered, take, said, compose, framed, chart, SCALE_PX, shot, key, save, phrased };
})();
