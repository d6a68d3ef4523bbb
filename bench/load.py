"""First load of `/` and `/cockpit` in Chromium: an empty cache each time, with six hours of data behind the pages."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Browser, sync_playwright

from bench.figures import spread
from bench.filled import filled
from bench.stack import stack

RUNS = 5
HOURS = 6
PATHS = ("/", "/cockpit")
CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--disable-dev-shm-usage",
]
NUMBERS = 4
TIMES = """() => { const n = performance.getEntriesByType('navigation')[0];
const p = performance.getEntriesByName('first-contentful-paint')[0];
return { dom_ms: n.domContentLoadedEventEnd, load_ms: n.loadEventEnd, paint_ms: p ? p.startTime : null,
         kb: performance.getEntriesByType('resource').reduce((s, e) => s + e.transferSize, n.transferSize) / 1024 } }"""


def measure() -> dict[str, Any]:
    with stack() as running:
        filled(running.settings, hours=HOURS)
        with running.product(), sync_playwright() as play:
            browser = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            found = {path: of_page(browser, running.address + path) for path in PATHS}
            browser.close()
    return found


def of_page(browser: Browser, address: str) -> dict[str, Any]:
    runs = [once(browser, address) for _ in range(RUNS + 1)][1:]  # the first one fills the server's own caches
    return {name: spread([r[name] for r in runs if r[name] is not None], 0) for name in runs[0]}


def once(browser: Browser, address: str) -> dict[str, float]:
    """`numbers_ms`: until numbers stand on the page; the other times are the browser's own."""
    context = browser.new_context(viewport={"width": 1920, "height": 1080})
    page = context.new_page()
    page.goto(address, wait_until="load")
    page.locator(".num").nth(NUMBERS - 1).wait_for(state="attached", timeout=60_000)  # no eval: the page forbids it
    numbers_ms = page.evaluate("performance.now()")
    found = page.evaluate(TIMES) | {"numbers_ms": numbers_ms}
    context.close()
    return found
