"""/ops on a real database: nothing yet, then every kind of outcome, in both languages."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta

import plotly.utils
import pytest

from core import city as packs
from core import migrate
from core.model import Lang
from core.store import Store
from dashboards.context import Context
from dashboards.ops import page as ops
from dashboards.ops.words import REASONS, SAID
from tests.dashboards.records import send
from tests.ingest.support import GOOD, zhengzhou

pytestmark = pytest.mark.db


@pytest.fixture(scope="module")
def url(postgres_url: str) -> str:
    migrate.migrate(postgres_url)
    with Store(postgres_url, size=1) as store:
        migrate.register(store, zhengzhou())
    return postgres_url


def page(store: Store, lang: Lang = "zh", **params: str) -> str:
    context = Context(packs.load("zhengzhou"), store, {}, lang=lang, path="/ops", params=params)
    return json.dumps(ops.layout(context), cls=plotly.utils.PlotlyJSONEncoder, ensure_ascii=False)


def test_empty_then_filled(url: str) -> None:
    now = datetime.now(UTC) - timedelta(seconds=2)
    good = GOOD["iot.reading"] | {"observed_at": now.isoformat()}
    with Store(url, size=2) as store:
        empty = page(store)
        assert SAID["no_stream"].zh in empty
        assert SAID["no_dead"].zh in empty
        assert SAID["no_odd"].zh in empty
        send(
            url,
            "iot.reading",
            good,
            good,
            good | {"event_id": "2", "mood": "fine"},
            b"<script>",
            good | {"value": 1e9, "event_id": "3"},
        )
        filled = page(store)
        assert "入库 2 + 拒收 2 + 重复 1 + 缺口 0 = 消费位点 5" in filled
        assert REASONS["not_json"].zh in filled
        assert "allowed are 0 to 5000" in filled
        assert "mood" in filled
        english = page(store, "en")
        assert SAID["exact"].en in english
        assert re.search(r"[\u4e00-\u9fff]", english) is None
        asked = Context(packs.load("zhengzhou"), store, {}, params={"stream": "iot.reading", "reason": "out_of_range"})
        letters = json.dumps(ops.letters(asked), cls=plotly.utils.PlotlyJSONEncoder, ensure_ascii=False)
        assert REASONS["out_of_range"].zh in letters
        assert "<script>" not in letters
        assert all(
            slot.render(Context(packs.load("zhengzhou"), store, {}))["children"]
            for slot in ops.SLOTS
            if slot.id != "ops-paused"
        )


def test_every_reason_has_a_word() -> None:
    from core.settings import ROOT

    code = "".join(p.read_text("utf-8") for p in (ROOT / "ingest").rglob("*.py"))
    used = set(re.findall(r'Bad\(\s*"([a-z_0-9]+)"', code)) | set(re.findall(r'Dead\([^"\n]*\), "([a-z_]+)"', code))
    used |= set(re.findall(r'^    \(".*", "([a-z_]+)"\),$', code, re.MULTILINE))
    assert used - set(REASONS) == set()
    assert {"id_conflict", "naive_time", "refused"} <= set(REASONS)
