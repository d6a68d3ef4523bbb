"""What every page and every live slot is given, and how it reads values.

How to add a page: write one file `dashboards/themes/<theme>.py` (or a folder `dashboards/<page>/` with `page.py` when it is large) with
    PAGE = Page(path="/ops", name=Label("运行", "Operations"), layout=layout, order=30)
and `def layout(context: Context) -> Component` (blocking reads are fine: the router calls it in a thread).
Numbers that must move while the page is open are live slots, in the same file:
    SLOTS = (Slot("ops-rate", render_rate, streams=("iot.reading",)), Slot("c-aqi", render_aqi, indicators=("environment.aqi_hour",)))
where the layout holds a component with that id and `render(context)` answers the props to set, for example {"children": [...]}.
Files without a PAGE are allowed (helpers); `parts/` is never scanned. Pages listed in shell.frame.WALLS do not scroll. Page callbacks: `@callback(...) async def` plus
`await asyncio.to_thread(work, app_context(lang=..., theme=..., params=...))`; lang and theme are in dcc.Store "lang" and "theme".
A page whose callbacks must follow live values takes Input("changed", "data"): {"codes": [...], "streams": [...]}.
`params` holds the path's `<name>` part and the URL query, e.g. context.params["code"], context.params.get("area").
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from core.city import City
from core.errors import CityError
from core.model import Grain, Indicator, Label, Lang, SubjectKind, Value
from core.store import Row, Store
from dashboards.words import say

# How far back a history goes when the caller names no start.
SPANS: dict[Grain, timedelta] = {
    "5min": timedelta(hours=6),
    "hour": timedelta(hours=24),
    "day": timedelta(days=30),
    "month": timedelta(days=730),
    "quarter": timedelta(days=1461),
    "year": timedelta(days=3653),
}


@dataclass(frozen=True, slots=True)
class Context:
    """One viewer's request: `as_of` None means live."""

    city: City
    store: Store
    catalogue: Mapping[str, Indicator]
    lang: Lang = "zh"
    theme: str = "dark"
    as_of: datetime | None = None
    path: str = "/"
    params: Mapping[str, str] = field(default_factory=dict)

    def now(self) -> datetime:
        """The moment this view stands for, in the city's zone."""
        return (self.as_of or datetime.now(UTC)).astimezone(self.city.zone)

    @property
    def area(self) -> str:
        """The area in the URL, else the city."""
        asked = self.params.get("area", "")
        return asked if asked in self.city.areas else self.city.code

    def say(self, key: str, **params: Any) -> str:
        return say(key, self.lang, **params)

    def text(self, label: Label) -> str:
        return label.at(self.lang)

    def area_name(self, code: str) -> str:
        area = self.city.areas[code]
        return area.name_zh if self.lang == "zh" else area.name_en

    def first_grain(self, code: str) -> Grain:
        return self.catalogue[code].grains[0]

    def latest(
        self,
        codes: Iterable[str],
        subject_kind: SubjectKind = "area",
        subject: str | None = None,
        grain: Grain | None = None,
    ) -> dict[str, Value]:
        """Newest value by code, at `grain` or each indicator's first; codes without a value are absent."""
        known = [c for c in codes if c in self.catalogue]
        grains = [grain or self.first_grain(c) for c in known]
        asked = {"codes": known, "grains": grains, "subject_kind": subject_kind, "subject": subject or self.area}
        return {v.indicator: v for v in self._values("value_latest", **asked)}

    def history(
        self,
        code: str,
        subject_kind: SubjectKind = "area",
        subject: str | None = None,
        grain: Grain | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        as_of: datetime | None = None,
    ) -> list[Value]:
        """Periods that start in [since, until), oldest first, each in its newest version known at `as_of`."""
        found = self.histories([code], subject_kind, subject, grain, since, until, as_of)
        return found.get(code, [])

    def histories(
        self,
        codes: Iterable[str],
        subject_kind: SubjectKind = "area",
        subject: str | None = None,
        grain: Grain | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        as_of: datetime | None = None,
    ) -> dict[str, list[Value]]:
        """As `history` for many codes in one query a grain: what a column of spark lines needs."""
        found: dict[str, list[Value]] = {}
        for at, some in self._by_grain(codes, grain).items():
            for row in self.store.read(
                "value_history",
                codes=some,
                grain=at,
                subject_kind=subject_kind,
                subject=subject or self.area,
                since=since or self.now() - SPANS[at],
                until=until or self.now(),
                as_of=as_of or self.now(),
            ):
                found.setdefault(row["indicator"], []).append(Value(**row))
        return found

    def by_area(self, code: str, parent: str | None = None, grain: Grain | None = None) -> dict[str, Value]:
        """Newest value of `code` for each child area of `parent` (the asked area when not given), by area code."""
        children = [a.code for a in self.city.children(parent or self.area)]
        return self.by_subject(code, "area", children, grain)

    def by_subject(
        self, code: str, subject_kind: SubjectKind, subjects: Iterable[str], grain: Grain | None = None
    ) -> dict[str, Value]:
        """Newest value of `code` for each of `subjects`; those without a value are absent."""
        if code not in self.catalogue:
            return {}
        at = grain or self.first_grain(code)
        asked = {"code": code, "grain": at, "subject_kind": subject_kind, "subjects": list(subjects)}
        return {v.subject: v for v in self._values("value_by_subject", **asked)}

    def _by_grain(self, codes: Iterable[str], grain: Grain | None) -> dict[Grain, list[str]]:
        found: dict[Grain, list[str]] = {}
        for code in codes:
            if code in self.catalogue:
                found.setdefault(grain or self.first_grain(code), []).append(code)
        return found

    def _values(self, name: str, **params: Any) -> list[Value]:
        if self.as_of:
            return _values(self.store.read(f"{name}_as_of", as_of=self.as_of, **params))
        return _values(self.store.read(name, **params))


def _values(rows: list[Row]) -> list[Value]:
    return [Value(**row) for row in rows]


_base: list[Context] = []


def install(context: Context) -> None:
    """Called once by app.py: what every later context shares (city, store, catalogue)."""
    _base[:] = [context]


def app_context(**changes: Any) -> Context:
    """The app's context with this viewer's `lang`, `theme`, `as_of`, `path`, `params`; for page callbacks."""
    if not _base:
        raise CityError("dashboards/context.py: no app has been created yet; call app.create_app first")
    return replace(_base[0], **changes)
