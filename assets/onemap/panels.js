/* Detail, table, layer panel: one of them is open at a time, in a box of its own; and drilling from city to street. */
(function () {
  const { P } = window.onemap, $ = id => document.getElementById(id);
  /* --- drilling: city, district, street, and back --- */
  function go(code, push = true) {
    if (!P.config.areas[code]) return;
    P.area = code; P.moved = false;
    onemap.fly(onemap.fit(code));
    onemap.load("districts"); if (P.on.has("hotline_hex")) onemap.load("hotline_hex");
    onemap.controls(P); onemap.ring(null); onemap.write(push);
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
    if (hit.many) { P.moved = true; return onemap.fly({ longitude: hit.p[0], latitude: hit.p[1], zoom: Math.min(18, onemap.S.view.zoom + 2) }); }
    const [layer, id] = hit.layer === "incidents" ? hit.id.split("|") : [hit.layer, hit.id];
    detail(layer, id, hit.p);
  }

  Object.assign(window.onemap, { go, up, set, open, close, detail, found });
})();
