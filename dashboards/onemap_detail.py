"""Reads what the detail panel shows of a source, a ticket, a video event or an area."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from dash import html

from core.clock import buckets
from core.store import Row
from dashboards.context import Context
from dashboards.onemap_things import KINDS, SOURCE_INDICATORS, metric_name, shown
from dashboards.parts.detail import Chart, Detail, Table, detail, missing
from dashboards.parts.incidents import STATES, place
from dashboards.parts.number import number, unit
from dashboards.parts.status import status
from dashboards.parts.when import clock, elapsed

SUMMED = ("rain_5min", "flow_5min", "energy_kwh_n", "trucks_n", "people_n")  # drawn as sums in bars
LIMITS = {"warning_m": ("警戒", "Warning"), "guarantee_m": ("保证", "Guarantee"), "limit_cm": ("限值", "Limit"), "alarm_lel": ("报警", "Alarm")}


def panel(context: Context, layer: str, id: str) -> list[Any]:
    read: Callable[[Context, str], Detail | None] = {
        "districts": area, "hotline_points": ticket, "tickets": ticket, "video_events": event,
    }.get(layer, source)  # fmt: skip
    found = read(context, id)
    return detail(found, context.lang) if found else missing(context.lang)


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
    state = (("停报 " if zh else "Silent ") + elapsed(age, context.lang) if age else ("从未上报" if zh else "Never reported")) if quiet else ("在报" if zh else "Reporting")
    main = next((r["metric"] for r in rows if r["metric"]), None)
    facts = [(metric_name(context, r["metric"]), f"{shown(r['value'])} {unit(r['unit'], context.lang)} · {at(context, r['observed_at'])}") for r in rows if r["metric"]]
    return Detail(
        title=one[f"name_{context.lang}"] or id,
        where=f"{KINDS.get(one['kind'], (one['kind'], one['kind']))[0 if zh else 1]} · {place(context, one['area_id'])}",
        word="stale" if quiet else "good",
        state=state,
        facts=[*facts, *_about(context, one)],
        chart=_chart(context, one, _main(one, main)) if main else None,
        tables=_tables(context, one),
        links=_links(context, one["kind"], one["area_id"]),
    )


def _main(one: Row, metric: str) -> str:
    return {"air_station": "pm25_ugm3", "traffic_detector": "speed_kmh"}.get(one["kind"], metric)


def _about(context: Context, one: Row) -> list[tuple[str, str]]:
    zh, at_zh = context.lang == "zh", 0 if context.lang == "zh" else 1
    lines = [(LIMITS[k][at_zh], f"{v:g}") for k, v in one["attributes"].items() if k in LIMITS]
    if one["department"] in context.city.departments:
        lines.append(("责任单位" if zh else "Owner", getattr(context.city.departments[one["department"]].name, context.lang)))
    lines.append(("上报间隔" if zh else "Interval", elapsed(timedelta(seconds=one["interval_s"] or 0), context.lang)))
    return [*lines, ("编号" if zh else "Id", one["source_id"])]


def _chart(context: Context, one: Row, metric: str) -> Chart:
    now, zone = context.now(), context.city.zone
    rows = context.store.read("onemap_source_hours", now=now, metric=metric, area=one["area_id"], id=one["source_id"])
    summed = metric in SUMMED
    known = {r["bucket_at"]: (r["sum"] if summed else r["sum"] / r["n"] if r["sum"] is not None and r["n"] else r["last"]) for r in rows}
    hours = buckets(now - timedelta(hours=23), now, "hour", zone)
    lines = [(LIMITS[k][0 if context.lang == "zh" else 1], float(v)) for k, v in one["attributes"].items() if k in LIMITS]
    name = f"{metric_name(context, metric)} · 24 {'小时' if context.lang == 'zh' else 'h'}"
    return Chart(name, [known.get(h) for h in hours], (at(context, hours[0]), at(context, now)), lines, summed)


def _tables(context: Context, one: Row) -> list[Table]:
    zh, now = context.lang == "zh", context.now()
    if one["kind"] == "camera":
        seen = context.store.read("onemap_camera_events", id=one["source_id"], now=now)
        rows = [(at(context, e["observed_at"]), event_name(context, e["event_type"])) for e in seen]
        return [Table("24 小时视频事件" if zh else "Events in 24 h", ("时间", "类型") if zh else ("Time", "Type"), rows, "没有事件" if zh else "None")]
    # Raw readings have no index by source, so the window on time stays short.
    since = now - timedelta(seconds=min(3600, 6 * (one["interval_s"] or 300)))
    seen = context.store.read("onemap_source_records", since=since, now=now, source_no=one["source_no"])
    rows = [(at(context, r["observed_at"]), metric_name(context, r["metric"]), f"{shown(r['value'])} {unit(r['unit'], context.lang)}") for r in seen]
    head = ("时间", "项目", "数值") if zh else ("Time", "Item", "Value")
    return [Table("最新记录" if zh else "Newest records", head, rows, "这段时间没有上报" if zh else "Nothing in this time")]


def _links(context: Context, kind: str, area: str) -> list[tuple[str, str]]:
    district = next((a.code for a in (context.city.path(area) if area in context.city.areas else []) if a.level == "district"), "")
    tail = f"?area={district}" if district else ""
    codes = [c for c in SOURCE_INDICATORS.get(kind, ()) if c in context.catalogue]
    return [(context.catalogue[c].name.at(context.lang), f"/indicators/{c}{tail}") for c in codes]


def event_name(context: Context, code: str) -> str:
    kind = context.city.event_types.get(code)
    return getattr(kind.name, context.lang) if kind else f"{'未登记' if context.lang == 'zh' else 'Unregistered'} {code}"


def event(context: Context, id: str) -> Detail | None:
    rows = context.store.read("onemap_event", id=id, now=context.now())
    if not rows:
        return None
    e, zh = rows[0], context.lang == "zh"
    kind = context.city.event_types.get(e["event_type"])
    word = {"low": "good", "medium": "watch", "high": "alert"}[kind.severity if kind else "medium"]
    facts = [("发生" if zh else "Seen", at(context, e["observed_at"])), ("入库" if zh else "Stored", at(context, e["received_at"]))]
    if e["confidence"] is not None:
        facts.append(("置信度" if zh else "Confidence", f"{e['confidence']:.0%}"))
    facts.append(("摄像机" if zh else "Camera", e[f"name_{context.lang}"] or e["camera_id"]))
    if e["snapshot"]:
        facts.append(("快照编号" if zh else "Snapshot", e["snapshot"]))
    words = {"low": ("轻微", "Low"), "medium": ("一般", "Medium"), "high": ("紧急", "High")}
    state = words[kind.severity if kind else "medium"][0 if zh else 1]
    return Detail(event_name(context, e["event_type"]), place(context, e["area_id"]), word, state, facts,
                  tables=_tables(context, {"kind": "camera", "source_id": e["camera_id"]}), links=_links(context, "camera", e["area_id"]))  # type: ignore[arg-type]  # fmt: skip


def ticket(context: Context, id: str) -> Detail | None:
    rows = context.store.read("onemap_ticket", id=id)
    if not rows:
        return None
    t, zh, i = rows[0], context.lang == "zh", 0 if context.lang == "zh" else 1
    word, state = _clock(context, t)
    facts = [("受理" if zh else "Accepted", at(context, t["accepted_at"])), ("期限" if zh else "Due", at(context, t["due_at"]))]
    if t["department"] in context.city.departments:
        facts.append(("承办单位" if zh else "Department", getattr(context.city.departments[t["department"]].name, context.lang)))
    facts.append(("退回 / 重开" if zh else "Returned / reopened", f"{t['returned_n']} / {t['reopened_n']}"))
    facts.append(("工单号" if zh else "Ticket", id))
    steps = context.store.read("onemap_ticket_steps", id=id)
    done = [(at(context, s["step_at"]), _STEPS.get(s["step"], STATES.get(s["step"], (s["step"], s["step"])))[i], _department(context, s["department"])) for s in steps]
    head = ("时间", "环节", "单位") if zh else ("Time", "Step", "Department")
    return Detail(category_name(context, t["category"]), place(context, t["area_id"]), word, state, facts,  # type: ignore[arg-type]
                  tables=[Table("办理记录" if zh else "Steps", head, done, "")], links=_links(context, "ticket", t["area_id"]))  # fmt: skip


# A step as something that was done; STATES says what the case waits for.
_STEPS = {
    "reported": ("上报", "reported"), "accepted": ("受理", "accepted"), "resumed": ("恢复处置", "resumed"), "closed": ("办结", "closed"),
    "visited": ("回访", "visited"), "cancelled": ("撤销", "cancelled"),
}  # fmt: skip


def _clock(context: Context, t: Row) -> tuple[str, str]:
    zh, now = context.lang == "zh", context.now()
    if t["closed_at"] or t["cancelled_at"]:
        return "good", ("已办结" if zh else "Closed") if t["closed_at"] else ("已撤销" if zh else "Cancelled")
    if t["due_at"] is None:
        return "good", "在办" if zh else "Open"
    left = t["due_at"] - now
    text = elapsed(abs(left), context.lang)
    if left < timedelta(0):
        return "alert", f"超期 {text}" if zh else f"{text} late"
    return ("watch" if left <= timedelta(hours=24) else "good"), f"剩 {text}" if zh else f"{text} left"


def category_name(context: Context, code: str | None) -> str:
    category = context.city.categories.get(code or "")
    return getattr(category.name, context.lang) if category else f"{'未登记' if context.lang == 'zh' else 'Unregistered'} {code or ''}"


def _department(context: Context, code: str | None) -> str:
    return getattr(context.city.departments[code].name, context.lang) if code in context.city.departments else code or ""


def area(context: Context, code: str) -> Detail | None:
    if code not in context.city.areas:
        return None
    zh = context.lang == "zh"
    latest = context.latest(context.catalogue, subject=code)
    values = [(html.A(context.catalogue[c].name.at(context.lang), href=f"/indicators/{c}?area={code}"),
               number(v.value, context.catalogue[c].unit, context.catalogue[c].decimals, context.lang), status(v.status, context.lang))
              for c, v in sorted(latest.items(), key=lambda kv: (kv[1].status not in ("alert", "watch"), kv[0]))][:14]  # fmt: skip
    kinds = context.store.read("onemap_area_sources", area=code, now=context.now())
    devices = [(KINDS.get(k["kind"], (k["kind"], k["kind"]))[0 if zh else 1], str(k["n"]), str(k["silent_n"] or ""), at(context, k["observed_at"])) for k in kinds]
    recent = context.store.read("onemap_area_newest", area=code, now=context.now())
    news = [(at(context, r["at"]), _pick(context, r)) for r in recent]
    people = context.city.areas[code].population
    where = f"常住人口 {people / 10000:.1f} 万" if zh and people else f"{people:,} residents" if people else ""
    below = context.city.children(code)
    actions = [html.Button(f"进入 {len(below)} 个街镇" if zh else f"Show its {len(below)} parts", type="button", className="btn", **{"data-act": "area", "data-of": code})] if below else []
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
    return html.Button(name, type="button", className="link", **{"data-act": "pick", "data-layer": r["layer"], "data-of": r["id"]} | where)
