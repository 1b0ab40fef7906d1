/* The address bar follows the page; drawers open and close. */
(() => {
  const KEPT = ["theme", "lang", "embed"]; // what the address says and no control does

  Object.assign(window.dash_clientside.hauran, {
    address: (query) => {
      if (query === undefined || query === null) return;
      const now = new URLSearchParams(location.search);
      const kept = KEPT.filter((name) => now.get(name)).map((name) => `${name}=${encodeURIComponent(now.get(name))}`);
      const whole = [query, ...kept].filter(Boolean).join("&");
      const next = location.pathname + (whole ? `?${whole}` : "");
      if (next !== location.pathname + location.search) history.replaceState(history.state, "", next);
      dispatchEvent(new Event("hauran-address"));
    },
    /* The same view in the other language. */
    language: (clicks, name) => {
      if (!clicks) return;
      const wanted = new URLSearchParams(location.search);
      wanted.set("lang", name);
      location.search = wanted.toString();
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
    if (event.key !== "Escape") return;
    const rail = document.querySelector(".rail-open .rail");
    if (rail?.getClientRects().length && matchMedia("(max-width: 900px)").matches) { document.getElementById("rail-close").click(); document.getElementById("rail-toggle").focus(); }
    else if (shown("drawer")) document.getElementById("close").click();
  });
})();
