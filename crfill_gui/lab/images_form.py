"""The fields shared by evaluation and study: images, holes, method, and folder for results."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QLabel, QSpinBox, QWidget

from crfill_gui.i18n import mark, tr
from crfill_gui.lab.evaluations import EvaluationSpec
from crfill_gui.panels.paths import PathRow

MODES = (
    ("raw", mark("Plain network, as in the paper")),
    ("network", mark("Network")),
    ("assembly", mark("Assembly")),
    ("auto", mark("Auto")),
)
HOLES = (
    ("", mark("From the masks")),
    ("square", mark("Random: squares")),
    ("irregular", mark("Random: irregular")),
    ("object", mark("Random: objects")),
)
MASKS = mark("Masks (*.png *.tif *.tiff *.webp *.bmp *.jpg);;All files (*)")
SMALLEST_SIDE = 32
"""Pixels; ``crfill evaluate`` reduces to no shorter side."""


class ImagesForm(QWidget):
    """``changed``: a field has another value; :meth:`spec` gives the values together."""

    changed = Signal()

    def __init__(self, results_hint: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.mode = _choices(tr("Mode"), MODES)
        self.images = PathRow(tr("Images"), tr("A folder of complete photos"))
        self.holes = _choices(tr("Holes"), HOLES)
        self.masks = PathRow(tr("Masks"), tr("A mask for each image, or one for all"), tr(MASKS))
        self.limit = _number(tr("Number of images"), tr("All"), 100_000)
        self.side = _number(tr("Short side"), tr("Unchanged"), 8192)
        self.side.setSuffix(" px")
        self.results = PathRow(tr("Results"), results_hint)
        self.form = QFormLayout(self)
        self.form.setContentsMargins(0, 0, 0, 0)
        self.form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        self.form.setVerticalSpacing(6)
        self.rows = (
            (tr("M&ode"), self.mode),
            (tr("&Images"), self.images),
            (tr("&Holes"), self.holes),
            (tr("&Masks"), self.masks),
            (tr("&Number of images"), self.limit),
            (tr("Short si&de"), self.side),
            (tr("&Results"), self.results),
        )
        for name, field in self.rows:
            self.add_row(name, field)
        for row in (self.images, self.masks, self.results):
            row.changed.connect(self.changed)
        self.holes.currentIndexChanged.connect(lambda _: self._on_holes())
        self._on_holes()

    def add_row(self, name: str, field: QWidget, at: int | None = None) -> None:
        """A field with its label above it, at that row or at the end."""
        label = QLabel(name)
        label.setBuddy(field.focusProxy() or field)
        if at is None:
            self.form.addRow(label, field)
        else:
            self.form.insertRow(at, label, field)

    def spec(self, weights: str, results: Path | None = None) -> EvaluationSpec | None:
        """An evaluation of those weights; None while a field is missing."""
        images, folder, masks = self.images.path, self.results.path, self.masks.path
        kind = str(self.holes.currentData())
        if images is None or folder is None or not weights or not images.is_dir():
            return None
        if not kind and (masks is None or not masks.exists()):
            return None
        return EvaluationSpec(
            weights,
            str(self.mode.currentData()),
            images,
            results or folder,
            masks=None if kind else masks,
            holes=kind,
            limit=self.limit.value() or None,
            size=self.side.value() if self.side.value() >= SMALLEST_SIDE else None,
        )

    def _on_holes(self) -> None:
        self.masks.setEnabled(not self.holes.currentData())
        self.changed.emit()


def _choices(name: str, choices: tuple[tuple[str, str], ...]) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(name)
    for value, text in choices:
        box.addItem(tr(text), value)
    return box


def _number(name: str, none: str, high: int) -> QSpinBox:
    box = QSpinBox()
    box.setAccessibleName(name)
    box.setRange(0, high)
    box.setSpecialValueText(none)
    return box
