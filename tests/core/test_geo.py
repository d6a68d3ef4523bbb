"""Datums against published vectors, and positions against areas."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import city, geo

pytestmark = pytest.mark.unit

# The same point in Beijing in three datums, as the published formulas give it.
WGS84, GCJ02, BD09 = (116.397, 39.909), (116.403244, 39.910403), (116.409616, 39.916744)
METRE = 1e-5  # degrees, a little over a metre
china_lon = st.floats(74.0, 135.0)
china_lat = st.floats(18.0, 53.0)


@pytest.mark.parametrize(("datum", "point"), [("wgs84", WGS84), ("cgcs2000", WGS84), ("gcj02", GCJ02), ("bd09", BD09)])
def test_beijing_in_every_datum(datum: geo.Datum, point: tuple[float, float]) -> None:
    assert geo.to_wgs84(*point, datum) == pytest.approx(WGS84, abs=METRE / 10)


def test_forward_vectors() -> None:
    lon, lat = np.array([WGS84[0]]), np.array([WGS84[1]])
    assert np.ravel(geo.wgs84_to_gcj02(lon, lat)) == pytest.approx(GCJ02, abs=5e-7)
    assert np.ravel(geo.wgs84_to_bd09(lon, lat)) == pytest.approx(BD09, abs=5e-7)


@given(china_lon, china_lat, st.sampled_from(["gcj02", "bd09"]))
def test_there_and_back_within_a_millimetre(lon: float, lat: float, datum: geo.Datum) -> None:
    forward = geo.wgs84_to_gcj02 if datum == "gcj02" else geo.wgs84_to_bd09
    x, y = forward(np.array([lon]), np.array([lat]))
    assert geo.to_wgs84(float(x[0]), float(y[0]), datum) == pytest.approx((lon, lat), abs=1e-8)


def test_outside_china_nothing_is_shifted() -> None:
    assert geo.to_wgs84(2.35, 48.86, "gcj02") == (2.35, 48.86)


def test_unknown_datum_names_the_allowed_ones() -> None:
    with pytest.raises(ValueError, match=r"datum 'beijing54': allowed are wgs84, cgcs2000, gcj02, bd09"):
        geo.to_wgs84(116.0, 39.0, "beijing54")  # type: ignore[arg-type]


@pytest.fixture(scope="module", params=city.names())
def pack(request: pytest.FixtureRequest) -> city.City:
    return city.load(request.param)


def test_every_source_lies_in_a_street(pack: city.City) -> None:
    locator = geo.Locator(pack)
    found = locator.locate_many([s.lon for s in pack.sources.values()], [s.lat for s in pack.sources.values()])
    levels = {pack.areas[code].level for code in found if code}
    assert None not in found
    assert levels <= {"street", "district"}


def test_the_middle_of_each_street_is_in_that_street(pack: city.City) -> None:
    locator = geo.Locator(pack)
    for code, point in _middles(pack.boundary("street")).items():
        assert locator.locate(*point) == code


def _middles(collection: dict[str, object]) -> dict[str, tuple[float, float]]:
    from shapely.geometry import shape

    features: list[dict[str, dict[str, str]]] = collection["features"]  # type: ignore[assignment]
    points = {f["properties"]["code"]: shape(f["geometry"]).representative_point() for f in features}
    return {code: (p.x, p.y) for code, p in points.items()}


def test_one_and_many_agree_and_bad_positions_have_no_area() -> None:
    pack = city.load(city.names()[0])
    locator = geo.Locator(pack)
    sources = list(pack.sources.values())[:50]
    lons, lats = [s.lon for s in sources], [s.lat for s in sources]
    assert locator.locate_many(lons, lats) == [locator.locate(*p) for p in zip(lons, lats, strict=True)]
    assert locator.locate_many([0.0, float("nan"), float("inf")], [0.0, 35.0, 35.0]) == [None, None, None]
    assert locator.locate_many([], []) == []
