/* The text that Plotly writes on the map, the figures of the displaced, has no halo of its own: with one it is read over coloured
   regions, too. */
(() => {
  const hauran = window.hauran;
  const OURS = /^plotly-trace-layer-.*-symbol$/;
  const HALO = "text-halo-color";
  const WIDTH_PX = 1.6;

  function surround(map) {
    const { theme } = hauran.engine.state;
    if (!theme || !map.getStyle()) return;
    for (const id of map.getLayersOrder()) {
      if (!OURS.test(id) || map.getPaintProperty(id, HALO) === theme.paper) continue;
      map.setPaintProperty(id, HALO, theme.paper);
      map.setPaintProperty(id, "text-halo-width", WIDTH_PX);
    }
  }

  let map_ = null;
  hauran.parts.push({
    attach: (map) => { map_ = map; map.on("styledata", () => surround(map)); },
    wear: () => { if (map_) surround(map_); },
  });
})();
