"""Names of the kinds of things on the map, and which indicators they feed."""

from __future__ import annotations

from dashboards.context import Context
from dashboards.parts.number import written

KINDS: dict[str, tuple[str, str]] = {
    "air_station": ("空气站", "Air station"), "rain_gauge": ("雨量站", "Rain gauge"), "river_gauge": ("水位站", "River gauge"),
    "ponding_gauge": ("积水点", "Ponding gauge"), "traffic_detector": ("路况断面", "Traffic detector"), "cover": ("井盖", "Manhole cover"),
    "gas_sensor": ("燃气监测", "Gas sensor"), "power_meter": ("企业电表", "Power meter"), "truck_counter": ("货车观测点", "Truck counter"),
    "footfall_counter": ("商圈客流", "Footfall counter"), "camera": ("摄像机", "Camera"),
}  # fmt: skip
SOURCE_INDICATORS: dict[str, tuple[str, ...]] = {
    "air_station": ("environment.aqi_hour", "environment.good_day_rate", "environment.pm25_ytd"),
    "rain_gauge": ("water.rain_24h_max",),
    "river_gauge": ("water.over_warning_count",),
    "ponding_gauge": ("water.over_warning_count",),
    "traffic_detector": ("traffic.delay_index", "traffic.congested_rate"),
    "cover": ("municipal.cover_open",),
    "gas_sensor": ("municipal.gas_on_time_rate",),
    "camera": ("video.online_rate", "video.event_rate"),
    "power_meter": ("economy.power_activity_index",),
    "truck_counter": ("economy.truck_flow_index",),
    "ticket": ("hotline.on_time", "hotline.overdue", "hotline.satisfied"),
}


def metric_name(context: Context, code: str) -> str:
    metric = context.city.metrics.get(code)
    return (metric.name_zh if context.lang == "zh" else metric.name_en) if metric else code


def shown(value: float | None) -> str:
    """As many digits as a reading carries, without a tail of zeros."""
    if value is None:
        return written(None)
    text = f"{value:.3f}".rstrip("0").rstrip(".")
    return text.replace("-", "−")
