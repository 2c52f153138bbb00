"""Ending a run between two steps: at Ctrl+C, at a terminate signal (torchrun sends one), or when its time is up."""

from __future__ import annotations

import signal
import threading
import time
from types import FrameType
from typing import Any


class Stop:
    """``with Stop(deadline) as stop:`` catches the signals in the main thread; ``stop.due`` says that a step was the last.

    ``deadline`` in seconds of time.monotonic(). A second signal interrupts at once.
    """

    def __init__(self, deadline: float | None = None) -> None:
        self.interrupted = False
        self._deadline = deadline
        self._former: dict[int, Any] = {}

    @property
    def due(self) -> bool:
        return self.interrupted or self.late

    @property
    def late(self) -> bool:
        return self._deadline is not None and time.monotonic() >= self._deadline

    def __enter__(self) -> Stop:
        if threading.current_thread() is threading.main_thread():  # signals arrive nowhere else
            for number in (signal.SIGINT, signal.SIGTERM):
                self._former[number] = signal.signal(number, self._caught)
        return self

    def __exit__(self, *_: object) -> None:
        for number, former in self._former.items():
            signal.signal(number, former)

    def _caught(self, number: int, frame: FrameType | None) -> None:
        if self.interrupted:
            raise KeyboardInterrupt
        self.interrupted = True
