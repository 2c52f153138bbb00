"""The lab's page for training. On the left are the settings of a run and its progress, on the right curves and samples."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from crfill_core.errors import CrfillError
from crfill_core.training.record import CONFIG_FILE
from crfill_gui.i18n import grouped, mark, tr, tr_core
from crfill_gui.lab.curves import Curves, Samples
from crfill_gui.lab.page import column, lay_out_page, stacked
from crfill_gui.lab.recipes import NewRun, Recipe, bundled_recipes, read_recipe
from crfill_gui.lab.run_fields import RunFields
from crfill_gui.lab.run_state import RunState
from crfill_gui.lab.training import Training
from crfill_gui.panels.boxes import hbox
from crfill_gui.panels.buttons import push_button
from crfill_gui.panels.file_dialogs import ask_file
from crfill_gui.panels.fill import time_left
from crfill_gui.panels.forms import combo, count_box, stacked_form
from crfill_gui.panels.labels import NamedLabel
from crfill_gui.panels.paths import PathRow
from crfill_gui.panels.widgets import Bar, dim_label, keep_room

WEIGHTS_FILE, REPORT_FILE = "weights.safetensors", "report.html"
STATUSES = {
    "none": "",
    "starting": mark("Starting…"),
    "running": mark("Running"),
    "stopping": mark("Stopping after the current step…"),
    "stopped": mark("Stopped. Resume continues the run"),
    "finished": mark("Finished"),
    "failed": mark("Failed"),
}


class TrainingPage(QWidget):
    """Shows a training run. Its buttons start, stop and resume it."""

    weights_chosen = Signal(object)  # the weights file of a run, a Path, to be evaluated

    def __init__(self, training: Training) -> None:
        super().__init__()
        self._training = training
        self.recipe = combo(tr("Recipe"))
        self.about = dim_label(wrap=True)
        self.photos = PathRow(tr("Photos"), tr("A folder of photos to train on"))
        self.data_note = dim_label(wrap=True)
        # They keep their room while they are hidden or empty, so that nothing below them moves.
        for label in (self.about, self.data_note):
            keep_room(label)
        self.data_note.setMinimumHeight(self.data_note.fontMetrics().lineSpacing())
        self.validation = PathRow(tr("Validation"), tr("images/ and masks in square/, irregular/, object/"))
        self.folder = PathRow(tr("Run"), tr("A new folder, or the folder of a run to resume"))
        self.steps = count_box(tr("Steps"), 10_000_000, tr("From the recipe"))
        self._run_fields = RunFields(self.recipe, self.photos, self.validation, self.steps)
        self.start_button = push_button(tr("Start"), primary=True)
        self.stop_button = push_button(tr("Stop"), tr("End after the current step; everything is saved"))
        self.end_button = push_button(
            tr("Stop Now"), tr("End the process now; Resume continues from the last saved state")
        )
        self.evaluate_button = push_button(tr("Evaluate These Weights"))
        self.report_button = push_button(tr("Show Report"))
        self.status = NamedLabel(tr("Training status"), wrap=True)
        self.bar = Bar(tr("Training progress"))
        self.curves = Curves()
        self.samples = Samples()
        self._lay_out()
        self._fill_recipes()
        self._connect()
        self._on_state()

    def _lay_out(self) -> None:
        form = stacked_form(
            (
                (tr("&Recipe"), self.recipe),
                ("", self.about),
                (tr("&Photos"), self.photos),
                ("", self.data_note),
                (tr("&Validation set (optional)"), self.validation),
                (tr("R&un folder"), self.folder),
                (tr("S&teps"), self.steps),
            )
        )
        buttons = hbox(self.start_button, self.stop_button, self.end_button)
        after = hbox(self.evaluate_button, self.report_button)
        left = column(form, buttons, self.bar, self.status, after, None)
        right = stacked((self.curves, 3), (self.samples, 2))
        right.setSizes([600, 400])  # samples are hidden at first: this keeps room for them
        lay_out_page(self, left, right)

    def _fill_recipes(self) -> None:
        for recipe in bundled_recipes():
            self.recipe.addItem(recipe.name, recipe)
        self.recipe.addItem(tr("From a file…"), None)
        self.recipe.setCurrentIndex(max(0, self.recipe.findText("starter-cpu")))
        self._former = self.recipe.currentIndex()
        self._on_recipe()

    def _connect(self) -> None:
        training = self._training
        self.recipe.activated.connect(self._on_recipe_activated)
        self.recipe.currentIndexChanged.connect(lambda _: self._on_recipe())
        for row in (self.photos, self.validation):
            row.changed.connect(self._on_fields)
        self.folder.changed.connect(self._on_folder)
        self.start_button.clicked.connect(self._start)
        self.stop_button.clicked.connect(training.stop)
        self.end_button.clicked.connect(training.end)
        self.evaluate_button.clicked.connect(self._evaluate)
        self.report_button.clicked.connect(self._show_report)
        training.state_changed.connect(self._on_state)
        training.curves_changed.connect(lambda: self.curves.show_curves(training.curves()))
        training.samples_changed.connect(lambda: self.samples.show_samples(training.samples))
        training.failed.connect(self.status.setText)

    @property
    def chosen_recipe(self) -> Recipe | None:
        """The chosen recipe; None while the settings of an existing run are shown."""
        recipe = self.recipe.currentData()
        return recipe if isinstance(recipe, Recipe) else None

    def choose_recipe_file(self, path: Path) -> None:
        """Add the user's own recipe to the list and choose it."""
        try:
            recipe = read_recipe(path)
        except CrfillError as error:
            self.status.setText(tr_core(error))
            return
        self.recipe.insertItem(self.recipe.count() - 1, recipe.name, recipe)
        self._former = self.recipe.count() - 2
        self.recipe.setCurrentIndex(self._former)

    def _on_recipe_activated(self, index: int) -> None:
        if index < self.recipe.count() - 1:
            self._former = index
            return
        self.recipe.setCurrentIndex(self._former)
        if path := ask_file(self, tr("Recipe"), Path.home(), tr("Recipes (*.toml);;All files (*)")):
            self.choose_recipe_file(path)

    def _on_recipe(self) -> None:
        recipe = self.chosen_recipe
        if recipe is not None:
            self.about.setText(recipe.about)
            self.recipe.setAccessibleDescription(recipe.about)
        self._on_fields()

    def _on_folder(self) -> None:
        folder = self.folder.path
        self._training.watch(folder if folder is not None and folder.is_dir() else None)
        self._on_state()

    def _new_run(self) -> NewRun | None:
        recipe, photos, folder = self.chosen_recipe, self.photos.path, self.folder.path
        if recipe is None or photos is None or folder is None or not photos.is_dir():
            return None
        return NewRun(recipe, photos, folder, self.validation.path, self.steps.value() or None)

    def _start(self) -> None:
        folder = self.folder.path
        if folder is not None and (folder / CONFIG_FILE).exists():
            self._training.watch(folder)
            self._training.resume()
            return
        run = self._new_run()
        if run is not None:
            self._training.start(run)

    def _on_fields(self) -> None:
        recipe, photos = self.chosen_recipe, self.photos.path
        note = ""
        if recipe is not None and photos is not None:
            if not photos.is_dir():
                note = tr("There is no such folder.")
            elif NewRun(recipe, photos, photos).has_own_data:
                note = tr("The recipe’s own data is used: {photos}", photos=", ".join(recipe.photos))
            else:
                note = tr("All photos in this folder and below it are used.")
        self.data_note.setText(note)
        self._on_state()

    def _on_state(self) -> None:
        state, folder = self._training.state, self.folder.path
        there = folder is not None and (folder / CONFIG_FILE).exists()
        under_way = state.is_under_way
        self._run_fields.show(state.facts if there and state.folder == folder else None)
        for widget in (self.recipe, self.photos, self.validation, self.steps):
            widget.setEnabled(not there and not under_way)
        self.about.setVisible(not there)
        self.data_note.setVisible(not there)
        self.folder.setEnabled(not under_way)
        self.start_button.setText(tr("Resume") if there else tr("Start"))
        self.start_button.setEnabled(
            not under_way and (state.status != "finished" if there else self._new_run() is not None)
        )
        self.stop_button.setEnabled(state.status in ("starting", "running"))
        self.end_button.setEnabled(under_way)
        self.evaluate_button.setEnabled(folder is not None and (folder / WEIGHTS_FILE).exists())
        self.report_button.setEnabled(folder is not None and (folder / REPORT_FILE).exists())
        self.bar.show_share(state.step / state.steps if state.steps else 0)
        self.status.setText(_described(state))

    def _evaluate(self) -> None:
        if self.folder.path is not None:
            self.weights_chosen.emit(self.folder.path / WEIGHTS_FILE)

    def _show_report(self) -> None:
        if self.folder.path is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.folder.path / REPORT_FILE)))


def _described(state: RunState) -> str:
    """One line on the state and the progress of a run."""
    if state.status == "none":
        return tr("Choose a folder of photos and a folder for the run, then press Start.")
    parts = [state.name, tr_core(state.error) or tr(STATUSES[state.status])]
    if state.steps:
        parts.append(tr("step {step} of {steps}", step=grouped(state.step), steps=grouped(state.steps)))
    if state.validated is not None:
        done, holes = state.validated
        parts.append(tr("validating: {done} of {holes} holes", done=grouped(done), holes=grouped(holes)))
    elif state.status == "running":
        parts.append(time_left(state.left))
    return " · ".join(part for part in parts if part)
