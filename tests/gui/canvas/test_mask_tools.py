"""The selection tools in the real window: mouse and keys in, mask out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest

from crfill_core.imaging.photo import Photo
from crfill_core.imaging.write import write_photo
from crfill_gui.document.document import Document
from crfill_gui.window.main_window import MainWindow
from tests.gui.helpers import document_of, noise, on_canvas

Key = Qt.Key
Keys = Qt.KeyboardModifier
Drag = Callable[..., None]


@pytest.fixture
def photo_file(tmp_path: Path) -> Path:
    """A red disc of radius 50 around (200, 150) on a quiet blue ground."""
    rows, columns = np.mgrid[:300, :400]
    disc = (columns - 200) ** 2 + (rows - 150) ** 2 < 50**2
    pixels = np.where(disc[..., None], (200, 40, 40), (40, 60, 150)) + noise(300, 400).astype(int) // 16
    path = tmp_path / "disc.png"
    write_photo(Photo(pixels.astype(np.uint8)), path)
    return path


def mask_of(window: MainWindow) -> np.ndarray:
    return document_of(window).coverage


def take(window: MainWindow, key: Qt.Key) -> None:
    QTest.keyClick(window.canvas, key)


def click(
    window: MainWindow, x: float, y: float, keys: Qt.KeyboardModifier = Keys.NoModifier, double: bool = False
) -> None:
    act = QTest.mouseDClick if double else QTest.mouseClick
    act(window.canvas, Qt.MouseButton.LeftButton, keys, on_canvas(window, x, y))


@pytest.mark.parametrize(
    ("key", "tool"),
    [(Key.Key_L, "lasso"), (Key.Key_P, "polygon"), (Key.Key_R, "rectangle"), (Key.Key_O, "ellipse")]
    + [(Key.Key_W, "smart"), (Key.Key_G, "bucket"), (Key.Key_H, "hand"), (Key.Key_Z, "zoom")],
)
def test_each_tool_has_its_key_its_button_and_its_explanation(
    editor: MainWindow, key: Qt.Key, tool: str
) -> None:
    before = editor.brush_panel.tool.hint.text()
    take(editor, key)
    assert editor.canvas.tools.tool == tool and editor.actions_[f"tool.{tool}"].isChecked()
    assert editor.brush_panel.tool.hint.text() not in ("", before)


def test_the_buckets_settings_take_the_place_of_the_brushs(editor: MainWindow) -> None:
    panel = editor.brush_panel
    height = panel.height()
    take(editor, Key.Key_G)
    assert panel.tool.tolerance.isVisible() and not panel.size_row.isVisible()
    take(editor, Key.Key_B)
    assert not panel.tool.tolerance.isVisible() and panel.hardness_row.isVisible()
    assert panel.height() == height  # the panels below stay where they are


def test_a_rectangle_is_one_step_and_alt_takes_it_off_again(editor: MainWindow, drag: Drag) -> None:
    take(editor, Key.Key_R)
    drag((50, 60), (80, 90), (150, 160))
    assert np.all(mask_of(editor)[60:160, 50:150] == 255) and document_of(editor).mask_area == 100 * 100
    assert [step.label for step in document_of(editor).history.steps] == ["Rectangle"]
    drag((50, 60), (100, 160), keys=Keys.AltModifier)
    assert document_of(editor).mask_area == 50 * 100
    editor.actions_["undo"].trigger()
    editor.actions_["undo"].trigger()
    assert document_of(editor).mask_area == 0


def test_lasso_and_ellipse_cover_the_inside(editor: MainWindow, drag: Drag) -> None:
    take(editor, Key.Key_L)
    drag((20, 20), (120, 20), (120, 120), (20, 120), (20, 25))
    assert mask_of(editor)[70, 70] == 255 and mask_of(editor)[70, 130] == 0
    take(editor, Key.Key_O)
    drag((200, 100), (300, 150), (300, 200))
    assert mask_of(editor)[150, 250] == 255 and mask_of(editor)[105, 205] == 0


def test_a_polygon_closes_with_enter_and_enter_does_not_fill(editor: MainWindow) -> None:
    take(editor, Key.Key_P)
    for corner in ((50, 50), (150, 50), (150, 150), (250, 250)):
        click(editor, *corner)
    QTest.keyClick(editor.canvas, Key.Key_Backspace)
    assert document_of(editor).mask_area == 0
    QTest.keyClick(editor.canvas, Key.Key_Return)
    assert mask_of(editor)[80, 130] == 255 and mask_of(editor)[200, 200] == 0
    assert not editor.session.filling.active and document_of(editor).revision == 0


def test_a_polygon_closes_with_a_double_click(editor: MainWindow) -> None:
    take(editor, Key.Key_P)
    for corner in ((50, 50), (150, 50), (150, 150)):
        click(editor, *corner)
    click(editor, 150, 150, double=True)
    assert mask_of(editor)[80, 130] == 255


def test_escape_gives_the_selection_up_and_leaves_the_zoom(editor: MainWindow) -> None:
    editor.canvas.view.zoom_to(2.0)
    view = editor.canvas.viewport
    take(editor, Key.Key_P)
    for corner in ((150, 100), (180, 100), (180, 140)):
        click(editor, *corner)
    QTest.keyClick(editor.canvas, Key.Key_Escape)
    QTest.keyClick(editor.canvas, Key.Key_Return)
    assert document_of(editor).mask_area == 0 and editor.canvas.viewport == view


@pytest.fixture
def found(editor: MainWindow, qtbot) -> Callable[[], None]:
    """Wait until smart select has found what it looks for in the background."""
    return lambda: qtbot.waitUntil(lambda: not editor.canvas.tools.box.is_searching)


def test_smart_select_finds_the_disc_and_strokes_correct_it(
    editor: MainWindow, drag: Drag, found: Callable[[], None]
) -> None:
    take(editor, Key.Key_W)
    drag((135, 85), (180, 120), (265, 215))
    found()
    assert document_of(editor).mask_area == 0  # a preview only
    preview = editor.canvas.tools.box.preview
    assert preview is not None
    drag((200, 150), (205, 150), keys=Keys.AltModifier)  # not this part
    found()
    changed = editor.canvas.tools.box.preview
    assert changed is None or np.count_nonzero(changed.coverage) != np.count_nonzero(preview.coverage)
    QTest.keyClick(editor.canvas, Key.Key_Backspace)
    found()
    QTest.keyClick(editor.canvas, Key.Key_Return)
    rows, columns = np.mgrid[:300, :400]
    disc = (columns - 200) ** 2 + (rows - 150) ** 2 < 50**2
    mask = mask_of(editor) > 127
    assert (mask & disc).sum() / (mask | disc).sum() > 0.95
    assert [step.label for step in document_of(editor).history.steps] == ["Smart select"]


def test_what_smart_select_found_is_seen_before_it_is_accepted(
    editor: MainWindow, drag: Drag, found: Callable[[], None]
) -> None:
    take(editor, Key.Key_W)

    def seen() -> QColor:
        return editor.canvas.grab().toImage().pixelColor(on_canvas(editor, 200.5, 130.5))

    before = seen()
    drag((135, 85), (265, 215))
    found()
    assert seen() != before
    QTest.keyClick(editor.canvas, Key.Key_Escape)
    assert seen() == before


def test_taking_another_tool_accepts_what_is_being_looked_for(
    editor: MainWindow, drag: Drag, found: Callable[[], None]
) -> None:
    take(editor, Key.Key_W)
    drag((135, 85), (265, 215))
    take(editor, Key.Key_B)
    assert document_of(editor).mask_area == 0  # nothing has waited for it
    drag((20, 20), (30, 20))  # the canvas continues
    assert mask_of(editor)[20, 25] == 255
    found()
    assert mask_of(editor)[150, 200] == 255


def test_escape_gives_up_what_is_still_looked_for_with_any_tool_in_hand(
    editor: MainWindow, drag: Drag, found: Callable[[], None]
) -> None:
    take(editor, Key.Key_W)
    drag((135, 85), (265, 215))
    take(editor, Key.Key_B)
    QTest.keyClick(editor.canvas, Key.Key_Escape)
    found()
    assert document_of(editor).mask_area == 0


def test_a_fill_comes_after_what_was_accepted_has_been_found(
    editor: MainWindow, drag: Drag, found: Callable[[], None], qtbot
) -> None:
    drag((20, 20), (30, 20))
    take(editor, Key.Key_W)
    drag((135, 85), (265, 215))
    editor.actions_["fill"].trigger()
    assert not editor.session.filling.active
    found()
    qtbot.waitUntil(lambda: document_of(editor).revision == 1)
    assert document_of(editor).fills.last_mask[150, 200] == 255


def test_escape_during_the_search_gives_it_up_and_the_fill_that_waits(
    editor: MainWindow, drag: Drag, found: Callable[[], None]
) -> None:
    drag((20, 20), (30, 20))
    take(editor, Key.Key_W)
    drag((135, 85), (265, 215))
    editor.actions_["fill"].trigger()
    QTest.keyClick(editor.canvas, Key.Key_Escape)
    found()
    assert mask_of(editor)[150, 200] == 0 and not editor.session.filling.active
    assert document_of(editor).revision == 0


def test_a_search_that_fails_says_so(
    editor: MainWindow, drag: Drag, found: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ValueError("no room")

    monkeypatch.setattr("crfill_gui.document.mask_tools.smart_select_tool.smart_selection", fail)
    take(editor, Key.Key_W)
    drag((135, 85), (265, 215))
    found()
    assert "no room" in (editor.session.last_error or "")


def test_another_photo_ends_the_search(
    editor: MainWindow, drag: Drag, found: Callable[[], None], photo_file: Path, qtbot
) -> None:
    take(editor, Key.Key_W)
    drag((135, 85), (265, 215))
    before = document_of(editor)
    editor.session.opening.show(Document(before.original), None)
    found()
    assert not before.mask_area and not document_of(editor).mask_area


def test_the_bucket_follows_its_settings(editor: MainWindow, found: Callable[[], None]) -> None:
    take(editor, Key.Key_G)
    panel = editor.brush_panel.tool
    assert panel.tolerance.isVisible()
    panel.tolerance.field.setValue(40)
    click(editor, 200, 150)
    found()
    area = document_of(editor).mask_area
    assert 0.9 * np.pi * 50**2 < area < 1.2 * np.pi * 50**2
    editor.actions_["undo"].trigger()
    panel.tolerance.field.setValue(0)
    click(editor, 200, 150)
    found()
    assert document_of(editor).mask_area < area / 4
    take(editor, Key.Key_B)
    assert not panel.tolerance.isVisible()


def test_the_outline_in_progress_is_drawn_and_gone_afterwards(editor: MainWindow, drag: Drag) -> None:
    take(editor, Key.Key_R)
    place = on_canvas(editor, 100, 60)
    before = editor.canvas.grab().toImage()
    drag((50, 60), (150, 160), release=False)
    during = editor.canvas.grab().toImage()
    assert during.pixelColor(place) != before.pixelColor(place)
    QTest.keyClick(editor.canvas, Key.Key_Escape)
    assert editor.canvas.grab().toImage() == before


def test_the_zoom_tool_zooms_where_it_is_told(editor: MainWindow, drag: Drag) -> None:
    take(editor, Key.Key_Z)
    click(editor, 200, 150)
    assert editor.canvas.viewport.zoom == 1.5
    click(editor, 200, 150, Keys.AltModifier)
    assert editor.canvas.viewport.zoom == 1.0
    drag((100, 100), (150, 140))
    x, y = editor.canvas.viewport.to_photo(*(side / 2 for side in editor.canvas.viewport.canvas))
    assert editor.canvas.viewport.zoom > 8 and (x, y) == pytest.approx((125, 120), abs=1)
    assert document_of(editor).mask_area == 0


def test_pressing_z_twice_zooms_to_the_mask(editor: MainWindow, drag: Drag) -> None:
    take(editor, Key.Key_R)
    drag((50, 60), (90, 80))
    take(editor, Key.Key_Z)
    assert editor.canvas.viewport.zoom == 1.0
    take(editor, Key.Key_Z)
    seen = editor.canvas.viewport
    assert seen.zoom > 5
    assert seen.to_photo(seen.canvas.width / 2, seen.canvas.height / 2) == pytest.approx((70, 70), abs=1)


def test_x_swaps_brush_and_eraser(editor: MainWindow) -> None:
    take(editor, Key.Key_X)
    assert editor.canvas.tools.tool == "eraser"
    take(editor, Key.Key_X)
    assert editor.canvas.tools.tool == "brush"
    take(editor, Key.Key_S)
    take(editor, Key.Key_X)
    assert editor.canvas.tools.tool == "eraser"
    take(editor, Key.Key_X)
    assert editor.canvas.tools.tool == "avoid"
