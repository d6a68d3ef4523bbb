"""One recorded set per file, found by the folder scan; the file's RECORDING says which folder it reads."""

from __future__ import annotations

import sys

from core.registry import collect
from demo.recording import Recording


def all_recordings() -> dict[str, Recording]:
    return collect(sys.modules[__name__], Recording, "RECORDING")
