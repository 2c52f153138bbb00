""" "Not from there" and "rather from there", with mouse and keys, in the real window."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from crfill_core.geometry import Box
from crfill_gui.window.main_window import MainWindow
from tests.fakes import ScriptedFiller
from tests.gui.editor.references.at_hole import INSIDE, Filled, click, hover
from tests.gui.helpers import color_at, document_of

Key, Keys = Qt.Key, Qt.KeyboardModifier


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
