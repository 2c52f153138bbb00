"""Previews of a fill in progress, drawn over the photo and its mask; the document does not know of them."""

from __future__ import annotations

import cv2
import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from crfill_core.geometry import Box
from crfill_core.inference.preview import Preview
from crfill_gui.canvas.viewport import Viewport


class FillPreview:
    """The latest preview of every window of a fill."""

    def __init__(self) -> None:
        self._looks: dict[Box, tuple[QRectF, QImage]] = {}

    def __bool__(self) -> bool:
        return bool(self._looks)

    def show(self, preview: Preview, icc: bytes | None) -> None:
        """Add a preview; ``icc``: the photo's profile."""
        place = QRectF(preview.left, preview.top, preview.right - preview.left, preview.bottom - preview.top)
        self._looks[preview.window] = place, _image(preview, icc)

    def clear(self) -> None:
        self._looks.clear()

    def draw(self, painter: QPainter, viewport: Viewport) -> None:
        """Draw with a painter whose units are device pixels."""
        if not self._looks:
            return
        painter.save()
        picture = viewport.picture
        painter.setClipRect(QRectF(picture.left, picture.top, picture.width, picture.height))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for place, image in self._looks.values():
            corner = viewport.to_canvas(place.x(), place.y())
            painter.drawImage(
                QRectF(*corner, place.width() * viewport.zoom, place.height() * viewport.zoom), image
            )
        painter.restore()


def _image(preview: Preview, icc: bytes | None) -> QImage:
    from crfill_core.imaging.color import to_display  # on first use: the window opens without LittleCMS

    shown = cv2.cvtColor(to_display(preview.pixels, icc), cv2.COLOR_RGB2BGRA)
    shown[..., 3] = np.where(preview.hole, 255, 0)
    shown[~preview.hole] = 0  # premultiplied
    height, width = preview.hole.shape
    return QImage(shown.data, width, height, 4 * width, QImage.Format.Format_ARGB32_Premultiplied).copy()
