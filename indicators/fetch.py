"""The rows behind a set of buckets of one indicator: one SQL for each input, then sorted by subject."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from core.city import City
from core.model import Indicator, Input, Measure, Query, Rollup, SubjectKind, Values
from core.store import Row, Session
from indicators.rollups import is_hourly
from indicators.windows import Bucket, Piece, pieces, window_start

Rows = dict[int, list[Measure]]  # by number of the bucket
BySubject = dict[str, list[Measure]]
Wanted = Mapping[SubjectKind, Sequence[Bucket]]
LEVELS = ("day", "hour", "minute")


class Fetch:
    def __init__(self, city: City) -> None:
        self.city = city
        self.params: dict[str, Any] = {"urban": [c.code for c in city.file.categories if "urban" in c.tags]}
        self.above = {code: [a.code for a in city.path(code)] for code in city.areas}

    def subjects(
        self, session: Session, indicator: Indicator, wanted: Wanted
    ) -> dict[tuple[SubjectKind, datetime], BySubject]:
        """By kind and start of the bucket: the rows of every subject that has any. What two kinds share is read once."""
        found: dict[tuple[SubjectKind, datetime], BySubject] = {}
        for given in indicator.inputs:
            for kinds in _alike(given, wanted):
                buckets = max((wanted[kind] for kind in kinds), key=len)
                for no, rows in self._rows(session, given, kinds[0], buckets).items():
                    for kind in kinds:
                        by_subject = found.setdefault((kind, buckets[no].start_at), {})
                        self._sort(by_subject, rows, kind, exact=isinstance(given, Values))
        return found

    def _sort(self, found: BySubject, rows: list[Measure], kind: SubjectKind, exact: bool) -> None:
        for row in rows:
            for subject in [row.area_id] if exact else self._subjects_of(row, kind):
                found.setdefault(subject, []).append(row)

    def _subjects_of(self, row: Measure, kind: SubjectKind) -> Iterable[str]:
        if kind == "area":
            return self.above.get(row.area_id) or (self.city.code,)
        return (row.dim,) if row.dim else ()

    def _rows(self, session: Session, given: Input, kind: SubjectKind, buckets: Sequence[Bucket]) -> Rows:
        if isinstance(given, Rollup):
            return _rollup(session, given, kind, buckets, self.city)
        if isinstance(given, Values):
            return _values(session, given, kind, buckets)
        return _numbered(session.tuples(f"compute_{given.name}", **_spans("bucket", buckets), **self.params))


def _alike(given: Input, wanted: Wanted) -> list[list[SubjectKind]]:
    """Kinds of subject that stand on the same rows of this input. Single sources want no more buckets than areas do."""
    groups: dict[object, list[SubjectKind]] = {}
    for kind in wanted:
        key: object = kind if isinstance(given, Values) else _names(given, kind)
        groups.setdefault(key, []).append(kind)
    return list(groups.values())


def _names(given: Rollup | Query, kind: SubjectKind) -> tuple[str, ...]:
    """Measures of one source are its hourly rows."""
    if isinstance(given, Query) or kind != "source":
        return given.measures
    return tuple(m if ":" in m else f"source:{m}" for m in given.measures)


def _rollup(session: Session, given: Rollup, kind: SubjectKind, buckets: Sequence[Bucket], city: City) -> Rows:
    """The formula sees every measure under its plain name."""
    plain = dict(zip(_names(given, kind), given.measures, strict=True))
    found: Rows = {}
    for hourly in (False, True):
        names = [name for name in plain if is_hourly(name) == hourly]
        spans = _windows(given.window, hourly, buckets, city) if names else {}
        if spans:
            for no, rows in _numbered(session.tuples("compute_window", measures=names, **spans), plain).items():
                found.setdefault(no, []).extend(rows)
    return found


def _windows(window: str, hourly: bool, buckets: Sequence[Bucket], city: City) -> dict[str, Any]:
    """The pieces of all windows by level, and the span that holds them; nothing when there is no piece."""
    cut = [
        (no, p) for no, b in enumerate(buckets) for p in pieces(window_start(window, b), b.until_at, hourly, city.zone)
    ]
    if not cut:
        return {}
    spans: dict[str, Any] = {"first": min(p.first_at for _, p in cut), "until": max(p.until_at for _, p in cut)}
    for level in LEVELS:
        spans |= _level(level, [(no, p) for no, p in cut if p.level == level])
    return spans


def _level(level: str, cut: list[tuple[int, Piece]]) -> dict[str, Any]:
    return {
        f"{level}_no": [no for no, _ in cut],
        f"{level}_from": [p.first_at for _, p in cut],
        f"{level}_until": [p.until_at for _, p in cut],
    }


def _values(session: Session, given: Values, kind: SubjectKind, buckets: Sequence[Bucket]) -> Rows:
    found: Rows = {}
    params = {"codes": list(given.codes), "grain": given.grain, "kind": kind}
    for row in session.read("compute_values", **params, **_spans(given.window, buckets)):
        found.setdefault(row["no"], []).append(_as_measure(row))
    return found


def _as_measure(row: Row) -> Measure:
    value, end = row["value"], row["period_end_at"]
    return Measure(row["measure"], 1, value, value, value, value, end, "", row["period_start_at"], row["subject"])


def _spans(window: str, buckets: Sequence[Bucket]) -> dict[str, Any]:
    starts = [window_start(window, b) for b in buckets]
    untils = [b.until_at for b in buckets]
    return {"no": list(range(len(buckets))), "from": starts, "until": untils, "first": min(starts), "last": max(untils)}


def _numbered(rows: Iterable[tuple[Any, ...]], plain: Mapping[str, str] | None = None) -> Rows:
    """compute_window and every query of an indicator answer the number of the bucket and a rollup row, in this order."""
    found: Rows = {}
    names = plain or {}
    for no, measure, area_id, dim, n, total, least, most, last, last_at in rows:
        row = Measure(names.get(measure, measure), n, total, least, most, last, last_at, dim, None, area_id)
        found.setdefault(no, []).append(row)
    return found


def newest_at(rows: Iterable[Measure]) -> datetime | None:
    return max((r.last_at for r in rows if r.last_at is not None), default=None)
