/* What the page shows, in words: for whatever leaves it as a picture, on paper, or as a line over an embedded map. */
(() => {
  const hauran = window.hauran;
  const { beside } = hauran;

  const days = () => { const shown = hauran.window.get(); return shown ? hauran.days(...shown) : ""; };
  const filters = () => [...document.querySelectorAll("#chips .chip")].map((chip) => chip.textContent);

  /* "12 of 56 incidents", or "56 incidents" where all are shown. */
  const of = (part, total, one, many, partOne, partMany) => (part === total ? hauran.tn(one, many, total) : hauran.tn(partOne, partMany, total, { part: hauran.count(part) }));
  const incidents = (part, total) => of(part, total, "{n} incident", "{n} incidents", "{part} of {n} incident", "{part} of {n} incidents");
  const figures = (part, total) => of(part, total, "{n} displacement figure", "{n} displacement figures", "{part} of {n} displacement figure", "{part} of {n} displacement figures");

  const counted = () => { const { counts, columns } = hauran.engine.state; return counts ? incidents(counts.total, columns.n) : ""; };

  /* The strip of figures but for the incidents: [name, value, note], those that say something. */
  const strip = () => [...document.querySelectorAll("#figures .figure")].slice(1)
    .map((box) => ["name", "value", "note"].map((part) => box.querySelector(`.figure-${part}`)?.textContent || ""))
    .filter(([, value]) => value && value !== "–");

  /* The name of a file of the view, its ending apart: with the days that it shows. */
  const file = () => ["hauran", ...(hauran.window.get() ? hauran.iso(...hauran.window.get()) : [])].join("_").replaceAll(":", "");

  hauran.facts = { beside, days, filters, incidents, figures, counted, strip, file, title: () => beside([document.title, days()], hauran.rtl ? "، " : ", ") };
})();
