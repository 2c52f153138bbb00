"""Pictures in the lab: a single picture, and the hole, fill and original of an evaluated image side by side."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from crfill_gui.i18n import tr
from crfill_gui.lab.evaluations import Done
from crfill_gui.panels.boxes import NO_MARGINS, hbox, vbox
from crfill_gui.panels.widgets import dim_label
from crfill_gui.style.pictures import read_reduced

LONGEST_SIDE = 1024
"""Pictures whose longer side has more pixels are reduced to it when they are read."""


def read_picture(path: Path) -> QImage:
    """A picture in an ordinary format, the right way up, reduced to :data:`LONGEST_SIDE`; null if it cannot be read."""
    return read_reduced(path, QSize(LONGEST_SIDE, LONGEST_SIDE))


class Picture(QWidget):
    """A picture scaled to fit into the widget, in its proportions."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._pixmap = QPixmap()
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(96, 96)

    def sizeHint(self) -> QSize:
        return QSize(256, 220)

    @property
    def is_empty(self) -> bool:
        return self._pixmap.isNull()

    def show_image(self, image: QImage | None) -> None:
        """Show that image, or nothing."""
        self._pixmap = QPixmap() if image is None or image.isNull() else QPixmap.fromImage(image)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._pixmap.isNull():
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        size = self._pixmap.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRectF(QPointF(0, 0), size.toSizeF())
        place.moveCenter(QRectF(self.rect()).center())
        painter.drawPixmap(place, self._pixmap, QRectF(self._pixmap.rect()))


class Comparison(QWidget):
    """Hole, fill and original of one image."""

    def __init__(self) -> None:
        super().__init__()
        names = (tr("Hole"), tr("Fill"), tr("Original"))
        self.hole, self.fill, self.original = self.pictures = tuple(Picture(name) for name in names)
        row = hbox(on=self, margins=NO_MARGINS)
        for name, picture in zip(names, self.pictures, strict=True):
            label = dim_label(name)
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            row.addLayout(vbox((picture, 1), label, spacing=4), 1)

    def show_image(self, done: Done, name: str) -> None:
        """Show the image ``name`` of an evaluation. Pictures that cannot be read are left empty."""
        fill = read_picture(done.fill_of(name))
        self.fill.show_image(fill)
        self.hole.show_image(_with_hole(fill, read_picture(done.mask_of(name))))
        original = done.images.get(name)
        self.original.show_image(None if original is None else read_picture(original))

    def clear(self) -> None:
        for picture in self.pictures:
            picture.show_image(None)


def _with_hole(fill: QImage, mask: QImage) -> QImage:
    """The image with its hole in white; null if the image or the mask is null."""
    if fill.isNull() or mask.isNull():
        return QImage()
    alpha = mask.convertToFormat(QImage.Format.Format_Grayscale8).scaled(fill.size())
    white = QImage(fill.size(), QImage.Format.Format_ARGB32)
    white.fill(QColor("white"))
    white.setAlphaChannel(alpha)
    result = fill.convertToFormat(QImage.Format.Format_RGB32)
    painter = QPainter(result)
    painter.drawImage(0, 0, white)
    painter.end()
    return result
