/* Days and minutes. A window is two numbers, days since 1970-01-01, both inclusive; a part of a day is a share of it, so that a window
   lasts from `from` to `until + 1`. A third value says that its clocks are those of UTC; else they are those of the places. Whole days
   are those of the places. */
(() => {
  const hauran = window.hauran;
  const { DAY_MS, MONTHS, count, year } = hauran;
  const MINUTES = 1440;
  const two = new Intl.NumberFormat(hauran.locale, { minimumIntegerDigits: 2 });

  /* First and last minute, both inclusive, since 1970-01-01. */
  const minutes = (from, until) => [Math.round(from * MINUTES), Math.round((until + 1) * MINUTES) - 1];
  const parted = (minute) => { const day = Math.floor(minute / MINUTES); return [day, minute - day * MINUTES]; };
  const whole = (from, until) => Number.isInteger(from) && Number.isInteger(until);

  /* Minutes since midnight as a clock shows them. */
  const clock = (minute) => `${two.format(Math.floor(minute / 60))}:${two.format(minute % 60)}`;

  /* A window as people write it; the same words as dashboard.text.window. */
  function days(from, until, utc) {
    if (whole(from, until)) return dates(from, until);
    const [[first, begins], [last, ends]] = minutes(from, until).map(parted);
    const at = (day, said) => hauran.t("{day}, {clock}", { day: dates(day, day), clock: said });
    const side = (day, minute, open) => (minute === open ? dates(day, day) : at(day, clock(minute)));
    const said = first === last ? at(first, `${clock(begins)}–${clock(ends)}`) : `${side(first, begins, 0)} – ${side(last, ends, MINUTES - 1)}`;
    return `${said} ${zone(utc)}`;
  }

  const zone = (utc) => (utc ? hauran.t("UTC") : hauran.t("local time"));

  /* A span of whole days without repeating what both share. */
  function dates(first, last) {
    const [a, b] = [new Date(first * DAY_MS), new Date(last * DAY_MS)];
    const [d1, m1, y1] = [a.getUTCDate(), a.getUTCMonth(), a.getUTCFullYear()];
    const [d2, m2, y2] = [b.getUTCDate(), b.getUTCMonth(), b.getUTCFullYear()];
    const end = `${count(d2)} ${MONTHS[m2]} ${year(y2)}`;
    if (first === last) return end;
    if (y1 === y2 && m1 === m2) return `${count(d1)}–${end}`;
    if (y1 === y2) return `${count(d1)} ${MONTHS[m1]} – ${end}`;
    return `${count(d1)} ${MONTHS[m1]} ${year(y1)} – ${end}`;
  }

  /* How long a window is; the same words as dashboard.text.length. */
  function length(from, until) {
    const [first, last] = minutes(from, until);
    const all = last - first + 1;
    if (all % MINUTES === 0) return hauran.tn("{n} day", "{n} days", all / MINUTES);
    const [hours, rest] = [Math.floor(all / 60), all % 60];
    return [hours ? hauran.tn("{n} hour", "{n} hours", hours) : "", rest ? hauran.tn("{n} minute", "{n} minutes", rest) : ""].filter(Boolean).join(" ");
  }

  /* The two sides in ISO 8601: a day, or a minute of it where it begins or ends within one. */
  function iso(from, until, utc) {
    const [[first, begins], [last, ends]] = minutes(from, until).map(parted);
    const date = (day) => new Date(day * DAY_MS).toISOString().slice(0, 10);
    const time = (minute) => `T${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}${utc ? "Z" : ""}`;
    return [date(first) + (begins ? time(begins) : ""), date(last) + (ends < MINUTES - 1 ? time(ends) : "")];
  }

  const dayOf = (date) => Math.round(Date.parse(`${date.slice(0, 10)}T00:00:00Z`) / DAY_MS);
  const minuteOf = (time) => { const [hours, rest] = time.split(":").map(Number); return hours * 60 + rest; };

  /* The window of two dates (ISO) and two clocks ("06:00", inclusive); null where one cannot be read. */
  function read(date, time, until, last) {
    const [a, b] = [dayOf(date) * MINUTES + minuteOf(time), dayOf(until) * MINUTES + minuteOf(last)];
    return Number.isFinite(a) && Number.isFinite(b) ? [a / MINUTES, (b + 1) / MINUTES - 1] : null;
  }

  Object.assign(hauran, { days, length, iso, dayOf, moments: { minutes, whole, zone, clock, read } });
})();
