"""The rows behind a set of buckets of one indicator: one SQL for each input, then sorted by subject."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from core.city import City
from core.model import Indicator, Measure, Query, Rollup, SubjectKind, Values
from core.store import Row, Session
from indicators.rollups import is_hourly
from indicators.windows import Bucket, Piece, pieces, window_start

Rows = dict[int, list[Measure]]  # by number of the bucket
BySubject = dict[str, list[Measure]]
LEVELS = ("day", "hour", "minute")


class Fetch:
    def __init__(self, city: City) -> None:
        self.city = city
        self.params: dict[str, Any] = {"urban": [c.code for c in city.file.categories if "urban" in c.tags]}
        self.above = {code: [a.code for a in city.path(code)] for code in city.areas}

    def subjects(
        self, session: Session, indicator: Indicator, kind: SubjectKind, buckets: Sequence[Bucket]
    ) -> list[BySubject]:
        """For each bucket: the rows of every subject of this kind that has any."""
        found: list[BySubject] = [{} for _ in buckets]
        for given in indicator.inputs:
            for no, rows in self._rows(session, given, kind, buckets).items():
                self._sort(found[no], rows, kind, exact=isinstance(given, Values))
        return found

    def _sort(self, found: BySubject, rows: list[Measure], kind: SubjectKind, exact: bool) -> None:
        for row in rows:
            for subject in [row.area_id] if exact else self._subjects_of(row, kind):
                found.setdefault(subject, []).append(row)

    def _subjects_of(self, row: Measure, kind: SubjectKind) -> Iterable[str]:
        if kind == "area":
            return self.above.get(row.area_id) or (self.city.code,)
        return (row.dim,) if row.dim else ()

    def _rows(
        self, session: Session, given: Rollup | Values | Query, kind: SubjectKind, buckets: Sequence[Bucket]
    ) -> Rows:
        if isinstance(given, Rollup):
            return _rollup(session, given, kind, buckets, self.city)
        if isinstance(given, Values):
            return _values(session, given, kind, buckets)
        return _numbered(session.read(f"compute_{given.name}", **_spans("bucket", buckets), **self.params))


def _rollup(session: Session, given: Rollup, kind: SubjectKind, buckets: Sequence[Bucket], city: City) -> Rows:
    """Measures of one source are its hourly rows; the formula sees them under the plain name."""
    asked = {m if kind != "source" or ":" in m else f"source:{m}": m for m in given.measures}
    found: Rows = {}
    for hourly in (False, True):
        names = [name for name in asked if is_hourly(name) == hourly]
        if names:
            for no, rows in _window(session, given.window, names, hourly, buckets, city).items():
                found.setdefault(no, []).extend(_renamed(rows, asked))
    return found


def _renamed(rows: list[Measure], names: Mapping[str, str]) -> list[Measure]:
    return [
        row if names[row.name] == row.name
        else Measure(names[row.name], row.n, row.sum, row.min, row.max, row.last, row.last_at, row.dim, None, row.area_id)
        for row in rows
    ]  # fmt: skip


def _window(
    session: Session, window: str, names: list[str], hourly: bool, buckets: Sequence[Bucket], city: City
) -> Rows:
    cut = [
        (no, p) for no, b in enumerate(buckets) for p in pieces(window_start(window, b), b.until_at, hourly, city.zone)
    ]
    if not cut:
        return {}
    params: dict[str, Any] = {
        "measures": names,
        "first": min(p.first_at for _, p in cut),
        "until": max(p.until_at for _, p in cut),
    }
    for level in LEVELS:
        params |= _level(level, [(no, p) for no, p in cut if p.level == level])
    return _numbered(session.read("compute_window", **params))


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


def _numbered(rows: list[Row]) -> Rows:
    found: Rows = {}
    for r in rows:
        measure = Measure(
            r["measure"], r["n"], r["sum"], r["min"], r["max"], r["last"], r["last_at"], r["dim"], None, r["area_id"]
        )
        found.setdefault(r["no"], []).append(measure)
    return found


def newest_at(rows: Iterable[Measure]) -> datetime | None:
    return max((r.last_at for r in rows if r.last_at is not None), default=None)
