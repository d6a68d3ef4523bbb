"""The published contract says what the code does."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from ingest import contracts
from ingest.__main__ import all_streams

pytestmark = pytest.mark.unit


def test_docs_are_fresh() -> None:
    assert contracts.stale(all_streams()) == [], "run: python -m ingest contracts"


def test_every_stream_has_its_channel_and_schema() -> None:
    document = yaml.safe_load((contracts.FOLDER / "asyncapi.yaml").read_text("utf-8"))
    assert sorted(c["address"] for c in document["channels"].values()) == sorted(all_streams())
    payloads = {m["payload"]["$ref"] for m in document["components"]["messages"].values()}
    assert all((contracts.FOLDER / name).is_file() for name in payloads)


def test_a_changed_file_is_named(tmp_path: Path) -> None:
    contracts.write(all_streams(), tmp_path)
    (tmp_path / "iot.reading.schema.json").write_text("{}")
    assert contracts.stale(all_streams(), tmp_path) == ["iot.reading.schema.json"]


def test_the_page_names_every_required_field() -> None:
    page = (contracts.FOLDER / "README.md").read_text("utf-8")
    for stream in all_streams().values():
        assert stream.topic in page
