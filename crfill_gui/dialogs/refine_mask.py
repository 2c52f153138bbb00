"""The dialog that grows, shrinks and feathers the mask and fills its islands, with a live preview on the canvas."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from crfill_gui.canvas.view import Canvas
from crfill_gui.dialogs.live_mask import LiveMask, Make
from crfill_gui.document.document import Document
from crfill_gui.document.mask_refinement import Refinement
from crfill_gui.i18n import mark, tr
from crfill_gui.panels.buttons import check_box
from crfill_gui.panels.widgets import SliderRow

MOST = 100
"""The largest distance by which the edge is moved, and the largest by which it is softened, in photo pixels."""


class RefineMask(LiveMask):
    """Moves and softens the mask's edge, and fills its islands."""

    def __init__(self, canvas: Canvas, document: Document, parent: QWidget) -> None:
        super().__init__(canvas, document, mark("Refine mask"), parent)
        self.setObjectName("dialog.refine_mask")
        self.setWindowTitle(tr("Refine Mask"))
        self.edge = SliderRow(
            tr("Grow or shrink"),
            -MOST,
            MOST,
            " px",
            tip=tr("Move the mask's edge outwards; a negative number moves it inwards"),
        )
        self.feather = SliderRow(
            tr("Feather"), 0, MOST, " px", tip=tr("Soften the edge outwards over this many pixels")
        )
        self.islands = check_box(tr("Fill islands"), tr("Mask everything that the mask surrounds"))
        self.lay_out(self.edge, self.feather, self.islands)
        self.edge.set_value(0)
        self.feather.set_value(0)
        self.edge.changed.connect(lambda _: self.soon())
        self.feather.changed.connect(lambda _: self.soon())
        self.islands.toggled.connect(lambda _: self.soon())

    @property
    def wanted(self) -> Refinement:
        return Refinement(round(self.edge.value), round(self.feather.value), self.islands.isChecked())

    @property
    def changes_nothing(self) -> bool:
        return self.wanted == Refinement()

    def maker(self, rough: bool) -> Make:
        return self.wanted.of
