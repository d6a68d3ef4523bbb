/* What the page writes itself: chips, breadcrumb, legends, times of data. Text goes in as text, never as markup. */
(function () {
  const $ = id => document.getElementById(id);
  const make = (tag, props, ...inside) => { const e = Object.assign(document.createElement(tag), props); e.append(...inside); return e; };
  const two = n => String(n).padStart(2, "0");
  function clock(at) {
    if (!at) return "—";
    const d = new Date(at), zone = onemap.P.config.zone;
    const parts = new Intl.DateTimeFormat("zh-CN", { timeZone: zone, month: "numeric", day: "numeric", hour: "2-digit", minute: "2-digit", hour12: false }).formatToParts(d);
    const get = t => parts.find(p => p.type === t).value;
    const today = new Intl.DateTimeFormat("zh-CN", { timeZone: zone, day: "numeric" }).format(new Date()).replace(/\D/g, "");
    const time = `${two(+get("hour") % 24)}:${get("minute")}`;
    return get("day") === today ? time : `${get("month")}-${get("day")} ${time}`;
  }

  function controls(P) {
    const { on, config } = P, page = P.page;
    for (const b of page.querySelectorAll("[data-act=layer]")) b.setAttribute("aria-pressed", on.has(b.dataset.of));
    for (const b of page.querySelectorAll("[data-act=group]")) b.setAttribute("aria-pressed", config.layers.some(l => l.group === b.dataset.of && on.has(l.id)));
    for (const b of page.querySelectorAll("[data-act=panel]")) b.setAttribute("aria-expanded", page.dataset.open === b.dataset.of);
    for (const b of page.querySelectorAll("[data-act=sheet]")) b.setAttribute("aria-pressed", page.dataset.sheet === b.dataset.of);
    for (const id of ["detail", "layers", "table"]) { const box = $(`onemap-${id}`); if (box) box.inert = page.dataset.open !== id; }
    const select = $("onemap-indicator");
    if (select && select.value !== P.indicator) select.value = P.indicator;
    crumbs(P);
  }
  function crumbs(P) {
    const box = $("onemap-crumb"), path = [];
    for (let code = P.area; code; code = P.config.areas[code][1]) path.unshift(code);
    const below = Object.values(P.config.areas).some(a => a[1] === P.area);
    const rest = below ? [make("span", { className: "quiet" }, P.area === P.config.city ? onemap.say("双击区域下钻", "double-click an area") : onemap.say("双击街道", "double-click a street"))] : [];
    const steps = path.map((code, i) => i === path.length - 1
      ? make("b", { ariaCurrent: "location" }, P.config.areas[code][0])
      : make("button", { type: "button", className: "link" }, P.config.areas[code][0]));
    steps.forEach((s, i) => { if (s.tagName === "BUTTON") { s.dataset.act = "area"; s.dataset.of = path[i]; } });
    box.replaceChildren(...steps.flatMap((s, i) => (i ? [make("i", { ariaHidden: "true" }, "›"), s] : [s])), ...rest);
    const schematic = P.config.schematic && P.area !== P.config.city;
    $("onemap-schematic").hidden = !schematic;
    $("onemap-up").hidden = P.area === P.config.city;
  }

  function keyMark(key) {
    if (key.icon) return make("img", { src: `/map/icon/${key.icon}.svg?theme=${onemap.theme()}`, alt: "", width: 20, height: 20 });
    const i = make("i", { className: key.hatch ? "fill hatch" : "fill" });
    if (key.fill) i.style.background = key.fill;
    return i;
  }
  const keys = legend => legend.map(k => make("li", {}, keyMark(k), make("span", {}, k[onemap.lang()])));

  function legend(P, id, head) {
    const row = P.page.querySelector(`[data-row="${id}"]`);
    if (row) {
      row.classList.remove("failed");
      const whole = head.silent && head.silent === head.n;
      const silent = whole ? onemap.say(`全部停报 ${head.silent} 个`, `all ${head.silent} silent`) : head.silent ? onemap.say(`${head.silent} 停报`, `${head.silent} silent`) : "";
      row.querySelector("[data-time]").textContent = clock(head.at);
      row.querySelector("[data-count]").textContent = id === "districts" ? "" : String(head.n);
      row.querySelector("[data-silent]").textContent = silent;
      row.querySelector("ul").replaceChildren(...keys(head.legend));
    }
    if (id === "districts") $("onemap-classes").replaceChildren(...keys(head.legend));
    if (id === "districts") $("onemap-classes-at").textContent = [head.period, head.period === onemap.say("昨日", "yesterday") ? "" : clock(head.at)].filter(Boolean).join(" · ");
    times(P);
  }
  /* Each chip carries the time of the newest record that its layers show. */
  function times(P) {
    for (const chip of P.page.querySelectorAll("[data-act=group]")) {
      const ids = P.config.layers.filter(l => l.group === chip.dataset.of && P.on.has(l.id)).map(l => l.id);
      const ats = ids.map(id => onemap.S.answers.get(id)).filter(Boolean).map(a => a.head.at).filter(Boolean).sort();
      const bad = ids.some(id => P.trouble.has(id)), time = chip.querySelector("small");
      time.textContent = !ids.length ? "" : bad ? onemap.say("读取失败", "failed") : ats.length ? clock(ats[ats.length - 1]) : onemap.say("无数据", "no data");
      chip.classList.toggle("failed", bad);
    }
  }
  function trouble(P, id) {
    const row = P.page.querySelector(`[data-row="${id}"]`);
    if (row) { row.classList.add("failed"); row.querySelector("[data-time]").textContent = onemap.say("读取失败，自动重试", "failed, trying again"); }
    times(P);
  }

  /* The list of incidents follows the area: what lies elsewhere is hidden, and how much is said. */
  function filter(P) {
    const inside = code => { for (let c = code; c; c = (P.config.areas[c] || [])[1]) if (c === P.area) return true; return false; };
    let hidden = 0;
    for (const li of P.page.querySelectorAll("[data-area]")) {
      const out = P.area !== P.config.city && !inside(li.dataset.area);
      li.hidden = out; hidden += out;
    }
    const note = $("onemap-elsewhere");
    if (note) note.textContent = hidden ? onemap.say(`另有 ${hidden} 起在其他区域`, `${hidden} more elsewhere`) : "";
  }
  Object.assign(window.onemap, { make, clock, controls, legend, trouble, filter });
})();
