/* The days that the timeline shows: all of the store, or fewer. The window lies within them; one of all days of the store goes with
   them. The wheel makes the window longer and shorter, with Ctrl or Cmd it zooms the timeline; so do + and −, and Ctrl or Cmd with an
   arrow moves along it. */
(() => {
  const hauran = window.hauran;
  const NOTCH_PX = 100; // of a wheel
  const LINE_PX = 33;
  const ZOOM = 1.25;
  const WIDEN = 0.1; // of the window, a notch
  const PAN = 0.125; // of what is shown, a press
  let turned = 0;
  let follows = false;

  const box = () => document.getElementById("brush");
  const zoomed = () => box().dataset.wholeFirst !== undefined;

  /* First and last day shown; null where the store has none. */
  const get = () => {
    const { first, last } = box().dataset;
    return first === "" ? null : [Number(first), Number(last)];
  };

  /* First and last day of the store. */
  const all = () => {
    const { first, last, wholeFirst, wholeLast } = box().dataset;
    return first === "" ? null : [Number(wholeFirst ?? first), Number(wholeLast ?? last)];
  };

  /* Shows these days, as far as the store has them, and those of the window. */
  function look([first, last]) {
    const { dataset } = box();
    const whole = all();
    const [from, until] = hauran.window.get();
    const held = get();
    follows = from === held[0] && until === held[1] && (follows || !zoomed());
    const next = follows ? [Math.max(whole[0], first), Math.min(whole[1], last)]
      : [Math.max(whole[0], Math.min(first, Math.floor(from))), Math.min(whole[1], Math.max(last, Math.ceil(until)))];
    if (next[0] === held[0] && next[1] === held[1]) return;
    const fewer = next[0] > whole[0] || next[1] < whole[1];
    if (fewer) [dataset.wholeFirst, dataset.wholeLast] = whole;
    else { delete dataset.wholeFirst; delete dataset.wholeLast; }
    [dataset.first, dataset.last] = next;
    const button = document.getElementById("zoom");
    button.textContent = fewer ? hauran.t("Zoom out") : hauran.t("Zoom in");
    button.title = fewer ? hauran.t("Show all days in the timeline") : hauran.t("Show the window alone in the timeline");
    hauran.engine.zoom(next);
    if (follows) hauran.window.set(...next); else hauran.window.show();
    hauran.address.write();
  }

  /* All days again; the window keeps its own. */
  function out() {
    follows = false;
    look(all());
  }

  const toggle = () => (zoomed() ? out() : look(hauran.window.get()));

  /* Shows so many times as many days, the moment `about` staying where it is. */
  function scale(times, about) {
    const [first, last] = get();
    const [days, most] = [last - first + 1, all()[1] - all()[0] + 1];
    const next = Math.min(most, Math.max(1, times < 1 ? Math.floor(days * times) : Math.ceil(days * times)));
    const begin = Math.min(Math.max(all()[0], Math.round(about - ((about - first) / days) * next)), all()[1] + 1 - next);
    look([begin, begin + next - 1]);
  }

  function pan(direction) {
    const [first, last] = get();
    const [low, high] = all();
    const step = Math.max(1, Math.round((last - first + 1) * PAN)) * direction;
    const moved = Math.min(Math.max(step, low - first), high - last);
    look([first + moved, last + moved]);
  }

  /* The window longer, or shorter, on both sides. */
  function widen(notches) {
    const grain = hauran.time.grain();
    const [from, until] = hauran.window.get();
    const step = Math.max(1, Math.round(((until - from + 1) * WIDEN) / grain)) * grain * notches;
    const [first, last] = [from - step, until + step];
    if (last - first + 1 > grain / 2) hauran.window.set(first, last);
  }

  function wheel(event) {
    if (!hauran.window.get()) return;
    event.preventDefault();
    turned += event.deltaY * (event.deltaMode ? LINE_PX : 1);
    const notches = Math.trunc(turned / NOTCH_PX);
    turned -= notches * NOTCH_PX;
    if (!notches) return;
    if (event.ctrlKey || event.metaKey) scale(ZOOM ** notches, hauran.window.momentAt(event.clientX)); else widen(notches);
  }

  const KEYS = { "+": 1 / ZOOM, "=": 1 / ZOOM, "-": ZOOM, "−": ZOOM };

  /* Whether the key was one of these; `direction`: that of an arrow key. */
  function press(event, direction) {
    const bound = event.ctrlKey || event.metaKey;
    if (KEYS[event.key] && !bound) { const [from, until] = hauran.window.get(); scale(KEYS[event.key], (from + until + 1) / 2); }
    else if (bound && direction) pan(direction);
    else return false;
    return true;
  }

  hauran.shown = { get, all, zoomed, look, out, toggle, wheel, press };
})();
