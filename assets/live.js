/* The one stream of frames: sets what changed on this page, and says so when nothing comes any more.
   Tabs of one browser share one connection (HTTP/1.1 allows six to a host): the holder of a lock passes frames on. */
(function () {
  const SILENT_MS = 30000, POLL_MS = 60000, UNSEEN_MS = 60000;
  const WORDS = {
    on: ["已连接", "Connected"],
    off: ["连接中断，正在重连", "Connection lost, reconnecting"],
    cut: ["与服务器的连接中断，屏幕上的数字停在 {at}，正在自动重连。", "The connection is lost; the numbers on screen are from {at}. Reconnecting."],
    away: ["数据库暂时没有应答，屏幕上的数字停在 {at}，恢复后自动更新。", "The database does not answer; the numbers on screen are from {at} and will go on by themselves."],
  };
  const word = key => WORDS[key][look.lang === "en" ? 1 : 0];
  const address = path => `${path}?lang=${look.lang}&theme=${look.theme}&pages=${encodeURIComponent([...pages].sort().join())}`;
  /* The pages of all tabs that share the connection: the server renders no others. */
  const pages = new Set(), kind = path => path.replace(/^(\/[^/]+)\/.+/, "$1/-");
  let look = null, source = null, channel = null, leave = null, away = false, here = "/", renewing = 0;
  let wait = 1000, timer = 0, unseen = 0, heard = Date.now(), fresh = Date.now();

  function take(frame) {
    heard = Date.now();
    away = Boolean(frame.away);
    if (!away) fresh = heard;
    state();
    for (const [id, props] of Object.entries(frame.props)) {
      if (document.getElementById(id)) dash_clientside.set_props(id, props);
    }
    const { codes, streams } = frame.changed;
    if (codes.length || streams.length) dash_clientside.set_props("changed", { data: frame.changed });
    dispatchEvent(new CustomEvent("citybrain:frame", { detail: frame }));
    retry();
  }

  /* A page that could not be laid out is asked for again by itself: nobody presses a button on a wall. */
  function retry() {
    if (!away && document.querySelector("#page > .page-state.failed")) setTimeout(() => location.reload(), 1000);
  }

  /* Tabs tell each other what they show; the one that holds the connection asks for all of it. */
  function heed({ frame, page, who }) {
    if (frame) take(frame);
    if (page && !pages.has(page)) { pages.add(page); renew(); }
    if (who) channel?.postMessage({ page: here });
  }
  function move(path) {
    here = path;
    if (source) { pages.clear(); renew(); }
    pages.add(here);
    channel?.postMessage({ page: here, who: Boolean(source) });
  }
  function renew() {
    clearTimeout(renewing);
    renewing = setTimeout(() => source && connect(), 200);  // what a new page shows is in the first frame of a new connection
  }

  function join() {
    part();
    channel = new BroadcastChannel(`citybrain:${look.lang}:${look.theme}`);
    channel.onmessage = event => heed(event.data);
    pages.clear();
    pages.add(here);
    channel.postMessage({ page: here, who: true });
    if (!navigator.locks) return connect();  // plain http from another machine: no locks there
    const gone = new AbortController(), turn = () => new Promise(done => { leave = done; connect(); });
    leave = () => gone.abort();
    navigator.locks.request(channel.name, { signal: gone.signal }, turn).catch(() => null);
    fetchOne();  // what changed between the layout of this page and now
  }

  function part() {
    clearTimeout(timer);
    source?.close();
    channel?.close();
    leave?.();
    source = channel = leave = null;
  }

  function connect() {
    source?.close();
    source = new EventSource(address("/events"));
    source.onopen = () => { wait = 1000; };
    source.onmessage = event => {
      const frame = JSON.parse(event.data);
      channel?.postMessage({ frame });
      take(frame);
    };
    source.onerror = () => {
      // A proxy's 502 closes an EventSource for good: make a new one, ever more slowly.
      if (source?.readyState !== EventSource.CLOSED) return;
      clearTimeout(timer);
      timer = setTimeout(connect, wait + Math.random() * 1000);
      wait = Math.min(wait * 2, 30000);
    };
  }

  async function fetchOne() {
    const answer = await fetch(address("/frame")).catch(() => null);
    if (answer?.ok) take(await answer.json());
  }

  function poll() {
    if (look && Date.now() - heard > POLL_MS) fetchOne();
  }

  function state() {
    const mark = document.getElementById("sh-link"), note = document.getElementById("shell-note");
    if (!mark || !note || !look) return;
    const on = Date.now() - heard < SILENT_MS && source?.readyState !== EventSource.CLOSED;
    mark.classList.toggle("on", on);
    if (mark.textContent !== word(on ? "on" : "off")) mark.textContent = word(on ? "on" : "off");
    const old = !on || away, said = old ? word(away && on ? "away" : "cut").replace("{at}", clock(fresh)) : "";
    if (note.textContent !== said) note.textContent = said;
    note.hidden = !old;
    document.documentElement.classList.toggle("cut-off", old);
  }

  function clock(at) {
    const zone = document.getElementById("sh-clock")?.dataset.zone;
    return new Intl.DateTimeFormat("en-GB", { timeZone: zone, hour: "2-digit", minute: "2-digit", second: "2-digit" }).format(at);
  }

  /* Without locks every tab has a connection of its own: one that nobody sees for a while gives it back. */
  document.addEventListener("visibilitychange", () => {
    clearTimeout(unseen);
    if (!look || navigator.locks) return;
    if (document.hidden) unseen = setTimeout(part, UNSEEN_MS);
    else if (!source) join();
  });
  addEventListener("citybrain:look", event => {
    const { lang, theme, path } = event.detail, same = look && look.lang === lang && look.theme === theme;
    look = { lang, theme };
    if (!same) { here = kind(path); join(); }
    else if (kind(path) !== here) move(kind(path));
  });
  addEventListener("pagehide", part);
  addEventListener("pageshow", event => { if (event.persisted && look) join(); });
  setInterval(state, 2000);
  setInterval(poll, 15000);
})();
