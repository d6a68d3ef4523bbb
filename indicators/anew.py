"""Rollups anew from raw and state: minutes, the hours they fold into, and the hours of single sources."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from core import clock
from core.store import Session
from indicators import deltas, readings
from indicators.fold import HOUR, STEP, Span, fold, mark_changed, replace
from indicators.rollups import RollupFile

Days = dict[datetime, set[str]]


@dataclass(slots=True)
class Anew:
    """Work of one tick; `days` collects the local days that hold changed hours, with their measures."""

    session: Session
    zone: ZoneInfo
    params: dict[str, Any]
    days: Days

    def readings(self, dirty: list[str], span: Span, stamped: set[str], now: datetime) -> dict[datetime, set[str]]:
        """All of the dirty metrics; answers the hours that have not ended, whose sources wait."""
        parts = readings.split(dirty, span, stamped)
        hours = readings.hours(parts, self.zone)
        ended = {h: metrics for h, metrics in hours.items() if h + HOUR <= now}
        readings.stage(self.session, readings.reach(parts, ended), readings.needed(dirty))
        work = [(file, file.concerns(metrics), at) for metrics, at in parts for file in readings.minute_files()]
        self.minutes([job for job in work if job[1]])
        for metrics, at in parts:
            deltas.drop(self.session, metrics, at, by_source=False)
        if ended:
            self._hours(Span(min(ended), max(ended) + HOUR), sorted(set().union(*ended.values())))
        return {hour: hours[hour] for hour in hours.keys() - ended.keys()}

    def products(self, dirty: list[str], span: Span) -> None:
        """Only what does not add."""
        readings.stage(self.session, span, readings.needed(dirty))
        work = [(file, file.concerns(dirty), span) for file in readings.product_files()]
        self.minutes([job for job in work if job[1]])

    def minutes(self, jobs: list[tuple[RollupFile, list[str], Span]]) -> None:
        """Minutes, then their hours in one go for all files that wrote the same span."""
        written: dict[Span, set[str]] = {}
        for file, metrics, span in jobs:
            measures = file.makes(metrics)
            rows = replace(self.session, file, span, measures, self.params | {"metrics": metrics})
            written.setdefault(rows, set()).update(measures)
        for rows, made in written.items():
            fold(self.session, "minute", "hour", rows, made, self.zone)
            self._changed(rows, sorted(made), STEP)

    def hour_by_source(self, hour: datetime, metrics: list[str]) -> None:
        span = Span(hour, hour + HOUR)
        readings.stage(self.session, span, metrics)
        self._hours(span, metrics)

    def _hours(self, span: Span, metrics: list[str]) -> None:
        """Whole hours by source, from the stage."""
        file = readings.hour_file()
        replace(self.session, file, span, file.makes(metrics), self.params | {"metrics": metrics})
        deltas.drop(self.session, metrics, span, by_source=True)
        self._changed(span, file.makes(metrics), HOUR)

    def _changed(self, span: Span, measures: list[str], step: timedelta) -> None:
        mark_changed(self.session, measures, span, step)
        for day in clock.buckets(span.first_at, span.until_at, "day", self.zone):
            self.days.setdefault(day, set()).update(measures)
