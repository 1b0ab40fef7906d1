/* The drawer: another content begins at its top and has the focus if that was in the one before; when it closes, the focus goes back
   to what opened it, or to the map. A citation is copied. */
(() => {
  const hauran = window.hauran;
  const element = (id) => document.getElementById(id);
  const lost = () => document.activeElement === document.body;
  const COPIED_MS = 3000;
  let opener = null;
  let within = false; // the focus was in the content that has gone
  let shown = "";

  /* What the content is of. */
  const told = () => { const head = element("card").querySelector("h2"); return head ? head.dataset.incident || head.textContent : ""; };

  function changed() {
    const now = told();
    if (now === shown) return;
    shown = now;
    element("drawer").scrollTop = 0;
    const head = element("card").querySelector("h2");
    if (!head || !within || !lost()) return;
    head.tabIndex = -1;
    head.focus({ preventScroll: true });
  }

  function closed() {
    if (!element("drawer").hidden) return;
    if (lost()) (opener?.isConnected && opener.getClientRects().length ? opener : document.querySelector(".maplibregl-canvas"))?.focus({ preventScroll: true });
    opener = null;
  }

  document.addEventListener("focusin", ({ target }) => {
    within = Boolean(target.closest?.("#card"));
    if (!target.closest?.("#drawer")) opener = target;
  });

  async function copy(button) {
    await hauran.copy(button.parentElement.querySelector(".cite").textContent, button);
    const before = button.textContent;
    if (before === button.dataset.copied) return;
    button.textContent = button.dataset.copied;
    setTimeout(() => { button.textContent = before; }, COPIED_MS);
  }

  document.addEventListener("click", ({ target }) => { const button = target.closest?.("button.copy"); if (button) copy(button); });

  /* The drawer is there once Dash has laid the page out. */
  new MutationObserver((_, waiting) => {
    if (!element("drawer") || !element("card")) return;
    waiting.disconnect();
    new MutationObserver(changed).observe(element("card"), { childList: true, subtree: true });
    new MutationObserver(closed).observe(element("drawer"), { attributes: true, attributeFilter: ["hidden"] });
  }).observe(document.documentElement, { childList: true, subtree: true });
})();
