"""Reads what the detail panel shows of a ticket or a video event."""

from __future__ import annotations

from datetime import timedelta

from core.store import Row
from dashboards.context import Context
from dashboards.onemap.source import at, event_name, links, tables
from dashboards.parts.detail import Detail, Table
from dashboards.parts.incidents import STATES, place
from dashboards.parts.when import elapsed


def event(context: Context, id: str) -> Detail | None:
    rows = context.store.read("onemap_event", id=id, now=context.now())
    if not rows:
        return None
    e, zh = rows[0], context.lang == "zh"
    kind = context.city.event_types.get(e["event_type"])
    word = {"low": "good", "medium": "watch", "high": "alert"}[kind.severity if kind else "medium"]
    facts = [
        ("发生" if zh else "Seen", at(context, e["observed_at"])),
        ("入库" if zh else "Stored", at(context, e["received_at"])),
    ]
    if e["confidence"] is not None:
        facts.append(("置信度" if zh else "Confidence", f"{e['confidence']:.0%}"))
    facts.append(("摄像机" if zh else "Camera", e[f"name_{context.lang}"] or e["camera_id"]))
    if e["snapshot"]:
        facts.append(("快照编号" if zh else "Snapshot", e["snapshot"]))
    words = {"low": ("轻微", "Low"), "medium": ("一般", "Medium"), "high": ("紧急", "High")}
    state = words[kind.severity if kind else "medium"][0 if zh else 1]
    return Detail(event_name(context, e["event_type"]), place(context, e["area_id"]), word, state, facts,
                  tables=tables(context, {"kind": "camera", "source_id": e["camera_id"]}), links=links(context, "camera", e["area_id"]))  # type: ignore[arg-type]  # fmt: skip


def ticket(context: Context, id: str) -> Detail | None:
    rows = context.store.read("onemap_ticket", id=id)
    if not rows:
        return None
    t, zh, i = rows[0], context.lang == "zh", 0 if context.lang == "zh" else 1
    word, state = _clock(context, t)
    facts = [
        ("受理" if zh else "Accepted", at(context, t["accepted_at"])),
        ("期限" if zh else "Due", at(context, t["due_at"])),
    ]
    if t["department"] in context.city.departments:
        facts.append(
            ("承办单位" if zh else "Department", getattr(context.city.departments[t["department"]].name, context.lang))
        )
    facts.append(("退回 / 重开" if zh else "Returned / reopened", f"{t['returned_n']} / {t['reopened_n']}"))
    facts.append(("工单号" if zh else "Ticket", id))
    steps = context.store.read("onemap_ticket_steps", id=id)
    done = [
        (
            at(context, s["step_at"]),
            _STEPS.get(s["step"], STATES.get(s["step"], (s["step"], s["step"])))[i],
            _department(context, s["department"]),
        )
        for s in steps
    ]
    head = ("时间", "环节", "单位") if zh else ("Time", "Step", "Department")
    return Detail(category_name(context, t["category"]), place(context, t["area_id"]), word, state, facts,  # type: ignore[arg-type]
                  tables=[Table("办理记录" if zh else "Steps", head, done, "")], links=links(context, "ticket", t["area_id"]))  # fmt: skip


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
    return (
        getattr(category.name, context.lang)
        if category
        else f"{'未登记' if context.lang == 'zh' else 'Unregistered'} {code or ''}"
    )


def _department(context: Context, code: str | None) -> str:
    return (
        getattr(context.city.departments[code].name, context.lang) if code in context.city.departments else code or ""
    )
