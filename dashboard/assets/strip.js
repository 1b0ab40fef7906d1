/* The displaced over time, of the regions and datasets that are chosen: what the timeline draws under its bars. */
(() => {
  const hauran = window.hauran;
  const NOTHING = { stocks: [], arrivals: [] };
  let asked = "";

  async function load(address) {
    const reply = await fetch(address);
    if (!reply.ok) throw new Error(`the figures of displacement answered ${reply.status}`);
    return reply.json();
  }

  /* Asks again where the choice is another one; only the last answer counts, and a failure leaves the last view. */
  async function follow(regions, sources) {
    const { state } = hauran.engine;
    if (!state.config.marks.displaced) return;
    const chosen = new URLSearchParams([...regions.map((region) => ["region", region]), ...sources.map((source) => ["source", source])]).toString();
    if (chosen === asked) return;
    asked = chosen;
    const found = await load(`${state.config.strip}${chosen && `&${chosen}`}`).catch(() => null);
    if (asked !== chosen || !found) return;
    state.strip = found;
    hauran.engine.histogram();
  }

  const holds = ({ stocks, arrivals }) => stocks.length + arrivals.length > 0;

  hauran.strip = { NOTHING, load, follow, holds };
})();
