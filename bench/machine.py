"""What the figures were taken on; no name of the machine."""

from __future__ import annotations

import os
import platform
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any


def facts() -> dict[str, Any]:
    return {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "cpus": os.cpu_count(),
        "cpu": _line("/proc/cpuinfo", "model name"),
        "memory": _line("/proc/meminfo", "MemTotal"),
        "load_before": [round(n, 2) for n in os.getloadavg()],
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "kafka-python": version("kafka-python"),
        "psycopg": version("psycopg"),
        "dash": version("dash"),
        "shared": "client, broker and database share these processors",
    }


def free_bytes() -> int:
    return int(_line("/proc/meminfo", "MemFree").split()[0]) << 10


def _line(path: str, name: str) -> str:
    """The first `name: value` of a file of the kernel."""
    for line in Path(path).read_text().splitlines():
        if line.startswith(name):
            return line.split(":", 1)[1].strip()
    return ""
