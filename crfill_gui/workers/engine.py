"""The loaded weights, and the thread for everything that needs the network."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from PySide6.QtCore import QObject, Signal

from crfill_core.base.garbage import uncollected
from crfill_core.base.memory import require_torch
from crfill_core.base.messages import NOTHING, Message
from crfill_core.errors import CrfillError, FillError
from crfill_core.geometry import Box
from crfill_core.inference.plan import TrainedScale, plan_windows
from crfill_core.inference.request import FillRequest, FillResult
from crfill_core.progress import Progress
from crfill_core.references.lines import Line
from crfill_core.references.provenance import References
from crfill_gui.i18n import tr
from crfill_gui.workers.worker import Worker

log = logging.getLogger(__name__)


class Filler(Protocol):
    """The part of :class:`crfill_core.inference.inpainter.Inpainter` that the editor needs."""

    @property
    def weights_name(self) -> str: ...

    @property
    def weights_sha256(self) -> str: ...

    @property
    def device_name(self) -> str: ...

    @property
    def trained(self) -> TrainedScale: ...

    def fill(self, request: FillRequest, progress: Progress) -> FillResult: ...

    def find_lines(self, request: FillRequest, progress: Progress) -> tuple[Line, ...]: ...

    def add_mirrored(self, references: References) -> tuple[Message, ...]: ...


MakeFiller = Callable[[str, str], Filler]


def load_inpainter(weights: str, device: str) -> Filler:
    """The real inpainter. It imports torch, so only the worker's thread may call this."""
    require_torch()
    with uncollected():
        from crfill_core.inference.inpainter import Inpainter

        return Inpainter(weights=weights, device=device)


def usable_devices() -> list[tuple[str, str]]:
    """The names of the usable devices, each with a text for users. Imports torch."""
    from crfill_core.inference.device import describe_device, resolve_device
    from crfill_core.inference.request import DEVICES

    found: list[tuple[str, str]] = []
    for name in DEVICES:
        try:
            text = describe_device(resolve_device(name))
        except CrfillError:
            continue
        found.append((name, tr("Automatic: {device}", device=text) if name == "auto" else text))
    return found


@dataclass(frozen=True)
class Choice:
    """Weights, as a name or a path, and a device."""

    weights: str = "default"
    device: str = "auto"


@dataclass(frozen=True)
class Loaded:
    """Metadata of loaded weights."""

    weights: str
    sha256: str
    device: str
    trained: TrainedScale


class Engine(QObject):
    """Loads weights on first use and keeps them until others are chosen. Tasks that need weights run in ``worker``."""

    warming = Signal()  # weights are being loaded
    ready = Signal(str, str)  # the names of the weights and of the device
    not_ready = Signal(str)  # a sentence that says why the weights could not be loaded

    def __init__(
        self,
        choice: Choice = Choice(),
        make_filler: MakeFiller = load_inpainter,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.choice = choice
        """The choice for requests made from now on."""
        self.loaded: Loaded | None = None
        self.worker = Worker("engine", self)
        self.find_devices = usable_devices
        """Called on the worker's thread."""
        self._make_filler = make_filler
        self._kept: tuple[Choice, Filler] | None = None  # the worker's thread only

    def warm(self) -> None:
        """Load the chosen weights in the background, so that the first fill does not wait for them."""
        self.worker.start(lambda _: self.filler(self.choice), failed=self.not_ready.emit)

    def choose(self, weights: str, device: str) -> None:
        """Use these weights and this device for the requests made from now on, and load them now."""
        self.choice, self.loaded = Choice(weights, device), None
        self.warm()

    def ask_devices(self, answer: Callable[[list[tuple[str, str]]], object]) -> None:
        """Find the usable devices in the background, and call ``answer`` with the name and a text for each."""
        self.worker.start(
            lambda _: self.find_devices(),
            answer,
            lambda sentence: log.warning("Devices: %s", sentence),
        )

    def close(self) -> None:
        """Cancel all tasks, and wait until the current step has ended, so that the network no longer runs in any thread."""
        self.worker.cancel_all()
        self.worker.close()

    # On the worker's thread

    def fill(self, request: FillRequest, progress: Progress) -> FillResult:
        """Fill a request with the weights and on the device that it names, or else with those of ``choice``."""
        choice = Choice(request.weights or self.choice.weights, request.device or self.choice.device)
        is_loaded = self._kept is not None and self._kept[0] == choice
        progress.update(0.0, NOTHING if is_loaded else Message("Loading weights"))
        return self.filler(choice).fill(request, progress)

    def find_lines(self, request: FillRequest, progress: Progress) -> tuple[Line, ...]:
        """The lines, in photo pixels, that a fill of a request would detect; none if it cannot be filled."""
        try:
            return self.filler(self.choice).find_lines(request, progress)
        except FillError:
            return ()

    def filler(self, choice: Choice) -> Filler:
        """An inpainter for a choice, loaded if necessary. It is kept if this is the current choice."""
        if self._kept is not None and self._kept[0] == choice:
            return self._kept[1]
        if choice != self.choice:
            return self._make_filler(choice.weights, choice.device)
        self._kept = None  # freed before the next one needs memory
        self.worker.post(self.warming.emit)
        filler = self._make_filler(choice.weights, choice.device)
        self._kept = choice, filler
        loaded = Loaded(filler.weights_name, filler.weights_sha256, filler.device_name, filler.trained)
        self.worker.post(lambda: self._tell(choice, loaded))
        return filler

    def _tell(self, choice: Choice, loaded: Loaded) -> None:
        if choice == self.choice:
            self.loaded = loaded
            self.ready.emit(loaded.weights, loaded.device)


def windows(mask: np.ndarray, trained: TrainedScale, scale: float) -> list[Box]:
    """The windows that the network will see for a mask (H, W) uint8, in photo pixels; none if the mask cannot be filled.
    ``scale`` is :attr:`FillOptions.scale`.
    """
    try:
        return [plan.window for plan in plan_windows(mask > 0, trained, scale=scale)]
    except CrfillError:
        return []
