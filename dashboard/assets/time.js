/* Time walks: window, cumulative from the start or to the end, or instant; by hours, days, weeks or months; at a speed, in a loop or once. */
(() => {
  const hauran = window.hauran;
  const BEAT_MS = 900;
  const TELL_MS = 900;
  const options = { mode: "window", step: 1, unit: "day", speed: 1, loop: false, utc: false };
  const HOUR = 1 / 24;
  let playing = false;
  let due = 0;
  let told = 0;

  /* The smallest part of time that a window is made of, in days. */
  const grain = () => (options.unit === "hour" ? HOUR : 1);

  /* The day a number of steps after `day`: months keep the day of the month where they can. */
  function after(day, steps) {
    const n = steps * options.step;
    if (options.unit !== "month") return day + n * { hour: HOUR, day: 1, week: 7 }[options.unit];
    const date = new Date(day * hauran.DAY_MS);
    const month = date.getUTCMonth() + n;
    const longest = new Date(Date.UTC(date.getUTCFullYear(), month + 1, 0)).getUTCDate();
    return Math.round(Date.UTC(date.getUTCFullYear(), month, Math.min(date.getUTCDate(), longest)) / hauran.DAY_MS);
  }

  /* Whether the window is whole months and walks by months: then both ends do, so that a month leads to a month. */
  function months(from, until) {
    const opens = (day) => new Date(day * hauran.DAY_MS).getUTCDate() === 1;
    return options.unit === "month" && opens(from) && opens(until + 1);
  }

  /* The window one step on (or back): [from, until], or null at the end. */
  function next([from, until], [first, last], direction) {
    if (options.mode === "remaining") return remaining(from, first, last, direction);
    if (direction > 0 ? until >= last : from <= first && options.mode !== "cumulative") return null;
    if (options.mode === "cumulative") return [first, Math.min(last, Math.max(first + grain() - 1, after(until, direction)))];
    const moved = after(from, direction);
    if (options.mode === "window" && months(from, until)) return [Math.max(first, moved), Math.min(last, after(until + 1, direction) - 1)];
    const days = options.mode === "instant" ? grain() - 1 : until - from;
    if (direction > 0 && moved + days > last) return [last - days, last];
    return [Math.max(first, moved), Math.max(first, moved) + days];
  }

  /* The same up to the last day: its begin moves. */
  function remaining(from, first, last, direction) {
    if (direction > 0 ? from + grain() > last : from <= first) return null;
    return [Math.min(last + 1 - grain(), Math.max(first, after(from, direction))), last];
  }

  /* The window moved by so many steps, as far as there are days; its length stays but where months differ. */
  function moved([from, until], steps) {
    const [first, last] = hauran.window.span();
    const begin = after(from, steps);
    const end = months(from, until) ? after(until + 1, steps) - 1 : until + begin - from;
    if (begin < first) return [first, first + until - from];
    return end > last ? [last - (until - from), last] : [begin, end];
  }

  function step(direction) {
    if (!hauran.window.get()) return;
    const window_ = next(hauran.window.get(), hauran.window.span(), direction);
    if (window_) hauran.window.set(...window_, true);
  }

  function begin() {
    const [first, last] = hauran.window.span();
    const [from, until] = hauran.window.get();
    const days = until - from;
    const one = grain() - 1;
    if (options.mode === "instant" && Math.abs(days - one) > 1e-6) return [from, from + one];
    if (options.mode === "remaining" && from + one >= last) return [first, last];
    if (options.mode === "remaining") return until === last ? null : [from, last];
    if (options.mode === "cumulative" && (from !== first || until >= last)) return [first, until >= last ? first + one : until];
    if (from === first && until === last) return [first, first + Math.max(0, Math.ceil((last - first + 1) / 8) - 1)];
    return until >= last ? [first, first + days] : null;
  }

  /* The window with which a loop begins again. */
  function again([from, until], [first, last]) {
    if (options.mode === "remaining") return [first, last];
    return [first, first + (options.mode === "cumulative" ? grain() - 1 : until - from)];
  }

  function frame(now) {
    if (!playing) return;
    requestAnimationFrame(frame);
    if (now < due || hauran.engine?.state?.columns?.remote?.waits()) return; // a large store has not yet answered the last step
    due = now + BEAT_MS / options.speed;
    const [first, last] = hauran.window.span();
    let window_ = next(hauran.window.get(), [first, last], 1);
    if (!window_ && options.loop) window_ = again(hauran.window.get(), [first, last]);
    if (!window_) { stop(); return; }
    hauran.window.set(...window_);
    if (now - told > TELL_MS) { told = now; hauran.window.tell(true); }
  }

  function show() {
    const button = document.getElementById("play");
    button.classList.toggle("playing", playing);
    button.setAttribute("aria-label", playing ? hauran.t("Pause") : hauran.t("Play"));
    button.title = playing ? hauran.t("Pause (space)") : hauran.t("Play (space)");
  }

  function stop() {
    playing = false;
    show();
    hauran.window.tell(true);
  }

  function toggle() {
    if (!hauran.window.get()) return;
    if (playing) { stop(); return; }
    playing = true;
    const start = begin();
    if (start) hauran.window.set(...start, true);
    show();
    due = performance.now() + BEAT_MS / options.speed;
    requestAnimationFrame(frame);
  }

  /* The last `days` days up to the window's end; all of them for null. */
  function preset(days) {
    if (!hauran.window.get()) return;
    const [first, last] = hauran.window.all();
    const until = hauran.window.get()[1];
    const from = days === null ? first : Math.max(first, until - days + 1);
    if (hauran.shown.zoomed() && (days === null || from < hauran.window.span()[0])) hauran.shown.out();
    hauran.window.set(from, days === null ? last : until, true);
  }

  /* Another unit: the window keeps to it, and what shows hours does. */
  function measure(before) {
    document.querySelector(".dock").classList.toggle("hours", options.unit === "hour");
    const hours = options.unit === "hour";
    if (hours === (before === "hour")) return;
    hauran.setProps("mode", { data: [["window", hauran.t("Window")], ["cumulative", hauran.t("From start")], ["remaining", hauran.t("To end")], ["instant", hours ? hauran.t("One hour") : hauran.t("One day")]].map(([value, label]) => ({ value, label })) });
    const [from, until] = hauran.window.get();
    if (!hours) hauran.window.set(Math.floor(from), Math.ceil(until), true);
    hauran.engine.grain();
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("#paces");
    if (button) button.setAttribute("aria-expanded", document.querySelector(".dock").classList.toggle("pacing"));
  });

  hauran.time = { options, grain, after, next, moved, toggle, step, preset };

  Object.assign(window.dash_clientside.hauran, {
    play: (clicks) => { if (clicks) toggle(); },
    stepTime: (back, on) => {
      const { triggered_id: id } = window.dash_clientside.callback_context;
      if (back || on) step(id === "step-back" ? -1 : 1);
    },
    preset: (...clicks) => {
      const id = window.dash_clientside.callback_context.triggered_id;
      if (!id || !clicks.some(Boolean)) return;
      preset({ "last-day": 1, "last-week": 7, "last-month": 30, "all-time": null }[id]);
    },
    timeOptions: (mode, count, unit, speed, loop, zone) => {
      const { unit: before, utc: zoned } = options;
      Object.assign(options, { mode: mode || "window", step: Math.max(1, Number(count) || 1), unit: unit || "day", speed: Number(speed) || 1, loop: Boolean(loop), utc: zone === "utc" });
      hauran.address.write();
      if (!hauran.window.get()) return;
      measure(before);
      if (options.utc !== zoned) hauran.window.rezone();
      const window_ = hauran.window.get();
      const one = grain() - 1;
      if (options.mode === "instant" && Math.abs(window_[1] - window_[0] - one) > 1e-6) hauran.window.set(window_[1] - one, window_[1], true);
      if (options.mode === "remaining" && window_[1] !== hauran.window.span()[1]) hauran.window.set(window_[0], hauran.window.span()[1], true);
      if (options.mode === "cumulative" && window_[0] !== hauran.window.span()[0]) hauran.window.set(hauran.window.span()[0], window_[1], true);
    },
  });
})();
