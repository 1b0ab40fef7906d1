/* The page without what this store can never have: marks of the key, the figure of the displaced and its switch. The key in the colours
   of the store's types, and with these where the filters beside the map, which name them too, are not seen. */
(() => {
  const hauran = window.hauran;
  let coloured = false;

  function attach() {
    const { marks } = hauran.engine.state.config;
    for (const line of document.querySelectorAll("[data-mark]")) line.hidden = !marks[line.dataset.mark];
  }

  /* The types of the store, the commonest first: [type, its number]. */
  function commonest({ all, types }) {
    const sums = types.map((_, t) => all.reduce((sum, n, i) => (i % types.length === t ? sum + n : sum), 0));
    return types.map((type, t) => [type, t]).filter(([, t]) => sums[t]).sort((a, b) => sums[b[1]] - sums[a[1]]);
  }

  function line([type, t], colour) {
    const box = document.createElement("div");
    const [rim, inner] = [document.createElement("i"), document.createElement("i")];
    rim.className = `swatch shape-${t + 1}`;
    inner.style.background = colour;
    rim.append(inner);
    box.append(rim, hauran.t(type));
    return box;
  }

  function paint(state) {
    if (coloured || !state.all) return;
    coloured = true;
    const found = commonest(state);
    const colours = found.map(([type]) => state.themes.colours[type]);
    const legend = document.getElementById("legend");
    if (colours[0]) legend.style.setProperty("--mark", colours[0]);
    if (colours[1]) legend.style.setProperty("--mark-too", colours[1]);
    document.getElementById("key-types").replaceChildren(...found.map((one, k) => line(one, colours[k])));
  }

  hauran.parts.push({ attach, paint });
})();
