"""Every setting is documented with its default, and nothing else is."""

from __future__ import annotations

import re

import pytest

from core.settings import ROOT, Settings

PAGE = (ROOT / "docs" / "settings.md").read_text("utf-8")
ROWS = dict(re.findall(r"^\| `([A-Z_]+)` \| (.*?) \|", PAGE, re.MULTILINE))


def test_the_page_names_no_setting_that_there_is_not() -> None:
    assert set(ROWS) == {name.upper() for name in Settings.model_fields}


@pytest.mark.parametrize("name", [name for name, field in Settings.model_fields.items() if field.default is not None])
def test_the_page_states_the_default(name: str) -> None:
    field = Settings.model_fields[name]
    if field.default_factory is None:
        assert (
            ROWS[name.upper()] == f"`{field.default:g}`" if isinstance(field.default, float) else f"`{field.default}`"
        )
