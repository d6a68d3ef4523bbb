"""What real devices do besides measuring: fall silent, repeat themselves, and send nonsense."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
from xxhash import xxh3_64_intdigest

from demo.live.chance import Floats, Ints, unit
from demo.live.world import World
from demo.messages import Message

BAD, DOUBLE = 0.001, 0.006  # 0.1 % bad; from there to here, 0.5 %, double


def heard(world: World, who: Ints, t: Ints) -> npt.NDArray[np.bool_]:
    """False while a source is silent: some for six hours, a few for a whole day; all of them return."""
    hours = unit(world.seed + 401, who, t // 21600) < 0.006
    days = unit(world.seed + 402, who, t // 86400) < 0.004
    return np.asarray(~(hours | days | drowned(world, who, t)))


def drowned(world: World, who: Ints, t: Ints) -> npt.NDArray[np.bool_]:
    """A few sources die at the peak of a storm, when they are wanted most."""
    weak = unit(world.seed + 403, who, t // 86400) < 0.015
    return np.asarray(weak & (world.sky.roads(world.lon[who], world.lat[who], t) > 0.6))


def draws(world: World, series: Ints, t: Ints) -> Floats:
    """One draw for each reading that says what befalls it."""
    return unit(world.seed + 404, series, t)


def doubled(draw: Floats) -> npt.NDArray[np.bool_]:
    return np.asarray((draw >= BAD) & (draw < DOUBLE))


def spoil(body: bytes, kind: int) -> bytes:
    """Six ways to be unreadable."""
    match kind % 6:
        case 0:
            return body[: len(body) // 2]
        case 1:
            return body.replace(b'"schema":1', b'"schema":9', 1)
        case 2:
            return body.replace(b'"event_id"', b'"eventid"', 1)
        case 3:
            return b"\xff\xfe" + body
        case 4:
            return body.replace(b'"schema":1', b'"schema":"one"', 1)
    return b""


def as_sent(world: World, message: Message) -> Iterator[Message]:
    """An event or step as it really arrives: once, twice, or spoilt."""
    number = xxh3_64_intdigest(message.body) >> 2
    draw = float(unit(world.seed + 405, number)[0])
    if draw < BAD:
        yield message._replace(body=spoil(message.body, number))
        return
    yield message
    if draw < DOUBLE:
        yield message
