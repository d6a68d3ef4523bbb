"""What a layer is drawn for: the city, the moment, the viewer's language and theme, the chosen area and indicator."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from core.city import Area, City
from core.model import Label, Lang

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Shown:
    """The indicator whose values colour the areas."""

    code: str
    name: Label
    unit: str
    decimals: int


@dataclass(frozen=True, slots=True)
class View:
    city: City
    now: datetime
    lang: Lang = "zh"
    theme: str = "dark"
    area: str = ""
    shown: Shown | None = None

    def text(self, zh: str, en: str) -> str:
        return zh if self.lang == "zh" else en

    def name(self, row: Row) -> str:
        return str(row[f"name_{self.lang}"] or row["id"])

    @property
    def level(self) -> str:
        """Level of the chosen area; anything unknown counts as the city."""
        area = self.city.areas.get(self.area)
        return area.level if area else "city"

    @property
    def parts(self) -> list[Area]:
        """The areas that the map colours: children of the chosen area, or it and its siblings when it has none."""
        code = self.area if self.area in self.city.areas else self.city.code
        return self.city.children(code) or self.city.children(self.city.areas[code].parent)


def silent(row: Row, now: datetime) -> bool:
    """No valid reading younger than twice the declared interval (definition of ON, themes/3-operations.md)."""
    at = row.get("observed_at")
    return at is None or now - at >= timedelta(seconds=2 * (row.get("interval_s") or 300))
