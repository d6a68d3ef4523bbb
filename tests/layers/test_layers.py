"""Rows in, spec out: what each layer makes of rows, without a database."""

from __future__ import annotations

import json
import re
import struct
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from core import city as packs
from core.model import Label, Layer
from core.settings import ROOT
from dashboards.onemap.mapdata import catalogue
from layers import (
    _colours,
    _deck,
    _fusion,
    _icons,
    _outline,
    air_stations,
    districts,
    hotline_hex,
    hotline_points,
    incidents,
    ponding_gauges,
    river_gauges,
    traffic_detectors,
)
from layers._view import Shown, View

NOW = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)
CITY = packs.load("zhengzhou")
VIEW = View(CITY, NOW, shown=Shown("hotline.accepted", Label("受理量", "Accepted"), "件", 0))


def row(**more: Any) -> dict[str, Any]:
    base = {"id": "a", "name_zh": "甲站", "name_en": "Station A", "lon": 113.6, "lat": 34.7, "interval_s": 300,
            "observed_at": NOW - timedelta(minutes=2), "value": 1.0, "attributes": {}, "kind": "cover", "area_id": "410105001", "department": ""}  # fmt: skip
    return base | more


def test_every_file_of_the_folder_is_a_layer() -> None:
    assert set(catalogue()) >= {"districts", "air_stations", "river_gauges", "hotline_hex", "incidents"}
    for one in catalogue().values():
        assert (ROOT / "sql" / "queries" / f"{one.read}.sql").is_file()
        assert one.name.zh and one.name.en


@pytest.mark.parametrize("layer", catalogue().values(), ids=lambda one: one.id)
def test_no_rows_draw_an_empty_layer(layer: Layer) -> None:
    assert _deck.write(layer, [], VIEW)


def test_a_silent_source_is_stale_whatever_it_said_last() -> None:
    old = NOW - timedelta(minutes=10)
    assert ponding_gauges.mark(row(observed_at=old, value=99.0), VIEW)["w"] == "stale"
    assert traffic_detectors.mark(row(observed_at=None, value=None), VIEW)["i"] == "road-stale"


@pytest.mark.parametrize(("value", "icon"), [(9.9, "river-0"), (10.0, "level-1"), (11.2, "level-2"), (12.0, "level-3")])
def test_river_levels_count_the_lines_reached(value: float, icon: str) -> None:
    lines = {"warning_m": 10.0, "guarantee_m": 11.0, "record_m": 12.0}
    assert river_gauges.mark(row(value=value, attributes=lines, level_before_m=value), VIEW)["i"] == icon


@pytest.mark.parametrize(("value", "level"), [(50, 0), (51, 1), (100, 1), (150, 2), (200, 3), (300, 4), (301, 5)])
def test_aqi_levels_end_on_their_upper_bound(value: float, level: int) -> None:
    assert _colours.aqi_level(value) == level
    mark = air_stations.mark(row(value=value, interval_s=3600), VIEW)
    assert (mark["i"], mark["t"]) == (f"aqi-{level + 1}", str(value))


@pytest.mark.parametrize(("speed", "state"), [(66, 1), (65, 2), (50, 3), (35, 4), (20, 5)])
def test_road_states_are_left_open_and_right_closed(speed: float, state: int) -> None:
    assert traffic_detectors.state(row(value=speed, attributes={"road_class": "expressway"})) == state


def test_tickets_say_by_shape_how_late_they_are() -> None:
    icons = [hotline_points.clock(row(due_at=NOW + timedelta(hours=h)), VIEW) for h in (30, 5, -1)]
    assert icons == ["ticket", "ticket-due", "ticket-over"]


def test_hexagons_keep_every_ticket() -> None:
    rows = [{"lon": 113.6 + i / 900, "lat": 34.7 + i / 1700} for i in range(100)]
    cells = hotline_hex.bins(rows, VIEW)
    assert sum(int(c["t"] or 1) for c in cells) == 100
    assert all(1 <= c["k"] <= 5 for c in cells)


def test_areas_without_a_value_are_hatched_and_have_a_dash() -> None:
    rows = [{"id": a.code, "value": float(i), "status": "good"} for i, a in enumerate(CITY.children("410100")[1:])]
    spec = _deck.spec(districts.draw(rows, VIEW)[0])
    first = CITY.children("410100")[0].code
    assert spec["data"]["rows"][first]["t"] == "—" and spec["data"]["rows"][first]["x"]
    assert sum(cell["x"] for cell in spec["data"]["rows"].values()) == 1


def test_one_value_for_all_makes_no_false_classes() -> None:
    assert districts.breaks([3.0, 3.0, 3.0]) == []
    assert districts.rank(3.0, []) == 0


