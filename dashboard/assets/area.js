/* An area drawn on the map: its corners, and which points lie in it. The same rule as geodata.area: even-odd over whole pixels. */
(() => {
  const hauran = window.hauran;
  const SIDE = 2 ** 22;
  const CORNERS_MAX = 60;
  const LAT_MAX = 85;
  let last = {};

  /* Whole Web Mercator pixel at zoom 22 of a corner; its column may go on beyond the world's east end. */
  function pixel([lon, lat]) {
    const phi = (lat * Math.PI) / 180;
    const y = ((1 - Math.asinh(Math.tan(phi)) / Math.PI) / 2) * SIDE;
    return [Math.floor(((lon + 180) / 360) * SIDE), Math.min(SIDE - 1, Math.max(0, Math.floor(y)))];
  }

  /* The sides as numbers, upper end first; level ones are left out. */
  function sides(corners) {
    const found = [];
    corners.forEach((one, i) => {
      const other = corners[(i + 1) % corners.length];
      const [a, b] = one[1] <= other[1] ? [one, other] : [other, one];
      if (a[1] !== b[1]) found.push(a[0], a[1], b[0] - a[0], b[1]);
    });
    return Float64Array.from(found);
  }

  /* 0 or 1 a point of the columns: whether it lies in the area. Made once an area. */
  function inside(area, columns) {
    const key = JSON.stringify(area);
    if (last.key === key && last.columns === columns) return last.found;
    last = { key, columns, found: tested(area.map(pixel), columns) };
    return last.found;
  }

  function tested(placed, { points, x, y }) {
    const turns = Math.floor(Math.min(...placed.map((corner) => corner[0])) / SIDE) * SIDE;
    const corners = placed.map(([cx, cy]) => [cx - turns, cy]);
    const [xs, ys] = [corners.map((corner) => corner[0]), corners.map((corner) => corner[1])];
    const [west, east, north, south] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
    const edges = sides(corners);
    const found = new Uint8Array(points);
    for (let p = 0; p < points; p++) {
      const px = x[p] < west ? x[p] + SIDE : x[p];
      const py = y[p];
      if (px < west || px > east || py < north || py > south) continue;
      let odd = 0;
      for (let i = 0; i < edges.length; i += 4) {
        if (py >= edges[i + 1] && py < edges[i + 3] && edges[i + 2] * (py - edges[i + 1]) > (px - edges[i]) * (edges[i + 3] - edges[i + 1])) odd ^= 1;
      }
      found[p] = odd;
    }
    return found;
  }

  /* The corners as the address keeps them: four decimals, the westernmost within the first turn of the Earth; null where they are
     no area. */
  function corners(drawn) {
    const rounded = drawn.map(([lon, lat]) => [lon, Math.max(-LAT_MAX, Math.min(LAT_MAX, lat))].map((degrees) => Math.round(degrees * 1e4) / 1e4));
    const apart = rounded.filter(([lon, lat], i) => { const [a, b] = rounded[(i + 1) % rounded.length]; return lon !== a || lat !== b; });
    const lons = apart.map(([lon]) => lon);
    const west = Math.min(...lons);
    if (apart.length < 3 || apart.length > CORNERS_MAX || Math.max(...lons) - west >= 360) return null;
    const turn = Math.floor((west + 180) / 360) * 360;
    return apart.map(([lon, lat]) => [Math.round((lon - turn) * 1e4) / 1e4, lat]);
  }

  const box = ([lon, lat], [lon2, lat2]) => [[lon, lat], [lon2, lat], [lon2, lat2], [lon, lat2]];

  hauran.area = { inside, corners, box, CORNERS_MAX };
})();
