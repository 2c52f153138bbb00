"""The engine's thread: fills run here one at a time, with job ids, progress, time left and cancel."""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import numpy as np
from PySide6.QtCore import QObject, Qt, Signal

from crfill_core.errors import CrfillError
from crfill_core.geometry import Box
from crfill_core.inference.request import FillRequest, FillResult
from crfill_core.lines import Line
from crfill_core.progress import Cancelled, Progress
from crfill_core.references.provenance import References
from crfill_gui.i18n import tr, tr_core

if TYPE_CHECKING:
    from crfill_core.inference.plan import TrainedScale

log = logging.getLogger(__name__)
T = TypeVar("T")


class Filler(Protocol):
    """What the engine needs of an inpainter."""

    @property
    def weights_name(self) -> str: ...

    @property
    def weights_sha256(self) -> str: ...

    @property
    def device_name(self) -> str: ...

    @property
    def trained(self) -> TrainedScale: ...

    def fill(self, request: FillRequest, progress: Progress) -> FillResult: ...

    def add_mirrored(self, references: References) -> tuple[str, ...]: ...


MakeFiller = Callable[[str, str], Filler]


def load_inpainter(weights: str, device: str) -> Filler:
    """The real inpainter. Imports torch, so only the worker thread calls it."""
    from crfill_core.inference.inpainter import Inpainter

    return Inpainter(weights=weights, device=device)


def usable_devices() -> list[tuple[str, str]]:
    """The names of the devices that work here, each with a text for people. Imports torch."""
    from crfill_core.inference.device import DEVICES, describe_device, resolve_device

    found = []
    for name in DEVICES:
        try:
            text = describe_device(resolve_device(name))
        except CrfillError:
            continue
        found.append((name, tr("Automatic: {device}", device=text) if name == "auto" else text))
    return found


class TimeLeft:
    """Estimates the seconds left from how far a job is, calmly: the estimate follows slowly and jumps
    rarely.
    """

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._start = now()
        self._end: float | None = None

    def update(self, fraction: float) -> float | None:
        """Seconds left at that fraction; None while it is too early to tell."""
        elapsed = self._now() - self._start
        if fraction < 0.03 or elapsed < 0.3:
            return None
        end = self._start + elapsed / fraction
        self._end = end if self._end is None else 0.7 * self._end + 0.3 * end
        return max(0.0, self._end - self._now())


