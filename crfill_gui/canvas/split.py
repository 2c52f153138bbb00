"""The split view: fill, jigsaw and original side by side, at the same place of the photo."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from crfill_core.geometry import Box, Size
from crfill_gui.canvas.overlays import DARK, LIGHT, draw_label
from crfill_gui.canvas.photo_view import PhotoView
from crfill_gui.canvas.reference_overlay import OverlayPainter, ReferenceOverlay
from crfill_gui.canvas.viewport import Viewport
from crfill_gui.document.document import Document
from crfill_gui.i18n import mark, tr

PANES = (mark("Fill"), mark("Jigsaw"), mark("Original"))
NO_MASK = QColor(0, 0, 0, 0)
GAP, CROSS, LABEL_ABOVE = 2, 9.0, 46
"""In the widget's units: the gap between panes, the length of an arm of the pointer's cross, and the distance from the
labels' top to the bottom edge.
"""


class SplitView(QWidget):
    """Takes the place of the canvas. Dragging moves all three panes, and the wheel zooms them."""

    hovered = Signal(object)  # the photo pixel (x, y) under the pointer, or None

    def __init__(self, overlay: ReferenceOverlay, background: QColor) -> None:
        super().__init__()
        self.setObjectName("splitView")
        self.setAccessibleName(tr("Split view: fill, jigsaw and original side by side"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self._jigsaw = OverlayPainter(overlay)
        # The fill; the jigsaw is drawn over it in its own pane.
        self.view = PhotoView(background, NO_MASK, self)
        self.view.set_mask_visible(False)
        self._original = self.view.original_surface()
        self._drag: QPointF | None = None
        self._pointer: tuple[float, float] | None = None  # in photo pixels
        self.view.changed.connect(lambda _: self.update())
        self.view.moved.connect(lambda viewport: self._original.move_to(viewport))

    @property
    def viewport(self) -> Viewport:
        """The visible part of the photo, for a canvas of the size of one pane."""
        return self.view.viewport

    def show_document(self, document: Document | None, like: Viewport | None = None) -> None:
        """Show a document at the zoom and place of ``like``; for the default see :meth:`PhotoView.show_document`."""
        self.view.resize(self._pane_size(), self.devicePixelRatioF())
        self.view.show_document(document, like)
        self._original = self.view.original_surface()

    def set_background(self, background: QColor) -> None:
        self._original.set_colors(background, NO_MASK)
        self.view.set_colors(background, NO_MASK)

    def look_at(self, box: Box) -> None:
        """Show a box of the photo as large as possible in a pane, at a zoom of at most 8."""
        zoom = min(side / max(1, length) for side, length in zip(self.viewport.canvas, box.size, strict=True))
        self.view.move_to(self.viewport.zoomed(min(zoom, 8.0)).centred(*box.center))

    # Moving

    def _pane_size(self) -> Size:
        ratio = self.devicePixelRatioF()
        width = (self.width() - GAP * (len(PANES) - 1)) / len(PANES)
        return Size(max(1, int(width * ratio)), max(1, round(self.height() * ratio)))

    def _left(self, pane: int) -> int:
        """The left edge of a pane, in device pixels."""
        return pane * (self._pane_size().width + round(GAP * self.devicePixelRatioF()))

    def _in_pane(self, position: QPointF) -> QPointF:
        """Convert a point from the widget's units to device pixels of the pane under it."""
        device = position * self.devicePixelRatioF()
        pane = min(len(PANES) - 1, int(device.x() // (self._left(1) or 1)))
        return device - QPointF(self._left(pane), 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        if self.view.document is not None:
            self.view.resize(self._pane_size(), self.devicePixelRatioF())

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.view.wheel(event, self._in_pane(event.position()))

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QNativeGestureEvent) and self.view.pinch(event, self._in_pane(event.position())):
            return True
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self.resizeEvent(QResizeEvent(self.size(), self.size()))
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self._drag = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._drag is not None and event.buttons() != Qt.MouseButton.NoButton:
            moved = (event.position() - self._drag) * self.devicePixelRatioF()
            self._drag = event.position()
            self.view.pan(moved.x(), moved.y())
        place = self._in_pane(event.position())
        self._pointer = self.viewport.to_photo(place.x(), place.y())
        self.hovered.emit(self.view.pixel(place))
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._drag = None

    def leaveEvent(self, event: QEvent) -> None:
        self._pointer = None
        self.hovered.emit(None)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.view.key(event):
            super().keyPressEvent(event)

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        ratio, pane = self.devicePixelRatioF(), self._pane_size()
        painter.scale(1 / ratio, 1 / ratio)
        for number, name in enumerate(PANES):
            painter.save()
            painter.translate(self._left(number), 0)
            painter.setClipRect(QRectF(0, 0, *pane))
            if name == "Original":
                painter.drawImage(QPoint(0, 0), self._original.image)
            else:
                self.view.draw(painter)
            if name == "Jigsaw":
                self._jigsaw.draw(painter, self.viewport, "jigsaw", ratio)
            self._draw_pointer(painter, ratio)
            painter.scale(ratio, ratio)
            # At the bottom, because messages appear at the top.
            draw_label(painter, tr(name), pane.width / ratio / 2, self.height() - LABEL_ABOVE)
            painter.restore()

    def _draw_pointer(self, painter: QPainter, ratio: float) -> None:
        """Draw a cross in the current pane at the photo point under the pointer."""
        if self._pointer is None:
            return
        x, y = self.viewport.to_canvas(*self._pointer)
        reach = CROSS * ratio
        for color, width in ((DARK, 3.0 * ratio), (LIGHT, 1.2 * ratio)):
            painter.setPen(QPen(color, width))
            painter.drawLine(QPointF(x - reach, y), QPointF(x + reach, y))
            painter.drawLine(QPointF(x, y - reach), QPointF(x, y + reach))
