"""What is already stored, kept in memory by the one process that writes it: newest versions and newest buckets."""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from core.model import Grain, SubjectKind, Value
from core.store import Session

BucketKey = tuple[str, Grain, datetime]  # indicator, grain, start
SeriesKey = tuple[str, Grain, SubjectKind]
VersionKey = tuple[SubjectKind, str, datetime]  # subject and end of the period
KEPT_BUCKETS = 4000


class Known:
    def __init__(self) -> None:
        self._buckets: OrderedDict[BucketKey, dict[VersionKey, Value]] = OrderedDict()
        self.latest: dict[SeriesKey, dict[str, Value]] = {}

    def load_latest(self, session: Session) -> None:
        self.latest.clear()
        for row in session.read("compute_latest"):
            self.show(Value(**row))

    def load(self, session: Session, code: str, grain: Grain, starts: Iterable[datetime]) -> None:
        """Read the newest versions of buckets not met before."""
        new = [s for s in set(starts) if (code, grain, s) not in self._buckets]
        if not new:
            return
        for start in new:
            self._buckets[code, grain, start] = {}
        for row in session.read("compute_newest", code=code, grain=grain, starts=new, first=min(new), last=max(new)):
            self.keep(Value(indicator=code, grain=grain, **row))

    def version(self, value: Value) -> Value | None:
        found = self._buckets[value.indicator, value.grain, value.period_start_at]
        return found.get((value.subject_kind, value.subject, value.period_end_at))

    def bucket(self, code: str, grain: Grain, start: datetime) -> dict[VersionKey, Value]:
        return self._buckets.get((code, grain, start), {})

    def keep(self, value: Value) -> None:
        bucket = self._buckets.setdefault((value.indicator, value.grain, value.period_start_at), {})
        bucket[value.subject_kind, value.subject, value.period_end_at] = value

    def show(self, value: Value) -> None:
        self.latest.setdefault((value.indicator, value.grain, value.subject_kind), {})[value.subject] = value

    def shown(self, value: Value) -> Value | None:
        return self.latest.get((value.indicator, value.grain, value.subject_kind), {}).get(value.subject)

    def is_newest(self, value: Value) -> bool:
        shown = self.shown(value)
        return (
            shown is None
            or value.period_end_at >= shown.period_end_at
            or (_says_nothing(shown) and value.value is not None)
        )

    def quiet(self, before: Callable[[str], datetime | None]) -> set[tuple[str, Grain]]:
        """Indicators and grains with a number on the screens whose data end before the moment that indicator allows."""
        return {
            (code, grain)
            for (code, grain, _), shown in self.latest.items()
            if (limit := before(code))
            and any(v.status != "stale" and (v.data_until_at or limit) < limit for v in shown.values())
        }

    def trim(self) -> None:
        while len(self._buckets) > KEPT_BUCKETS:
            self._buckets.popitem(last=False)

    def clear(self) -> None:
        """After a failed transaction nothing here is certain."""
        self._buckets.clear()
        self.latest.clear()


def _says_nothing(shown: Value) -> bool:
    """A first word on a series that had no data: any real number takes its place on the screens."""
    return shown.status == "none" and shown.data_until_at is None


def same(a: Value, b: Value) -> bool:
    """Whether nothing a reader would see has changed; how long a silence lasts is told by data_until_at."""
    if a.status == b.status == "stale":
        return True
    words = (a.status, a.reason, a.detail, a.definition) == (b.status, b.reason, b.detail, b.definition)
    return words and _close((a.value, a.numerator, a.denominator), (b.value, b.numerator, b.denominator))


def _close(a: Sequence[float | None], b: Sequence[float | None]) -> bool:
    return all(
        x == y or (x is not None and y is not None and math.isclose(x, y, rel_tol=1e-12))
        for x, y in zip(a, b, strict=True)
    )
