"""A small share of `make fuzz` in every run: broken records through decoder and writer."""

from __future__ import annotations

import pytest

from ingest.mask import short_raw, short_text
from tests.fuzz import SIZE, Fuzz
from tests.ingest.desk import Desk

SHARE = 20_000


@pytest.mark.unit
def test_no_broken_record_ends_a_decoder() -> None:
    fuzz = Fuzz(seed=7)
    for _ in range(SHARE // SIZE):
        fuzz.step()
    reasons = {reason for _, reason in fuzz.counts}
    assert sum(fuzz.counts.values()) == SHARE
    assert {"row", "not_json", "not_utf8", "missing_field", "duplicate_key", "bad_value", "too_deep"} <= reasons


@pytest.mark.db
def test_broken_records_are_rows_duplicates_or_dead_letters(desk: Desk) -> None:
    fuzz = Fuzz(seed=11)
    sent_n = 0
    for _ in range(12):
        topic, values = fuzz.step(100)
        desk.send(topic, *values)
        sent_n += len(values)
    assert sum(sum(desk.counts(topic)) for topic in desk.claims) == sent_n
    [found] = desk.rows(
        "SELECT count(*) AS n FROM ing.dead_letter WHERE part = %s AND length(sentence) < 10", desk.part
    )
    assert found["n"] == 0


@pytest.mark.unit
def test_numbers_of_persons_are_shortened_in_place() -> None:
    raw = b'{"content": "13812345678 \xe6\x88\x96 0371-66881234, 410105199003072316", "lon": 113.0123456789}'
    kept = short_raw(raw)
    assert len(kept) == len(raw)
    assert b"138********" in kept
    assert b"410***************" in kept
    assert b"113.0123456789" in kept
    assert short_text("value of phone is '13812345678'") == "value of phone is '138********'"
