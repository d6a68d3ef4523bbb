"""AQI break points by the date they take effect. IAQI and concentration in step; CO in mg/m³, all others in µg/m³.

Both tables: 表1 of the standard, 1-hour columns; PM2.5 and PM10 have none, so an hourly report uses their 24-hour columns.
Read in several independent sources that agree (shared standards 1.1); the text of HJ 633-2026 itself was not at hand.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

STEPS = (0, 50, 100, 150, 200, 300, 400, 500)
Breaks = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Standard:
    """One edition. `capped` holds the IAQI of an item above its last break point; an item absent there is not scored."""

    id: str
    since: date
    cite: str
    hour: dict[str, Breaks]
    day: dict[str, Breaks]
    capped: dict[str, int]
    complete: bool  # a missing item forbids an index of 100 or less

    def breaks(self, daily: bool) -> dict[str, Breaks]:
        return self.day if daily else self.hour


_PM25_2012 = (0, 35, 75, 115, 150, 250, 350, 500)
_PM10_2012 = (0, 50, 150, 250, 350, 420, 500, 600)
_PM25_2026 = (0, 35, 60, 115, 150, 250, 350, 500)
_PM10_2026 = (0, 50, 120, 250, 350, 420, 500, 600)
_HOUR: dict[str, Breaks] = {
    "SO2": (0, 150, 500, 650, 800),
    "NO2": (0, 100, 200, 700, 1200, 2340, 3090, 3840),
    "CO": (0, 5, 10, 35, 60, 90, 120, 150),
    "O3": (0, 160, 200, 300, 400, 800, 1000, 1200),
}
_DAY: dict[str, Breaks] = {
    "SO2": (0, 50, 150, 475, 800, 1600, 2100, 2620),
    "NO2": (0, 40, 80, 180, 280, 565, 750, 940),
    "CO": (0, 2, 4, 14, 24, 36, 48, 60),
    "O3": (0, 100, 160, 215, 265, 800),
}
_FULL = {"PM2.5": 500, "PM10": 500, "NO2": 500, "CO": 500}
HJ633_2012 = Standard(
    "HJ633-2012",
    date(2012, 2, 29),
    "HJ 633—2012 表1、4.2、4.3：IAQI 线性内插、向上进位取整；AQI 取最大；SO2 小时浓度高于 800 µg/m³ 不计小时分指数",
    {"PM2.5": _PM25_2012, "PM10": _PM10_2012, **_HOUR},
    {"PM2.5": _PM25_2012, "PM10": _PM10_2012, **_DAY},
    # O3 1 h has points up to 1200; its 8 h column ends at 800 and is then left to the hourly figure.
    {**_FULL, "O3 1h": 500, "SO2 24h": 500},
    complete=False,
)
HJ633_2026 = Standard(
    "HJ633-2026",
    date(2026, 3, 1),
    "HJ 633—2026 表1、4.2.3、5.3：PM2.5、PM10 分级收严；SO2 小时高于 800 记 200，"
    "O3 八小时高于 800 记 300；缺项且不超过 100 时不发布",
    {"PM2.5": _PM25_2026, "PM10": _PM10_2026, **_HOUR},
    {"PM2.5": _PM25_2026, "PM10": _PM10_2026, **_DAY},
    {**_FULL, "O3 1h": 500, "SO2 24h": 500, "SO2 1h": 200, "O3 8h": 300},
    complete=True,
)
STANDARDS = (HJ633_2012, HJ633_2026)
