"""The lab's page for evaluation. On the left, the user chooses what to evaluate; on the right are figures and fills."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from crfill_core.evaluation.results import FIGURES
from crfill_gui.i18n import tr
from crfill_gui.lab.evaluations import Done, Evaluations, EvaluationSpec, figures_of, summary
from crfill_gui.lab.images_form import ImagesForm
from crfill_gui.lab.page import column, lay_out_page, stacked
from crfill_gui.lab.pictures import Comparison
from crfill_gui.lab.training_page import WEIGHTS_FILE
from crfill_gui.lab.weights_box import WeightsBox
from crfill_gui.panels.boxes import hbox, vbox
from crfill_gui.panels.buttons import push_button
from crfill_gui.panels.file_dialogs import ask_file, ask_new_file
from crfill_gui.panels.fill import time_left
from crfill_gui.panels.forms import combo
from crfill_gui.panels.hint import StartHint
from crfill_gui.panels.labels import NamedLabel
from crfill_gui.panels.widgets import Bar, dim_label, row_table


class EvaluationPage(QWidget):
    """Shows the evaluations. Its buttons start and stop them."""

    def __init__(self, evaluations: Evaluations) -> None:
        super().__init__()
        self._evaluations = evaluations
        self._shown: Done | None = None
        self.weights = WeightsBox(tr("Weights"))
        self.form = ImagesForm(tr("A new folder for fills and figures"), (tr("&Weights"), self.weights))
        self.start_button = push_button(tr("Evaluate"), primary=True)
        self.stop_button = push_button(tr("Stop"))
        self.open_button = push_button(
            tr("Open Evaluation…"), tr("Add an earlier evaluation: its scores.json")
        )
        self.export_button = push_button(
            tr("Export Table…"), tr("All evaluations in the paper's layout, or the images of the last one")
        )
        self.bar = Bar(tr("Evaluation progress"))
        self.status = NamedLabel(tr("Evaluation status"), wrap=True)
        self._hint = StartHint(self.status, self.start_button.text())
        self.table = row_table(tr("Evaluations"))
        self.images = row_table(tr("Images, worst first"))
        self.figure = combo(tr("Figure to sort by"))
        self.worst_button = push_button(tr("Worst"), tr("Show the worst fill by this figure"))
        self.best_button = push_button(tr("Best"), tr("Show the best fill by this figure"))
        self.comparison = Comparison()
        self._lay_out()
        self._connect()
        self._on_running(False)
        self._on_fields()

    def _lay_out(self) -> None:
        buttons = hbox(self.start_button, self.stop_button)
        more = hbox(self.open_button, self.export_button)
        left = column(self.form, buttons, self.bar, self.status, None, more)
        label = dim_label(tr("Sort images by"))
        label.setBuddy(self.figure)
        sorting = hbox(label, self.figure, None, self.worst_button, self.best_button)
        below = QWidget()
        vbox(sorting, (self.images, 1), on=below, margins=(0, 6, 0, 0))
        lay_out_page(self, left, stacked((self.table, 1), (below, 2), (self.comparison, 3)))

    def _connect(self) -> None:
        evaluations = self._evaluations
        self.form.changed.connect(self._on_fields)
        self.weights.currentIndexChanged.connect(lambda _: self._on_fields())
        self.start_button.clicked.connect(self._start)
        self.stop_button.clicked.connect(evaluations.stop)
        self.open_button.clicked.connect(self._open)
        self.export_button.clicked.connect(self._export)
        self.figure.activated.connect(lambda _: self._list_images())
        self.worst_button.clicked.connect(lambda: self._select(0))
        self.best_button.clicked.connect(lambda: self._select(self.images.rowCount() - 1))
        self.table.itemSelectionChanged.connect(self._on_selected)
        self.images.itemSelectionChanged.connect(self._on_image)
        evaluations.running_changed.connect(self._on_running)
        evaluations.progressed.connect(self._on_progress)
        evaluations.added.connect(self._on_added)
        evaluations.message.connect(self.status.setText)

    def _start(self) -> None:
        spec = self.form.spec(self.weights.weights)
        if spec is not None:
            self.bar.setValue(0)
            self.status.setText(tr("Starting…"))
            self._evaluations.start(replace(spec, label=_label(spec)))

    def _open(self) -> None:
        kinds = tr("Evaluations (*.json);;All files (*)")
        if path := ask_file(self, tr("Open evaluation"), self._folder(), kinds):
            self._evaluations.open(path)

    def _export(self) -> None:
        kinds = ("Markdown (*.md)", "LaTeX (*.tex)", "CSV (*.csv)")
        if path := ask_new_file(self, tr("Export table"), self._folder() / "table.md", kinds):
            self._evaluations.export(path)

    def _folder(self) -> Path:
        results = self.form.results.path
        return results if results is not None and results.is_dir() else Path.home()

    def _on_fields(self) -> None:
        self._enable()
        if not self._evaluations.running:
            self._hint.show(self.form.missing(self.weights.weights))

    def _enable(self) -> None:
        running = self._evaluations.running
        self.start_button.setEnabled(not running and not self.form.missing(self.weights.weights))
        self.stop_button.setEnabled(running)
        self.export_button.setEnabled(bool(self._evaluations.done))
        for widget in (self.figure, self.worst_button, self.best_button):
            widget.setEnabled(self.images.rowCount() > 0)

    def _on_running(self, running: bool) -> None:
        self.form.setEnabled(not running)
        self._enable()

    def _on_progress(self, fraction: float, image: str, left: float | None) -> None:
        self.bar.show_share(fraction)
        percent = tr("{percent} %", percent=round(100 * fraction))
        self.status.setText(" · ".join(part for part in (percent, image, time_left(left)) if part))

    def _on_added(self, done: Done) -> None:
        rows = summary(self._evaluations.done)
        names = list(dict.fromkeys(name for _, means in rows for name in means))
        _fill(
            self.table,
            [tr("Evaluation"), *(FIGURES[name].short for name in names)],
            [[title, *(_number(name, means.get(name, math.nan)) for name in names)] for title, means in rows],
        )
        self.table.selectRow(self._evaluations.done.index(done))
        self._enable()

    def _on_selected(self) -> None:
        row = self.table.currentRow()
        if 0 <= row < len(self._evaluations.done):
            self._shown = self._evaluations.done[row]
            chosen = self.figure.currentData()
            self.figure.clear()
            for name in figures_of(self._shown.evaluation):
                self.figure.addItem(FIGURES[name].short, name)
            self.figure.setCurrentIndex(max(0, self.figure.findData(chosen or "lite0")))
            self._list_images()

    def _list_images(self) -> None:
        done, figure = self._shown, self.figure.currentData()
        if done is None or figure is None:
            return
        names = figures_of(done.evaluation)
        _fill(
            self.images,
            [tr("Image"), *(FIGURES[name].short for name in names)],
            [
                [image.name, *(_number(name, getattr(image.scores, name)) for name in names)]
                for image in done.worst_first(figure)
            ],
        )
        self._enable()
        self._select(0)

    def _select(self, row: int) -> None:
        self.images.selectRow(row)
        self._on_image()

    def _on_image(self) -> None:
        item = self.images.item(self.images.currentRow(), 0)
        if self._shown is None or item is None:
            self.comparison.clear()
        else:
            self.comparison.show_image(self._shown, item.text())


def _label(spec: EvaluationSpec) -> str:
    """The name of the method in tables: for the weights of a run, whose file always has the same name, that of the run's
    folder; "" for others, which are named after the weights.
    """
    path = Path(spec.weights)
    if path.name != WEIGHTS_FILE or not path.parent.name:
        return ""
    return path.parent.name if spec.mode == "raw" else f"{path.parent.name} ({spec.mode})"


def _number(figure: str, value: float) -> str:
    return "–" if math.isnan(value) else f"{value:.{FIGURES[figure].digits}f}"


def _fill(table: QTableWidget, titles: list[str], rows: list[list[str]]) -> None:
    """Show these rows without emitting signals. All columns but the first hold numbers."""
    with QSignalBlocker(table):
        table.clear()
        table.setColumnCount(len(titles))
        table.setRowCount(len(rows))
        table.setHorizontalHeaderLabels(titles)
        for row, cells in enumerate(rows):
            for place, text in enumerate(cells):
                item = QTableWidgetItem(text)
                if place:
                    item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                table.setItem(row, place, item)
    header = table.horizontalHeader()
    header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
