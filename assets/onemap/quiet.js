/* Many silent sources share one disc with their number in the far view: they must not hide what speaks. */
(function () {
  const { S, say } = window.onemap, MANY = 8, CROWD = 6, FAR = 11, CELL = 96;
  let kept = null;
  function token(name, alpha = 255) {
    const hex = getComputedStyle(document.documentElement).getPropertyValue(name).trim();
    return [1, 3, 5].map(i => parseInt(hex.slice(i, i + 2), 16)).concat(alpha);
  }
  function groups(rows) {
    const cells = new Map(), scale = 512 * 2 ** S.near;
    for (const row of rows) {
      const key = onemap.spot(row.p, scale).map(v => Math.floor(v / (CELL * S.u))).join();
      cells.has(key) ? cells.get(key).push(row) : cells.set(key, [row]);
    }
    return [...cells.values()];
  }
  const middle = (rows, i) => rows.reduce((sum, row) => sum + row.p[i], 0) / rows.length;
  const disc = rows => ({ many: rows.length, p: [middle(rows, 0), middle(rows, 1)], n: say(`${rows.length} 个停报`, `${rows.length} silent`), t: String(rows.length), w: "stale" });

  function layers(discs) {
    const place = { data: discs, getPosition: d => d.p };
    return [
      new deck.ScatterplotLayer({ ...place, id: "silent-many", radiusUnits: "pixels", getRadius: 11 * S.u, pickable: true, stroked: true, lineWidthUnits: "pixels",
        getLineWidth: 1.2 * S.u, getFillColor: token("--surface", 190), getLineColor: token("--stale", 150) }),
      new deck.TextLayer({ ...place, id: "silent-count", getText: d => d.t, getSize: 12 * S.u, sizeUnits: "pixels", getColor: token("--ink-2"), fontFamily: "Num, sans-serif",
        fontWeight: 600, fontSettings: { sdf: true, fontSize: 48, buffer: 6, radius: 10 }, pickable: false }),
    ];
  }
  const silent = made => {
    const icons = made[0], rows = icons instanceof deck.IconLayer && icons.props.data;
    return Array.isArray(rows) ? rows.filter(row => row.w === "stale") : [];
  };
  /* What this distance shows: the layers without the sources that share a disc, and the discs. Made once a zoom step. */
  function quiet(drawn) {
    const all = [...drawn.values()].flatMap(silent);
    if (S.near >= FAR || all.length < MANY) return [drawn, []];
    const key = [S.near, S.u, document.documentElement.dataset.theme, all.length];
    const same = kept && kept.key.join() === key.join() && [...drawn.values()].every((made, i) => made[0] === kept.icons[i]);
    if (same) return kept.shown;
    const crowds = groups(all).filter(g => g.length >= CROWD), hidden = new Set(crowds.flat());
    const left = new Map([...drawn].map(([id, made]) => [id, silent(made).some(row => hidden.has(row)) ? [made[0].clone({ data: made[0].props.data.filter(row => !hidden.has(row)) }), ...made.slice(1)] : made]));
    kept = { key, icons: [...drawn.values()].map(made => made[0]), shown: [left, layers(crowds.map(disc))] };
    return kept.shown;
  }
  Object.assign(window.onemap, { quiet });
})();
