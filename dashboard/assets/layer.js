/* The glyphs on the GPU, over Plotly's own map: attach, update, pick, detach. The rest of the page knows no WebGL.
   A glyph in bytes: x, y (world units from the origin, float), diameter (px, float), opacity, filled, guessed, shape (a byte each),
   share of each event type (a byte each, 8 at most, 255 together), 4 spare. */
(() => {
  const ID = "hauran-glyphs";
  const ABOVE = "hauran-numbers"; // they lie over the glyphs, whichever came first
  const MARGIN_PX = 5;

  const VERTEX = `#version 300 es
  precision highp float;
  in vec2 at; in float size; in vec4 look; in vec4 partA; in vec4 partB;
  uniform mat4 matrix; uniform float ratio;
  out vec4 v_look; out vec4 v_a; out vec4 v_b; out float v_size;
  void main() {
    gl_Position = matrix * vec4(at, 0.0, 1.0);
    v_size = size + ${MARGIN_PX}.0;
    gl_PointSize = v_size * ratio;
    v_look = look; v_a = partA; v_b = partB;
  }`;

  /* Area by share: a disc of radius r holds r² of the whole, so the type at r is where the shares summed reach r². */
  const FRAGMENT = `#version 300 es
  precision highp float;
  in vec4 v_look; in vec4 v_a; in vec4 v_b; in float v_size;
  uniform vec3 colours[8]; uniform vec3 edge; uniform vec3 land;
  out vec4 colour;
  float shape(vec2 p, int kind) {
    if (kind == 1) return max(abs(p.x), abs(p.y)) * 1.16;
    if (kind == 3) return max(abs(p.x) * 1.02 + p.y * 0.56 , -p.y) * 1.12 + 0.08;
    if (kind == 4) return (abs(p.x) + abs(p.y)) * 0.86;
    if (kind == 5) return max(abs(p.x) * 1.02 - p.y * 0.56 , p.y) * 1.12 + 0.08;
    if (kind == 6) return max(abs(p.x) * 0.98, abs(p.x) * 0.5 + abs(p.y) * 0.866) * 1.06;
    return length(p);
  }
  void main() {
    vec2 p = (gl_PointCoord * 2.0 - 1.0);
    p.y = -p.y;
    float outer = v_size, inner = v_size - ${MARGIN_PX}.0;
    float r = shape(p * outer / inner, int(v_look.w * 255.0 + 0.5));
    float pixel = 2.0 / inner;
    float rim = 1.0 + 3.0 / inner;
    float cover = 1.0 - smoothstep(rim - pixel * 0.5, rim + pixel * 0.5, r);
    if (cover <= 0.0) discard;
    float parts[8] = float[8](v_a.x, v_a.y, v_a.z, v_a.w, v_b.x, v_b.y, v_b.z, v_b.w);
    float reach = 1.0 - min(r * r, 1.0), sum = 0.0;
    vec3 fill = colours[0];
    for (int i = 0; i < 8; i++) { if (parts[i] > 0.0 && sum <= reach) fill = colours[i]; sum += parts[i]; }
    float hole = v_look.y > 0.5 ? 0.0 : 1.0 - smoothstep(0.56 - pixel * 0.5, 0.56 + pixel * 0.5, r);
    fill = mix(fill, land, hole);
    float dash = v_look.z > 0.5 ? step(0.5, fract(atan(p.y, p.x) * 0.9549 + 0.25)) : 1.0;
    float line = smoothstep(1.0 - pixel * 0.8, 1.0, r);
    float alpha = cover * v_look.x * mix(1.0, dash, line);
    colour = vec4(mix(fill, edge, line) * alpha, alpha);
  }`;

  const rgb = (hex) => [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16) / 255);

  class GlyphLayer {
    constructor() {
      this.id = ID;
      this.type = "custom";
      this.renderingMode = "2d";
      this.found = [];
      this.buffer = new ArrayBuffer(0);
      this.stale = true;
      this.look = null;
      this.frames = 0;
    }

    /* Adds the layer to a map, and again after a change of style or the loss of the GPU's context. */
    attach(map) {
      this.map = map;
      this.put = () => { if (map.isStyleLoaded() !== undefined && !map.getLayer(ID)) { try { map.addLayer(this, map.getLayer(ABOVE) ? ABOVE : undefined); } catch { /* the style is not there yet: styledata comes again */ } } };
      map.on("styledata", this.put);
      map.on("webglcontextrestored", this.put);
      this.put();
    }

    detach() {
      this.map.off("styledata", this.put);
      this.map.off("webglcontextrestored", this.put);
      if (this.map.getLayer(ID)) this.map.removeLayer(ID);
    }

    /* Shows other glyphs. `look`: colours of the event types, edge and land, as #rrggbb. */
    update(found, look, types) {
      this.found = found;
      if (!this.origin && found.length) this.origin = [found[0].x, found[0].y];
      this.buffer = window.hauran.glyphs.pack(found, this.origin || [0.5, 0.5], types);
      this.look = { colours: Float32Array.from({ length: 24 }, (_, i) => (look.colours[Math.floor(i / 3)] ? rgb(look.colours[Math.floor(i / 3)])[i % 3] : 0.5)), edge: rgb(look.edge), land: rgb(look.land) };
      this.stale = true;
      if (this.map) this.map.triggerRepaint();
    }

    /* The topmost glyph under a point of the map (px), or null. */
    pick(x, y) {
      const size = 512 * 2 ** this.map.getZoom();
      const centre = window.hauran.world(this.map.getCenter());
      const { clientWidth: width, clientHeight: height } = this.map.getContainer();
      const wx = centre[0] + (x - width / 2) / size;
      const wy = centre[1] + (y - height / 2) / size;
      for (let i = this.found.length - 1; i >= 0; i--) {
        const glyph = this.found[i];
        const reach = (glyph.size / 2 + 4) / size;
        const dx = glyph.x - wx;
        const dy = glyph.y - wy;
        if (dx * dx + dy * dy <= reach * reach) return glyph;
      }
      return null;
    }

    onAdd(map, gl) {
      const compile = (kind, text) => {
        const shader = gl.createShader(kind);
        gl.shaderSource(shader, text);
        gl.compileShader(shader);
        if (!gl.getShaderParameter(shader, gl.COMPILE_STATUS)) throw new Error(gl.getShaderInfoLog(shader));
        return shader;
      };
      this.program = gl.createProgram();
      gl.attachShader(this.program, compile(gl.VERTEX_SHADER, VERTEX));
      gl.attachShader(this.program, compile(gl.FRAGMENT_SHADER, FRAGMENT));
      ["at", "size", "look", "partA", "partB"].forEach((name, i) => gl.bindAttribLocation(this.program, i, name));
      gl.linkProgram(this.program);
      this.uniforms = Object.fromEntries(["matrix", "ratio", "colours", "edge", "land"].map((name) => [name, gl.getUniformLocation(this.program, name)]));
      this.array = gl.createVertexArray();
      this.store = gl.createBuffer();
      gl.bindVertexArray(this.array);
      gl.bindBuffer(gl.ARRAY_BUFFER, this.store);
      const { STRIDE } = window.hauran.glyphs;
      const field = (i, n, type, offset, whole = false) => { gl.enableVertexAttribArray(i); gl.vertexAttribPointer(i, n, type, whole, STRIDE, offset); };
      field(0, 2, gl.FLOAT, 0);
      field(1, 1, gl.FLOAT, 8);
      field(2, 4, gl.UNSIGNED_BYTE, 12, true);
      field(3, 4, gl.UNSIGNED_BYTE, 16, true);
      field(4, 4, gl.UNSIGNED_BYTE, 20, true);
      gl.bindVertexArray(null);
      this.stale = true;
    }

    render(gl, args) {
      if (!this.look || !this.found.length) return;
      if (this.stale) {
        gl.bindBuffer(gl.ARRAY_BUFFER, this.store);
        gl.bufferData(gl.ARRAY_BUFFER, this.buffer, gl.DYNAMIC_DRAW);
        this.stale = false;
      }
      gl.useProgram(this.program);
      gl.disable(gl.DEPTH_TEST);
      gl.disable(gl.STENCIL_TEST);
      gl.enable(gl.BLEND);
      gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
      gl.uniformMatrix4fv(this.uniforms.matrix, false, moved(args.defaultProjectionData.mainMatrix, this.origin));
      gl.uniform1f(this.uniforms.ratio, this.map.getPixelRatio());
      gl.uniform3fv(this.uniforms.colours, this.look.colours);
      gl.uniform3fv(this.uniforms.edge, this.look.edge);
      gl.uniform3fv(this.uniforms.land, this.look.land);
      gl.bindVertexArray(this.array);
      gl.drawArrays(gl.POINTS, 0, this.found.length);
      gl.bindVertexArray(null);
      this.frames++;
    }
  }

  /* The projection with the origin moved into it, in double precision. */
  function moved(matrix, [x, y]) {
    const m = Array.from(matrix);
    for (let i = 0; i < 4; i++) m[12 + i] += m[i] * x + m[4 + i] * y;
    return new Float32Array(m);
  }

  window.hauran.GlyphLayer = GlyphLayer;
})();
