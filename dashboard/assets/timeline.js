/* The histogram under the map: all incidents in grey, those that pass stacked by type, and the displaced under the same window. */
(() => {
  const hauran = window.hauran;
  const MARGIN = { left: 52, right: 18, top: 8, bottom: 22 };
  const STRIP = 24;
  const ARRIVALS = 9;
  const TICKS = [1, 2, 7, 14];
  const HOURS = [1, 2, 3, 6, 12];

  const APART = 6;
  const LEAST_PX = 2;
  const HOUR_DAYS = 9;
  const DAY_BINS = 220;
  const WEEK_BINS = 1400;

  /* Which bar a day falls in. Weeks begin on Monday; beyond WEEK_BINS days bars are months. By hours where those are wanted, up to
     HOUR_DAYS days. */
  function bins(first, last, hours = false) {
    const days = last - first + 1;
    if (hours && days <= HOUR_DAYS) return { hours: true, starts: Array.from({ length: days * 24 }, (_, hour) => hour / 24), count: days * 24, days };
    const of = new Uint32Array(days);
    const starts = [];
    const open = (day) => {
      const date = new Date(day * hauran.DAY_MS);
      if (days <= DAY_BINS) return true;
      return days <= WEEK_BINS ? date.getUTCDay() === 1 : date.getUTCDate() === 1;
    };
    for (let i = 0; i < days; i++) {
      if (i === 0 || open(first + i)) starts.push(i);
      of[i] = starts.length - 1;
    }
    return { of, starts, count: starts.length, days };
  }

  /* Dates worth a tick, about `room` px apart: [day, label, the year that the label leaves out]. */
  function ticks(first, last, width, room = 84, hours = false) {
    const days = last - first + 1;
    const wanted = (days * room) / width;
    const found = [];
    const every = hours && HOURS.find((n) => n / 24 >= wanted);
    if (every) {
      for (let hour = 0; hour < days * 24; hour += every) found.push([first + hour / 24, hour % 24 ? hauran.moments.clock((hour % 24) * 60) : label(first + hour / 24)]);
      return found;
    }
    const step = TICKS.find((n) => n >= wanted);
    if (step) {
      const monday = (7 - ((first + 3) % 7)) % 7;
      for (let day = step >= 7 ? first + monday : first; day <= last; day += step) found.push([day, label(day), yearOf(day)]);
      return found;
    }
    const months = [1, 2, 3, 6, 12, 24, 60, 120, 240].find((n) => n * 30.4 >= wanted) || 480;
    const date = new Date(first * hauran.DAY_MS);
    for (let m = date.getUTCFullYear() * 12 + date.getUTCMonth(); ; m++) {
      const day = Math.round(Date.UTC(Math.floor(m / 12), m % 12, 1) / hauran.DAY_MS);
      if (day > last) return found;
      if (day >= first && m % months === 0) found.push(months >= 12 ? [day, hauran.year(yearOf(day))] : [day, hauran.MONTHS[m % 12], yearOf(day)]);
    }
  }

  const yearOf = (day) => new Date(day * hauran.DAY_MS).getUTCFullYear();

  function label(day) {
    const date = new Date(day * hauran.DAY_MS);
    return `${hauran.count(date.getUTCDate())} ${hauran.MONTHS[date.getUTCMonth()]}`;
  }

  const nice = (top) => { const power = 10 ** Math.floor(Math.log10(Math.max(1, top))); return [1, 2, 5, 10].map((n) => n * power).find((n) => n >= top); };

  /* Draws on the canvas, at the resolution of its data-ratio or else of the screen. `all` and `shown` are counts a bin and type (rows of `types`); `strip` the displaced: `stocks`
     and `arrivals` (a day), each a list of [from, to, low, high] in days and people. */
  function draw(canvas, { first, last, binning, all, shown, types, colours, strip, theme }) {
    const ratio = Number(canvas.dataset.ratio) || window.devicePixelRatio || 1;
    const { clientWidth: width, clientHeight: height } = canvas;
    if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) { canvas.width = Math.round(width * ratio); canvas.height = Math.round(height * ratio); }
    const pen = canvas.getContext("2d");
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.clearRect(0, 0, width, height);
    pen.font = '11px "Noto Sans", "Noto Sans Arabic", system-ui, sans-serif';
    const box = { left: hauran.rtl ? MARGIN.right : MARGIN.left, top: MARGIN.top, width: width - MARGIN.left - MARGIN.right, height: height - MARGIN.top - MARGIN.bottom - (hauran.strip.holds(strip) ? STRIP : 0) };
    const along = (day) => ((day - first) / (last - first + 1)) * box.width;
    const x = (day) => box.left + (hauran.rtl ? box.width - along(day) : along(day));
    box.beside = hauran.rtl ? box.left + box.width + 12 : box.left - 12; // where the numbers of the axis stand
    axis(pen, box, x, { first, last, height, theme, hours: binning.hours });
    bars(pen, box, x, { first, binning, all, shown, types, colours, theme });
    if (hauran.strip.holds(strip)) displaced(pen, box, x, { strip, first, last, theme, height });
  }

  function axis(pen, box, x, { first, last, height, theme, hours }) {
    pen.fillStyle = theme.muted;
    pen.textAlign = "center";
    let taken = []; // where the label before stands: one that would touch it is left out
    let told = null; // the year that it is of: a label of another one says so
    for (const [day, short, year] of ticks(first, last, box.width, undefined, hours)) {
      const words = year && year !== told ? `${short} ${hauran.year(year)}` : short;
      const at = Math.round(x(day)) + 0.5;
      pen.fillRect(at, height - MARGIN.bottom, 1, 4);
      const half = pen.measureText(words).width / 2;
      const middle = Math.min(Math.max(at, box.left + half - 6), box.left + box.width - half + 6);
      if (middle - half < taken[1] + APART && middle + half > taken[0] - APART) continue;
      taken = [middle - half, middle + half];
      told = year;
      pen.fillText(words, middle, height - 5);
    }
  }

  function bars(pen, box, x, { first, binning, all, shown, types, colours, theme }) {
    const T = types.length;
    const sum = (counts, b) => { let n = 0; for (let t = 0; t < T; t++) n += counts[b * T + t]; return n; };
    let top = 1;
    for (let b = 0; b < binning.count; b++) top = Math.max(top, sum(all, b));
    const high = nice(top);
    const y = (n) => box.top + box.height * (1 - n / high);
    pen.fillStyle = theme.muted;
    pen.textAlign = hauran.rtl ? "left" : "right";
    pen.fillText(hauran.count(high), box.beside, box.top + 8);
    pen.fillText(hauran.count(0), box.beside, box.top + box.height);
    pen.fillStyle = theme.grid;
    pen.fillRect(box.left, Math.round(box.top), box.width, 1);
    pen.fillRect(box.left, Math.round(box.top + box.height), box.width, 1);
    for (let b = 0; b < binning.count; b++) {
      const ends = [x(first + binning.starts[b]), x(first + (b + 1 < binning.count ? binning.starts[b + 1] : binning.days))];
      const [left, right] = [Math.min(...ends), Math.max(...ends)];
      const gap = Math.min(1.5, (right - left) * 0.1);
      const whole = sum(all, b);
      if (!whole) continue;
      pen.fillStyle = theme.backdrop;
      pen.fillRect(left, y(whole), right - left - gap, box.top + box.height - y(whole));
      const passing = sum(shown, b);
      const grown = passing && y(0) - y(passing) < LEAST_PX ? (LEAST_PX * high) / box.height / passing : 1; // few of many are seen, too
      let base = 0;
      for (let t = 0; t < T; t++) {
        const n = shown[b * T + t];
        if (!n) continue;
        pen.fillStyle = colours[t];
        pen.fillRect(left, y(base + n * grown), right - left - gap, y(base) - y(base + n * grown));
        base += n * grown;
      }
    }
  }

  /* Stock figures as steps: a band from the lowest to the highest claim, valid until the next. Below them, and of a scale of their own,
     arrivals as bars over their days. */
  function displaced(pen, box, x, { strip: { stocks, arrivals }, first, last, theme, height }) {
    const bottom = height - MARGIN.bottom - 2;
    const heights = (rows, room) => { const top = Math.max(...rows.map(([, , , high]) => high), 1); return (n) => bottom - (n / top) * room; };
    const each = (rows, drawn) => {
      for (const [from, to, low, high] of rows) {
        if (from > last || to < first) continue;
        const [a, b] = [x(Math.max(from, first)), x(Math.min(to, last) + 1)].sort((p, q) => p - q);
        drawn(a, b - a, low, high);
      }
    };
    pen.fillStyle = theme.displaced;
    pen.textAlign = hauran.rtl ? "left" : "right";
    pen.fillText("◆", box.beside, bottom - 3);
    const [bar, y] = [heights(arrivals, stocks.length ? ARRIVALS : STRIP - 6), heights(stocks, STRIP - 6)];
    pen.globalAlpha = 0.35;
    each(arrivals, (left, width, low, high) => pen.fillRect(left + 0.5, bar(high), Math.max(1, width - 1), bottom - bar(high)));
    each(stocks, (left, width, low, high) => {
      pen.globalAlpha = 0.3;
      pen.fillRect(left, y(high), width, Math.max(1, y(low) - y(high)));
      pen.globalAlpha = 1;
      pen.fillRect(left, y(high) - 0.75, width, 1.5);
    });
    pen.globalAlpha = 1;
  }

  window.hauran.timeline = { MARGIN, bins, ticks, draw, nice };
})();
