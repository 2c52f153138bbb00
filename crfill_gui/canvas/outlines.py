"""Outlines drawn over the photo: unfinished ones, and what a fill will cover. Visible on any background."""

from __future__ import annotations

import math
from collections.abc import Iterable

import cv2
import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen, QPolygonF

from crfill_core.geometry import Box
from crfill_gui.canvas.viewport import Viewport
from crfill_gui.document.outline import Outline
from crfill_gui.document.selection import Selection

BLACK, WHITE = QColor(0, 0, 0, 235), QColor(255, 255, 255, 245)
DASH = 5.0
"""Device-independent pixels: one dash, and one gap in which the dark line shows."""
CORNER = 3.0
ADDED, TAKEN = (90, 200, 250), (255, 255, 255)
LIGHT_EDGE, DARK_EDGE = np.uint32(0xFFFFFFFF), np.uint32(0xFF000000)


def path_of(outlines: Iterable[Outline], viewport: Viewport, ratio: float) -> QPainterPath:
    """The outlines on the canvas, in the widget's units; ``ratio`` device pixels are one of them."""
    path = QPainterPath()
    for outline in outlines:
        if len(outline.points) < 2:
            continue
        places = np.asarray(outline.points) * viewport.zoom + [viewport.left, viewport.top]
        polygon = QPolygonF([QPointF(x, y) for x, y in (places / ratio).tolist()])
        path.addPolygon(polygon)
        if outline.closed:
            path.closeSubpath()
    return path


def draw_marching(painter: QPainter, path: QPainterPath, phase: float, width: float = 1.0) -> None:
    """A dark line with light dashes shifted by ``phase`` pixels: they move as the phase grows."""
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
    """Small squares on the corners of an open outline; the first, a click on which closes it, is larger."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    for outline in outlines:
        if outline.closed:
            continue
        for index, point in enumerate(outline.points[:-1]):
            x, y = viewport.to_canvas(*point)
            reach = CORNER + (1.5 if index == 0 else 0)
            square = QRectF(x / ratio - reach, y / ratio - reach, 2 * reach, 2 * reach)
            painter.setPen(QPen(BLACK, 1))
            painter.setBrush(WHITE)
            painter.drawRect(square)


class StillOutlines:
    """Outlines that do not move: drawn once and kept as a picture, so that a stroke over them need not redraw them."""

    def __init__(self) -> None:
        self._key: object = None
        self._picture = QImage()
        self._corner = QPointF()

    def draw(
        self, painter: QPainter, outlines: tuple[Outline, ...], viewport: Viewport, ratio: float
    ) -> None:
        """Draw with a painter whose units are the widget's."""
        if self._key != (outlines, viewport, ratio):
            self._key = (outlines, viewport, ratio)
            self._render(path_of(outlines, viewport, ratio), viewport, ratio)
        if not self._picture.isNull():
            painter.drawImage(self._corner, self._picture)

    def _render(self, path: QPainterPath, viewport: Viewport, ratio: float) -> None:
        reach = path.boundingRect()
        around = (reach.left() - 2, reach.top() - 2, reach.right() + 2, reach.bottom() + 2)
        left, top, right, bottom = (math.floor(side * ratio) for side in around)
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
    """The area of a selection as a tint, with dashes moving along its edge. The edge is drawn as pixels, because that
    of fur would be thousands of short lines. Redrawn only when the selection or the view changes.
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
        """Draw with a painter whose units are device pixels, ``ratio`` of which are one of the widget's; the dashes
        are shifted by ``phase`` of the widget's units.
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
        matrix = np.array(
            [
                [scale, 0, x - selection.box.left - 0.5],
                [0, scale, y - selection.box.top - 0.5],
            ]
        )
        seen = cv2.warpAffine(
            selection.coverage,
            matrix,
            (place.width, place.height),
            flags=(cv2.INTER_LINEAR if scale > 0.5 else cv2.INTER_NEAREST) | cv2.WARP_INVERSE_MAP,
        )
        inside = (seen > 127).view(np.uint8)
        # The border of the canvas is no edge.
        within = cv2.erode(inside, np.ones((2 * line + 1, 2 * line + 1), np.uint8))
        self._edge = np.nonzero(inside != within)
        self._pixels = _tint(TAKEN if selection.subtracts else ADDED)[seen]
        self._image = QImage(
            self._pixels.data,
            place.width,
            place.height,
            self._pixels.strides[0],
            QImage.Format.Format_ARGB32_Premultiplied,
        )


def _tint(color: tuple[int, int, int]) -> np.ndarray:
    """(256,) uint32 premultiplied ARGB for each coverage."""
    alpha = np.arange(256) * 0.45
    red, green, blue = (np.rint(alpha / 255 * channel).astype(np.uint32) for channel in color)
    return np.asarray((np.rint(alpha).astype(np.uint32) << 24) | (red << 16) | (green << 8) | blue)
