/* The window over the timeline: drag its middle or its ends, draw a new one, or use the keys. Days are whole and inclusive, or cut by
   the hour where steps are (moments.js).
   While the hand moves, the engine draws; Dash is told on release. */
(() => {
  const hauran = window.hauran;
  const clamp = (value, low, high) => Math.min(high, Math.max(low, value));
  const TELL_MS = 400;
  const SETTLED_MS = 500; // until a number field has told Dash what was typed
  let window_ = null;
  let timer = 0;
  let sending = false;
  let held = false;
  let written = [];

  const brush = () => document.getElementById("brush");
  const span = () => hauran.shown.get();

  function paint([from, until, utc]) {
    const [first, last] = span();
    const days = last - first + 1;
    const [before, pane, after] = brush().children;
    const left = ((from - first) / days) * 100;
    const right = ((until + 1 - first) / days) * 100;
    before.style.width = `${left}%`;
    pane.style.insetInlineStart = `${left}%`;
    pane.style.width = `${right - left}%`;
    after.style.insetInlineStart = `${right}%`;
    pane.querySelectorAll(".handle").forEach((handle, i) => {
      const [day, one] = [i ? until : from, hauran.time.grain() - 1];
      handle.setAttribute("aria-valuemin", first);
      handle.setAttribute("aria-valuemax", last);
      handle.setAttribute("aria-valuenow", day);
      handle.setAttribute("aria-valuetext", i ? hauran.days(day - one, day, utc) : hauran.days(day, day + one, utc));
    });
    if (hauran.chips) hauran.chips.undoable();
    words([hauran.moments.whole(from, until) && hauran.days(from, until), hauran.length(from, until)].filter(Boolean));
  }

  /* Days and length; what has no room is left out whole: a number that is cut would be another. */
  function words(parts) {
    const box = document.getElementById("window-words");
    const told = parts.map((part, i) => (i ? `${hauran.t(" · ")}${part}` : part));
    if (!box || box.textContent === told.join("")) return;
    box.replaceChildren(...told.map((part) => Object.assign(document.createElement("span"), { textContent: part })));
  }

  /* Tells Dash: at once, or when the keys have rested for TELL_MS; while a hand holds the window, when it lets go. */
  function tell(now) {
    clearTimeout(timer);
    const go = () => { sending = false; hauran.setProps("window", { data: [...window_] }); };
    sending = !now;
    if (now) go(); else if (!held) timer = setTimeout(go, TELL_MS);
  }

  function set(from, until, now = false) {
    const [first, last] = span();
    const next = [clamp(minute(from), first, last + 1 - MINUTE), clamp(minute(until), first + MINUTE - 1, last)];
    const same = window_ && next[0] === window_[0] && next[1] === window_[1];
    if (same && !now) return;
    window_ = dressed(...next);
    paint(window_);
    if (!same) hauran.engine.move([...window_]);
    tell(now);
  }

  /* Nothing is cut finer than minutes. */
  const MINUTE = 1 / 1440;
  const minute = (day) => Math.round(day * 1440) / 1440;

  /* A window whose clocks are those of UTC says so. */
  const dressed = (from, until) => (hauran.time.options.utc && !hauran.moments.whole(from, until) ? [from, until, 1] : [from, until]);

  /* Other clocks: the window keeps its numbers. */
  function rezone() {
    if (!window_) return;
    window_ = dressed(...window_);
    paint(window_);
    hauran.engine.move([...window_]);
    hauran.engine.grain();
    tell(true);
  }

  function shift(days, now) {
    const [first, last] = span();
    const step = clamp(days, first - window_[0], last - window_[1]);
    set(window_[0] + step, window_[1] + step, now);
  }

  /* Where the part of time begins that the hand is over. */
  const momentAt = (x) => {
    const box = brush().getBoundingClientRect();
    const [first, last] = span();
    const along = (hauran.rtl ? box.right - x : x - box.left) / box.width;
    const grain = hauran.time.grain();
    return clamp(first + Math.floor((along * (last - first + 1)) / grain) * grain, first, last + 1 - grain);
  };

  function grab(event) {
    if (!window_ || event.button) return;
    const start = momentAt(event.clientX);
    const [from, until] = window_;
    const one = hauran.time.grain() - 1;
    const what = event.target.classList;
    const whole = from === span()[0] && until === span()[1];
    const move = what.contains("from") ? (at) => set(Math.min(at, until - one), until)
      : what.contains("until") ? (at) => set(from, Math.max(at, from) + one)
      : what.contains("pane") && !whole ? (at) => shift(at - start + from - window_[0])
      : (at) => set(Math.min(start, at), Math.max(start, at) + one);
    let moved = false;
    held = true;
    const onMove = (e) => { moved = moved || Math.abs(e.clientX - event.clientX) > 2; if (moved) move(momentAt(e.clientX)); };
    const onUp = () => {
      removeEventListener("pointermove", onMove);
      removeEventListener("pointerup", onUp);
      removeEventListener("pointercancel", onUp);
      held = false;
      if (moved) tell(true);
    };
    addEventListener("pointermove", onMove);
    addEventListener("pointerup", onUp);
    addEventListener("pointercancel", onUp);
    (what.contains("handle") ? event.target : brush().querySelector(".pane")).focus({ preventScroll: true });
    event.preventDefault();
  }

  const ON = hauran.rtl ? -1 : 1;
  const ARROWS = { ArrowLeft: -ON, ArrowRight: ON };
  const STEPS = { ...ARROWS, Home: -1e6, End: 1e6 };
  const PAGES = { PageUp: -1, PageDown: 1 };

  function press(event) {
    if (event.key === " " && !event.target.classList.contains("handle")) {
      hauran.time.toggle();
      event.preventDefault();
      return;
    }
    if (window_ && hauran.shown.press(event, ARROWS[event.key])) {
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    const grain = hauran.time.grain();
    const step = ((STEPS[event.key] || 0) * grain + (PAGES[event.key] || 0) * (grain < 1 ? 1 : 7)) * (event.shiftKey ? 5 : 1);
    if (!step || !window_) return;
    const what = event.target.classList;
    if (what.contains("from")) set(Math.min(window_[0] + step, window_[1] + 1 - grain), window_[1]);
    else if (what.contains("until")) set(window_[0], Math.max(window_[1] + step, window_[0] + grain - 1));
    else if (ARROWS[event.key]) set(...hauran.time.moved(window_, ARROWS[event.key] * (event.shiftKey ? 5 : 1)));
    else shift(step);
    event.preventDefault();
    event.stopPropagation();
  }

  /* Where nothing has the focus, or a map that does nothing with it, Space plays; the arrows step where nothing has it. */
  document.addEventListener("keydown", (event) => {
    const { target, key, defaultPrevented, ctrlKey, metaKey, altKey } = event;
    const free = target === document.body;
    if (!window_ || defaultPrevented || ctrlKey || metaKey || altKey) return;
    if (key === " " ? free || target.matches?.(".maplibregl-canvas") : free && ARROWS[key]) press(event);
  });

  function wire() {
    const box = brush();
    if (!box || box.dataset.wired) return;
    box.dataset.wired = "yes";
    box.addEventListener("pointerdown", grab);
    box.addEventListener("keydown", press);
    box.addEventListener("wheel", hauran.shown.wheel, { passive: false });
  }

  /* The window of so many hours or days from its begin on; up to the last day where there is no room, or where it is to end there. */
  function size(number) {
    const [from, [, last]] = [window_[0], span()];
    const { options: { mode }, grain } = hauran.time;
    const long = mode === "instant" ? grain() : Math.max(1, Math.round(number)) * grain();
    const until = mode === "remaining" ? last : Math.min(last, from + long - 1);
    set(mode === "remaining" ? until + 1 - long : Math.min(from, until + 1 - long), until, true);
  }

  /* A length that was typed; Dash's own word of it does not tell what a hand wrote from what we did. */
  document.addEventListener("change", ({ target }) => {
    const number = Number(target.id === "size" && target.value);
    if (number > 0 && window_) size(number);
    if (["size", "step"].includes(target.id)) setTimeout(hold, SETTLED_MS, target.id);
  });

  /* A number field that holds none, or another than is so, says what is. */
  function hold(id) {
    const field = document.getElementById(id);
    const so = id === "step" ? hauran.time.options.step : window_ && lasts(window_, hauran.time.grain() < 1);
    if (so && document.activeElement !== field && Number(field.value) !== so) hauran.setProps(id, { value: so });
  }

  /* How long a window is, in hours or days. */
  const lasts = ([from, until], hours) => Math.round((until - from + 1) * (hours ? 24 : 1) * 100) / 100;

  /* The window of two dates and two clocks, where that is another. A side that is set beyond the other takes it along. */
  function take(told) {
    if (told.some((part) => !part) || !window_ || told.every((part, i) => part === written[i])) return false;
    const [from, until, opens, closes] = told;
    const next = hauran.time.grain() < 1 ? hauran.moments.read(from, opens, until, closes) : hauran.moments.read(from, "00:00", until, "23:59");
    if (!next || (next[0] === window_[0] && next[1] === window_[1])) return false;
    const long = window_[1] - window_[0];
    const begins = from !== written[0] || opens !== written[2];
    if (next[0] >= next[1] + 1) set(...(begins ? [next[0], next[0] + long] : [next[1] - long, next[1]]), true);
    else set(...next, true);
    return true;
  }

  /* Another date (ISO 8601) of a side, "from" or "to"; null puts the one that holds back into its field. */
  function write(side, date) {
    const at = side === "to" ? 1 : 0;
    if (!date || !take(written.map((part, i) => (i === at ? date : part)))) hauran.setProps(side, { value: written[at] });
  }

  hauran.window = { get: () => window_, show: () => paint(window_), span, all: () => hauran.shown.all(), set, shift, tell, wire, rezone, write, momentAt };

  Object.assign(window.dash_clientside.hauran, {
    zoom: (clicks) => { if (clicks && window_) hauran.shown.toggle(); },
    showWindow: (days, unit) => {
      if (!days || !span()) { hauran.say("window-words", hauran.t("No dates")); return ["", "", "", "", ""]; }
      wire();
      if (!sending) { window_ = [...days]; paint(window_); }
      if (!hauran.moments.whole(...days) && hauran.time.grain() === 1) hauran.setProps("unit", { value: "hour" });
      if (days[2] && !hauran.time.options.utc) hauran.setProps("zone", { value: "utc" });
      const [[from, opens = "00:00"], [until, closes = "23:59"]] = hauran.iso(days[0], days[1]).map((side) => side.split("T"));
      written = [from, until, opens, closes];
      return [...written, lasts(days, unit === "hour")];
    },
    typeWindow: (...told) => { if (!hauran.typed.busy()) take(told); },
    reset: (clicks) => {
      if (!clicks) return;
      for (const id of ["types", "regions", "precisions", "statuses", "sources", "actors", "doubts", "claimants"]) hauran.setProps(id, { value: [] });
      for (const id of ["text", "deaths"]) hauran.setProps(id, { value: "" });
      hauran.setProps("unstated", { checked: false });
      hauran.setProps("extent", { checked: false });
      hauran.setProps("area", { data: null });
      if (hauran.shown.zoomed()) hauran.shown.out();
      if (span()) set(...span(), true);
    },
  });
})();
