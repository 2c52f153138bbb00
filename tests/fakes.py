"""A scripted engine and scripted answers: what the editor's tests use instead of torch and dialogs."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

import numpy as np

from crfill_core.base.messages import Message
from crfill_core.base.parallel import limit_threads, threads
from crfill_core.errors import FillError
from crfill_core.geometry import Box
from crfill_core.inference.plan import TrainedScale
from crfill_core.inference.preview import Preview
from crfill_core.inference.request import FillOptions, FillPatch, FillRequest, FillResult, HoleReport
from crfill_core.progress import Progress
from crfill_core.references.lines import Line
from crfill_core.references.provenance import References
from crfill_core.references.selection import Selection
from crfill_core.references.sources import Sources

SCRIPTED_WORK = Message("Scripted work")
"""What a scripted fill says that it does: no text of the program."""


def solid_fill(request: FillRequest, value: int = 128, notes: tuple[Message, ...] = ()) -> FillResult:
    """The answer to a request in which every hole becomes one grey, blended by coverage."""
    rows, columns = np.nonzero(request.mask)
    box = Box(int(columns.min()), int(rows.min()), int(columns.max()) + 1, int(rows.max()) + 1)
    old = request.photo.pixels[box.slices].astype(np.float64)
    share = request.mask[box.slices][..., None] / 255
    pixels = np.rint(old + (value - old) * share).astype(request.photo.pixels.dtype)
    return FillResult(
        patches=(FillPatch(box, pixels),),
        holes=(HoleReport(box, box, 1.0, "network", 0.01),),
        weights="scripted",
        device="CPU",
        seconds=0.01,
        notes=notes,
        revision=request.revision,
    )


class ScriptedFeature:
    """A feature that means nothing but is always the same. Torch is not imported before it is asked."""

    def __init__(self, height: int, width: int, seed: int = 0) -> None:
        self._values = np.random.default_rng(seed).random((4, height, width))
        self.nbytes = self._values.nbytes

    def select(self, hidden: np.ndarray, **how: Any) -> Selection:
        from crfill_core.references.similarity import select

        return select(self._values, hidden, **how)


def scripted_references(request: FillRequest, copied: bool) -> References:
    """References of a fill of that request, by meaningless but constant features: the window is the
    whole photo, seen at its own scale. ``copied``: everything comes from 60 pixels to the left and 10 above.
    """
    height, width = request.mask.shape
    window = Box(0, 0, width, height)
    write = request.mask > 0
    avoid = np.zeros_like(write) if request.avoid is None else request.avoid
    shift = np.zeros((height, width, 2), np.int32)
    shift[write] = (-60, -10)
    return References.of(
        window,
        np.full((height, width, 3), 0.5, np.float32),
        ScriptedFeature(height // 4, width // 4),
        hidden=write | avoid,
        write=write,
        prefer=request.prefer,
        sources=Sources.of(window, shift, write) if copied else None,
    )


def grey_for(options: FillOptions) -> int:
    """Another grey for every way to fill."""
    grey = {"auto": 100, "network": 120, "assembly": 140}[options.mode]
    return grey + round(10 * options.scale) + 3 * options.mirrored + 5 * options.candidate_set


def scripted_preview(request: FillRequest, grey: int) -> Preview:
    """Of the whole photo at its own size, its holes grey."""
    height, width = request.mask.shape
    pixels = np.full_like(request.photo.pixels, grey)
    return Preview(Box(0, 0, width, height), 0, 0, width, height, pixels, request.mask > 0)


class ScriptedFiller:
    """Fills with one grey in ``steps`` steps. With ``hold()`` it waits half way until ``release()`` or a cancel."""

    weights_name = "scripted"
    weights_sha256 = "5c" * 32
    device_name = "CPU"
    trained = TrainedScale()

    def __init__(self) -> None:
        self.requests: list[FillRequest] = []
        self.made_with: list[tuple[str, str]] = []
        self.fails_with: str | None = None
        self.notes: tuple[Message, ...] = ()
        self.leans: Literal["not told", "selected", "copied"] = "not told"
        """Whether results have references."""
        self.mirrored: list[References] = []
        """The windows that were looked at twice."""
        self.varies = False
        """Whether the grey depends on the options."""
        self.reached_half = threading.Event()
        self._open = threading.Event()
        self._open.set()

    def make(self, weights: str, device: str) -> ScriptedFiller:
        """What the engine calls to load weights."""
        self.made_with.append((weights, device))
        return self

    def hold(self) -> None:
        self._open.clear()

    def release(self) -> None:
        self._open.set()

    def fill(self, request: FillRequest, progress: Progress) -> FillResult:
        self.requests.append(request)
        for step in range(4):
            progress.update(step / 4, SCRIPTED_WORK)
            progress.preview(lambda number=step: scripted_preview(request, 40 + 40 * number))
            if step == 2:
                self.reached_half.set()
                while not self._open.wait(0.005):
                    progress.check()
        if self.fails_with is not None:
            raise FillError(self.fails_with)
        result = solid_fill(request, grey_for(request.options) if self.varies else 128, self.notes)
        result = replace(result, weights_sha256=self.weights_sha256)
        if self.leans != "not told":
            result = replace(result, references=(scripted_references(request, self.leans == "copied"),))
        progress.update(1.0)
        return result

    def find_lines(self, request: FillRequest, progress: Progress) -> tuple[Line, ...]:
        return ()

    def add_mirrored(self, references: References) -> tuple[Message, ...]:
        """As if the mirrored window had selected something else altogether."""
        self.mirrored.append(references)
        width, height = references.size
        references.add_mirrored(ScriptedFeature(-(-height // 4), -(-width // 4), seed=1))
        return ()


class ScriptedPrompts:
    """Answers from attributes; ``asked`` keeps what was asked."""

    def __init__(self) -> None:
        self.open_answer: list[Path] = []
        self.save_answer: Path | None = None
        self.mask_answer: Path | None = None
        self.folder_answer: Path | None = None
        self.write_answer: Path | None = None
        self.unsaved_answer = "cancel"
        self.loss_answer = True
        self.changed_answer = False
        self.lab_answer = "leave"
        self.asked: list[tuple[str, object]] = []

    def photos_to_open(self, folder: Path | None) -> list[Path]:
        self.asked.append(("open", folder))
        return self.open_answer

    def mask_to_open(self, folder: Path | None) -> Path | None:
        self.asked.append(("mask", folder))
        return self.mask_answer

    def folder_for_references(self, folder: Path | None) -> Path | None:
        self.asked.append(("references", folder))
        return self.folder_answer

    def where_to_write(self, title: str, suggestion: Path, kinds: Sequence[str]) -> Path | None:
        self.asked.append((title, suggestion))
        answers = {"Save photo": self.save_answer, "Save mask": self.mask_answer}
        return answers.get(title, self.write_answer)

    def unsaved(self, name: str) -> str:
        self.asked.append(("unsaved", name))
        return self.unsaved_answer

    def leave_lab(self, trains: bool, works: bool) -> str:
        self.asked.append(("lab", (trains, works)))
        return self.lab_answer

    def replace_changed(self, name: str) -> bool:
        self.asked.append(("changed", name))
        return self.changed_answer

    def accept_loss(self, losses: Sequence[Message]) -> bool:
        self.asked.append(("loss", tuple(losses)))
        return self.loss_answer


@contextmanager
def limited(count: int) -> Iterator[None]:
    """At most ``count`` threads side by side within a block."""
    before = threads()
    limit_threads(count)
    try:
        yield
    finally:
        limit_threads(before)
