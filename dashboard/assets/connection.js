/* Where the server does not answer, the last view stays and the page says so, until all that failed has come. Where a question takes too
   long it says so, too: the same question is not asked again. */
(() => {
  const plain = window.fetch;
  const GONE = window.hauran.t("The server does not answer. The last view stays; it will be drawn anew when the server is back.");
  const SLOW = window.hauran.t("This question takes too long. The last view stays; narrow the dates or the filters for an answer.");
  const LATE = window.hauran.t("The server is slow to answer. Until it does, the last view stays.");
  const LATE_MS = 6000;
  const TOO_SLOW = 422; // dashboard.sharing.refused
  const COUNTS = "/api/shown.bin";
  const ROWS = "table.getRowsResponse";
  const AGAIN_MS = 3000;
  const LONGEST_MS = 60000;
  const failing = new Set();
  const slow = new Set();
  const late = new Set(); // what has been waited for longer than LATE_MS
  let wait = AGAIN_MS;
  let timer = 0;

  /* What of ours is asked for: the outputs of a callback, or one of the addresses of api.py; undefined for anything else. */
  const asked = (url, body) => (url.includes("_dash-update-component") ? body.output || url : url.match(/\/api\/[a-z.]+/)?.[0]);

  /* What a callback is asked. */
  function told(options) {
    try { return JSON.parse(options.body) || {}; } catch { return {}; }
  }

  function say() {
    const banner = document.getElementById("error");
    if (!banner) return;
    const words = failing.size ? GONE : slow.size ? SLOW : late.size ? LATE : "";
    if (words || [GONE, SLOW, LATE].includes(banner.textContent)) { banner.textContent = words; banner.hidden = !words; }
    if (failing.size) timer = timer || setTimeout(again, wait);
  }

  /* A question that is asked takes back what was said of the one before; a filter that changes, what was said of all others. The
     engine's counts of that change may have been asked for, and answered, before its callbacks are. */
  function retake(what, { changedPropIds = [] }) {
    if (changedPropIds.includes("changed.data")) for (const one of slow) if (one !== COUNTS) slow.delete(one);
    slow.delete(what);
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

  function judge(what, { status }) {
    if (status >= 400) unanswered(what);
    if (status >= 500) { failing.add(what); return; }
    failing.delete(what);
    if (!failing.size) wait = AGAIN_MS;
    if (status === TOO_SLOW) slow.add(what);
  }

  /* The table asks for no more than two blocks at a time, and would wait for these for ever: they come empty. */
  function unanswered(what) {
    if (what === ROWS) window.hauran.setProps("table", { getRowsResponse: { rowData: [] } });
  }

  window.fetch = async (target, options) => {
    const url = String(target?.url || target);
    const body = told(options);
    const what = asked(url, body);
    if (!what) return url.includes("_dash-") ? plain(...spoken(target, options)) : plain(target, options);
    retake(what, body);
    const mine = {};
    const patience = setTimeout(() => { late.add(mine); say(); }, LATE_MS);
    try {
      const reply = await plain(...spoken(target, options));
      age(reply);
      judge(what, reply);
      return reply;
    } catch (error) {
      if (error.name !== "AbortError") { failing.add(what); unanswered(what); }
      throw error;
    } finally {
      clearTimeout(patience);
      late.delete(mine);
      say();
    }
  };
})();
