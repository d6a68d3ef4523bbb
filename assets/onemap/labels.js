/* Words on the map that would lie over each other, or under the pins of what needs someone. */
(function () {
  const { S } = window.onemap, CELL = 120;
  /* Where the name of an area may stand, in units of the page: on its place, else the nearest that no pin covers. */
  const STEPS = [0, 22, -22, 44, -44, 66, -66], SIDES = [0, 46, -46, 92, -92];
  const PLACES = STEPS.flatMap(y => SIDES.map(x => [x, y])).sort((a, b) => Math.hypot(...a) - Math.hypot(...b)).filter(p => Math.hypot(...p) < 100);
  const PIN = [-15, -31, 15, 2];

  function grid() {
    const cells = new Map();
    const over = b => {
      const found = [];
      for (let i = Math.floor(b[0] / CELL); i <= b[2] / CELL; i++) for (let j = Math.floor(b[1] / CELL); j <= b[3] / CELL; j++) found.push(i + "," + j);
      return found;
    };
    const hits = (a, b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
    return {
      free: box => !over(box).some(c => (cells.get(c) || []).some(b => hits(b, box))),
      take: box => over(box).forEach(c => (cells.has(c) ? cells.get(c).push(box) : cells.set(c, [box]))),
    };
  }
  function pins(scale) {
    const taken = grid(), drawn = S.drawn.get("incidents");
    for (const pin of (drawn && drawn[0].props.data) || []) {
      const at = onemap.spot(pin.p, scale);
      taken.take(PIN.map((v, i) => at[i % 2] + v * S.u));
    }
    return taken;
  }
  function box(w, row, at) {
    const wide = [...(row[w.text] || "")].reduce((n, ch) => n + (ch > "\u2e80" ? 1 : 0.55), 0) * w.size / 2 + 3, high = w.size * 0.6;
    return [at[0] - wide, at[1] + w.below - high, at[0] + wide, at[1] + w.below + high];
  }
  /* A name takes its value along, which stands under it in a line of its own. */
  const withValue = b => [b[0], b[1], b[2], 2 * b[3] - b[1]];
  function moved(row, at, by, scale) {
    return by[0] || by[1] ? { ...row, p: onemap.unspot([at[0] + by[0], at[1] + by[1]], scale) } : row;
  }
  const same = (a, b) => a.length === b.length && a.every((row, i) => row === b[i] || (row.n === b[i].n && row.t === b[i].t && row.p.join() === b[i].p.join()));

  /* Which words have room at this zoom, and where: the most urgent first; panning changes nothing. */
  function room() {
    const scale = 512 * 2 ** S.near, words = grid(), pinned = pins(scale), kept = new Map(), shifts = new Map(), all = [];
    for (const [id, w] of S.words) if (S.drawn.has(id.split("-")[0])) { kept.set(id, []); for (const row of w.rows) all.push([id, w, row]); }
    // The value of an area stays exactly where its name does; short names first, they cover least.
    all.sort((a, b) => b[2].z - a[2].z || a[1].below - b[1].below || (a[2].n || "").length - (b[2].n || "").length);
    for (const [id, w, row] of all) {
      const at = onemap.spot(row.p, scale), key = row.p.join(), placed = by => box(w, row, [at[0] + by[0], at[1] + by[1]]);
      const clear = by => { const b = withValue(placed(by)); return words.free(b) && pinned.free(b); };
      let by = [0, 0];
      if (id === "districts-value") by = shifts.get(key);
      else if (id === "districts-name") by = PLACES.map(p => p.map(v => v * S.u)).find(clear) || by;
      if (!by || (id !== "districts-value" && !words.free(placed(by)))) continue;
      if (id === "districts-name") shifts.set(key, by);
      words.take(placed(by));
      kept.get(id).push(moved(row, at, by, scale));
    }
    for (const [key, made] of S.drawn) S.drawn.set(key, made.map(l => (kept.has(l.id) && !same(l.props.data, kept.get(l.id)) ? l.clone({ data: kept.get(l.id) }) : l)));
  }
  Object.assign(window.onemap, { room });
})();
