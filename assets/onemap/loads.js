/* Layers: asked for when shown, when their version moved, and every minute in case a frame was missed. */
(function () {
  const { P, lang, theme } = window.onemap, GAP_MS = 3000, POLL_MS = 60000;
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
    onemap.controls(P); onemap.write();
  }
  function group(name) {
    const ids = P.config.layers.filter(l => l.group === name).map(l => l.id);
    const usual = P.config.layers.filter(l => l.group === name && l.on).map(l => l.id);
    const off = ids.some(id => P.on.has(id));
    for (const id of off ? ids : usual.length ? usual : ids.slice(0, 1)) toggle(id, !off);
  }

  for (const target of [window, document]) target.addEventListener("citybrain:frame", frame);
  setInterval(() => P.page && all(), POLL_MS);
  Object.assign(window.onemap, { load, all, toggle, group });
})();
