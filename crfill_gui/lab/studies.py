"""A blind study of two sets of weights. ``crfill evaluate`` and ``crfill study`` make it, show it to raters and count
the votes, in separate processes.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from msgspec import Struct
from PySide6.QtCore import QObject, Signal

from crfill_core.base.messages import Message, reason
from crfill_core.errors import CrfillError
from crfill_core.evaluation.study import Study
from crfill_core.files.strict import parse_json, read
from crfill_gui.i18n import tr, tr_core
from crfill_gui.lab.command import Command
from crfill_gui.lab.evaluations import EvaluationSpec

STUDY_FOLDER = "study"
"""The name of the study's folder, next to the folders of the fills."""


@dataclass(frozen=True)
class StudySpec:
    """Two sets of weights, compared on the same images. ``first`` and ``second`` differ only in weights, label and folder
    of fills.
    """

    first: EvaluationSpec
    second: EvaluationSpec
    folder: Path
    """The folder in which the folders of the fills and of the study are made."""

    @classmethod
    def of(cls, base: EvaluationSpec, weights: tuple[str, str], folder: Path) -> StudySpec:
        """A study of two sets of weights, evaluated as ``base`` says. Raises ValueError if both are the same."""
        if weights[0] == weights[1]:
            raise ValueError(tr("Choose two different sets of weights."))
        names = [Path(name).stem if name.endswith(".safetensors") else name for name in weights]
        if names[0] == names[1]:  # two runs' weights.safetensors
            names = [Path(name).parent.name for name in weights]
        # On many file systems folders whose names differ only in case are the same.
        if len({STUDY_FOLDER, *(name.casefold() for name in names)}) < 3:
            names = [f"{name}-{letter}" for name, letter in zip(names, "ab", strict=True)]
        first, second = (
            replace(base, weights=one, results=folder / name, label=name)
            for one, name in zip(weights, names, strict=True)
        )
        return cls(first, second, folder)

    def steps(self) -> list[tuple[str, list[str]]]:
        """The steps in order: the name of each, and its arguments for ``crfill``."""
        make = ["study", "make", str(self.first.results), str(self.second.results)]
        return [
            (tr("Filling with {name}", name=self.first.label), self.first.arguments()),
            (tr("Filling with {name}", name=self.second.label), self.second.arguments()),
            (tr("Making the study"), [*make, "-o", str(study_in(self.folder))]),
        ]


def study_in(folder: Path) -> Path:
    """The folder of a study: ``folder`` itself if it holds a study, or else the folder for a study inside it."""
    return folder if (folder / "study.json").exists() else folder / STUDY_FOLDER


class Tally(Struct):
    """Votes by method. ``p_leader``: the probability of votes at least this uneven if both methods were equally good."""

    votes: dict[str, int]
    ties: int
    p_leader: float


class Votes(Struct):
    """The votes so far: the part of the output of ``crfill study report`` that the lab shows. The first tally counts all
    holes.
    """

    raters: list[str]
    open_trials: int
    tallies: list[Tally]


class Studies(QObject):
    """Makes, opens and counts one study at a time."""

    running_changed = Signal(bool)
    progressed = Signal(float, str, object)  # fraction of all steps, current step, its seconds left or None
    message = Signal(str)  # a sentence for the user
    counted = Signal(object)  # Votes
    made = Signal(object)  # the study's folder

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._command: Command | None = None
        self._raters: list[Command] = []

    @property
    def running(self) -> bool:
        return self._command is not None

    def make(self, spec: StudySpec) -> None:
        """Fill with both sets of weights and make the study."""
        if self._command is not None:
            return
        target = study_in(spec.folder)
        if target.exists():
            self.message.emit(
                tr("{folder} already exists; choose a new folder for the study.", folder=target)
            )
            return
        try:
            for results in (spec.first.results, spec.second.results):
                results.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            self.message.emit(
                tr(
                    "{folder} cannot be created ({why}); choose another folder.",
                    folder=spec.folder,
                    why=tr_core(reason(error)),
                )
            )
            return
        self._step(spec, 0)
        self.running_changed.emit(True)

    def stop(self) -> None:
        if self._command is not None:
            self._command.stop()

    def rate(self, folder: Path, rater: str) -> None:
        """Open the window in which that rater chooses between the fills."""
        try:
            Study(study_in(folder)).votes(rater)
        except CrfillError as error:
            self.message.emit(tr_core(error))
            return
        command = Command(["study", "rate", study_in(folder), "--rater", rater], self)

        def ended(how: str, sentence: Message) -> None:
            self._raters.remove(command)
            self.message.emit(tr_core(sentence))
            if how == "done":
                self.count(folder)

        command.ended.connect(ended)
        self._raters.append(command)
        self.message.emit(tr("The study opens in a window of its own."))
        command.start()

    def count(self, folder: Path) -> None:
        """Count the votes in the background; ``counted`` is emitted with them."""
        command = Command(["study", "report", study_in(folder), "--json"], self)

        def ended(how: str, sentence: Message) -> None:
            if how == "done":
                self.counted.emit(read(parse_json(command.output), Votes))
            elif how == "failed":
                self.message.emit(tr_core(sentence))

        command.ended.connect(ended)
        command.start()

    def close(self) -> None:
        """The program ends: end all work and close the windows of raters, whose choices are saved already."""
        for command in (*self._raters, self._command):
            if command is not None:
                command.close()

    def _step(self, spec: StudySpec, number: int) -> None:
        steps = spec.steps()
        what, arguments = steps[number]
        command = self._command = Command(arguments, self)
        self.progressed.emit(number / len(steps), what, None)
        command.progressed.connect(
            lambda fraction, _, left: self.progressed.emit((number + fraction) / len(steps), what, left)
        )

        def ended(how: str, sentence: Message) -> None:
            if how == "done" and number + 1 < len(steps):
                self._step(spec, number + 1)
            else:
                self._on_made(spec, how, sentence)

        command.ended.connect(ended)
        command.start()

    def _on_made(self, spec: StudySpec, how: str, sentence: Message) -> None:
        self._command = None
        self.running_changed.emit(False)
        if how == "done":
            self.message.emit(tr("The study is ready: enter a rater and press Rate."))
            self.made.emit(study_in(spec.folder))
        else:
            self.message.emit(tr("Stopped.") if how == "stopped" else tr_core(sentence))
