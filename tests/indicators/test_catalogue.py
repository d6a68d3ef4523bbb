"""Headers: what every page relies on is there, in both languages, for every city."""

import pytest

from core import city as packs
from core.model import Indicator
from indicators.catalogue import catalogue, computed
from indicators.plan import names_of
from indicators.rollups import rollup_files

pytestmark = pytest.mark.unit
INDICATORS = list(computed().values())


@pytest.mark.parametrize("indicator", INDICATORS, ids=lambda i: i.code)
def test_a_header_is_complete(indicator: Indicator) -> None:
    for label in (indicator.name, indicator.formula_text, indicator.update_rule):
        assert label.zh and label.en
    assert indicator.unit and indicator.owner and indicator.sources and indicator.grains and indicator.subjects
    assert all(d.cite and d.id for d in indicator.definitions)
    assert bool(indicator.denominator_name.zh) == bool(indicator.denominator_name.en)


@pytest.mark.parametrize("indicator", INDICATORS, ids=lambda i: i.code)
def test_every_measure_it_reads_is_made_by_a_rollup(indicator: Indicator) -> None:
    metrics = set(packs.load("zhengzhou").metrics)
    made = {m for f in rollup_files() for m in (f.makes(f.when or metrics) if "*" in f.pattern else f.measures)}
    read = {n for given in indicator.inputs if hasattr(given, "measures") for n in names_of(given, indicator)}
    assert read <= made


@pytest.mark.parametrize("key", packs.names())
def test_each_city_has_its_catalogue(key: str) -> None:
    city = packs.load(key)
    found = catalogue(city)
    assert set(computed()) < set(found)
    assert {i.owner for i in found.values()} <= set(city.departments)
    assert all(i.kind == "reported" for code, i in found.items() if code in city.reported)
