"""What the URL of an indicator page asks for, checked: subject, grain, span; and the links that ask for something else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any, get_args
from urllib.parse import urlencode

from core.clock import after, floor
from core.model import Grain, Indicator, Label, SubjectKind
from dashboards.context import Context

SPANS: dict[Grain, tuple[tuple[int, Label], ...]] = {
    "5min": ((1, Label("24 时", "24 h")), (3, Label("3 天", "3 d")), (7, Label("7 天", "7 d"))),
    "hour": ((1, Label("24 时", "24 h")), (7, Label("7 天", "7 d")), (30, Label("30 天", "30 d"))),
    "day": ((30, Label("30 天", "30 d")), (90, Label("90 天", "90 d")), (366, Label("1 年", "1 y"))),
    "month": ((730, Label("2 年", "2 y")), (1826, Label("5 年", "5 y")), (3652, Label("10 年", "10 y"))),
    "quarter": ((1826, Label("5 年", "5 y")), (3652, Label("10 年", "10 y"))),
    "year": ((3652, Label("10 年", "10 y")), (7304, Label("20 年", "20 y"))),
}
GRAINS: dict[Grain, Label] = {
    "5min": Label("5 分钟", "5 min"),
    "hour": Label("小时", "Hour"),
    "day": Label("日", "Day"),
    "month": Label("月", "Month"),
    "quarter": Label("季", "Quarter"),
    "year": Label("年", "Year"),
}
_DEFAULT: dict[Grain, int] = {"5min": 1, "hour": 7, "day": 30, "month": 730, "quarter": 1826, "year": 3652}


@dataclass(frozen=True, slots=True)
class Ask:
    code: str
    subject_kind: SubjectKind
    subject: str
    grain: Grain
    days: int

    def since(self, context: Context) -> datetime:
        return floor(context.now() - timedelta(days=self.days), self.grain, context.city.zone)

    def until(self, context: Context) -> datetime:
        """End of the period that holds now, so that what runs is in."""
        return after(floor(context.now(), self.grain, context.city.zone), self.grain)

    def href(self, context: Context, **changes: Any) -> str:
        """This page with something else asked; only what differs from the defaults stands in the URL."""
        if changes.get("grain", self.grain) != self.grain:
            changes.setdefault("days", _DEFAULT[changes["grain"]])
        other = replace(self, **changes)
        query: dict[str, Any] = {}
        if (other.subject_kind, other.subject) != ("area", context.city.code):
            query["area" if other.subject_kind == "area" else other.subject_kind] = other.subject
        if other.grain != context.catalogue[other.code].grains[0]:
            query["grain"] = other.grain
        if other.days != _DEFAULT[other.grain]:
            query["days"] = other.days
        return f"/indicators/{other.code}" + (f"?{urlencode(query)}" if query else "")


def read_ask(context: Context, of: Indicator) -> Ask:
    """A wrong part of the URL falls back to its default rather than to an error page."""
    asked = context.params
    grain = next((g for g in of.grains if g == asked.get("grain")), of.grains[0])
    days = next((d for d, _ in SPANS[grain] if str(d) == asked.get("days")), _DEFAULT[grain])
    kind, subject = _subject(context, of)
    return Ask(of.code, kind, subject, grain, days)


def _subject(context: Context, of: Indicator) -> tuple[SubjectKind, str]:
    for kind in get_args(SubjectKind):
        if kind != "area" and kind in of.subjects and context.params.get(kind):
            return kind, context.params[kind]
    return "area", context.area


def subject_name(context: Context, kind: SubjectKind, subject: str) -> str:
    city, zh = context.city, context.lang == "zh"
    if kind == "area" and subject in city.areas:
        return context.area_name(subject)
    if kind == "department" and subject in city.departments:
        return city.departments[subject].name.label.at(context.lang)
    if kind == "source" and subject in city.sources:
        source = city.sources[subject]
        return source.name_zh if zh else source.name_en
    return subject


def stored(ask: Ask) -> dict[str, Any]:
    return asdict(ask)


def export_href(context: Context, ask: Ask, since: datetime, until: datetime, areas: Sequence[str] = ()) -> str:
    """The CSV of exactly this: same subjects, grain and periods, with times a spreadsheet reads.

    An empty `subject` of a source or department means all of that kind.
    """
    zone = context.city.zone
    query = {"indicator": ask.code, "subject": ask.subject_kind}
    if ask.subject_kind == "area":
        query["area"] = ",".join(areas or [ask.subject])
    elif ask.subject:
        query["id"] = ask.subject
    query |= {
        "from": f"{since.astimezone(zone):%Y-%m-%dT%H:%M:%S}",
        "to": f"{until.astimezone(zone):%Y-%m-%dT%H:%M:%S}",
    }
    query |= {"grain": ask.grain, "times": "local", "lang": context.lang}
    if context.as_of:
        query["as_of"] = context.as_of.isoformat()
    return "/export/indicators.csv?" + urlencode(query)
