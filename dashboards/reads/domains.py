"""The five duties of a city government, with the vitals a leader looks at first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from core.model import Indicator, Label


@dataclass(frozen=True, slots=True)
class Duty:
    key: str
    name: Label
    vitals: tuple[str, ...]


DOMAINS = (
    Duty(
        "economy",
        Label("经济调节", "Economy"),
        (
            "economy.industrial_va_growth",
            "economy.power_activity_index",
            "economy.truck_flow_index",
            "economy.gdp_growth",
            "economy.budget_revenue",
        ),
    ),
    Duty(
        "market",
        Label("市场监管", "Market supervision"),
        (
            "market.consumer_on_time_rate",
            "market.clustered_merchants",
            "market.offsite_link_rate",
            "market.credit_graded_rate",
            "market.data_share_rate",
            "market.publicity_rate",
        ),
    ),
    Duty(
        "society",
        Label("社会管理", "Social governance"),
        (
            "emergency.incident_open",
            "traffic.delay_index",
            "urban.closed_on_time",
            "municipal.cover_open",
            "video.online_rate",
        ),
    ),
    Duty(
        "service",
        Label("公共服务", "Public services"),
        ("hotline.satisfied", "hotline.on_time", "hotline.accepted", "hotline.overdue"),
    ),
    Duty(
        "environment",
        Label("生态环境", "Environment"),
        (
            "environment.aqi_hour",
            "environment.good_day_rate",
            "water.over_warning_count",
            "water.rain_24h_max",
            "environment.pm25_ytd",
        ),
    ),
)
OTHER = Duty("", Label("数据与运行", "Data and operations"), ())


def domain_of(of: Indicator) -> Duty:
    return next((d for d in DOMAINS if d.key == of.domain), OTHER)


def codes_of(domain: Duty, catalogue: Mapping[str, Indicator]) -> list[str]:
    """Every indicator of the domain, the vitals first."""
    first = [c for c in domain.vitals if c in catalogue]
    return first + [c for c in catalogue if domain_of(catalogue[c]) is domain and c not in first]
