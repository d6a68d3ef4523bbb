"""A seeded city: its devices, cameras, citizens and departments, with one script of rain."""

from demo.live.runner import run

__all__ = ["run"]
