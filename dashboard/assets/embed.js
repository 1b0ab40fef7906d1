/* Inside another page: map, timeline and key alone, and one line that leads to the whole page. */
(() => {
  const hauran = window.hauran;
  if (new URLSearchParams(location.search).get("embed") !== "on") return;
  document.documentElement.dataset.embed = "on";

  function tell() {
    const line = document.getElementById("embedded");
    if (!line || !hauran.engine.state.counts) return;
    line.href = hauran.sharing.link();
    hauran.say("embedded-sources", document.querySelector("#datasets span")?.title || "");
    hauran.say("embedded", hauran.t("{title} · {incidents} · open in full", { title: document.title, incidents: hauran.facts.counted() }));
  }

  /* The count is written by the engine; the line follows it once the page is there. */
  new MutationObserver((_, page) => {
    const figure = document.getElementById("figure-incidents");
    if (!figure) return;
    page.disconnect();
    new MutationObserver(tell).observe(figure, { childList: true, subtree: true, characterData: true });
  }).observe(document.body, { childList: true, subtree: true });
  addEventListener("hauran-address", tell);
})();
