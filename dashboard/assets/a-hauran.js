/* The functions that Dash calls by name, and what every module speaks of: days, world units, numbers in words. */
window.dash_clientside = window.dash_clientside || {};
window.dash_clientside.hauran = window.dash_clientside.hauran || {};
(() => {
  const DAY_MS = 86400000;
  const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
  const count = (n) => n.toLocaleString("en-US");

  /* A span of days as people write it; the same words as dashboard.text.days. */
  function days(first, last) {
    const [a, b] = [new Date(first * DAY_MS), new Date(last * DAY_MS)];
    const [d1, m1, y1] = [a.getUTCDate(), a.getUTCMonth(), a.getUTCFullYear()];
    const [d2, m2, y2] = [b.getUTCDate(), b.getUTCMonth(), b.getUTCFullYear()];
    const end = `${d2} ${MONTHS[m2]} ${y2}`;
    if (first === last) return end;
    if (y1 === y2 && m1 === m2) return `${d1}–${end}`;
    if (y1 === y2) return `${d1} ${MONTHS[m1]} – ${end}`;
    return `${d1} ${MONTHS[m1]} ${y1} – ${end}`;
  }

  window.hauran = {
    DAY_MS,
    MONTHS,
    count,
    days,
    counted: (n, one, many) => `${count(n)} ${n === 1 ? one : many}`,
    span: (low, high) => (low === high ? count(low) : `${count(low)}–${count(high)}`),
    share: (part, whole) => (whole ? `${Math.round((part / whole) * 100)}%` : "–"),
    setProps: (id, props) => window.dash_clientside.set_props(id, props),
    isoOf: (day) => new Date(day * DAY_MS).toISOString().slice(0, 10),
    dayOf: (iso) => Math.round(Date.parse(`${iso.slice(0, 10)}T00:00:00Z`) / DAY_MS),
    /* Web Mercator as a share of the world: 0 to 1 from the west, 0 to 1 from the north. */
    world: ({ lng, lat }) => {
      const sine = Math.sin((lat * Math.PI) / 180);
      return [(lng + 180) / 360, 0.5 - (0.25 * Math.log((1 + sine) / (1 - sine))) / Math.PI];
    },
    lngLat: (x, y) => [x * 360 - 180, (Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI],
    say: (id, words) => { const box = document.getElementById(id); if (box && box.textContent !== words) box.textContent = words; },
  };
})();
