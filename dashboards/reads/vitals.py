"""Reads what a row of cards stands on: newest value, history with its gaps, normal band, named base, target."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from core import clock
from core.model import Grain, SubjectKind, Value
from dashboards.context import SPANS, Context
from dashboards.parts.card import Vital
from dashboards.parts.spark import Band
from dashboards.parts.target import target_of
from dashboards.parts.trend import base_start

# Long enough that the same period a day or a month earlier is inside; the spark shows its tail.
_READ: dict[Grain, timedelta] = {
    **SPANS,
    "5min": timedelta(hours=25),
    "hour": timedelta(hours=26),
    "day": timedelta(days=31),
}
_SHOWN: dict[Grain, int] = {"5min": 72, "hour": 25, "day": 30, "month": 24, "quarter": 12, "year": 10}
BANDED: dict[Grain, timedelta] = {"5min": timedelta(days=28), "hour": timedelta(days=56), "day": timedelta(days=182)}
Slots = dict[tuple[int | None, int], Band]
# Fewer samples than these say nothing about what is normal.
_MIN_WEEKDAY, _MIN_HOUR = 4, 6


def read(context: Context, codes: Iterable[str], spark: bool = True) -> dict[str, Vital]:
    """Cards of the asked codes for the context's area, in the asked order; codes outside the catalogue are absent."""
    known = [c for c in codes if c in context.catalogue]
    latest = context.latest(known)
    histories = _histories(context, known) if spark else {}
    bands = _bands(context, known) if spark else {}
    bases = base_values(context, latest)
    return {code: _vital(context, code, latest.get(code), histories, bands, bases) for code in known}


def _vital(
    context: Context, code: str, value: Value | None, histories: Any, bands: Any, bases: dict[str, Value]
) -> Vital:
    grain = context.first_grain(code)
    starts, series = filled(context, histories.get(code, []), grain, value)
    base = bases.get(code)
    return Vital(
        indicator=context.catalogue[code],
        value=value,
        now=context.now(),
        base=base.value if base else None,
        history=series,
        band=[slot_band(bands.get(code, {}), s, grain) for s in starts] if code in bands else [],
        target=target_of(context.city, code, context.now().date()),
    )


def _histories(context: Context, codes: Sequence[str]) -> dict[str, list[Value]]:
    found: dict[str, list[Value]] = {}
    for grain, some in by_grain(context, codes).items():
        found |= context.histories(some, grain=grain, since=context.now() - _READ[grain])
    return found


def by_grain(context: Context, codes: Iterable[str]) -> dict[Grain, list[str]]:
    found: dict[Grain, list[str]] = {}
    for code in codes:
        found.setdefault(context.first_grain(code), []).append(code)
    return found


def filled(
    context: Context, values: Sequence[Value], grain: Grain, last: Value | None
) -> tuple[list[datetime], list[float | None]]:
    """The series on its full time axis: a period nobody computed is a gap, never a straight line over it."""
    if not values:
        return [], []
    zone = context.city.zone
    known = {clock.slot(v.period_end_at, grain, zone): v.value for v in values}
    until = (last or values[-1]).period_end_at
    starts = clock.buckets(min(known), until, grain, zone)[-_SHOWN[grain] :]
    return starts, [known.get(s) for s in starts]


def _bands(context: Context, codes: Sequence[str]) -> dict[str, Slots]:
    found: dict[str, Slots] = {}
    for grain, some in by_grain(context, codes).items():
        if grain in BANDED:
            for row in band_rows(context, some, grain, "area", context.area):
                found.setdefault(row["indicator"], {})[(row["weekday"], row["hour"])] = _usable(row)
    return found


def band_rows(
    context: Context, codes: Sequence[str], grain: Grain, subject_kind: SubjectKind, subject: str
) -> list[dict[str, Any]]:
    today = clock.floor(context.now(), "day", context.city.zone)
    asked = {
        "codes": list(codes),
        "grain": grain,
        "subject_kind": subject_kind,
        "subject": subject,
        "zone": context.city.file.time_zone,
    }
    return context.store.read("cockpit_band", since=today - BANDED[grain], until=today, as_of=context.now(), **asked)


def _usable(row: dict[str, Any]) -> Band:
    enough = row["n"] >= (_MIN_HOUR if row["weekday"] is None else _MIN_WEEKDAY)
    return (row["low"], row["high"]) if enough else None


def bands_by_slot(context: Context, code: str, grain: Grain, subject_kind: SubjectKind, subject: str) -> Slots:
    """The normal band of one series by (weekday, hour) and by (None, hour)."""
    if grain not in BANDED:
        return {}
    return {(r["weekday"], r["hour"]): _usable(r) for r in band_rows(context, [code], grain, subject_kind, subject)}


def slot_band(bands: Slots, start: datetime, grain: Grain) -> Band:
    hour = start.hour if grain in ("5min", "hour") else 0
    return bands.get((start.isoweekday(), hour)) or bands.get((None, hour))


def base_values(context: Context, latest: dict[str, Value]) -> dict[str, Value]:
    """What each newest value is compared with. A sum that still grows is compared with what was known a day ago."""
    growing = {c for c, v in latest.items() if grows(v, context.now())}
    found = values_at(context, [v for c, v in latest.items() if c not in growing])
    if growing:
        then = replace(context, as_of=context.now() - timedelta(days=1))
        found |= {c: v for c, v in then.latest(growing).items() if v.period_start_at == _base_of(context, latest[c])}
    return found


def base_of_one(context: Context, value: Value) -> Value | None:
    """As `base_values`, for one value of any subject."""
    start, then = _base_of(context, value), context.now() - timedelta(days=1)
    known = then if grows(value, context.now()) else context.now()
    until = start + timedelta(seconds=1)
    found = context.history(value.indicator, value.subject_kind, value.subject, value.grain, start, until, as_of=known)
    return found[0] if found else None


def grows(value: Value, now: datetime) -> bool:
    """A count in a period that has not ended: its size says how late it is, not how much there is."""
    return (
        value.denominator is None and value.period_end_at > now and value.grain in ("day", "month", "quarter", "year")
    )


def _base_of(context: Context, value: Value) -> datetime:
    return base_start(value.period_start_at.astimezone(context.city.zone), value.grain)


def values_at(context: Context, newest: Sequence[Value]) -> dict[str, Value]:
    """The value of the compared period of each of `newest`, by code."""
    asked = [(v.indicator, v.grain, _base_of(context, v)) for v in newest]
    return {v.indicator: v for v in read_at(context, asked, [context.area])}


def read_at(
    context: Context,
    asked: Sequence[tuple[str, Grain, datetime]],
    subjects: Sequence[str],
    as_of: datetime | None = None,
) -> list[Value]:
    if not asked:
        return []
    codes, grains, starts = (list(column) for column in zip(*asked, strict=True))
    bounds = {"first": min(starts), "last": max(starts), "as_of": as_of or context.now()}  # type: ignore[type-var]
    rows = context.store.read(
        "cockpit_values_at", codes=codes, grains=grains, starts=starts, subjects=list(subjects), **bounds
    )
    return [Value(**row) for row in rows]
