"""Units as sources write them, and the conversions that are certain."""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import TypeVar

from core.columns import Floats
from ingest.model import Bad

V = TypeVar("V", float, Floats)

# NFKC makes µ of the micro sign and 3 of ³; what remains are habits of spelling.
_SPELLINGS = {
    "μg/m3": "ug/m3",
    "℃": "degc",
    "°c": "degc",
    "c": "degc",
    "celsius": "degc",
    "°f": "degf",
    "kph": "km/h",
    "kmh": "km/h",
    "km/hr": "km/h",
    "mi/h": "mph",
    "percent": "%",
    "pct": "%",
    "metre": "m",
    "meter": "m",
    "米": "m",
    "厘米": "cm",
    "毫米": "mm",
    "–": "",
    "-": "",
    "1": "",
    "sec": "s",
    "秒": "s",
}
# (from, to): value in `to` = value * factor + shift
_CONVERSIONS = {
    ("mg/m3", "ug/m3"): (1000.0, 0.0),
    ("ug/m3", "mg/m3"): (0.001, 0.0),
    ("cm", "m"): (0.01, 0.0),
    ("mm", "m"): (0.001, 0.0),
    ("km", "m"): (1000.0, 0.0),
    ("m", "km"): (0.001, 0.0),
    ("ft", "m"): (0.3048, 0.0),
    ("cm", "mm"): (10.0, 0.0),
    ("m", "mm"): (1000.0, 0.0),
    ("in", "mm"): (25.4, 0.0),
    ("mph", "km/h"): (1.609344, 0.0),
    ("m/s", "km/h"): (3.6, 0.0),
    ("km/h", "m/s"): (1 / 3.6, 0.0),
    ("degf", "degc"): (5 / 9, -160 / 9),
    ("k", "degc"): (1.0, -273.15),
    ("kpa", "mpa"): (0.001, 0.0),
    ("bar", "mpa"): (0.1, 0.0),
    ("mpa", "kpa"): (1000.0, 0.0),
    ("pa", "kpa"): (0.001, 0.0),
    ("hpa", "kpa"): (0.1, 0.0),
    ("wh", "kwh"): (0.001, 0.0),
    ("mwh", "kwh"): (1000.0, 0.0),
    ("w", "kw"): (0.001, 0.0),
    ("l/s", "m3/s"): (0.001, 0.0),
    ("min", "s"): (60.0, 0.0),
    ("ms", "s"): (0.001, 0.0),
    ("ug/l", "mg/l"): (0.001, 0.0),
    ("t", "kg"): (1000.0, 0.0),
    ("g", "kg"): (0.001, 0.0),
}


@cache
def spelled(unit: str) -> str:
    plain = unicodedata.normalize("NFKC", unit).strip().lower().replace(" ", "").replace("·", "")
    return _SPELLINGS.get(plain, plain)


def same(unit: str, registered: str) -> bool:
    return spelled(unit) == spelled(registered)


def convert(value: V, unit: str, registered: str, metric: str) -> V:
    """`value` in the registered unit of its metric."""
    given, wanted = spelled(unit), spelled(registered)
    if given == wanted:
        return value
    if (given, wanted) not in _CONVERSIONS:
        raise Bad("wrong_unit", f"unit is {unit[:32]!r}, but {metric} is registered in {registered!r}")
    factor, shift = _CONVERSIONS[given, wanted]
    return value * factor + shift
