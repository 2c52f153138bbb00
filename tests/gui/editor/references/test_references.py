"""The references of a fill and "not from there", with mouse and keys, in the real window."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from crfill_core.errors import FillError
from crfill_core.geometry import Box
from crfill_core.imaging.photo import Photo
from crfill_core.progress import Progress
from crfill_core.references.provenance import References
from crfill_gui.document.document import Document
from crfill_gui.document.project import Project
from crfill_gui.document.project_file import load_project
from crfill_gui.document.project_save import save_project
from crfill_gui.editor.references import explaining as references
from crfill_gui.editor.references.explanation import Explanation
from crfill_gui.panels.references import NOT_KEPT, NOTHING_YET
from crfill_gui.window.main_window import MainWindow
from tests.fakes import ScriptedFiller, ScriptedPrompts
from tests.gui.helpers import on_canvas

Key, Keys = Qt.Key, Qt.KeyboardModifier
HOLE = Box(160, 120, 224, 168)
INSIDE = (190, 140)
Filled = Callable[[str], MainWindow]


def document_of(window: MainWindow) -> Document:
    assert window.session.document is not None
    return window.session.document


def fill(window: MainWindow, qtbot) -> None:
    mask = np.zeros((300, 400), np.uint8)
    mask[HOLE.slices] = 255
    document_of(window).set_mask(mask, "Paint")
    QTest.keyClick(window.canvas, Key.Key_Return)
    qtbot.waitUntil(lambda: not window.session.filling.active)


@pytest.fixture
def filled(editor: MainWindow, filler: ScriptedFiller, qtbot) -> Filled:
    """The editor after a fill that "selected" or "copied", its references shown."""

    def do(leans: str) -> MainWindow:
        filler.leans = leans  # type: ignore[assignment]
        fill(editor, qtbot)
        QTest.keyClick(editor.canvas, Key.Key_V)
        qtbot.waitUntil(lambda: bool(editor.references.explanations), timeout=20000)
        QApplication.processEvents()  # the panel takes its place
        editor.canvas.view.zoom_to(1.0)
        return editor

    return do


def hover(window: MainWindow, x: float, y: float) -> None:
    QTest.mouseMove(window.canvas, on_canvas(window, x + 3, y + 3))  # no event where the pointer already is
    QTest.mouseMove(window.canvas, on_canvas(window, x, y))


def click(window: MainWindow, x: float, y: float, keys: Qt.KeyboardModifier) -> None:
    QTest.mouseClick(window.canvas, Qt.MouseButton.LeftButton, keys, on_canvas(window, x, y))


def color_at(window: MainWindow, x: float, y: float) -> tuple[int, int, int]:
    image = window.canvas.grab().toImage()
    place = on_canvas(window, x, y) * image.devicePixelRatio()
    color = image.pixelColor(place)
    return color.red(), color.green(), color.blue()


# What is shown


def test_before_a_fill_the_panel_says_how_to_get_there(editor: MainWindow) -> None:
    panel = editor.references_panel
    assert not panel.isVisible()
    QTest.keyClick(editor.canvas, Key.Key_V)
    assert panel.isVisible() and panel.invitation.isVisible() and not panel.body.isVisible()
    assert panel.invitation.text() == NOTHING_YET
    QTest.keyClick(editor.canvas, Key.Key_V)
    assert not panel.isVisible()


def test_the_panel_leaves_the_canvas_as_much_room_as_it_can(editor: MainWindow) -> None:
    panel = editor.references_panel
    width = panel.sizeHint().width()
    panel.steering.setText("涂抹要避开的区域不要取自那里优先取自那里" * 3)  # no spaces to break lines at
    assert panel.sizeHint().width() == panel.minimumSizeHint().width() == width


def test_a_fill_without_references_is_said_to_have_none(editor: MainWindow, qtbot) -> None:
    fill(editor, qtbot)
    QTest.keyClick(editor.canvas, Key.Key_V)
    assert editor.references_panel.invitation.text() == NOT_KEPT
    editor.actions_["references.export"].trigger()
    assert "Fill Again" in editor.message_bar.label.text()


def test_the_overlay_covers_the_hole_and_goes_away_again(filled: Filled) -> None:
    window = filled("selected")
    window.references.set_look("confidence")
    hover(window, 20, 20)
    shown = color_at(window, *INSIDE)
    beside = color_at(window, 100, 100)
    assert shown != (128, 128, 128)
    window.references_panel.opacity.field.setValue(5)
    assert color_at(window, *INSIDE) != shown
    QTest.keyClick(window.canvas, Key.Key_V)
    window.canvas.view.zoom_to(1.0)
    hover(window, 20, 20)
    assert color_at(window, *INSIDE) == (128, 128, 128) and color_at(window, 100, 100) == beside


def test_each_look_has_its_legend(filled: Filled) -> None:
    window = filled("selected")
    panel, seen = window.references_panel, set()
    for look, button in panel.looks.buttons.items():
        button.click()
        assert window.references.look == look
        assert panel.legend.wheel.isVisible() == (look == "colours")
        assert panel.legend.ramp.isVisible() == (look == "confidence")
        seen.add(panel.legend.text.text())
    assert len(seen) == 4


def test_the_confidence_comes_to_count_the_mirrored_window(
    filled: Filled, filler: ScriptedFiller, qtbot
) -> None:
    window = filled("selected")
    (before,) = window.references.explanations
    assert filler.mirrored == []
    window.references_panel.looks.buttons["confidence"].click()
    qtbot.waitUntil(lambda: window.references.explanations[0] is not before, timeout=20000)
    (after,) = window.references.explanations
    assert filler.mirrored == [after.references] and after.references is before.references
    assert after.references.confidence.agreement is not None
    assert after.sureness.mean() < before.sureness.mean()
    window.references.set_look("jigsaw")
    window.references.set_look("confidence")
    assert filler.mirrored == [after.references] and not window.references.busy


def test_a_fill_comes_before_explanations_and_can_be_cancelled_meanwhile(
    filled: Filled, filler: ScriptedFiller, monkeypatch: pytest.MonkeyPatch, qtbot
) -> None:
    """A slow explanation stops for the fill, restarts after it, and is cancelled when it is hidden."""
    window = filled("selected")
    began, go_on, real = threading.Event(), threading.Event(), references.explain

    def slow(one: References, photo: Photo, progress: Progress) -> Explanation:
        began.set()
        while not go_on.wait(0.005):
            progress.check()
        return real(one, photo, progress)

    monkeypatch.setattr(references, "explain", slow)
    window.references._explaining._known.clear()
    window.references.set_look("confidence")
    qtbot.waitUntil(began.is_set)
    asked = len(filler.requests)
    filler.hold()
    filler.reached_half.clear()
    window.actions_["fill.again"].trigger()
    qtbot.waitUntil(filler.reached_half.is_set)  # although the explanation has not ended
    assert window.references.busy and len(filler.requests) == asked + 1
    began.clear()
    QTest.keyClick(window.canvas, Key.Key_Escape)
    qtbot.waitUntil(lambda: not window.session.filling.active)
    assert window.fill_panel.status.text() == "Cancelled"
    qtbot.waitUntil(began.is_set)
    window.references.set_shown(False)
    qtbot.waitUntil(lambda: not window.references.busy)
    window.references.set_shown(True)
    go_on.set()
    qtbot.waitUntil(lambda: bool(window.references.explanations))


def test_escape_stops_a_fill_that_still_waits(filled: Filled, filler: ScriptedFiller, qtbot) -> None:
    window = filled("selected")
    gate = threading.Event()
    window.session.engine.worker.start(lambda _: gate.wait(10))
    asked = len(filler.requests)
    window.actions_["fill.again"].trigger()
    QTest.keyClick(window.canvas, Key.Key_Escape)
    qtbot.waitUntil(lambda: not window.session.filling.active)
    assert not gate.is_set() and len(filler.requests) == asked
    gate.set()


def test_a_mirrored_look_that_failed_is_tried_again_when_requested(
    filled: Filled, filler: ScriptedFiller, monkeypatch: pytest.MonkeyPatch, qtbot
) -> None:
    window = filled("selected")
    attempts: list[References] = []

    def fail(references: References) -> tuple[str, ...]:
        attempts.append(references)
        raise FillError("The device went away; try again.")

    with monkeypatch.context() as patched:
        patched.setattr(filler, "add_mirrored", fail)
        window.references.set_look("confidence")
        qtbot.waitUntil(lambda: window.session.last_error is not None)
    assert "went away" in window.message_bar.label.text()
    document_of(window).clear_mask()
    document_of(window).invert_mask()  # whatever else is done, the failure is not said again
    assert len(attempts) == 1 and not window.references.busy
    window.references.set_look("jigsaw")
    window.references.set_look("confidence")
    qtbot.waitUntil(lambda: filler.mirrored == attempts)


def test_undo_takes_the_explanation_away_and_redo_brings_it_back(filled: Filled) -> None:
    window = filled("selected")
    (explanation,) = window.references.explanations
    window.session.document.undo()
    assert window.references.explanations == () and not window.canvas.references.visible
    window.session.document.redo()
    assert window.references.explanations == (explanation,) and window.canvas.references.visible


def test_another_photo_forgets_the_references(filled: Filled, photo_file: Path, qtbot) -> None:
    window = filled("selected")
    before = document_of(window)
    document_of(window).mark_saved(photo_file, document_of(window).state)
    window.session.opening.open(photo_file)
    qtbot.waitUntil(lambda: window.session.document is not before)
    assert window.references.explanations == () and window.references.inspected is None
    assert not window.canvas.references.visible
    hover(window, 20, 20)
    assert color_at(window, *INSIDE) == tuple(document_of(window).pixels[INSIDE[1], INSIDE[0]])


# Hovering


def test_a_filled_patch_names_its_references_best_first(filled: Filled) -> None:
    window = filled("selected")
    hover(window, *INSIDE)
    inspected = window.references.inspected
    assert inspected is not None and inspected.filled
    assert list(inspected.links) == document_of(window).references[0].references_at(*INSIDE)
    assert window.canvas.references.lines.links == inspected.links
    rows = [window.references_panel.list.item(i).text() for i in range(window.references_panel.list.count())]
    assert len(rows) == 5
    assert all("% similar" in row for row in rows)
    assert not any("ource" in row for row in rows)


def test_lines_are_drawn_to_the_references(filled: Filled) -> None:
    window = filled("selected")
    window.references.set_look("off")
    hover(window, 20, 20)
    best = document_of(window).references[0].references_at(*INSIDE)[0].known
    edge = (best.left, (best.top + best.bottom) // 2)
    before = color_at(window, *edge)
    hover(window, *INSIDE)
    assert color_at(window, *edge) != before


def test_a_copied_pixel_names_its_source_with_the_shift(filled: Filled) -> None:
    window = filled("copied")
    window.references.set_look("colours")
    hover(window, *INSIDE)
    inspected = window.references.inspected
    assert inspected is not None and inspected.links[0].shift == (-60, -10)
    assert window.references_panel.list.item(0).text() == "Source · shift −60, −10 px"
    assert "similar" in window.references_panel.list.item(1).text()
    assert window.canvas.references.lines.links == inspected.links[:1]
    window.references.set_look("jigsaw")
    lines = window.canvas.references.lines
    assert lines.links == inspected.links and lines.outward
    window.references.choose(0)  # the source: it is in the picture already
    assert window.canvas.references.lines.links == inspected.links


def test_a_known_place_names_all_that_it_was_selected_for(filled: Filled, qtbot) -> None:
    window = filled("selected")
    references = document_of(window).references[0]
    known = references.references_at(*INSIDE)[0].known
    x, y = (int(v) for v in known.center)
    hover(window, x, y)
    qtbot.waitUntil(lambda: window.references.inspected is not None)
    inspected = window.references.inspected
    assert inspected is not None and not inspected.filled
    assert set(inspected.links) == set(references.selected_by(x, y))
    assert any(link.filled.contains(Box(*INSIDE, INSIDE[0] + 1, INSIDE[1] + 1)) for link in inspected.links)


def test_the_answer_stays_when_the_pointer_leaves(filled: Filled) -> None:
    window = filled("selected")
    hover(window, *INSIDE)
    inspected = window.references.inspected
    window.canvas.hovered.emit(None)
    assert window.references.inspected is inspected


def test_the_keyboard_tours_the_patches_and_chooses_a_reference(filled: Filled) -> None:
    window = filled("selected")
    panel = window.references_panel
    QTest.keyClick(panel.next, Key.Key_Space)
    first = window.references.inspected
    QTest.keyClick(panel.next, Key.Key_Space)
    second = window.references.inspected
    assert first is not None and second is not None and first.point != second.point
    QTest.keyClick(panel.previous, Key.Key_Space)
    assert window.references.inspected is not None and window.references.inspected.point == first.point
    panel.list.setFocus()
    panel.list.setCurrentRow(0)
    QTest.keyClick(panel.list, Key.Key_Down)
    assert window.references.chosen == window.references.inspected.links[1]
    assert window.canvas.references.lines.chosen == window.references.chosen


def test_no_hover_no_work_while_hidden(filled: Filled) -> None:
    window = filled("selected")
    QTest.keyClick(window.canvas, Key.Key_V)
    hover(window, *INSIDE)
    assert window.references.inspected is None and window.canvas.references.lines.links == ()


# Steering


def test_a_veto_hides_the_reference_from_the_next_fill(filled: Filled, filler: ScriptedFiller, qtbot) -> None:
    window = filled("selected")
    document = document_of(window)
    vetoed = document.references[0].references_at(*INSIDE)[0].known
    steps = len(document.history.steps)
    hover(window, *INSIDE)
    click(window, *INSIDE, Keys.ControlModifier | Keys.AltModifier)
    assert np.all(document.avoid[vetoed.slices] == 255) and not document.coverage.any()
    assert len(document.history.steps) == steps + 1

    before = document.pixels.copy()
    (first,) = window.references.explanations
    window.actions_["fill.again"].trigger()
    qtbot.waitUntil(lambda: not window.session.filling.active)
    request = filler.requests[-1]
    assert request.avoid is not None and request.avoid[vetoed.slices].all() and request.prefer is None
    assert np.array_equal(request.mask > 0, filler.requests[0].mask > 0)
    assert len(document.history.steps) == steps + 2
    entry = document.recipe[-1]
    assert entry.avoid is not None and np.array_equal(entry.avoid.unpack(document.size), request.avoid)
    qtbot.waitUntil(lambda: window.references.explanations not in ((), (first,)), timeout=20000)
    hover(window, 20, 20)
    hover(window, *INSIDE)
    inspected = window.references.inspected
    assert inspected is not None and inspected.explanation is window.references.explanations[0] is not first
    assert not any(link.known.overlaps(vetoed) for link in inspected.links)

    window.session.document.undo()
    assert np.array_equal(document.pixels, before)
    window.session.document.undo()
    assert not document.avoid.any()


def test_ctrl_click_prefers_what_is_there(filled: Filled, filler: ScriptedFiller, qtbot) -> None:
    window = filled("selected")
    document = document_of(window)
    click(window, 60, 60, Keys.ControlModifier)
    assert document.prefer[60, 60] == 255 and not document.avoid.any() and not document.coverage.any()
    click(window, 60, 60, Keys.ControlModifier | Keys.AltModifier)
    assert document.prefer[60, 60] == 0 and document.avoid[60, 60] == 255
    window.session.document.undo()
    assert document.prefer[60, 60] == 255 and document.avoid[60, 60] == 0
    window.session.filling.fill_again()
    qtbot.waitUntil(lambda: not window.session.filling.active)
    assert filler.requests[-1].prefer is not None and filler.requests[-1].prefer[60, 60]


def test_the_panels_buttons_steer_the_chosen_reference(filled: Filled) -> None:
    window = filled("selected")
    panel, document = window.references_panel, document_of(window)
    assert not panel.avoid.isEnabled()
    hover(window, *INSIDE)
    second = document.references[0].references_at(*INSIDE)[1].known
    panel.list.setCurrentRow(1)
    panel.avoid.click()
    assert np.all(document.avoid[second.slices] == 255)
    assert "avoids" in panel.steering.text()
    panel.prefer.click()
    assert np.all(document.prefer[second.slices] == 255) and not document.avoid[second.slices].any()


def test_the_avoid_brush_paints_and_erases_its_own_layer(
    editor: MainWindow, drag: Callable[..., None]
) -> None:
    document = document_of(editor)
    QTest.keyClick(editor.canvas, Key.Key_S)
    assert editor.canvas.tools.tool == "avoid" and editor.actions_["tool.avoid"].isChecked()
    before = color_at(editor, 100, 100)
    drag((60, 100), (200, 100))
    assert np.all(document.avoid[100, 60:200] == 255) and not document.coverage.any()
    hover(editor, 380, 280)
    assert color_at(editor, 100, 100) != before
    drag((100, 100), (101, 100), keys=Keys.AltModifier)
    assert document.avoid[100, 100] == 0
    QTest.keyClick(editor.canvas, Key.Key_E)
    drag((180, 100), (181, 100))
    assert document.avoid[100, 180] == 0 and len(document.history.steps) == 3
    QTest.keyClick(editor.canvas, Key.Key_B)
    drag((100, 200), (101, 200))
    QTest.keyClick(editor.canvas, Key.Key_E)
    drag((100, 200), (101, 200))
    assert not document.coverage[200, 100] and document.avoid[100, 140] == 255


def test_clearing_the_steering_is_one_step(filled: Filled) -> None:
    window = filled("selected")
    document = document_of(window)
    assert not window.actions_["steer.clear"].isEnabled()
    document.steering.avoid_region(Box(10, 10, 30, 30))
    document.steering.prefer_region(Box(40, 10, 60, 30))
    window.actions_["steer.clear"].trigger()
    assert not document.steering.is_any and not window.actions_["steer.clear"].isEnabled()
    window.session.document.undo()
    assert document.steering.is_any and document.avoid[20, 20] == 255 and document.prefer[20, 50] == 255


# Split view and export


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
    assert split.grab().toImage() != before and not overlay.visible


def test_export_writes_the_sheet_and_the_matches(
    filled: Filled, prompts: ScriptedPrompts, tmp_path: Path, qtbot
) -> None:
    window = filled("selected")
    prompts.folder_answer = tmp_path / "explained"
    prompts.folder_answer.mkdir()
    window.actions_["references.export"].trigger()
    qtbot.waitUntil(lambda: "files that explain" in window.message_bar.label.text(), timeout=20000)
    names = {path.name for path in prompts.folder_answer.iterdir()}
    assert {"contact-sheet.png", "matches.json", "jigsaw.png"} <= names
    matches = json.loads((prompts.folder_answer / "matches.json").read_text(encoding="utf-8"))
    assert matches["size"] == [400, 300] and matches["windows"][0]["missing"]


def test_an_export_that_cannot_be_written_is_one_sentence(
    filled: Filled, prompts: ScriptedPrompts, tmp_path: Path, qtbot
) -> None:
    window = filled("selected")
    prompts.folder_answer = tmp_path / "gone"
    window.actions_["references.export"].trigger()
    qtbot.waitUntil(lambda: window.session.last_error is not None, timeout=20000)
    assert "Traceback" not in (window.session.last_error or "")


def test_a_reopened_project_shows_its_references_without_a_fill(
    filled: Filled, filler: ScriptedFiller, tmp_path: Path, qtbot
) -> None:
    window = filled("copied")
    hover(window, *INSIDE)
    before = window.references.inspected
    asked = len(filler.requests)
    path = save_project(tmp_path / "p.crfill", Project.of(document_of(window)))
    window.session.opening.show(load_project(path).document(), path)
    qtbot.waitUntil(lambda: bool(window.references.explanations), timeout=20000)
    QApplication.processEvents()
    window.canvas.view.zoom_to(1.0)
    hover(window, 20, 20)
    hover(window, *INSIDE)
    after = window.references.inspected
    assert after is not None and before is not None and after.links == before.links
    assert len(filler.requests) == asked
