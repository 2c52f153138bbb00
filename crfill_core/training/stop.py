"""Ending a run between two steps: at Ctrl+C, at a terminate signal (torchrun sends one), when its time is up, or when a
file asks for it (where a program cannot send signals, or is on another machine).
"""

from __future__ import annotations

import signal
import threading
import time
from pathlib import Path
from types import FrameType
from typing import Any


class Stop:
    """``with Stop(deadline) as stop:`` catches the signals in the main thread; ``stop.due`` says that a step was the last.

    ``deadline`` in seconds of time.monotonic(); ``request`` is a file that asks for the end by being there. A second
    signal interrupts at once.
    """

    def __init__(self, deadline: float | None = None, request: Path | None = None) -> None:
        self.interrupted = False
        self._deadline, self._request = deadline, request
        self._former: dict[int, Any] = {}

    @property
    def due(self) -> bool:
        return self.interrupted or self.late or self.asked

    @property
    def late(self) -> bool:
        return self._deadline is not None and time.monotonic() >= self._deadline

    @property
    def asked(self) -> bool:
        return self._request is not None and self._request.exists()

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
