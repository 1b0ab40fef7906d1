/* Where the server does not answer, the last view stays and the page says so, until all that failed has come. */
(() => {
  const plain = window.fetch;
  const WORDS = window.hauran.t("The server does not answer. The last view stays; it will be drawn anew when the server is back.");
  const AGAIN_MS = 3000;
  const LONGEST_MS = 60000;
  const failing = new Set();
  let wait = AGAIN_MS;
  let timer = 0;

  /* What of ours is asked for: the callbacks, or one of the addresses of api.py; undefined for anything else. */
  const asked = (url) => (url.includes("_dash-update-component") ? "callbacks" : url.match(/\/api\/[a-z.]+/)?.[0]);

  function say() {
    const banner = document.getElementById("error");
    if (!banner) return;
    if (failing.size) { banner.textContent = WORDS; banner.hidden = false; timer = timer || setTimeout(again, wait); } else if (banner.textContent === WORDS) { banner.textContent = ""; banner.hidden = true; }
  }

  /* Looks whether the server is back, and then has everything drawn anew; less and less often where that fails. */
  async function again() {
    timer = 0;
    if (!failing.size) return;
    wait = Math.min(LONGEST_MS, wait * 2);
    const back = await plain("/health").then((reply) => reply.ok, () => false);
    if (!back) { timer = setTimeout(again, AGAIN_MS); wait = AGAIN_MS; return; }
    failing.clear();
    say();
    const { config } = window.hauran.engine.state;
    if (!config.columns) { window.hauran.setProps("first", { data: window.dash_clientside.hauran.first(location.search) }); return; }
    window.hauran.question.anew();
    window.hauran.setProps("config", { data: { ...config } });
    if (window.hauran.window.get()) window.hauran.window.tell(true);
  }

  /* Every answer of ours comes in the language of the page. */
  const spoken = (target, options = {}) => {
    const headers = new Headers(options.headers || target?.headers);
    headers.set("Accept-Language", document.documentElement.lang || "en");
    return [target, { ...options, headers }];
  };

  /* Says that the store has gone on since the page was loaded, once. */
  function age(reply) {
    const { snapshot } = window.hauran.engine.state.config;
    const now = reply.headers.get("X-Hauran-Snapshot");
    const banner = document.getElementById("newer");
    if (snapshot && now && banner && now !== snapshot) banner.hidden = false;
  }

  window.fetch = async (target, options) => {
    const url = String(target?.url || target);
    const what = asked(url);
    if (!what) return url.includes("_dash-") ? plain(...spoken(target, options)) : plain(target, options);
    try {
      const reply = await plain(...spoken(target, options));
      age(reply);
      if (reply.status >= 500) failing.add(what); else { failing.delete(what); if (!failing.size) wait = AGAIN_MS; }
      return reply;
    } catch (error) {
      if (error.name !== "AbortError") failing.add(what);
      throw error;
    } finally {
      say();
    }
  };
})();
