/* What the page shows, in words: for whatever leaves it as a picture, on paper, or as a line over an embedded map. */
(() => {
  const hauran = window.hauran;
  const { beside } = hauran;

  const days = () => { const shown = hauran.window.get(); return shown ? hauran.days(...shown) : ""; };
  const filters = () => [...document.querySelectorAll("#chips .chip")].map((chip) => chip.textContent);

  /* "12 of 56 incidents", or "56 incidents" where all are shown. */
  const incidents = (part, total) => (part === total ? hauran.tn("{n} incident", "{n} incidents", total)
    : hauran.tn("{part} of {n} incident", "{part} of {n} incidents", total, { part: hauran.count(part) }));
  const figures = (part, total) => (part === total ? hauran.tn("{n} displacement figure", "{n} displacement figures", total)
    : hauran.tn("{part} of {n} displacement figure", "{part} of {n} displacement figures", total, { part: hauran.count(part) }));

  const counted = () => { const { counts, columns } = hauran.engine.state; return counts ? incidents(counts.total, columns.n) : ""; };

  /* The strip of figures but for the incidents: [name, value, note], those that say something. */
  const strip = () => [...document.querySelectorAll("#figures .figure")].slice(1)
    .map((box) => ["name", "value", "note"].map((part) => box.querySelector(`.figure-${part}`)?.textContent || ""))
    .filter(([, value]) => value && value !== "–");

  /* The name of a file of the view, its ending apart: with the days that it shows. */
  const file = () => ["hauran", ...(hauran.window.get() ? hauran.iso(...hauran.window.get()) : [])].join("_").replaceAll(":", "");

  hauran.facts = { beside, days, filters, incidents, figures, counted, strip, file, title: () => beside([document.title, days()], hauran.rtl ? "، " : ", ") };
})();
