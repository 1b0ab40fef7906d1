/* The incidents as columns: one block of bytes becomes typed arrays. The layout is described at geodata.columns. */
(() => {
  const TYPES = { uint8: Uint8Array, uint16: Uint16Array, uint32: Uint32Array, int32: Int32Array };
  const WORLD = 2 ** 22;

  function decode(buffer) {
    const length = new DataView(buffer).getUint32(0, true);
    const header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, length)));
    const base = 4 + length;
    const raw = {};
    for (const { name, type, offset, length: n } of header.arrays) raw[name] = new TYPES[type](buffer, base + offset, n);
    return assemble(header, raw);
  }

  function assemble(header, raw) {
    const n = header.rows;
    const start = new Int32Array(n);
    const end = new Int32Array(n);
    let day = 0;
    for (let i = 0; i < n; i++) {
      day += raw.step[i];
      start[i] = day;
      end[i] = day + raw.span[i];
    }
    const lasting = [];
    for (let i = 0; i < n; i++) if (raw.span[i]) lasting.push(i);
    return { ...raw, ...places(header, raw), header, n, start, end, lasting: Uint32Array.from(lasting) };
  }

  /* Points in world units (0 to 1), whether each is precise, and the point that each row is drawn at: 0 for none. */
  function places(header, raw) {
    const points = header.points;
    const px = Float64Array.from(raw.x, (x) => (x + 0.5) / WORLD);
    const py = Float64Array.from(raw.y, (y) => (y + 0.5) / WORLD);
    const precise = Uint8Array.from(header.precisions, (name) => (header.precise.includes(name) ? 1 : 0));
    const country = header.precisions.indexOf("country");
    const solid = new Uint8Array(points);
    const drawn = new Uint32Array(header.rows);
    for (let i = 0; i < header.rows; i++) {
      if (!raw.point[i]) continue;
      if (precise[raw.precision[i]]) solid[raw.point[i] - 1] = 1;
      drawn[i] = raw.precision[i] === country ? 0 : raw.point[i];
    }
    return { points, px, py, precise, solid, drawn };
  }

  async function fetched(url) {
    const reply = await fetch(url);
    if (!reply.ok) throw new Error(`${url} answered ${reply.status}`);
    return decode(await reply.arrayBuffer());
  }

  /* The page says in its head where they lie: they are read while the rest of it comes, once. */
  const told = document.querySelector('link[rel="preload"][as="fetch"]')?.getAttribute("href");
  let early = told ? fetched(told) : null;
  early?.catch(() => {}); // then they are asked for again

  function load(url) {
    const found = url === told && early ? early.catch(() => fetched(url)) : fetched(url);
    early = null;
    return found;
  }

  window.hauran.columns = { decode, assemble, load };
})();
