"""Bring the database up to date and register what the city pack names. `python -m core.migrate`"""

from __future__ import annotations

import json
from contextlib import closing
from typing import Any

import yoyo

from core import city as packs
from core import crash, log, settings
from core.errors import ConfigError
from core.geo import Locator
from core.settings import ROOT
from core.store import Store, sql

# Any number, as long as it is ours: the server keeps one migration at a time, and forgets the lock of a dead one.
_LOCK = "SELECT pg_advisory_lock(4_101_001)"


def migrate(url: str) -> int:
    """Apply every migration of sql/schema not yet applied, one process at a time; answers how many."""
    backend = yoyo.get_backend(url.replace("postgresql://", "postgresql+psycopg://", 1))
    with closing(backend.connection):
        backend.execute(_LOCK)
        backend.break_lock()  # yoyo's own lock is a row, which outlives a killed process
        with backend.lock():
            todo = backend.to_apply(yoyo.read_migrations(str(ROOT / "sql" / "schema")))
            for migration in todo:
                _apply(backend, migration)
    return len(todo)


def _apply(backend: Any, migration: Any) -> None:
    """Steps and mark in one transaction; yoyo's own way marks in a second one, and a kill between them is for ever."""
    with backend.transaction():
        migration.process_steps(backend, "apply")
        crash.point("in_migrate")
        backend.mark_one(migration)


def register(store: Store, city: packs.City) -> None:
    """Write the pack's areas, metrics and sources; what left the pack stays, out of service."""
    locate = Locator(city).locate
    paths = [{"ancestor_id": above.code, "area_id": a.code} for a in city.areas.values() for above in city.path(a.code)]
    places = {s.source_id: locate(s.lon, s.lat) or "" for s in city.sources.values()}
    sources = [
        s.model_dump() | {"area_id": places[s.source_id], "attributes": json.dumps(s.attributes)}
        for s in city.sources.values()
    ]
    with store.session() as session:
        session.run_many(sql("register/area"), [a.model_dump() for a in city.areas.values()])
        session.run_many(sql("register/area_path"), [*paths, {"ancestor_id": city.code, "area_id": ""}])
        session.run_many(sql("register/metric"), [m.model_dump() for m in city.metrics.values()])
        session.run_many(sql("register/source"), sources)
        session.run(sql("register/retire"), {"known": list(city.sources)})


def main() -> None:
    try:
        given = settings.load()
        log.configure(given.log_level)
        crash.arm(given.crash_point)
        city = packs.load(given.city)
    except ConfigError as error:
        raise SystemExit("\n".join(error.problems)) from None
    applied = migrate(given.database_url)
    with Store(given.database_url, size=1) as store:
        register(store, city)
    log.get("migrate").info("migrated", applied=applied, city=city.key, sources=len(city.sources))


if __name__ == "__main__":
    main()
