"""Example messages of each stream: what becomes a row, and why the others do not."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import msgspec
import pytest

from core.store import sql
from ingest.__main__ import all_streams
from ingest.event.events import Shape
from ingest.model import Decoded
from ingest.streams import hotline_ticket, stats_report, video_event
from tests.ingest.support import batch, known, line

pytestmark = pytest.mark.unit
FOLDER = Path(__file__).parent / "streams"
EXAMPLES = sorted(FOLDER.glob("*/*.json"))


def raw(example: dict[str, Any]) -> bytes | None:
    if "record" in example:
        return line(example["record"])
    text: str | None = example["raw"]
    return None if text is None else text.encode("latin-1")


def decoded(path: Path) -> tuple[dict[str, Any], Decoded]:
    example = json.loads(path.read_text("utf-8"))
    topic = path.parent.name
    return example, all_streams()[topic].decode(batch(topic, [raw(example)]), known())


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_example(path: Path) -> None:
    example, found = decoded(path)
    if "reason" in example:
        assert [d.reason for d in found.dead] == [example["reason"]]
        assert example["sentence"] in found.dead[0].sentence
        assert found.rows_n == 0
        return
    assert found.dead == []
    assert found.rows_n == 1
    assert columns(found.rows, example["row"]) == example["row"]
    assert {f"{kind} {name}" for kind, name, _ in found.curiosities.found} == set(example.get("counted", []))


def columns(rows: Any, wanted: dict[str, Any]) -> dict[str, Any]:
    row = (
        msgspec.structs.asdict(rows[0].row)
        if isinstance(rows, list)
        else {n: getattr(rows, n).tolist()[0] for n in wanted if n != "extra"}
    )
    if not isinstance(rows, list) and "extra" in wanted:
        row["extra"] = rows.extra[0].fields
    return {name: _plain(row[name]) for name in wanted}


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


@pytest.mark.parametrize("topic", sorted(all_streams()))
def test_every_stream_has_good_and_bad_examples(topic: str) -> None:
    examples = [json.loads(p.read_text("utf-8")) for p in FOLDER.glob(f"{topic}/*.json")]
    assert any("reason" in e for e in examples)
    assert any("row" in e for e in examples)


@pytest.mark.parametrize("shape", [hotline_ticket.SHAPE, video_event.SHAPE, stats_report.SHAPE], ids=lambda s: s.stream)
def test_rows_and_their_copy_name_the_same_columns(shape: Shape[Any]) -> None:
    statement = sql(f"ingest/copy_{shape.stream.replace('.', '_')}")
    assert tuple(re.findall(r"[a-z_]+", statement.partition("(")[2].partition(")")[0])) == shape.columns
