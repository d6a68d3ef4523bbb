/* One component: a small inline drawing from data. Colours come from CSS classes, so both themes and print follow. */
(function () {
  const TAGS = new Set(["path", "line", "rect", "circle", "polyline", "polygon", "text", "title"]);
  function shape(item, index) {
    const { tag, text, ...rest } = item;
    if (!TAGS.has(tag)) return null;
    return React.createElement(tag, { key: index, ...rest }, text);
  }
  function Draw(props) {
    const label = props.label;
    const known = {
      id: props.id, className: props.className || "draw", viewBox: props.viewBox, focusable: "false",
      preserveAspectRatio: props.stretch === false ? "xMidYMid meet" : "none",
      role: label ? "img" : undefined, "aria-label": label || undefined, "aria-hidden": label ? undefined : "true",
    };
    return React.createElement("svg", known, (props.shapes || []).map(shape));
  }
  window.city_svg = { Draw };
})();

/* What AG Grid columns name: missing values come last whichever way a column is sorted. */
window.dashAgGridFunctions = Object.assign(window.dashAgGridFunctions || {}, {
  missingLast(a, b, nodeA, nodeB, descending) {
    const none = (x) => x === null || x === undefined;
    if (none(a) || none(b)) return none(a) && none(b) ? 0 : (none(a) ? 1 : -1) * (descending ? -1 : 1);
    return a - b;
  },
});
window.dashAgGridComponentFunctions = Object.assign(window.dashAgGridComponentFunctions || {}, {
  CityLink(props) { return React.createElement("a", { href: props.data.href }, props.value); },
  CityStatus(props) {
    const mark = React.createElement("i", { "aria-hidden": "true" });
    return React.createElement("span", { className: "s " + props.data.status }, mark, props.value);
  },
});
