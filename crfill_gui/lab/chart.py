"""A small chart of curves over the steps of a run. It shows the curves' values at the mouse."""

from __future__ import annotations

import math
from bisect import bisect_left

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPalette, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from crfill_core.training.record import Series
from crfill_gui.i18n import tr

COLOURS = ("#4f8cf0", "#e0883a", "#3fa765", "#b06fd8")
POINTS = 1000
"""A longer curve is thinned to between once and twice this many points, because more cannot be seen in a chart."""
_RIGHT, _GAP, _APART = 10, 6, 8
"""Pixels: to the right of the curves, between an axis and its numbers, between the labels of two curves."""


class Chart(QWidget):
    """One chart with a title and a curve for each of its series."""

    LEAST_WIDTH = 200

    def __init__(self, title: str) -> None:
        super().__init__()
        self.title = title
        self._series: Series = {}
        self._extent = (0.0, 0.0, 0.0, 0.0)
        """The smallest and largest step, and the smallest and largest value."""
        self._step: float | None = None
        """The step under the mouse."""
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(title)

    def show_series(self, series: Series) -> None:
        """Show these series without the values that are not finite."""
        finite = {
            name: [point for point in points if math.isfinite(point[1])] for name, points in series.items()
        }
        self._series = {name: _thinned(points) for name, points in finite.items() if points}
        together = [point for points in self._series.values() for point in points] or [(0.0, 0.0)]
        steps, values = [point[0] for point in together], [point[1] for point in together]
        self._extent = (min(steps), max(steps), min(values), max(values))
        self.setAccessibleDescription(self._described())
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(300, self.fontMetrics().height() * 10)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.LEAST_WIDTH, self.fontMetrics().height() * 8)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        area, (left, right, _, _) = self._area(), self._extent
        share = (event.position().x() - area.left()) / max(1.0, area.width())
        self._step = left + min(1.0, max(0.0, share)) * (right - left)
        self.update()

    def leaveEvent(self, event: object) -> None:
        self._step = None
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        text = self.palette().color(QPalette.ColorRole.WindowText)
        dim = self.palette().color(QPalette.ColorRole.PlaceholderText)
        painter.setPen(text)
        painter.drawText(
            QRectF(2, 0, self.width() - 4, self.fontMetrics().height() + 4),
            Qt.AlignmentFlag.AlignVCenter,
            self.title,
        )
        if not self._series:
            return
        area, (left, right, low, high) = self._area(), self._extent
        painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Mid), 1))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        painter.drawLine(area.topLeft(), area.topRight())
        painter.setPen(dim)
        beside = QRectF(0, 0, area.left() - _GAP, self.fontMetrics().height())
        for value, y in ((high, area.top()), (low, area.bottom())):
            beside.moveCenter(QPointF(beside.center().x(), y))
            painter.drawText(
                beside, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, f"{value:.3g}"
            )
        below = QRectF(area.left(), area.bottom() + 1, area.width(), self.fontMetrics().height() + 2)
        painter.drawText(below, Qt.AlignmentFlag.AlignLeft, f"{left:.0f}")
        painter.drawText(below, Qt.AlignmentFlag.AlignRight, f"{right:.0f}")
        for colour, points in zip(self._colours(), self._series.values(), strict=True):
            painter.setPen(QPen(colour, 1.6))
            placed = [self._placed(point) for point in points]
            if len(placed) == 1:
                painter.drawEllipse(placed[0], 2, 2)
            painter.drawPolyline(QPolygonF(placed))
        self._draw_values(painter, text)

    def _draw_values(self, painter: QPainter, text: QColor) -> None:
        """Draw the value of a single curve next to the title, or the names and values of several curves below it."""
        several = len(self._series) > 1
        line = self.fontMetrics().height() + 4
        x, y = float(self.width() - _RIGHT), line if several else 0
        near = self._near()
        for colour, point, label in reversed(list(zip(self._colours(), near, self.labels(), strict=True))):
            width = self.fontMetrics().horizontalAdvance(label) + _APART
            painter.setPen(colour if several else text)
            place = QRectF(x - width, y, width, line)
            painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, label)
            x -= width
            if self._step is not None:
                painter.setPen(QPen(colour, 1.6))
                painter.drawEllipse(self._placed(point), 3, 3)

    def _near(self) -> list[tuple[float, float]]:
        """The point of each curve that is nearest to the step under the mouse; its last point if the mouse is elsewhere."""
        return [
            points[-1] if self._step is None else _nearest(points, self._step)
            for points in self._series.values()
        ]

    def labels(self) -> list[str]:
        """The value of each curve, with its name if there are several. Names are shortened if the chart is too narrow."""
        values = [f"{value:.3g}" for _, value in self._near()]
        if len(values) < 2:
            return values
        metrics = self.fontMetrics()
        labels = [f"{name} {value}" for name, value in zip(self._series, values, strict=True)]
        needed = sum(metrics.horizontalAdvance(label) + _APART for label in labels)
        excess = max(0, math.ceil((needed - self.width() + _RIGHT) / len(labels)))
        return [
            metrics.elidedText(name, Qt.TextElideMode.ElideRight, metrics.horizontalAdvance(name) - excess)
            + f" {value}"
            for name, value in zip(self._series, values, strict=True)
        ]

    def _described(self) -> str:
        return "; ".join(
            tr(
                "{name}: {value} at step {step}",
                name=name,
                value=f"{points[-1][1]:.3g}",
                step=f"{points[-1][0]:.0f}",
            )
            for name, points in self._series.items()
        )

    def _colours(self) -> list[QColor]:
        return [QColor(COLOURS[index % len(COLOURS)]) for index in range(len(self._series))]

    def _area(self) -> QRectF:
        line = self.fontMetrics().height() + 4
        top = 6 + line * (2 if len(self._series) > 1 else 1)
        left = self.fontMetrics().horizontalAdvance("-0.000000") + _GAP
        width, height = self.width() - left - _RIGHT, self.height() - top - line
        return QRectF(left, top, max(10, width), max(10, height))

    def _placed(self, point: tuple[float, float]) -> QPointF:
        area, (left, right, low, high) = self._area(), self._extent
        x = area.left() + (point[0] - left) / max(right - left, 1e-9) * area.width()
        y = area.bottom() - (point[1] - low) / max(high - low, 1e-12) * area.height()
        return QPointF(x, y)


def _thinned(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Every n-th point and the last one, so that fewer than twice :data:`POINTS` remain."""
    return [*points[: -1 : max(1, len(points) // POINTS)], points[-1]]


def _nearest(points: list[tuple[float, float]], step: float) -> tuple[float, float]:
    index = bisect_left(points, (step, -math.inf))
    return min(points[max(0, index - 1) : index + 1], key=lambda point: abs(point[0] - step))
