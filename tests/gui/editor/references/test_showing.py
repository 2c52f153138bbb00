"""How the references of a fill are shown in the real window, and when they go away."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from crfill_core.errors import FillError
from crfill_core.imaging.photo import Photo
from crfill_core.progress import Progress
from crfill_core.references.provenance import References
from crfill_gui.document.project import Project
from crfill_gui.document.project_file import load_project
from crfill_gui.document.project_save import save_project
from crfill_gui.editor.references import explaining as references
from crfill_gui.editor.references.explanation import Explanation
from crfill_gui.panels.references import NOT_KEPT, NOTHING_YET
from crfill_gui.window.main_window import MainWindow
from tests.fakes import ScriptedFiller
from tests.gui.editor.references.at_hole import INSIDE, Filled, fill, hover
from tests.gui.helpers import color_at, document_of

Key, Keys = Qt.Key, Qt.KeyboardModifier


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
    assert after.confidence.mean() < before.confidence.mean()
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
    (explanation,), document = window.references.explanations, document_of(window)
    window.canvas.view.set_mask_visible(False)
    shown = color_at(window, *INSIDE)
    document.undo()
    assert window.references.explanations == ()
    assert color_at(window, *INSIDE) == tuple(document.pixels[INSIDE[1], INSIDE[0]]) != shown
    document.redo()
    assert window.references.explanations == (explanation,) and color_at(window, *INSIDE) == shown


def test_another_photo_forgets_the_references(filled: Filled, photo_file: Path, qtbot) -> None:
    window = filled("selected")
    before = document_of(window)
    document_of(window).mark_saved(photo_file, document_of(window).history.state)
    window.session.opening.open(photo_file)
    qtbot.waitUntil(lambda: window.session.document is not before)
    assert window.references.explanations == () and window.references.inspected is None
    hover(window, 20, 20)
    assert color_at(window, *INSIDE) == tuple(document_of(window).pixels[INSIDE[1], INSIDE[0]])


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
