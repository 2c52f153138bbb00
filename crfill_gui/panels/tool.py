"""Explains the active tool, and shows its own settings. Above the brush's settings."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from crfill_gui.canvas.tools import ToolName
from crfill_gui.document.mask_tools.bucket import BucketSettings
from crfill_gui.i18n import mark, tr
from crfill_gui.panels.boxes import NO_MARGINS, vbox
from crfill_gui.panels.buttons import check_box
from crfill_gui.panels.widgets import SliderRow, dim_label

HINTS: dict[ToolName, str] = {
    "brush": mark(
        "Paint over what should go. Alt erases, Shift+click draws a line, Shift+drag changes the size."
    ),
    "eraser": mark("Erase parts of the mask. Alt paints."),
    "avoid": mark("Paint over what fills may not borrow from. Alt erases."),
    "lasso": mark("Drag round an area. Alt takes it off the mask."),
    "polygon": mark(
        "Click corner after corner; Enter, a double click or the first corner closes. "
        "Shift: steps of 45°. Backspace: one back. Alt first: takes off."
    ),
    "rectangle": mark(
        "Drag from corner to corner. Shift: a square. Alt before the drag takes off, "
        "during it: from the centre."
    ),
    "ellipse": mark(
        "Drag from corner to corner. Shift: a circle. Alt before the drag takes off, "
        "during it: from the centre."
    ),
    "smart": mark(
        "Drag a box round an object. Then draw over what is missing, with Alt over what is too much; "
        "Enter or a double click accepts."
    ),
    "bucket": mark("Click on a colour to mask everything like it. Alt takes it off the mask."),
    "line": mark(
        "Click where an edge goes on, or drag; Enter or a double click ends. Shift: steps of 45°. Click a line to "
        "select it; Delete removes it."
    ),
    "hand": mark("Drag the photo. Space does the same with any tool."),
    "zoom": mark(
        "Click to zoom in, Alt+click to zoom out; drag a box to zoom to it. Press the key twice: "
        "zoom to the mask."
    ),
}


LINES = 4
"""Lines for the longest hint, so that nothing moves when another tool is chosen."""


class ToolPanel(QWidget):
    """Shows the active tool and reports changes of the bucket's settings."""

    bucket_changed = Signal(object)  # BucketSettings

    def __init__(self, tool: ToolName, bucket: BucketSettings) -> None:
        super().__init__()
        self.hint = dim_label(wrap=True, name=tr("What the tool does"))
        self.hint.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.hint.setMinimumHeight(LINES * self.hint.fontMetrics().lineSpacing() + 4)
        self.tolerance = SliderRow(
            tr("Tolerance"),
            0,
            255,
            "",
            tip=tr("How far a colour may differ from the one that was clicked on"),
        )
        self.contiguous = check_box(
            tr("Only what is joined"), tr("Mask only what is joined to the place that was clicked on")
        )
        self._bucket = QWidget()
        vbox(self.tolerance, self.contiguous, on=self._bucket, margins=NO_MARGINS)
        vbox(self.hint, self._bucket, on=self, margins=NO_MARGINS, spacing=8)
        self.tolerance.set_value(bucket.tolerance)
        self.contiguous.setChecked(bucket.contiguous)
        self.tolerance.changed.connect(lambda _: self._report())
        self.contiguous.toggled.connect(lambda _: self._report())
        self.show_tool(tool)

    def show_tool(self, tool: ToolName) -> None:
        """Explain that tool and show its settings."""
        self.hint.setText(tr(HINTS[tool]))
        self._bucket.setVisible(tool == "bucket")

    def _report(self) -> None:
        self.bucket_changed.emit(BucketSettings(round(self.tolerance.value), self.contiguous.isChecked()))
