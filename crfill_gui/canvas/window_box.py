"""The frame of the window that the network sees, which the user can move and resize."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from crfill_core.geometry import EMPTY, Box, Size
from crfill_gui.canvas.overlays import DARK, LIGHT, square
from crfill_gui.canvas.viewport import Viewport

SMALLEST = 32
"""Minimum side length of a window, in photo pixels."""
REACH, HANDLE = 7.0, 4.0
"""Distance at which an edge can be dragged, and half the side of a handle, in the widget's units."""
SHADE = QColor(0, 0, 0, 70)
CURSORS = {
    (0, 0): Qt.CursorShape.SizeAllCursor,
    (1, 0): Qt.CursorShape.SizeHorCursor,
    (0, 1): Qt.CursorShape.SizeVerCursor,
    (1, 1): Qt.CursorShape.SizeFDiagCursor,
    (1, -1): Qt.CursorShape.SizeBDiagCursor,
}
Side = tuple[int, int]
"""A part of a frame: −1 (left), 0 or 1 (right) across, and −1 (top), 0 or 1 (bottom) down. (0, 0) is the middle."""


class WindowBox:
    """``boxes`` are the planned windows, or the window set by hand, in photo pixels. If there is only one frame, it can be
    dragged by an edge, a corner or the square in its middle. This sets the window by hand: when the button is released,
    ``changed`` gets the window if it has changed. ``size`` is the photo's.

    Places are in device pixels of the canvas. One unit of the widget is ``ratio`` device pixels.
    """

    def __init__(self, size: Size, changed: Callable[[Box], object]) -> None:
        self._size, self._changed = size, changed
        self.boxes: Sequence[Box] = ()
        self._held: Side | None = None  # the part that is dragged
        # At the start of the drag: the pointer's place, in photo pixels, and the frame's box.
        self._start, self._box = (0.0, 0.0), EMPTY

    @property
    def held(self) -> bool:
        return self._held is not None

    def cursor_at(self, x: float, y: float, viewport: Viewport, ratio: float) -> Qt.CursorShape | None:
        """The pointer's shape over a place where the frame can be dragged; None elsewhere."""
        side = self._side_at(x, y, viewport, ratio)
        if side is None:
            return None
        across, down = side
        key = (abs(across), abs(down)) if across * down >= 0 else (1, -1)
        return CURSORS[key]

    def press(self, x: float, y: float, viewport: Viewport, ratio: float) -> None:
        self._held = self._side_at(x, y, viewport, ratio)
        if self._held is not None:
            self._start, self._box = viewport.to_photo(x, y), self.boxes[0]

    def drag(self, x: float, y: float, viewport: Viewport) -> None:
        if self._held is None:
            return
        here = viewport.to_photo(x, y)
        dx, dy = round(here[0] - self._start[0]), round(here[1] - self._start[1])
        left, top, right, bottom = self._box
        across, down = self._held
        if self._held == (0, 0):
            box = self._box.translate(dx, dy).shift_into(self._size)
        else:
            box = Box(
                min(left + dx, right - SMALLEST) if across < 0 else left,
                min(top + dy, bottom - SMALLEST) if down < 0 else top,
                max(right + dx, left + SMALLEST) if across > 0 else right,
                max(bottom + dy, top + SMALLEST) if down > 0 else bottom,
            ).clamp(self._size)
        self.boxes = (box,)

    def release(self) -> None:
        held, self._held = self._held, None
        if held is not None and self.boxes and self.boxes[0] != self._box:
            self._changed(self.boxes[0])

    def cancel(self) -> None:
        """Put the frame back."""
        if self._held is not None:
            self.boxes, self._held = (self._box,), None

    def draw(self, painter: QPainter, viewport: Viewport, ratio: float) -> None:
        """Draw the frames, and shade the rest of the canvas. The painter's units are the widget's."""
        if not self.boxes:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        shade = QPainterPath()
        shade.addRect(QRectF(0, 0, viewport.canvas.width / ratio, viewport.canvas.height / ratio))
        inside = QPainterPath()
        inside.setFillRule(Qt.FillRule.WindingFill)  # windows may overlap
        for box in self.boxes:
            inside.addRect(_place(box, viewport, ratio))
        painter.fillPath(shade.subtracted(inside), SHADE)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for box in self.boxes:
            for color, width in ((DARK, 3.0), (LIGHT, 1.2)):
                painter.setPen(QPen(color, width))
                painter.drawRect(_place(box, viewport, ratio))
        if len(self.boxes) == 1:
            painter.setPen(QPen(DARK, 1))
            painter.setBrush(LIGHT)
            for point in _handles(_place(self.boxes[0], viewport, ratio)).values():
                painter.drawRect(square(point, HANDLE))

    def _side_at(self, x: float, y: float, viewport: Viewport, ratio: float) -> Side | None:
        """The edge or corner at a place, or (0, 0) for the middle; None if there is none."""
        if len(self.boxes) != 1:
            return None
        frame = _place(self.boxes[0], viewport, ratio)
        at = QPointF(x / ratio, y / ratio)
        for side, point in _handles(frame).items():
            if max(abs(at.x() - point.x()), abs(at.y() - point.y())) <= REACH:
                return side
        near = frame.adjusted(-REACH, -REACH, REACH, REACH)
        within = frame.adjusted(REACH, REACH, -REACH, -REACH)
        if not near.contains(at) or within.contains(at):
            return None
        across = -1 if at.x() <= frame.left() + REACH else 1 if at.x() >= frame.right() - REACH else 0
        down = -1 if at.y() <= frame.top() + REACH else 1 if at.y() >= frame.bottom() - REACH else 0
        return across, down


def _place(box: Box, viewport: Viewport, ratio: float) -> QRectF:
    left, top = viewport.to_canvas(box.left, box.top)
    right, bottom = viewport.to_canvas(box.right, box.bottom)
    return QRectF(QPointF(left, top) / ratio, QPointF(right, bottom) / ratio)


def _handles(frame: QRectF) -> dict[Side, QPointF]:
    x = {-1: frame.left(), 0: frame.center().x(), 1: frame.right()}
    y = {-1: frame.top(), 0: frame.center().y(), 1: frame.bottom()}
    return {(across, down): QPointF(x[across], y[down]) for across in x for down in y}
