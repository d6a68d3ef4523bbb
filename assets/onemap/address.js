/* The address bar: read once, written as the viewer moves, never a reload. */
(function () {
  const { P } = window.onemap;
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

  Object.assign(window.onemap, { read, write });
})();
