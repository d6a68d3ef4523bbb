/* Words on the map that would lie over each other. */
(function () {
  const { S } = window.onemap;
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
  Object.assign(window.onemap, { room });
})();
