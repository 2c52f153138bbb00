"""The form that evaluation and study share: mode, images, their number and size, holes, and the folder for results."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from crfill_gui.i18n import mark, tr
from crfill_gui.lab.evaluations import EvaluationSpec
from crfill_gui.panels.file_dialogs import MASK_KINDS
from crfill_gui.panels.forms import combo, count_box, stacked_form
from crfill_gui.panels.hint import empty_names, not_there, still_missing
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
SMALLEST_SIDE = 32
"""The smallest short side, in pixels, to which ``crfill evaluate`` reduces images."""


class ImagesForm(QWidget):
    """A form for the values of an :class:`EvaluationSpec`, which :meth:`spec` returns."""

    changed = Signal()  # the value of a field has changed

    def __init__(self, results_hint: str, *before: tuple[str, QWidget]) -> None:
        """``results_hint``: the placeholder of the folder for results. ``before``: names and fields of the first rows."""
        super().__init__()
        self.mode = combo(tr("Mode"), ((mode, tr(text)) for mode, text in MODES))
        self.images = PathRow(tr("Images"), tr("A folder of complete photos"))
        self.holes = combo(tr("Holes"), ((kind, tr(text)) for kind, text in HOLES))
        self.masks = PathRow(tr("Masks"), tr("A mask for each image, or one for all"), tr(MASK_KINDS))
        self.limit = count_box(tr("Number of images"), 100_000, tr("All"))
        self.side = count_box(tr("Short side"), 8192, tr("Unchanged"))
        self.side.setSuffix(" px")
        self.side.setSingleStep(SMALLEST_SIDE)
        self.side.setKeyboardTracking(False)
        self.side.valueChanged.connect(self._raise_side)
        self.results = PathRow(tr("Results"), results_hint)
        rows = (
            *before,
            (tr("M&ode"), self.mode),
            (tr("&Images"), self.images),
            (tr("&Holes"), self.holes),
            (tr("&Masks"), self.masks),
            (tr("&Number of images"), self.limit),
            (tr("Short si&de"), self.side),
            (tr("&Results"), self.results),
        )
        stacked_form(rows, on=self).setContentsMargins(0, 0, 0, 0)
        for row in (self.images, self.masks, self.results):
            row.changed.connect(self.changed)
        self.holes.currentIndexChanged.connect(lambda _: self._on_holes())
        self._on_holes()

    def spec(self, weights: str) -> EvaluationSpec | None:
        """An evaluation of those weights with the form's values; None while something is missing."""
        images, folder = self.images.path, self.results.path
        if images is None or folder is None or self.missing(weights):
            return None
        kind = str(self.holes.currentData())
        return EvaluationSpec(
            weights,
            str(self.mode.currentData()),
            images,
            folder,
            masks=None if kind else self.masks.path,
            holes=kind,
            limit=self.limit.value() or None,
            size=self.side.value() or None,
        )

    def missing(self, *weights: str) -> str:
        """A sentence on what is missing: fields without a path, weights if one of their names is empty, or the first path
        that does not exist. Empty if nothing is missing.
        """
        named = [] if all(weights) else [tr("Weights")]
        read = [self.images] if self.holes.currentData() else [self.images, self.masks]
        return still_missing(named + empty_names([*read, self.results])) or not_there(read)

    def _raise_side(self, side: int) -> None:
        """Replace a side that is too small with the smallest; 0 stands for unchanged images."""
        if 0 < side < SMALLEST_SIDE:
            self.side.setValue(SMALLEST_SIDE)

    def _on_holes(self) -> None:
        self.masks.setEnabled(not self.holes.currentData())
        self.changed.emit()
