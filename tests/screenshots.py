"""Pictures of each page at each layout, of the product that runs now: `make run`, then `make screenshots`."""

from __future__ import annotations

import urllib.request
from pathlib import Path

from core.settings import ROOT, load
from tests.dashboards.browser import LAYOUTS, chromium, opened

PAGES = {
    "wall": "/",
    "cockpit": "/cockpit",
    "indicators": "/indicators",
    "indicator": "/indicators/hotline.on_time",
    "ops": "/ops",
}
SETTLED_MS = 6000  # software rendering needs its time; a picture of a half-drawn map helps nobody


def main(folder: Path = ROOT / "screenshots") -> None:
    settings = load()
    address = f"http://{settings.host}:{settings.port}"
    try:
        urllib.request.urlopen(f"{address}/frame", timeout=10).close()
    except OSError as error:
        raise SystemExit(f"{address} does not answer ({error}); start it with `make run`") from None
    folder.mkdir(exist_ok=True)
    with chromium() as browser:
        for layout in LAYOUTS:
            for name, path in PAGES.items():
                with opened(browser, address, layout) as (page, ears, query):
                    page.goto(f"{address}{path}?{query}")
                    page.wait_for_timeout(SETTLED_MS)
                    page.screenshot(path=folder / f"{name}-{layout}.png")
                    print(f"{name}-{layout}.png", *ears.heard, sep="\n  ")


if __name__ == "__main__":
    main()
