"""Jars named by a pom.xml, from the Maven repository of this machine's choice, every file checked against a list of checksums."""

from __future__ import annotations

import hashlib
from pathlib import Path

from deploy.local.part import SetupError, Work, clear, replace


def fetch(work: Work, pom: Path, lock: Path, folder: Path) -> None:
    new = download(work, pom, folder)
    if sums(new) != lock.read_text():
        raise SetupError(f"{work.name}: the files are not those of {lock.name}; see `make lock`")
    replace(folder, new)


def download(work: Work, pom: Path, folder: Path) -> Path:
    """Aside of `folder`; answers where."""
    new = clear(folder.with_name("new"))
    work.run("mvn", "-q", "-B", "-f", pom, "dependency:copy-dependencies", f"-DoutputDirectory={new}")
    return new


def sums(folder: Path) -> str:
    """As `sha256sum *.jar` prints it."""
    files = sorted(folder.glob("*.jar"))
    return "".join(f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}\n" for file in files)
