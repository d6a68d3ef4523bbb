"""An indicator, a value, and the words of a component."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from core.model import Better, Indicator, Label, Value

NOW = datetime(2026, 11, 22, 14, 14, tzinfo=UTC)


def text(component: Any) -> str:
    """All words of a component, in order."""
    plain = json.loads(json.dumps(component, default=lambda c: c.to_plotly_json()))
    return " ".join(_words(plain))


def _words(node: Any) -> list[str]:
    if isinstance(node, dict):
        return _words(node.get("props", {}).get("children"))
    if isinstance(node, list):
        return [word for child in node for word in _words(child)]
    return [str(node)] if node is not None else []


def indicator(unit: str = "%", decimals: int = 1, better: Better = "up") -> Indicator:
    return Indicator(
        "hotline.on_time",
        Label("按时办结率", "On time"),
        unit,
        ("day",),
        ("area",),
        (),
        (),
        "x",
        better,
        (),
        decimals=decimals,
    )


def value(amount: float | None = 96.84, status: Any = "good", reason: str = "", grain: Any = "hour") -> Value:
    start = NOW - timedelta(hours=1)
    return Value(
        "hotline.on_time",
        "area",
        "1",
        grain,
        start,
        NOW,
        amount,
        90,
        100,
        status,
        reason,
        "",
        "d",
        NOW,
        NOW - timedelta(minutes=42),
    )
