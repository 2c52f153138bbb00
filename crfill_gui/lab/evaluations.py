"""Evaluations of weights on a folder: the running one (``crfill evaluate``) and finished ones for comparison."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from crfill_core.base.messages import Message, reason
from crfill_core.errors import CrfillError
from crfill_core.evaluation.cases import MASKS_FOLDER, images_in
from crfill_core.evaluation.results import (
    FIGURES,
    Evaluation,
    ImageScores,
    evaluated_folder,
    read_evaluation,
    write_csv,
)
from crfill_core.files.replace import write_text
from crfill_core.progress import Progress
from crfill_gui.i18n import tr, tr_core
from crfill_gui.lab.command import Command
from crfill_gui.workers.worker import Worker

SCORES_FILE = "scores.json"
"""The name of the JSON file next to an evaluation's fills."""


@dataclass(frozen=True)
class EvaluationSpec:
    """Weights, and the images and holes to evaluate them on. ``masks`` is a folder or a file; without it, the holes are
    random. ``results`` is the folder for fills and scores.
    """

    weights: str
    mode: str
    images: Path
    results: Path
    masks: Path | None = None
    holes: str = "square"
    """The kind of random holes: square, irregular or object."""
    limit: int | None = None
    """How many images of the folder to evaluate, chosen at even steps in its list; None: all."""
    size: int | None = None
    """The short side, in pixels, to which images are first reduced; None: they are not reduced."""
    label: str = ""
    """The name of the method in tables; if empty, the name is made from weights and mode."""

    def arguments(self) -> list[str]:
        """Arguments for ``crfill``."""
        holes = ("--holes", self.holes) if self.masks is None else ("--masks", str(self.masks))
        arguments = ["evaluate", "--images", str(self.images), *holes]
        arguments += ["--weights", self.weights, "--mode", self.mode]
        arguments += ["--save", str(self.results), "--json", str(self.results / SCORES_FILE)]
        for name, value in (("--limit", self.limit), ("--size", self.size), ("--label", self.label)):
            arguments += [name, str(value)] if value else []
        return arguments


@dataclass(frozen=True)
class Done:
    """A finished evaluation. ``folder`` holds its fills; ``images`` are the paths of the original photos, by name."""

    evaluation: Evaluation
    folder: Path
    images: dict[str, Path]

    @property
    def identity(self) -> tuple[str, str, Path]:
        """What an evaluation that replaces this one has in common with it: the method, the holes and the folder."""
        return self.evaluation.method, self.evaluation.holes, self.folder.resolve()

    def fill_of(self, name: str) -> Path:
        return self.folder / f"{name}.png"

    def mask_of(self, name: str) -> Path:
        return self.folder / MASKS_FOLDER / f"{name}.png"

    def worst_first(self, figure: str) -> list[ImageScores]:
        """The scores of its images, sorted by that metric, worst first; images without a value come last."""

        def goodness(image: ImageScores) -> float:
            value = float(getattr(image.scores, figure))
            return math.inf if math.isnan(value) else -FIGURES[figure].worse(value)

        return sorted(self.evaluation.images, key=goodness)


def figures_of(evaluation: Evaluation) -> list[str]:
    """The metrics that were measured."""
    return [name for name in FIGURES if not all(math.isnan(value) for value in evaluation.values(name))]


def read_done(scores: Path) -> Done:
    """Read an evaluation's JSON file and locate its images. Raises CrfillError."""
    evaluation = read_evaluation(scores)
    folder = evaluated_folder(scores)
    try:
        images = {} if folder is None else {path.stem: path for path in images_in(folder)}
    except CrfillError:  # the images have been moved or deleted since
        images = {}
    return Done(evaluation, scores.parent, images)


class Evaluations(QObject):
    """At most one running evaluation, and the finished ones in the order in which they were added."""

    running_changed = Signal(bool)
    progressed = Signal(float, str, object)  # fraction from 0 to 1, image, seconds left or None
    added = Signal(object)  # Done
    message = Signal(str)  # a sentence for the user

    def __init__(self, worker: Worker, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.done: list[Done] = []
        self._worker = worker
        self._command: Command | None = None

    @property
    def running(self) -> bool:
        return self._command is not None

    def start(self, spec: EvaluationSpec) -> None:
        """Start an evaluation, unless one is running."""
        if self._command is not None:
            return
        try:
            spec.results.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            self.message.emit(
                tr(
                    "{folder} cannot be created ({why}); choose another folder.",
                    folder=spec.results,
                    why=tr_core(reason(error)),
                )
            )
            return
        command = self._command = Command(spec.arguments(), self)
        command.progressed.connect(self.progressed)
        command.ended.connect(lambda how, sentence: self._on_ended(spec, how, sentence))
        self.running_changed.emit(True)
        command.start()

    def stop(self) -> None:
        if self._command is not None:
            self._command.stop()

    def close(self) -> None:
        """Stop the running evaluation, because the program is closing."""
        if self._command is not None:
            self._command.close()

    def open(self, scores: Path) -> None:
        """Add an earlier evaluation from its JSON file."""
        self._worker.start(lambda _: read_done(scores), self._add, self.message.emit)

    def export(self, path: Path) -> None:
        """Save a table. As .md or .tex it lists all evaluations in the paper's layout; as .csv it lists the images of the
        evaluation that was added last.
        """
        done = [
            replace(one.evaluation, method=name)
            for one, name in zip(self.done, methods(self.done), strict=True)
        ]

        def write(_: Progress) -> None:
            kind = path.suffix.lower()
            if kind == ".csv":
                write_csv(done[-1], path)
                return
            from crfill_core.evaluation.tables import paper_table

            write_text(path, paper_table(done, "tex" if kind == ".tex" else "md"))

        self._worker.start(
            write, lambda _: self.message.emit(tr("Saved {name}.", name=path)), self.message.emit
        )

    def _add(self, done: Done) -> None:
        self.done = [one for one in self.done if one.identity != done.identity]
        self.done.append(done)
        self.added.emit(done)
        self.message.emit("")

    def _on_ended(self, spec: EvaluationSpec, how: str, sentence: Message) -> None:
        self._command = None
        self.running_changed.emit(False)
        if how == "done":
            self.message.emit(tr("Reading the results…"))
            self.open(spec.results / SCORES_FILE)
        else:
            self.message.emit(tr("The evaluation was stopped.") if how == "stopped" else tr_core(sentence))


def summary(done: Sequence[Done]) -> list[tuple[str, dict[str, float]]]:
    """For each evaluation, its method and holes, and the mean of each metric that was measured."""
    return [
        (
            f"{method} · {one.evaluation.holes}",
            {name: one.evaluation.mean(name).value for name in figures_of(one.evaluation)},
        )
        for one, method in zip(done, methods(done), strict=True)
    ]


def methods(done: Sequence[Done]) -> list[str]:
    """The method of each evaluation. Where a method was evaluated more than once on holes of the same name, for example on
    other images, the folder of the fills follows in brackets.
    """
    times = Counter((one.evaluation.method, one.evaluation.holes) for one in done)
    folders = Counter((*one.identity[:2], one.folder.name) for one in done)
    names = []
    for one in done:
        method, holes, folder = one.identity
        if times[method, holes] > 1:
            shown = one.folder.name if folders[method, holes, one.folder.name] == 1 else folder
            method = f"{method} [{shown}]"
        names.append(method)
    return names
