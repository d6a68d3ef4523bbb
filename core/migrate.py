"""Bring the database up to date and register what the city pack names. `python -m core.migrate`"""

from __future__ import annotations

import json
from contextlib import closing

import yoyo

from core import city as packs
from core import log, settings
from core.errors import ConfigError
from core.geo import Locator
from core.settings import ROOT
from core.store import Store, sql


def migrate(url: str) -> int:
    """Apply every migration of sql/schema not yet applied, one process at a time; answers how many."""
    backend = yoyo.get_backend(url.replace("postgresql://", "postgresql+psycopg://", 1))
    with closing(backend.connection), backend.lock():
        todo = backend.to_apply(yoyo.read_migrations(str(ROOT / "sql" / "schema")))
        backend.apply_migrations(todo)
    return len(todo)


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
        city = packs.load(given.city)
    except ConfigError as error:
        raise SystemExit("\n".join(error.problems)) from None
    applied = migrate(given.database_url)
    with Store(given.database_url, size=1) as store:
        register(store, city)
    log.get("migrate").info("migrated", applied=applied, city=city.key, sources=len(city.sources))


if __name__ == "__main__":
    main()
