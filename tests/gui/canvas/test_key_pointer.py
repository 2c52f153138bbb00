"""The pointer that keys move: masks, selections and steering without a mouse."""

from __future__ import annotations

import math

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from crfill_gui.canvas.key_pointer import FAR, STEP
from crfill_gui.document.brush import Brush
from crfill_gui.window.main_window import MainWindow
from tests.gui.helpers import document_of, trigger, wait_filled

Key, Keys = Qt.Key, Qt.KeyboardModifier


@pytest.fixture
def keys(editor: MainWindow) -> MainWindow:
    """The editor with the pointer of the keys at photo pixel (100, 100)."""
    editor.canvas.tools.set_brush(Brush(6, 1.0))
    press(editor, Key.Key_K)
    assert editor.actions_["pointer.keys"].isChecked()
    x, y = place(editor)
    move(editor, 100 - x, 100 - y)
    assert place(editor) == (100, 100)
    return editor


def press(
    editor: MainWindow, key: Qt.Key, keys: Qt.KeyboardModifier = Keys.NoModifier, times: int = 1
) -> None:
    for _ in range(times):
        QTest.keyClick(editor.canvas, key, keys)


def move(editor: MainWindow, dx: int, dy: int) -> None:
    """By pixels of the photo, shown one to one, in the fewest presses."""
    for distance, back, forth in ((dx, Key.Key_Left, Key.Key_Right), (dy, Key.Key_Up, Key.Key_Down)):
        far, rest = divmod(abs(distance), FAR)
        steps, pixels = divmod(rest, STEP)
        for times, how in (
            (far, Keys.ControlModifier),
            (steps, Keys.NoModifier),
            (pixels, Keys.ShiftModifier),
        ):
            press(editor, forth if distance > 0 else back, how, times)


def place(editor: MainWindow) -> tuple[int, int]:
    """The photo pixel under the cross."""
    canvas = editor.canvas
    at = canvas.keys.place * canvas.devicePixelRatioF()
    x, y = canvas.viewport.to_photo(at.x(), at.y())
    return math.floor(x), math.floor(y)


def masked(editor: MainWindow) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of the mask."""
    rows, columns = np.nonzero(document_of(editor).coverage > 127)
    return int(columns.min()), int(rows.min()), int(columns.max()) + 1, int(rows.max()) + 1


def test_a_rectangle_is_masked_and_filled(keys: MainWindow, qtbot) -> None:
    press(keys, Key.Key_R)
    press(keys, Key.Key_Space)
    move(keys, 50, 30)
    press(keys, Key.Key_Space)
    left, top, right, bottom = masked(keys)
    assert (left, top) == (100, 100) and abs(right - 150) <= 1 and abs(bottom - 130) <= 1
    press(keys, Key.Key_Return)
    wait_filled(keys, qtbot)
    assert len(document_of(keys).recipe) == 1


def test_the_brush_paints_and_shift_space_erases(keys: MainWindow) -> None:
    press(keys, Key.Key_Space)
    move(keys, 60, 0)
    press(keys, Key.Key_Space)
    painted = document_of(keys).coverage.copy()
    assert painted[100, 100:160].all() and not painted[110, 100:160].any()
    move(keys, 30, 0)
    assert (document_of(keys).coverage == painted).all()  # nothing is pressed any more
    move(keys, -30, 0)
    press(keys, Key.Key_Space, Keys.ShiftModifier)
    press(keys, Key.Key_Space)
    assert document_of(keys).coverage[100, 159] == 0 and document_of(keys).coverage[100, 110]


def test_corners_of_a_polygon_are_clicked(keys: MainWindow) -> None:
    press(keys, Key.Key_P)
    for dx, dy in ((0, 0), (60, 0), (0, 60)):
        move(keys, dx, dy)
        press(keys, Key.Key_Space)
    press(keys, Key.Key_Return)
    assert masked(keys) == pytest.approx((100, 100, 160, 160), abs=1)


def test_ctrl_space_with_the_hand_ends_with_the_next_space(keys: MainWindow) -> None:
    press(keys, Key.Key_Plus, times=3)  # so that there is something to move
    press(keys, Key.Key_H)
    press(keys, Key.Key_Space, Keys.ControlModifier)
    move(keys, 30, 0)
    press(keys, Key.Key_Space)
    before = keys.canvas.viewport
    move(keys, 30, 0)
    assert keys.canvas.viewport == before  # the hand has let go


def test_escape_gives_a_stroke_up(keys: MainWindow) -> None:
    press(keys, Key.Key_Space)
    move(keys, 30, 0)
    press(keys, Key.Key_Escape)
    assert document_of(keys).mask_area == 0
    move(keys, 30, 0)
    press(keys, Key.Key_Space)  # a new one
    press(keys, Key.Key_Space)
    assert masked(keys)[0] > 140


def test_the_photo_moves_when_the_pointer_comes_near_the_edge(keys: MainWindow) -> None:
    keys.canvas.view.zoom_to(4.0)
    before = keys.canvas.viewport.left
    press(keys, Key.Key_Right, Keys.ControlModifier, 12)
    assert keys.canvas.viewport.left < before
    assert place(keys)[0] > 250
    press(keys, Key.Key_Left, Keys.ControlModifier, 40)  # to the photo's edge, and not beyond the canvas
    assert keys.canvas.rect().contains(keys.canvas.keys.place.toPoint())


def test_a_place_is_preferred_and_avoided(keys: MainWindow, drag, filler, qtbot) -> None:
    filler.leans = "copied"
    drag((200, 150), (240, 170))
    trigger(keys, "fill")
    wait_filled(keys, qtbot)
    trigger(keys, "view.references")
    qtbot.waitUntil(lambda: bool(keys.references.explanations), timeout=20000)
    x, y = place(keys)
    move(keys, 220 - x, 160 - y)
    press(keys, Key.Key_Space, Keys.ControlModifier | Keys.AltModifier)
    assert document_of(keys).avoid.any()
    press(keys, Key.Key_Space, Keys.ControlModifier)
    assert document_of(keys).prefer.any()


def test_the_arrows_pan_again_when_it_is_off(keys: MainWindow) -> None:
    keys.canvas.view.zoom_to(4.0)
    press(keys, Key.Key_K)
    assert not keys.actions_["pointer.keys"].isChecked()
    before = keys.canvas.viewport
    press(keys, Key.Key_Right)
    assert keys.canvas.viewport != before


def test_a_cross_shows_where_it_is(keys: MainWindow) -> None:
    press(keys, Key.Key_R)
    image = keys.canvas.grab().toImage()
    press(keys, Key.Key_K)
    without = keys.canvas.grab().toImage()
    at = keys.canvas.viewport.to_canvas(100, 100)
    points = [(int(at[0]) + 9, int(at[1]) + dy) for dy in (-1, 0, 1)]
    assert any(image.pixelColor(*point) != without.pixelColor(*point) for point in points)
