"""Labels with names for screen readers, lines of text that are shortened to fit, and announcements."""

from __future__ import annotations

from PySide6 import QtGui
from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QAccessible, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget


class NamedLabel(QLabel):
    """A text with a name, which only screen readers read out, as in “Zoom: 41 %”. An empty name has no effect."""

    def __init__(self, name: str, wrap: bool = False) -> None:
        super().__init__()
        self.name = name
        self.setWordWrap(wrap)
        self.setAccessibleName(name)

    def setText(self, text: str) -> None:
        super().setText(text)
        if self.name:
            self.setAccessibleName(f"{self.name}: {text}" if text else self.name)

    def clear(self) -> None:
        self.setText("")


class ReadOut(NamedLabel):
    """A line of text that does not make the window wider. If it does not fit, its end is cut off, and the tooltip shows
    the whole text. ``longest``: the longest usual text, for which there is room. ``whole``: the text is never shortened,
    even if that makes the window wider.
    """

    def __init__(self, name: str, longest: str = "", whole: bool = False) -> None:
        super().__init__(name)
        self._longest, self._whole = longest, whole
        self.setToolTip(name)

    def sizeHint(self) -> QSize:
        usual = self.fontMetrics().horizontalAdvance(self._longest) + 16 if self._longest else 0
        return super().sizeHint().expandedTo(QSize(usual, 0))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.sizeHint().width() if self._whole else 0, super().minimumSizeHint().height())

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip:
            self.setToolTip(self.name if self.shown == self.text() else f"{self.name}: {self.text()}")
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.shown == self.text():
            super().paintEvent(event)
            return
        painter, padding = QPainter(self), self._padding // 2
        painter.setPen(self.palette().color(self.foregroundRole()))
        side = Qt.AlignmentFlag.AlignRight if self.isRightToLeft() else Qt.AlignmentFlag.AlignLeft
        painter.drawText(
            self.rect().adjusted(padding, 0, -padding, 0), side | Qt.AlignmentFlag.AlignVCenter, self.shown
        )

    @property
    def shown(self) -> str:
        """As much of the text as there is room for."""
        if self.width() >= super().sizeHint().width():
            # elidedText measures fractions of a pixel, so it would shorten a text that just fits.
            return self.text()
        room = self.width() - self._padding
        return self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room)

    @property
    def _padding(self) -> int:
        """The sum of the margins to the left and right of the text, in pixels."""
        return super().sizeHint().width() - self.fontMetrics().horizontalAdvance(self.text())


class Sentence(ReadOut):
    """A read-out that gets the room that is left. It is hidden while it is empty."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.hide()

    def setText(self, text: str) -> None:
        super().setText(text)
        self.setVisible(bool(text))


def announce(widget: QWidget, sentence: str) -> None:
    """Let screen readers read out a sentence that appeared in a widget without the focus. Does nothing before Qt 6.8."""
    if QAccessible.isActive() and hasattr(QtGui, "QAccessibleAnnouncementEvent"):
        QAccessible.updateAccessibility(QtGui.QAccessibleAnnouncementEvent(widget, sentence))
