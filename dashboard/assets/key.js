/* The page without what this store can never have: marks of the key, the figure of the displaced and its switch. */
(() => {
  const hauran = window.hauran;

  function attach() {
    const { marks } = hauran.engine.state.config;
    for (const line of document.querySelectorAll("[data-mark]")) line.hidden = !marks[line.dataset.mark];
  }

  hauran.parts.push({ attach });
})();
