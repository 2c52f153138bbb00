"""Lasso, polygon, rectangle and ellipse as small state machines in photo coordinates.

If Alt is held when the button is pressed, the area is subtracted from the mask.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from crfill_core.geometry import Size
from crfill_gui.document.mask_tools.tool import Key, SelectionTool
from crfill_gui.document.outline import Outline, Point, filled, in_eighths
from crfill_gui.document.pointer import Pointer
from crfill_gui.document.selection import Selection

CLOSE_SLACK = 8.0
"""In the widget's units: a click this close to a polygon's first corner closes it."""
_STEP = 0.5
"""The minimum distance between a lasso's points, in device pixels."""


def _selection(points: list[Point], size: Size, subtracts: bool) -> Selection | None:
    box, coverage = filled(points, size)
    selection = Selection(box, coverage, subtracts)
    return None if selection.is_empty else selection


class _CornersTool(SelectionTool):
    """Collects the corners of an outline, which is closed at the end."""

    def __init__(self, size: Size) -> None:
        self._size = size
        self._points: list[Point] = []
        self._subtracts = False

    def cancel(self) -> bool:
        active, self._points = self.is_active, []
        return active

    @property
    def is_active(self) -> bool:
        return bool(self._points)

    def _close(self) -> Selection | None:
        points, self._points = self._points, []
        return _selection(points, self._size, self._subtracts)


class LassoTool(_CornersTool):
    """Drag around an area. Releasing the button closes the outline."""

    def press(self, at: Pointer) -> Selection | None:
        self._points, self._subtracts = [at.point], at.alt
        return None

    def move(self, at: Pointer) -> None:
        if self._points and math.dist(self._points[-1], at.point) * at.zoom >= _STEP:
            self._points.append(at.point)

    def release(self, at: Pointer) -> Selection | None:
        self.move(at)
        return self._close()

    @property
    def outlines(self) -> tuple[Outline, ...]:
        return (Outline(tuple(self._points), closed=True),) if self._points else ()


class PolygonTool(_CornersTool):
    """Click one corner after another; with Shift, each side's direction is a multiple of 45°. Backspace removes the last
    corner. Enter, a double click or a click on the first of at least three corners closes the polygon.
    """

    def __init__(self, size: Size) -> None:
        super().__init__(size)
        self._next: Point = (0.0, 0.0)

    def press(self, at: Pointer) -> Selection | None:
        if not self._points:
            self._subtracts = at.alt
        elif len(self._points) >= 3 and self._is_near_first(at):
            return self._close()
        self.move(at)
        self._points.append(self._next)
        return None

    def _is_near_first(self, at: Pointer) -> bool:
        return math.dist(self._points[0], at.point) * at.zoom <= CLOSE_SLACK * at.ratio

    def move(self, at: Pointer) -> None:
        self._next = at.point
        if at.shift and self._points:
            self._next = in_eighths(self._points[-1], self._next)

    def double_click(self, at: Pointer) -> Selection | None:
        return self._close()  # the first press has set the corner

    def wants(self, key: Key) -> bool:
        return self.is_active

    def key(self, key: Key) -> Selection | None:
        if key == "enter":
            return self._close()
        del self._points[-1:]
        return None

    @property
    def outlines(self) -> tuple[Outline, ...]:
        return (Outline((*self._points, self._next), closed=False),) if self._points else ()


class ShapeTool(SelectionTool):
    """Drag from corner to corner; ``shape`` makes the outline from the two. With Shift, the sides are equal. If Alt is
    pressed during the drag, the first corner becomes the centre.
    """

    def __init__(self, size: Size, shape: Callable[[Point, Point], list[Point]]) -> None:
        self._size, self._shape = size, shape
        self._start: Point | None = None
        self._corners: tuple[Point, Point] = ((0.0, 0.0), (0.0, 0.0))
        self._subtracts = self._alt_is_free = False

    def press(self, at: Pointer) -> Selection | None:
        self._start, self._subtracts = at.point, at.alt
        self._corners = (self._start, self._start)
        # If Alt was held before the press, it means only "subtract" until it is released.
        self._alt_is_free = not at.alt
        return None

    def move(self, at: Pointer) -> None:
        if self._start is None:
            return
        self._alt_is_free |= not at.alt
        across, down = at.x - self._start[0], at.y - self._start[1]
        if at.shift:
            side = max(abs(across), abs(down))
            across, down = math.copysign(side, across), math.copysign(side, down)
        x, y = self._start
        back = 1 if at.alt and self._alt_is_free else 0
        self._corners = ((x - back * across, y - back * down), (x + across, y + down))

    def release(self, at: Pointer) -> Selection | None:
        if self._start is None:
            return None
        self.move(at)
        self._start = None
        return _selection(self._shape(*self._corners), self._size, self._subtracts)

    def cancel(self) -> bool:
        active, self._start = self.is_active, None
        return active

    @property
    def is_active(self) -> bool:
        return self._start is not None

    @property
    def outlines(self) -> tuple[Outline, ...]:
        points = self._shape(*self._corners) if self.is_active else []
        return (Outline(tuple(points), closed=True),) if points else ()
