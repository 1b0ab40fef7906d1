/* The page on paper: words, and map and timeline as pictures, since a canvas does not print. From the dialog it is light and fine; the
   browser's own print command gets the page as it stands. */
(() => {
  const hauran = window.hauran;
  const FINE = 3;
  const paper = () => document.getElementById("print");
  let ready = false;

  function image(canvas, words) {
    const made = document.createElement("img");
    made.src = canvas.toDataURL("image/png");
    made.alt = words;
    return made;
  }

  function icon({ draw }) {
    const made = document.createElement("canvas");
    made.width = made.height = 16 * FINE + 6;
    const pen = made.getContext("2d");
    pen.scale(FINE, FINE);
    pen.translate(1, 1);
    draw(pen, 0, 0);
    return image(made, "");
  }

  function put(words, parts, width) {
    const box = (name) => paper().querySelector(name);
    const line = (words_, ...before) => { const p = document.createElement("p"); p.append(...before, words_); return p; };
    const texts = { h1: words.title, ".paper-filtered": words.filtered, ".paper-counted": words.counted, ".paper-sources": words.sources, ".paper-made": words.made };
    for (const [name, text] of Object.entries(texts)) box(name).textContent = text;
    box(".paper-map").replaceChildren(...(parts.map ? [image(hauran.picture.framed(parts, width), hauran.t("Map of incidents"))] : []));
    box(".paper-chart").replaceChildren(image(parts.chart, hauran.t("Incidents over time")));
    box(".paper-key").replaceChildren(...parts.key.map((one) => line(one.words, ...(one.bare ? [] : [icon(one)]))), ...(parts.scale ? [line(hauran.t("Scale bar: {length}", { length: parts.scale.words }))] : []));
    const done = [...paper().querySelectorAll("img")].map((one) => one.decode());
    ready = true;
    return Promise.all(done);
  }

  const width = () => Math.max(760, hauran.engine.state.map?.getContainer().clientWidth || 0);

  async function fill(title = "") {
    await hauran.picture.answered();
    const [words, parts] = [await hauran.picture.said(title), await hauran.picture.take(width())];
    await put(words, parts, width());
  }

  /* What can be had at once, as the print command of the browser does not wait. */
  function hastily() {
    const { state } = hauran.engine;
    if (ready || !state.columns?.n || !state.theme) return;
    const { map } = state;
    const grown = map ? width() / map.getContainer().clientWidth : 1;
    const bar = map && hauran.scale(map, hauran.picture.SCALE_PX);
    const worn = state.theme;
    state.theme = state.themes.themes.light; // of chart and key; the map stays as it is
    put(hauran.picture.phrased("", { named: [document.querySelector("#datasets span")?.title].filter(Boolean), attribution: document.querySelector(".maplibregl-ctrl-attrib-inner")?.textContent || "" }), {
      map: map && hauran.picture.shot(map), height: map ? map.getContainer().clientHeight * grown : 0, chart: hauran.picture.chart(width()), scale: bar && { px: bar.px * grown, words: bar.words }, key: hauran.picture.key(), theme: state.theme,
    }, width());
    state.theme = worn;
  }

  async function now(title) {
    await fill(title);
    document.getElementById("share").close();
    window.print();
  }

  addEventListener("beforeprint", hastily);
  addEventListener("afterprint", () => { ready = false; });
  hauran.print = { fill, now };
})();
