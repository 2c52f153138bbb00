"""The hand and the brush as small state machines in photo coordinates, without Qt."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Literal, Protocol

from crfill_gui.document.brush import Brush, PenUse, dabs
from crfill_gui.document.document import Document
from crfill_gui.document.outline import Point
from crfill_gui.document.pointer import Pointer
from crfill_gui.document.selection import Selection
from crfill_gui.document.stroke import Painted
from crfill_gui.i18n import mark

CLICK_SLACK = 4.0
"""How far the pointer may move during a click, in the widget's units."""

ToolName = Literal[
    "brush",
    "eraser",
    "avoid",
    "lasso",
    "polygon",
    "rectangle",
    "ellipse",
    "smart",
    "bucket",
    "line",
    "hand",
    "zoom",
]


class Tool(Protocol):
    """Gets every event from the press of a button to its release. Tools that select an area return the selection that the
    event finished; all other tools return None.
    """

    def press(self, pointer: Pointer, /) -> Selection | None: ...

    def move(self, pointer: Pointer, /) -> None: ...

    def release(self, pointer: Pointer, /) -> Selection | None: ...

    def cancel(self) -> bool:
        """Abandon the unfinished gesture; False if there was none."""


class HandTool:
    """Pans the photo."""

    def __init__(self, pan: Callable[[float, float], None]) -> None:
        self._pan = pan
        self._last: Point | None = None

    def press(self, pointer: Pointer) -> None:
        self._last = (pointer.screen_x, pointer.screen_y)

    def move(self, pointer: Pointer) -> None:
        if self._last is not None:
            last, self._last = self._last, (pointer.screen_x, pointer.screen_y)
            self._pan(self._last[0] - last[0], self._last[1] - last[1])

    def release(self, pointer: Pointer) -> None:
        self._last = None

    def cancel(self) -> bool:
        active, self._last = self._last is not None, None
        return active


class BrushTool:
    """Paints or erases on a layer. With Alt it does the opposite. Shift+click draws a straight line from the end of the last
    stroke. Shift+drag changes the brush's size.
    """

    def __init__(
        self,
        brush: Callable[[], Brush],
        resize: Callable[[Brush], None],
        pen: Callable[[], PenUse],
        erases: bool,
        layer: Painted = "mask",
    ) -> None:
        self._brush, self._resize, self._pen, self._erases = brush, resize, pen, erases
        self.layer = layer
        self._document: Document | None = None
        self._state: Literal["idle", "painting", "undecided", "sizing"] = "idle"
        self._erasing = erases
        self._last: Point = (0.0, 0.0)
        self._pressed: Pointer | None = None
        self._brush_at_press = brush()
        self._line_from: Point | None = None

    def edit(self, document: Document | None) -> None:
        """Paint on another document from now on."""
        self.cancel()
        self._document, self._line_from = document, None

    def press(self, pointer: Pointer) -> None:
        if self._document is None or self._state != "idle":
            return
        self._pressed, self._brush_at_press = pointer, self._brush()
        self._erasing = self._erases != pointer.alt
        if pointer.shift:
            self._state = "undecided"  # a click will draw a line, a drag will change the size
        else:
            self._begin(pointer)

    def move(self, pointer: Pointer) -> None:
        if self._pressed is None or self._document is None:
            return
        across = pointer.screen_x - self._pressed.screen_x
        if (
            self._state == "undecided"
            and math.hypot(across, pointer.screen_y - self._pressed.screen_y) > CLICK_SLACK * pointer.ratio
        ):
            self._state = "sizing"
        if self._state == "sizing":
            self._resize(self._brush_at_press.resized(self._brush_at_press.radius + across / pointer.zoom))
        elif self._state == "painting":
            self._line_to(pointer)

    def release(self, pointer: Pointer) -> None:
        if self._document is None:
            return
        if self._state == "undecided":
            self._begin(pointer, self._line_from)
        if self._state == "painting":
            self._document.commit_stroke()
            self._line_from = self._last
        self._state, self._pressed = "idle", None

    def cancel(self) -> bool:
        active = self._state != "idle"
        if self._document is not None:
            if self._state == "painting":
                self._document.abort_stroke()
            elif self._state == "sizing":
                self._resize(self._brush_at_press)
        self._state, self._pressed = "idle", None
        return active

    def _begin(self, pointer: Pointer, start: Point | None = None) -> None:
        assert self._document is not None
        self._state = "painting"
        labels = {
            "mask": (mark("Paint"), mark("Erase")),
            "avoid": (mark("Avoid"), mark("Stop avoiding")),
        }[self.layer]
        self._document.begin_stroke(labels[self._erasing], self.layer)
        self._last = start or pointer.point
        self._document.paint(self._pressed_brush(pointer), [self._last], self._erasing)
        if start is not None:
            self._line_to(pointer)

    def _line_to(self, pointer: Pointer) -> None:
        assert self._document is not None
        brush = self._pressed_brush(pointer)
        points = list(dabs(self._last, pointer.point, brush.radius))
        self._last = pointer.point
        self._document.paint(brush, points, self._erasing)

    def _pressed_brush(self, pointer: Pointer) -> Brush:
        return self._brush().pressed(pointer.pressure, self._pen())
