"""The batch dialog, which fills a folder of photos while the editor stays usable."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QColor, QDesktopServices, QGuiApplication
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QFormLayout,
    QHeaderView,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from crfill_core.base.cores import usable_cores
from crfill_core.errors import CrfillError
from crfill_core.jobs.batch import BatchSpec
from crfill_core.weights.catalog import entries, find
from crfill_gui.config import settings as keys
from crfill_gui.editor.batches import BatchRun
from crfill_gui.editor.session import Session
from crfill_gui.i18n import mark, plural, tr, tr_core
from crfill_gui.panels.boxes import hbox, vbox
from crfill_gui.panels.buttons import push_button
from crfill_gui.panels.file_dialogs import MASK_KINDS
from crfill_gui.panels.fill import time_left
from crfill_gui.panels.forms import add_choice, combo, count_box, labelled
from crfill_gui.panels.hint import StartHint, empty_names, still_missing
from crfill_gui.panels.paths import PathRow
from crfill_gui.panels.sizes import open_at, to_front
from crfill_gui.panels.widgets import Bar, dim_label

STATES = {
    "waiting": mark("Waiting"),
    "filling": mark("Filling…"),
    "done": mark("Filled"),
    "skipped": mark("Done before"),
    "failed": mark("Failed"),
}
RESULTS_FOLDER = "filled"
"""The name of the suggested folder for results, which is inside the folder of the photos."""


class BatchDialog(QDialog):
    """The dialog. It is not modal, and closing it does not stop the batch."""

    def __init__(self, session: Session, run: BatchRun, parent: QWidget) -> None:
        super().__init__(parent)
        self._session, self._run = session, run
        self._suggested: Path | None = None
        self.setObjectName("dialog.batch")
        self.setWindowTitle(tr("Fill a Folder"))
        open_at(self, 760, 600)
        self.photos = PathRow(tr("Photos"), tr("A folder of photos"))
        self.masks = PathRow(
            tr("Masks"), tr("A folder with a mask for each photo, or one mask for all"), tr(MASK_KINDS)
        )
        self.output = PathRow(tr("Results"), tr("A folder for the filled photos, not that of the originals"))
        self._rows = {"photos": self.photos, "masks": self.masks, "output": self.output}
        self.mode = combo(tr("Mode"))
        for mode, choice in keys.FILL_MODE.option.choices.items():
            add_choice(self.mode, mode, tr(choice.title), tr(choice.text))
        self.weights = combo(tr("Weights"))
        self._boxes = {"mode": self.mode, "weights": self.weights}
        workers = session.settings.get(keys.BATCH_WORKERS)
        self.workers = count_box(
            tr("Photos at once"),
            max(usable_cores(), workers),
            tr("Auto"),
            tr("With more than one, separate processes fill the photos and share the cores"),
        )
        self.workers.setValue(workers)
        self.sentence = dim_label(wrap=True, name=tr("Batch status"))
        self.list = _photo_list()
        self.bar = Bar(tr("Batch progress"))
        self.start_button = push_button(tr("Start"), primary=True)
        self._hint = StartHint(self.sentence, self.start_button.text())
        self.pause_button, self.cancel_button = push_button(tr("Pause")), push_button(tr("Cancel"))
        self.report_button = push_button(tr("Copy Report"))
        self.folder_button = push_button(tr("Show Results"))
        self._lay_out()
        self._connect()
        self._on_state(run.state)

    def open_for(self, folder: Path | None) -> None:
        """Show the dialog. If its fields are empty, suggest the unfinished batch or, if there is none, that folder."""
        unfinished = self._session.settings.get(keys.UNFINISHED_BATCH)
        self._fill_weights()
        if self._run.state == "idle" and not self._run.rows:
            self.mode.setCurrentIndex(self.mode.findData(self._session.choices.mode))
        if self._run.state == "idle" and not any(row.path for row in self._rows.values()) and unfinished:
            for name, row in self._rows.items():
                row.set_path(Path(unfinished.get(name, "")))
            # With another mode or other weights the photos that are done would be filled again.
            for name, box in self._boxes.items():
                box.setCurrentIndex(max(0, box.findData(unfinished.get(name, box.currentData()))))
            self.sentence.setText(tr("The last batch did not finish: press Start to continue it."))
        elif self.photos.path is None and folder is not None:
            self.photos.set_path(folder)
        to_front(self)

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        form.setHorizontalSpacing(14)
        form.setVerticalSpacing(10)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for name, row in (
            (tr("&Photos"), self.photos),
            (tr("&Masks"), self.masks),
            (tr("&Results"), self.output),
        ):
            form.addRow(labelled(name, row, beside=True), row)
        hint = dim_label(
            tr(
                "A mask has the name of its photo, with or without “-mask” after it; its white area is filled. "
                "Mask → Save Mask writes what is painted in the editor."
            ),
            wrap=True,
        )
        # A form may give a wrapped label too little room.
        hint.setMinimumHeight(2 * hint.fontMetrics().lineSpacing())
        form.addRow("", hint)
        weights = labelled(tr("&Weights"), self.weights)
        workers = labelled(tr("Photos at &once"), self.workers)
        choices = hbox((self.mode, 1), weights, (self.weights, 1), workers, self.workers, spacing=10)
        form.addRow(labelled(tr("Mo&de"), self.mode, beside=True), choices)
        left, right = (self.report_button, self.folder_button), (self.cancel_button, self.pause_button)
        buttons = hbox(*left, None, *right, self.start_button)
        rows = (form, (self.list, 1), self.bar, self.sentence, buttons)
        vbox(*rows, on=self, margins=(20, 20, 20, 16), spacing=12)

    def _connect(self) -> None:
        run = self._run
        self.start_button.clicked.connect(self._start)
        self.pause_button.clicked.connect(lambda: run.resume() if run.state == "paused" else run.pause())
        self.cancel_button.clicked.connect(run.cancel)
        self.report_button.clicked.connect(self._copy_report)
        self.folder_button.clicked.connect(self._show_results)
        self.photos.changed.connect(self._suggest_output)
        for row in self._rows.values():
            row.changed.connect(lambda: self._on_state(run.state))
        run.state_changed.connect(self._on_state)
        run.listed.connect(self._on_listed)
        run.row_changed.connect(self._on_row)
        run.progressed.connect(self._on_progress)
        run.failed.connect(self.sentence.setText)
        run.ended.connect(self._on_ended)

    def _suggest_output(self) -> None:
        """Suggest a folder for results inside the folder of the photos, unless the user has chosen one."""
        photos = self.photos.path
        if self.output.path in (None, self._suggested):
            self._suggested = photos / RESULTS_FOLDER if photos is not None and photos.is_dir() else None
            self.output.field.setText("" if self._suggested is None else str(self._suggested))

    def _fill_weights(self) -> None:
        chosen = self.weights.currentData()
        self.weights.clear()
        self.weights.addItem(tr("The editor’s weights"), "")
        try:
            known = entries()
        except CrfillError:  # Start says what is wrong
            known = []
        for entry in known:
            self.weights.addItem(tr_core(entry.title) or entry.name, entry.name)
        self.weights.setCurrentIndex(max(0, self.weights.findData(chosen)))

    def _start(self) -> None:
        photos, masks, output = self.photos.path, self.masks.path, self.output.path
        if photos is None or masks is None or output is None:
            return
        weights = self.weights.currentData() or self._session.settings.get(keys.WEIGHTS)
        try:
            file = find(weights).path
        except CrfillError as error:
            self.sentence.setText(tr_core(error))
            return
        self.list.clear()
        self.bar.setValue(0)
        options = replace(self._session.choices.options, mode=self.mode.currentData(), window=None)
        widen = self._session.settings.get(keys.FILL_WIDEN)
        paths = {name: str(row.path) for name, row in self._rows.items()}
        self._remember(paths | {"mode": self.mode.currentData(), "weights": self.weights.currentData()})
        workers = self.workers.value()
        self._session.settings.set(keys.BATCH_WORKERS, workers)
        self._run.start(BatchSpec(photos, masks, output, file, options, widen=widen), weights, workers)

    def _remember(self, unfinished: dict[str, str]) -> None:
        """Store the unfinished batch immediately, because the program may end before the batch does."""
        self._session.settings.set(keys.UNFINISHED_BATCH, unfinished)
        self._session.settings.save()

    def _on_state(self, state: str) -> None:
        idle = state == "idle"
        for widget in (*self._rows.values(), self.mode, self.weights, self.workers):
            widget.setEnabled(idle)
        missing = still_missing(empty_names(self._rows.values()))
        self.start_button.setEnabled(idle and not missing)
        self.pause_button.setEnabled(state in ("running", "paused"))
        self.pause_button.setText(tr("Resume") if state == "paused" else tr("Pause"))
        self.cancel_button.setEnabled(state in ("running", "pausing", "paused"))
        self.report_button.setEnabled(bool(self._run.rows))
        self.folder_button.setEnabled(self.output.path is not None and self.output.path.is_dir())
        if state == "looking":
            self.sentence.setText(tr("Looking at the folders…"))
        elif state == "cancelling":
            self.sentence.setText(tr("Stopping…"))
        elif not idle:
            self._say_progress()
        else:
            self._hint.show(missing)

    def _on_listed(self) -> None:
        self.list.clear()
        for index, row in enumerate(self._run.rows):
            self.list.addTopLevelItem(QTreeWidgetItem([row.photo.name, "", ""]))
            self._show_row(index)

    def _on_row(self, index: int) -> None:
        self._show_row(index)
        self._show_progress()
        item = self.list.topLevelItem(index)
        if item is not None and self._run.rows[index].state == "filling":
            self.list.scrollToItem(item)

    def _show_row(self, index: int) -> None:
        row, item = self._run.rows[index], self.list.topLevelItem(index)
        if item is None:
            return
        item.setText(1, tr(STATES[row.state]))
        item.setText(2, row.note)
        item.setToolTip(2, row.note)
        quiet, palette = row.state in ("waiting", "skipped"), self.palette()
        color = (palette.placeholderText() if quiet else palette.text()).color()
        item.setForeground(1, QColor("#d9534a") if row.state == "failed" else color)

    def _on_progress(self, index: int) -> None:
        self._show_progress()
        row, item = self._run.rows[index], self.list.topLevelItem(index)
        if row.state == "filling" and item is not None and row.fraction > 0:
            item.setText(1, tr("Filling… {percent} %", percent=round(100 * row.fraction)))

    def _show_progress(self) -> None:
        run = self._run
        self.bar.show_share(min(1.0, run.fraction))
        if run.state in ("running", "pausing", "paused"):
            self._say_progress()

    def _say_progress(self) -> None:
        run = self._run
        parts = [plural("{done} of {n} photo", "{done} of {n} photos", len(run.rows), done=run.finished)]
        failed = sum(row.state == "failed" for row in run.rows)
        parts += [tr("{n} failed", n=failed)] if failed else []
        words = {"pausing": tr("pausing after the current photos"), "paused": tr("paused")}
        parts += [words.get(run.state) or time_left(run.seconds_left)]
        self.sentence.setText(" · ".join(part for part in parts if part))

    def _on_ended(self, how: str) -> None:
        if self._run.rows and self._run.finished == len(self._run.rows):
            self._remember({})
        self.sentence.setText(how)
        if not self.isVisible():
            self._session.say("info", tr("Batch: {how}", how=how[:1].lower() + how[1:]))

    def _copy_report(self) -> None:
        QGuiApplication.clipboard().setText(self._run.report())
        self.sentence.setText(tr("The report is on the clipboard."))

    def _show_results(self) -> None:
        if self.output.path is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.output.path)))


def _photo_list() -> QTreeWidget:
    view = QTreeWidget()
    view.setAccessibleName(tr("Photos of the batch"))
    view.setMinimumHeight(8 * view.fontMetrics().lineSpacing())  # room for a few rows
    view.setHeaderLabels([tr("Photo"), tr("State"), tr("Note")])
    view.setRootIsDecorated(False)
    view.setUniformRowHeights(True)
    view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    view.setTextElideMode(Qt.TextElideMode.ElideMiddle)
    header = view.header()
    header.setStretchLastSection(True)
    header.setSectionResizeMode(0, QHeaderView.ResizeMode.Interactive)
    header.resizeSection(0, 220)
    header.resizeSection(1, 110)
    return view