def test_binary_columns_lie_where_the_page_reads_them() -> None:
    layer = catalogue()["cameras"]
    body = _deck.write(layer, [row(id="c1", observed_at=NOW), row(id="c2", value=0.0)], VIEW)
    size = struct.unpack_from("<I", body)[0]
    head = json.loads(body[4 : 4 + size])
    assert size % 4 == 0 and head["length"] == 2
    assert head["ids"] == ["c1", "c2"] and head["icons"] == ["camera", "camera-off"]
    assert struct.unpack_from("<2f", body, 4 + size) == pytest.approx((113.6, 34.7), abs=1e-5)
    assert list(body[4 + size + 16 :]) == [0, 1, 15, 15]


def test_rows_never_reach_the_expression_parser() -> None:
    spec = _deck.spec(ponding_gauges.draw([row(name_zh="@@=alert(1)")], VIEW)[0])
    assert spec["data"][0]["n"] == "@@=alert(1)"
    assert "@@=alert" not in json.dumps({k: v for k, v in spec.items() if k != "data"})


def signal(stream: str, code: str, lon: float, minutes: int, **more: Any) -> dict[str, Any]:
    at = NOW - timedelta(minutes=minutes)
    return {"stream": stream, "layer": "x", "id": f"{stream}{lon}", "code": code, "lon": lon, "lat": 34.7, "at": at, "since_at": at, "due_at": None,
            "severity": "watch", "value": None, "limit_value": None, "area_id": "", "department": "", "state": "", "name_zh": "", "name_en": ""} | more  # fmt: skip


def test_streams_about_the_same_matter_become_one_incident() -> None:
    found = _fusion.fuse([signal("iot", "ponding_depth", 113.600, 3, severity="alert"), signal("call", "QZ-road_flood", 113.605, 9),
                          signal("ticket", "ponding", 113.602, 5), signal("video", "accident", 113.601, 4)])  # fmt: skip
    assert [i.count for i in found] == [{"iot": 1, "ticket": 1, "call": 1}, {"video": 1}]
    assert found[0].word == "alert"


def test_calls_alone_open_no_incident_and_far_ones_do_not_join() -> None:
    assert _fusion.fuse([signal("call", "QZ-road_flood", 113.6, 1)]) == []
    assert len(_fusion.fuse([signal("ticket", "ponding", 113.6, 1), signal("ticket", "ponding", 113.7, 1)])) == 2


def test_pins_carry_the_numbers_of_the_list() -> None:
    rows = [signal("ticket", "incident.fire", 113.6, 1, severity="alert"), signal("video", "accident", 113.9, 1)]
    assert {m["t"]: m["n"] for m in incidents.pins(rows, VIEW)} == {"1": "突发事件·火灾", "2": "交通事故"}


def test_status_colours_equal_the_tokens_of_the_page() -> None:
    text = (ROOT / "assets" / "tokens.css").read_text("utf-8")
    dark, light = text.split("[data-theme=light]")
    for theme, part in (("dark", dark), ("light", light)):
        css = dict(re.findall(r"--([a-z0-9-]+):(#[0-9a-f]{6})\b", part))
        assert _colours.TOKENS[theme] == {name: css[name] for name in _colours.TOKENS[theme]}


def test_every_icon_that_a_layer_names_is_in_the_atlas() -> None:
    named = {
        k["icon"] for one in catalogue().values() if one.id != "districts" for k in one.legend(VIEW) if "icon" in k
    }
    assert named <= set(_icons.mapping())
    assert _icons.marks("dark").keys() == _icons.marks("light").keys()


def test_a_still_drawing_has_every_district_inside_its_frame() -> None:
    city = packs.load("zhengzhou")
    paths, (wide, high) = _outline.paths(city, city.code)
    assert set(paths) == {area.code for area in city.children(city.code)}
    numbers = [float(n) for path in paths.values() for n in re.findall(r"-?[\d.]+", path)]
    assert min(numbers) >= 0 and max(numbers) <= max(wide, high)
    assert sum(map(len, paths.values())) < 40_000


def test_the_map_names_the_period_it_stands_for() -> None:
    city = packs.load("zhengzhou")
    now = datetime(2026, 11, 23, 1, 30, tzinfo=city.zone)
    midnight = now.replace(hour=0, minute=0)

    def named(start: datetime, hours: float) -> str:
        row = {
            "period_start_at": start.astimezone(UTC),
            "period_end_at": (start + timedelta(hours=hours)).astimezone(UTC),
        }
        return districts.period([row], View(city, now))

    assert named(midnight, 24) == "今日"
    assert named(midnight - timedelta(days=1), 24) == "昨日"
    assert named(midnight - timedelta(days=3), 24) == "11-20"
    assert named(midnight + timedelta(hours=1), 1) == "01:00–02:00"
    assert districts.period([], View(city, now)) == ""
