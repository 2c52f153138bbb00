"""Slow work (most of it reading and writing photos) in one worker thread, with the answer on the main thread."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from crfill_core.errors import CrfillError
from crfill_gui.i18n import tr, tr_core

log = logging.getLogger(__name__)
T = TypeVar("T")


class Background(QObject):
    """Runs callables one after another. ``busy_changed`` says when the first starts and the last has ended."""

    busy_changed = Signal(bool)
    _answered = Signal(object)

    def __init__(self, parent: QObject | None = None, thread: str = "files") -> None:
        super().__init__(parent)
        self._executor = ThreadPoolExecutor(1, thread_name_prefix=thread)
        self._waiting = 0
        self._answered.connect(self._answer, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        return self._waiting > 0

    def run(
        self, work: Callable[[], T], done: Callable[[T], object], failed: Callable[[str], object]
    ) -> None:
        """Do ``work`` in the worker, then call ``done(answer)`` or ``failed(sentence)`` on the main thread."""
        self._waiting += 1
        if self._waiting == 1:
            self.busy_changed.emit(True)
        self._executor.submit(self._work, work, done, failed)

    def _work(
        self, work: Callable[[], Any], done: Callable[[Any], object], failed: Callable[[str], object]
    ) -> None:
        try:
            answer = work()
            self._answered.emit(lambda: done(answer))
        except CrfillError as error:
            sentence = tr_core(error)
            self._answered.emit(lambda: failed(sentence))
        except Exception as error:
            log.exception("Unexpected failure in the background")
            what = f"{type(error).__name__}: {error}"
            sentence = tr("Something unexpected went wrong ({what}). The details are in the log.", what=what)
            self._answered.emit(lambda: failed(sentence))

    def _answer(self, answer: Callable[[], object]) -> None:
        self._waiting -= 1
        if self._waiting == 0:
            self.busy_changed.emit(False)
        answer()

    def close(self) -> None:
        """Finish what was asked for: no save is cut short or forgotten."""
        self._executor.shutdown(wait=True)
