"""A user at the editor's real window: keys, mouse and dialogs only."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QAction, QColor, QKeySequence, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDialog,
    QDockWidget,
    QFileDialog,
    QLineEdit,
    QListWidget,
    QMessageBox,
    QWidget,
)

from crfill_gui.document.document import Document
from crfill_gui.window.main_window import MainWindow
from tests.gui.helpers import on_canvas

Keys = Qt.KeyboardModifier
PLAIN = Keys.NoModifier
LEFT = Qt.MouseButton.LeftButton
PATIENCE_MS = 60_000
"""The real network on a busy machine."""
LOOK_MS = 20
W = TypeVar("W", bound=QWidget)
D = TypeVar("D", bound=QDialog)


class Person:
    """Places on the photo are photo pixels."""

    def __init__(self, window: MainWindow, qtbot) -> None:
        self.window, self._qtbot = window, qtbot
        canvas = window.findChild(QWidget, "canvas")
        assert canvas is not None
        self.canvas = canvas

    # What the person sees

    @property
    def document(self) -> Document:
        assert self.window.session.document is not None
        return self.window.session.document

    def panel(self, id: str) -> QDockWidget:
        dock = self.window.findChild(QDockWidget, f"panel.{id}")
        assert dock is not None, id
        return dock

    def list_in(self, panel: str) -> QListWidget:
        found = self.panel(panel).findChild(QListWidget)
        assert found is not None, panel
        return found

    def color_at(self, x: float, y: float) -> QColor:
        """What the screen shows at a place of the photo."""
        image = self.canvas.grab().toImage()
        return image.pixelColor(on_canvas(self.window, x, y) * image.devicePixelRatio())

    def waits(self, until: Callable[[], object]) -> None:
        try:
            self._qtbot.waitUntil(lambda: bool(until()), timeout=PATIENCE_MS)
        except self._qtbot.TimeoutError:
            modal = QApplication.activeModalWidget()
            pytest.fail(
                f"waited in vain; the window says: {self.window.message_bar.label.text()!r}, {modal=}"
            )

    def waits_for_the_fill(self) -> None:
        self.waits(lambda: not self.window.session.filling.active)

    # Keys and mouse

    def presses(self, *keys: str) -> None:
        """Keys as shortcuts are written, while the canvas has the focus."""
        for key in keys:
            chord = QKeySequence(key)[0]
            QTest.keyClick(self.canvas, chord.key(), chord.keyboardModifiers())

    @contextmanager
    def holding(self, key: Qt.Key) -> Iterator[None]:
        QTest.keyPress(self.canvas, key)
        yield
        QTest.keyRelease(self.canvas, key)

    def chooses(self, id: str) -> None:
        """A menu's row, or a toolbar's button: what they do is an action."""
        action = self.window.findChild(QAction, f"action.{id}")
        assert action is not None and action.isEnabled(), id
        action.trigger()

    def drags(self, *places: tuple[float, float], keys: Qt.KeyboardModifier = PLAIN) -> None:
        points = [on_canvas(self.window, *place) for place in places]
        self.drags_on_the_screen(*points, keys=keys)

    def drags_on_the_screen(self, *points: QPoint, keys: Qt.KeyboardModifier = PLAIN) -> None:
        """On the canvas, at the photo's place."""
        QTest.mousePress(self.canvas, LEFT, keys, points[0])
        for point in points[1:]:
            where = QPointF(point)  # QTest's own moves know no modifier
            whole = QPointF(self.canvas.mapToGlobal(point))
            move = QMouseEvent(QEvent.Type.MouseMove, where, whole, Qt.MouseButton.NoButton, LEFT, keys)
            QApplication.sendEvent(self.canvas, move)
        QTest.mouseRelease(self.canvas, LEFT, keys, points[-1])

    def clicks(self, x: float, y: float, keys: Qt.KeyboardModifier = PLAIN) -> None:
        QTest.mouseClick(self.canvas, LEFT, keys, on_canvas(self.window, x, y))

    def points_at(self, x: float, y: float) -> None:
        QTest.mouseMove(
            self.canvas, on_canvas(self.window, x + 3, y + 3)
        )  # no event where the pointer already is
        QTest.mouseMove(self.canvas, on_canvas(self.window, x, y))

    def clicks_button(self, inside: QWidget, name: str) -> None:
        """The button that a screen reader calls so."""
        named = [button for button in inside.findChildren(QAbstractButton) if button.accessibleName() == name]
        assert len(named) == 1 and named[0].isEnabled(), name
        QTest.mouseClick(named[0], LEFT)

    def clicks_row(self, rows: QListWidget, row: int) -> None:
        item = rows.item(row)
        assert item is not None
        rows.scrollToItem(item)
        QTest.mouseClick(rows.viewport(), LEFT, PLAIN, rows.visualItemRect(item).center())

    # Dialogs

    @contextmanager
    def answering(self, kind: type[D], answer: Callable[[D], None]) -> Iterator[None]:
        """Whatever opens a dialog of that kind inside the ``with`` waits for this answer, which has to come."""
        answered: list[bool] = []
        timer = QTimer(interval=LOOK_MS)

        def look() -> None:
            dialog = QApplication.activeModalWidget()
            if isinstance(dialog, kind) and dialog.isActiveWindow():
                timer.stop()
                answered.append(True)
                try:
                    answer(dialog)
                finally:
                    if dialog.isVisible():  # else the test would hang instead of failing
                        dialog.reject()

        timer.timeout.connect(look)
        timer.start()
        yield
        timer.stop()
        assert answered, f"no {kind.__name__} has opened"
        self.comes_back()

    def comes_back(self) -> None:
        """Focus the window, as a window manager does when a dialog closes."""
        self.window.activateWindow()
        self.waits(self.window.isActiveWindow)

    def typing(self, path: Path | None = None, seen: list[str] | None = None) -> AbstractContextManager[None]:
        """The file dialog that opens now gets this path, or keeps what it suggests; that goes to ``seen``."""

        def answer(dialog: QFileDialog) -> None:
            field = dialog.findChild(QLineEdit, "fileNameEdit")
            assert field is not None
            if seen is not None:
                seen.append(field.text())
            if path is not None:
                field.setText(str(path))  # pasted: typing would open the completer's list over it
            QTest.keyClick(field, Qt.Key.Key_Return)

        return self.answering(QFileDialog, answer)

    def saying(self, text: str) -> AbstractContextManager[None]:
        """The question that opens now is answered with the button of that text."""

        def answer(box: QMessageBox) -> None:
            (button,) = (button for button in box.buttons() if button.text().replace("&", "") == text)
            QTest.mouseClick(button, LEFT)

        return self.answering(QMessageBox, answer)

    # Habits

    def opens(self, path: Path) -> None:
        """Ctrl+O, the path, Enter."""
        before = self.window.session.document
        with self.typing(path):
            self.chooses("open")
        self.waits(lambda: self.window.session.document not in (None, before))
        self.canvas.setFocus()

    def saves(self, seen: list[str] | None = None) -> None:
        """Ctrl+S, and Enter if the dialog asks where."""
        if self.document.saved_as is None:
            with self.typing(seen=seen):
                self.presses("Ctrl+S")
        else:
            self.presses("Ctrl+S")
        self.waits(lambda: not self.document.is_dirty)