class Engine(QObject):
    """Owns the worker thread and the loaded weights. Every signal arrives on the main thread.

    ``ready(weights, device)`` after the weights are loaded; then per job ``progress(job, fraction, what,
    seconds left or None)`` and exactly one of ``finished(job, result)``, ``failed(job, sentence)``,
    ``cancelled(job)``.
    """

    warming = Signal()
    ready = Signal(str, str)
    not_ready = Signal(str)
    progress = Signal(int, float, str, object)
    finished = Signal(int, object)
    failed = Signal(int, str)
    cancelled = Signal(int)
    _posted = Signal(object)

    def __init__(
        self,
        weights: str = "default",
        device: str = "auto",
        make_filler: MakeFiller = load_inpainter,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._make_filler, self._choice = make_filler, (weights, device)
        self.find_devices = usable_devices
        """Called on the worker thread."""
        self._filler: Filler | None = None
        self._jobs: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._current: Progress | None = None
        self._last_job = 0
        self._posted.connect(lambda emit: emit(), Qt.ConnectionType.QueuedConnection)
        self._thread = threading.Thread(target=self._serve, name="engine", daemon=True)
        self._thread.start()

    def warm(self) -> None:
        """Load the weights in the background, so that the first fill need not wait for them."""
        self._jobs.put(self._warm)

    def choose(self, weights: str, device: str) -> None:
        """Use other weights or another device from the next job on, and load them now."""
        self._jobs.put(lambda: self._change(weights, device))
        self.warm()

    def submit(self, request: FillRequest) -> int:
        """Queue a fill and return its job id. One at a time: RuntimeError while another is under way."""
        if self._current is not None:
            raise RuntimeError("A fill is already under way")
        self._last_job += 1
        job, clock = self._last_job, TimeLeft()

        def report(fraction: float, what: str) -> None:
            left = clock.update(fraction)
            self._post(lambda: self.progress.emit(job, fraction, what, left))

        progress = self._current = Progress(report)
        self._jobs.put(lambda: self._fill(job, request, progress))
        return job

    def call(
        self, work: Callable[[], T], done: Callable[[T], object], failed: Callable[[str], object]
    ) -> None:
        """Do ``work`` on the worker thread when it is free, then ``done(answer)`` or ``failed(sentence)`` on the
        main thread.
        """
        self._jobs.put(lambda: self._call(work, done, failed))

    def ask_devices(self, answer: Callable[[list[tuple[str, str]]], object]) -> None:
        """Find out which devices can be used here, then call ``answer`` with the name and a text for each."""
        self.call(self.find_devices, answer, lambda sentence: log.warning("Devices: %s", sentence))

    def windows(self, mask: np.ndarray, scale: float) -> list[Box]:
        """What the network will see of a photo to be filled under that mask (H, W) uint8, one box a hole; none where
        it cannot be filled.
        """
        from crfill_core.inference.plan import TrainedScale, plan_windows

        trained = self._filler.trained if self._filler else TrainedScale()
        try:
            return [plan.window for plan in plan_windows(mask > 0, trained, scale=scale)]
        except CrfillError:
            return []

    def find_lines(self, request: FillRequest, progress: Progress) -> tuple[Line, ...]:
        """The edges that a fill would let go on across the holes of a request, in photo pixels; none where it cannot be
        filled. For any thread; raises Cancelled.
        """
        from crfill_core.inference.found_lines import found_lines
        from crfill_core.inference.plan import TrainedScale

        filler = self._filler
        try:
            return found_lines(request, filler.trained if filler else TrainedScale(), progress)
        except CrfillError:
            return ()

    def filler(self, weights: str) -> Filler:
        """A filler with those weights on the chosen device, loaded if need be: for work given to :meth:`call`."""
        chosen, device = self._choice
        return self._loaded() if weights == chosen else self._make_filler(weights, device)

    def look_twice(
        self, references: Sequence[References], done: Callable[[], object], failed: Callable[[str], object]
    ) -> None:
        """Let the network see these windows mirrored too, so that their confidence counts agreement."""

        def work() -> None:
            filler = self._loaded()
            for one in references:
                filler.add_mirrored(one)

        self.call(work, lambda _: done(), failed)

    @property
    def weights_sha256(self) -> str:
        """Of the weights in use; "" before they are loaded."""
        return self._filler.weights_sha256 if self._filler else ""

    def cancel(self) -> None:
        """Ask the fill under way to stop; ``cancelled`` follows."""
        if self._current is not None:
            self._current.cancel()

    def close(self, timeout: float = 3.0) -> None:
        """Cancel, and wait a little for the thread to end."""
        self.cancel()
        self._jobs.put(None)
        self._thread.join(timeout)

    # On the worker thread

    def _serve(self) -> None:
        while (job := self._jobs.get()) is not None:
            job()

    def _change(self, weights: str, device: str) -> None:
        self._choice, self._filler = (weights, device), None

    def _loaded(self) -> Filler:
        if self._filler is None:
            self._post(self.warming.emit)
            self._filler = filler = self._make_filler(*self._choice)
            self._post(lambda: self.ready.emit(filler.weights_name, filler.device_name))
        return self._filler

    def _warm(self) -> None:
        try:
            self._loaded()
        except Exception as error:
            sentence = _sentence(error)
            self._post(lambda: self.not_ready.emit(sentence))

    def _call(
        self, work: Callable[[], Any], done: Callable[[Any], object], failed: Callable[[str], object]
    ) -> None:
        try:
            answer = work()
            self._post(lambda: done(answer))
        except Exception as error:
            sentence = _sentence(error)
            self._post(lambda: failed(sentence))

    def _fill(self, job: int, request: FillRequest, progress: Progress) -> None:
        try:
            progress.update(0.0, tr("Loading weights") if self._filler is None else "")
            filler = self._loaded()
            result = filler.fill(request, progress)
            progress.check()
            self._end(lambda: self.finished.emit(job, result))
        except Cancelled:
            self._end(lambda: self.cancelled.emit(job))
        except Exception as error:
            sentence = _sentence(error)
            self._end(lambda: self.failed.emit(job, sentence))

    def _end(self, emit: Callable[[], None]) -> None:
        def on_main_thread() -> None:
            self._current = None
            emit()

        self._post(on_main_thread)

    def _post(self, emit: Callable[[], object]) -> None:
        self._posted.emit(emit)


def _sentence(error: Exception) -> str:
    if isinstance(error, CrfillError):
        return tr_core(error)
    log.error("Unexpected failure in the engine", exc_info=error)
    what = f"{type(error).__name__}: {error}"
    return tr("The engine failed unexpectedly ({what}). The details are in the log.", what=what)
