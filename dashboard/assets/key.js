/* The key of the map: without the marks that this store can never have. */
(() => {
  const hauran = window.hauran;

  function attach() {
    const { config, strip } = hauran.engine.state;
    const there = { ...config.marks, displaced: strip.length > 0 };
    for (const line of document.querySelectorAll("#legend [data-mark]")) line.hidden = !there[line.dataset.mark];
  }

  hauran.parts.push({ attach });
})();
