"""The smart select tool: the state machine around :mod:`crfill_gui.document.smart_select`."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np

from crfill_core.geometry import Box, Size
from crfill_gui.document.outline import Point, rectangle
from crfill_gui.document.select_tools import Key, Outline, Pointed, SelectionTool
from crfill_gui.document.selection import Selection
from crfill_gui.document.smart_select import SMALLEST_BOX, Stroke, smart_selection, working_area

STROKE_RADIUS = 8.0
"""Of a correcting stroke, in screen pixels."""


class SmartSelectTool(SelectionTool):
    """Drag a box round a thing; then strokes correct: plain ones add, those with Alt take away. Backspace takes the
    last stroke back; Enter, a double click or a press elsewhere accepts.

    ``pixels`` gives the photo's present pixels (H, W, 1|3). Alt at the box's press subtracts the thing from the mask.
    """

    def __init__(self, pixels: Callable[[], np.ndarray]) -> None:
        self._pixels = pixels
        self._corners: tuple[Point, Point] | None = None  # while a box is dragged
        self._box: Box | None = None  # once it has been
        self._strokes: list[Stroke] = []
        self._line: list[Point] = []
        self._radius, self._marks_thing = 1.0, True
        self._subtracts = False
        self._found: Selection | None = None
        self._contours: tuple[Outline, ...] = ()

    @property
    def preview(self) -> Selection | None:
        """What would be accepted now."""
        return self._found

    def press(self, at: Pointed) -> Selection | None:
        if self._box is not None and self._reaches(at):
            self._line, self._radius, self._marks_thing = [(at.x, at.y)], STROKE_RADIUS / at.zoom, not at.alt
            return None
        accepted = self._accept()
        self._corners, self._subtracts = ((at.x, at.y), (at.x, at.y)), at.alt
        return accepted

    def move(self, at: Pointed) -> None:
        if self._corners is not None:
            self._corners = (self._corners[0], (at.x, at.y))
        elif self._line:
            self._line.append((at.x, at.y))

    def release(self, at: Pointed) -> Selection | None:
        self.move(at)
        if self._corners is not None:
            (left, top), _, (right, bottom), _ = rectangle(*self._corners)
            self._corners = None
            box = Box(int(left), int(top), int(right), int(bottom)).clamp(self._size)
            self._box = box if min(box.width, box.height) >= SMALLEST_BOX else None
            self._find()
        elif self._line:
            self._strokes.append(Stroke(tuple(self._line), self._radius, self._marks_thing))
            self._line = []
            self._find()
        return None

    def double_click(self, at: Pointed) -> Selection | None:
        return self._accept()

    def wants(self, key: Key) -> bool:
        return self._box is not None and (key == "enter" or bool(self._strokes))

    def key(self, key: Key) -> Selection | None:
        if key == "enter":
            return self._accept()
        del self._strokes[-1:]
        self._find()
        return None

    def cancel(self) -> bool:
        """The stroke under way; or else everything."""
        if self._line:
            self._line = []
            return True
        active = self.is_active
        self._forget()
        return active

    @property
    def is_active(self) -> bool:
        return self._corners is not None or self._box is not None

    @property
    def outlines(self) -> tuple[Outline, ...]:
        if self._corners is not None:
            return (Outline(tuple(rectangle(*self._corners)), closed=True),)
        lines = [Outline(tuple(self._line), closed=False)] if self._line else []
        return (*lines, *self._contours)

    @property
    def _size(self) -> Size:
        height, width = self._pixels().shape[:2]
        return Size(width, height)

    def _reaches(self, at: Pointed) -> bool:
        assert self._box is not None
        area = working_area(self._box, self._size)
        return area.left <= at.x < area.right and area.top <= at.y < area.bottom

    def _find(self) -> None:
        self._found, self._contours = None, ()
        if self._box is not None:
            area, coverage = smart_selection(self._pixels(), self._box, self._strokes)
            found = Selection(area, coverage, self._subtracts)
            self._found = None if found.is_empty else found
            self._contours = _contours(found)

    def _accept(self) -> Selection | None:
        found = self._found
        self._forget()
        return found

    def _forget(self) -> None:
        self._corners = self._box = self._found = None
        self._strokes, self._line, self._contours = [], [], ()


def _contours(selection: Selection) -> tuple[Outline, ...]:
    """Lines round the half-covered pixels."""
    half = (selection.coverage > 127).view(np.uint8)
    lines, _ = cv2.findContours(half, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    offset = np.array([selection.box.left + 0.5, selection.box.top + 0.5])
    return tuple(
        Outline(tuple((float(x), float(y)) for x, y in line[:, 0] + offset), closed=True) for line in lines
    )
