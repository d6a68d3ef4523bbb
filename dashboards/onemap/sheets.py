"""Boxes that open over the right rail: detail, layers, table; and the tabs of the portrait layout."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboards.context import Context
from dashboards.onemap import routes
from dashboards.parts import layerpanel


def sheets(context: Context) -> html.Div:
    """Boxes that open over the right rail (a sheet on tablets): detail, layers, table; and the tabs of the portrait layout."""
    zh = context.lang == "zh"
    names = {"detail": ("详情", "Detail"), "layers": ("图层", "Layers"), "table": ("列表", "Table")}
    close = {"data-act": "close", "aria-label": "关闭" if zh else "Close"}
    head = html.Header(
        [
            html.H2("图层与图例" if zh else "Layers and legend"),
            html.Button("×", type="button", className="close", **close),
        ]
    )
    bodies: dict[str, Any] = {
        "detail": [],
        "layers": [head, *layerpanel.panel(routes.ordered(), context.lang)],
        "table": [],
    }
    boxes = [
        html.Section(
            bodies[k], id=f"onemap-{k}", className=f"over {k}", tabIndex=-1, **{"aria-label": names[k][0 if zh else 1]}
        )
        for k in names
    ]
    tabs = [html.Button(text, type="button", **{"data-act": "sheet", "data-of": of, "aria-pressed": "true" if of == "left" else "false"})
            for of, text in (("left", "要情" if zh else "Incidents"), ("right", "体征" if zh else "Vitals"), ("map", "地图" if zh else "Map"))]  # fmt: skip
    return html.Div(
        [*boxes, html.Div(tabs, className="tabs", role="group", **{"aria-label": "面板" if zh else "Panels"})],
        className="sheets",
    )
