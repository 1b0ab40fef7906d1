/* Where a store is too large for the browser: the questions of crossfilter.js and glyphs.js, answered by the store.
   One question is under way at a time; while it is, the last answer stays drawn, and the newest question follows it. */
(() => {
  const hauran = window.hauran;
  const AGAIN_MS = 1000;
  const BUSY_MS = 250;
  const ROOM = 0.5;
  const WIDEST = 6;
  const WORLD = 2 ** 22;
  const TYPES = { uint8: Uint8Array, uint16: Uint16Array, uint32: Uint32Array, int32: Int32Array, float32: Float32Array, float64: Float64Array };

  const later = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  const url = (address, ask) => (ask ? `${address}?ask=${encodeURIComponent(JSON.stringify(ask))}` : address);

  /* Header and arrays of a block; the layout is described at geodata.block. */
  function unpack(buffer) {
    const length = new DataView(buffer).getUint32(0, true);
    const header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, length)));
    return { header, arrays: Object.fromEntries(header.arrays.map(({ name, type, offset, length: n }) => [name, new TYPES[type](buffer, 4 + length + offset, n)])) };
  }

  /* The answer to a question; asked again, and said so, while the server reads a new import. */
  async function ask(address, what) {
    for (;;) {
      const reply = await fetch(url(address, what));
      if (!reply.ok) throw new Error(`${address} answered ${reply.status}`);
      if (reply.status !== 202) return reply;
      hauran.say("notice", hauran.t("The store is being read anew after an import; this takes some seconds a million incidents."));
      await later(AGAIN_MS);
    }
  }

  /* What the page knows of a large store before it asks for anything: dictionaries, no rows. */
  async function open(addresses, types) {
    const columns = { ...described(await (await ask(addresses.words)).json()), points: 0, px: {}, py: {}, radii: {}, vague: {}, units: {} };
    columns.remote = new Remote(columns, addresses, types);
    return columns;
  }

  const described = ({ daily, ...header }) => ({ header, daily, n: header.rows });

  class Remote {
    constructor(columns, addresses, types) {
      this.columns = columns;
      this.addresses = addresses;
      this.types = types;
      this.filters = {};
      this.days = [0, 0];
      this.found = null;
      this.glyphs = [];
      this.bars = null;
      this.barsOf = null;
      this.grouped = false;
      this.hot = [];
      this.units = { number: 0, points: [] };
      this.acting = null;
      this.actedOf = null;
      this.actedFilters = null;
      this.box = null;
      this.answered = null;
      this.failed = null;
      this.flying = false;
      this.due = false;
      this.waiting = [];
    }

    /* `view` tells what the map shows: { mode, by, zoom, bounds: [west, south, east, north] or null }; `changed` is called with each answer. */
    attend(view, changed) {
      this.view = view;
      this.changed = changed;
    }

    /* The values of the controls, as the engine has them. */
    filter({ kinds, match: _, ...controls }) {
      this.filters = { types: kinds, ...controls };
      this.failed = null;
      this.want();
    }

    /* Days from the first of the store. */
    window(from, to, utc) {
      this.days = [from + this.#first(), to + this.#first(), ...(utc ? [1] : [])];
    }

    #first() { return this.columns.header.first_day ?? 0; }

    /* The counts of the last answer; null before the first. */
    count() {
      this.want();
      return this.found;
    }

    gather() {
      this.want();
      return this.glyphs;
    }

    histogram(binOf, bins, shift = 0, open = false) {
      const T = this.types.length;
      const daily = (open ? this.columns.daily : this.bars) || [];
      const counts = new Uint32Array(bins * T);
      for (let day = 0; day * T < daily.length; day++) {
        const bin = binOf[day + shift];
        if (bin !== undefined) for (let t = 0; t < T; t++) counts[bin * T + t] += daily[day * T + t];
      }
      return counts;
    }

    /* Rows of the window at a glyph's members: the number of a point, or a cell. */
    async at(members) {
      const at = members.cell || members[0];
      return (await ask(this.addresses.rows, { filter: this.#controls(), at })).json();
    }

    /* Rows of the window that are known to a country alone. */
    async vague() {
      return (await ask(this.addresses.rows, { filter: this.#controls(), at: "country" })).json();
    }

    /* Cells of heat; the points in and around view that stand for a unit, and how many there are in all. */
    heat() { return this.hot; }
    hatched() { return this.units; }

    /* The numbers of the points at pairs of lat and lon, known to the rings from then on. */
    async near(pairs) {
      if (!pairs.length) return [];
      const found = await (await ask(this.addresses.points, { points: pairs.map(([lat, lon]) => [lat, lon]) })).json();
      for (const { point, x, y, radius, vague, unit } of found) this.#know(point, x, y, radius, vague, unit);
      return found.map(({ point }) => point);
    }

    #know(p, x, y, radius, vague, unit) {
      const { px, py, radii, vague: kinds, units } = this.columns;
      [px[p], py[p], radii[p], kinds[p], units[p]] = [x, y, radius, vague, unit];
    }

    #controls() { return { ...this.filters, window: this.days }; }

    /* What should be drawn now. */
    question() {
      const { mode, by, zoom, bounds } = this.view();
      const glyphs = mode === "regions" || !bounds ? "" : mode === "heat" ? mode : hauran.glyphs.binned(mode, zoom) ? "cells" : "spots";
      const whole = Math.floor(zoom);
      if (bounds && !this.#covers(bounds, whole, glyphs)) this.box = { sides: widened(bounds), zoom: whole };
      return { filter: this.#controls(), glyphs, zoom: glyphs ? this.box.zoom : 0, box: glyphs ? this.box.sides : null, killed: mode === "regions" && by === "deaths" };
    }

    /* Whether the glyphs at hand reach beyond what the map shows, and not too far. */
    #covers([west, south, east, north], zoom, glyphs) {
      if (!this.box || ((glyphs !== "spots" || this.grouped) && this.box.zoom !== zoom)) return false;
      const [w, s, e, n] = this.box.sides;
      return w <= west && s <= south && e >= east && n >= north && e - w <= WIDEST * (east - west);
    }

    /* Asks at the end of this turn, once, whatever has changed in it. */
    want() {
      if (this.due) return;
      this.due = true;
      queueMicrotask(() => { this.due = false; this.#send(); });
    }

    async #send() {
      if (this.flying || !this.view) return;
      const question = this.question();
      const [key, filters] = [JSON.stringify(question), JSON.stringify(this.filters)];
      const controls = JSON.stringify(question.filter);
      if (key === this.failed) this.waiting = [];
      if (key === this.failed || (key === this.answered && (controls === this.actedOf || !this.#acted()))) { this.#rest(); return; }
      this.flying = true;
      const busy = setTimeout(() => this.#busy(true), BUSY_MS);
      try {
        if (key === this.answered) await this.#askActors(question, controls);
        else await this.#askShown(question, key, filters);
      } catch (error) {
        this.failed = key; // the banner of connection.js says so, and has all drawn anew when the server is back
        console.error(error);
      } finally {
        clearTimeout(busy);
        this.flying = false;
        this.want();
      }
    }

    async #askShown(question, key, filters) {
      const { header, arrays } = await this.#block({ ...question, bars: filters !== this.barsOf });
      this.#take(question, header, arrays);
      [this.answered, this.barsOf] = [key, filters];
      this.changed();
    }

    /* Whether the page counts actors. */
    #acted() { return this.columns.header.actors.length > 1 && document.documentElement.dataset.embed !== "on"; }

    /* Counts of the actors, once the hand rests: they take a pass of their own, and are read slowly. */
    async #askActors({ filter }, controls) {
      const { header } = await this.#block({ filter, actors: true });
      const others = !this.acting || this.actedFilters !== JSON.stringify(this.filters);
      [this.acting, this.actedOf, this.actedFilters] = [header.actors, controls, JSON.stringify(this.filters)];
      this.found.by.actor = this.acting;
      hauran.actors.tell(this.columns.header, this.found);
      if (others) hauran.actors.order();
    }

    async #block(question) {
      const told = unpack(await (await ask(this.addresses.shown, question)).arrayBuffer());
      if (told.header.snapshot !== this.columns.header.snapshot) {
        Object.assign(this.columns, described(await (await ask(this.addresses.words)).json()));
        this.#forget();
      }
      return told;
    }

    /* Points and counts of the snapshot before. */
    #forget() {
      const { px, py, radii, vague, units } = this.columns;
      for (const known of [px, py, radii, vague, units]) for (const p of Object.keys(known)) delete known[p];
      [this.acting, this.actedOf, this.glyphs] = [null, null, []];
      const { glass } = hauran.engine.state;
      if (glass) [glass.selected, glass.hovered] = [[], null];
    }

    #take({ filter, glyphs: kind, zoom }, { counts, killed, grouped, units }, arrays) {
      const day = (n) => (n === null ? null : n - this.#first());
      const { doubts, least, unstated, by, ...figures } = counts;
      this.counted = filter.window;
      this.found = { ...figures, first: day(counts.first), last: day(counts.last), by: { ...by, actor: this.acting }, killed, deadly: { least, unstated }, doubts: doubts.map(([having, of]) => ({ with: having, of })) };
      this.grouped = Boolean(grouped);
      if (arrays.bars) this.bars = arrays.bars;
      this.hot = Array.from(arrays.hot || [], (total, i) => ({ x: arrays.hot_x[i], y: arrays.hot_y[i], total }));
      this.glyphs = arrays.x ? glyphs(arrays, this.types.length, zoom + (grouped ? FINER : 0), kind === "spots" && !grouped) : [];
      for (const { members, x, y, radius, vague, unit } of this.glyphs) if (typeof members === "number") this.#know(members, x, y, radius, vague, unit);
      this.#takeUnits(units || 0, arrays);
    }

    #takeUnits(number, { unit_point: points = [], unit_x: x, unit_y: y, unit_radius: radius, unit_vague: vague, unit_unit: unit }) {
      this.units = { number, points: [...points] };
      points.forEach((p, i) => this.#know(p, (x[i] + 0.5) / WORLD, (y[i] + 0.5) / WORLD, radius[i], vague[i], unit[i]));
    }

    #busy(on) {
      document.querySelector(".map-box")?.classList.toggle("counting", on);
    }

    #rest() {
      this.#busy(false);
      for (const done of this.waiting.splice(0)) done();
    }

    /* Whether something is being asked. */
    waits() { return Boolean(this.flying || this.due); }

    /* Calls back when nothing is being asked; whether that is later. */
    later(done) {
      if (!this.flying && !this.due) return false;
      this.waiting.push(done);
      return true;
    }

    /* Until the last answer is drawn; fails where what is asked now has none, as what is drawn is of another question. */
    async settled() {
      await new Promise((done) => { if (!this.later(done)) done(); });
      if (this.view && JSON.stringify(this.question()) === this.failed) throw new Error(hauran.t("what is asked for has not been answered yet"));
    }

    /* What the page says beside the counts. */
    tell() {
      const words = document.getElementById("filtered")?.textContent;
      if (words) hauran.say("filtered", hauran.facts.beside([words, hauran.t("counted in the store")]));
      if (this.grouped && !document.getElementById("notice").textContent) hauran.say("notice", hauran.t("Too many places to draw one by one: they are grouped. Zoom in to part them."));
    }
  }

  const FINER = 2; // dashboard.remote.FINER

  const widened = ([west, south, east, north]) => {
    const [wide, high] = [(east - west) * ROOM, (north - south) * ROOM];
    return [west - wide, Math.max(-85, south - high), east + wide, Math.min(85, north + high)].map((side) => Math.round(side * 1e5) / 1e5);
  };

  /* The glyphs as glyphs.js makes them; `single`: one point each. */
  function glyphs({ x, y, counts, weight, solid, guessed, members, point, column, row, radius, vague, unit }, T, zoom, single) {
    const across = hauran.glyphs.cellsAcross(zoom);
    return Array.from(x, (_, i) => {
      const own = counts.subarray(i * T, i * T + T);
      const total = own.reduce((sum, n) => sum + n, 0);
      const [left, top] = [x[i], y[i]].map((mean) => (members[i] > 1 ? hauran.glyphs.amid(mean, across, total) : mean));
      return { x: left, y: top, counts: own, total, weight: weight[i], solid: solid[i], guessed: guessed[i], radius: radius[i], vague: vague[i], unit: unit[i], members: single ? point[i] : { length: members[i], cell: [zoom, column[i], row[i]] } };
    });
  }

  hauran.remote = { open, unpack, Remote };
})();
