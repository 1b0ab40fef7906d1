/* Names on a map: where there is room for them, and how they are written. */
window.alone = {};
(() => {
  "use strict";
  const CELL = 64;
  const GAP = 3;
  const LETTERS = 32;
  const TALL = 14;
  const HALO = "rgba(244, 242, 237, .92)";
  const FONT = '"Noto Sans", "Noto Sans Arabic", system-ui, sans-serif';

  /* Boxes (left, top, right, bottom) that are taken, sorted into cells so that thousands are asked quickly. */
  function room(width, height) {
    const cells = new Map();
    const touch = (a, b) => a[0] < b[2] && a[2] > b[0] && a[1] < b[3] && a[3] > b[1];
    function* near([left, top, right, bottom]) {
      const [x0, x1, y0, y1] = [Math.max(0, left), Math.min(width, right), Math.max(0, top), Math.min(height, bottom)];
      for (let x = Math.floor(x0 / CELL); x <= x1 / CELL; x++) for (let y = Math.floor(y0 / CELL); y <= y1 / CELL; y++) yield `${x} ${y}`;
    }
    const within = ([left, top, right, bottom]) => left >= GAP && top >= GAP && right <= width - GAP && bottom <= height - GAP;
    return {
      take(box) { for (const cell of near(box)) { if (!cells.has(cell)) cells.set(cell, []); cells.get(cell).push(box); } },
      free(box) { if (!within(box)) return false; for (const cell of near(box)) if (cells.get(cell)?.some((other) => touch(box, other))) return false; return true; },
    };
  }

  /* Boxes for words beside a disc: where reading goes on, on the other side, below, above. */
  function beside(x, y, size, wide, rtl) {
    const [out, half] = [size + GAP + 1, TALL / 2];
    const right = [x + out, y - half, x + out + wide, y + half];
    const left = [x - out - wide, y - half, x - out, y + half];
    return [...(rtl ? [left, right] : [right, left]), [x - wide / 2, y + out - 1, x + wide / 2, y + out - 1 + TALL], [x - wide / 2, y - out + 1 - TALL, x + wide / 2, y - out + 1]];
  }

  const middle = (x, y, wide) => [[x - wide / 2, y - TALL / 2, x + wide / 2, y + TALL / 2]];
  const short = (words) => ([...words].length > LETTERS ? `${[...words].slice(0, LETTERS - 1).join("").trimEnd()}…` : words);

  function write(pen, [left, top], words, ink, halo = HALO) {
    pen.textAlign = "left";
    pen.lineJoin = "round";
    pen.lineWidth = 3.5;
    pen.strokeStyle = halo;
    pen.strokeText(words, left, top + 11);
    pen.fillStyle = ink;
    pen.fillText(words, left, top + 11);
  }

  /* Writes words in the first of the boxes that is free, and takes it; whether there was one. */
  function placed(pen, taken, boxes, words, ink) {
    const box = boxes.find(taken.free);
    if (!box) return false;
    taken.take(box);
    write(pen, box, words, ink);
    return true;
  }

  Object.assign(window.alone, { room, beside, middle, short, write, placed, FONT });
})();
