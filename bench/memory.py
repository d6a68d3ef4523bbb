"""Free memory taken into use before a measurement: a machine in service has none, a measurement begins with much.

A virtual machine is given a page by its host when it first touches it, and may give it back while it lies free; to be given one cost
2.3 µs a kB here, as much as all that the database does with the rows that fill it. In service the page cache is full, and a new page
is one that was read longest ago. So a file without content is read, which fills the cache and needs no disk.
"""

from __future__ import annotations

from itertools import count
from pathlib import Path

from bench import machine

LEFT = 256 << 20
BLOCK = 1 << 20
_number = count()


def take(folder: Path) -> None:
    """All that is free, until the folder is removed."""
    file = folder / f"memory-{next(_number)}"
    with file.open("wb") as made:
        made.truncate(max(machine.free_bytes() - LEFT, 0))
    with file.open("rb", buffering=0) as read:
        while read.read(BLOCK):
            pass
