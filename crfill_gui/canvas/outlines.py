"""Outlines over the photo, of unfinished selections and of what a fill will cover."""

from __future__ import annotations

import math
from collections.abc import Iterable

import cv2
import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen, QPolygonF

from crfill_core.geometry import Box
from crfill_gui.canvas.overlays import square
from crfill_gui.canvas.surface import premultiplied
from crfill_gui.canvas.viewport import Viewport
from crfill_gui.document.outline import Outline
from crfill_gui.document.selection import Selection
from crfill_gui.style.pictures import shared_image

BLACK, WHITE = QColor(0, 0, 0, 235), QColor(255, 255, 255, 245)
DASH = 5.0
"""Length of a dash, and of a gap in which the dark line shows, in device-independent pixels."""
CORNER = 3.0
"""Half the side of the square on a corner, in device-independent pixels."""
ADDED, REMOVED = QColor.fromRgb(90, 200, 250, 115), QColor.fromRgb(255, 255, 255, 115)
"""Tints of what a selection adds to the mask, and of what it removes."""
LIGHT_EDGE, DARK_EDGE = np.uint32(0xFFFFFFFF), np.uint32(0xFF000000)


def path_of(outlines: Iterable[Outline], viewport: Viewport, ratio: float) -> QPainterPath:
    """The outlines on the canvas, in the widget's units, each of which is ``ratio`` device pixels."""
    path = QPainterPath()
    for outline in outlines:
        if len(outline.points) < 2:
            continue
        places = np.asarray(outline.points) * viewport.zoom + [viewport.left, viewport.top]
        path.addPolygon(QPolygonF([QPointF(x, y) for x, y in (places / ratio).tolist()]))
        if outline.closed:
            path.closeSubpath()
    return path


def draw_marching(painter: QPainter, path: QPainterPath, phase: float, width: float = 1.0) -> None:
    """Draw a dark line with light dashes. ``phase``, which shifts the dashes, and ``width`` are in the painter's units."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(BLACK, width + 0.6))
    painter.drawPath(path)
    pen = QPen(WHITE, width)
    pen.setDashPattern([DASH / width, DASH / width])
    pen.setDashOffset(-phase / width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    painter.drawPath(path)


def draw_corners(painter: QPainter, outlines: Iterable[Outline], viewport: Viewport, ratio: float) -> None:
    """Draw small squares on the corners of open outlines. The first is larger, because a click on it can close the
    outline.
    """
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    for outline in outlines:
        if outline.closed:
            continue
        for index, point in enumerate(outline.points[:-1]):
            corner = QPointF(*viewport.to_canvas(*point)) / ratio
            painter.setPen(QPen(BLACK, 1))
            painter.setBrush(WHITE)
            painter.drawRect(square(corner, CORNER + (1.5 if index == 0 else 0)))


class StillOutlines:
    """Outlines with dashes that do not move. They are drawn once and kept as a picture, so that a stroke over them does
    not draw them again.
    """

    def __init__(self) -> None:
        self._key: object = None
        self._picture = QImage()
        self._corner = QPointF()

    def draw(
        self, painter: QPainter, outlines: tuple[Outline, ...], viewport: Viewport, ratio: float
    ) -> None:
        """Draw with a painter whose units are the widget's, each of which is ``ratio`` device pixels."""
        if self._key != (outlines, viewport, ratio):
            self._key = (outlines, viewport, ratio)
            self._render(path_of(outlines, viewport, ratio), viewport, ratio)
        if not self._picture.isNull():
            painter.drawImage(self._corner, self._picture)

    def _render(self, path: QPainterPath, viewport: Viewport, ratio: float) -> None:
        reach = path.boundingRect().adjusted(-2, -2, 2, 2)
        sides = (reach.left(), reach.top(), reach.right(), reach.bottom())
        left, top, right, bottom = (math.floor(side * ratio) for side in sides)
        place = Box(left, top, right + 1, bottom + 1).clamp(viewport.canvas)  # in device pixels
        self._picture = QImage()
        if place.is_empty:
            return
        self._corner = QPointF(place.left / ratio, place.top / ratio)
        self._picture = QImage(place.width, place.height, QImage.Format.Format_ARGB32_Premultiplied)
        self._picture.setDevicePixelRatio(ratio)
        self._picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(self._picture)
        painter.translate(-self._corner)
        draw_marching(painter, path, 0.0)
        painter.end()


class PreviewTint:
    """Tints the area of a selection, with dashes moving along its edge. The edge is drawn pixel by pixel, because the
    outline of fur would consist of thousands of short lines. The tint is kept until the selection or the view changes.
    """

    def __init__(self) -> None:
        self._key: object = None
        self._image: QImage | None = None
        self._pixels = np.zeros((0, 0), np.uint32)
        self._place = Box(0, 0, 0, 0)
        self._edge: tuple[np.ndarray, ...] = (np.zeros(0, np.intp), np.zeros(0, np.intp))

    def draw(
        self, painter: QPainter, selection: Selection, viewport: Viewport, ratio: float, phase: float
    ) -> None:
        """Draw with a painter whose units are device pixels. One unit of the widget is ``ratio`` device pixels. The
        dashes are shifted by ``phase`` units of the widget.
        """
        if self._key != (selection, viewport, ratio):
            self._key = (selection, viewport, ratio)
            self._render(selection, viewport, max(1, round(ratio)))
        if self._image is not None:
            rows, columns = self._edge
            along = rows + columns + (self._place.left + self._place.top - viewport.left - viewport.top)
            light = np.floor((along / ratio - phase) / DASH).astype(int) % 2 == 0
            self._pixels[rows, columns] = np.where(light, LIGHT_EDGE, DARK_EDGE)
            painter.drawImage(self._place.left, self._place.top, self._image)

    def _render(self, selection: Selection, viewport: Viewport, line: int) -> None:
        place = viewport.box_to_canvas(selection.box)
        self._place, self._image = place, None
        if place.is_empty:
            return
        scale = 1 / viewport.zoom
        x, y = viewport.to_photo(place.left + 0.5, place.top + 0.5)
        left, top = selection.box[:2]
        matrix = np.array([[scale, 0, x - left - 0.5], [0, scale, y - top - 0.5]])
        seen = cv2.warpAffine(
            selection.coverage,
            matrix,
            (place.width, place.height),
            flags=(cv2.INTER_LINEAR if scale > 0.5 else cv2.INTER_NEAREST) | cv2.WARP_INVERSE_MAP,
        )
        inside = (seen > 127).view(np.uint8)
        # A selection that continues beyond the canvas has no edge at its border.
        within = cv2.erode(inside, np.ones((2 * line + 1, 2 * line + 1), np.uint8))
        self._edge = np.nonzero(inside != within)
        self._pixels = premultiplied(REMOVED if selection.subtracts else ADDED)[seen]
        self._image = shared_image(self._pixels)
