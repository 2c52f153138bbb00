"""The status bar: the pointer's position, the colour there, the mask, the zoom, weights and device."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QLabel, QStatusBar

from crfill_gui.document.document import Document
from crfill_gui.i18n import grouped, tr
from crfill_gui.panels.fill import percent


class ReadOut(QLabel):
    """A line of text that never makes the window wider: where there is no room for it, its end is left out and the tip
    says the whole.
    """

    def __init__(self, name: str, longest: str = "") -> None:
        super().__init__()
        self._name, self._longest = name, longest
        self.setAccessibleName(name)
        self.setToolTip(name)

    def sizeHint(self) -> QSize:
        usual = self.fontMetrics().horizontalAdvance(self._longest) + 16 if self._longest else 0
        return super().sizeHint().expandedTo(QSize(usual, 0))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip:
            self.setToolTip(self._name if self.shown == self.text() else f"{self._name}: {self.text()}")
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.shown == self.text():
            super().paintEvent(event)
            return
        painter, padding = QPainter(self), self._padding // 2
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(
            self.rect().adjusted(padding, 0, -padding, 0), Qt.AlignmentFlag.AlignVCenter, self.shown
        )

    @property
    def shown(self) -> str:
        """As much of the text as there is room for."""
        if self.width() >= super().sizeHint().width():
            return self.text()  # an exact fit: Qt measures in fractions of a pixel when it elides
        room = self.width() - self._padding
        return self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room)

    @property
    def _padding(self) -> int:
        """Pixels to the left and right of the text."""
        return super().sizeHint().width() - self.fontMetrics().horizontalAdvance(self.text())


class StatusBar(QStatusBar):
    """Read-outs do not move: each has room for its longest usual text."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizeGripEnabled(False)
        self.position = self._add(tr("Position"), "00000, 00000")
        self.swatch = QLabel()
        self.addWidget(self.swatch)
        self.color = self._add(tr("Colour"), "65535  65535  65535")
        self.mask_area = self._add(tr("Mask area"), tr("Mask 000 000 000 px · 00.00 %"))
        self.lines = self._add(tr("Lines"), "")
        self.activity = ReadOut(tr("Activity"))
        self.addWidget(self.activity, 1)
        self.photo = self._add(tr("Photo"), "", permanent=True)
        self.zoom = self._add(tr("Zoom"), "0000 %", permanent=True)
        self.engine = self._add(tr("Weights and device"), "", permanent=True)

    def _add(self, name: str, longest: str, permanent: bool = False) -> ReadOut:
        label = ReadOut(name, longest)
        if permanent:
            self.addPermanentWidget(label)
        else:
            self.addWidget(label)
        return label

    def show_photo(self, document: Document | None) -> None:
        if document is None:
            for label in (self.position, self.color, self.mask_area, self.photo, self.zoom):
                label.clear()
            self.swatch.clear()
            return
        photo = document.original
        kind = tr("grey") if photo.channels == 1 else "RGB"
        if photo.alpha is not None:
            kind = tr("{kind} + alpha", kind=kind)
        bits = photo.pixels.dtype.itemsize * 8
        self.photo.setText(
            tr(
                "{width} × {height} · {bits}-bit {kind}",
                width=photo.size.width,
                height=photo.size.height,
                bits=bits,
                kind=kind,
            )
        )

    def show_pointer(self, document: Document | None, position: tuple[int, int] | None) -> None:
        """The pixel under the pointer, with the photo's own numbers."""
        from crfill_core.imaging.color import (
            to_display,
        )  # imported on first use: not needed to show the window

        if document is None or position is None:
            self.position.clear()
            self.color.clear()
            self.swatch.clear()
            return
        x, y = position
        value = document.now.pixels[y : y + 1, x : x + 1][0, 0]
        self.position.setText(f"{x}, {y}")
        self.color.setText("  ".join(str(int(channel)) for channel in value))
        shown = to_display(document.now.pixels[y : y + 1, x : x + 1], document.original.icc)[0, 0]
        self.swatch.setPixmap(_swatch(QColor(*(int(channel) for channel in shown)), self.devicePixelRatioF()))

    def show_mask(self, document: Document | None) -> None:
        if document is None:
            self.mask_area.clear()
        elif document.mask_area:
            self.mask_area.setText(
                tr(
                    "Mask {area} px · {percent}",
                    area=grouped(document.mask_area),
                    percent=percent(document.mask_area, document.size.area),
                )
            )
        else:
            self.mask_area.setText(tr("No mask"))

    def show_zoom(self, zoom: float) -> None:
        self.zoom.setText(f"{zoom * 100:.0f} %" if zoom >= 0.1 else f"{zoom * 100:.1f} %")


def _swatch(color: QColor, ratio: float) -> QPixmap:
    pixmap = QPixmap(round(14 * ratio), round(14 * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(color)
    painter = QPainter(pixmap)
    painter.setPen(QColor(128, 128, 128))
    painter.drawRect(0, 0, 13, 13)
    painter.end()
    return pixmap
