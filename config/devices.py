"""The invented registry of a pack: one function for each kind of device, all drawn from seeds."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from typing import Any

from shapely import Point

from config.places import Place, Places

Row = dict[str, Any]
AIR = ["pm25_ugm3", "pm10_ugm3", "so2_ugm3", "no2_ugm3", "co_mgm3", "o3_ugm3", "o3_8h_ugm3"]
FREE_FLOW = {"expressway": (70, 80), "arterial": (45, 60), "secondary": (35, 45)}
# Purpose of a camera: department, share, Chinese and English name.
PURPOSES: dict[str, tuple[str, float, str, str]] = {
    "street": ("police", 0.40, "街面", "street"),
    "traffic": ("traffic_police", 0.22, "道路", "road"),
    "city_look": ("urban_mgmt", 0.12, "市容", "city appearance"),
    "community": ("police", 0.08, "社区", "community"),
    "school": ("education", 0.05, "校园周边", "school gate"),
    "water": ("water", 0.04, "河道", "river"),
    "site": ("housing", 0.04, "工地", "building site"),
    "environment": ("env", 0.03, "生态", "environment"),
    "hazard": ("emergency", 0.02, "重点部位", "hazard"),
}


def _row(
    kind: str, place: Place, zh: str, en: str, department: str, interval_s: int, metrics: list[str], **more: Any
) -> Row:
    return {
        "kind": kind, "name_zh": zh, "name_en": en, "lon": place.lon, "lat": place.lat,
        "department": department, "interval_s": interval_s, "metrics": metrics, "attributes": more,
    }  # fmt: skip


def air(places: Places, n: int, rng: random.Random) -> Iterator[Row]:
    for p in places.spread(n, rng):
        yield _row("air_station", p, f"{p.zh}空气站", f"{p.en} air station", "env", 3600, AIR)


def rain(places: Places, n: int, rng: random.Random) -> Iterator[Row]:
    for p in places.spread(n, rng, flat=0.6):
        yield _row("rain_gauge", p, f"{p.zh}雨量站", f"{p.en} rain gauge", "weather", 300, ["rain_5min"])


def river(places: Places, n: int, rng: random.Random) -> Iterator[Row]:
    for p in places.along(places.recipe["rivers"], n, rng):
        assert p.line
        high, low = p.line["level_m"]
        normal = high + (low - high) * p.share
        warning = normal + rng.uniform(1.8, 3.2)
        guarantee = warning + rng.uniform(0.8, 1.6)
        levels = {"normal_m": normal, "warning_m": warning, "guarantee_m": guarantee,
                  "record_m": guarantee + rng.uniform(0.4, 1.5)}  # fmt: skip
        more = {"river": p.zh, "river_en": p.en, "along": round(p.share, 3)} | {
            k: round(v, 2) for k, v in levels.items()
        }
        yield _row("river_gauge", p, f"{p.zh}水位站", f"{p.en} level gauge", "water", 300, ["water_level"], **more)


def ponding(places: Places, n: int, rng: random.Random) -> Iterator[Row]:
    for p in places.spread(n, rng):
        zh, en = rng.choice([("下穿隧道", "underpass"), ("低洼路段", "low road"), ("立交桥下", "under a bridge")])
        more = {"limit_cm": 15}
        yield _row(
            "ponding_gauge",
            p,
            f"{p.zh}{zh}积水站",
            f"{p.en} {en} water depth",
            "urban_mgmt",
            300,
            ["ponding_depth"],
            **more,
        )


def traffic(places: Places, n: int, rng: random.Random) -> Iterator[Row]:
    metrics = ["speed_kmh", "flow_5min", "travel_time_s"]
    for p in places.along(places.recipe["rings"] + places.recipe["roads"], n, rng, off_km=0.01):
        assert p.line
        road_class = p.line["class"]
        more = {
            "road": p.zh,
            "road_en": p.en,
            "road_class": road_class,
            "length_m": rng.randrange(400, 1600, 50),
            "free_flow_kmh": rng.randint(*FREE_FLOW[road_class]),
        }
        yield _row("traffic_detector", p, f"{p.zh}断面", f"{p.en} detector", "traffic_police", 300, metrics, **more)


def cover(places: Places, n: int, rng: random.Random) -> Iterator[Row]:
    for p in places.spread(n, rng):
        zh, en, owner = rng.choice([("雨水", "storm drain", "urban_mgmt"), ("污水", "sewer", "urban_mgmt"),
                                    ("电力", "power", "power"), ("供水", "water", "water_co")])  # fmt: skip
        yield _row("cover", p, f"{p.zh}{zh}井盖", f"{p.en} {en} cover", owner, 900, ["cover_state"], use=zh, use_en=en)


def gas(places: Places, n: int, rng: random.Random) -> Iterator[Row]:
    for p in places.spread(n, rng):
        more = {"alarm_lel": 20}
        yield _row(
            "gas_sensor", p, f"{p.zh}燃气阀井", f"{p.en} gas valve well", "gas_co", 300, ["gas_concentration"], **more
        )


def power(places: Places, n: int, rng: random.Random) -> Iterator[Row]:
    """Company meters in industrial parks: about twenty to a park, parks away from the centre."""
    parks = list(places.spread(max(2, n // 20), rng, flat=0.7))
    for i in range(n):
        number = i % len(parks)
        park = parks[number]
        point = Place(
            park.zh, park.en, round(park.lon + rng.gauss(0, 0.006), 6), round(park.lat + rng.gauss(0, 0.005), 6)
        )
        if not places.city.contains_properly(Point(point.lon, point.lat)):
            point = park
        base = round(rng.lognormvariate(9.4, 0.8))
        more = {"park": f"park-{number + 1:02d}", "park_zh": f"{park.zh}产业园", "park_en": f"{park.en} park",
                "base_kwh_day": min(max(base, 2000), 60000)}  # fmt: skip
        yield _row(
            "power_meter",
            point,
            f"{park.zh}产业园企业电表",
            f"{park.en} park company meter",
            "power",
            900,
            ["energy_kwh_n"],
            **more,
        )


def truck(places: Places, n: int, rng: random.Random) -> Iterator[Row]:
    long_roads = sorted(places.recipe["roads"], key=lambda r: -places.line(r).length)[:8]
    for p in places.along(long_roads, n, rng, off_km=0.01):
        more = {"corridor": p.zh, "corridor_en": p.en, "base_trucks_day": rng.randrange(2000, 12000, 100)}
        yield _row(
            "truck_counter", p, f"{p.zh}货车观测点", f"{p.en} truck counter", "transport", 300, ["trucks_n"], **more
        )


def footfall(places: Places, n: int, rng: random.Random) -> Iterator[Row]:
    for p in places.spread(n, rng):
        more = {"base_people_day": rng.randrange(8000, 60000, 500)}
        yield _row(
            "footfall_counter",
            p,
            f"{p.zh}商圈客流点",
            f"{p.en} footfall counter",
            "commerce",
            300,
            ["people_n"],
            **more,
        )


def camera(places: Places, n: int, rng: random.Random) -> Iterator[Row]:
    names = list(PURPOSES)
    for p in places.spread(n, rng, flat=0.15):
        purpose = rng.choices(names, [PURPOSES[k][1] for k in names])[0]
        department, _, zh, en = PURPOSES[purpose]
        yield _row(
            "camera", p, f"{p.zh}{zh}摄像机", f"{p.en} {en} camera", department, 300, ["camera_online"], purpose=purpose
        )


KINDS: dict[str, Callable[[Places, int, random.Random], Iterator[Row]]] = {
    "air": air, "rain": rain, "river": river, "ponding": ponding, "traffic": traffic, "cover": cover, "gas": gas,
    "power": power, "truck": truck, "footfall": footfall, "camera": camera,
}  # fmt: skip


def sources(recipe: Row, places: Places) -> list[Row]:
    """Every device of the recipe; names of one kind in one place are told apart by a number."""
    found: list[Row] = []
    for kind, n in recipe["counts"].items():
        seen: dict[str, int] = {}
        for i, row in enumerate(KINDS[kind](places, n, random.Random(f"{recipe['id']}:{kind}")), 1):
            seen[row["name_zh"]] = k = seen.get(row["name_zh"], 0) + 1
            row |= {"name_zh": f"{row['name_zh']}{k}号", "name_en": f"{row['name_en']} {k}"}
            found.append({"source_id": f"{recipe['id']}-{kind}-{i:04d}"} | row)
    return found
