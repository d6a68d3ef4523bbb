"""变更记录: what was published and later corrected; each period stays as it was known then."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboards.context import Context
from dashboards.indicator.ask import Ask
from dashboards.indicator.series import changes
from dashboards.parts.csv import csv_button
from dashboards.parts.empty import empty
from dashboards.parts.number import written
from dashboards.parts.when import clock, period


def record(context: Context, ask: Ask) -> list[Any]:
    zh, of = context.lang == "zh", context.catalogue[ask.code]
    found = changes(context, ask, 30)
    head = html.Header(
        [
            html.H2("变更记录" if zh else "Record of changes"),
            html.Small("各期数值按当时所知保留" if zh else "Each period stays as it was known then"),
            csv_button("ind-record", f"{ask.code}_changes", context.lang) if found else None,
        ]
    )
    if not found:
        return [
            head,
            empty("没有修订", "所示时段的数值发布后没有变过")
            if zh
            else empty("No revisions", "No value of this span changed after it was published"),
        ]
    names = (
        ("时段", "修订时间", "原值", "新值", "口径")
        if zh
        else ("Period", "Revised at", "Before", "After", "Definition")
    )
    cells = [html.Tr([html.Th(n, scope="col", className="r" if i in (2, 3) else None) for i, n in enumerate(names)])]
    zone, now = context.city.zone, context.now()
    body = [
        html.Tr(
            [
                html.Td(period(r["period_start_at"].astimezone(zone), ask.grain, context.lang)),
                html.Td(clock(r["known_at"].astimezone(zone), now, context.lang)),
                html.Td(written(r["old_value"], of.decimals), className="r"),
                html.Td(written(r["value"], of.decimals), className="r"),
                html.Td(
                    r["definition"]
                    if r["definition"] == r["old_definition"]
                    else f"{r['old_definition']} → {r['definition']}"
                ),
            ]
        )
        for r in found
    ]
    return [
        head,
        html.Div(html.Table([html.Thead(cells), html.Tbody(body)], className="grid"), className="scroll", tabIndex="0"),
    ]
