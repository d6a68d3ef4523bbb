/* Answers become layers: geometry by its hash, rows as they came, binary columns as layers/_deck.py packs them. */
(function () {
  const { S } = window.onemap;
  async function boundary(url) {
    const level = url.split("/").pop().split(".")[0];
    if (!S.geo.has(url)) S.geo.set(url, fetch(`${url}?v=${S.config.geo[level]}`).then(r => r.json()).catch(e => { S.geo.delete(url); throw e; }));
    return S.geo.get(url);
  }
  const rings = shape => (shape.type === "Polygon" ? shape.coordinates : shape.coordinates.flat());
  async function rows(data, head, columns) {
    if (columns) return columns;
    if (!data) return [];
    if (data["@@geo"]) {
      const { features } = await boundary(data["@@geo"]);
      return features.filter(f => data.rows[f.properties.code])
        .map(f => ({ type: "Feature", geometry: f.geometry, properties: Object.assign({ code: f.properties.code }, data.rows[f.properties.code]) }));
    }
    if (data["@@rings"]) {
      const { features } = await boundary(data["@@rings"]), wanted = new Set(data.codes);
      return features.filter(f => wanted.has(f.properties.code)).flatMap(f => rings(f.geometry).map(p => ({ p })));
    }
    return data;
  }

  /* Rows never pass the converter: a text of a citizen that looks like an expression stays a text. */
  async function layer(spec, head, columns) {
    const { data, apart, ...props } = spec, u = S.u, type = props["@@type"], pin = spec.id.startsWith("incidents");
    if (type === "IconLayer" || type === "TextLayer") props.sizeScale = type === "IconLayer" && !pin ? u * S.k : u;
    if (Array.isArray(props.getPixelOffset)) props.getPixelOffset = props.getPixelOffset.map(v => v * u);
    if (type === "PathLayer") props.widthScale = u;
    if (type === "GeoJsonLayer") props.lineWidthScale = u;
    // deck.gl 9.4 keeps parts of the old polygons when a layer gets other shapes: other shapes are another layer.
    if (data && (data["@@geo"] || data["@@rings"])) props.id += "-" + Object.keys(data.rows || {}).concat(data.codes || []).join("").length + (Object.keys(data.rows || {})[0] || (data.codes || [])[0] || "");
    const made = onemap.convert(props);
    const more = { data: await rows(data, head, columns) };
    if (columns) Object.assign(more, { getIcon: (_, { index }) => head.icons[columns.icons[index]], updateTriggers: { getIcon: head.version } });
    if (apart) S.words.set(spec.id, { rows: more.data, text: String(spec.getText).replace("@@=", ""), size: spec.getSize * u, below: props.getPixelOffset[1] });
    return made.clone(more);
  }
  /* uint32 length of the head, the head, float32 lon lat, uint8 icon, uint8 size: as layers/_deck.py packs it. */
  function unpack(buffer) {
    const size = new DataView(buffer).getUint32(0, true);
    const head = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, size)));
    const n = head.length, at = 4 + size;
    const attributes = {
      getPosition: { value: new Float32Array(buffer, at, 2 * n), size: 2 },
      getSize: { value: Float32Array.from(new Uint8Array(buffer, at + 9 * n, n)), size: 1 },
    };
    return [head, { length: n, attributes, icons: new Uint8Array(buffer, at + 8 * n, n) }];
  }
  Object.assign(window.onemap, { layer, unpack });
})();
