/* The map itself: one deck.gl for the life of the page. Specs come from pydeck, rows by URL; the view is never sent again. */
(function () {
  const S = { deck: null, el: null, answers: new Map(), drawn: new Map(), geo: new Map(), words: new Map(), near: 9, view: null, config: null };
  const SCRIPTS = ["/assets/vendor/deck.gl-9.4.0.min.js", "/assets/vendor/deck.gl-json-9.4.0.min.js"];
  let ready = null, converter = null;

  function script(src) {
    const known = document.querySelector(`script[src*="${src}"]`);
    if (known && window.deck) return Promise.resolve();
    return new Promise((done, failed) => {
      const s = known || document.createElement("script");
      s.addEventListener("load", done); s.addEventListener("error", () => failed(new Error(src)));
      if (!known) { s.src = src; document.head.append(s); }
    });
  }
  function library() {
    ready = ready || script(SCRIPTS[0]).then(() => window.deck.JSONConverter || script(SCRIPTS[1])).then(() => {
      const configuration = new deck.JSONConfiguration({ classes: Object.assign({}, deck) });
      converter = new deck.JSONConverter({ configuration });
    });
    return ready;
  }
  const fonts = () => Promise.allSettled(["600 16px \"City Sans\"", "600 16px Num"].map(f => document.fonts.load(f, "郑州0")));

  /* One unit of the page in pixels; icons and text on the map follow it as the panels do. */
  function unit() {
    const probe = document.createElement("i");
    probe.style.cssText = "position:absolute;width:calc(var(--u)*100)";
    document.body.append(probe);
    const u = probe.getBoundingClientRect().width / 100 || 1;
    probe.remove();
    return matchMedia("(pointer:coarse)").matches ? u * 1.25 : u;
  }

  async function mount(el, config, start) {
    S.el = el; S.config = config; S.drawn.clear();
    await Promise.all([library(), fonts()]);
    if (!el.isConnected) return;
    if (S.deck) S.deck.finalize();
    el.replaceChildren();
    S.u = unit(); S.near = (start || {}).zoom || 9; S.k = far(S.near);
    S.view = start || S.view || fit(config.city);
    S.deck = new deck.Deck({
      parent: el, views: new deck.MapView({ repeat: false }), initialViewState: S.view, layers: [], pickingRadius: 6,
      controller: { doubleClickZoom: false, dragRotate: false, touchRotate: false, keyboard: false },
      useDevicePixels: innerWidth >= 3000 ? 1 : Math.min(devicePixelRatio, 2),
      getCursor: ({ isDragging, isHovering }) => (isDragging ? "grabbing" : isHovering ? "pointer" : "grab"),
      onViewStateChange: ({ viewState }) => { S.view = viewState; closer(viewState.zoom); emit("view", viewState); },
      onHover: info => emit("hover", picked(info)),
      onError: error => console.error("map", error),
      onAfterRender: () => { S.painted = performance.now(); },
    });
    // deck.gl gives its element a positive tab index, which would jump the queue of the page.
    el.tabIndex = 0;
    watch(el);
    for (const id of S.answers.keys()) await draw(id).catch(report);
    show();
    emit("ready");
  }

  /* A lost context keeps "painting" nothing: build everything anew from the answers at hand. */
  function watch(el) {
    const canvas = el.querySelector("canvas");
    if (!canvas) return setTimeout(() => S.el === el && watch(el), 200);
    canvas.addEventListener("webglcontextlost", () => {
      const kept = S.view;
      emit("lost");
      S.deck.finalize(); S.deck = null; el.replaceChildren();
      setTimeout(() => S.el === el && mount(el, S.config, kept), 800);
    });
  }
  function unmount() {
    if (S.deck) S.deck.finalize();
    S.deck = S.el = null; S.drawn.clear();
  }

  /* The part of the map that no panel covers, as padding for a fit. */
  function padding() {
    const box = S.el.getBoundingClientRect(), pad = { left: 24, right: 24, top: 24, bottom: 24 };
    for (const rail of document.querySelectorAll("[data-covers]")) {
      const r = rail.getBoundingClientRect();
      if (!r.width || !r.height) continue;
      // A rail that spans the map is a sheet at its foot.
      const side = rail.dataset.covers !== "top" && r.width > 0.8 * box.width ? "bottom" : rail.dataset.covers;
      const covered = { left: r.right - box.left, right: box.right - r.left, top: r.bottom - box.top, bottom: box.bottom - r.top }[side];
      pad[side] = Math.max(pad[side], covered + 16 * S.u);
    }
    const wide = box.width - 160, high = box.height - 160;
    if (pad.left + pad.right > wide) pad.left = pad.right = 24;
    if (pad.top + pad.bottom > high) pad.top = pad.bottom = 24;
    return pad;
  }
  function fit(code) {
    const box = (S.config.areas[code] || S.config.areas[S.config.city])[3];
    const { clientWidth: width, clientHeight: height } = S.el;
    if (!box || !width || !height) return { longitude: 0, latitude: 0, zoom: 3 };
    const seen = new deck.WebMercatorViewport({ width, height }).fitBounds([[box[0], box[1]], [box[2], box[3]]], { padding: padding(), maxZoom: 15 });
    return { longitude: seen.longitude, latitude: seen.latitude, zoom: seen.zoom, pitch: 0, bearing: 0, minZoom: 6, maxZoom: 18 };
  }
  function start(code) { S.view = fit(code); closer(S.view.zoom); S.deck.setProps({ initialViewState: S.view }); }
  function fly(view) {
    const still = matchMedia("(prefers-reduced-motion:reduce)").matches;
    const motion = still ? {} : { transitionDuration: 600, transitionInterpolator: new deck.LinearInterpolator(["longitude", "latitude", "zoom"]) };
    S.view = Object.assign({}, S.view, view);
    closer(S.view.zoom);
    S.deck.setProps({ initialViewState: Object.assign({}, S.view, motion) });
    emit("view", S.view);
  }
  /* Bring a place into the free part of the map; nothing moves when it is there already. */
  function reveal(lon, lat) {
    const seen = S.deck.getViewports()[0];
    if (!seen) return;
    const pad = padding(), [x, y] = seen.project([lon, lat]);
    if (x > pad.left && x < seen.width - pad.right && y > pad.top && y < seen.height - pad.bottom) return;
    const middle = seen.unproject([(pad.left + seen.width - pad.right) / 2, (pad.top + seen.height - pad.bottom) / 2]);
    fly({ longitude: seen.longitude + lon - middle[0], latitude: seen.latitude + lat - middle[1] });
  }

  /* Marks shrink in the far view, where a hundred of them share a thumb's breadth, and grow as one comes closer. */
  const far = zoom => Math.round(Math.min(1.5, Math.max(0.8, 0.8 + (zoom - 9) * 0.2)) * 20) / 20;
  function closer(zoom) {
    const near = Math.round(zoom * 3) / 3;
    if (far(zoom) === S.k && near === S.near) return;
    S.k = far(zoom); S.near = near;
    for (const [id, made] of S.drawn) {
      S.drawn.set(id, made.map(l => (l instanceof deck.IconLayer && id !== "incidents" ? l.clone({ sizeScale: S.u * S.k }) : l)));
    }
    show();
  }

  async function boundary(url) {
    const level = url.split("/").pop().split(".")[0];
    if (!S.geo.has(url)) S.geo.set(url, fetch(`${url}?v=${S.config.geo[level]}`).then(r => r.json()).catch(e => { S.geo.delete(url); throw e; }));
    return S.geo.get(url);
  }
  const rings = shape => (shape.type === "Polygon" ? shape.coordinates : shape.coordinates.flat());
  async function rows(data, head, columns) {
    if (columns) return columns;
    if (!data) return [];
    if (data["@@geo"]) {
      const { features } = await boundary(data["@@geo"]);
      return features.filter(f => data.rows[f.properties.code])
        .map(f => ({ type: "Feature", geometry: f.geometry, properties: Object.assign({ code: f.properties.code }, data.rows[f.properties.code]) }));
    }
    if (data["@@rings"]) {
      const { features } = await boundary(data["@@rings"]), wanted = new Set(data.codes);
      return features.filter(f => wanted.has(f.properties.code)).flatMap(f => rings(f.geometry).map(p => ({ p })));
    }
    return data;
  }

  /* Rows never pass the converter: a text of a citizen that looks like an expression stays a text. */
  async function layer(spec, head, columns) {
    const { data, apart, ...props } = spec, u = S.u, type = props["@@type"], pin = spec.id.startsWith("incidents");
    if (type === "IconLayer" || type === "TextLayer") props.sizeScale = type === "IconLayer" && !pin ? u * S.k : u;
    if (Array.isArray(props.getPixelOffset)) props.getPixelOffset = props.getPixelOffset.map(v => v * u);
    if (type === "PathLayer") props.widthScale = u;
    if (type === "GeoJsonLayer") props.lineWidthScale = u;
    // deck.gl 9.4 keeps parts of the old polygons when a layer gets other shapes: other shapes are another layer.
    if (data && (data["@@geo"] || data["@@rings"])) props.id += "-" + Object.keys(data.rows || {}).concat(data.codes || []).join("").length + (Object.keys(data.rows || {})[0] || (data.codes || [])[0] || "");
    const [made] = converter.convert({ layers: [props] }).layers;
    const more = { data: await rows(data, head, columns) };
    if (columns) Object.assign(more, { getIcon: (_, { index }) => head.icons[columns.icons[index]], updateTriggers: { getIcon: head.version } });
    if (apart) S.words.set(spec.id, { rows: more.data, text: String(spec.getText).replace("@@=", ""), size: spec.getSize * u, below: props.getPixelOffset[1] });
    return made.clone(more);
  }
  /* Which words have room at this zoom: a box each, the most urgent first; panning changes nothing. */
  function room() {
    const scale = 512 * 2 ** S.near, taken = new Map(), cell = 120, kept = new Map(), all = [];
    for (const [id, w] of S.words) if (S.drawn.has(id.split("-")[0])) { kept.set(id, []); for (const row of w.rows) all.push([id, w, row]); }
    // The value of an area stays exactly where its name does; short names first, they cover least.
    all.sort((a, b) => b[2].z - a[2].z || a[1].below - b[1].below || (a[2].n || "").length - (b[2].n || "").length);
    const named = new Set();
    for (const [id, w, row] of all) {
      const text = row[w.text] || "", wide = [...text].reduce((n, ch) => n + (ch > "\u2e80" ? 1 : 0.55), 0) * w.size / 2 + 3;
      const x = (row.p[0] / 360 + 0.5) * scale, sin = Math.sin((row.p[1] * Math.PI) / 180);
      const y = (0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI)) * scale + w.below, high = w.size * 0.6;
      const box = [x - wide, y - high, x + wide, y + high], cells = [];
      for (let i = Math.floor(box[0] / cell); i <= box[2] / cell; i++) for (let j = Math.floor(box[1] / cell); j <= box[3] / cell; j++) cells.push(i + "," + j);
      const hit = cells.some(c => (taken.get(c) || []).some(b => b[0] < box[2] && box[0] < b[2] && b[1] < box[3] && box[1] < b[3]));
      const value = id === "districts-value";
      if (value ? !named.has(row.p.join()) : hit) continue;
      if (id === "districts-name") named.add(row.p.join());
      for (const c of cells) taken.has(c) ? taken.get(c).push(box) : taken.set(c, [box]);
      kept.get(id).push(row);
    }
    for (const [key, made] of S.drawn) S.drawn.set(key, made.map(l => (kept.has(l.id) && l.props.data.length !== kept.get(l.id).length ? l.clone({ data: kept.get(l.id) }) : l)));
  }
  async function draw(id) {
    const { head, columns } = S.answers.get(id);
    const made = await Promise.all(head.deck.map(spec => layer(spec, head, columns)));
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
    room();
    const order = S.config.layers.map(l => l.id);
    const base = order.flatMap(id => (S.drawn.get(id) || []).filter(l => !l.id.includes("-")));
    const words = order.flatMap(id => (S.drawn.get(id) || []).filter(l => l.id.includes("-")));
    const ground = l => l.id.startsWith("districts") && !/-(name|value)$/.test(l.id), pin = l => l.id.startsWith("incidents");
    const all = [...base, ...words], kept = [...all.filter(ground), ...all.filter(l => !ground(l) && !pin(l)), ...all.filter(pin)];
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
    if (!S.deck || Math.abs(unit() - S.u) < 0.01) return;
    S.u = unit();
    for (const id of S.answers.keys()) await draw(id).catch(report);
    show();
  }

  function picked(info) {
    if (!info || !info.layer || info.index < 0) return null;
    const id = info.layer.id.split("-")[0], answer = S.answers.get(id), o = info.object;
    const at = { layer: id, x: info.x, y: info.y };
    if (o && o.properties) return Object.assign(at, { id: o.properties.code, n: o.properties.n, t: o.properties.t, w: o.properties.w });
    if (o) return Object.assign(at, { id: o.id, n: o.n, t: o.t, w: o.w, p: o.p });
    if (!answer || !answer.columns) return null;
    const { columns, head } = answer, p = columns.attributes.getPosition.value;
    return Object.assign(at, { id: head.ids[info.index], n: "", t: "", p: [p[2 * info.index], p[2 * info.index + 1]] });
  }
  const pick = (x, y) => S.deck && picked(S.deck.pickObject({ x, y, radius: Math.round(8 * S.u) }));

  /* uint32 length of the head, the head, float32 lon lat, uint8 icon, uint8 size: as layers/_deck.py packs it. */
  function unpack(buffer) {
    const size = new DataView(buffer).getUint32(0, true);
    const head = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, size)));
    const n = head.length, at = 4 + size;
    const attributes = {
      getPosition: { value: new Float32Array(buffer, at, 2 * n), size: 2 },
      getSize: { value: Float32Array.from(new Uint8Array(buffer, at + 9 * n, n)), size: 1 },
    };
    return [head, { length: n, attributes, icons: new Uint8Array(buffer, at + 8 * n, n) }];
  }
  const report = error => console.error("map", error);
  const emit = (what, detail) => window.dispatchEvent(new CustomEvent(`onemap:${what}`, { detail }));
  window.onemap = { S, mount, unmount, fit, start, fly, reveal, put, drop, show, ring, rescale, pick, unpack, report };
})();
