"""The status bar: the pointer's position, the colour there, the mask, the photo, the zoom, weights and device."""

from __future__ import annotations

from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QLabel, QStatusBar

from crfill_gui.document.document import Document
from crfill_gui.i18n import grouped, tr
from crfill_gui.panels.fill import percent
from crfill_gui.panels.labels import ReadOut, Sentence


class StatusBar(QStatusBar):
    """Read-outs that change often have room for their longest usual text, so that the others do not move. Sentences share
    the rest of the width. The photo's size and the zoom are never shortened.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setSizeGripEnabled(False)
        self.position = self._add(tr("Position"), "00000, 00000")
        self.swatch = QLabel()
        self.swatch.setAccessibleName(tr("Colour under the pointer"))
        self.addWidget(self.swatch)
        self.color = self._add(tr("Colour"), "65535  65535  65535")
        self.mask_area = self._add(tr("Mask area"), tr("Mask 000 000 000 px · 00.00 %"))
        self.lines, self.activity = Sentence(tr("Lines")), Sentence(tr("Activity"))
        for sentence in (self.lines, self.activity):
            self.addWidget(sentence, 1)
        self.photo = ReadOut(tr("Photo"), whole=True)
        self.zoom = ReadOut(tr("Zoom"), "0000 %", whole=True)
        self.engine = ReadOut(tr("Weights and device"))
        for label in (self.photo, self.zoom, self.engine):
            self.addPermanentWidget(label)

    def _add(self, name: str, longest: str) -> ReadOut:
        label = ReadOut(name, longest)
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
        width, height = photo.size
        self.photo.setText(
            tr("{width} × {height} · {bits}-bit {kind}", width=width, height=height, bits=bits, kind=kind)
        )

    def show_pointer(self, document: Document | None, position: tuple[int, int] | None) -> None:
        """Show the position (x, y) and the photo's own values there; None: the pointer is not over the photo."""
        from crfill_core.imaging.color import to_display  # not needed to show the window

        if document is None or position is None:
            self.position.clear()
            self.color.clear()
            self.swatch.clear()
            return
        x, y = position
        pixel = document.now.pixels[y : y + 1, x : x + 1]
        self.position.setText(f"{x}, {y}")
        self.color.setText("  ".join(str(channel) for channel in pixel[0, 0].tolist()))
        shown = QColor(*to_display(pixel, document.original.icc)[0, 0].tolist())
        self.swatch.setPixmap(_swatch(shown, self.devicePixelRatioF()))

    def show_mask(self, document: Document | None) -> None:
        if document is None:
            self.mask_area.clear()
        elif document.mask_area:
            area, share = document.mask_area, percent(document.mask_area, document.size.area)
            self.mask_area.setText(tr("Mask {area} px · {percent}", area=grouped(area), percent=share))
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
