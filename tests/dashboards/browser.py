"""Chromium with ears: every page must be silent on the console, stay on its host, and pass axe."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, sync_playwright

from core.settings import ROOT

AXE = ROOT / "tests" / "vendor" / "axe.min.js"
ARGS = [
    "--process-per-site",
    "--no-sandbox",
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
]
# name: width, height, theme, language
LAYOUTS: dict[str, tuple[int, int, str, str]] = {
    "wall": (1920, 1080, "dark", "zh"),
    "wall-4k": (3840, 2160, "dark", "zh"),
    "tablet": (1180, 820, "light", "zh"),
    "portrait": (820, 1180, "light", "en"),
}


# Without a graphics card the map is drawn through its stand-in, and all else is put together cheaper without.
WITHOUT_MAP = "--disable-gpu-compositing"


@contextmanager
def chromium(*more: str) -> Iterator[Browser]:
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=[*ARGS, *more])
        browser.new_context(bypass_csp=True)  # what is shared by `opened`: scripts and fonts are read once
        yield browser
        browser.close()


class Ears:
    """What must not be heard."""

    def __init__(self, page: Page, address: str) -> None:
        self.heard: list[str] = []
        host = urlsplit(address).netloc
        page.on("console", lambda m: self.heard.append(f"console: {m.text}") if m.type == "error" else None)
        page.on("pageerror", lambda e: self.heard.append(f"script: {e}"))
        page.on("request", lambda r: self._request(r.url, host))
        page.on("response", lambda r: self.heard.append(f"{r.status}: {r.url}") if r.status >= 400 else None)

    def _request(self, url: str, host: str) -> None:
        parts = urlsplit(url)
        if parts.scheme.startswith("http") and parts.netloc != host:
            self.heard.append(f"off host: {url}")


def keep(browser: Browser, address: str) -> None:
    """A page that stays open, so that all others of its site share its process: scripts are compiled once, not for each."""
    pages = browser.contexts[0].pages
    if not any(page.url.startswith(address) for page in pages):
        browser.contexts[0].new_page().goto(f"{address}/assets/tokens.css")


@contextmanager
def opened(browser: Browser, address: str, layout: str) -> Iterator[tuple[Page, Ears, str]]:
    width, height, theme, lang = LAYOUTS[layout]
    keep(browser, address)
    page = browser.contexts[0].new_page()
    page.set_viewport_size({"width": width, "height": height})
    page.set_default_timeout(60_000)
    ears = Ears(page, address)
    try:
        yield page, ears, f"theme={theme}&lang={lang}"
        page.evaluate("localStorage.clear()")
    finally:
        page.close()


def axe(page: Page) -> list[str]:
    page.add_script_tag(path=str(AXE))
    found: dict[str, Any] = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [f"{v['id']}: {n['html'][:160]}" for v in found["violations"] for n in v["nodes"][:3]]


def cut_off(page: Page) -> list[str]:
    """Single-line words that do not fit their box, and anything wider than the page."""
    return list(
        page.evaluate(
            """() => {
              const out = [];
              const wide = document.getElementById('page');
              if (wide && wide.scrollWidth > wide.clientWidth + 1) out.push('page scrolls sideways: ' + wide.scrollWidth);
              for (const e of document.querySelectorAll('.vital-value,.vital-name,.big,.say,.fall b,.late-what,.btn'))
                if (e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).display !== 'inline') out.push(e.className + ': ' + e.textContent);
              return out; }"""
        )
    )
