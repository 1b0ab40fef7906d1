/* Which incidents pass, and the counts that follow. Rows are sorted by first day. Every count leaves its own filter open. */
(() => {
  const KIND = 1;
  const REGION = 2;
  const OTHER = 4;
  const REPORTED = "reported";

  class Crossfilter {
    /* `types` is the order of event types in which counts a type are given. */
    constructor(columns, types) {
      this.columns = columns;
      this.types = types;
      const { header, n, points } = columns;
      this.typeOfKind = Uint8Array.from(header.kinds, ([type]) => Math.max(0, types.indexOf(type)));
      this.reported = Uint8Array.from(header.statuses, (name) => (name === REPORTED ? 1 : 0));
      this.fail = new Uint8Array(n);
      this.from = 0;
      this.to = 2 ** 30;
      this.perPoint = new Uint32Array(points * types.length);
      this.weight = new Float32Array(points);
      this.guessed = new Uint8Array(points);
    }

    /* `filter`: kinds, regions, sources, statuses, precisions (a Uint8Array of 0 and 1 over the dictionary, or null for all) and
       match (a bit a row, or null). */
    filter({ kinds, regions, sources, statuses, precisions, match }) {
      const { n, kind, region, source, status, precision } = this.columns;
      const { fail } = this;
      for (let i = 0; i < n; i++) {
        let f = 0;
        if (kinds && !kinds[kind[i]]) f |= KIND;
        if (regions && !regions[region[i]]) f |= REGION;
        if (sources && !sources[source[i]]) f |= OTHER;
        if (statuses && !statuses[status[i]]) f |= OTHER;
        if (precisions && !precisions[precision[i]]) f |= OTHER;
        if (match && !((match[i >> 3] >> (i & 7)) & 1)) f |= OTHER;
        fail[i] = f;
      }
    }

    window(from, to) {
      this.from = from;
      this.to = to;
    }

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
      const { end, lasting } = this.columns;
      const first = this.lower(this.from);
      const last = this.lower(this.to + 1);
      for (let k = 0; k < lasting.length && lasting[k] < first; k++) if (end[lasting[k]] >= this.from) each(lasting[k]);
      for (let i = first; i < last; i++) each(i);
    }

    /* Counts of the window; fills perPoint (incidents a point and type), weight (how much of them lies in the window) and guessed. */
    count() {
      const { start, end, kind, region, drawn, point, precision, status, deaths, fewer, more, injured, flags, precise, header } = this.columns;
      const { fail, perPoint, weight, guessed, typeOfKind, reported, from, to } = this;
      const T = this.types.length;
      const byKind = new Uint32Array(header.kinds.length);
      const byRegion = new Uint32Array(header.regions.length);
      const found = { total: 0, low: 0, best: 0, high: 0, unknown: 0, injured: 0, located: 0, precise: 0, guessed: 0, undrawn: 0, first: null, last: null, byKind, byRegion };
      perPoint.fill(0);
      weight.fill(0);
      guessed.fill(0);
      this.rows((i) => {
        const f = fail[i];
        if (!(f & ~KIND)) byKind[kind[i]]++;
        if (!(f & ~REGION)) byRegion[region[i]]++;
        if (f) return;
        found.total++;
        if (reported[status[i]]) {
          const d = deaths[i];
          found.best += d;
          found.low += d - fewer[i];
          found.high += d + more[i];
          found.injured += injured[i];
          if (flags[i] & 2) found.unknown++;
        }
        if (found.first === null || start[i] < found.first) found.first = start[i];
        if (found.last === null || end[i] > found.last) found.last = end[i];
        if (flags[i] & 1) found.guessed++;
        if (!point[i]) return;
        found.located++;
        if (precise[precision[i]]) found.precise++;
        if (!drawn[i]) { found.undrawn++; return; }
        const p = drawn[i] - 1;
        perPoint[p * T + typeOfKind[kind[i]]]++;
        const days = end[i] - start[i] + 1;
        weight[p] += days === 1 ? 1 : (Math.min(end[i], to) - Math.max(start[i], from) + 1) / days;
        if (flags[i] & 1) guessed[p] = 1;
      });
      return found;
    }

    /* Incidents a bin and type over all days, the window left open: bin `binOf[day]`, a row of `types` each. */
    histogram(binOf, bins, open = false) {
      const { n, start, kind } = this.columns;
      const { fail, typeOfKind } = this;
      const T = this.types.length;
      const counts = new Uint32Array(bins * T);
      for (let i = 0; i < n; i++) if (open || !fail[i]) counts[binOf[start[i]] * T + typeOfKind[kind[i]]]++;
      return counts;
    }

    /* Rows of the window at any of the points, in order of time, at most `limit`. */
    at(wanted, limit) {
      const chosen = new Set(wanted);
      const found = [];
      this.rows((i) => { if (!this.fail[i] && this.columns.drawn[i] && chosen.has(this.columns.drawn[i] - 1) && found.length < limit) found.push(i); });
      return found.sort((a, b) => a - b);
    }
  }

  window.hauran.Crossfilter = Crossfilter;
})();
