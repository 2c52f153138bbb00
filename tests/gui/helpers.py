"""Small things that several tests of the editor use."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget

from crfill_gui.document.document import Document
from crfill_gui.window.main_window import MainWindow

LONG = 240_000
"""Milliseconds to wait for work in a process of its own, also on a busy machine."""


def noise(height: int, width: int, channels: int = 3, dtype: type = np.uint8, seed: int = 0) -> np.ndarray:
    """Random pixels: any change shows."""
    top = int(np.iinfo(dtype).max) + 1
    return np.random.default_rng(seed).integers(0, top, (height, width, channels)).astype(dtype)


def on_canvas(window: MainWindow, x: float, y: float) -> QPoint:
    """Where a photo point is on the canvas widget."""
    place = QPointF(*window.canvas.viewport.to_canvas(x, y)) / window.canvas.devicePixelRatioF()
    return place.toPoint()


def color_at(window: MainWindow, x: float, y: float) -> tuple[int, int, int]:
    """What the screen shows at a photo point."""
    image = window.canvas.grab().toImage()
    color = image.pixelColor(on_canvas(window, x, y) * image.devicePixelRatio())
    return color.red(), color.green(), color.blue()


def document_of(window: MainWindow) -> Document:
    assert window.session.document is not None
    return window.session.document


def trigger(window: MainWindow, id: str) -> None:
    action = window.findChild(QAction, f"action.{id}")
    assert action is not None and action.isEnabled(), id
    action.trigger()


def is_enabled(window: MainWindow, id: str) -> bool:
    return window.actions_[id].isEnabled()


def wait_filled(window: MainWindow, qtbot) -> None:
    qtbot.waitUntil(lambda: not window.session.filling.active)


def drop(target: QWidget, path: Path) -> bool:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    place, copy, left = QPoint(50, 50), Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    enter = QDragEnterEvent(place, copy, data, left, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(target, enter)
    if enter.isAccepted():
        QApplication.sendEvent(
            target, QDropEvent(QPointF(place), copy, data, left, Qt.KeyboardModifier.NoModifier)
        )
    return enter.isAccepted()


def wheel(
    window: MainWindow, place: QPoint, turn: int, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    canvas = window.canvas
    event = QWheelEvent(
        *(QPointF(place), QPointF(canvas.mapToGlobal(place)), QPoint(), QPoint(0, turn)),
        *(Qt.MouseButton.NoButton, keys, Qt.ScrollPhase.NoScrollPhase, False),
    )
    QApplication.sendEvent(canvas, event)


def fill_something(editor: MainWindow, drag: Callable[..., None], qtbot) -> None:
    drag((100, 100), (140, 120))
    trigger(editor, "fill")
    wait_filled(editor, qtbot)
