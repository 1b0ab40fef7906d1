/* The scale of the map: a round length and its width on the map in px, true at the latitude of the map's centre. */
(() => {
  const hauran = window.hauran;
  const EQUATOR_M = 40075016.686; // of Web Mercator
  const TILE_PX = 512;
  const WIDEST_PX = 96;

  function scale(map, widest) {
    const metres = (Math.cos((map.getCenter().lat * Math.PI) / 180) * EQUATOR_M) / (TILE_PX * 2 ** map.getZoom());
    const most = metres * widest;
    const power = 10 ** Math.floor(Math.log10(most));
    const length = [5, 2, 1].map((n) => n * power).find((n) => n <= most);
    return { px: length / metres, words: length < 1000 ? hauran.t("{n} m", { n: hauran.count(length) }) : hauran.t("{n} km", { n: hauran.count(length / 1000) }) };
  }

  function attach(map) {
    const bar = document.getElementById("scale");
    const show = () => { const { px, words } = scale(map, WIDEST_PX); bar.style.width = `${px}px`; hauran.say("scale", words); };
    map.on("move", show);
    show();
    bar.hidden = false;
  }

  hauran.scale = scale;
  hauran.parts.push({ attach });
})();
