"""Readings as bytes. A million of them are made in the back-fill, so this is the one place that builds JSON by hand."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from demo.live import faults
from demo.live.chance import Ints
from demo.live.series import Due, Series, values
from demo.messages import READING

Sendable = tuple[str, str, bytes]  # topic, key, body


def made(series: Series, due: Due) -> Iterator[Sendable]:
    """What the sources send for `due`, in time order, with repeats and nonsense."""
    world = series.world
    order = np.argsort(due.t, kind="stable")
    due = Due(due.series[order], due.t[order])
    fates = faults.draws(world, due.series, due.t)
    rows = zip(
        due.series.tolist(),
        due.t.tolist(),
        stamps(due.t, world.offset_s),
        values(series, due).tolist(),
        fates.tolist(),
        strict=True,
    )
    for number, t, stamp, value, fate in rows:
        body = f'{series.heads[number]}{t}","observed_at":"{stamp}","value":{value}}}'.encode()
        yield READING, series.keys[number], body if fate >= faults.BAD else faults.spoil(body, t)
        if faults.BAD <= fate < faults.DOUBLE:
            yield READING, series.keys[number], body


def stamps(t: Ints, offset_s: int) -> list[str]:
    """RFC 3339 with the city's offset, for many moments at once."""
    sign, minutes = "+" if offset_s >= 0 else "-", abs(offset_s) // 60
    tail = f"{sign}{minutes // 60:02d}:{minutes % 60:02d}"
    text = np.datetime_as_string((t + offset_s).astype("datetime64[s]"))
    return [stamp + tail for stamp in text.tolist()]
