"""First looks at a fill: on the canvas while it runs, in nothing that is kept."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtTest import QTest

from crfill_core.geometry import Box, Size
from crfill_core.imaging.read import read_photo
from crfill_core.inference.preview import Preview
from crfill_gui.canvas.fill_preview import FillPreview
from crfill_gui.canvas.viewport import Viewport
from crfill_gui.window.main_window import MainWindow
from tests.fakes import ScriptedFiller, ScriptedPrompts
from tests.gui.helpers import document_of, on_canvas, trigger, wait_filled

Drag = Callable[..., None]


def shown(editor: MainWindow, x: float, y: float) -> tuple[int, ...]:
    """The colour on the canvas at a photo point."""
    return editor.canvas.grab().toImage().pixelColor(on_canvas(editor, x, y)).getRgb()[:3]


def test_it_is_seen_until_the_fill_lands_and_changes_nothing_kept(
    editor: MainWindow, drag: Drag, filler: ScriptedFiller, prompts: ScriptedPrompts, tmp_path: Path, qtbot
) -> None:
    pixels = document_of(editor).pixels.copy()
    drag((100, 100), (140, 100))
    QTest.mouseMove(editor.canvas, on_canvas(editor, 300, 200))  # the ring elsewhere
    covered = shown(editor, 120, 100)
    beside = shown(editor, 120, 160)
    filler.hold()
    trigger(editor, "fill")
    qtbot.waitUntil(lambda: shown(editor, 120, 100) == (120, 120, 120))  # the third of the scripted looks
    assert covered != (120, 120, 120) and shown(editor, 120, 160) == beside
    assert np.array_equal(document_of(editor).pixels, pixels)
    prompts.save_answer = tmp_path / "meanwhile.png"
    trigger(editor, "save_as")  # waits for the fill, as its preview looks done
    filler.release()
    wait_filled(editor, qtbot)
    qtbot.waitUntil(prompts.save_answer.exists)
    assert np.array_equal(read_photo(prompts.save_answer).pixels, document_of(editor).pixels)
    assert shown(editor, 120, 100) == (128, 128, 128)
    trigger(editor, "undo")
    assert np.array_equal(document_of(editor).pixels, pixels)
    assert shown(editor, 120, 100) == covered


def test_escape_takes_it_away(editor: MainWindow, drag: Drag, filler: ScriptedFiller, qtbot) -> None:
    pixels = document_of(editor).pixels.copy()
    drag((100, 100), (140, 100))
    QTest.mouseMove(editor.canvas, on_canvas(editor, 300, 200))
    before = editor.canvas.grab().toImage()
    filler.hold()
    trigger(editor, "fill")
    qtbot.waitUntil(lambda: shown(editor, 120, 100) == (120, 120, 120))
    QTest.keyClick(editor.canvas, Qt.Key.Key_Escape)
    wait_filled(editor, qtbot)
    assert editor.canvas.grab().toImage() == before
    assert np.array_equal(document_of(editor).pixels, pixels)


def test_the_photo_as_opened_is_compared_without_it(
    editor: MainWindow, drag: Drag, filler: ScriptedFiller, qtbot
) -> None:
    plain = shown(editor, 120, 100)
    drag((100, 100), (140, 100))
    filler.hold()
    trigger(editor, "fill")
    qtbot.waitUntil(lambda: shown(editor, 120, 100) == (120, 120, 120))
    editor.canvas.view.set_comparing(True)
    assert shown(editor, 120, 100) == plain
    editor.canvas.view.set_comparing(False)
    assert shown(editor, 120, 100) == (120, 120, 120)


def test_another_answer_is_not_shown_in_place_of_the_first(
    editor: MainWindow, drag: Drag, filler: ScriptedFiller, qtbot
) -> None:
    drag((100, 100), (140, 100))
    trigger(editor, "fill")
    wait_filled(editor, qtbot)
    filler.reached_half.clear()
    filler.hold()
    trigger(editor, "variants")
    qtbot.waitUntil(filler.reached_half.is_set)
    qtbot.wait(30)
    assert shown(editor, 120, 100) == (128, 128, 128)


def test_nothing_of_the_mask_is_seen_at_the_rim_of_a_coarse_preview(qapp) -> None:
    hole = np.zeros((16, 16), bool)
    hole[5:11, 5:11] = True  # photo pixels 20 to 44
    preview = FillPreview()
    grey = np.full((16, 16, 3), 90, np.uint8)
    preview.show(Preview(Box(0, 0, 64, 64), 0, 0, 64, 64, grey, hole), None)
    canvas = QImage(128, 128, QImage.Format.Format_RGB32)
    canvas.fill(QColor("red"))
    painter = QPainter(canvas)
    preview.draw(painter, Viewport(Size(64, 64), Size(128, 128), zoom=2.0))
    painter.end()
    shown = [canvas.pixelColor(x, y).getRgb()[:3] for x in range(40, 88) for y in range(40, 88)]
    assert set(shown) == {(90, 90, 90)}
    assert canvas.pixelColor(8, 8).getRgb()[:3] == (255, 0, 0)
