"""The lab: a window for training, evaluation and blind comparison of weights."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLineEdit, QTabWidget, QWidget

from crfill_gui.config import settings as keys
from crfill_gui.config.settings import Settings
from crfill_gui.i18n import tr
from crfill_gui.lab.evaluation_page import EvaluationPage
from crfill_gui.lab.evaluations import Evaluations
from crfill_gui.lab.studies import Studies
from crfill_gui.lab.study_page import StudyPage
from crfill_gui.lab.training import Training
from crfill_gui.lab.training_page import TrainingPage
from crfill_gui.panels.boxes import vbox
from crfill_gui.panels.sizes import open_at, to_front
from crfill_gui.workers.worker import Worker


class LabWindow(QDialog):
    """The window. It is not modal, and work continues while it is closed."""

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self._settings = settings
        self._worker = Worker("lab", self)
        self.training = Training(self)
        self.evaluations = Evaluations(self._worker, self)
        self.studies = Studies(self)
        self.training_page = TrainingPage(self.training)
        self.evaluation_page = EvaluationPage(self.evaluations)
        self.study_page = StudyPage(self.studies)
        self.setObjectName("lab")
        self.setWindowTitle(tr("Lab"))
        open_at(self, 1120, 760)
        self.tabs = QTabWidget()
        self.tabs.addTab(self.training_page, tr("Train"))
        self.tabs.addTab(self.evaluation_page, tr("Evaluate"))
        self.tabs.addTab(self.study_page, tr("Blind Study"))
        vbox(self.tabs, on=self, margins=(12, 12, 12, 12))
        self.training_page.weights_chosen.connect(self._evaluate)
        self._restore()

    def open(self) -> None:
        """Show the window as it was last left, with the weights that are installed now."""
        for box in (self.evaluation_page.weights, self.study_page.first, self.study_page.second):
            box.refresh()
        to_front(self)

    @property
    def trains(self) -> bool:
        self.training.look()
        return self.training.state.is_under_way

    @property
    def works(self) -> bool:
        """Whether an evaluation or the making of a study is running. It ends with the editor."""
        return self.evaluations.running or self.studies.running

    def end(self) -> None:
        """The editor closes: remember the fields, and end all work except a training run."""
        self._remember()
        self.training.watch(None)
        self.evaluations.close()
        self.studies.close()
        self._worker.close()

    def _evaluate(self, weights: Path) -> None:
        self.evaluation_page.weights.add_file(weights)
        self.tabs.setCurrentWidget(self.evaluation_page)

    def hideEvent(self, event: object) -> None:
        self._remember()

    def _rows(self) -> dict[str, QLineEdit]:
        """The fields whose paths are remembered, by their keys in the settings."""
        train, evaluate, study = self.training_page, self.evaluation_page.form, self.study_page.form
        rows = {"photos": train.photos, "validation": train.validation, "folder": train.folder}
        fields = {f"train.{name}": row.field for name, row in rows.items()}
        for page, form in (("evaluate", evaluate), ("study", study)):
            rows = {"images": form.images, "masks": form.masks, "results": form.results}
            fields |= {f"{page}.{name}": row.field for name, row in rows.items()}
        return fields

    def _restore(self) -> None:
        remembered = self._settings.get(keys.LAB)
        for name, field in self._rows().items():
            field.setText(remembered.get(name, ""))

    def _remember(self) -> None:
        self._settings.set(keys.LAB, {name: field.text() for name, field in self._rows().items()})
