"""An event of the pointer, as it is passed to the tools."""

from __future__ import annotations

from dataclasses import dataclass

from crfill_gui.document.outline import Point


@dataclass(frozen=True)
class Pointer:
    """One event of the mouse, pen or finger.

    (x, y) is in photo pixels, (screen_x, screen_y) in device pixels. ``zoom`` is in device pixels per photo pixel, and
    ``ratio`` device pixels are one unit of the widget. ``pressure`` is 0 … 1.
    """

    x: float
    y: float
    screen_x: float
    screen_y: float
    zoom: float = 1.0
    pressure: float = 1.0
    shift: bool = False
    alt: bool = False
    ratio: float = 1.0

    @property
    def point(self) -> Point:
        return self.x, self.y
