/* The map under the page's hand: finds Plotly's MapLibre map (the one place that knows its inner name), keeps ring, numbers and
   tip on it, and says what was clicked. */
(() => {
  const hauran = window.hauran;
  const RING = "hauran-ring";
  const NUMBERS = "hauran-numbers";
  const AROUND_PX = 15;
  const NUMBERS_MAX = 600;
  const RINGS_FROM_ZOOM = 10.5;
  const RINGS_MAX = 200;
  const REGIONS = "hauran-regions";
  const TOWNS = "places"; // layers of dashboard.basemap
  const FAINT_NAMES = ["province", "country"];
  const [LIGHT, DARK] = ["#ffffff", "#10131a"];
  const CLASSES = 5;
  const EARTH_M = 6371008.8;

  const inner = () => document.querySelector("#map .js-plotly-plot")?._fullLayout?.map?._subplot?.map || null;

  /* Whether this browser can draw the map at all; tried once, while the page has nothing else to do. */
  let able = null;
  const drawable = () => (able ??= Boolean(document.createElement("canvas").getContext("webgl2")));
  (window.requestIdleCallback || setTimeout)(drawable, { timeout: 300 });

  /* The map, once it is there. Its names do not fade in for those who want no motion. */
  function found() {
    return new Promise((resolve) => {
      const look = () => {
        const map = inner();
        if (!map?.getStyle || !map.loaded) { setTimeout(look, 30); return; }
        if (matchMedia("(prefers-reduced-motion: reduce)").matches) map._fadeDuration = 0;
        resolve(map);
      };
      look();
    });
  }

  function circle([lng, lat], metres) {
    const phi = (lat * Math.PI) / 180;
    const arc = metres / EARTH_M;
    const ring = [];
    for (let i = 0; i <= 64; i++) {
      const turn = (2 * Math.PI * i) / 64;
      const there = Math.asin(Math.sin(phi) * Math.cos(arc) + Math.cos(phi) * Math.sin(arc) * Math.cos(turn));
      const east = Math.atan2(Math.sin(turn) * Math.sin(arc) * Math.cos(phi), Math.cos(arc) - Math.sin(phi) * Math.sin(there));
      ring.push([lng + (east * 180) / Math.PI, (there * 180) / Math.PI]);
    }
    return { type: "Feature", properties: {}, geometry: { type: "Polygon", coordinates: [ring] } };
  }

  const rings = (theme) => [
    { id: `${RING}-fill`, type: "fill", filter: ["==", ["get", "chosen"], true], paint: { "fill-color": theme.accent, "fill-opacity": 0.12 } },
    { id: `${RING}-line`, type: "line", paint: { "line-color": theme.accent, "line-width": 1.8 } },
    { id: `${RING}-at`, type: "circle", filter: ["==", ["geometry-type"], "Point"], paint: { "circle-radius": AROUND_PX, "circle-opacity": 0, "circle-stroke-color": theme.accent, "circle-stroke-width": 2.5 } },
  ];

  const numbers = () => [{ id: NUMBERS, type: "symbol",
    layout: { "text-field": ["get", "n"], "text-size": ["step", ["length", ["get", "n"]], 12, 6, 10, 8, 9], "text-font": ["Hauran SemiBold"], "text-allow-overlap": true, "text-ignore-placement": true },
    paint: { "text-color": ["get", "ink"], "text-halo-color": ["get", "rim"], "text-halo-width": 1.1 } }];

  class Glass {
    constructor(map) {
      this.map = map;
      this.selected = [];
      this.hovered = null;
      this.theme = null;
      this.coloured = null;
      this.counted = "";
      this.faint = new Map();
      this.rings = new hauran.Overlay(RING, rings);
      this.numbers = new hauran.Overlay(NUMBERS, numbers, { below: null });
      this.rings.attach(map);
      this.numbers.attach(map);
      map.on("styledata", () => { if (!this.coloured || map.getLayer(REGIONS)) return; this.faint.clear(); this.colour(...this.coloured); });
    }

    wear(theme) {
      this.theme = theme;
      this.rings.wear(theme);
      if (!this.numbers.theme) this.numbers.wear(theme); // the same on every theme
    }

    /* Colours the regions by a value, in five classes of equal width on a square-root scale; null takes them off. `shade`: a value for
       each of `regions`, its title, whether it is a whole number. */
    colour(address, regions, shade) {
      this.coloured = address ? [address, regions, shade] : null;
      const { map, theme } = this;
      this.names(Boolean(address));
      if (!address || !theme) { if (map.getLayer(REGIONS)) map.setLayoutProperty(REGIONS, "visibility", "none"); return; }
      const sums = new Map();
      regions.forEach(([, , unit], i) => { if (unit) sums.set(unit, (sums.get(unit) || 0) + shade.values[i]); });
      const top = Math.max(0, ...sums.values()) || 1;
      const step = (n) => Math.min(CLASSES - 1, Math.floor(Math.sqrt(n / top) * CLASSES));
      const stops = [...sums].filter(([, n]) => n).flatMap(([unit, n]) => [unit, theme.steps[step(n)]]);
      const fill = stops.length ? ["match", ["get", "code"], ...stops, "rgba(0,0,0,0)"] : "rgba(0,0,0,0)";
      try {
        if (!map.getSource(REGIONS)) map.addSource(REGIONS, { type: "geojson", data: address });
        if (!map.getLayer(REGIONS)) map.addLayer({ id: REGIONS, type: "fill", source: REGIONS, paint: { "fill-opacity": 0.9, "fill-outline-color": theme.paper } }, map.getLayer("water") ? "water" : undefined);
        map.setPaintProperty(REGIONS, "fill-color", fill);
        map.setLayoutProperty(REGIONS, "visibility", "visible");
      } catch { /* the style is on its way */ }
      this.key(shade, top);
    }

    /* Names of areas are faint, so that marks stand out; over colours they are as dark as those of towns. */
    names(strong) {
      const { map, faint } = this;
      for (const layer of FAINT_NAMES) {
        if (!map.getLayer(layer) || strong === faint.has(layer)) continue;
        if (strong) faint.set(layer, map.getPaintProperty(layer, "text-color"));
        map.setPaintProperty(layer, "text-color", strong ? map.getPaintProperty(TOWNS, "text-color") : faint.get(layer));
        if (!strong) faint.delete(layer);
      }
    }

    /* The classes in the key of the map, under what they count. */
    key({ title, whole, left }, top) {
      const box = document.getElementById("region-key");
      const bound = (k) => (k / CLASSES) ** 2 * top;
      const first = (k) => Math.max(1, Math.ceil(bound(k) - 1e-9));
      const range = (k) => {
        if (!whole) return k ? `${fine(bound(k))}–${fine(bound(k + 1))}` : `< ${fine(bound(1))}`;
        const last = k === CLASSES - 1 ? top : first(k + 1) - 1;
        return last < first(k) ? "" : hauran.span(first(k), last); // a class that no whole number falls in
      };
      const head = document.createElement("p");
      head.textContent = title;
      box.replaceChildren(head, ...this.theme.steps.flatMap((colour, k) => {
        if (!range(k)) return [];
        const line = document.createElement("div");
        const swatch = document.createElement("i");
        swatch.className = "class";
        swatch.style.background = colour;
        line.append(swatch, range(k));
        return [line];
      }));
      if (!left) return;
      const note = document.createElement("p");
      note.className = "muted";
      note.textContent = hauran.tn("{n} incident in no province that is known is left out", "{n} incidents in no province that is known are left out", left);
      box.append(note);
    }

    /* Numbers of the glyphs in view that stand for several incidents. */
    count(glyphs, dark) {
      const bounds = this.map.getBounds();
      const [west, north] = hauran.world({ lng: bounds.getWest(), lat: bounds.getNorth() });
      const [east, south] = hauran.world({ lng: bounds.getEast(), lat: bounds.getSouth() });
      const seen = glyphs.filter((g) => g.total > 1 && g.x >= west && g.x <= east && g.y >= north && g.y <= south);
      const features = seen.slice(0, NUMBERS_MAX).map((g) => hauran.geo.feature("Point", hauran.lngLat(g.x, g.y), { n: short(g.total), ...this.inked(g, dark) }));
      const counted = JSON.stringify(features);
      if (counted === this.counted) return;
      this.counted = counted;
      this.numbers.set(hauran.geo.collection(features));
    }

    /* A number in what can be read on the commonest colour under it, its rim in the other: other colours lie beside it. */
    inked(glyph, dark) {
      if (!glyph.solid && this.theme) return { ink: this.theme.ink, rim: this.theme.land };
      const commonest = glyph.counts.reduce((best, n, t, counts) => (n > counts[best] ? t : best), 0);
      return dark(commonest) ? { ink: LIGHT, rim: DARK } : { ink: DARK, rim: LIGHT };
    }

    /* Rings in metres around what is selected or hovered, which are filled, and around all in view when close, which are not: many fills
       would hide the map. `radius` gives metres of a point. */
    ring(glyphs, columns, radius) {
      const wanted = new Set(this.selected);
      if (this.hovered && typeof this.hovered.members === "number") wanted.add(this.hovered.members);
      const chosen = new Set(wanted);
      if (this.map.getZoom() >= RINGS_FROM_ZOOM) {
        const bounds = this.map.getBounds();
        const widest = bounds.getNorthEast().distanceTo(bounds.getSouthWest()) / 4; // a ring wider than half the view says little in it
        for (const g of glyphs) {
          if (wanted.size >= RINGS_MAX) break;
          if (typeof g.members === "number" && radius(g.members) <= widest && bounds.contains(hauran.lngLat(g.x, g.y))) wanted.add(g.members);
        }
      }
      const at = (p) => hauran.lngLat(columns.px[p], columns.py[p]);
      const areas = [...wanted].filter((p) => !hauran.hatch?.covers(p)).map((p) => ({ ...circle(at(p), radius(p)), properties: { chosen: chosen.has(p) } }));
      this.rings.set(hauran.geo.collection([...areas, ...this.selected.map((p) => hauran.geo.feature("Point", at(p), {}))])); // what is selected is seen where its ring is smaller than its dot
    }
  }

  const compact = new Intl.NumberFormat(hauran.locale, { notation: "compact", maximumSignificantDigits: 3 });
  const fine = new Intl.NumberFormat(hauran.locale, { maximumSignificantDigits: 2 }).format;
  const short = (n) => (n < 10000 ? hauran.count(n) : compact.format(n));

  window.hauran.glass = { drawable, found, inner, Glass, circle };
})();
