"""Grow, shrink, feather, fill islands: the mask that would come of it is shown live on the canvas."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from crfill_core.geometry import Box
from crfill_gui.canvas.view import Canvas
from crfill_gui.document.document import Document, What
from crfill_gui.document.mask_operations import feathered, grown, shrunk, without_holes
from crfill_gui.document.selection import MaskPatch
from crfill_gui.i18n import tr
from crfill_gui.panels.widgets import SliderRow

MOST = 100
LIVE_MS = 30
"""What is shown follows the sliders at most that often."""


class RefineMask(QDialog):
    """Not modal: zooming and painting go on. OK makes one undo step, Cancel leaves the mask as it is."""

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
        """Make what is shown the mask."""
        patch = self._patch()
        if patch is not None:
            self._document.change_mask(patch, "Refine mask")
        super().accept()

    def _soon(self) -> None:
        if not self._live.isActive():
            self._live.start()

    def _on_change(self, what: What, box: Box) -> None:
        if what == "mask":
            self._soon()

    def _preview(self) -> None:
        patch = self._patch()
        self._canvas.preview_mask(None if patch is None else patch.apply(self._document.coverage))

    def _patch(self) -> MaskPatch | None:
        """What the sliders say comes of the mask; None if nothing is to be done."""
        mask, touched = self._document.coverage, Box(0, 0, 0, 0)
        edge, feather = round(self.edge.value), round(self.feather.value)
        steps: list[Callable[[np.ndarray], MaskPatch]] = []
        if self.islands.isChecked():
            steps.append(without_holes)
        if edge:
            steps.append(lambda mask: grown(mask, edge) if edge > 0 else shrunk(mask, -edge))
        if feather:
            steps.append(lambda mask: feathered(mask, feather))
        for step in steps:
            patch = step(mask)
            mask, touched = patch.apply(mask), touched.union(patch.box)
        return None if touched.is_empty else MaskPatch(touched, mask[touched.slices])

    def _end(self) -> None:
        self._live.stop()
        self._document.unsubscribe(self._on_change)
        self._canvas.preview_mask(None)
        self._canvas.setFocus()


def fill_islands(document: Document) -> None:
    """Mask what the mask surrounds wholly: one undo step."""
    document.change_mask(without_holes(document.coverage), "Fill islands")
