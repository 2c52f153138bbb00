"""What a screen reader is told: the accessibility tree of a window as a list of controls."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLabel,
    QLayout,
    QMenuBar,
    QStackedLayout,
    QTabBar,
    QTabWidget,
    QToolBar,
    QWidget,
)
from shiboken6 import isValid

ITEMS = {"ListItem", "Cell", "TreeItem", "PageTab", "MenuItem", "ColumnHeader", "RowHeader", "Separator"}
"""Roles of parts of a control, which have their own text for a name."""


FRAME = 4
"""Pixels: a field that lacks no more of its height shows all of its text in a thinner frame."""


@dataclass(frozen=True)
class Control:
    """A control that can have the focus, as the tree tells of it."""

    role: str
    name: str
    label: str
    """The text of the labels that the tree relates to it, where it has no name of its own."""
    description: str
    enabled: bool
    checkable: bool
    checked: bool
    widget: QWidget

    @property
    def is_named(self) -> bool:
        """A combo box is called by its label on some systems, and by its own name on the others."""
        if isinstance(self.widget, QComboBox):
            return bool(self.label and self.widget.accessibleName())
        return bool(self.name)


def controls(window: QWidget) -> list[Control]:
    """All controls of a window that can have the focus, visible ones only, in the order of the tree."""
    return [_control(each) for each in _walk(QAccessible.queryAccessibleInterface(window)) if _counts(each)]


def unread(window: QWidget) -> list[str]:
    """Texts of visible labels that a screen reader would not read: the tree tells of another name only."""
    found = []
    for each in _walk(QAccessible.queryAccessibleInterface(window)):
        label = each.object()
        if isinstance(label, QLabel) and label.text() and "<" not in label.text():
            plain = " ".join(label.text().replace("&", "").split())
            if plain not in " ".join(each.text(QAccessible.Text.Name).replace("\n", " ").split()):
                found.append(plain)
    return found


def _walk(interface: QAccessibleInterface) -> Iterator[QAccessibleInterface]:
    if interface is None or not interface.isValid() or interface.state().invisible:
        return
    yield interface
    if isinstance(interface.object(), QComboBox):
        return  # its list is closed
    for index in range(interface.childCount()):
        yield from _walk(interface.child(index))


def _counts(interface: QAccessibleInterface) -> bool:
    widget = interface.object()
    return (
        isinstance(widget, QWidget)
        and widget.isVisible()
        and widget.focusPolicy() not in (Qt.FocusPolicy.NoFocus, Qt.FocusPolicy.ClickFocus)
        and widget.focusProxy() is None
        and not widget.isWindow()
        and not isinstance(widget, QTabWidget)  # its tab bar has the focus
        and interface.role().name not in ITEMS
    )


def _control(interface: QAccessibleInterface) -> Control:
    state, widget = interface.state(), interface.object()
    assert isinstance(widget, QWidget)
    labels = [
        other.text(QAccessible.Text.Name)
        for other, _ in interface.relations(QAccessible.RelationFlag.Label)
        if other is not None and other.isValid()
    ]
    return Control(
        interface.role().name,
        interface.text(QAccessible.Text.Name),
        " ".join(labels),
        interface.text(QAccessible.Text.Description),
        not state.disabled,
        bool(state.checkable),
        bool(state.checked),
        widget,
    )


def reached_by_tab(window: QWidget) -> set[QWidget]:
    """Every widget that has the focus at some time while Tab is pressed again and again."""
    reached: list[QWidget] = []
    for _ in range(300):
        window.focusNextChild()
        QApplication.processEvents()
        widget = window.focusWidget()
        if widget is None or not isValid(widget) or (reached and widget is reached[0] and len(reached) > 1):
            break
        reached.append(widget)
    return set(reached)


def cut_off(window: QWidget) -> list[str]:
    """Labels, buttons and fields of a window that are smaller than what they show."""
    kinds = (QLabel, QAbstractButton, QComboBox, QAbstractSpinBox)
    found = []
    for widget in window.findChildren(QWidget):
        if not isinstance(widget, kinds) or not widget.isVisible() or _is_inside(widget, kinds):
            continue
        least = widget.minimumSizeHint()
        if isinstance(widget, QLabel) and widget.wordWrap():
            least = QSize(0, widget.heightForWidth(widget.width()))
        if widget.width() < least.width() or widget.height() < least.height() - FRAME:
            found.append(f"{_name(widget)}: {_size(widget.size())}, needs {_size(least)}")
    return found


def overlapping(window: QWidget) -> list[str]:
    """Pairs of widgets of the same layout that overlap."""
    found = []
    for parent in (window, *window.findChildren(QWidget)):
        layout = parent.layout()
        if layout is None or not parent.isVisible() or isinstance(layout, QStackedLayout):
            continue
        inside = [child for child in _widgets(layout) if child.isVisible()]
        for index, one in enumerate(inside):
            for other in inside[index + 1 :]:
                common = one.geometry() & other.geometry()
                if common.width() > 1 and common.height() > 1:
                    found.append(f"{_name(one)} and {_name(other)}")
    return found


def _widgets(layout: QLayout) -> Iterator[QWidget]:
    for index in range(layout.count()):
        item = layout.itemAt(index)
        if item is None:
            continue
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            yield widget
        elif inner is not None:
            yield from _widgets(inner)


def _is_inside(widget: QWidget, kinds: tuple[type, ...]) -> bool:
    """Whether it is a part of a control, which places it itself."""
    parent = widget.parentWidget()
    return parent is not None and isinstance(
        parent, (*kinds, QAbstractScrollArea, QTabBar, QMenuBar, QToolBar)
    )


def _name(widget: QWidget) -> str:
    text = getattr(widget, "text", str)()
    return f"{type(widget).__name__} {widget.objectName() or widget.accessibleName() or text!r}"


def _size(size: QSize) -> str:
    return f"{size.width()} × {size.height()}"
