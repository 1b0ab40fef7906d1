/* People displaced: the table, the strip under the bars and the marks on the map. */
(() => {
  "use strict";
  const { alone } = window;
  const COLOUR = "#6a3d9a";
  const INK = "#4b2576";
  const STRIP = 42;
  const BAND = 20;
  const SIZE = 8;

  /* Fills the section; nothing of it stays hidden where there are figures. */
  function table(told, { words, element, made }) {
    element("displaced").hidden = false;
    element("people").textContent = words.displaced;
    const range = made("bdi", told.range);
    range.dir = document.documentElement.dir; // numbers alone have no direction of their own
    element("total").append(range, told.valid);
    element("as-of").textContent = told.as_of;
    element("rivals").textContent = told.rivals;
    element("figures-head").append(...["figure", "place", "date", "claimant"].map((name) => { const head = made("th", words[name]); head.scope = "col"; return head; }));
    element("figures").append(...told.groups.map(([heading, rows]) => {
      const body = made("tbody");
      const head = made("th", heading, "group");
      [head.colSpan, head.scope] = [4, "rowgroup"];
      const first = made("tr");
      first.append(head);
      body.append(first, ...rows.map(([figure, place, why, when, by, url]) => {
        const line = made("tr");
        const where = made("td", place || "–");
        if (why) where.append(made("small", why));
        const who = made("td", by);
        if (/^https?:\/\//.test(url)) { const link = made("a", words.link); link.href = url; link.rel = "noopener noreferrer"; link.target = "_blank"; who.append(" ", link); }
        const number = made("td");
        number.append(made("b", figure));
        line.append(number, where, made("td", when), who);
        return line;
      }));
      return body;
    }));
  }

  /* Steps from the lowest to the highest claim, arrivals a day as paler bars of a scale of their own. `x` is where a day begins. */
  function strip(pen, told, x, { bottom, shown, rtl, edge, count }) {
    const bars = (rows, tall, drawn) => {
      const top = Math.max(1, ...rows.map((row) => row[3]));
      for (const [from, to, low, high] of rows) {
        const [a, b] = [x(from), x(to + 1)].sort((p, q) => p - q);
        pen.globalAlpha = from <= shown[1] && to >= shown[0] ? 1 : 0.4;
        drawn(a, b - a, bottom - (low / top) * tall, bottom - (high / top) * tall, pen.globalAlpha);
      }
    };
    const tall = BAND;
    pen.fillStyle = COLOUR;
    bars(told.arrivals, told.steps.length ? tall / 2 : tall, (left, wide, _, high, alpha) => { pen.globalAlpha = 0.35 * alpha; pen.fillRect(left + 0.5, high, Math.max(1, wide - 1), bottom - high); });
    bars(told.steps, tall, (left, wide, low, high, alpha) => {
      pen.globalAlpha = 0.3 * alpha;
      pen.fillRect(left, high, wide, Math.max(1, low - high));
      pen.globalAlpha = alpha;
      pen.fillRect(left, high - 0.75, wide, 1.5);
    });
    pen.globalAlpha = 1;
    pen.fillStyle = INK;
    pen.textAlign = rtl ? "right" : "left";
    const rows = told.steps.length ? told.steps : told.arrivals;
    pen.fillText(`◆ ${count(Math.max(...rows.map((row) => row[3])))}`, edge, bottom - tall - 4);
  }

  function diamond(pen, x, y, size) {
    pen.beginPath();
    for (const [a, b] of [[0, -1], [1, 0], [0, 1], [-1, 0]]) pen.lineTo(x + a * size, y + b * size);
    pen.closePath();
    pen.fillStyle = COLOUR;
    pen.fill();
    pen.strokeStyle = "#fff";
    pen.lineWidth = 1.5;
    pen.stroke();
  }

  const font = (pen) => { pen.font = `700 13px ${alone.FONT}`; };

  /* Where each mark and its range stand; a range with no room among the others is left to be pointed at. */
  function laid(pen, marks, at, taken, rtl) {
    font(pen);
    const { clientWidth, clientHeight } = pen.canvas;
    const others = alone.room(clientWidth, clientHeight);
    const spots = marks.map((mark) => ({ mark, at: at(mark.x, mark.y) })).filter(({ at: [x, y] }) => x >= 0 && x <= clientWidth && y >= 0 && y <= clientHeight);
    for (const { at: [x, y] } of spots) for (const one of [taken, others]) one.take([x - SIZE, y - SIZE, x + SIZE, y + SIZE]);
    return spots.map(({ mark, at: [x, y] }) => {
      const boxes = alone.beside(x, y, SIZE, pen.measureText(mark.label).width, rtl);
      const box = boxes.find((one) => taken.free(one) && others.free(one)) || boxes.find(others.free);
      if (box) for (const one of [taken, others]) one.take(box);
      return { mark, x, y, box };
    });
  }

  function marks(pen, spots) {
    font(pen);
    for (const { mark, x, y, box } of spots) {
      diamond(pen, x, y, SIZE);
      if (box) alone.write(pen, box, mark.label, INK, "rgba(255, 255, 255, .94)");
    }
  }

  const holds = ({ x, y, box }, px, py) => Math.abs(x - px) + Math.abs(y - py) <= SIZE + 5 || (box && px >= box[0] && px <= box[2] && py >= box[1] && py <= box[3]);

  alone.displaced = { STRIP, table, strip, laid, marks, holds, diamond };
})();
