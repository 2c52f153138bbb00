"""The zoom tool. A click zooms in, or out with Alt. Dragging a box zooms to it. No Qt."""

from __future__ import annotations

import math
from collections.abc import Callable

from crfill_core.geometry import Box
from crfill_gui.canvas.tools import CLICK_SLACK
from crfill_gui.document.outline import Outline, rectangle
from crfill_gui.document.pointer import Pointer


class ZoomTool:
    """``step(direction, x, y)`` zooms in (1) or out (−1) at a device pixel; ``show(box)`` zooms to a box of the photo."""

    def __init__(self, step: Callable[[int, float, float], None], show: Callable[[Box], None]) -> None:
        self._step, self._show = step, show
        self._start: Pointer | None = None
        self._end: Pointer | None = None

    def press(self, pointer: Pointer) -> None:
        self._start = self._end = pointer

    def move(self, pointer: Pointer) -> None:
        if self._start is not None:
            self._end = pointer

    def release(self, pointer: Pointer) -> None:
        self.move(pointer)
        start, box = self._start, self._box()
        self._start = self._end = None
        if start is None:
            return
        if box is None:
            self._step(-1 if pointer.alt else 1, start.screen_x, start.screen_y)
        elif not box.is_empty:
            self._show(box)

    def cancel(self) -> bool:
        active, self._start, self._end = self._start is not None, None, None
        return active

    @property
    def outlines(self) -> tuple[Outline, ...]:
        """The box being dragged."""
        if self._start is None or self._end is None or self._box() is None:
            return ()
        return (Outline(tuple(rectangle(self._start.point, self._end.point)), closed=True),)

    def _box(self) -> Box | None:
        """The dragged box in photo pixels; None for a click."""
        if self._start is None or self._end is None:
            return None
        across = self._end.screen_x - self._start.screen_x
        down = self._end.screen_y - self._start.screen_y
        if math.hypot(across, down) <= CLICK_SLACK * self._end.ratio:
            return None
        (left, top), _, (right, bottom), _ = rectangle(self._start.point, self._end.point)
        return Box(int(left), int(top), int(right), int(bottom))
