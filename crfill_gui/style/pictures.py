"""Makes pictures for Qt from pixels and files, and icons for lists."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QImage, QImageReader, QPainter, QPixmap

Fit = Qt.AspectRatioMode


def image_of(pixels: np.ndarray) -> QImage:
    """Pixels, (H, W, 3) sRGB or (H, W, 4) with alpha, uint8, as an image that owns a copy of them."""
    height, width, channels = pixels.shape
    form = QImage.Format.Format_RGB888 if channels == 3 else QImage.Format.Format_RGBA8888
    return QImage(np.ascontiguousarray(pixels).data, width, height, channels * width, form).copy()


def shared_image(pixels: np.ndarray, opaque: bool = False) -> QImage:
    """Pixels, (H, W) uint32 premultiplied ARGB or (H, W, 4) uint8 premultiplied BGRA, as an image that shares their memory.

    The array must be contiguous and live as long as the image. ``opaque``: alpha is ignored.
    """
    form = QImage.Format.Format_RGB32 if opaque else QImage.Format.Format_ARGB32_Premultiplied
    return QImage(pixels.data, pixels.shape[1], pixels.shape[0], pixels.strides[0], form)


def pixmap_of(image: QImage, ratio: float) -> QPixmap:
    """A pixmap of an image in device pixels, ``ratio`` of which are one unit of the screen."""
    pixmap = QPixmap.fromImage(image)
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


def list_icon(pixmap: QPixmap) -> QIcon:
    """An icon that keeps its colours when its row is selected."""
    icon = QIcon(pixmap)
    icon.addPixmap(pixmap, QIcon.Mode.Selected)
    return icon


def swatch(color: str, size: QSize, ratio: float) -> QIcon:
    """An icon: a rounded rectangle of one colour. ``size`` is in units of the screen."""
    pixmap = QPixmap(size * ratio)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(color))
    painter.drawRoundedRect(QRect(QPoint(), size), 4, 4)
    painter.end()
    return QIcon(pixmap)


def read_reduced(path: Path, size: QSize, fit: Fit = Fit.KeepAspectRatio) -> QImage:
    """A picture file the right way up, reduced to this size while it is read if it is wider. A null image if Qt cannot
    read it.
    """
    reader = QImageReader(str(path))
    reader.setAutoTransform(True)
    whole = reader.size()
    turned = reader.transformation() & reader.transformation().TransformationRotate90
    small = whole.scaled(size.transposed() if turned else size, fit)
    if whole.isValid() and small.width() < whole.width():
        reader.setScaledSize(small)
    return reader.read()
