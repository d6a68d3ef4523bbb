"""One indicator in one bucket for every subject: formula, silence, judgement. No database here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from core.city import City, Target
from core.model import Definition, Grain, Indicator, Measure, Measures, Result, SubjectKind, Value
from indicators.fetch import BySubject, newest_at
from indicators.judge import definition_on, judge, silence, target_on
from indicators.known import Known
from indicators.windows import Bucket

NEVER = "尚无数据"
# Streets get five-minute values while they are news; their hours and days are kept.
FINE_STREETS = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is evaluated, by what is in force on its day: `current` is the bucket the screens show, which silence can make stale."""

    indicator: Indicator
    grain: Grain
    bucket: Bucket
    current: bool
    now: datetime
    definition: Definition
    target: Target | None
    params: Mapping[str, Any]


class Evaluate:
    def __init__(self, city: City, known: Known) -> None:
        self.city = city
        self.known = known
        self.streams: Mapping[str, datetime | None] = {}
        self.coarse = {a.code for a in city.areas.values() if a.level != "street"}
        self.params = lru_cache(maxsize=512)(self._params)

    def asked(self, indicator: Indicator, grain: Grain, bucket: Bucket, current: bool, now: datetime) -> Asked:
        day = bucket.start_at.date()
        target = target_on(self.city.targets, indicator.code, day)
        return Asked(indicator, grain, bucket, current, now, definition_on(indicator, day), target, self.params(day))

    def values(self, asked: Asked, kind: SubjectKind, rows: BySubject) -> Iterator[Value]:
        for subject in sorted(self._subjects(asked, kind, rows)):
            value = self._value(asked, kind, subject, rows.get(subject, []))
            if value is not None:
                yield value

    def _subjects(self, asked: Asked, kind: SubjectKind, rows: BySubject) -> set[str]:
        """Those with rows, those already stored for this bucket, those on the screens, and the city itself."""
        found = set(rows) | self._stored(asked, kind)
        if asked.current:
            found |= self._on_screen(asked, kind)
        if kind != "area":
            return found
        found.add(self.city.code)
        if asked.indicator.always:
            found |= self.coarse
        fine = asked.grain != "5min" or asked.bucket.end_at > asked.now - FINE_STREETS
        return found if fine else found & self.coarse

    def _stored(self, asked: Asked, kind: SubjectKind) -> set[str]:
        bucket = self.known.bucket(asked.indicator.code, asked.grain, asked.bucket.start_at)
        return {subject for k, subject, _ in bucket if k == kind}

    def _on_screen(self, asked: Asked, kind: SubjectKind) -> set[str]:
        """Series that would stay on the screens with an old number."""
        shown = self.known.latest.get((asked.indicator.code, asked.grain, kind), {})
        return {s for s, v in shown.items() if v.status != "stale" and (v.value or not asked.indicator.always)}

    def _value(self, asked: Asked, kind: SubjectKind, subject: str, rows: list[Measure]) -> Value | None:
        newest = self._newest(asked, kind, subject, rows)
        quiet = silence(newest, asked.now, asked.indicator.stale_after, asked.grain) if asked.current else ""
        if quiet:
            return self._made(asked, kind, subject, Result(reason=quiet), newest, stale=True)
        result = self._result(asked, rows, newest)
        if result.value is None and not self._tells(asked, kind, subject):
            return None
        return self._made(asked, kind, subject, result, newest)

    def _newest(self, asked: Asked, kind: SubjectKind, subject: str, rows: list[Measure]) -> datetime | None:
        """Time of the newest input: of the subject's own rows, or of the stream where no row means zero."""
        if asked.indicator.always:
            times = [at for s in asked.indicator.streams if (at := self.streams.get(s))]
            return min(max(times), asked.bucket.until_at) if times else None
        own = newest_at(rows)
        if own is not None or not asked.current:
            return own
        shown = self.known.latest.get((asked.indicator.code, asked.grain, kind), {}).get(subject)
        return shown.data_until_at if shown else None

    def _result(self, asked: Asked, rows: list[Measure], newest: datetime | None) -> Result:
        if asked.indicator.always and newest is None:
            return Result(reason=NEVER)
        return asked.definition.formula(Measures(rows, asked.bucket.until_at, asked.params))

    def _tells(self, asked: Asked, kind: SubjectKind, subject: str) -> bool:
        """Whether "no value" is worth a row: to correct one, to close a bucket of the city, or as the first word on it."""
        bucket = self.known.bucket(asked.indicator.code, asked.grain, asked.bucket.start_at)
        stored = bucket.get((kind, subject, asked.bucket.end_at))
        if stored is not None and (stored.value is not None or stored.status == "stale"):
            return True
        if kind != "area" or subject not in self.coarse:
            return False
        if not self.known.latest.get((asked.indicator.code, asked.grain, kind), {}).get(subject):
            return subject == self.city.code
        grace = timedelta(0) if asked.indicator.always else asked.indicator.stale_after or timedelta(0)
        return asked.now >= asked.bucket.end_at + grace

    def _made(
        self,
        asked: Asked,
        kind: SubjectKind,
        subject: str,
        result: Result,
        newest: datetime | None,
        stale: bool = False,
    ) -> Value:
        status, reason = judge(result, asked.indicator.better, asked.target)
        return Value(
            asked.indicator.code, kind, subject, asked.grain, asked.bucket.start_at, asked.bucket.end_at,
            result.value, result.numerator, result.denominator, "stale" if stale else status, reason, result.detail,
            asked.definition.id, asked.now, newest,
        )  # fmt: skip

    def _params(self, day: date) -> dict[str, Any]:
        return {name: self.city.param(name, day) for name in self.city.file.params}
