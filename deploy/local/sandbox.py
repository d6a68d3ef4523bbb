"""Programs of the database root, run in a namespace of their own: no chroot, no mount left, nothing installed.

Process ids are a namespace of their own too: when the first process dies, by whatever, the kernel ends all others.
"""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

from deploy.local import paths
from deploy.local.process import spawn

BIN = "/usr/lib/postgresql/17/bin"
DATA = "/var/lib/postgresql"


def command(data_dir: Path, *words: str) -> list[str]:
    """`data_dir` is the only place that can be written to."""
    uid, gid = _postgres_ids()
    places = ["--ro-bind", str(paths.DB_ROOT), "/", "--bind", str(data_dir), DATA, "--chdir", DATA]
    fresh = ["--dev", "/dev", "--tmpfs", "/dev/shm", "--proc", "/proc", "--tmpfs", "/tmp", "--tmpfs", "/run"]
    own = ["--unshare-user", "--uid", uid, "--gid", gid, "--unshare-pid", "--unshare-ipc", "--as-pid-1"]
    clean = ["--clearenv", "--setenv", "PATH", f"{BIN}:/usr/bin:/bin", "--setenv", "LANG", "C.UTF-8"]
    return ["bwrap", "--die-with-parent", *places, *fresh, *own, *clean, *words]


def call(data_dir: Path, *words: str) -> None:
    """Run to the end; what it says is part of the error."""
    subprocess.run(command(data_dir, *words), check=True, capture_output=True, stdin=subprocess.DEVNULL)


def serve(data_dir: Path, *words: str, log: Path | None, keep: tuple[int, ...]) -> tuple[subprocess.Popen[bytes], int]:
    """Start and answer the sandbox and the process id, as seen from outside, of the program in it."""
    ours, theirs = os.pipe()
    bwrap, *rest = command(data_dir, *words)
    try:
        process = spawn([bwrap, "--info-fd", str(theirs), *rest], log, (theirs, *keep))
    finally:
        os.close(theirs)
    with open(ours, "rb") as info:
        return process, int(json.loads(info.read() or b'{"child-pid": 0}')["child-pid"])


def _postgres_ids() -> tuple[str, str]:
    """initdb refuses an id without a name, and postgres refuses root."""
    for line in (paths.DB_ROOT / "etc/passwd").read_text().splitlines():
        name, _, uid, gid, *_ = line.split(":")
        if name == "postgres":
            return uid, gid
    raise FileNotFoundError(f"{paths.DB_ROOT}: no user postgres; run `make reset setup`")
