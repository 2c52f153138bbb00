"""The legend of the references overlay: a wheel of directions or a ramp of confidence, and a sentence."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from crfill_core.references.colours import direction_wheel, ramp_colours
from crfill_gui.i18n import tr
from crfill_gui.panels.boxes import NO_MARGINS, hbox, vbox
from crfill_gui.panels.widgets import dim_label
from crfill_gui.style.pictures import image_of

WHEEL, RAMP = QSize(64, 64), QSize(120, 12)


class Legend(QWidget):
    """Explains what the overlay shows."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(tr("Legend"))
        self.wheel = _Picture(_wheel_image, tr("Colour wheel: the hue is the direction"))
        self.wheel.setFixedSize(WHEEL)
        self.ramp = _Picture(_ramp_image, tr("Colour ramp from violet (unsure) to yellow (sure)"))
        self.ramp.setMinimumWidth(RAMP.width())
        self.ramp.setFixedHeight(RAMP.height())
        self._ends = QWidget()
        hbox(
            dim_label(tr("unsure")), (self.ramp, 1), dim_label(tr("sure")), on=self._ends, margins=NO_MARGINS
        )
        self.text = dim_label(wrap=True)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.wheel, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.text, 1)
        vbox(self._ends, row, on=self, margins=NO_MARGINS, spacing=6)

    def show_look(self, look: str, copied: bool) -> None:
        """Explain a view of the overlay: "jigsaw", "colours", "confidence" or "off". ``copied``: whether a fill copied known
        pixels; the colours then stand for the sources of its pixels.
        """
        self.wheel.setVisible(look == "colours")
        self._ends.setVisible(look == "confidence")
        what = tr("the source of these pixels") if copied else tr("the best reference")
        self.text.setText(
            {
                "jigsaw": tr(
                    "Each piece of the hole is shown as the known place that the network rates most similar. "
                    "The fill itself was copied from the sources: point at it to see them."
                )
                if copied
                else tr(
                    "Each piece of the hole is shown as the known place that the network rates most similar. "
                    "The fill itself was painted by the network."
                ),
                "colours": tr(
                    "The hue shows the direction to {what}; the stronger the colour, the greater the distance.",
                    what=what,
                ),
                "confidence": tr(
                    "Combines how similar the best reference is, how clearly it beats the others, and whether the "
                    "network selects it in the mirrored photo too. Low where nothing known resembles the fill."
                ),
                "off": tr("Lines only: point at a filled place, or pause over a known one."),
            }[look]
        )
        self.setAccessibleDescription(self.text.text())


class _Picture(QLabel):
    """An image at the screen's resolution. ``make`` makes it for a size in device pixels."""

    def __init__(self, make: Callable[[QSize], QImage], name: str) -> None:
        super().__init__()
        self._make = make
        self._drawn: QImage | None = None
        self.setAccessibleName(name)

    def paintEvent(self, event: QPaintEvent) -> None:
        wanted = self.size() * self.devicePixelRatioF()
        if self._drawn is None or self._drawn.size() != wanted:
            self._drawn = self._make(wanted)
        painter = QPainter(self)
        painter.drawImage(QRectF(self.rect()), self._drawn)


def _wheel_image(size: QSize) -> QImage:
    return image_of(direction_wheel(size.width()))


def _ramp_image(size: QSize) -> QImage:
    rgb = ramp_colours(np.repeat(np.linspace(0, 1, size.width())[None], size.height(), axis=0))
    return image_of(rgb)
