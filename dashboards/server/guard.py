"""Answers around the pages: security headers on all of them, a real 404 where there is no page."""

from __future__ import annotations

import re
import time
from collections.abc import Awaitable, Callable, Sequence
from urllib.parse import urlsplit

from dash import Dash
from fastapi import FastAPI, Request, Response

from dashboards.server import latency

OWN = (
    "/assets/",
    "/_dash",
    "/_reload-hash",
    "/_favicon",
    "/events",
    "/frame",
    "/healthz",
    "/livez",
    "/metrics",
    "/export/",
    "/map/",
)
FIXED = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
    "cross-origin-opener-policy": "same-origin",
}


def policy(app: Dash) -> str:
    """Only this host; the inline scripts of Dash by their hashes. The table component needs inline styles."""
    hashes = " ".join(f"'{h}'" if not h.startswith("'") else h for h in app.csp_hashes())
    return (
        f"default-src 'self'; script-src 'self' {hashes}; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
        "worker-src 'self' blob:; connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
    )


def index(text: str) -> str:
    """Chinese first; the map library comes before the scripts that use it."""
    return text.replace("<html>", '<html lang="zh-CN" data-theme="dark">').replace(
        "</head>",
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<script src="/assets/vendor/deck.gl-9.4.0.min.js" defer></script>'
        '<script src="/assets/vendor/deck.gl-json-9.4.0.min.js" defer></script></head>',
    )


def _pattern(path: str) -> str:
    """`/indicators/<code>` as an expression; the end may carry a slash, which the bare `/` already has."""
    return "".join(
        "[^/]+" if part.startswith("<") else re.escape(part) for part in re.split(r"(<\w+>)", path.rstrip("/"))
    )


def foreign(request: Request) -> bool:
    """A question that another site makes a browser ask: pages can ask for work, so only they may."""
    if request.method in ("GET", "HEAD", "OPTIONS"):
        return False
    origin, given = request.headers.get("origin"), request.headers
    other = origin is not None and urlsplit(origin).netloc != given.get("host")
    plain = not given.get("content-type", "").startswith("application/json")
    return other or plain or given.get("sec-fetch-site", "same-origin") not in ("same-origin", "none")


def protect(server: FastAPI, app: Dash, paths: Sequence[str]) -> None:
    known = re.compile(f"(?:{'|'.join(_pattern(p) for p in paths)})/?")
    headers = FIXED | {"content-security-policy": policy(app)}

    @server.middleware("http")
    async def around(request: Request, ahead: Callable[[Request], Awaitable[Response]]) -> Response:
        path, began = request.url.path, time.perf_counter()
        if foreign(request):
            return Response("this page takes questions only from itself", 403, media_type="text/plain", headers=headers)
        response = await ahead(request)
        latency.observe(path, time.perf_counter() - began)
        page = known.fullmatch(path) is not None
        if response.status_code == 200 and request.method == "GET" and not page and not path.startswith(OWN):
            response.status_code = 404
        for name, value in headers.items():
            response.headers.setdefault(name, value)
        return response
