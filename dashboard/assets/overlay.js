/* What we lay over Plotly's map besides the glyphs: a source with its layers, put there once it holds something and again after each
   change of style. An empty source costs the map a drawing, so there is none. */
(() => {
  const hauran = window.hauran;
  const GLYPHS = "hauran-glyphs";
  const EMPTY = { type: "FeatureCollection", features: [] };
  const holds = (data) => data.features.length > 0;

  class Overlay {
    /* `layers`: given a theme, the layers without their source, each with an id. `prepare`: called before they are added, as for
       images. `below`: the id of the layer that they lie under, where it is there; the glyphs unless told, null for on top. */
    constructor(id, layers, { prepare = () => {}, below = GLYPHS } = {}) {
      Object.assign(this, { id, layers, prepare, below, map: null, theme: null, data: EMPTY, shown: true });
      this.put = () => this.#put();
    }

    attach(map) {
      this.map = map;
      map.on("styledata", this.put);
      map.on("webglcontextrestored", this.put);
      this.put();
    }

    /* Other colours: the layers are made anew. */
    wear(theme) {
      this.theme = theme;
      this.#take();
      this.put();
    }

    set(data) {
      const before = this.data;
      this.data = data || EMPTY;
      if (!holds(before) && !holds(this.data)) return;
      const source = this.map?.getSource(this.id);
      if (source) source.setData(this.data); else this.put();
    }

    show(on) {
      if (on === this.shown) return;
      this.shown = on;
      for (const { id } of this.#made()) if (this.map?.getLayer(id)) this.map.setLayoutProperty(id, "visibility", on ? "visible" : "none");
    }

    #made() { return this.theme ? this.layers(this.theme) : []; }

    #take() {
      const { map } = this;
      if (!map?.getStyle()) return;
      for (const { id } of this.#made()) if (map.getLayer(id)) map.removeLayer(id);
      if (map.getSource(this.id)) map.removeSource(this.id);
    }

    #put() {
      const { map, id } = this;
      if (!map || !this.theme || !holds(this.data) || !map.getStyle() || map.getSource(id)) return;
      try {
        this.prepare(map, this.theme);
        map.addSource(id, { type: "geojson", data: this.data });
        for (const layer of this.#made()) {
          map.addLayer({ ...layer, source: id, layout: { ...layer.layout, visibility: this.shown ? "visible" : "none" } }, map.getLayer(this.below) ? this.below : undefined);
        }
      } catch { /* the style is on its way: styledata comes again */ }
    }
  }

  const feature = (type, coordinates, properties = {}) => ({ type: "Feature", properties, geometry: { type, coordinates } });
  const collection = (features) => ({ type: "FeatureCollection", features });

  hauran.Overlay = Overlay;
  hauran.geo = { EMPTY, feature, collection };
})();
