/* Where the map looks: the part of it that no panel covers, flights, and the size of marks at each distance. */
(function () {
  const { S, emit } = window.onemap;
  /* One unit of the page in pixels; icons and text on the map follow it as the panels do. */
  function unit() {
    const probe = document.createElement("i");
    probe.style.cssText = "position:absolute;width:calc(var(--u)*100)";
    document.body.append(probe);
    const u = probe.getBoundingClientRect().width / 100 || 1;
    probe.remove();
    return matchMedia("(pointer:coarse)").matches ? u * 1.25 : u;
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
    onemap.show();
  }

  /* Where a place lies on the drawn world of so many pixels, and back. */
  function spot([lon, lat], scale) {
    const sin = Math.sin((lat * Math.PI) / 180);
    return [(lon / 360 + 0.5) * scale, (0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI)) * scale];
  }
  function unspot([x, y], scale) {
    return [(x / scale - 0.5) * 360, (Math.asin(Math.tanh(2 * Math.PI * (0.5 - y / scale))) * 180) / Math.PI];
  }

  Object.assign(window.onemap, { spot, unspot, unit, fit, start, fly, reveal, far, closer });
})();
