"""Reads what the detail panel shows of a device, gauge or camera."""

from __future__ import annotations

from datetime import datetime, timedelta

from core.clock import buckets
from core.store import Row
from dashboards.context import Context
from dashboards.onemap.things import KINDS, SOURCE_INDICATORS, metric_name, shown
from dashboards.parts.detail import Chart, Detail, Table
from dashboards.parts.incidents import place
from dashboards.parts.number import unit
from dashboards.parts.when import clock, elapsed

SUMMED = ("rain_5min", "flow_5min", "energy_kwh_n", "trucks_n", "people_n")  # drawn as sums in bars
LIMITS = {
    "warning_m": ("警戒", "Warning"),
    "guarantee_m": ("保证", "Guarantee"),
    "limit_cm": ("限值", "Limit"),
    "alarm_lel": ("报警", "Alarm"),
}


def at(context: Context, when: datetime | None) -> str:
    return clock(when.astimezone(context.city.zone), context.now(), context.lang) if when else "—"


def source(context: Context, id: str) -> Detail | None:
    rows = context.store.read("onemap_source", id=id)
    if not rows:
        return None
    one, zh, now = rows[0], context.lang == "zh", context.now()
    newest = max((r["observed_at"] for r in rows if r["observed_at"]), default=None)
    age = now - newest if newest else None
    quiet = age is None or age >= timedelta(seconds=2 * (one["interval_s"] or 300))
    state = (
        (
            ("停报 " if zh else "Silent ") + elapsed(age, context.lang)
            if age
            else ("从未上报" if zh else "Never reported")
        )
        if quiet
        else ("在报" if zh else "Reporting")
    )
    main = next((r["metric"] for r in rows if r["metric"]), None)
    facts = [
        (
            metric_name(context, r["metric"]),
            f"{shown(r['value'])} {unit(r['unit'], context.lang)} · {at(context, r['observed_at'])}",
        )
        for r in rows
        if r["metric"]
    ]
    return Detail(
        title=one[f"name_{context.lang}"] or id,
        where=f"{KINDS.get(one['kind'], (one['kind'], one['kind']))[0 if zh else 1]} · {place(context, one['area_id'])}",
        word="stale" if quiet else "good",
        state=state,
        facts=[*facts, *_about(context, one)],
        chart=_chart(context, one, _main(one, main)) if main else None,
        tables=tables(context, one),
        links=links(context, one["kind"], one["area_id"]),
    )


def _main(one: Row, metric: str) -> str:
    return {"air_station": "pm25_ugm3", "traffic_detector": "speed_kmh"}.get(one["kind"], metric)


def _about(context: Context, one: Row) -> list[tuple[str, str]]:
    zh, at_zh = context.lang == "zh", 0 if context.lang == "zh" else 1
    lines = [(LIMITS[k][at_zh], f"{v:g}") for k, v in one["attributes"].items() if k in LIMITS]
    if one["department"] in context.city.departments:
        lines.append(
            ("责任单位" if zh else "Owner", getattr(context.city.departments[one["department"]].name, context.lang))
        )
    lines.append(("上报间隔" if zh else "Interval", elapsed(timedelta(seconds=one["interval_s"] or 0), context.lang)))
    return [*lines, ("编号" if zh else "Id", one["source_id"])]


def _chart(context: Context, one: Row, metric: str) -> Chart:
    now, zone = context.now(), context.city.zone
    rows = context.store.read("onemap_source_hours", now=now, metric=metric, area=one["area_id"], id=one["source_id"])
    summed = metric in SUMMED
    known = {
        r["bucket_at"]: (r["sum"] if summed else r["sum"] / r["n"] if r["sum"] is not None and r["n"] else r["last"])
        for r in rows
    }
    hours = buckets(now - timedelta(hours=23), now, "hour", zone)
    lines = [
        (LIMITS[k][0 if context.lang == "zh" else 1], float(v)) for k, v in one["attributes"].items() if k in LIMITS
    ]
    name = f"{metric_name(context, metric)} · 24 {'小时' if context.lang == 'zh' else 'h'}"
    return Chart(name, [known.get(h) for h in hours], (at(context, hours[0]), at(context, now)), lines, summed)


def tables(context: Context, one: Row) -> list[Table]:
    zh, now = context.lang == "zh", context.now()
    if one["kind"] == "camera":
        seen = context.store.read("onemap_camera_events", id=one["source_id"], now=now)
        rows = [(at(context, e["observed_at"]), event_name(context, e["event_type"])) for e in seen]
        return [
            Table(
                "24 小时视频事件" if zh else "Events in 24 h",
                ("时间", "类型") if zh else ("Time", "Type"),
                rows,
                "没有事件" if zh else "None",
            )
        ]
    # Raw readings have no index by source, so the window on time stays short.
    since = now - timedelta(seconds=min(3600, 6 * (one["interval_s"] or 300)))
    seen = context.store.read("onemap_source_records", since=since, now=now, source_no=one["source_no"])
    rows = [
        (
            at(context, r["observed_at"]),
            metric_name(context, r["metric"]),
            f"{shown(r['value'])} {unit(r['unit'], context.lang)}",
        )
        for r in seen
    ]
    head = ("时间", "项目", "数值") if zh else ("Time", "Item", "Value")
    return [
        Table("最新记录" if zh else "Newest records", head, rows, "这段时间没有上报" if zh else "Nothing in this time")
    ]


def links(context: Context, kind: str, area: str) -> list[tuple[str, str]]:
    district = next(
        (a.code for a in (context.city.path(area) if area in context.city.areas else []) if a.level == "district"), ""
    )
    tail = f"?area={district}" if district else ""
    codes = [c for c in SOURCE_INDICATORS.get(kind, ()) if c in context.catalogue]
    return [(context.catalogue[c].name.at(context.lang), f"/indicators/{c}{tail}") for c in codes]


def event_name(context: Context, code: str) -> str:
    kind = context.city.event_types.get(code)
    return (
        getattr(kind.name, context.lang) if kind else f"{'未登记' if context.lang == 'zh' else 'Unregistered'} {code}"
    )
