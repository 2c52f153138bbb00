"""A message over the top edge of the canvas."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from crfill_gui.i18n import mark, tr
from crfill_gui.panels.boxes import hbox
from crfill_gui.panels.labels import announce

INFO_MS = 8000
"""The time for which information is shown."""
MARGIN, MAX_WIDTH = 12, 760
"""The distance of the bar from the edges, and its largest width, in pixels."""
ICONS = {"info": "info", "warning": "warning", "error": "warning-circle"}
LEVELS = {"info": mark("Information"), "warning": mark("Warning"), "error": mark("Error")}


class MessageBar(QFrame):
    """Information disappears after a while. Warnings, errors and questions stay until they are closed or replaced."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        parent.installEventFilter(self)
        self.setObjectName("messageBar")
        self._level = "info"
        self._picture = QLabel()
        self.label = QLabel()
        self.label.setWordWrap(True)
        self.label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.close_button = QToolButton()
        self.close_button.setAccessibleName(tr("Close message"))
        self.close_button.setToolTip(tr("Close"))
        self.close_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.close_button.clicked.connect(self.clear)
        layout = hbox(self._picture, (self.label, 1), on=self, margins=(12, 6, 8, 6), spacing=10)
        self._answers = QHBoxLayout()
        layout.addLayout(self._answers)
        layout.addWidget(self.close_button)
        self._timer = QTimer(self, singleShot=True, interval=INFO_MS)
        self._timer.timeout.connect(self.clear)
        self.hide()

    @property
    def answers(self) -> list[QPushButton]:
        return [button for button in self.findChildren(QPushButton) if not button.isHidden()]

    def show_message(
        self,
        level: str,
        text: str,
        icon: Callable[[str, str], QIcon],
        answers: Sequence[tuple[str, Callable[[], object]]] = (),
    ) -> None:
        """Show a message in place of the current one. ``icon(name, level)`` gives icons in the colour of a level; the level
        "" has the plain colour. ``answers`` are the texts of buttons and what they do. Each of them closes the message.
        """
        self._set_answers(answers)
        self._level = level
        self.setProperty("level", level)
        self.style().unpolish(self)
        self.style().polish(self)
        self.set_icons(icon)
        self.label.setText(text)
        self.setAccessibleName(f"{tr(LEVELS[level])}: {text}")
        self._place()
        self.show()
        announce(self, self.accessibleName())
        self.raise_()
        if level == "info" and not answers:
            self._timer.start()
        else:
            self._timer.stop()

    def set_icons(self, icon: Callable[[str, str], QIcon]) -> None:
        self._picture.setPixmap(icon(ICONS[self._level], self._level).pixmap(QSize(20, 20)))
        self.close_button.setIcon(icon("x", ""))

    def clear(self) -> None:
        self._timer.stop()
        self.hide()

    def _set_answers(self, answers: Sequence[tuple[str, Callable[[], object]]]) -> None:
        for button in self.answers:
            button.hide()
            button.deleteLater()
        for name, do in answers:
            button = QPushButton(name)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(self.clear)
            button.clicked.connect(lambda _=False, do=do: do())
            self._answers.addWidget(button)
            button.show()  # now, because the bar's size depends on its visible buttons
            button.ensurePolished()
            button.setMinimumWidth(button.sizeHint().width())  # next to a long sentence it would be cut off

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return False

    def _place(self) -> None:
        """Give the bar the width of its text in one line, within limits, and centre it."""
        parent = self.parentWidget()
        assert parent is not None
        room = parent.width() - 2 * MARGIN
        one_line = self.label.fontMetrics().horizontalAdvance(self.label.text()) + 110
        one_line += sum(button.sizeHint().width() + 8 for button in self.answers)
        width = min(MAX_WIDTH, room, max(320, one_line))
        height = max(self.minimumSizeHint().height(), self.heightForWidth(width))
        self.setGeometry(MARGIN + (room - width) // 2, MARGIN, width, height)
