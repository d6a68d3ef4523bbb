/* Paper: browsers print a WebGL canvas empty, so a plain copy of the moment stands in for it. */
(function () {
  const { S } = window.onemap;
  addEventListener("beforeprint", () => {
    const canvas = S.el && S.el.querySelector("canvas");
    if (!canvas || !S.deck) return;
    S.deck.redraw("print");
    const paper = Object.assign(document.createElement("canvas"), { className: "paper-map", width: canvas.width, height: canvas.height });
    paper.getContext("2d").drawImage(canvas, 0, 0);
    S.el.append(paper);
  });
  addEventListener("afterprint", () => document.querySelectorAll(".paper-map").forEach(paper => paper.remove()));
})();
