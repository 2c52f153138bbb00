"""The dialog that masks dust and scratches, with a live preview on the canvas."""

from __future__ import annotations

import cv2
import numpy as np
from PySide6.QtWidgets import QWidget

from crfill_core.geometry import Box
from crfill_core.imaging.dust import DEFAULT_SENSITIVITY
from crfill_core.imaging.dust_look import look_is_faster
from crfill_gui.canvas.view import Canvas
from crfill_gui.dialogs.live_mask import LiveMask, Make
from crfill_gui.document.document import Document
from crfill_gui.document.dust import DustFinder
from crfill_gui.document.history import What
from crfill_gui.i18n import grouped, mark, plural, tr
from crfill_gui.panels.widgets import SliderRow


class DustDialog(LiveMask):
    """Adds the photo's specks, hairs and scratches to the mask."""

    def __init__(self, canvas: Canvas, document: Document, parent: QWidget) -> None:
        rough_first = look_is_faster(document.size)
        super().__init__(canvas, document, mark("Dust & scratches"), parent, rough_first=rough_first)
        self.setObjectName("dialog.dust")
        self.setWindowTitle(tr("Dust & Scratches"))
        self.sensitivity = SliderRow(
            tr("Sensitivity"),
            0,
            100,
            tip=tr("Low: only what differs most from its surroundings; high: faint specks too"),
        )
        self.lay_out(self.sensitivity)
        self.sensitivity.set_value(DEFAULT_SENSITIVITY)
        self._finder = DustFinder()
        self.sensitivity.changed.connect(lambda _: self.soon())
        self.soon()

    @property
    def wanted(self) -> int:
        """The sensitivity, 0 … 100."""
        return round(self.sensitivity.value)

    def describe(self, before: np.ndarray, after: np.ndarray) -> str:
        added = cv2.bitwise_and(after, cv2.threshold(before, 0, 255, cv2.THRESH_BINARY_INV)[1])
        places = cv2.connectedComponents(added, connectivity=8)[0] - 1
        if not places:
            return tr("Nothing found. A higher sensitivity finds fainter specks.")
        return plural(
            "{n} place found, {area} px",
            "{n} places found, {area} px",
            places,
            area=grouped(cv2.countNonZero(added)),
        )

    def maker(self, rough: bool) -> Make:
        finder, now, sensitivity = self._finder, self._document.now, self.wanted
        return lambda mask, check: finder.added(now.photo.pixels, mask, sensitivity, check, rough)

    def _on_change(self, what: What, box: Box) -> None:
        if what == "pixels":
            self._finder = DustFinder()
            self._renew()
        super()._on_change(what, box)
