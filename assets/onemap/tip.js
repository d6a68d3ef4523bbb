/* The tooltip: name at once, the numbers when they come. */
(function () {
  const { say, lang } = window.onemap, $ = id => document.getElementById(id);
  const SHAPE = { good: ["正常", "Normal"], watch: ["关注", "Watch"], alert: ["异常", "Alert"], stale: ["停报", "Silent"], none: ["无数据", "No data"] };
  let shown = "", wait = 0;
  const known = new Map();
  function mark(word) {
    if (!SHAPE[word]) return "";
    const s = onemap.make("span", { className: `s ${word}` }, onemap.make("i", {}), SHAPE[word][lang() === "en" ? 1 : 0]);
    return s;
  }
  function tip(P, hit) {
    const box = $("onemap-tip"), key = hit ? `${hit.layer}/${hit.id || hit.p}` : "";
    if (!hit) { shown = ""; box.hidden = true; return; }
    place(box, hit);
    if (key === shown) return;
    shown = key; clearTimeout(wait);
    fill(box, hit, known.get(key));
    box.hidden = false; place(box, hit);
    if (hit.many || ["districts", "hotline_hex"].includes(hit.layer)) return;
    wait = setTimeout(() => item(P, hit, key, box), 70);
  }
  async function item(P, hit, key, box) {
    const q = new URLSearchParams({ id: hit.id, lang: lang() });
    const r = await fetch(`/map/${hit.layer}/item.json?${q}`).catch(() => null);
    if (!r || !r.ok) return;
    const got = await r.json();
    known.set(key, got);
    if (known.size > 300) known.delete(known.keys().next().value);
    if (shown === key) { fill(box, hit, got); place(box, hit); }
  }
  function fill(box, hit, got) {
    const head = onemap.make("div", { className: "head" }, onemap.make("b", {}, hit.n || (got && got.name) || "…"), mark((got && got.word) || hit.w));
    const lines = (got ? got.lines : hit.layer === "districts" ? [[onemap.P.choice || "", hit.t]] : hit.t && hit.layer === "hotline_hex" ? [] : []) || [];
    const rows = lines.map(([k, v]) => onemap.make("div", {}, onemap.make("span", {}, k), onemap.make("span", { className: "num" }, v)));
    const at = got && got.at ? [onemap.make("div", {}, onemap.make("span", {}, say("数据时间", "Data time")), onemap.make("span", { className: "num" }, onemap.clock(got.at)))] : [];
    box.replaceChildren(head, ...rows, ...at);
  }
  function place(box, hit) {
    const map = onemap.S.el.getBoundingClientRect(), w = box.offsetWidth, h = box.offsetHeight, gap = 18;
    const x = hit.x + gap + w > map.width ? hit.x - gap - w : hit.x + gap, y = Math.min(Math.max(8, hit.y - h / 2), map.height - h - 8);
    box.style.transform = `translate(${Math.round(Math.max(8, x))}px,${Math.round(y)}px)`;
  }

  Object.assign(window.onemap, { tip });
})();
