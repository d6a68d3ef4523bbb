"""Values into val.value as versions and into val.latest; only what changed is written (docs/decisions/values.md)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from datetime import datetime, timedelta
from operator import attrgetter

from core.model import Value
from core.store import Session, sql
from indicators.known import Known, same

COLUMNS = tuple(f.name for f in fields(Value))
ROW = attrgetter(*COLUMNS)
TOUCH_AFTER = timedelta(minutes=1)


@dataclass(slots=True)
class Written:
    """What a write changed: values in order, with the version each one replaced."""

    values: list[tuple[Value, datetime | None]] = field(default_factory=list)
    touched: list[Value] = field(default_factory=list)

    @property
    def codes(self) -> set[str]:
        return {v.indicator for v, _ in self.values} | {v.indicator for v in self.touched}


def write(session: Session, known: Known, values: Iterable[Value]) -> Written:
    """Store what is new or different."""
    written = Written()
    for value in values:
        _settle(known, value, written)
    if written.values:
        _store(session, known, written)
    if written.touched:
        _touch(session, known, written.touched)
    return written


def _settle(known: Known, value: Value, written: Written) -> None:
    before = known.version(value)
    if before is None or not same(before, value):
        written.values.append((value, before.known_at if before and _overwrites(before, value) else None))
        known.keep(value)
    elif _data_moved(known, value):
        written.touched.append(value)


def _overwrites(before: Value, value: Value) -> bool:
    """An open bucket keeps one version a minute, that of a single source one in all until it closes."""
    if before.known_at == value.known_at:
        return True
    if value.known_at >= value.period_end_at:
        return False
    return value.subject_kind == "source" or _minute(before.known_at) == _minute(value.known_at)


def _minute(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0)


def _data_moved(known: Known, value: Value) -> bool:
    shown = known.shown(value)
    if shown is None or shown.period_end_at != value.period_end_at or value.data_until_at is None:
        return False
    return shown.data_until_at is None or value.data_until_at - shown.data_until_at >= TOUCH_AFTER


def _store(session: Session, known: Known, written: Written) -> None:
    session.run(sql("compute_write_stage"))
    rows = [(*ROW(v), replaced, known.is_newest(v)) for v, replaced in written.values]
    session.copy_rows(f"fresh_value ({', '.join(COLUMNS)}, replaced_at, is_latest)", rows)
    replaced = [v.period_start_at for v, old in written.values if old is not None]
    if replaced:
        session.run(sql("compute_write_replace"), {"first": min(replaced), "last": max(replaced)})
    session.run(sql("compute_write_value"))
    session.run(sql("compute_write_latest"))
    session.run("TRUNCATE fresh_value")
    for value, _ in written.values:
        if known.is_newest(value):
            known.show(value)


def _touch(session: Session, known: Known, values: list[Value]) -> None:
    params = {
        "codes": [v.indicator for v in values],
        "kinds": [v.subject_kind for v in values],
        "subjects": [v.subject for v in values],
        "grains": [v.grain for v in values],
        "untils": [v.data_until_at for v in values],
    }
    session.run(sql("compute_touch_latest"), params)
    for value in values:
        known.show(value)
