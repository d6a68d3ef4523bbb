"""PostgreSQL 17 with TimescaleDB and PostGIS: a small Debian 13 root of its own, as Debian 12 does not carry them."""

from __future__ import annotations

import subprocess

from deploy.local import paths
from deploy.local.part import Part, SetupError, Work, checksum, clear, replace

SUITE = "trixie"
PACKAGES = "postgresql-17-timescaledb,postgresql-17-postgis-3"
CONTROL = paths.DB_ROOT / "usr/share/postgresql/17/extension/timescaledb.control"


def mirror() -> str:
    """The one this machine installs from."""
    words = ["apt-get", "indextargets", "--format", "$(REPO_URI)", "Created-By: Packages"]
    found = subprocess.run(words, capture_output=True, text=True, check=True).stdout.split()
    mirrors = [uri for uri in found if uri.rstrip("/").endswith("/debian")]
    if not mirrors:
        raise SetupError("database: apt knows no Debian mirror; add one to its sources")
    return mirrors[0]


def _make(work: Work) -> None:
    new = clear(paths.DB_ROOT.with_name("new"))
    options = ("--variant=apt", "--format=directory", f"--include={PACKAGES}")
    work.run("mmdebstrap", *options, SUITE, new, "-", stdin=f"deb {mirror()} {SUITE} main\n")
    replace(paths.DB_ROOT, new)


DATABASE = Part("database", lambda: checksum(SUITE, PACKAGES), CONTROL.is_file, _make, needs=("packages",))
