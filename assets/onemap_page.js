/* The page around the map: which layers, which area, which indicator; the address bar; clicks and keys. */
(function () {
  const $ = id => document.getElementById(id);
  const P = { page: null, config: null, on: new Set(), area: "", indicator: "", version: {}, asked: {}, timer: {}, trouble: new Set() };
  const GAP_MS = 3000, POLL_MS = 60000;
  const html = document.documentElement;
  const lang = () => (html.lang || "zh").startsWith("en") ? "en" : "zh";
  const theme = () => (html.dataset.theme === "light" ? "light" : "dark");
  const say = (zh, en) => (lang() === "en" ? en : zh);

  /* --- the address bar: read once, written as the viewer moves, never a reload --- */
  function read() {
    const q = new URLSearchParams(location.search), known = P.config.layers;
    const asked = q.has("layers") ? q.get("layers").split(",") : known.filter(l => l.on).map(l => l.id);
    P.on = new Set(asked.filter(id => known.some(l => l.id === id)));
    P.on.add("districts");
    P.area = P.config.areas[q.get("area")] ? q.get("area") : P.config.city;
    P.indicator = q.get("indicator") || P.config.indicator;
    const [lon, lat, zoom] = ["lon", "lat", "zoom"].map(k => parseFloat(q.get(k)));
    return [lon, lat, zoom].every(Number.isFinite) ? { longitude: lon, latitude: lat, zoom, pitch: 0, bearing: 0, minZoom: 6, maxZoom: 18 } : null;
  }
  function write(push) {
    const q = new URLSearchParams(location.search), v = onemap.S.view;
    if (v && P.moved) { q.set("lon", v.longitude.toFixed(4)); q.set("lat", v.latitude.toFixed(4)); q.set("zoom", v.zoom.toFixed(2)); }
    else ["lon", "lat", "zoom"].forEach(k => q.delete(k));
    const usual = P.config.layers.filter(l => l.on).map(l => l.id).sort().join();
    const now = [...P.on].sort().join();
    now === usual ? q.delete("layers") : q.set("layers", [...P.on].join());
    P.area === P.config.city ? q.delete("area") : q.set("area", P.area);
    P.indicator === P.config.indicator ? q.delete("indicator") : q.set("indicator", P.indicator);
    const text = q.toString(), url = location.pathname + (text ? "?" + text : "");
    if (url !== location.pathname + location.search) history[push ? "pushState" : "replaceState"](history.state, "", url);
  }

  /* --- layers: asked for when shown, when their version moved, and every minute in case a frame was missed --- */
  async function load(id) {
    const one = P.config.layers.find(l => l.id === id);
    const q = new URLSearchParams({ lang: lang(), theme: theme(), v: P.version[id] || "" });
    if (id === "districts" || id === "hotline_hex") { q.set("area", P.area); q.set("indicator", P.indicator); }
    P.asked[id] = performance.now();
    const turn = P.turn = (P.turn || 0) + 1;
    P.turns = Object.assign(P.turns || {}, { [id]: turn });
    try {
      const r = await fetch(`/map/${id}.${one.bin ? "bin" : "json"}?${q}`);
      if (!r.ok) throw new Error(`${id}: ${r.status}`);
      const [head, columns] = one.bin ? onemap.unpack(await r.arrayBuffer()) : [await r.json(), null];
      if (P.turns[id] !== turn || !P.on.has(id)) return;
      head.version = [r.headers.get("x-version"), theme(), lang(), P.area, P.indicator].join();
      await onemap.put(id, head, columns);
      P.trouble.delete(id);
      onemap.legend(P, id, head);
    } catch (error) {
      P.trouble.add(id);
      onemap.trouble(P, id);
    }
  }
  function soon(id) {
    if (!P.on.has(id) || P.timer[id]) return;
    const wait = Math.max(0, (P.asked[id] || 0) + GAP_MS - performance.now());
    P.timer[id] = setTimeout(() => { P.timer[id] = 0; if (P.page) load(id); }, wait);
  }
  const all = () => Promise.all([...P.on].map(load));
  function frame(event) {
    const layers = (event.detail || {}).layers || {};
    for (const [id, version] of Object.entries(layers)) if (P.version[id] !== version) { P.version[id] = version; if (P.page) soon(id); }
  }
  function toggle(id, on) {
    if (id === "districts") return;
    on ? P.on.add(id) : P.on.delete(id);
    on ? load(id) : onemap.drop(id);
    onemap.controls(P); write();
  }
  function group(name) {
    const ids = P.config.layers.filter(l => l.group === name).map(l => l.id);
    const usual = P.config.layers.filter(l => l.group === name && l.on).map(l => l.id);
    const off = ids.some(id => P.on.has(id));
    for (const id of off ? ids : usual.length ? usual : ids.slice(0, 1)) toggle(id, !off);
  }

  /* --- drilling: city, district, street, and back --- */
  function go(code, push = true) {
    if (!P.config.areas[code]) return;
    P.area = code; P.moved = false;
    onemap.fly(onemap.fit(code));
    load("districts"); if (P.on.has("hotline_hex")) load("hotline_hex");
    onemap.controls(P); onemap.ring(null); write(push);
    set("onemap-area", code);
    onemap.filter(P);
    $("onemap-said").textContent = P.config.areas[code][0];
  }
  const up = () => { if ($("onemap-page").dataset.open) close(); else if (P.area !== P.config.city) go(P.config.areas[P.area][1] || P.config.city); };
  function set(id, data) { try { dash_clientside.set_props(id, { data }); } catch (e) { /* not there: nothing to tell */ } }

  /* --- detail, table, layer panel: one of them is open at a time, in a box of its own --- */
  function open(what) { const page = $("onemap-page"); page.dataset.open = what; onemap.controls(P); }
  function close() {
    const page = $("onemap-page"), was = page.dataset.open;
    delete page.dataset.open; onemap.ring(null); onemap.controls(P);
    if (P.back && P.back.isConnected) P.back.focus({ preventScroll: true });
    else if (was) $("onemap-map").focus({ preventScroll: true });
    P.back = null;
  }
  function detail(layer, id, place, from) {
    P.back = from || null;
    set("onemap-pick", { layer, id, area: P.area, turn: (P.picks = (P.picks || 0) + 1) });
    $("onemap-detail").setAttribute("aria-busy", "true");
    open("detail");
    if (place) { onemap.ring(place[0], place[1]); onemap.reveal(place[0], place[1]); } else onemap.ring(null);
    setTimeout(() => $("onemap-detail").focus({ preventScroll: true }), 0);
  }
  function found(hit) {
    if (!hit) return close();
    if (hit.layer === "hotline_hex") return;
    const [layer, id] = hit.layer === "incidents" ? hit.id.split("|") : [hit.layer, hit.id];
    detail(layer, id, hit.p);
  }

  /* deck.gl loses clicks on slow machines (frontend.md 2.3): a native click that picks always arrives. */
  function pointer(el) {
    let down = null;
    const at = ev => { const r = el.getBoundingClientRect(); return [ev.clientX - r.left, ev.clientY - r.top]; };
    el.addEventListener("pointerdown", ev => { down = at(ev); }, true);
    el.addEventListener("click", ev => {
      const [x, y] = at(ev);
      if (down && Math.hypot(x - down[0], y - down[1]) > 6) return;
      found(onemap.pick(x, y));
    });
    el.addEventListener("dblclick", ev => {
      const hit = onemap.pick(...at(ev));
      if (hit && hit.layer === "districts" && hit.id !== P.area) { close(); go(hit.id); }
    });
    for (const kind of ["wheel", "pointermove"]) el.addEventListener(kind, ev => { if (kind === "wheel" || ev.buttons) P.moved = true; }, { passive: true });
    el.addEventListener("keydown", keys);
  }
  function keys(ev) {
    const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[ev.key], v = onemap.S.view;
    const shift = 90 / 2 ** v.zoom;
    if (step) onemap.fly({ longitude: v.longitude + step[0] * shift, latitude: v.latitude + step[1] * shift * 0.8 });
    else if (ev.key === "+" || ev.key === "=") zoom(1);
    else if (ev.key === "-") zoom(-1);
    else if (ev.key === "Home") home();
    else if (ev.key === "Enter") { const b = onemap.S.el.getBoundingClientRect(); found(onemap.pick(b.width / 2, b.height / 2)); }
    else return;
    if (step) P.moved = true;
    ev.preventDefault(); ev.stopPropagation();
  }
  function zoom(by) { P.moved = true; onemap.fly({ zoom: Math.min(18, Math.max(6, onemap.S.view.zoom + by)) }); }
  function home() { P.moved = false; onemap.fly(onemap.fit(P.area)); write(); }

  /* --- one listener for all buttons of the page --- */
  document.addEventListener("click", ev => {
    const hit = ev.target.closest("[data-act]");
    if (!hit || !P.page || !P.page.contains(hit)) return;
    const { act, of, layer, lon, lat } = hit.dataset;
    const acts = {
      group: () => group(of), layer: () => toggle(of, !P.on.has(of)), area: () => { close(); go(of); }, home, close,
      zoomin: () => zoom(1), zoomout: () => zoom(-1),
      panel: () => { P.back = hit; $("onemap-page").dataset.open === of ? close() : open(of); if (of === "table") set("onemap-table-ask", { layers: [...P.on], area: P.area, indicator: P.indicator, turn: Date.now() }); },
      pick: () => detail(layer, of, lon ? [+lon, +lat] : null, hit),
      sheet: () => { P.page.dataset.sheet = of; onemap.controls(P); if (!P.moved) onemap.fly(onemap.fit(P.area)); },
    };
    if (acts[act]) { acts[act](); if (hit.tagName !== "A") ev.preventDefault(); }
  });
  document.addEventListener("change", ev => {
    if (ev.target.id !== "onemap-indicator" || !P.page) return;
    P.indicator = ev.target.value; load("districts"); write();
  });
  document.addEventListener("keydown", ev => {
    if (ev.key === "Escape" && P.page) { up(); ev.preventDefault(); }
  });
  addEventListener("popstate", () => {
    if (!P.page || !$("onemap-map")) return;
    const before = P.area, view = read();
    if (P.area !== before) { const code = P.area; P.area = before; go(code, false); }
    if (view) { P.moved = true; onemap.fly(view); }
    onemap.controls(P); all();
  });
  addEventListener("onemap:view", () => { clearTimeout(P.writing); P.writing = setTimeout(() => P.page && write(), 400); });
  addEventListener("onemap:hover", ev => P.page && onemap.tip(P, ev.detail));
  for (const target of [window, document]) target.addEventListener("citybrain:frame", frame);
  addEventListener("resize", () => {
    clearTimeout(P.sizing);
    P.sizing = setTimeout(() => { if (!P.page) return; onemap.rescale(); if (!P.moved) onemap.fly(onemap.fit(P.area)); }, 250);
  });
  setInterval(() => P.page && all(), POLL_MS);

  /* --- arriving and leaving: Dash may put the page in and take it out at any time --- */
  function look() {
    const el = $("onemap-map");
    if (el === P.el) return;
    if (P.el) { onemap.unmount(); P.page = null; }
    P.el = el;
    if (el) arrive(el).catch(onemap.report);
  }
  async function arrive(el) {
    const page = $("onemap-page");
    P.config = JSON.parse(page.dataset.config);
    onemap.S.answers.clear(); onemap.S.view = null;
    const view = read();
    P.moved = Boolean(view); P.page = page;
    pointer(el);
    onemap.controls(P);
    // Lists come anew with every frame: what lies outside the chosen area stays hidden.
    new MutationObserver(() => onemap.filter(P)).observe($("om-incidents"), { childList: true, subtree: true, attributeFilter: ["data-area"] });
    await onemap.mount(el, P.config, view || (P.area !== P.config.city ? null : undefined));
    if (P.el !== el) return;
    if (!view) onemap.start(P.area);
    if (P.area !== P.config.city) set("onemap-area", P.area);
    onemap.S.held = true;
    await all();
    onemap.S.held = false; onemap.show();
    page.dataset.ready = "1";
  }
  new MutationObserver(look).observe(html, { childList: true, subtree: true });
  new MutationObserver(() => { if (P.page) all(); }).observe(html, { attributes: true, attributeFilter: ["data-theme"] });
  Object.assign(window.onemap, { P, load, go, say, theme, lang });
  look();
})();
