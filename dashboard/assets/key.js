/* The page without what this store can never have: marks of the key, the figure of the displaced and its switch. */
(() => {
  const hauran = window.hauran;

  function attach() {
    const { marks } = hauran.engine.state.config;
    const colours = [...document.querySelectorAll("#types .swatch > i")].map((swatch) => swatch.style.background);
    const legend = document.getElementById("legend");
    if (colours[0]) legend.style.setProperty("--mark", colours[0]); // the commonest type's
    if (colours[1]) legend.style.setProperty("--mark-too", colours[1]);
    for (const line of document.querySelectorAll("[data-mark]")) line.hidden = !marks[line.dataset.mark];
  }

  hauran.parts.push({ attach });
})();
