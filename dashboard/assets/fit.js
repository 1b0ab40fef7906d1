/* The map goes to where the incidents lie that are shown. */
(() => {
  const hauran = window.hauran;
  const NEAREST_ZOOM = 11;
  const ROOM = 30;
  const SHARE = 0.5;

  /* The room left round the incidents, in pixels: the figures lie over the top of the map, the tools over an end of it. */
  function padding(map) {
    const { top, width, height } = map.getBoundingClientRect();
    const over = document.querySelector(".filtered").getBoundingClientRect().bottom - top;
    const tools = document.getElementById("tools").offsetWidth;
    const beside = Math.min(ROOM + tools, (width * SHARE) / 2);
    return { top: Math.min(Math.max(over, 0) + ROOM, height * SHARE), bottom: Math.min(ROOM + tools, height * SHARE * 0.5), left: beside, right: beside };
  }

  async function fit() {
    const map = hauran.engine.state.map;
    if (!map) return;
    const reply = await fetch(`/api/covered?${hauran.sharing.query()}`);
    const box = reply.ok && await reply.json();
    if (!box) return;
    const [west, south, east, north] = box;
    const { center, zoom } = map.cameraForBounds([[west, south], [east, north]], { padding: padding(map.getContainer()), maxZoom: NEAREST_ZOOM });
    hauran.engine.go({ center, zoom });
  }

  document.addEventListener("click", (event) => { if (event.target.closest?.("#fit")) fit(); });
})();
