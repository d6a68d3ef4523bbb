"""What would go wrong later, said before anything starts: one sentence each, what it is and what to do."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator

from deploy.local import packages, paths
from deploy.local.environment import given

PYTHON = (3, 11)
DISK_GB = 3


def machine_problems() -> Iterator[str]:
    """Can be asked before there is any package; nothing is installed yet."""
    yield from _said(python_problem, disk_problem)
    if not given("DATABASE_URL"):
        yield from _said(namespace_problem)
    if not given("KAFKA_BOOTSTRAP"):
        yield from _said(java_problem)


def _said(*checks: Callable[[], str]) -> Iterator[str]:
    return (problem for check in checks if (problem := check()))


def python_problem() -> str:
    if sys.version_info[:2] == PYTHON:
        return ""
    found = ".".join(map(str, sys.version_info[:2]))
    return f"Python {found} runs this, the locked packages are for 3.11: install python3.11, or name it by `make PYTHON=<path>`"


def disk_problem() -> str:
    free = shutil.disk_usage(paths.ROOT).free / 1e9
    if free >= DISK_GB:
        return ""
    return f"only {free:.1f} GB free on the disk of {paths.ROOT}, {DISK_GB} GB are needed: free some space, or move the folder"


def namespace_problem() -> str:
    """The local database runs in one; root inside a container may be refused, too."""
    asked = subprocess.run(
        ["unshare", "--user", "--pid", "--mount", "--fork", "true"], capture_output=True, check=False
    )
    if asked.returncode == 0:
        return ""
    return (
        "this machine allows no user namespaces, in which the local database runs: allow them "
        "(sysctl user.max_user_namespaces, kernel.unprivileged_userns_clone), or set DATABASE_URL to a TimescaleDB"
    )


def java_problem() -> str:
    if packages.java_version() >= packages.JAVA or packages.can_install():
        return ""
    return (
        f"no Java {packages.JAVA} for the local Kafka: install default-jre-headless, or set KAFKA_BOOTSTRAP to a broker"
    )
