/* Arriving and leaving: Dash may put the page in and take it out at any time. */
(function () {
  const { P } = window.onemap, $ = id => document.getElementById(id), html = document.documentElement;
  addEventListener("onemap:view", () => { clearTimeout(P.writing); P.writing = setTimeout(() => P.page && onemap.write(), 400); });
  addEventListener("onemap:hover", ev => P.page && onemap.tip(P, ev.detail));
  addEventListener("resize", () => {
    clearTimeout(P.sizing);
    P.sizing = setTimeout(() => { if (!P.page) return; onemap.rescale(); if (!P.moved) onemap.fly(onemap.fit(P.area)); }, 250);
  });
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
    const view = onemap.read();
    P.moved = Boolean(view); P.page = page;
    onemap.pointer(el);
    onemap.controls(P);
    // Lists come anew with every frame: what lies outside the chosen area stays hidden.
    new MutationObserver(() => onemap.filter(P)).observe($("om-incidents"), { childList: true, subtree: true, attributeFilter: ["data-area"] });
    await onemap.mount(el, P.config, view || (P.area !== P.config.city ? null : undefined));
    if (P.el !== el) return;
    if (!view) onemap.start(P.area);
    if (P.area !== P.config.city) onemap.set("onemap-area", P.area);
    onemap.S.held = true;
    await onemap.all();
    onemap.S.held = false; onemap.show();
    page.dataset.ready = "1";
  }
  new MutationObserver(look).observe(html, { childList: true, subtree: true });
  new MutationObserver(() => { if (P.page) onemap.all(); }).observe(html, { attributes: true, attributeFilter: ["data-theme"] });
  look();
})();
