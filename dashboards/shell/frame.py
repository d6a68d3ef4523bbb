"""The frame around every page: who and where, is the data alive, and the way to the other pages."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl

from dash import ClientsideFunction, Dash, Input, Output, State, dcc, html

from core import log
from core.model import Lang, Page
from core.store import DatabaseFault
from dashboards import units
from dashboards.context import Context, app_context
from dashboards.parts.empty import loading
from dashboards.shell.streams import health
from dashboards.words import say

# Walls fill the screen and never scroll.
WALLS = ("/",)
Children = Any


def frame(context: Context) -> html.Div:
    """The fixed part; `assets/shell.js` sets language and theme before the first page is asked for."""
    return html.Div(
        [
            html.A(say("skip", "zh"), href="#page", className="skip"),
            dcc.Location(id="url"),
            dcc.Store(id="view"),
            dcc.Store(id="lang", data=None),
            dcc.Store(id="theme", data=None),
            dcc.Store(id="changed"),
            html.Header(id="shell-head", className="shell-head"),
            html.Div(id="shell-note", className="shell-note", role="alert", hidden=True),
            html.Main(loading("zh"), id="page", tabIndex=-1),
        ],
        className="shell",
    )


def head(context: Context, path: str) -> list[Any]:
    lang, city = context.lang, context.city.file.name.label
    links = [_link(p, path, lang) for p in units.ordered() if p.in_menu]
    return [
        html.Strong([city.at(lang), html.Span(title(path, context), className="where")], className="brand"),
        html.Nav(links, **{"aria-label": say("menu", lang)}),
        html.Div(health(context), id="sh-health", className="health"),
        html.Span(say("link.on", lang), id="sh-link", className="link-state on", role="status"),
        _button("sh-lang", say("lang", lang), say("lang_hint", lang)),
        _button(
            "sh-theme", say("theme_dark" if context.theme == "light" else "theme_light", lang), say("theme_hint", lang)
        ),
        _button("sh-full", say("full", lang), say("full", lang)),
        html.Time("", id="sh-clock", className="num clock", **{"data-zone": context.city.file.time_zone}),
    ]


def title(path: str, context: Context) -> str:
    page, _ = units.match(path)
    return page.name.at(context.lang) if page else ""


def _link(page: Page, path: str, lang: Lang) -> html.Span:
    here = page.path == path
    link = dcc.Link(page.name.at(lang), href=page.path, className="on" if here else "")
    return html.Span(link, **({"aria-current": "page"} if here else {}))


def _button(id: str, text: str, hint: str) -> html.Button:
    return html.Button(text, id=id, type="button", className="btn tool", title=hint, **{"aria-label": hint})


def body(context: Context, path: str) -> Children:
    page, params = units.match(path)
    if page is None:
        return _missing(context, path)
    try:
        made = page.layout(replace(context, params={**context.params, **params}, path=path))
    except DatabaseFault as error:
        log.get("shell").error("page not read", path=path, error=str(error))
        return _failed(context)
    # One sentence instead of a page of boxes that each say the same.
    return _failed(context) if context.store.away else made


def _missing(context: Context, path: str) -> html.Div:
    say = context.say
    return html.Div(
        [
            html.H1(say("missing")),
            html.P(say("missing_why", path=path)),
            dcc.Link(say("home"), href="/", className="btn"),
        ],
        className="page-state",
    )


def _failed(context: Context) -> html.Div:
    say = context.say
    return html.Div(
        [html.H1(say("failed")), html.P(say("failed_why")), html.A(say("retry"), href="", className="btn")],
        className="page-state failed",
    )


def _context(view: dict[str, Any]) -> Context:
    lang: Lang = "en" if view.get("lang") == "en" else "zh"
    theme = "light" if view.get("theme") == "light" else "dark"
    query = dict(parse_qsl(str(view.get("search") or "").lstrip("?")))
    return app_context(lang=lang, theme=theme, params=query, path=str(view.get("path") or "/"))


def _compose(view: dict[str, Any]) -> tuple[Children, Children, str]:
    context = _context(view)
    path = context.path
    kind = "wall" if path in WALLS else "scroll"
    return head(context, path), body(context, path), kind


def register(app: Dash) -> None:
    """One clientside callback decides language and theme, one server callback lays out the page."""
    app.clientside_callback(
        ClientsideFunction("shell", "view"),
        Output("view", "data"),
        Output("lang", "data"),
        Output("theme", "data"),
        Input("url", "pathname"),
        Input("url", "search"),
        State("view", "data"),
    )

    @app.callback(
        Output("shell-head", "children"),
        Output("page", "children"),
        Output("page", "className"),
        Input("view", "data"),
        on_error=_logged,
        prevent_initial_call=True,
    )
    async def show(view: dict[str, Any] | None) -> Any:
        return await asyncio.to_thread(_compose, view or {})


def _logged(error: Exception) -> None:
    """Dash would answer 500 and say nothing; a fault of ours belongs into the log with its place."""
    log.get("shell").error("page failed", exc_info=error)
    raise error
