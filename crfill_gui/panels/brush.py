"""The brush panel: the active tool, the brush's size and hardness, the mask's colour and opacity on the screen."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QColorDialog, QLabel, QWidget

from crfill_gui.canvas.tools import ToolName
from crfill_gui.commands.bindings import SPECS
from crfill_gui.document.brush import MAX_RADIUS, MIN_RADIUS, Brush
from crfill_gui.document.mask_tools.bucket import BucketSettings
from crfill_gui.i18n import tr
from crfill_gui.panels.boxes import NO_MARGINS, hbox, vbox
from crfill_gui.panels.buttons import check_box, panel_button
from crfill_gui.panels.widgets import SliderRow, dim_label
from crfill_gui.style.pictures import swatch

SWATCH = QSize(48, 14)
LINES = 4
"""The number of lines of the longest hint, for which there is always room, so that nothing moves with another tool."""


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
            tr("Connected area only"),
            tr("Mask only the area that is connected to the place that was clicked on"),
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


class BrushPanel(QWidget):
    """Shows a brush and the overlay of the mask, and reports changes to them."""

    brush_changed = Signal(object)  # Brush
    overlay_changed = Signal(str, float)  # "#rrggbb", opacity from 0 to 1

    def __init__(self, brush: Brush, color: str, opacity: float) -> None:
        super().__init__()
        self.setObjectName("panelBody")
        self._brush, self._color = brush, color
        self.tool = ToolPanel("brush", BucketSettings())
        self.size_row = SliderRow(
            tr("Size"),
            2 * MIN_RADIUS,
            2 * MAX_RADIUS,
            " px",
            log=True,
            tip=tr("Brush diameter in photo pixels  ([ and ])"),
        )
        self.hardness_row = SliderRow(
            tr("Hardness"), 0, 100, " %", tip=tr("How hard the brush's edge is  (Shift+[ and Shift+])")
        )
        self.opacity_row = SliderRow(
            tr("Mask opacity"), 5, 100, " %", tip=tr("How strongly the mask is shown")
        )
        self.color_button = panel_button("", tr("The colour in which the mask is shown"), tr("Mask colour"))
        self.color_button.setFixedWidth(84)
        self.color_button.clicked.connect(self._pick_color)

        color_row = hbox((QLabel(tr("Mask colour")), 1), self.color_button)
        rows = (self.tool, self.size_row, self.hardness_row, 2, self.opacity_row, color_row, None)
        vbox(*rows, on=self, margins=(12, 6, 12, 12), spacing=8)

        self.set_brush(brush)
        self.opacity_row.set_value(opacity * 100)
        self._show_color()
        self.size_row.changed.connect(lambda size: self._change(Brush(size / 2, self._brush.hardness)))
        self.hardness_row.changed.connect(
            lambda percent: self._change(Brush(self._brush.radius, percent / 100))
        )
        self.opacity_row.changed.connect(lambda _: self._report_overlay())

    def show_tool(self, tool: ToolName) -> None:
        """Explain that tool. For the bucket, its settings are shown in place of the brush's size and hardness."""
        rows, bucket = (self.size_row, self.hardness_row), tool == "bucket"
        # Some rows are hidden before others are shown: otherwise the panel would grow and not shrink again.
        if bucket:
            for row in rows:
                row.hide()
        self.tool.show_tool(tool)
        for row in rows:
            row.setVisible(not bucket)

    def set_brush(self, brush: Brush) -> None:
        """Show a brush that was changed elsewhere."""
        self._brush = brush
        self.size_row.set_value(2 * brush.radius)
        self.hardness_row.set_value(100 * brush.hardness)

    def set_overlay(self, color: str, opacity: float) -> None:
        """Show an overlay that was changed elsewhere."""
        self._color = color
        self.opacity_row.set_value(opacity * 100)
        self._show_color()

    def _change(self, brush: Brush) -> None:
        self._brush = brush
        self.brush_changed.emit(brush)

    def _pick_color(self) -> None:
        color = QColorDialog.getColor(QColor(self._color), self, tr("Mask colour"))
        if color.isValid():
            self._color = color.name()
            self._show_color()
            self._report_overlay()

    def _report_overlay(self) -> None:
        self.overlay_changed.emit(self._color, self.opacity_row.value / 100)

    def _show_color(self) -> None:
        self.color_button.setIcon(swatch(self._color, SWATCH, self.devicePixelRatioF()))
        self.color_button.setIconSize(SWATCH)
