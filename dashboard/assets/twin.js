/* The table as the twin of the map: the incident whose card is open is the row that is chosen, wherever it was opened. */
(() => {
  const hauran = window.hauran;
  const WAIT_MS = 60;
  const TRIES = 40;
  const ROUND_DEG = 0.0003;
  let asked = 0;
  let ours = null; // the row that was chosen by us: the grid tells of it as if a hand had done it

  const grid = () => (document.getElementById("table") ? window.dash_ag_grid?.getApiAsync("table") : null);
  const shown = () => document.querySelector("#card [data-incident]")?.dataset.incident;
  const pause = () => new Promise((done) => setTimeout(done, WAIT_MS));

  /* How many incidents of the window come before a row by date, as the table has them; null where the browser does not know. */
  function place(row) {
    const { crossfilter, columns } = hauran.engine.state;
    if (columns.remote || row === undefined) return null;
    let before = 0;
    crossfilter.rows((i) => { if (i < row && !crossfilter.fail[i]) before++; });
    return before;
  }

  /* Chooses the row of the card and scrolls to it: at once where it is there, after asking for its block where rows go by date. */
  async function pick(selected) {
    const mine = ++asked;
    const api = await grid();
    if (!api) return;
    await pause(); // the card is drawn
    const id = mine === asked ? shown() : null;
    if (!id) { if (mine === asked) api.deselectAll(); return; }
    const sorted = api.getColumnState().some(({ sort }) => sort);
    const index = sorted || selected?.rows?.length !== 1 ? null : place(selected.rows[0]);
    if (!api.getRowNode(id) && index !== null && index < api.getDisplayedRowCount()) api.ensureIndexVisible(index, "middle");
    for (let tries = 0; tries < TRIES && mine === asked; tries++) {
      const node = api.getRowNode(id);
      if (node) {
        if (!node.isSelected()) { ours = id; node.setSelected(true, true); api.ensureNodeVisible(node); }
        return;
      }
      if (index === null) break;
      await pause();
    }
    if (mine === asked) api.deselectAll();
  }

  /* Enter opens the card of the row that the keyboard is in, as a click does. */
  document.addEventListener("keydown", async ({ key, target }) => {
    const row = key === "Enter" && target.closest?.("#table .ag-cell") && target.closest(".ag-row")?.getAttribute("row-id");
    if (row) (await grid())?.getRowNode(row)?.setSelected(true, true);
  });

  /* All incidents of a spot whose list is cut: a small area round its point, and the table. */
  document.addEventListener("click", ({ target }) => {
    const button = target.closest?.("button.here");
    if (!button) return;
    const [lat, lon] = [Number(button.dataset.lat), Number(button.dataset.lon)];
    hauran.setProps("area", { data: hauran.area.corners(hauran.area.box([lon - ROUND_DEG, lat - ROUND_DEG], [lon + ROUND_DEG, lat + ROUND_DEG])) });
    hauran.setProps("table-panel", { hidden: false });
  });

  Object.assign(window.dash_clientside.hauran, {
    pick: (marked, selected) => { pick(selected); },
    picked: (rows) => {
      const id = rows?.[0]?.id;
      const same = id === ours;
      ours = null;
      return id && !same ? { incident: id, centre: true } : window.dash_clientside.no_update;
    },
  });
})();
