"""Inline SVG as a Dash component: `assets/parts.js` draws it, so colours follow the theme and the printer."""

from __future__ import annotations

from typing import Any, ClassVar

from dash.development.base_component import Component

Shape = dict[str, Any]


class Draw(Component):
    """`shapes` are dicts with `tag` and React attribute names; `label` is what a screen reader says."""

    _children_props: ClassVar[list[str]] = []
    _base_nodes: ClassVar[list[str]] = ["children"]
    _namespace = "city_svg"
    _type = "Draw"

    def __init__(
        self,
        shapes: list[Shape],
        view: tuple[float, float],
        label: str = "",
        className: str = "draw",
        stretch: bool = True,
        **kwargs: Any,
    ) -> None:
        self._prop_names = ["id", "shapes", "viewBox", "label", "className", "stretch"]
        self._valid_wildcard_attributes: list[str] = []
        self.available_properties = self._prop_names
        self.available_wildcard_attributes: list[str] = []
        box = f"0 0 {view[0]:g} {view[1]:g}"
        super().__init__(shapes=shapes, viewBox=box, label=label, className=className, stretch=stretch, **kwargs)
