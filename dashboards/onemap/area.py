"""Reads what the detail panel shows of an area."""

from __future__ import annotations

from dash import html

from core.store import Row
from dashboards.context import Context
from dashboards.onemap.cases import category_name
from dashboards.onemap.source import at, event_name
from dashboards.onemap.things import KINDS
from dashboards.parts.detail import Detail, Table
from dashboards.parts.number import number
from dashboards.parts.status import status


def area(context: Context, code: str) -> Detail | None:
    if code not in context.city.areas:
        return None
    zh = context.lang == "zh"
    latest = context.latest(context.catalogue, subject=code)
    values = [(html.A(context.catalogue[c].name.at(context.lang), href=f"/indicators/{c}?area={code}"),
               number(v.value, context.catalogue[c].unit, context.catalogue[c].decimals, context.lang), status(v.status, context.lang))
              for c, v in sorted(latest.items(), key=lambda kv: (kv[1].status not in ("alert", "watch"), kv[0]))][:14]  # fmt: skip
    kinds = context.store.read("onemap_area_sources", area=code, now=context.now())
    devices = [
        (
            KINDS.get(k["kind"], (k["kind"], k["kind"]))[0 if zh else 1],
            str(k["n"]),
            str(k["silent_n"] or ""),
            at(context, k["observed_at"]),
        )
        for k in kinds
    ]
    recent = context.store.read("onemap_area_newest", area=code, now=context.now())
    news = [(at(context, r["at"]), _pick(context, r)) for r in recent]
    people = context.city.areas[code].population
    where = f"常住人口 {people / 10000:.1f} 万" if zh and people else f"{people:,} residents" if people else ""
    below = context.city.children(code)
    actions = (
        [
            html.Button(
                f"进入 {len(below)} 个街镇" if zh else f"Show its {len(below)} parts",
                type="button",
                className="btn",
                **{"data-act": "area", "data-of": code},
            )
        ]
        if below
        else []
    )
    return Detail(
        context.area_name(code), where, "none", " ", actions=actions,
        tables=[
            Table("指标" if zh else "Indicators", ("名称", "数值", "状态") if zh else ("Name", "Value", "State"), values, "尚无计算结果" if zh else "Nothing computed yet"),
            Table("最新上报" if zh else "Newest", ("时间", "事项") if zh else ("Time", "Matter"), news, "近 2 小时没有" if zh else "None in 2 h"),
            Table("感知设备" if zh else "Devices", ("类别", "数量", "停报", "最新") if zh else ("Kind", "Number", "Silent", "Newest"), devices, "没有登记的设备" if zh else "None registered"),
        ],
    )  # fmt: skip


def _pick(context: Context, r: Row) -> html.Button:
    name = event_name(context, r["code"]) if r["layer"] == "video_events" else category_name(context, r["code"])
    where = {"data-lon": str(r["lon"]), "data-lat": str(r["lat"])} if r["lon"] is not None else {}
    return html.Button(
        name,
        type="button",
        className="link",
        **{"data-act": "pick", "data-layer": r["layer"], "data-of": r["id"]} | where,
    )
