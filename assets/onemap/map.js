/* The map itself: one deck.gl for the life of the page. Specs come from pydeck, rows by URL; the view is never sent again. */
(function () {
  const { S, report, emit } = window.onemap;
  const SCRIPTS = ["/assets/vendor/deck.gl-9.4.0.min.js", "/assets/vendor/deck.gl-json-9.4.0.min.js"];
  let ready = null, converter = null;

  function script(src, there) {
    if (there()) return Promise.resolve();
    const known = document.querySelector(`script[src*="${src}"]`);
    return new Promise((done, failed) => {
      const s = known || document.createElement("script");
      s.addEventListener("load", done); s.addEventListener("error", () => failed(new Error(src)));
      if (!known) { s.src = src; document.head.append(s); }
    });
  }
  function library() {
    ready = ready || script(SCRIPTS[0], () => window.deck).then(() => script(SCRIPTS[1], () => deck.JSONConverter)).then(() => {
      const configuration = new deck.JSONConfiguration({ classes: Object.assign({}, deck) });
      converter = new deck.JSONConverter({ configuration });
    });
    return ready;
  }
  const fonts = () => Promise.allSettled(["600 16px \"City Sans\"", "600 16px Num"].map(f => document.fonts.load(f, "郑州0")));
  async function mount(el, config, start) {
    S.el = el; S.config = config; S.drawn.clear();
    await Promise.all([library(), fonts()]);
    if (!el.isConnected) return;
    if (S.deck) S.deck.finalize();
    el.replaceChildren();
    S.u = onemap.unit(); S.near = (start || {}).zoom || 9; S.k = onemap.far(S.near);
    S.view = start || S.view || onemap.fit(config.city);
    S.deck = new deck.Deck({
      parent: el, views: new deck.MapView({ repeat: false }), initialViewState: S.view, layers: [], pickingRadius: 6,
      controller: { doubleClickZoom: false, dragRotate: false, touchRotate: false, keyboard: false },
      useDevicePixels: innerWidth >= 3000 ? 1 : Math.min(devicePixelRatio, 2),
      getCursor: ({ isDragging, isHovering }) => (isDragging ? "grabbing" : isHovering ? "pointer" : "grab"),
      onViewStateChange: ({ viewState }) => { S.view = viewState; onemap.closer(viewState.zoom); emit("view", viewState); },
      onHover: info => emit("hover", onemap.picked(info)),
      onError: error => console.error("map", error),
      onAfterRender: () => { S.painted = performance.now(); },
    });
    // deck.gl gives its element a positive tab index, which would jump the queue of the page.
    el.tabIndex = 0;
    watch(el);
    for (const id of S.answers.keys()) await draw(id).catch(report);
    show();
    delete el.dataset.lost;
  }

  /* A lost context keeps "painting" nothing: say so, and build everything anew from the answers at hand. */
  function watch(el) {
    const canvas = el.querySelector("canvas");
    if (!canvas) return setTimeout(() => S.el === el && watch(el), 200);
    canvas.addEventListener("webglcontextlost", () => {
      const kept = S.view;
      el.dataset.lost = onemap.say("地图画面丢失，正在重建", "The map lost its picture and is being rebuilt");
      S.deck.finalize(); S.deck = null; el.replaceChildren();
      setTimeout(() => S.el === el && mount(el, S.config, kept), 800);
    });
  }
  function unmount() {
    if (S.deck) S.deck.finalize();
    S.deck = S.el = null; S.drawn.clear();
  }

  async function draw(id) {
    const { head, columns } = S.answers.get(id);
    const made = await Promise.all(head.deck.map(spec => onemap.layer(spec, head, columns)));
    S.drawn.set(id, made);
  }
  /* Take a new answer; the same version keeps the same layer objects and uploads nothing. */
  async function put(id, head, columns) {
    const known = S.answers.get(id);
    if (known && known.head.version === head.version && S.drawn.has(id)) return false;
    S.answers.set(id, { head, columns });
    if (S.deck) { await draw(id); show(); }
    return true;
  }
  function drop(id) { S.answers.delete(id); S.drawn.delete(id); show(); }
  /* Answers arrive one by one; they are painted together. */
  function show() { clearTimeout(S.waiting); S.waiting = setTimeout(paint, S.held ? 1500 : 40); }
  function paint() {
    if (!S.deck) return;
    onemap.room();
    const order = S.config.layers.map(l => l.id);
    const [drawn, discs] = onemap.quiet(S.drawn), shown = order.flatMap(id => drawn.get(id) || []);
    const base = shown.filter(l => !l.id.includes("-")), words = shown.filter(l => l.id.includes("-"));
    const ground = l => l.id.startsWith("districts") && !/-(name|value)$/.test(l.id), pin = l => l.id.startsWith("incidents");
    const all = [...base, ...words], kept = [...all.filter(ground), ...discs, ...all.filter(l => !ground(l) && !pin(l)), ...all.filter(pin)];
    S.deck.setProps({ layers: S.ring ? [...kept, S.ring] : kept });
  }
  function ring(lon, lat) {
    S.ring = lon == null ? null : new deck.ScatterplotLayer({
      id: "ring-focus", data: [[lon, lat]], getPosition: d => d, radiusUnits: "pixels", getRadius: 20 * S.u, filled: false, stroked: true,
      lineWidthUnits: "pixels", getLineWidth: 2.5 * S.u, getLineColor: document.documentElement.dataset.theme === "light" ? [11, 103, 178] : [91, 184, 255],
    });
    show();
  }
  async function rescale() {
    if (!S.deck || Math.abs(onemap.unit() - S.u) < 0.01) return;
    S.u = onemap.unit();
    for (const id of S.answers.keys()) await draw(id).catch(report);
    show();
  }

  Object.assign(window.onemap, { mount, unmount, put, drop, show, ring, rescale, convert: props => converter.convert({ layers: [props] }).layers[0] });
})();
