"""`python -m demo`: what DEMO says. It stays until it is told to end, so that no supervisor starts it over."""

from __future__ import annotations

import argparse
import signal
import threading

from core import city, log, settings
from core.errors import ConfigError
from core.settings import Settings
from demo import live, replay


def main() -> None:
    argparse.ArgumentParser(prog="python -m demo", description=__doc__).parse_args()
    try:
        given = settings.load()
        log.configure(given.log_level)
        run(given, stop_on_signal())
    except ConfigError as error:
        raise SystemExit("\n".join(error.problems)) from None


def run(given: Settings, stop: threading.Event) -> None:
    if given.demo == "live":
        live.run(given, city.load(given.city), stop)
        return
    if given.demo != "0":
        replay.run(given, stop)
    log.get("demo").info("nothing more to send", demo=given.demo)
    stop.wait()


def stop_on_signal() -> threading.Event:
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    return stop


if __name__ == "__main__":
    main()
