/* Three hints on the first visit, until they are closed once. */
(() => {
  const KEY = "hauran-hints";
  const seen = () => { try { return localStorage.getItem(KEY) !== null; } catch { return true; } };
  const remember = () => { try { localStorage.setItem(KEY, "seen"); } catch { /* private window: they come again */ } };

  /* Whether the hints are hidden, once the page is drawn and after each click on their button. */
  const hidden = (drawn, clicks) => {
    if (clicks) remember();
    return seen() || new URLSearchParams(location.search).has("embed");
  };

  Object.assign(window.dash_clientside.hauran, {
    hints: (drawn, clicks) => hidden(drawn, clicks),
  });
})();
