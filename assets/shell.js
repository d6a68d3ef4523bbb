/* Language and theme of this viewer, decided before the first page is asked for; the clock; full screen. */
(function () {
  const html = document.documentElement;
  const kept = name => { try { return localStorage.getItem("citybrain." + name); } catch { return null; } };
  const keep = (name, value) => { try { localStorage.setItem("citybrain." + name, value); } catch { /* private mode: only this visit */ } };
  // A wall is dark; a tablet in a lit room is light.
  const usual = () => (matchMedia("(min-width: 1400px)").matches ? "dark" : "light");
  function choice(name, allowed, fallback) {
    const asked = new URLSearchParams(location.search).get(name);
    if (allowed.includes(asked)) { keep(name, asked); return asked; }
    const before = kept(name);
    return allowed.includes(before) ? before : fallback;
  }
  function apply() {
    const look = { lang: choice("lang", ["zh", "en"], "zh"), theme: choice("theme", ["dark", "light"], usual()) };
    html.lang = look.lang === "en" ? "en" : "zh-CN";
    html.dataset.theme = look.theme;
    return look;
  }
  let look = apply();

  /* Pages that write their own address (the map) must not be laid out again for it. */
  const OWN_ADDRESS = ["/"];
  function view(path, search, before) {
    look = apply();
    const next = { path: path || "/", search: OWN_ADDRESS.includes(path || "/") ? "" : search || "", ...look };
    dispatchEvent(new CustomEvent("citybrain:look", { detail: { ...look, path: next.path } }));
    const same = before && JSON.stringify(before) === JSON.stringify(next);
    const no = window.dash_clientside.no_update;
    return same ? [no, no, no] : [next, look.lang, look.theme];
  }
  window.dash_clientside = Object.assign({}, window.dash_clientside, { shell: { view } });

  function change(name, value) {
    keep(name, value);
    const query = new URLSearchParams(location.search);
    query.set(name, value);
    location.search = query.toString();
  }
  document.addEventListener("click", event => {
    const at = event.target.closest && event.target.closest("#sh-lang,#sh-theme,#sh-full,.skip");
    if (!at) return;
    if (at.id === "sh-lang") change("lang", look.lang === "en" ? "zh" : "en");
    if (at.id === "sh-theme") change("theme", look.theme === "light" ? "dark" : "light");
    if (at.id === "sh-full") document.fullscreenElement ? document.exitFullscreen() : html.requestFullscreen();
    if (at.classList.contains("skip")) { event.preventDefault(); document.getElementById("page")?.focus(); }
  });

  setInterval(() => {
    const clock = document.getElementById("sh-clock");
    if (!clock) return;
    const zone = { timeZone: clock.dataset.zone };
    const locale = look.lang === "en" ? "en-GB" : "zh-CN";
    const day = new Intl.DateTimeFormat(locale, { ...zone, month: "long", day: "numeric", weekday: "short" });
    const time = new Intl.DateTimeFormat("en-GB", { ...zone, hour: "2-digit", minute: "2-digit", second: "2-digit" });
    const now = new Date();
    clock.textContent = day.format(now) + " " + time.format(now);
  }, 1000);
})();
