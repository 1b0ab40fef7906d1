/* The functions that Dash calls by name; each module adds its own. */
window.dash_clientside = window.dash_clientside || {};
window.dash_clientside.hauran = window.dash_clientside.hauran || {};
window.hauran = {
  DAY_MS: 86400000,
  setProps: (id, props) => window.dash_clientside.set_props(id, props),
  isoOf: (day) => new Date(day * 86400000).toISOString().slice(0, 10),
  dayOf: (iso) => Math.round(Date.parse(iso.slice(0, 10) + "T00:00:00Z") / 86400000),
};
