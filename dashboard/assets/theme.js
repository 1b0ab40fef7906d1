/* Light or dark: what the address says, else what was chosen before, else what the system prefers. */
(() => {
  const ROOMY_PX = 420;
  const KEY = "hauran-theme";
  const known = (name) => (name === "light" || name === "dark" ? name : null);
  const stored = () => { try { return localStorage.getItem(KEY); } catch { return null; } };
  const store = (name) => { try { localStorage.setItem(KEY, name); } catch { /* private window */ } };
  const system = () => (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");

  /* Fetches Plotly, which Dash would ask for only once there is a map to draw, while the server answers. */
  function early() {
    if (window.Plotly || !window._dashPlotlyJSURL) return;
    const script = document.createElement("script");
    script.src = window._dashPlotlyJSURL;
    document.head.append(script);
  }

  Object.assign(window.dash_clientside.hauran, {
    first: (search) => {
      setTimeout(early, 0);
      const box = document.querySelector(".map-box");
      if (matchMedia("(max-width: 900px)").matches || box.clientHeight < ROOMY_PX) document.getElementById("legend").open = false;
      return {
        search: search || "",
        theme: known(new URLSearchParams(search || "").get("theme")) || known(stored()) || system(),
        width: box.clientWidth,
        height: box.clientHeight,
      };
    },
    toggleTheme: (clicks, name) => {
      const next = name === "dark" ? "light" : "dark";
      store(next);
      return next;
    },
    dress: (name) => {
      document.documentElement.dataset.theme = name;
      document.body.dataset.agThemeMode = name;
      return name;
    },
  });
})();
