/* What stands on the map: a glyph a point, or a glyph a cell while zoomed out. A glyph is 28 bytes; see `layer.js`. */
(() => {
  const STRIDE = 28;
  const TILE_PX = 512;
  const CELL_PX = 44;
  const SINGLE_PX = 13;
  const LARGEST_PX = 58;
  const TENFOLD_PX = 12;
  const ROW = 2 ** 26;
  const POINTS_FROM_ZOOM = 7;
  const SORTED_UP_TO = 60000;
  const SHAPED = 1;
  const OVERLAP = 6 / CELL_PX;

  /* Ten times as many are so much wider: three thousand still look more than thirty. */
  const diameter = (count) => Math.min(LARGEST_PX, SINGLE_PX + TENFOLD_PX * Math.log10(count));

  /* Where the disc of several places stands, along one axis: at their mean, but so far from the sides of its cell that it leaves the
     number of its neighbour to be read. All in shares of the world; `across` cells are its width. */
  function amid(mean, across, total) {
    const room = OVERLAP + Math.max(0, (1 - diameter(total) / CELL_PX) / 2);
    const middle = Math.floor(mean * across) + 0.5;
    return Math.min(middle + room, Math.max(middle - room, mean * across)) / across;
  }

  /* Cells from west to east. */
  const cellsAcross = (zoom) => (TILE_PX * 2 ** zoom) / CELL_PX;

  /* Whether places are gathered in cells. */
  const binned = (mode, zoom) => mode === "bins" || (mode === "auto" && zoom < POINTS_FROM_ZOOM);

  /* Points with incidents, or cells of about CELL_PX that hold them: { x, y, counts, total, weight, solid, guessed, members }. */
  function gather(crossfilter, mode, zoom) {
    if (crossfilter.gather) return crossfilter.gather();
    return binned(mode, zoom) ? cells(crossfilter, Math.floor(zoom)) : spots(crossfilter);
  }

  function spots({ columns, perPoint, weight, guessed, types }) {
    const T = types.length;
    const found = [];
    for (let p = 0; p < columns.points; p++) {
      let total = 0;
      for (let t = 0; t < T; t++) total += perPoint[p * T + t];
      if (total) {
        found.push({ x: columns.px[p], y: columns.py[p], counts: perPoint.subarray(p * T, p * T + T), total, weight: weight[p], solid: columns.solid[p], guessed: guessed[p], members: p });
      }
    }
    return found;
  }

  function cells(crossfilter, zoom) {
    const { columns, perPoint, weight, types } = crossfilter;
    const T = types.length;
    const across = cellsAcross(zoom);
    const byCell = new Map();
    for (let p = 0; p < columns.points; p++) {
      let total = 0;
      for (let t = 0; t < T; t++) total += perPoint[p * T + t];
      if (!total) continue;
      const key = Math.floor(columns.px[p] * across) * ROW + Math.floor(columns.py[p] * across);
      let cell = byCell.get(key);
      if (!cell) byCell.set(key, (cell = { x: 0, y: 0, counts: new Uint32Array(T), total: 0, weight: 0, solid: 1, guessed: 0, members: [] }));
      cell.x += columns.px[p] * total;
      cell.y += columns.py[p] * total;
      for (let t = 0; t < T; t++) cell.counts[t] += perPoint[p * T + t];
      cell.total += total;
      cell.weight += weight[p];
      cell.members.push(p);
    }
    const found = [...byCell.values()];
    for (const cell of found) {
      cell.x /= cell.total;
      cell.y /= cell.total;
      if (cell.members.length > 1) for (const axis of ["x", "y"]) cell[axis] = amid(cell[axis], across, cell.total);
      else { cell.solid = columns.solid[cell.members[0]]; cell.guessed = crossfilter.guessed[cell.members[0]]; }
    }
    return found;
  }

  /* The glyphs as bytes, largest first so that small ones lie on top. `origin` is subtracted to keep float32 exact. */
  function pack(found, origin, types) {
    if (found.length <= SORTED_UP_TO) found.sort((a, b) => b.total - a.total);
    const T = types.length;
    const buffer = new ArrayBuffer(found.length * STRIDE);
    const floats = new Float32Array(buffer);
    const bytes = new Uint8Array(buffer);
    found.forEach((glyph, i) => {
      const f = i * (STRIDE / 4);
      const b = i * STRIDE;
      floats[f] = glyph.x - origin[0];
      floats[f + 1] = glyph.y - origin[1];
      glyph.size = floats[f + 2] = diameter(glyph.total);
      const kinds = [];
      let left = 255;
      for (let t = 0; t < T; t++) if (glyph.counts[t]) kinds.push(t);
      kinds.forEach((t, k) => {
        const part = k === kinds.length - 1 ? left : Math.max(1, Math.round((glyph.counts[t] / glyph.total) * 255));
        bytes[b + 16 + t] = Math.min(part, left);
        left -= bytes[b + 16 + t];
      });
      glyph.inner = kinds.findLast((t) => bytes[b + 16 + t]);
      bytes[b + 12] = 55 + Math.round(200 * Math.min(1, glyph.weight / glyph.total));
      bytes[b + 13] = glyph.solid ? 255 : 0;
      bytes[b + 14] = glyph.guessed ? 255 : 0;
      bytes[b + 15] = kinds.length === 1 && typeof glyph.members === "number" ? kinds[0] + SHAPED : 0;
    });
    return buffer;
  }

  window.hauran.glyphs = { STRIDE, binned, gather, pack, diameter, amid, cellsAcross };
})();
