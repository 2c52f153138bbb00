"""A run's log: lines for people, JSON for programs, and events for TensorBoard if it is installed."""

from __future__ import annotations

import json
import math
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import torch

from crfill_core.files.json_lines import Appender
from crfill_core.files.replace import write_text
from crfill_core.training.record import LOG_FILE, VALIDATED, read_log

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

BOARD_FOLDER = "tensorboard"

Say = Callable[[str], None]
"""Prints a line for people."""


class RunLog:
    """Writes log.jsonl and, with tensorboard installed, event files below ``folder``/tensorboard.

    Entries after ``step`` are dropped first, because a killed run repeats the steps since its last saved state. So are
    entries about the progress of a validation.
    """

    def __init__(self, folder: Path, step: int, say: Say) -> None:
        path, self._say = folder / LOG_FILE, say
        kept = [entry for entry in read_log(folder) if entry["step"] <= step and VALIDATED not in entry]
        write_text(path, "".join(json.dumps(entry) + "\n" for entry in kept))
        self._file = Appender(path)
        try:
            from torch.utils.tensorboard import SummaryWriter
        except ImportError:
            self._board = None
        else:
            self._board = SummaryWriter(str(folder / BOARD_FOLDER), purge_step=step + 1)

    def losses(
        self, step: int, steps: int, values: Mapping[str, float], rate: float, batch: int, seconds: float
    ) -> None:
        """Log the losses of step ``step`` of ``steps``.

        ``rate``: steps per second; ``batch``: images per step; ``seconds``: time that the run has taken so far.
        """
        left = (steps - step) / max(rate, 1e-9) / 60
        losses = " ".join(f"{name} {value:.4f}" for name, value in values.items())
        images = rate * batch
        memory = peak_memory()
        self._say(f"step {step}/{steps}  {losses}  {images:.1f} img/s  {memory:.1f} GiB  {left:.0f} min left")
        self._write(step, {f"losses/{k}": v for k, v in values.items()} | {"images_per_second": images})
        self._file.add(
            {"step": step, "images_per_second": images, "seconds": seconds, "memory_gib": memory, **values}
        )

    def validation(self, step: int, results: Mapping[str, DataclassInstance], seconds: float) -> None:
        """Log a validation. ``results``: kind of hole → a dataclass of metrics; ``seconds``: as in :meth:`losses`."""
        plain = {kind: asdict(scores) for kind, scores in results.items()}
        for kind, figures in plain.items():
            self._say(f"  {kind}: " + " ".join(f"{name} {value:.4f}" for name, value in figures.items()))
        self._write(step, {f"{kind}/{name}": v for kind, fs in plain.items() for name, v in fs.items()})
        self._file.add({"step": step, "seconds": seconds, "validation": plain})

    def validated(self, step: int, done: int, holes: int) -> None:
        """Log the progress of a validation, in holes."""
        self._say(f"validated {done} of {holes} holes")
        self._file.add({"step": step, VALIDATED: [done, holes]})

    def samples(self, step: int, path: Path) -> None:
        """Show a picture file of fills in TensorBoard."""
        grid = cv2.imread(str(path)) if self._board is not None else None
        if self._board is not None and grid is not None:
            self._board.add_image("samples", grid[:, :, ::-1].copy(), step, dataformats="HWC")

    def close(self) -> None:
        if self._board is not None:
            self._board.close()

    def _write(self, step: int, scalars: Mapping[str, float]) -> None:
        if self._board is not None:
            for name, value in scalars.items():
                if math.isfinite(value):
                    self._board.add_scalar(name, value, step)


class Meter:
    """Measures the steps per second."""

    def __init__(self, step: int) -> None:
        self._since, self._step = time.monotonic(), step

    def rate(self, step: int) -> float:
        """Steps per second since the last call, or since the start for the first call; ``step`` is the current step."""
        now = time.monotonic()
        rate = (step - self._step) / max(now - self._since, 1e-9)
        self._since, self._step = now, step
        return rate

    def pause(self, seconds: float) -> None:
        """Exclude these seconds, which were not spent training."""
        self._since += seconds


def peak_memory() -> float:
    """The most memory that this process has used, in GiB: of the GPU if it uses one, else main memory. 0 if unknown."""
    if torch.cuda.is_available() and torch.cuda.is_initialized():
        return torch.cuda.max_memory_allocated() / 2**30
    try:
        import resource
    except ImportError:  # Windows
        return 0.0
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 2**30
