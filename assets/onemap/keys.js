/* Pointer and keys on the map, and one listener for all buttons of the page. */
(function () {
  const { P } = window.onemap, $ = id => document.getElementById(id);
  /* deck.gl loses clicks on slow machines (frontend.md 2.3): a native click that picks always arrives. */
  function pointer(el) {
    let down = null;
    const at = ev => { const r = el.getBoundingClientRect(); return [ev.clientX - r.left, ev.clientY - r.top]; };
    el.addEventListener("pointerdown", ev => { down = at(ev); }, true);
    el.addEventListener("click", ev => {
      const [x, y] = at(ev);
      if (down && Math.hypot(x - down[0], y - down[1]) > 6) return;
      onemap.found(onemap.pick(x, y));
    });
    el.addEventListener("dblclick", ev => {
      const hit = onemap.pick(...at(ev));
      if (hit && hit.layer === "districts" && hit.id !== P.area) { onemap.close(); onemap.go(hit.id); }
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
    else if (ev.key === "Enter") { const b = onemap.S.el.getBoundingClientRect(); onemap.found(onemap.pick(b.width / 2, b.height / 2)); }
    else return;
    if (step) P.moved = true;
    ev.preventDefault(); ev.stopPropagation();
  }
  function zoom(by) { P.moved = true; onemap.fly({ zoom: Math.min(18, Math.max(6, onemap.S.view.zoom + by)) }); }
  function home() { P.moved = false; onemap.fly(onemap.fit(P.area)); onemap.write(); }

  /* --- one listener for all buttons of the page --- */
  document.addEventListener("click", ev => {
    const hit = ev.target.closest("[data-act]");
    if (!hit || !P.page || !P.page.contains(hit)) return;
    const { act, of, layer, lon, lat } = hit.dataset;
    const acts = {
      group: () => onemap.group(of), layer: () => onemap.toggle(of, !P.on.has(of)), area: () => { onemap.close(); onemap.go(of); }, home, close: onemap.close,
      zoomin: () => zoom(1), zoomout: () => zoom(-1),
      panel: () => { P.back = hit; $("onemap-page").dataset.open === of ? onemap.close() : onemap.open(of); if (of === "table") onemap.set("onemap-table-ask", { layers: [...P.on], area: P.area, indicator: P.indicator, turn: Date.now() }); },
      pick: () => onemap.detail(layer, of, lon ? [+lon, +lat] : null, hit),
      sheet: () => { P.page.dataset.sheet = of; onemap.controls(P); if (!P.moved) onemap.fly(onemap.fit(P.area)); },
    };
    if (acts[act]) { acts[act](); if (hit.tagName !== "A") ev.preventDefault(); }
  });
  document.addEventListener("change", ev => {
    if (ev.target.id !== "onemap-indicator" || !P.page) return;
    P.indicator = ev.target.value; onemap.load("districts"); onemap.write();
  });
  document.addEventListener("keydown", ev => {
    if (ev.key === "Escape" && P.page) { onemap.up(); ev.preventDefault(); }
  });
  addEventListener("popstate", () => {
    if (!P.page || !$("onemap-map")) return;
    const before = P.area, view = onemap.read();
    if (P.area !== before) { const code = P.area; P.area = before; onemap.go(code, false); }
    if (view) { P.moved = true; onemap.fly(view); }
    onemap.controls(P); onemap.all();
  });
  Object.assign(window.onemap, { pointer });
})();
