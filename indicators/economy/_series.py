"""Monthly series out of stored values: a month is the last one of its period, so 1—2月 cumulative figures stand in February."""

from __future__ import annotations

import itertools
from datetime import timedelta

from core.model import Measures

Month = tuple[int, int]
Series = dict[Month, float]


def monthly(m: Measures, code: str) -> Series:
    found: Series = {}
    for row in m.rows(code):
        if row.sum is not None and row.last_at is not None:
            last = (row.last_at - timedelta(hours=1)).astimezone(m.at.tzinfo)
            found[last.year, last.month] = row.sum
    return found


def year_on_year(levels: Series) -> Series:
    """Growth on the same month a year before, %; a series of growth rates must not come here."""
    return {
        (year, month): 100 * (level / before - 1)
        for (year, month), level in levels.items()
        if (before := levels.get((year - 1, month)))
    }


def growth(m: Measures, code: str, is_rate: bool) -> Series:
    """The component in %: as reported when it is a rate, else its growth on the year."""
    series = monthly(m, code)
    return series if is_rate else year_on_year(series)


def changes(series: Series) -> Series:
    """Difference from the month before it that has a value (%, pp): standards 1.7 for rate series."""
    months = sorted(series)
    return {b: series[b] - series[a] for a, b in itertools.pairwise(months)}


def last_month(m: Measures) -> Month:
    """The month that ends with this bucket."""
    last = m.at - timedelta(hours=1)
    return last.year, last.month
