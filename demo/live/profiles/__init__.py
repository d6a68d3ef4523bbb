"""One family of devices per file, found by the folder scan; each file holds one PROFILE."""

from __future__ import annotations

import sys

from core.registry import collect
from demo.live.profile import Profile


def by_metric() -> dict[str, Profile]:
    found = collect(sys.modules[__name__], Profile, "PROFILE", key="name")
    return {metric: profile for profile in found.values() for metric in profile.metrics}
