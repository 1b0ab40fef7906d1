/* The words of the calendar of the date fields, where the page is not in English: DatesProvider looks for them under this name, as
   dayjs has them. They are those that the browser has for the page's language. */
(() => {
  const { lang } = document.documentElement;
  if (!lang || lang === "en") return;
  const { locale, MONTHS } = window.hauran;
  const named = (what, days) => days.map((day) => new Intl.DateTimeFormat(locale, { ...what, timeZone: "UTC" }).format(day));
  const firsts = Array.from({ length: 12 }, (_, month) => Date.UTC(2018, month, 15));
  const week = Array.from({ length: 7 }, (_, day) => Date.UTC(2018, 6, 1 + day)); // 1 July 2018 was a Sunday
  const weekdays = named({ weekday: "long" }, week);
  window[`dayjs_locale_${lang}`] = { name: lang, months: named({ month: "long" }, firsts), monthsShort: MONTHS, weekdays, weekdaysShort: weekdays, weekdaysMin: named({ weekday: "narrow" }, week), ordinal: (n) => n };
})();
