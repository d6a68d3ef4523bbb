"""Every indicator a city has: those computed here joined with those its departments report."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from datetime import date
from types import ModuleType

import indicators
from core.city import City, Reported
from core.errors import RegistryError
from core.model import Definition, Domain, Indicator, Label, Measures, Result
from core.registry import collect

# A reported number belongs to the cockpit tile of its theme.
DOMAINS: dict[str, Domain] = {
    "economy": "economy",
    "projects": "economy",
    "digital_economy": "economy",
    "market": "market",
    "grid": "society",
    "urban": "society",
    "emergency": "society",
    "municipal": "society",
    "video": "society",
    "traffic": "society",
    "hotline": "service",
    "services": "service",
    "livelihood": "service",
    "environment": "environment",
    "water": "environment",
    "resources": "environment",
}
REPORTED_SINCE = date(2016, 1, 1)


def catalogue(city: City) -> dict[str, Indicator]:
    """All indicators by code, sorted; a code declared twice is an error."""
    found = computed()
    for code, entry in city.reported.items():
        if code in found:
            raise RegistryError(f"config/cities/{city.key}/catalogue: {code!r} is computed by indicators/{_file(code)}")
        found[code] = reported(entry)
    return {code: found[code] for code in sorted(found)}


def computed() -> dict[str, Indicator]:
    """What the files under indicators/<theme>/ declare."""
    found: dict[str, Indicator] = {}
    for theme in themes():
        for code, indicator in collect(theme, Indicator, "INDICATOR").items():
            if indicator.theme != theme.__name__.rsplit(".", 1)[1]:
                raise RegistryError(
                    f"{theme.__name__.replace('.', '/')}: INDICATOR.code = {code!r} is of another theme"
                )
            found[code] = indicator
    return found


def themes() -> Iterator[ModuleType]:
    for module in pkgutil.iter_modules(indicators.__path__, "indicators."):
        if module.ispkg:
            yield importlib.import_module(module.name)


def reported(entry: Reported) -> Indicator:
    """A department's number as an indicator: its formula is "as reported"."""
    return Indicator(
        code=entry.code,
        name=entry.name.label,
        unit=entry.unit,
        grains=entry.grains,
        subjects=("area",),
        definitions=(Definition(f"{entry.code}@reported", REPORTED_SINCE, entry.source.zh, as_reported),),
        inputs=(),
        owner=entry.owner,
        better=entry.better,
        sources=("stats.report",),
        note=entry.quality_rule.zh,
        decimals=entry.decimals,
        kind="reported",
        formula_text=Label(f"部门报送：{entry.source.zh}", f"As reported: {entry.source.en}"),
        update_rule=entry.update_rule.label,
        numerator_name=Label("分子（部门报送）", "Numerator (as reported)"),
        denominator_name=Label("分母（部门报送）", "Denominator (as reported)"),
        domain=DOMAINS.get(entry.code.split(".", 1)[0], ""),
    )


def as_reported(m: Measures) -> Result:
    raise NotImplementedError("a reported number is copied from raw.report, see indicators/reported.py")


def _file(code: str) -> str:
    return code.replace(".", "/") + ".py"
