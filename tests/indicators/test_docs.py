"""The generated page is the one in the repository."""

import pytest

from indicators import docs

pytestmark = pytest.mark.unit


def test_the_page_is_fresh() -> None:
    assert docs.PAGE.read_text("utf-8") == docs.page(), "run `python -m indicators.docs`"
