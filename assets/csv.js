/* "CSV" beside a table or a list: the file holds what stands there at that moment, row by row, as a spreadsheet reads it. */
(function () {
  const NUMBER = /^[+\-−]?[\d,]+(\.\d+)?$/, DANGEROUS = /^[\s\u200b-\u200f\u2060]*[=+\-@|%＝＋－＠]/;
  const text = el => el.textContent.replace(/\s+/g, " ").trim();
  /* A number is written as one; a text that a spreadsheet would run as a formula is defused with an apostrophe. */
  function cell(said) {
    const plain = NUMBER.test(said) ? said.replace(/,/g, "").replace("−", "-").replace(/^\+/, "") : DANGEROUS.test(said) ? "'" + said : said;
    return /[",\r\n]/.test(plain) ? `"${plain.replace(/"/g, '""')}"` : plain;
  }
  const leaves = el => (el.children.length ? [...el.children].flatMap(leaves) : [el]).filter(e => !e.closest("svg"));
  const cells = row => (row.tagName === "TR" ? [...row.cells].map(text) : leaves(row).map(text).filter(Boolean));

  function shown(box, rows) {
    const grid = box.matches(".ag-root-wrapper, .city-grid") ? box : box.querySelector(".city-grid");
    if (!grid) return [...box.querySelectorAll(rows)].map(row => cells(row).map(cell).join(","));
    const api = window.dash_ag_grid.getApi(grid.id), columns = api.getAllDisplayedColumns(), lines = [];
    api.forEachNodeAfterFilterAndSort(node => lines.push(columns.map(c => cell(said(node.data, c.getColId()))).join(",")));
    return [columns.map(c => cell(c.getColDef().headerName || "")).join(","), ...lines];
  }
  const said = (data, field) => String(data[`${field}_text`] ?? data[field] ?? "");

  function save(name, lines) {
    const url = URL.createObjectURL(new Blob(["\ufeff" + lines.join("\r\n") + "\r\n"], { type: "text/csv;charset=utf-8" }));
    Object.assign(document.createElement("a"), { href: url, download: `${name}.csv` }).click();
    setTimeout(() => URL.revokeObjectURL(url), 10000);
  }
  document.addEventListener("click", event => {
    const at = event.target.closest("[data-csv-of]"), box = at && document.getElementById(at.dataset.csvOf);
    if (box) save(at.dataset.csvName, shown(box, at.dataset.csvRows));
  });
})();
