"""What the pointer and the keys tell of the references, in the real window."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from crfill_core.geometry import Box
from tests.gui.editor.references.at_hole import INSIDE, Filled, hover
from tests.gui.helpers import color_at, document_of

Key, Keys = Qt.Key, Qt.KeyboardModifier


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
