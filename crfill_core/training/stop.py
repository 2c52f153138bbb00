"""Ends a run between two steps: after Ctrl+C or a terminate signal, at a deadline, or when a request file exists.

torchrun sends terminate signals. The request file is for programs that cannot send signals or are on another machine.
"""

from __future__ import annotations

import signal
import threading
import time
from pathlib import Path
from types import FrameType
from typing import Any


class Stop:
    """Context that catches the signals. ``due`` becomes true when no further step should begin.

    ``deadline``: seconds of time.monotonic(). ``request``: the file whose existence asks the run to end. A second
    signal raises KeyboardInterrupt immediately.
    """

    def __init__(self, deadline: float | None = None, request: Path | None = None) -> None:
        self.interrupted = False
        self._deadline, self._request = deadline, request
        self._former: dict[int, Any] = {}

    @property
    def due(self) -> bool:
        """Whether the run should end now, for any reason."""
        return self.interrupted or self.late or self.asked

    @property
    def late(self) -> bool:
        """Whether the deadline has passed."""
        return self._deadline is not None and time.monotonic() >= self._deadline

    @property
    def asked(self) -> bool:
        """Whether the request file exists."""
        return self._request is not None and self._request.exists()

    def __enter__(self) -> Stop:
        if threading.current_thread() is threading.main_thread():  # signals arrive in the main thread only
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
