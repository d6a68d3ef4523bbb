"""The button that saves what a table or list shows at this moment; `assets/csv.js` writes the file."""

from __future__ import annotations

from dash import html

from core.model import Lang


def csv_button(of: str, name: str, lang: Lang, rows: str = "tr") -> html.Button:
    """`of` is the id of the box, `rows` a CSS selector of its rows, `name` of the file."""
    said = "把所示内容存为 CSV" if lang == "zh" else "Save what is shown as CSV"
    asked = {"data-csv-of": of, "data-csv-name": name, "data-csv-rows": rows, "aria-label": f"CSV · {said}"}
    return html.Button("CSV", type="button", className="btn csv", title=said, **asked)
