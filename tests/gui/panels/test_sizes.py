"""Where windows open."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from crfill_gui.panels.sizes import to_front


@pytest.mark.parametrize("place", [QRect(0, 0, 300, 200), QRect(700, 500, 90, 80), QRect(200, 150, 400, 300)])
@pytest.mark.parametrize("size", [(500, 400), (120, 90), None])
def test_a_dialog_opens_over_its_parent_and_on_the_screen(qtbot, place: QRect, size) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.setGeometry(place)
    parent.show()
    dialog = QDialog(parent)
    if size is None:
        inside = QWidget()
        inside.setFixedSize(450, 350)
        QVBoxLayout(dialog).addWidget(inside)
    else:
        dialog.resize(*size)
    to_front(dialog)
    screen = QGuiApplication.primaryScreen().availableGeometry()
    frame, wanted = dialog.frameGeometry(), parent.frameGeometry().center() - dialog.rect().center()
    assert screen.contains(frame), (screen, frame)
    if screen.contains(QRect(wanted, frame.size())):
        assert (frame.topLeft() - wanted).manhattanLength() <= 4
