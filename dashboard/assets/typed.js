/* A date that was typed and is none that the field takes: the field goes back to the date it had, and the page says so. */
(() => {
  const hauran = window.hauran;
  const TAKEN_MS = 80;
  const isDate = (target) => target.matches?.("input.mantine-DateInput-input");
  let before = "";

  /* Whether both may be the same day, however written, where the browser can read them. */
  const same = (typed, kept) => Math.abs(Date.parse(typed) - Date.parse(kept)) < hauran.DAY_MS;

  document.addEventListener("focusin", ({ target }) => { if (isDate(target)) before = target.value; });
  document.addEventListener("focusout", ({ target }) => {
    if (!isDate(target)) return;
    const [typed, had] = [target.value.trim(), before];
    setTimeout(() => {
      if (target.value !== had || typed === had || same(typed, had)) return;
      const range = target.closest(".dock") && hauran.window.all();
      hauran.say("notice", range ? hauran.t("“{typed}” is not taken as a date: write {date}, within {range}.", { typed, date: had, range: hauran.days(...range) })
        : hauran.t("“{typed}” is not taken as a date.", { typed }));
    }, TAKEN_MS);
  }, true);
})();
