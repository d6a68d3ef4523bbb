/* The one stream of frames: sets what changed on this page, and says so when nothing comes any more. */
(function () {
  const SILENT_MS = 40000, POLL_MS = 60000;
  let source = null, wait = 1000, heard = Date.now(), look = null, timer = 0;
  const address = path => `${path}?lang=${look.lang}&theme=${look.theme}`;

  function take(frame) {
    heard = Date.now();
    state(true);
    for (const [id, props] of Object.entries(frame.props)) {
      if (document.getElementById(id)) dash_clientside.set_props(id, props);
    }
    const { codes, streams } = frame.changed;
    if (codes.length || streams.length) dash_clientside.set_props("changed", { data: frame.changed });
    dispatchEvent(new CustomEvent("citybrain:frame", { detail: frame }));
  }

  function connect() {
    source?.close();
    source = new EventSource(address("/events"));
    source.onopen = () => { wait = 1000; };
    source.onmessage = event => take(JSON.parse(event.data));
    source.onerror = () => {
      state(false);
      // A proxy's 502 closes an EventSource for good: make a new one, ever more slowly.
      if (source.readyState !== EventSource.CLOSED) return;
      clearTimeout(timer);
      timer = setTimeout(connect, wait + Math.random() * 1000);
      wait = Math.min(wait * 2, 30000);
    };
  }

  function state(on) {
    const mark = document.getElementById("sh-link");
    if (!mark || mark.classList.contains("on") === on) return;
    mark.classList.toggle("on", on);
    const english = look.lang === "en";
    mark.textContent = on ? (english ? "Connected" : "已连接") : (english ? "Connection lost, reconnecting" : "连接中断，正在重连");
    document.documentElement.classList.toggle("cut-off", !on);
  }

  async function poll() {
    if (Date.now() - heard < POLL_MS || !look) return;
    const answer = await fetch(address("/frame")).catch(() => null);
    if (answer?.ok) take(await answer.json());
    if (source.readyState === EventSource.CLOSED) connect();
  }

  function watch() {
    if (look) state(Date.now() - heard < SILENT_MS);
  }

  addEventListener("citybrain:look", event => {
    if (look && look.lang === event.detail.lang && look.theme === event.detail.theme) return;
    look = event.detail;
    connect();
  });
  addEventListener("pagehide", () => source?.close());
  addEventListener("pageshow", event => { if (event.persisted && look) connect(); });
  setInterval(watch, 5000);
  setInterval(poll, 15000);
})();
