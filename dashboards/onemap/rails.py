"""The rails of the one map: what is wrong on the left, how the city is on the right."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboards.context import Context


def left(context: Context, box: dict[str, Any]) -> html.Section:
    zh = context.lang == "zh"
    return html.Section(
        [
            html.Div(
                [
                    html.Div(box["om-incidents"], id="om-incidents", className="fill"),
                    html.P(id="onemap-elsewhere", className="t3 note"),
                ],
                className="part grow",
            ),
            html.Div(
                [
                    html.Div(box["om-overdue"], id="om-overdue"),
                    html.Header(
                        [
                            html.H2("群众在说" if zh else "What citizens say"),
                            html.Small("近 2 小时突增" if zh else "surging in 2 h"),
                        ]
                    ),
                    html.Ul(box["om-surge"], id="om-surge", className="incidents"),
                ],
                className="part",
            ),
        ],
        className="rail left",
        **{"data-covers": "left", "aria-label": "当前要情" if zh else "Needs attention"},
    )


def right(context: Context, box: dict[str, Any]) -> html.Section:
    zh = context.lang == "zh"
    city = context.area_name(context.city.code)
    return html.Section(
        [
            html.Header([html.H2([html.Span("城市体征" if zh else "Vital signs"), " ", html.Span(city, id="om-vitals-of", className="of")]),
                         html.Small("较昨日同时" if zh else "vs yesterday, same time")]),
            html.Div(box["om-vitals"], id="om-vitals", className="vitals"),
            html.Div(id="om-vitals-area", className="vitals", hidden=True),
        ],
        className="rail right",
        **{"data-covers": "right", "aria-label": "城市体征" if zh else "Vital signs"},
    )  # fmt: skip
