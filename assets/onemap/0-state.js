/* What the scripts of the map share; loaded first by its name. S is the map, P the page around it. */
(function () {
  const html = document.documentElement;
  const S = { deck: null, el: null, answers: new Map(), drawn: new Map(), geo: new Map(), words: new Map(), near: 9, view: null, config: null };
  const P = { page: null, config: null, on: new Set(), area: "", indicator: "", version: {}, asked: {}, timer: {}, trouble: new Set() };
  const lang = () => (html.lang || "zh").startsWith("en") ? "en" : "zh";
  const theme = () => (html.dataset.theme === "light" ? "light" : "dark");
  const say = (zh, en) => (lang() === "en" ? en : zh);
  const report = error => console.error("map", error);
  const emit = (what, detail) => window.dispatchEvent(new CustomEvent(`onemap:${what}`, { detail }));
  window.onemap = { S, P, lang, theme, say, report, emit };
})();
