/* The functions that Dash calls by name, and what every module speaks of: words and numbers of the language, days, world units. */
window.dash_clientside = window.dash_clientside || {};
window.dash_clientside.hauran = window.dash_clientside.hauran || {};
(() => {
  const DAY_MS = 86400000;
  const { lang, dir } = document.documentElement;
  const locale = { en: "en-US", ar: "ar-SY" }[lang] || "en-US";
  const words = JSON.parse(document.getElementById("words")?.textContent || "{}");
  const figures = new Intl.NumberFormat(locale);
  const plurals = new Intl.PluralRules(locale);
  const FORMS = ["zero", "one", "two", "few", "many", "other"];
  const MONTHS = Array.from({ length: 12 }, (_, m) => new Intl.DateTimeFormat(locale, { month: "short", timeZone: "UTC" }).format(Date.UTC(2018, m, 15)));
  const plain = new Intl.NumberFormat(locale, { useGrouping: false });
  const count = (n) => figures.format(n);
  const year = (n) => plain.format(n);
  const fill = (phrase, values) => phrase.replace(/\{(\w+)\}/g, (whole, name) => values?.[name] ?? whole);

  /* The phrase in the language of the page, its {names} filled in; English where there is no translation. */
  const t = (phrase, values) => fill(typeof words[phrase] === "string" ? words[phrase] : phrase, values);

  /* The phrase in the form that `n` asks for; {n} in it is the number. */
  function tn(one, many, n, values) {
    const forms = words[many];
    const phrase = Array.isArray(forms) ? forms[FORMS.indexOf(plurals.select(n))] : n === 1 ? one : many;
    return fill(phrase, { n: count(n), ...values });
  }

  /* Parts of a line beside one another, none that is empty; each keeps its own direction. A middle dot looks like the Arabic nought:
     there it is a comma. */
  const beside = (parts, between = t(" · ")) => parts.filter(Boolean).map((part) => (dir === "rtl" ? `\u2068${part}\u2069` : part)).join(between);

  window.hauran = {
    DAY_MS,
    MONTHS,
    locale,
    rtl: dir === "rtl",
    /* What joins the map besides the glyphs: { attach(map), wear(theme), paint(state), settle(state) }, each where it is wanted. */
    parts: [],
    t,
    tn,
    beside,
    count,
    year,
    span: (low, high) => (low === high ? count(low) : `${count(low)}–${count(high)}`),
    share: (part, whole) => (whole ? new Intl.NumberFormat(locale, { style: "percent" }).format(part / whole) : "–"),
    setProps: (id, props) => window.dash_clientside.set_props(id, props),
    /* Web Mercator as a share of the world: 0 to 1 from the west, 0 to 1 from the north. */
    world: ({ lng, lat }) => {
      const sine = Math.sin((lat * Math.PI) / 180);
      return [(lng + 180) / 360, 0.5 - (0.25 * Math.log((1 + sine) / (1 - sine))) / Math.PI];
    },
    lngLat: (x, y) => [x * 360 - 180, (Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI],
    /* Puts words on the clipboard; without https by way of a field beside `near`, which has the focus afterwards. */
    copy: async (words, near) => {
      try {
        await navigator.clipboard.writeText(words);
      } catch {
        const field = Object.assign(document.createElement("textarea"), { value: words });
        near.after(field);
        field.select();
        document.execCommand("copy");
        field.remove();
        near.focus();
      }
    },
    say: (id, words) => { const box = document.getElementById(id); if (box && box.textContent !== words) box.textContent = words; },
  };
})();
