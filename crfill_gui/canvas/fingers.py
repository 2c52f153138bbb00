"""Fingers on a touch screen. One finger acts like the mouse. Two fingers move and zoom the photo."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QEventPoint, QGuiApplication, QTouchEvent

from crfill_gui.canvas.photo_view import PhotoView
from crfill_gui.canvas.viewport import Viewport

SLACK = 6.0
"""A finger acts only once it has moved farther than this, in the widget's units, or has been lifted, because a second finger
often follows.
"""
Act = Literal["press", "double", "move", "release"]
NEVER = (-math.inf, QPointF())
Pair = tuple[float, float, float]
"""The middle between two fingers and their distance, in device pixels."""


class Fingers:
    """Follows a touch from when the first finger is set down until the last one is lifted.

    ``act`` handles an event of the only finger, at a place in the widget's units. ``cancel`` undoes what the finger has
    begun, if a second finger follows or the system cancels the touch. ``leave`` is called when no finger is left on the
    screen. ``busy`` says whether a gesture of the mouse or pen is in progress, which a hand on the screen must not
    disturb.
    """

    def __init__(
        self,
        view: PhotoView,
        busy: Callable[[], bool],
        act: Callable[[Act, QPointF, Qt.KeyboardModifier], None],
        cancel: Callable[[], object],
        leave: Callable[[], object],
    ) -> None:
        self._view, self._busy, self._act, self._cancel, self._leave = view, busy, act, cancel, leave
        self._state: Literal["none", "waiting", "one", "two", "ignored"] = "none"
        self._first = QPointF()
        self._start: tuple[tuple[int, int], Pair, Viewport] | None = None
        self._tapped = NEVER

    def follow(self, event: QTouchEvent, ratio: float) -> None:
        """Handle an event of a touch screen. One unit of the widget is ``ratio`` device pixels."""
        up = QEventPoint.State.Released
        down = [point for point in event.points() if point.state() != up]
        if event.type() == QEvent.Type.TouchCancel:
            self._begin("none")
        elif len(down) >= 2:
            if self._state == "none":
                self._begin("ignored" if self._busy() else "two")
            elif self._state in ("waiting", "one"):
                self._begin("two")
            if self._state == "two":
                self._move(down[0], down[1], ratio)
        else:
            self._start = None  # if one of two fingers is lifted and set down again, both start anew
            self._follow_one(event, down)
        if not down:
            self._state = "none"
            self._leave()

    def _begin(self, state: Literal["none", "two", "ignored"]) -> None:
        if self._state == "one":
            self._cancel()
        self._state, self._start = state, None

    def _follow_one(self, event: QTouchEvent, down: list[QEventPoint]) -> None:
        place, keys = (down or event.points())[0].position(), QGuiApplication.keyboardModifiers()
        if self._state == "none" and down:
            self._state, self._first = "ignored" if self._busy() else "waiting", place
        elif self._state == "waiting" and (not down or (place - self._first).manhattanLength() > SLACK):
            self._state = "one"
            self._act("double" if self._is_second_tap() else "press", self._first, keys)
        if self._state == "one":
            self._act("move" if down else "release", place, keys)

    def _is_second_tap(self) -> bool:
        before, self._tapped = self._tapped, (time.monotonic(), self._first)
        hints = QGuiApplication.styleHints()
        soon = self._tapped[0] - before[0] < hints.mouseDoubleClickInterval() / 1000
        near = (self._first - before[1]).manhattanLength() < hints.touchDoubleTapDistance()
        if soon and near:
            self._tapped = NEVER  # a third tap counts as a first one
        return soon and near

    def _move(self, first: QEventPoint, second: QEventPoint, ratio: float) -> None:
        """Keep the same places of the photo under both fingers. The viewport is computed from where the fingers started, so
        that errors do not accumulate.
        """
        a, b = first.position() * ratio, second.position() * ratio
        pair = ((a.x() + b.x()) / 2, (a.y() + b.y()) / 2, max(1.0, math.hypot(a.x() - b.x(), a.y() - b.y())))
        ids = (first.id(), second.id())
        if self._start is None or self._start[0] != ids:
            self._start = (ids, pair, self._view.viewport)
            return
        _, (x, y, apart), viewport = self._start
        moved = viewport.zoomed(viewport.zoom * pair[2] / apart, x, y)
        self._view.move_to(moved.panned(pair[0] - x, pair[1] - y))
