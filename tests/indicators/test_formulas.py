"""Every formula by its YAML: measures in, value and status out. A file for each indicator, one missing-data case at least."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from core.city import Target
from core.model import Indicator, Measure, Measures, Result
from indicators.catalogue import computed
from indicators.evaluate import NEVER
from indicators.judge import definition_on, judge

pytestmark = pytest.mark.unit
FOLDER = Path(__file__).parent
INDICATORS = computed()


def file_of(code: str) -> Path:
    return FOLDER / f"{code.replace('.', '/')}.yaml"


def cases() -> list[Any]:
    found = []
    for code in INDICATORS:
        path = file_of(code)
        for case in yaml.safe_load(path.read_text("utf-8")) if path.is_file() else []:
            found.append(pytest.param(code, case, id=f"{code}: {case['case']}"))
    return found


def measure(row: dict[str, Any]) -> Measure:
    at = row.get("last_at")
    return Measure(**(row | {"last_at": at if isinstance(at, datetime | None) else datetime.fromisoformat(at)}))


def answer(indicator: Indicator, case: dict[str, Any]) -> tuple[str, Result]:
    at: datetime = case["at"] if isinstance(case["at"], datetime) else datetime.fromisoformat(case["at"])
    definition = definition_on(indicator, (at - timedelta(minutes=1)).date())
    if case.get("never"):
        return definition.id, Result(reason=NEVER)
    return definition.id, definition.formula(Measures([measure(r) for r in case["measures"]], at, case.get("params")))


@pytest.mark.parametrize(("code", "case"), cases())
def test_a_case(code: str, case: dict[str, Any]) -> None:
    definition, result = answer(INDICATORS[code], case)
    target = Target(indicator=code, since="2000-01-01", cite="test", **case["target"]) if "target" in case else None
    status, reason = judge(result, INDICATORS[code].better, target)
    expected = case["value"]
    assert result.value == (expected if expected is None else pytest.approx(expected, abs=case.get("within", 1e-9)))
    assert case.get("reason", "") in reason
    for name, found in {"status": status, "detail": result.detail, "definition": definition}.items():
        assert found == case.get(name, found)
    for name, number in {"numerator": result.numerator, "denominator": result.denominator}.items():
        assert number == (pytest.approx(case[name]) if name in case else number)


@pytest.mark.parametrize("code", list(INDICATORS))
def test_every_indicator_has_a_case_without_data(code: str) -> None:
    path = file_of(code)
    assert path.is_file(), f"{path.relative_to(FOLDER.parent)} is missing: each indicator has its cases there"
    values = [case["value"] for case in yaml.safe_load(path.read_text("utf-8"))]
    assert None in values, f"{path.name}: no case with missing data"
    assert any(value is not None for value in values)
