"""Units: the same one in other spelling, one that converts, and one that cannot be."""

from __future__ import annotations

import pytest

from ingest.model import Bad
from ingest.reading.units import convert

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("value", "unit", "registered", "expected"),
    [
        (35.0, "ug/m3", "µg/m³", 35.0),
        (35.0, "μg/m³", "µg/m³", 35.0),
        (0.9, "mg/m3", "µg/m³", 900.0),
        (900.0, "µg/m³", "mg/m³", 0.9),
        (123.0, "cm", "m", 1.23),
        (50.0, "mph", "km/h", 80.4672),
        (10.0, "m/s", "km/h", 36.0),
        (21.0, "℃", "°C", 21.0),
        (212.0, "°F", "°C", 100.0),
        (1.0, "in", "mm", 25.4),
    ],
)
def test_converts(value: float, unit: str, registered: str, expected: float) -> None:
    assert convert(value, unit, registered, "metric") == pytest.approx(expected)


def test_refuses_what_is_not_certain() -> None:
    with pytest.raises(Bad, match="wrong_unit: unit is 'ppm', but co_mgm3 is registered in 'mg/m³'"):
        convert(1.0, "ppm", "mg/m³", "co_mgm3")
