"""The line tool in the window: keys, found lines, steering, status, and that other tools pay nothing for it."""

from __future__ import annotations

import threading
from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from crfill_core.inference.request import FillRequest
from crfill_core.progress import Progress
from crfill_core.references.lines import Line, LineSteering
from crfill_gui.canvas.line_overlay import DRAWN, FOUND
from crfill_gui.config import settings as keys
from crfill_gui.window.main_window import MainWindow
from tests.fakes import ScriptedFiller
from tests.gui.helpers import color_at, document_of, is_enabled, on_canvas, trigger, wait_filled

Key = Qt.Key
ABOVE, BELOW = Line(((20, 120), (380, 120))), Line(((20, 180), (380, 180)))
Drag = Callable[..., None]


class Finder:
    """Replaces the search: always the same lines, once released."""

    def __init__(self) -> None:
        self.asked: list[tuple[FillRequest, Progress]] = []
        self.threads: set[int] = set()
        self.may_answer = threading.Event()
        self.may_answer.set()

    def __call__(self, request: FillRequest, progress: Progress) -> tuple[Line, ...]:
        self.asked.append((request, progress))
        self.threads.add(threading.get_ident())
        while not self.may_answer.wait(0.005):
            progress.check()
        return (ABOVE, BELOW)


@pytest.fixture
def finder(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> Finder:
    finder = Finder()
    monkeypatch.setattr(window.session.engine, "find_lines", finder)
    return finder


def press(editor: MainWindow, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(editor.canvas, key)


def click(editor: MainWindow, x: float, y: float, double: bool = False) -> None:
    act = QTest.mouseDClick if double else QTest.mouseClick
    act(editor.canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, on_canvas(editor, x, y))


def masked(editor: MainWindow) -> None:
    mask = np.zeros((300, 400), np.uint8)
    mask[100:200, 150:250] = 255
    document_of(editor).set_mask(mask, "Paint")


def searched(editor: MainWindow, qtbot, count: int = 2) -> None:
    qtbot.waitUntil(lambda: not editor.lines.searching and len(editor.canvas.tools.lines.found) == count)


def test_lines_are_drawn_by_mouse_and_keys(editor: MainWindow, drag: Drag) -> None:
    document = document_of(editor)
    press(editor, Key.Key_I)
    assert editor.canvas.tools.tool == "line" and editor.actions_["tool.line"].isChecked()
    drag((30, 30), (80, 60), (120, 50))
    for place in ((30, 100), (90, 130), (150, 100), (200, 100)):
        click(editor, *place)
    press(editor, Key.Key_Backspace, Key.Key_Return)
    click(editor, 30, 200)
    click(editor, 90, 230)
    click(editor, 90, 230, double=True)
    assert [len(line.points) for line in document.lines.drawn] == [2, 3, 2]
    (x, y), (u, v) = document.lines.drawn[0].points
    assert abs(x - 30) + abs(y - 30) + abs(u - 120) + abs(v - 50) < 2
    assert not editor.session.filling.active and document.revision == 0
    rows = editor.history_panel.list
    assert rows.item(1).text() == "Draw line" and rows.count() == 4
    QTest.keyClick(editor.canvas, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert len(document.lines.drawn) == 2


def test_escape_and_enter_mean_the_line_first(editor: MainWindow, filler: ScriptedFiller, qtbot) -> None:
    masked(editor)
    press(editor, Key.Key_I)
    click(editor, 30, 100)
    click(editor, 90, 130)
    zoom = editor.canvas.viewport
    press(editor, Key.Key_Escape)
    assert not document_of(editor).lines and editor.canvas.viewport == zoom
    click(editor, 30, 100)
    click(editor, 90, 130)
    press(editor, Key.Key_Return)
    assert len(document_of(editor).lines.drawn) == 1 and not filler.requests
    press(editor, Key.Key_Return)
    wait_filled(editor, qtbot)
    assert filler.requests[0].lines == document_of(editor).lines


def test_fill_takes_the_line_in_progress(editor: MainWindow, filler: ScriptedFiller, qtbot) -> None:
    masked(editor)
    press(editor, Key.Key_I)
    click(editor, 30, 100)
    click(editor, 90, 130)
    trigger(editor, "fill")
    wait_filled(editor, qtbot)
    assert len(filler.requests[0].lines.drawn) == 1


def test_fill_again_obeys_and_clear_steering_clears(
    editor: MainWindow, finder: Finder, filler: ScriptedFiller, drag: Drag, qtbot
) -> None:
    masked(editor)
    trigger(editor, "fill")
    wait_filled(editor, qtbot)
    press(editor, Key.Key_I)
    searched(editor, qtbot)  # of the hole that was filled
    assert (finder.asked[-1][0].mask == filler.requests[0].mask).all()
    click(editor, 200, 120)
    press(editor, Key.Key_Delete)
    drag((30, 30), (120, 50))
    trigger(editor, "fill.again")
    wait_filled(editor, qtbot)
    document = document_of(editor)
    assert filler.requests[1].lines == document.lines and document.lines.deleted == (ABOVE,)
    assert [entry.lines for entry in document.recipe] == [document.lines]
    trigger(editor, "steer.clear")
    assert not document.lines and not is_enabled(editor, "steer.clear")
    document.undo()
    assert document.lines.deleted == (ABOVE,) and is_enabled(editor, "steer.clear")


def test_found_lines_are_deleted_and_come_back_with_undo(editor: MainWindow, finder: Finder, qtbot) -> None:
    masked(editor)
    press(editor, Key.Key_I)
    searched(editor, qtbot)
    assert threading.get_ident() not in finder.threads
    click(editor, 60, 182)
    assert editor.canvas.tools.lines.selected == BELOW and editor.status.lines.text().startswith(
        "Detected line"
    )
    press(editor, Key.Key_Delete)
    assert editor.canvas.tools.lines.found == (ABOVE,)
    assert document_of(editor).lines == LineSteering.of(deleted=[BELOW])
    assert editor.status.lines.text() == "1 line detected · 1 deleted"
    document_of(editor).undo()
    assert editor.canvas.tools.lines.found == (ABOVE, BELOW)


def test_it_is_said_that_the_network_alone_follows_no_lines(
    editor: MainWindow, finder: Finder, qtbot
) -> None:
    masked(editor)
    press(editor, Key.Key_I)
    searched(editor, qtbot)
    editor.settings.set(keys.FILL_MODE, "network")
    assert editor.status.lines.text() == "2 lines detected · not followed in Network mode"
    editor.settings.set(keys.FILL_MODE, "auto")
    assert editor.status.lines.text() == "2 lines detected"


def test_lines_are_selected_by_keys(editor: MainWindow, finder: Finder, qtbot) -> None:
    assert not is_enabled(editor, "line.next")
    masked(editor)
    press(editor, Key.Key_I)
    searched(editor, qtbot)
    press(editor, Key.Key_Period)
    assert editor.canvas.tools.lines.selected == ABOVE
    press(editor, Key.Key_Comma)
    assert editor.canvas.tools.lines.selected == BELOW
    press(editor, Key.Key_Escape)
    assert editor.canvas.tools.lines.selected is None
    press(editor, Key.Key_B)
    assert not is_enabled(editor, "line.next")


def test_nothing_is_looked_for_with_other_tools(
    editor: MainWindow, finder: Finder, drag: Drag, qtbot
) -> None:
    drag((100, 100), (140, 120))
    masked(editor)
    qtbot.wait(300)
    assert not finder.asked and not editor.lines.searching and editor.status.lines.text() == ""
    press(editor, Key.Key_I)
    searched(editor, qtbot)
    press(editor, Key.Key_B)
    before = len(finder.asked)
    assert editor.canvas.tools.lines.found == () and editor.status.lines.text() == ""
    drag((200, 100), (240, 120))
    qtbot.wait(300)
    assert len(finder.asked) == before


def test_a_search_that_is_out_of_date_is_cancelled(editor: MainWindow, finder: Finder, qtbot) -> None:
    finder.may_answer.clear()
    masked(editor)
    press(editor, Key.Key_I)
    qtbot.waitUntil(lambda: len(finder.asked) == 1)
    assert editor.status.lines.text() == "Detecting lines…"
    document_of(editor).invert_mask()
    assert finder.asked[0][1].cancelled
    qtbot.waitUntil(lambda: len(finder.asked) == 2)
    assert (finder.asked[1][0].mask == 255).sum() == 400 * 300 - 100 * 100
    press(editor, Key.Key_B)
    assert finder.asked[1][1].cancelled
    finder.may_answer.set()
    press(editor, Key.Key_I)
    searched(editor, qtbot)


def test_what_is_found_for_one_photo_is_not_shown_on_another(
    editor: MainWindow, finder: Finder, photo_file, tmp_path, qtbot
) -> None:
    finder.may_answer.clear()
    masked(editor)
    press(editor, Key.Key_I)
    qtbot.waitUntil(lambda: len(finder.asked) == 1)
    before = document_of(editor)
    other = tmp_path / "other.png"
    other.write_bytes(photo_file.read_bytes())
    editor.session.prompts.unsaved_answer = "discard"
    editor.session.opening.open(other)
    qtbot.waitUntil(lambda: editor.session.document is not before)
    finder.may_answer.set()
    qtbot.waitUntil(lambda: not editor.lines.searching)
    assert editor.canvas.tools.lines.found == ()
    assert editor.status.lines.text() == "Lines are detected once something is masked"


def test_drawn_and_found_lines_can_be_told_apart_and_hidden(
    editor: MainWindow, finder: Finder, drag: Drag, qtbot
) -> None:
    masked(editor)
    press(editor, Key.Key_I)
    searched(editor, qtbot)
    drag((30, 30), (120, 30))
    press(editor, Key.Key_Escape)
    assert color_at(editor, 75, 30) == DRAWN.getRgb()[:3]
    seen = {color_at(editor, x, 120) for x in range(60, 80)}
    assert FOUND.getRgb()[:3] in seen and DRAWN.getRgb()[:3] not in seen and len(seen) > 1  # dashed
    editor.canvas.view.set_mask_visible(False)
    assert color_at(editor, 75, 30) != DRAWN.getRgb()[:3]
    editor.canvas.view.set_mask_visible(True)
    press(editor, Key.Key_B)
    assert color_at(editor, 75, 30) != DRAWN.getRgb()[:3]


def test_the_search_sees_what_the_fill_will_see(editor: MainWindow, finder: Finder, filler, qtbot) -> None:
    editor.fill_options.grow.field.setValue(5)
    editor.fill_options.scale.field.setValue(0.5)
    masked(editor)
    press(editor, Key.Key_I)
    searched(editor, qtbot)
    trigger(editor, "fill")
    wait_filled(editor, qtbot)
    request, asked = finder.asked[-1][0], filler.requests[0]
    assert np.array_equal(request.mask, asked.mask) and request.options.scale == asked.options.scale


def test_a_drawn_line_is_told_to_the_search(editor: MainWindow, finder: Finder, drag: Drag, qtbot) -> None:
    """A thing that it crosses does not end at the hole, so other lines may be found."""
    masked(editor)
    press(editor, Key.Key_I)
    searched(editor, qtbot)
    before = len(finder.asked)
    drag((30, 30), (120, 50))
    qtbot.waitUntil(lambda: len(finder.asked) > before)
    assert finder.asked[-1][0].lines == document_of(editor).lines


def test_the_references_panel_counts_the_lines(editor: MainWindow, drag: Drag) -> None:
    press(editor, Key.Key_I)
    drag((30, 30), (120, 30))
    document = document_of(editor)
    document.steering.set_lines(document.lines.deleting(ABOVE), "Delete line")
    said = editor.references_panel.steering.text()
    assert said == "The next fill follows 1 drawn line. The next fill ignores 1 detected line."
