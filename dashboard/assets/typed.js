/* Dates and numbers that are typed. The field itself takes the half of a date while it is written, and 31 February for 3 March: what is
   written is read here, on Enter or when the field is left, and said where it is no date. */
(() => {
  const hauran = window.hauran;
  const WRITTEN = [/^(?<y>\d{4})-(?<m>\d{1,2})-(?<d>\d{1,2})$/, /^(?<d>\d{1,2})[./-](?<m>\d{1,2})[./-](?<y>\d{4})$/, /^(?<d>\d{1,2})\.?\s+(?<name>\D+?)\.?,?\s+(?<y>\d{4})$/, /^(?<name>\D+?)\.?\s+(?<d>\d{1,2}),?\s+(?<y>\d{4})$/];
  const LEAST_LETTERS = 3;
  const EASTERN = /[٠-٩۰-۹]/g;
  const two = (n) => String(n).padStart(2, "0");
  const isDate = (target) => target.matches?.("input.mantine-DateInput-input");
  const names = (locale, month) => new Intl.DateTimeFormat(locale, { month, timeZone: "UTC" });
  const MONTHS = Array.from({ length: 12 }, (_, m) => [names("en", "long"), names(hauran.locale, "long"), names(hauran.locale, "short")].map((of) => of.format(Date.UTC(2018, m, 15)).toLowerCase()));
  let before = "";
  let busy = false; // a hand has written in the field that has the focus

  const western = (text) => text.replace(EASTERN, (digit) => digit.charCodeAt(0) & 15);
  const monthOf = (name) => 1 + MONTHS.findIndex((said) => said.includes(name) || (name.length >= LEAST_LETTERS && said[0].startsWith(name)));

  /* A date as people write it, the day before the month, in ISO 8601; null where it is none. */
  function read(text) {
    const plain = western(text.trim().toLowerCase());
    const { y, m, d, name } = WRITTEN.map((form) => plain.match(form)?.groups).find(Boolean) || {};
    const month = name ? monthOf(name) : Number(m);
    const day = new Date(Date.UTC(y, month - 1, d));
    return day.getUTCMonth() === month - 1 && day.getUTCDate() === Number(d) ? `${y}-${two(month)}-${two(d)}` : null;
  }

  function refuse(typed, range) {
    hauran.say("notice", range ? hauran.t("“{typed}” is not taken as a date: write it like {date}, within {range}.", { typed, date: hauran.days(range[0], range[0]), range: hauran.days(...range) })
      : hauran.t("“{typed}” is not taken as a date.", { typed }));
  }

  /* Takes what is written, or puts the date of before back. */
  function take(target) {
    if (!busy) return;
    busy = false;
    const typed = target.value.trim();
    const date = read(typed);
    const range = target.closest(".dock") && hauran.window.all();
    const within = date && (!range || (hauran.dayOf(date) >= range[0] && hauran.dayOf(date) <= range[1]));
    if (!within && typed) refuse(typed, range);
    if (range) hauran.window.write(target.id, within ? date : null);
    else if (typed) hauran.setProps(target.id, { value: within ? date : read(before) });
    if (within) before = typed;
  }

  /* A field for numbers drops the digits of an Arabic keyboard, and makes 19 of 1e9: it is given whole numbers in Latin digits alone. */
  document.addEventListener("beforeinput", (event) => {
    const { target, data, dataTransfer } = event;
    const given = data ?? dataTransfer?.getData("text/plain");
    if (!target.matches?.("input[inputmode]") || !given) return;
    const number = western(given).trim();
    const whole = /^\d+$/.test(number);
    if (whole ? number === given : given.length === 1) return; // a letter that is typed is dropped by the field
    event.preventDefault();
    if (whole) document.execCommand("insertText", false, number);
    else hauran.say("notice", hauran.t("“{typed}” is no whole number.", { typed: given }));
  }, true);
  document.addEventListener("focusin", ({ target }) => { if (isDate(target)) { before = target.value; busy = false; } });
  document.addEventListener("input", ({ target }) => { if (isDate(target)) busy = true; }, true);
  document.addEventListener("keydown", ({ key, target }) => { if (key === "Enter" && isDate(target)) take(target); });
  document.addEventListener("focusout", ({ target }) => { if (isDate(target)) take(target); });
  document.addEventListener("pointerdown", ({ target }) => { if (target.closest?.(".mantine-DateInput-day")) busy = false; }, true);

  hauran.typed = { busy: () => busy };
})();
