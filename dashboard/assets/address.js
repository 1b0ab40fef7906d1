/* The address bar follows the page; drawers open and close. */
(() => {
  const hauran = window.hauran;
  const KEPT = ["theme", "lang", "embed"]; // what the address says and no control does
  const PACES = ["mode", "step", "speed", "loop", "shown"];
  const MODES = ["cumulative", "remaining", "instant"];
  const STEP = /^([1-9]\d{0,2})-(hour|day|week|month)$/;
  const DAYS = /^(\d{4}-\d\d-\d\d)\.\.(\d{4}-\d\d-\d\d)$/;
  const SPEED = /^(0\.25|0\.5|2|4|8|16)$/;
  const opened = new URLSearchParams(location.search);
  let asked = PACES.filter((name) => opened.get(name)).map((name) => [name, opened.get(name)]); // until the page has them
  let told = null;

  /* How time walks and which days the timeline shows, where that is not as at first. The browser alone knows. */
  function paces() {
    const { mode, step, unit, speed, loop } = hauran.time.options;
    const plain = hauran.window.get() && !hauran.moments.whole(...hauran.window.get()) ? "hour" : "day"; // what the window itself asks for
    const days = hauran.shown.zoomed() && hauran.iso(...hauran.shown.get()).join("..");
    const found = { mode: mode !== "window" && mode, step: (step !== 1 || unit !== plain) && `${step}-${unit}`, speed: speed !== 1 && speed, loop: loop && "on", shown: days };
    return Object.entries(found).filter(([, value]) => value);
  }

  /* Takes from the address how time walks; what is no such thing is passed over. */
  function restore() {
    const wanted = Object.fromEntries(asked);
    asked = null;
    const [, count, unit] = wanted.step?.match(STEP) || [];
    const [, from, until] = wanted.shown?.match(DAYS) || [];
    if (MODES.includes(wanted.mode)) hauran.setProps("mode", { value: wanted.mode });
    if (unit) { hauran.setProps("step", { value: Number(count) }); hauran.setProps("unit", { value: unit }); }
    if (SPEED.test(wanted.speed)) hauran.setProps("speed", { value: wanted.speed });
    if (wanted.loop === "on") hauran.setProps("loop", { checked: true });
    const days = [from, until].map((date) => date && hauran.dayOf(date));
    if (days.every(Number.isFinite) && days[0] <= days[1] && hauran.window.get()) hauran.shown.look(days);
  }

  function write() {
    if (told === null) return;
    const now = new URLSearchParams(location.search);
    const pairs = [...KEPT.map((name) => [name, now.get(name)]), ...(asked || paces())];
    const kept = pairs.filter(([, value]) => value).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
    const whole = [told, ...kept].filter(Boolean).join("&");
    const next = location.pathname + (whole ? `?${whole}` : "");
    if (next !== location.pathname + location.search) history.replaceState(history.state, "", next);
    dispatchEvent(new Event("hauran-address"));
  }

  hauran.address = { write };
  hauran.parts.push({ paint: () => { if (asked) restore(); } });

  Object.assign(window.dash_clientside.hauran, {
    address: (query) => {
      if (query === undefined || query === null) return;
      told = query;
      write();
    },
    /* The same view in the other language. */
    language: (clicks, name) => {
      if (!clicks) return;
      const wanted = new URLSearchParams(location.search);
      wanted.set("lang", name);
      location.search = wanted.toString();
    },
    toggle: (clicks, hidden) => {
      setTimeout(() => dispatchEvent(new Event("resize")), 0);
      return clicks ? !hidden : hidden;
    },
    rail: (open, close, names) => {
      setTimeout(() => dispatchEvent(new Event("resize")), 0);
      const flag = matchMedia("(max-width: 900px)").matches ? "rail-open" : "rail-shut";
      return names.includes(flag) ? names.replace(` ${flag}`, "") : `${names} ${flag}`;
    },
  });

  addEventListener("keydown", (event) => {
    const shown = (id) => { const box = document.getElementById(id); return box && !box.hidden && box; };
    if (event.key !== "Escape") return;
    const rail = document.querySelector(".rail-open .rail");
    if (rail?.getClientRects().length && matchMedia("(max-width: 900px)").matches) { document.getElementById("rail-close").click(); document.getElementById("rail-toggle").focus(); }
    else if (shown("drawer")) document.getElementById("close").click();
  });
})();
