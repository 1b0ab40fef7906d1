/* The address bar follows the page; drawers open and close. */
(() => {
  Object.assign(window.dash_clientside.hauran, {
    address: (query) => {
      if (query === undefined || query === null) return;
      const theme = new URLSearchParams(location.search).get("theme");
      const whole = [query, theme ? `theme=${encodeURIComponent(theme)}` : ""].filter(Boolean).join("&");
      const next = location.pathname + (whole ? `?${whole}` : "");
      if (next !== location.pathname + location.search) history.replaceState(history.state, "", next);
    },
    toggle: (clicks, hidden) => {
      setTimeout(() => dispatchEvent(new Event("resize")), 0);
      return clicks ? !hidden : hidden;
    },
    rail: (open, close, names) => {
      setTimeout(() => dispatchEvent(new Event("resize")), 0);
      const flag = matchMedia("(max-width: 900px)").matches ? "rail-open" : "rail-shut";
      return names.includes(flag) ? names.replace(` ${flag}`, "") : `${names} ${flag}`;
    },
  });

  addEventListener("keydown", (event) => {
    const shown = (id) => { const box = document.getElementById(id); return box && !box.hidden && box; };
    if (event.key === "Escape" && shown("drawer")) document.getElementById("close").click();
  });
})();
