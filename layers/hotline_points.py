"""Open hotline tickets: ● on time, ◆ due within 24 hours, ▲ overdue."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

import pydeck as pdk

from core.model import Label, Lang, Layer
from layers import _marks as m
from layers._view import Row, View

SOON = timedelta(hours=24)


def clock(row: Row, view: View) -> str:
    if row["due_at"] is None or row["due_at"] - view.now > SOON:
        return "ticket"
    return "ticket-over" if row["due_at"] < view.now else "ticket-due"


def mark(row: Row, view: View) -> m.Mark:
    icon = clock(row, view)
    category = view.city.categories.get(str(row["category"]))
    name = getattr(category.name, view.lang) if category else view.text("未登记类别", "Unregistered category")
    size, word = {"ticket": (7.0, "good"), "ticket-due": (9.0, "watch"), "ticket-over": (15.0, "alert")}[icon]
    return m.mark({"name_zh": name, "name_en": name} | dict(row), view, icon, "", size, word)


def draw(rows: Iterable[Row] | None, view: View) -> list[pdk.Layer]:
    marks = None if rows is None else m.by_urgency(mark(row, view) for row in rows)
    return [m.icons("hotline_points", marks, view)]


def legend(view: View) -> list[dict[str, str]]:
    return [
        m.key("ticket", "期限内", "On time"),
        m.key("ticket-due", "24 小时内到期", "Due within 24 h"),
        m.key("ticket-over", "已超期", "Overdue"),
    ]


def tooltip(row: Row, lang: Lang) -> list[tuple[str, str]]:
    zh = lang == "zh"
    return [("工单" if zh else "Ticket", str(row["id"]))]


LAYER = Layer(
    id="hotline_points",
    name=Label("未结诉求", "Open tickets"),
    group="hotline",
    read="layer_hotline_points",
    draw=draw,
    legend=legend,
    tooltip=tooltip,
    streams=("hotline.ticket",),
    binary=True,
)
