/* Which incidents pass, and the counts that follow. Rows are sorted by first day. Every count leaves its own filter open. */
(() => {
  /* Each filter has a bit, so that a count can leave its own filter open. */
  const FILTERS = { kind: 1, region: 2, precision: 4, status: 8, source: 16, pair: 128 };
  const MATCH = 32;
  const AREA = 64;
  const DEATHS = 256;
  const DOUBTS = 512;
  const MENDED = 1; // flags, as geodata.doubts orders them: the spelling was mended
  const UNSTATED = 2; // and no number of deaths is stated
  const REPORTED = "reported";
  const MINUTES = 1440;
  const AHEAD_BASE = 1440; // geodata.columns.AHEAD_BASE

  class Crossfilter {
    /* `types` is the order of event types in which counts a type are given. */
    constructor(columns, types) {
      this.columns = columns;
      this.types = types;
      const { header, n, points } = columns;
      this.typeOfKind = Uint8Array.from(header.kinds, ([type]) => Math.max(0, types.indexOf(type)));
      this.reported = Uint8Array.from(header.statuses, (name) => (name === REPORTED ? 1 : 0));
      this.fail = new Uint16Array(n);
      this.harm = { least: null, unstated: false };
      this.doubts = { only: 0, without: 0 };
      this.window(0, 2 ** 30);
      this.sums = new window.hauran.Sums(columns, types.length);
      this.kept = { sums: new window.hauran.Sums(columns, types.length), first: 0, last: 0, stale: false };
      this.guessed = new Uint8Array(points);
    }

    /* Of each point: incidents a type, and how much of them lies in the window. */
    get perPoint() { return this.sums.perPoint; }
    get weight() { return this.sums.weight; }

    /* `allowed`: for each name of FILTERS a Uint8Array of 0 and 1 over its dictionary, or null for all. `match`: a bit a row, or null.
       `inside`: 0 or 1 a point, or null. `harm`: at least so many deaths (null: any), and whether those that state none pass too.
       `doubts`: bits of the flags, all to be there or none. `area`: 0 or 1 a point as `inside`, for what is drawn; what is not drawn lies in no area. */
    filter(allowed, match, inside = null, harm = { least: null, unstated: false }, doubts = { only: 0, without: 0 }, area = null) {
      const { n, point, drawn } = this.columns;
      const { fail } = this;
      fail.fill(0);
      this.kept.stale = true;
      for (const [name, bit] of Object.entries(FILTERS)) {
        const pass = allowed[name];
        if (!pass) continue;
        const codes = this.columns[name];
        for (let i = 0; i < n; i++) if (!pass[codes[i]]) fail[i] |= bit;
      }
      if (match) for (let i = 0; i < n; i++) if (!((match[i >> 3] >> (i & 7)) & 1)) fail[i] |= MATCH;
      if (inside) for (let i = 0; i < n; i++) if (!point[i] || !inside[point[i] - 1]) fail[i] |= AREA;
      if (area) for (let i = 0; i < n; i++) if (!drawn[i] || !area[drawn[i] - 1]) fail[i] |= AREA;
      this.harm = harm;
      this.doubts = doubts;
      this.filterFigures();
    }

    filterFigures() {
      const { n, deaths, flags } = this.columns;
      const { fail, harm: { least, unstated }, doubts: { only, without } } = this;
      if (least !== null) for (let i = 0; i < n; i++) if (flags[i] & UNSTATED ? !unstated : deaths[i] < least) fail[i] |= DEATHS;
      if (only || without) for (let i = 0; i < n; i++) if ((flags[i] & only) !== only || flags[i] & without) fail[i] |= DOUBTS;
    }

    /* Days, both inclusive; a part of a day is a share of it, by the clocks of the places or of UTC, as moments.js has it. */
    window(from, to, utc = false) {
      [this.begin, this.finish] = [Math.round(from * MINUTES), Math.round((to + 1) * MINUTES)];
      const cut = [this.begin % MINUTES !== 0, this.finish % MINUTES !== 0];
      this.cut = cut[0] || cut[1];
      this.ahead = utc && this.columns.ahead ? cut : [false, false];
      [this.from, this.to] = [Math.floor(from) - this.ahead[0], Math.ceil(to) + this.ahead[1]];
    }

    /* The window by the clocks of a row: its first minute and the one after its last. */
    begins(i) { return this.ahead[0] ? this.begin + this.columns.ahead[i] - AHEAD_BASE : this.begin; }
    finishes(i) { return this.ahead[1] ? this.finish + this.columns.ahead[i] - AHEAD_BASE : this.finish; }

    /* First minute and last (exclusive) of a row: those of its days where its hour is not known. */
    opens(i) { const { start, opens } = this.columns; return start[i] * MINUTES + (opens ? opens[i] : 0); }
    closes(i) { const { end, rest } = this.columns; return (end[i] + 1) * MINUTES - (rest ? rest[i] : 0); }

    /* First row that starts on `day` or later. */
    lower(day) {
      const { start, n } = this.columns;
      let low = 0;
      let high = n;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (start[middle] < day) low = middle + 1; else high = middle;
      }
      return low;
    }

    /* Calls `each` for every row of the window: those that start in it, and those that began before and still last. */
    rows(each) {
      const timed = this.cut && this.columns.opens;
      this.days(this.from, this.to, timed ? (i) => { if (this.opens(i) < this.finishes(i) && this.closes(i) > this.begins(i)) each(i); } : each);
    }

    /* The same for every row of some days, both inclusive. */
    days(from, to, each) {
      const [first, last] = [this.lower(from), this.lower(to + 1)];
      this.lasting(from, first, each);
      for (let i = first; i < last; i++) each(i);
    }

    /* The same for the rows before row `before` that last longer than a day, up to `from` or beyond it. */
    lasting(from, before, each) {
      const { end, lasting } = this.columns;
      for (let k = 0; k < lasting.length && lasting[k] < before; k++) if (end[lasting[k]] >= from) each(lasting[k]);
    }

    /* Adds a row to `sums`, or with the sign -1 takes it out. */
    adder(sums) {
      const { start, end, kind, region, source, pair, drawn, point, precision, status, deaths, fewer, more, injured, flags, precise } = this.columns;
      const { fail, typeOfKind, reported, cut } = this;
      const { figures, by, passing, killed, flagged, doubted, perPoint, weight, mended } = sums;
      const { AT } = window.hauran.Sums;
      const T = this.types.length;
      return (i, sign) => {
        const f = fail[i];
        if (f & (f - 1)) return; // two filters leave it out: it counts nowhere
        if (!f || f === FILTERS.kind) by.kind[kind[i]] += sign;
        if (!f || f === FILTERS.region) by.region[region[i]] += sign;
        if (!f || f === FILTERS.precision) by.precision[precision[i]] += sign;
        if (!f || f === FILTERS.status) by.status[status[i]] += sign;
        if (!f || f === FILTERS.source) by.source[source[i]] += sign;
        if (!f || f === FILTERS.pair) by.pair[pair[i]] += sign;
        if (f) {
          if (f === DOUBTS) doubted[flags[i]] += sign;
          else if (f === DEATHS && flags[i] & UNSTATED) figures[AT.unstated] += sign;
          return;
        }
        const partly = cut || end[i] !== start[i];
        flagged[flags[i]] += sign;
        figures[AT.total] += sign;
        passing[region[i]] += sign;
        if (reported[status[i]]) {
          const d = deaths[i] * sign;
          const most = d + more[i] * sign;
          figures[AT.best] += d;
          killed[region[i]] += d;
          figures[AT.high] += most;
          figures[AT.injured] += injured[i] * sign;
          figures[AT.counted] += sign;
          if (flags[i] & UNSTATED) figures[AT.unknown] += sign;
          if (partly && (this.opens(i) < this.begins(i) || this.closes(i) > this.finishes(i))) {
            if (most) figures[AT.beyond] += sign;
            figures[AT.deaths_beyond] += most;
          } else figures[AT.low] += d - fewer[i] * sign;
        }
        if (!point[i]) return;
        figures[AT.located] += sign;
        if (precise[precision[i]]) figures[AT.precise] += sign;
        if (!drawn[i]) { figures[AT.undrawn] += sign; return; }
        const p = drawn[i] - 1;
        perPoint[p * T + typeOfKind[kind[i]]] += sign;
        weight[p] += partly ? sign * this.within(i) : sign;
        if (flags[i] & MENDED) mended[p] += sign;
      };
    }

    /* How much of a row lies in the window, 0 to 1. */
    within(i) {
      const [opens, closes] = [this.opens(i), this.closes(i)];
      return (Math.min(closes, this.finishes(i)) - Math.max(opens, this.begins(i))) / (closes - opens);
    }

    /* The sums of the rows from `first` up to `last` that are of one day: those of the last call, mended by what came and went. */
    ofDays(first, last) {
      const kept = this.kept;
      const { start, end } = this.columns;
      const add = this.adder(kept.sums);
      const run = (from, until, sign) => { for (let i = from; i < until; i++) if (end[i] === start[i]) add(i, sign); };
      if (kept.stale || Math.abs(first - kept.first) + Math.abs(last - kept.last) >= last - first) {
        kept.sums.clear();
        Object.assign(kept, { first, last: first, stale: false });
      }
      run(first, kept.first, 1);
      run(kept.first, first, -1);
      run(kept.last, last, 1);
      run(last, kept.last, -1);
      Object.assign(kept, { first, last });
      return kept.sums;
    }

    /* First and last day of the rows of the window that pass; null where none does. */
    edges(first, last) {
      const { start, end } = this.columns;
      const { fail } = this;
      const found = { first: null, last: null };
      const see = (i) => {
        if (fail[i]) return;
        if (found.first === null || start[i] < found.first) found.first = start[i];
        if (found.last === null || end[i] > found.last) found.last = end[i];
      };
      if (this.cut) { this.rows(see); return found; }
      this.lasting(this.from, last, see);
      let [low, high] = [first, last - 1];
      while (low < last && fail[low]) low++;
      while (high > low && fail[high]) high--;
      if (low < last) { see(low); see(high); }
      return found;
    }

    /* Counts of the window, as Sums has them; `deaths_beyond` (high) are of `beyond` incidents that begin before the window or end after
       it, `low` has none of them. Fills perPoint, weight and guessed (whether a spelling was mended). */
    count() {
      const { header } = this.columns;
      const { sums, guessed } = this;
      const [first, last] = [this.lower(this.from), this.lower(this.to + 1)];
      const add = this.adder(sums);
      if (this.cut) { sums.clear(); this.rows((i) => add(i, 1)); } else { sums.copy(this.ofDays(first, last)); this.lasting(this.from, last, (i) => add(i, 1)); }
      for (let p = 0; p < guessed.length; p++) guessed[p] = sums.mended[p] ? 1 : 0;
      const { by, passing, killed, flagged, doubted } = sums;
      const { unstated, ...figures } = sums.named();
      const having = (flag) => flagged.reduce((sum, n, flags) => (flags & flag ? sum + n : sum), 0);
      return { ...figures, ...this.edges(first, last), guessed: having(MENDED), by, passing, killed,
        deadly: { least: figures.total - having(UNSTATED), unstated: having(UNSTATED) + unstated },
        doubts: header.doubts.map((_, bit) => this.doubted(flagged.map((n, flags) => n + doubted[flags]), 1 << bit)) };
    }

    /* How many have the doubt, and of how many, the choice about this doubt left open and those about the others kept. */
    doubted(flagged, doubt) {
      const only = this.doubts.only & ~doubt;
      const without = this.doubts.without & ~doubt;
      const found = { with: 0, of: 0 };
      flagged.forEach((n, flags) => {
        if (!n || (flags & only) !== only || flags & without) return;
        found.of += n;
        if (flags & doubt) found.with += n;
      });
      return found;
    }

    /* Incidents a bin and type over all days, the window left open: a row of `types` for each bin. A row that starts on day d falls in
       bin `binOf[d + shift]`; days beyond it are left out. `open`: every incident, whatever the filters. */
    histogram(binOf, bins, shift = 0, open = false) {
      const { n, start, kind } = this.columns;
      const { fail, typeOfKind } = this;
      const T = this.types.length;
      const counts = new Uint32Array(bins * T);
      for (let i = 0; i < n; i++) {
        const bin = binOf[start[i] + shift];
        if (bin !== undefined && (open || !fail[i])) counts[bin * T + typeOfKind[kind[i]]]++;
      }
      return counts;
    }

    /* The same by hour over `days` days from `first` on, by the clocks of the places or of UTC. An incident is spread over the hours that
       it may have happened in. */
    hourly(first, days, open = false, utc = false) {
      const { kind } = this.columns;
      const { fail, typeOfKind } = this;
      const T = this.types.length;
      const counts = new Float32Array(days * 24 * T);
      const shift = utc && this.columns.ahead ? (i) => this.columns.ahead[i] - AHEAD_BASE : () => 0;
      this.days(first - 1, first + days, (i) => {
        if (!open && fail[i]) return;
        const since = first * MINUTES + shift(i);
        const [opens, closes] = [this.opens(i) - since, this.closes(i) - since];
        for (let hour = Math.max(0, Math.floor(opens / 60)); hour < days * 24 && hour * 60 < closes; hour++) {
          counts[hour * T + typeOfKind[kind[i]]] += (Math.min(closes, hour * 60 + 60) - Math.max(opens, hour * 60)) / (closes - opens);
        }
      });
      return counts;
    }

    /* Rows of the window at any of the points, in order of time: the first `limit` of them. */
    at(wanted, limit) {
      const chosen = new Set(wanted);
      const found = [];
      this.rows((i) => { if (!this.fail[i] && this.columns.drawn[i] && chosen.has(this.columns.drawn[i] - 1)) found.push(i); });
      return found.sort((a, b) => a - b).slice(0, limit);
    }
  }

  window.hauran.Crossfilter = Crossfilter;
})();
