"""Which indicators changed reaches the screens, however many they are."""

import json
from datetime import timedelta
from typing import Any

import pytest

from core.store import Store
from indicators.tell import LONGEST_BYTES, payloads, tell
from tests.indicators.machine import NOW, STREAM, Machine, ticket


@pytest.mark.db
def test_the_screens_are_told_which_codes_changed(machine: Machine, seed: Any, postgres_url: str) -> None:
    machine.run(NOW)
    seed(STREAM | {"tickets": [ticket(1)]})
    notes = machine.store.listen("value", timeout_s=0.2)
    assert next(notes) is None  # listening has begun
    machine.run(NOW + timedelta(seconds=5))
    assert "hotline.accepted" in (next(notes) or "")
    notes.close()


@pytest.mark.db
def test_a_thousand_codes_are_told_in_parts(store: Store) -> None:
    codes = {f"theme.indicator_number_{n:04d}" for n in range(1000)}
    notes = store.listen("value", timeout_s=0.2)
    assert next(notes) is None  # listening has begun
    with store.session() as session:
        tell(session, codes)
    heard: set[str] = set()
    while (note := next(notes)) is not None:
        heard |= set(json.loads(note))
    notes.close()
    assert heard == codes


@pytest.mark.unit
def test_payloads_are_few_and_short_enough() -> None:
    found = list(payloads(f"theme.指标{n}" for n in range(700)))
    assert [len(part.encode()) <= LONGEST_BYTES for part in found] == [True] * len(found)
    assert min(len(part) for part in found[:-1]) > LONGEST_BYTES - 100
    assert list(payloads([])) == []
