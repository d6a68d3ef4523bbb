"""`python -m indicators`: fold rollups and compute values until SIGTERM."""

from __future__ import annotations

import signal

from core import city as packs
from core import log, settings
from core.errors import CityError
from core.store import Store
from indicators.service import Service

MEMORY = "-c work_mem=128MB -c temp_buffers=128MB"  # one process that joins what thousands of series added


def main() -> None:
    try:
        given = settings.load()
        log.configure(given.log_level)
        with Store(given.database_url, size=3, options=MEMORY) as store:
            service = Service(store, packs.load(given.city))
            for name in (signal.SIGTERM, signal.SIGINT):
                signal.signal(name, service.stop)
            service.run()
    except CityError as error:
        raise SystemExit(str(error)) from None


if __name__ == "__main__":
    main()
