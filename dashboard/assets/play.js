/* Play: the window walks a step at a time and waits until each step is drawn. */
(() => {
  const hauran = window.hauran;
  const PACE_MS = 450;
  let playing = false;
  let last = 0;
  let timer = 0;

  const step = () => Math.max(1, Math.round((hauran.window.get()[1] - hauran.window.get()[0] + 1) / 7));

  function walk() {
    const [, end] = hauran.window.span();
    if (!playing) return;
    if (hauran.window.get()[1] >= end) { stop(); return; }
    last = performance.now();
    hauran.window.shift(step(), true);
  }

  function stop() {
    playing = false;
    clearTimeout(timer);
    hauran.setProps("play", { className: "tool" });
    document.getElementById("play").setAttribute("aria-label", "Play");
  }

  function start() {
    const [first, end] = hauran.window.span();
    const [from, until] = hauran.window.get();
    playing = true;
    document.getElementById("play").setAttribute("aria-label", "Pause");
    const days = until - from + 1;
    if (days >= end - first + 1) hauran.window.set(first, first + Math.max(0, Math.ceil((end - first + 1) / 8) - 1), true);
    else if (until >= end) hauran.window.set(first, first + days - 1, true);
    else walk();
  }

  Object.assign(window.dash_clientside.hauran, {
    play: (clicks) => {
      if (!clicks || !hauran.window.span()) return "tool";
      if (playing) { stop(); return "tool"; }
      start();
      return playing ? "tool playing" : "tool";
    },
    drawn: () => {
      if (!playing) return;
      clearTimeout(timer);
      timer = setTimeout(walk, Math.max(0, PACE_MS - (performance.now() - last)));
    },
  });
})();
