"""Contrast of text in both themes, and changing the theme."""

from __future__ import annotations

import subprocess
import sys

import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit

from crfill_gui.style import theme
from crfill_gui.style.theme import DARK, LIGHT, Theme

LEAST = 4.5
"""WCAG 2, level AA, for text of usual size."""
SURFACES = ("canvas", "window", "panel", "raised")
SHOWN: dict[str, tuple[str, ...]] = {
    "text": (*SURFACES, "hover", "accent_soft"),
    "dim": SURFACES,
    "on_primary": ("primary", "primary_hover"),
    "link": ("window", "panel"),
    "link_hover": ("window", "panel"),
    "warning": ("window", "panel"),
    "error": ("window", "panel"),
}
"""Which colours text has, and on which surfaces."""


def luminance(color: QColor) -> float:
    """Relative luminance of an sRGB colour, 0 … 1 (WCAG 2)."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in color.getRgbF()[:3]]
    return sum(weight * value for weight, value in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: QColor, other: QColor) -> float:
    dark, bright = sorted((luminance(one), luminance(other)))
    return (bright + 0.05) / (dark + 0.05)


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast(QColor("black"), QColor("white")) == pytest.approx(21)
    assert contrast(QColor("#777777"), QColor("#ffffff")) == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("look", [DARK, LIGHT], ids=["dark", "light"])
@pytest.mark.parametrize("text", SHOWN)
def test_text_can_be_read(look: Theme, text: str) -> None:
    on = {
        surface: contrast(QColor(getattr(look, text)), QColor(getattr(look, surface)))
        for surface in SHOWN[text]
    }
    assert min(on.values()) >= LEAST, on


@pytest.mark.parametrize("look", [DARK, LIGHT], ids=["dark", "light"])
def test_chosen_text_can_be_read(qtbot, qapp: QApplication, look: Theme) -> None:
    """In the list of a combo box, and in a field: style sheets and palettes have to agree there."""
    theme.apply(qapp, look)
    box, field = QComboBox(), QLineEdit("12 px")
    box.addItems(["Auto", "Network"])
    for widget in (box, field):
        qtbot.addWidget(widget)
        widget.show()
        qtbot.waitExposed(widget)
    for widget in (box.view(), field):
        widget.ensurePolished()
        palette, role = widget.palette(), QPalette.ColorRole
        chosen = contrast(palette.color(role.HighlightedText), palette.color(role.Highlight))
        assert chosen >= LEAST, widget


COLLECTING = """
import gc
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget
from crfill_gui.style import theme

class Own(QWidget):
    def event(self, event):
        if event.type() == QEvent.Type.StyleChange:  # Qt is going through its list
            self.made = [[] for _ in range(2000)]  # enough for a collection, if there is one
        return super().event(event)

app = QApplication([])
theme.apply(app, theme.DARK)
shown = [Own() for _ in range(10)]
for widget in shown:
    widget.show()
app.processEvents()
for round in range(4):
    gc.disable()
    for _ in range(20):  # garbage: nothing but itself holds it
        lost = Own()
        QVBoxLayout(lost).addWidget(QPushButton("x"))
        lost.itself = lost
        lost.ensurePolished()
    del lost
    gc.enable()
    theme.apply(app, theme.LIGHT if round % 2 else theme.DARK)
assert gc.isenabled()
print("done")
"""


def test_widgets_that_are_garbage_do_not_disturb_a_change_of_theme() -> None:
    """They were deleted while Qt went through a list of all widgets: a segmentation fault."""
    ended = subprocess.run([sys.executable, "-c", COLLECTING], capture_output=True, text=True, timeout=120)
    assert ended.returncode == 0 and ended.stdout == "done\n", ended.stderr
