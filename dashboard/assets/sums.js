/* What is counted of rows. All of it adds up, so that a row which leaves the window is taken out again: a move costs what it changes. */
(() => {
  const DICTIONARIES = { kind: "kinds", region: "regions", precision: "precisions", status: "statuses", source: "sources", pair: "pairs" };
  const FIGURES = ["total", "low", "best", "high", "counted", "unknown", "injured", "located", "precise", "undrawn", "beyond", "deaths_beyond", "unstated"];
  const AT = Object.fromEntries(FIGURES.map((name, k) => [name, k]));
  const FLAGS = 256;

  class Sums {
    /* `figures`: one value a name of FIGURES; `unstated`: rows that state no deaths and only the filter on deaths leaves out. `by` leaves
       each filter open in its own; `passing` counts a region under all, `killed` its deaths (best, reported alone). `flagged`: rows that
       pass, by all their flags; `doubted`: those that only the filter on doubts leaves out. Of each point: `perPoint`, incidents a type;
       `weight`, how much of them lies in the window; `mended`, how many spellings were. */
    constructor({ header, points }, types) {
      const regions = header.regions.length;
      Object.assign(this, { figures: new Float64Array(FIGURES.length), by: {}, passing: new Uint32Array(regions), killed: new Float64Array(regions), flagged: new Uint32Array(FLAGS), doubted: new Uint32Array(FLAGS),
        perPoint: new Uint32Array(points * types), weight: new Float32Array(points), mended: new Uint32Array(points) });
      for (const [name, words] of Object.entries(DICTIONARIES)) this.by[name] = new Uint32Array(header[words].length);
    }

    arrays() { const { by, ...others } = this; return [...Object.values(by), ...Object.values(others)]; }

    clear() { for (const array of this.arrays()) array.fill(0); }

    copy(other) { const theirs = other.arrays(); this.arrays().forEach((array, k) => array.set(theirs[k])); }

    named() { return Object.fromEntries(FIGURES.map((name, k) => [name, this.figures[k]])); }
  }

  window.hauran.Sums = Sums;
  Sums.AT = AT;
})();
