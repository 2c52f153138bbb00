"""Painting the mask with mouse and keys."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from crfill_gui.window.main_window import MainWindow
from tests.fakes import ScriptedPrompts
from tests.gui.helpers import (
    document_of,
    on_canvas,
    trigger,
    wheel,
)

Key = Qt.Key
Keys = Qt.KeyboardModifier
Drag = Callable[..., None]


def test_a_stroke_covers_what_the_mouse_passed_and_undo_takes_it_back(editor: MainWindow, drag: Drag) -> None:
    drag((100, 100), (200, 100))
    mask = document_of(editor).coverage
    radius = editor.canvas.tools.brush.radius
    assert np.all(mask[100, 100:200] == 255)
    assert not mask[: int(100 - radius - 3)].any() and not mask[int(100 + radius + 3) :].any()
    trigger(editor, "undo")
    assert not document_of(editor).coverage.any()
    trigger(editor, "redo")
    assert document_of(editor).coverage[100, 150] == 255


def test_what_was_painted_is_seen_at_its_place(editor: MainWindow, drag: Drag) -> None:
    place = on_canvas(editor, 150, 120)
    before = editor.canvas.grab().toImage().pixelColor(place)
    drag((150, 120), (151, 120))
    QTest.mouseMove(editor.canvas, on_canvas(editor, 350, 250))
    after = editor.canvas.grab().toImage().pixelColor(place)
    assert after.red() > before.red() or after.green() < before.green()
    assert after != before
    trigger(editor, "view.mask")
    QTest.mouseMove(editor.canvas, on_canvas(editor, 351, 250))
    assert editor.canvas.grab().toImage().pixelColor(place) == before


def test_the_eraser_and_alt_take_paint_away(editor: MainWindow, drag: Drag) -> None:
    drag((100, 100), (300, 100))
    drag((200, 100), (201, 100), keys=Keys.AltModifier)
    assert document_of(editor).coverage[100, 200] == 0
    QTest.keyClick(editor.canvas, Key.Key_E)
    assert editor.canvas.tools.tool == "eraser" and editor.actions_["tool.eraser"].isChecked()
    drag((110, 100), (111, 100))
    assert document_of(editor).coverage[100, 110] == 0
    drag((110, 100), (111, 100), keys=Keys.AltModifier)
    assert document_of(editor).coverage[100, 110] == 255


def test_shift_click_draws_a_straight_line(editor: MainWindow, drag: Drag) -> None:
    drag((50, 60))
    drag((350, 200), keys=Keys.ShiftModifier)
    mask = document_of(editor).coverage
    for t in np.linspace(0, 1, 20):
        assert mask[int(60 + 140 * t), int(50 + 300 * t)] == 255


def test_shift_drag_and_alt_wheel_and_keys_change_the_brush(editor: MainWindow, drag: Drag) -> None:
    radius = editor.canvas.tools.brush.radius
    drag((100, 100), (110, 100), (140, 100), keys=Keys.ShiftModifier)
    assert editor.canvas.tools.brush.radius == pytest.approx(radius + 40)
    assert not document_of(editor).coverage.any()
    wheel(editor, QPoint(100, 100), 120, Keys.AltModifier)
    grown = editor.canvas.tools.brush.radius
    assert grown > radius + 40
    QTest.keyClick(editor.canvas, Key.Key_BracketLeft)
    assert editor.canvas.tools.brush.radius < grown
    assert editor.brush_panel.size_row.value == pytest.approx(2 * editor.canvas.tools.brush.radius)
    hardness = editor.canvas.tools.brush.hardness
    trigger(editor, "brush.softer")
    assert editor.canvas.tools.brush.hardness == pytest.approx(hardness - 0.1)
    editor.brush_panel.size_row.field.setValue(50)
    assert editor.canvas.tools.brush.radius == 25


def test_escape_gives_up_the_stroke_and_leaves_the_zoom(editor: MainWindow, drag: Drag) -> None:
    editor.canvas.view.zoom_to(2.0)
    view = editor.canvas.viewport
    drag((100, 100), (150, 100), release=False)
    assert document_of(editor).mask_area
    QTest.keyClick(editor.canvas, Key.Key_Escape)
    assert not document_of(editor).mask_area and not document_of(editor).history.steps
    assert editor.canvas.viewport == view


def test_letters_do_nothing_while_a_field_has_the_focus(editor: MainWindow) -> None:
    field = editor.brush_panel.size_row.field
    field.setFocus()
    QTest.keyClick(field, Key.Key_E)
    assert editor.canvas.tools.tool == "brush"


def test_mask_menu(editor: MainWindow, drag: Drag, prompts: ScriptedPrompts, tmp_path: Path, qtbot) -> None:
    drag((100, 100), (200, 100))
    painted = document_of(editor).coverage.copy()
    assert len(np.unique(painted)) > 2  # soft at its edge
    prompts.mask_answer = tmp_path / "mask.png"
    trigger(editor, "mask.save")
    qtbot.waitUntil(prompts.mask_answer.is_file)
    trigger(editor, "mask.invert")
    assert np.array_equal(document_of(editor).coverage, 255 - painted)
    trigger(editor, "mask.clear")
    assert not document_of(editor).coverage.any()
    trigger(editor, "mask.open")
    qtbot.waitUntil(lambda: document_of(editor).mask_area > 0)
    assert np.array_equal(document_of(editor).coverage, painted)


def test_painting_shows_a_hidden_mask(editor: MainWindow, drag: Drag) -> None:
    trigger(editor, "view.mask")
    assert not editor.canvas.view.mask_visible
    drag((100, 100))
    assert editor.canvas.view.mask_visible and editor.actions_["view.mask"].isChecked()
