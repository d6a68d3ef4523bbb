"""Signals of all streams about the same matter become one incident: same topic, close in place and time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import cos, hypot, radians

from core.city import City
from core.model import Lang, Status
from layers._view import Row

NEAR_KM, NEAR_TIME = 1.0, timedelta(hours=2)
KM_PER_DEGREE = 111.2
# A code belongs to the first topic one of whose words it holds.
TOPICS: dict[str, tuple[str, ...]] = {
    "water": ("water", "ponding", "flood", "river"), "gas": ("gas", "leak"), "fire": ("fire", "smoke"),
    "road": ("accident", "road_", "transport", "hazmat"), "cover": ("cover",), "crowd": ("crowd",),
}  # fmt: skip


@dataclass(slots=True)
class Incident:
    """`lead` is the strongest signal; `count` is how many signals each stream brought."""

    lead: Row
    signals: list[Row] = field(default_factory=list)
    count: dict[str, int] = field(default_factory=dict)

    @property
    def word(self) -> Status:
        return "alert" if any(s["severity"] == "alert" for s in self.signals) else "watch"

    @property
    def since_at(self) -> datetime | None:
        return min((s["since_at"] for s in self.signals if s["since_at"]), default=None)

    @property
    def ticket(self) -> Row | None:
        """The ticket that says who is on it and until when: the one due first."""
        own = [s for s in self.signals if s["stream"] == "ticket"]
        return min(own, key=lambda s: (s["due_at"] is None, s["due_at"] or s["since_at"]), default=None)


def topic(code: str) -> str:
    return next((name for name, words in TOPICS.items() if any(w in code for w in words)), code)


def km(a: Row, b: Row) -> float:
    east = (a["lon"] - b["lon"]) * cos(radians(a["lat"]))
    return hypot(east, a["lat"] - b["lat"]) * KM_PER_DEGREE


def same(a: Row, b: Row) -> bool:
    if topic(a["code"]) != topic(b["code"]) or a["lon"] is None or b["lon"] is None:
        return False
    apart = abs(a["at"] - b["at"]) if a["stream"] == b["stream"] == "video" else timedelta(0)
    return apart <= NEAR_TIME and km(a, b) <= NEAR_KM


def fuse(signals: Iterable[Row]) -> list[Incident]:
    """Incidents in order of urgency; citizens' calls only strengthen what something else has shown."""
    found: list[Incident] = []
    ordered = sorted(signals, key=_strength)
    for signal in ordered:
        home = next((i for i in found if same(i.lead, signal)), None)
        if home is None:
            if signal["stream"] == "call":
                continue
            home = Incident(signal)
            found.append(home)
        if signal["stream"] != "call":
            home.signals.append(signal)
        home.count[signal["stream"]] = home.count.get(signal["stream"], 0) + 1
    return sorted(found, key=_urgency)


def _strength(s: Row) -> tuple[int, int, float]:
    order = {"iot": 0, "ticket": 1, "video": 2, "call": 3}
    return order[s["stream"]] == 3, s["severity"] != "alert", -s["at"].timestamp() + order[s["stream"]]


def _urgency(i: Incident) -> tuple[bool, int, float]:
    newest = max(s["at"] for s in i.signals)
    return i.word != "alert", -len(i.count), -newest.timestamp()


def title(s: Row, city: City, lang: Lang) -> str:
    """What happened, in the words of the pack; a gauge says by how much."""
    name = str(s[f"name_{lang}"] or "")
    if s["stream"] == "iot":
        return name
    if s["stream"] == "video":
        kind = city.event_types.get(s["code"])
        return getattr(kind.name, lang) if kind else str(s["code"])
    category = city.categories.get(s["code"])
    return str(getattr(category.name, lang)) if category else str(s["code"])


def measure(s: Row, lang: Lang) -> str:
    """The number behind an instrument's signal: 41 cm，限值 15."""
    if s["value"] is None:
        return ""
    zh = lang == "zh"
    if s["code"] == "water_level":
        over = s["value"] - s["limit_value"]
        return f"超警戒 {over:.2f} m" if zh else f"{over:.2f} m over warning"
    if s["code"] == "cover_state":
        return "井盖开启" if zh else "cover open"
    unit = {"ponding_depth": "cm", "gas_concentration": "%LEL"}.get(s["code"], "")
    limit = "限值" if zh else "limit"
    return (
        f"{s['value']:.0f} {unit}，{limit} {s['limit_value']:.0f}"
        if zh
        else f"{s['value']:.0f} {unit}, {limit} {s['limit_value']:.0f}"
    )
