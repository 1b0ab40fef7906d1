/* The summary opens and closes; the focus goes with it. */
(() => {
  const element = (id) => document.getElementById(id);
  const shown = (id) => Boolean(element(id)) && !element(id).hidden;

  Object.assign(window.dash_clientside.hauran, {
    summary: (open, close, hidden) => {
      if (!open && !close) return window.dash_clientside.no_update;
      setTimeout(() => (hidden ? element("summary-panel").querySelector("h2") : element("summary-toggle")).focus(), 0);
      return !hidden;
    },
  });

  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && shown("summary-panel") && !shown("drawer") && !event.defaultPrevented) element("summary-close").click();
  });
})();
