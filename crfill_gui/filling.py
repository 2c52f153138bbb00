"""The fill under way: asks the engine, follows the job, and puts the result into the document it was asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QObject, Signal

from crfill_core.imaging.photo import Photo
from crfill_core.inference.request import FillOptions, FillRequest, FillResult
from crfill_gui.document.document import Document
from crfill_gui.engine import Engine

Land = Callable[[FillRequest, FillResult], None]
"""What becomes of a result that still belongs to its document's pixels."""


@dataclass(frozen=True)
class Job:
    """What was asked, and for which document."""

    number: int
    request: FillRequest
    document: Document
    land: Land


class Filling(QObject):
    """One fill at a time. Each started one ends with exactly one of done, stale, failed and cancelled."""

    started = Signal()
    progress = Signal(float, str, object)  # fraction, what, seconds left or None
    done = Signal(object)  # FillResult, already landed
    stale = Signal()  # the photo changed meanwhile: dropped
    failed = Signal(str)
    cancelled = Signal()

    def __init__(self, engine: Engine, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._engine = engine
        self._job: Job | None = None
        self._abandoned = 0  # the number of the last job that nobody waits for any more
        engine.progress.connect(self._on_progress)
        engine.finished.connect(self._on_finished)
        engine.failed.connect(self._on_failed)
        engine.cancelled.connect(self._on_cancelled)

    @property
    def active(self) -> bool:
        return self._job is not None

    def start(
        self,
        document: Document,
        options: FillOptions,
        mask: np.ndarray | None = None,
        land: Land | None = None,
        label: str = "Fill",
        covered: np.ndarray | None = None,
        base: Photo | None = None,
    ) -> None:
        """Fill what ``mask`` covers, or else the document's own, steered as the document is now. ``covered`` is the
        document's mask where the one to be filled was made from it: that is what the fill clears. With ``base``, the
        photo as the latest fill found it, the new fill is made from that and replaces the latest.

        The person may go on painting meanwhile. The result becomes a step of that label, unless ``land`` takes it.
        """

        def apply(request: FillRequest, result: FillResult) -> None:
            document.apply_fill(request, result, label, covered, replaces=base is not None)

        avoid, prefer = document.steering()
        request = FillRequest(
            photo=document.lend() if base is None else base,
            mask=document.coverage.copy() if mask is None else mask,
            options=options,
            avoid=avoid,
            prefer=prefer,
            lines=document.lines,
            revision=document.revision,
        )
        self._job = Job(self._engine.submit(request), request, document, land or apply)
        self.started.emit()

    def cancel(self) -> bool:
        """Stop the fill under way; False if there is none."""
        if self._job is None:
            return False
        self._engine.cancel()
        return True

    def abandon(self) -> None:
        """Stop the fill under way because its document is no longer open: its result will be dropped."""
        if self._job is not None:
            self._abandoned = self._job.number
            self.cancel()

    def _on_progress(self, number: int, fraction: float, what: str, left: float | None) -> None:
        if self._job is not None and self._job.number == number:
            self.progress.emit(fraction, what, left)

    def _on_finished(self, number: int, result: FillResult) -> None:
        job = self._end(number)
        if job is None:
            return
        if number == self._abandoned or not job.document.request_matches(result):
            self.stale.emit()
        else:
            job.land(job.request, result)
            self.done.emit(result)

    def _on_failed(self, number: int, sentence: str) -> None:
        if self._end(number) is not None:
            self.failed.emit(sentence)

    def _on_cancelled(self, number: int) -> None:
        if self._end(number) is not None:
            self.cancelled.emit()

    def _end(self, number: int) -> Job | None:
        job = self._job
        if job is None or job.number != number:
            return None
        self._job = None
        job.document.take_back(job.request.photo)
        return job
