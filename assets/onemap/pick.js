/* What lies under the pointer. */
(function () {
  const { S } = window.onemap;
  function picked(info) {
    if (!info || !info.layer || info.index < 0) return null;
    const id = info.layer.id.split("-")[0], answer = S.answers.get(id), o = info.object;
    const at = { layer: id, x: info.x, y: info.y };
    if (o && o.properties) return Object.assign(at, { id: o.properties.code, n: o.properties.n, t: o.properties.t, w: o.properties.w });
    if (o) return Object.assign(at, { id: o.id, many: o.many, n: o.n, t: o.t, w: o.w, p: o.p });
    if (!answer || !answer.columns) return null;
    const { columns, head } = answer, p = columns.attributes.getPosition.value;
    return Object.assign(at, { id: head.ids[info.index], n: "", t: "", p: [p[2 * info.index], p[2 * info.index + 1]] });
  }
  const pick = (x, y) => S.deck && picked(S.deck.pickObject({ x, y, radius: Math.round(8 * S.u) }));

  Object.assign(window.onemap, { picked, pick });
})();
