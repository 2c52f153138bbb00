"""Previews of a fill in progress, drawn over the photo and its mask. They do not change the document."""

from __future__ import annotations

import cv2
import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QImage, QPainter

from crfill_core.geometry import Box
from crfill_core.inference.preview import Preview
from crfill_gui.canvas.viewport import Viewport
from crfill_gui.style.pictures import shared_image


class FillPreview:
    """The latest preview of each window of a fill."""

    def __init__(self) -> None:
        self._previews: dict[Box, tuple[QRectF, QImage]] = {}

    def __bool__(self) -> bool:
        return bool(self._previews)

    def show(self, preview: Preview, icc: bytes | None) -> None:
        """Add a preview. ``icc`` is the photo's colour profile."""
        place = QRectF(preview.left, preview.top, preview.right - preview.left, preview.bottom - preview.top)
        self._previews[preview.window] = place, _image(preview, icc)

    def clear(self) -> None:
        self._previews.clear()

    def draw(self, painter: QPainter, viewport: Viewport) -> None:
        """Draw with a painter whose units are device pixels."""
        if not self._previews:
            return
        painter.save()
        picture = viewport.picture
        painter.setClipRect(QRectF(picture.left, picture.top, picture.width, picture.height))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for place, image in self._previews.values():
            corner = viewport.to_canvas(place.x(), place.y())
            painter.drawImage(QRectF(QPointF(*corner), place.size() * viewport.zoom), image)
        painter.restore()


def _image(preview: Preview, icc: bytes | None) -> QImage:
    # Imported on first use, so that the editor's window opens without loading LittleCMS.
    from crfill_core.imaging.color import to_display

    shown = cv2.cvtColor(to_display(preview.pixels, icc), cv2.COLOR_RGB2BGRA)
    # One pixel more around the hole: enlarging fades the rim, through which the mask would be seen otherwise.
    alpha = cv2.dilate(preview.hole.astype(np.uint8) * 255, np.ones((3, 3), np.uint8))
    shown[..., 3] = alpha
    shown[alpha == 0] = 0  # the image is premultiplied
    return shared_image(shown).copy()
