/* The map goes to where the incidents lie that are shown. */
(() => {
  const hauran = window.hauran;
  const NEAREST_ZOOM = 11;
  const ROOM = 30;
  const SHARE = 0.5;
  let last = null;
  let following = false; // until a hand does anything else

  /* The room left round the incidents, in pixels: the figures lie over the top of the map, the tools over an end of it. */
  function padding(map) {
    const { top, width, height } = map.getBoundingClientRect();
    const over = document.querySelector(".filtered").getBoundingClientRect().bottom - top;
    const tools = document.getElementById("tools").offsetWidth;
    const beside = Math.min(ROOM + tools, (width * SHARE) / 2);
    return { top: Math.min(Math.max(over, 0) + ROOM, height * SHARE), bottom: Math.min(ROOM + tools, height * SHARE * 0.5), left: beside, right: beside };
  }

  /* What is filtered, wherever the map stands. */
  function query() {
    const found = new URLSearchParams(hauran.sharing.query());
    for (const name of ["bbox", "extent"]) found.delete(name);
    return found.toString();
  }

  /* West, south, east and north of what is shown; fails with the reason where the server gives none. */
  async function covered(asked) {
    const reply = await fetch(`/api/covered?${asked}`).catch(() => { throw new Error(hauran.t("The server does not answer.")); });
    if (!reply.ok) throw new Error(await reply.text());
    const box = await reply.json();
    if (!box) throw new Error(hauran.t("Nothing that is shown has a place on the map."));
    return box;
  }

  async function fit() {
    const { map } = hauran.engine.state;
    if (!map) return;
    const mine = last = query();
    try {
      const [west, south, east, north] = await covered(mine);
      if (mine !== last) return;
      const { center, zoom } = map.cameraForBounds([[west, south], [east, north]], { padding: padding(map.getContainer()), maxZoom: NEAREST_ZOOM });
      hauran.engine.go({ center, zoom });
    } catch (error) {
      if (mine === last) hauran.say("notice", error.message);
    }
  }

  function hand({ type, target }) {
    following = false;
    if (["pointerdown", "wheel"].includes(type) && target.closest?.(".map")) last = null; // it has the last word
  }

  for (const type of ["pointerdown", "wheel", "keydown", "click"]) document.addEventListener(type, hand, { capture: true, passive: true });
  document.addEventListener("click", ({ target }) => {
    if (!target.closest?.("#fit")) return;
    following = !document.querySelector("#play.playing");
    fit();
  });
  /* A filter chosen just before is in the address when the server has said so. */
  addEventListener("hauran-address", () => { if (following && query() !== last) fit(); });
})();
