"""Names, roles and states of every control as the accessibility tree tells them; Tab reaches all."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QLabel, QWidget

from crfill_gui.panels.widgets import SliderRow
from crfill_gui.window.main_window import MainWindow
from tests.gui.accessible import Control, controls, cut_off, overlapping, reached_by_tab, unread
from tests.gui.helpers import trigger

CROWDED = ("large text", "right to left")
DIALOGS = ("settings", "help.keys", "help.about", "mask.refine", "mask.dust", "batch", "weights", "lab")


@pytest.fixture
def whole(editor: MainWindow, drag) -> MainWindow:
    """The editor with a mask and all its panels."""
    drag((100, 100), (140, 120))
    for dock in editor.docks.all:
        dock.show()
    QApplication.processEvents()
    return editor


def opened(window: MainWindow, id: str, qtbot) -> QDialog:
    before = set(window.findChildren(QDialog))
    trigger(window, id)
    qtbot.waitUntil(lambda: bool(set(window.findChildren(QDialog)) - before))
    dialog = next(iter(set(window.findChildren(QDialog)) - before))
    qtbot.waitExposed(dialog)
    return dialog


def check(window: QWidget) -> None:
    found = controls(window)
    assert found
    unnamed = [control for control in found if not control.is_named]
    assert unnamed == [], "give these an accessible name (combo boxes a label, too)"
    alike = Counter((control.role, control.name, control.label, control.description) for control in found)
    assert [what for what, count in alike.items() if count > 1] == [], "tell these apart"
    for control in found:
        assert control.enabled == control.widget.isEnabled(), control
        if isinstance(control.widget, QAbstractButton):
            assert control.checkable == control.widget.isCheckable(), control
            assert control.checked == control.widget.isChecked(), control
    assert unread(window) == [], "the names of these labels hide their texts"
    lost = [
        label.text()
        for label in window.findChildren(QLabel)
        if label.buddy() and not takes_keys(label.buddy())
    ]
    assert lost == [], "the keys of these labels lead nowhere"
    reached = reached_by_tab(window)
    assert [control for control in found if not _is_reached(control, reached)] == [], (
        "Tab does not reach these"
    )


def takes_keys(widget: QWidget) -> bool:
    """A label with the key Alt+letter passes the focus to its buddy itself, not to that one's proxy."""
    return widget.focusPolicy() != Qt.FocusPolicy.NoFocus


def _is_reached(control: Control, reached: set[QWidget]) -> bool:
    """Of exclusive buttons Tab reaches one, arrow keys the others. What is disabled is passed over."""
    widget = control.widget
    if not widget.isEnabled() or widget in reached or any(widget.isAncestorOf(other) for other in reached):
        return True
    group = widget.group() if isinstance(widget, QAbstractButton) else None
    return group is not None and group.exclusive() and bool(set(group.buttons()) & reached)


def test_the_window_and_its_panels(whole: MainWindow) -> None:
    check(whole)
    assert len(controls(whole)) > 50


def test_exclusive_choices_are_radio_buttons(whole: MainWindow) -> None:
    modes = [control for control in controls(whole) if control.name.startswith("Fill mode: ")]
    assert [control.role for control in modes] == ["RadioButton"] * 3
    assert [control.checked for control in modes] == [True, False, False]


def test_the_start_page(window: MainWindow) -> None:
    check(window)


@pytest.mark.parametrize("id", DIALOGS)
def test_a_dialog(whole: MainWindow, id: str, qtbot) -> None:
    dialog = opened(whole, id, qtbot)
    tabs = getattr(dialog, "tabs", None)
    for index in range(tabs.count() if tabs is not None else 1):
        if tabs is not None:
            tabs.setCurrentIndex(index)
        check(dialog)
    dialog.close()


def test_a_message_with_answers(whole: MainWindow) -> None:
    whole.session.say("error", "Something is wrong.")
    QApplication.processEvents()
    check(whole)


@pytest.fixture
def crowded(request: pytest.FixtureRequest, qapp: QApplication):
    """Text of twice the size, or everything from right to left: for windows that are made from now on."""
    font, direction = qapp.font(), qapp.layoutDirection()
    if request.param == "large text":
        larger = qapp.font()
        larger.setPointSizeF(2 * font.pointSizeF())
        qapp.setFont(larger)
    else:
        qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    yield request.param
    qapp.setFont(font)
    qapp.setLayoutDirection(direction)


def check_room(window: QWidget, qtbot) -> None:
    with suppress(qtbot.TimeoutError):  # laying out takes some turns
        qtbot.waitUntil(lambda: not cut_off(window), timeout=1000)
    assert "\n".join(cut_off(window)) == "", "these need more room than they have"
    assert "\n".join(overlapping(window)) == "", "these lie over each other"


@pytest.mark.parametrize("crowded", CROWDED, indirect=True)
def test_panels_have_room(crowded, whole: MainWindow, qtbot) -> None:
    check_room(whole, qtbot)


@pytest.mark.parametrize("crowded", CROWDED, indirect=True)
def test_the_start_page_has_room(crowded, window: MainWindow, qtbot) -> None:
    qtbot.waitUntil(lambda: not any(button.icon().isNull() for button in window.empty.sample_buttons))
    check_room(window, qtbot)


@pytest.mark.parametrize("crowded", CROWDED, indirect=True)
def test_dialogs_have_room(crowded, whole: MainWindow, qtbot) -> None:
    for id in DIALOGS:
        dialog = opened(whole, id, qtbot)
        tabs = getattr(dialog, "tabs", None)
        for index in range(tabs.count() if tabs is not None else 1):
            if tabs is not None:
                tabs.setCurrentIndex(index)
            check_room(dialog, qtbot)
        dialog.close()


def test_a_slider_says_the_number_of_its_field(whole: MainWindow) -> None:
    said = [
        row for row in whole.findChildren(SliderRow) if row.slider.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]
    assert len(said) >= 4
    for row in said:
        for number in (row.field.minimum(), 17, row.field.maximum()):
            row.field.setValue(number)
            assert row.slider.value() == number, row.slider.accessibleName()
        row.slider.setValue(23)
        assert row.value == 23
