"""The timer of moving dashed outlines, which runs only while there is something to draw."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

STEP_MS = 90
STEP = 1.0
"""Pixels that the dashes move at each step."""


class Ants(QObject):
    """``phase`` is the offset of the dashes; ``redraw`` is called at each step."""

    def __init__(self, redraw: Callable[[], object], parent: QObject) -> None:
        super().__init__(parent)
        self.phase = 0.0
        self._redraw = redraw
        self._timer = QTimer(self, interval=STEP_MS)
        self._timer.timeout.connect(self._step)

    @property
    def marching(self) -> bool:
        return self._timer.isActive()

    def march(self, marching: bool) -> None:
        """Start or stop."""
        if marching != self.marching:
            if marching:
                self._timer.start()
            else:
                self._timer.stop()

    def _step(self) -> None:
        self.phase += STEP
        self._redraw()
