/* Where the server does not answer, the last view stays and the page says so. */
(() => {
  const plain = window.fetch;
  const WORDS = "The server does not answer. The last view stays; it will be drawn anew when the server is back.";

  const say = (words) => {
    const banner = document.getElementById("error");
    if (banner) { banner.textContent = words; banner.hidden = !words; }
  };

  window.fetch = async (...args) => {
    const ours = String(args[0] && args[0].url || args[0]).includes("_dash-update-component");
    try {
      const reply = await plain(...args);
      if (ours && reply.ok && document.getElementById("error")?.textContent === WORDS) say("");
      if (ours && reply.status >= 502) say(WORDS);
      return reply;
    } catch (error) {
      if (ours && error.name !== "AbortError") say(WORDS);
      throw error;
    }
  };
})();
