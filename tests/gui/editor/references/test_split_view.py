"""Fill, jigsaw and original side by side, in the real window."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from crfill_core.geometry import Box
from tests.gui.editor.references.at_hole import INSIDE, Filled
from tests.gui.helpers import document_of

Key, Keys = Qt.Key, Qt.KeyboardModifier


def test_the_split_view_shows_three_states_of_one_place(filled: Filled) -> None:
    window = filled("selected")
    window.actions_["view.split"].trigger()
    split = window.split
    assert split.isVisible() and not window.canvas.isVisible()
    split.look_at(Box.around(*INSIDE, 4, 4))  # so close that a pixel is a square of its colour
    image = split.grab().toImage()
    x, y = split.viewport.to_canvas(INSIDE[0] + 0.5, INSIDE[1] + 0.5)
    fill, jigsaw, original = (
        image.pixelColor(round(x) + split._left(pane), round(y)).getRgb()[:3] for pane in range(3)
    )
    assert fill == (128, 128, 128)
    assert original == tuple(document_of(window).original.pixels[INSIDE[1], INSIDE[0]])
    assert jigsaw not in (fill, original)
    QTest.keyClick(window, Key.Key_Escape)
    assert window.canvas.isVisible() and not window.actions_["view.split"].isChecked()


def test_the_split_view_keeps_its_jigsaw_while_the_pointer_moves(
    filled: Filled, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = filled("selected")
    window.actions_["view.split"].trigger()
    split, overlay = window.split, window.canvas.references
    drawn: list[object] = []
    picture = overlay.picture
    monkeypatch.setattr(overlay, "picture", lambda *arguments: drawn.append(arguments) or picture(*arguments))
    before = split.grab().toImage()
    for x in range(10, 60, 10):
        QTest.mouseMove(split, QPoint(x, 30))
        split.grab()
    assert len(drawn) <= 1
    split.look_at(Box.around(*INSIDE, 4, 4))
    assert split.grab().toImage() != before and len(drawn) <= 2
    window.session.document.undo()
    assert split.grab().toImage() != before and picture(*drawn[-1])[1].is_empty
