"""Which services are given, known before any package is there: from the environment or `.env`."""

from __future__ import annotations

import os

from deploy.local import paths


def given(name: str) -> bool:
    return bool(os.environ.get(name) or _dotenv().get(name))


def _dotenv() -> dict[str, str]:
    file = paths.ROOT / ".env"
    lines = file.read_text().splitlines() if file.is_file() else []
    pairs = (line.removeprefix("export ").partition("=") for line in lines if not line.startswith("#"))
    return {name.strip().upper(): value.strip() for name, _, value in pairs}
