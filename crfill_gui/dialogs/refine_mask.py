"""Grow, shrink, feather, fill islands: the mask that would come of it is shown live on the canvas."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np
from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from crfill_core.geometry import Box
from crfill_core.progress import Progress
from crfill_gui.canvas.view import Canvas
from crfill_gui.document.document import Document, What
from crfill_gui.document.mask_operations import without_holes
from crfill_gui.document.mask_refinement import Refinement
from crfill_gui.document.selection import MaskPatch
from crfill_gui.i18n import tr
from crfill_gui.panels.widgets import SliderRow
from crfill_gui.workers.task import Task

MOST = 100
LIVE_MS = 30
"""What is shown follows the sliders at most that often."""


@dataclass(frozen=True, eq=False)
class _Found:
    """What came of a version of the document's mask."""

    refinement: Refinement
    version: int
    patch: MaskPatch
    mask: np.ndarray
    """The whole of it, (H, W) uint8."""

    def answers(self, refinement: Refinement, version: int) -> bool:
        return (self.refinement, self.version) == (refinement, version)


class RefineMask(QDialog):
    """Not modal: zooming and painting go on, and nothing waits for what is reckoned in the background. OK makes one
    undo step, Cancel leaves the mask as it is.
    """

    def __init__(self, canvas: Canvas, document: Document, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Tool)
        self.setObjectName("dialog.refine_mask")
        self.setWindowTitle(tr("Refine Mask"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._canvas, self._document = canvas, document
        self.edge = SliderRow(
            tr("Grow or shrink"),
            -MOST,
            MOST,
            " px",
            tip=tr("Move the mask's edge outwards, or inwards below zero"),
        )
        self.feather = SliderRow(
            tr("Feather"), 0, MOST, " px", tip=tr("Soften the edge outwards over so many pixels")
        )
        self.islands = QCheckBox(tr("Fill islands"))
        self.islands.setAccessibleName(tr("Fill islands"))
        self.islands.setToolTip(tr("Mask what the mask surrounds wholly"))
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 14)
        layout.setSpacing(10)
        for widget in (self.edge, self.feather, self.islands, buttons):
            layout.addWidget(widget)
        self.setMinimumWidth(320)
        self.edge.set_value(0)
        self.feather.set_value(0)
        self._ok = buttons.button(QDialogButtonBox.StandardButton.Ok)
        self._version = 0  # of the document's mask
        self._search: Task[_Found] | None = None
        self._found: _Found | None = None
        self._accepting = False
        self._live = QTimer(self, singleShot=True, interval=LIVE_MS)
        self._live.timeout.connect(self._preview)
        self.edge.changed.connect(lambda _: self._soon())
        self.feather.changed.connect(lambda _: self._soon())
        self.islands.toggled.connect(lambda _: self._soon())
        document.subscribe(self._on_change)
        self.finished.connect(self._end)

    @property
    def document(self) -> Document:
        """Whose mask is refined."""
        return self._document

    def event(self, event: QEvent) -> bool:
        """Keep Esc and Enter here: in a tool window the main window's shortcuts work, too."""
        mine = (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() in mine
        ):
            event.accept()
            return True
        return super().event(event)

    def accept(self) -> None:
        """Make what was asked for the mask; it is waited for in the background if it is not there yet."""
        self._live.stop()
        if self._wanted.changes_nothing:
            super().accept()
        elif self._found is not None and self._found.answers(self._wanted, self._version):
            self._document.change_mask(self._found.patch, "Refine mask")
            super().accept()
        else:
            self._accepting = True
            for widget in (self.edge, self.feather, self.islands, self._ok):
                widget.setEnabled(False)
            self._start()

    @property
    def _wanted(self) -> Refinement:
        return Refinement(round(self.edge.value), round(self.feather.value), self.islands.isChecked())

    def _soon(self) -> None:
        if not self._live.isActive() and not self._accepting:
            self._live.start()

    def _on_change(self, what: What, box: Box) -> None:
        if what == "mask":
            self._version += 1
            self._soon()

    def _preview(self) -> None:
        """Show what is wanted now; while something else is still reckoned, when that is done."""
        if self._wanted.changes_nothing:
            self._stop()
            self._canvas.preview_mask(None)
        elif self._search is None:
            self._start()

    def _start(self) -> None:
        self._stop()
        mask, wanted, version = self._document.coverage.copy(), self._wanted, self._version

        def work(progress: Progress) -> _Found:
            patch = wanted.of(mask, progress.check)
            return _Found(wanted, version, patch, patch.apply(mask))

        task = self._search = Task(work)
        task.done.connect(partial(self._answered, task))
        task.failed.connect(partial(self._failed, task))
        self._canvas.worker.put(task)

    def _stop(self) -> None:
        search, self._search = self._search, None
        if search is not None:
            search.cancel()

    def _failed(self, search: Task[_Found], sentence: str) -> None:
        if search is self._search:
            self._search = None
            self._canvas.failed.emit(sentence)
            self.reject()

    def _answered(self, search: Task[_Found], found: _Found) -> None:
        if search is not self._search:
            return
        self._search = None
        self._found = found
        if self._accepting:
            self.accept()
        else:
            self._canvas.preview_mask(found.mask)
            if not found.answers(self._wanted, self._version):
                self._preview()

    def _end(self) -> None:
        self._live.stop()
        self._stop()
        self._document.unsubscribe(self._on_change)
        self._canvas.preview_mask(None)
        self._canvas.setFocus()


def fill_islands(document: Document) -> None:
    """Mask what the mask surrounds wholly: one undo step."""
    document.change_mask(without_holes(document.coverage), "Fill islands")
