"""Debian packages of this machine: what the other parts are made with, and the browser and the wrong clock of the tests."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

from deploy.local.part import Part, SetupError, Work, checksum

JAVA = 17
FONT = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")


def java_version() -> int:
    """0 where there is none."""
    if not shutil.which("java"):
        return 0
    said = subprocess.run(["java", "-version"], capture_output=True, text=True, check=False).stderr
    found = re.search(r'version "(?:1\.)?(\d+)', said)
    return int(found[1]) if found else 0


def can_install() -> bool:
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def _command(name: str) -> Callable[[], bool]:
    return lambda: shutil.which(name) is not None


TOOLS: dict[str, Callable[[], bool]] = {
    "bubblewrap": _command("bwrap"),
    "mmdebstrap": _command("mmdebstrap"),
    "default-jre-headless": lambda: java_version() >= JAVA,
    "maven": _command("mvn"),
    "python3-venv": lambda: importlib.util.find_spec("ensurepip") is not None,
}
BROWSER: dict[str, Callable[[], bool]] = {
    "chromium": _command("chromium"),
    "fonts-noto-cjk": FONT.is_file,
    "libfaketime": lambda: any(Path("/usr/lib").glob("*/faketime/libfaketime.so.1")),
}


def missing(packages: dict[str, Callable[[], bool]]) -> list[str]:
    return [name for name, is_there in packages.items() if not is_there()]


def _part(name: str, packages: dict[str, Callable[[], bool]], needs: tuple[str, ...] = ()) -> Part:
    def make(work: Work) -> None:
        if names := missing(packages):
            _install(work, names)

    return Part(name, lambda: checksum(*packages), lambda: not missing(packages), make, needs)


def _install(work: Work, names: list[str]) -> None:
    if not can_install():
        raise SetupError(f"{work.name}: missing here; as root: apt-get install {' '.join(names)}")
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    work.run("dpkg", "--configure", "-a", env=quiet)  # an install that was cut short
    work.run("apt-get", "update", "-q")
    words = ("-q", "-y", "--no-install-recommends", "-o", "DPkg::Lock::Timeout=120")
    work.run("apt-get", "install", *words, *names, env=quiet)


TOOLS_PART = _part("packages", TOOLS)
BROWSER_PART = _part("browser", BROWSER, needs=("packages",))
