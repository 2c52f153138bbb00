"""The part of the brush panel that explains the active tool and shows the settings of the bucket."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from crfill_gui.canvas.tools import ToolName
from crfill_gui.commands.bindings import SPECS
from crfill_gui.document.mask_tools.bucket import BucketSettings
from crfill_gui.i18n import tr
from crfill_gui.panels.boxes import NO_MARGINS, vbox
from crfill_gui.panels.buttons import check_box
from crfill_gui.panels.widgets import SliderRow, dim_label

LINES = 4
"""The number of lines of the longest hint. Nothing moves when another tool is chosen."""


class ToolPanel(QWidget):
    """Explains the active tool, and reports changes of the bucket's settings."""

    bucket_changed = Signal(object)  # BucketSettings

    def __init__(self, tool: ToolName, bucket: BucketSettings) -> None:
        super().__init__()
        self.hint = dim_label(wrap=True, name=tr("What the tool does"))
        self.hint.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.hint.setMinimumHeight(LINES * self.hint.fontMetrics().lineSpacing() + 4)
        self.tolerance = SliderRow(
            tr("Tolerance"), 0, 255, tip=tr("How far a colour may differ from the one that was clicked on")
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
        self.hint.setText(tr(SPECS[f"tool.{tool}"].hint))
        self._bucket.setVisible(tool == "bucket")

    def _report(self) -> None:
        self.bucket_changed.emit(BucketSettings(round(self.tolerance.value), self.contiguous.isChecked()))
