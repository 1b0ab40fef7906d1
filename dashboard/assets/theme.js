/* Light or dark: what the address says, else what was chosen before, else what the system prefers. */
(() => {
  const KEY = "hauran-theme";
  const known = (name) => (name === "light" || name === "dark" ? name : null);
  const stored = () => { try { return localStorage.getItem(KEY); } catch { return null; } };
  const store = (name) => { try { localStorage.setItem(KEY, name); } catch { /* private window */ } };
  const system = () => (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");

  Object.assign(window.dash_clientside.hauran, {
    firstTheme: (search) => known(new URLSearchParams(search || "").get("theme")) || known(stored()) || system(),
    toggleTheme: (clicks, name) => {
      const next = name === "dark" ? "light" : "dark";
      store(next);
      return next;
    },
    dress: (name) => {
      document.documentElement.dataset.theme = name;
      return [name, name === "dark" ? "ag-theme-quartz-dark" : "ag-theme-quartz"];
    },
  });
})();
