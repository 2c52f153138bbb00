"""The themes: colours, the stylesheet made from them, and icons in their colours."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontInfo, QFontMetrics, QGuiApplication, QIcon, QPalette, QPixmap
from PySide6.QtWidgets import QApplication

from crfill_core.base.garbage import uncollected

if TYPE_CHECKING:
    from qtawesome.iconic_font import IconicFont

STYLED = "crfill.styled"
"""The name of a property of the application. It is True once the style has been set, which happens only once, because
a new style would delete the old one.
"""


@dataclass(frozen=True)
class Theme:
    """The colours of the program, as #rrggbb. Greys are neutral, so that they do not change how the colours of a photo
    look. Text that is not disabled has a contrast of at least 4.5 : 1 to every background on which it is shown (WCAG 2,
    level AA).
    """

    dark: bool
    canvas: str
    window: str
    panel: str
    raised: str
    hover: str
    border: str
    text: str
    dim: str
    disabled: str
    accent: str
    accent_soft: str
    primary: str
    primary_hover: str
    on_primary: str
    link: str
    link_hover: str
    info: str
    warning: str
    error: str


DARK = Theme(
    dark=True,
    canvas="#1a1a1b",
    window="#252526",
    panel="#2b2b2c",
    raised="#373738",
    hover="#434345",
    border="#3d3d3f",
    text="#e8e8ea",
    dim="#a2a2a6",
    disabled="#6c6c70",
    accent="#4f8cf0",
    accent_soft="#2f4468",
    primary="#2e6bd6",
    primary_hover="#255cbd",
    on_primary="#ffffff",
    link="#6a9ff5",
    link_hover="#8fb8fa",
    info="#5c9cf5",
    warning="#e6ae3c",
    error="#f0665c",
)
LIGHT = Theme(
    dark=False,
    canvas="#d2d2d4",
    window="#efeff0",
    panel="#f8f8f9",
    raised="#ffffff",
    hover="#e6e6e8",
    border="#cfcfd2",
    text="#1e1e20",
    dim="#57575c",
    disabled="#a6a6aa",
    accent="#2468d8",
    accent_soft="#d6e4fb",
    primary="#2468d8",
    primary_hover="#1d58bb",
    on_primary="#ffffff",
    link="#2468d8",
    link_hover="#1d58bb",
    info="#2468d8",
    warning="#865900",
    error="#c33228",
)


def resolve(choice: str) -> Theme:
    """The theme for a setting: "dark", "light", or "system" for the desktop's current theme (dark if it is unknown)."""
    if choice == "system":
        return LIGHT if QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Light else DARK
    return LIGHT if choice == "light" else DARK


def apply(app: QApplication, theme: Theme) -> None:
    """Apply the theme to the whole application.

    Python's garbage collector is paused while this runs. Qt goes through a list of all widgets and calls their event
    handlers; if one of these widgets were deleted in the meantime, the program would crash.
    """
    with uncollected():
        if app.property(STYLED) is None:
            app.setStyle("Fusion")
            app.setProperty(STYLED, True)
        app.setPalette(_palette(theme))
        app.setStyleSheet(_stylesheet(theme, app.font(), app.isRightToLeft()))


def icon(theme: Theme, name: str, color: str | None = None) -> QIcon:
    """A Phosphor icon in the theme's colours or in ``color``, with variants for disabled and checked controls."""
    result: QIcon = _icons().icon(
        f"ph.{name}",
        color=color or theme.text,
        color_disabled=theme.disabled,
        color_on=color or theme.link,
    )
    return result


@cache
def _icons() -> IconicFont:
    """The font of the Phosphor icons. qtawesome by itself would load a dozen fonts, and on Windows install them."""
    import qtawesome  # imported on first use, because the import takes long
    from qtawesome.iconic_font import IconicFont

    (phosphor,) = (font for font in qtawesome._BUNDLED_FONTS if font[0] == "ph")
    return IconicFont((*phosphor, str(Path(qtawesome.__file__).parent / "fonts")))


def no_icon() -> QIcon:
    """A transparent icon, used until the fonts are loaded."""
    empty = QPixmap(32, 32)
    empty.fill(Qt.GlobalColor.transparent)
    return QIcon(empty)


def _palette(theme: Theme) -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    for roles, color in (
        ((role.Window, role.Button), theme.window),
        ((role.Base,), theme.panel),
        ((role.AlternateBase, role.ToolTipBase), theme.raised),
        ((role.WindowText, role.Text, role.ButtonText, role.ToolTipText, role.BrightText), theme.text),
        ((role.PlaceholderText,), theme.dim),
        ((role.Highlight,), theme.primary),
        ((role.Link,), theme.link),
        ((role.Accent,), theme.accent),
        ((role.HighlightedText,), theme.on_primary),
        ((role.Light, role.Midlight), theme.hover),
        ((role.Mid, role.Dark), theme.border),
    ):
        for each in roles:
            palette.setColor(each, QColor(color))
    for each in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, each, QColor(theme.disabled))
    return palette


def _stylesheet(t: Theme, font: QFont, right_to_left: bool) -> str:
    points, line = QFontInfo(font).pointSizeF(), QFontMetrics(font).height()
    # The part of a slider on the side of the smallest value.
    below = "add-page" if right_to_left else "sub-page"
    return f"""
QWidget {{ color: {t.text}; }}
QMainWindow, QDialog, QMessageBox {{ background: {t.window}; }}
QDialogButtonBox {{ dialogbuttonbox-buttons-have-icons: 0; }}
QMainWindow::separator {{ background: {t.window}; width: 5px; height: 5px; }}
QMainWindow::separator:hover {{ background: {t.accent_soft}; }}

QMenuBar {{ background: {t.window}; padding: 2px 4px; }}
QMenuBar::item {{ padding: 4px 9px; border-radius: 4px; background: transparent; }}
QMenuBar::item:selected {{ background: {t.hover}; }}
QMenu {{ background: {t.panel}; border: 1px solid {t.border}; padding: 5px; }}
QMenu::item {{ padding: 5px 26px 5px 10px; border-radius: 4px; }}
QMenu::icon {{ padding-left: 8px; }}
QMenu::item:selected {{ background: {t.accent_soft}; }}
QMenu::item:disabled {{ color: {t.disabled}; background: transparent; }}
QMenu::separator {{ height: 1px; background: {t.border}; margin: 5px 8px; }}
QToolTip {{ background: {t.raised}; color: {t.text}; border: 1px solid {t.border}; padding: 4px 6px; }}

QToolBar {{ background: {t.window}; border: none; border-bottom: 1px solid {t.border}; padding: 4px 8px;
    spacing: 2px; }}
QToolBar::separator {{ background: {t.border}; width: 1px; margin: 5px 7px; }}
QToolButton {{ border: 1px solid transparent; border-radius: 6px; padding: 5px; background: transparent; }}
QToolButton:hover {{ background: {t.hover}; }}
QToolButton:pressed {{ background: {t.raised}; }}
QToolButton:checked {{ background: {t.accent_soft}; }}
QToolButton:focus {{ border-color: {t.accent}; }}
QToolButton:disabled {{ color: {t.disabled}; }}

QWidget#dockTitle {{ background: {t.panel}; border-top: 1px solid {t.border}; }}
QLabel#dockTitleText {{ font-weight: 600; }}
QToolButton#dockClose {{ padding: 2px; border-radius: 4px; }}
QWidget#panelBody {{ background: {t.panel}; }}
QLabel {{ background: transparent; }}
QLabel[dim="true"] {{ color: {t.dim}; }}
QLabel:disabled, QCheckBox:disabled, QComboBox:disabled, QLineEdit:disabled, QAbstractSpinBox:disabled {{
    color: {t.disabled}; }}

QPushButton {{ background: {t.raised}; border: 1px solid {t.border}; border-radius: 6px; padding: 6px 12px;
    min-height: {max(18, line)}px; outline: none; }}
QPushButton:hover {{ background: {t.hover}; }}
QPushButton:pressed {{ background: {t.border}; }}
QPushButton:focus {{ border-color: {t.accent}; }}
QPushButton:checked {{ background: {t.accent_soft}; border-color: {t.accent}; }}
QPushButton:disabled {{ color: {t.disabled}; background: {t.panel}; }}
QPushButton[primary="true"] {{ background: {t.primary}; color: {t.on_primary}; border-color: {t.primary};
    font-weight: 600; }}
QPushButton[primary="true"]:hover {{ background: {t.primary_hover}; }}
QPushButton[primary="true"]:focus {{ border-color: {t.text}; }}
QPushButton[primary="true"]:disabled {{ background: {t.raised}; color: {t.disabled};
    border-color: {t.border}; }}
QPushButton[link="true"] {{ background: transparent; border: none; padding: 0; min-height: 0; color: {t.link};
    text-decoration: underline; }}
QPushButton[link="true"]:hover, QPushButton[link="true"]:focus {{ color: {t.link_hover}; }}
QPushButton[segment="true"] {{ border-radius: 0; padding: 5px 4px; margin: 0; }}
QPushButton[segment="true"][place="first"] {{ border-top-left-radius: 6px; border-bottom-left-radius: 6px; }}
QPushButton[segment="true"][place="last"] {{ border-top-right-radius: 6px; border-bottom-right-radius: 6px; }}
QPushButton[segment="true"]:checked {{ background: {t.accent_soft}; border-color: {t.accent};
    font-weight: 600; }}

QCheckBox::indicator:unchecked {{ width: 14px; height: 14px; border: 1px solid {t.disabled}; border-radius: 3px;
    background: {t.raised}; }}
QCheckBox::indicator:unchecked:hover, QCheckBox::indicator:unchecked:focus {{ border-color: {t.accent}; }}

QSlider {{ min-height: 20px; background: transparent; }}
QSlider::groove:horizontal {{ height: 4px; background: {t.hover}; border-radius: 2px; }}
QSlider::{below}:horizontal {{ background: {t.accent}; border-radius: 2px; }}
QSlider::{below}:horizontal:disabled {{ background: {t.disabled}; }}
QSlider::handle:horizontal {{ width: 14px; height: 14px; margin: -6px 0; border-radius: 8px;
    background: {t.text if t.dark else t.raised};
    border: 1px solid {t.panel if t.dark else t.disabled}; }}
QSlider::handle:horizontal:disabled {{ background: {t.disabled}; }}
QSlider::handle:horizontal:focus {{ border: 2px solid {t.accent}; }}
QProgressBar {{ background: {t.hover}; border: none; border-radius: 3px; height: 6px; max-height: 6px; }}
QProgressBar::chunk {{ background: {t.accent}; border-radius: 3px; }}

QListView {{ background: {t.panel}; border: none; outline: none; padding: 4px; }}
QListView::item {{ padding: 4px 6px; border-radius: 5px; }}
QListView::item:hover {{ background: {t.hover}; }}
QListView::item:selected {{ background: {t.accent_soft}; color: {t.text}; }}
QListView:focus {{ border: 1px solid {t.accent}; }}
QTreeView {{ background: {t.panel}; border: 1px solid {t.border}; border-radius: 6px; outline: none; }}
QTreeView:focus {{ border-color: {t.accent}; }}
QTreeView::item {{ padding: 4px 6px; }}
QTreeView::item:hover {{ background: {t.hover}; }}
QTreeView::item:selected {{ background: {t.accent_soft}; color: {t.text}; }}
QHeaderView {{ background: transparent; }}
QHeaderView::section {{ background: transparent; color: {t.dim}; border: none;
    border-bottom: 1px solid {t.border}; padding: 5px 8px; }}
QTableView {{ background: {t.panel}; border: 1px solid {t.border}; border-radius: 6px; outline: none; }}
QTableView:focus {{ border-color: {t.accent}; }}
QTableView::item {{ padding: 0 8px; }}
QTableView::item:selected {{ background: {t.accent_soft}; color: {t.text}; }}
QTabWidget::pane {{ background: {t.panel}; border: 1px solid {t.border}; border-radius: 6px; }}
QTabBar::tab {{ background: transparent; border: none; border-bottom: 2px solid transparent;
    padding: 6px 12px; margin-right: 2px; }}
QTabBar::tab:hover {{ border-bottom-color: {t.border}; }}
QTabBar::tab:selected {{ border-bottom-color: {t.accent}; font-weight: 600; }}
QTabBar::tab:focus {{ border-bottom-color: {t.link}; background: {t.hover}; }}
QComboBox:disabled {{ color: {t.disabled}; }}
QComboBox QAbstractItemView {{ selection-background-color: {t.accent_soft}; selection-color: {t.text}; }}
QLineEdit, QAbstractSpinBox, QPlainTextEdit {{ selection-background-color: {t.primary};
    selection-color: {t.on_primary}; }}
QDialog QComboBox, QDialog QAbstractSpinBox, QDialog QLineEdit {{
    min-height: {max(24, round(1.5 * line))}px; }}
QLineEdit#pathField {{ background: {t.panel}; border: 1px solid {t.border}; border-radius: 6px;
    padding: 5px 8px; }}
QLineEdit#pathField:focus {{ border-color: {t.accent}; }}
QLineEdit#pathField:disabled {{ color: {t.disabled}; }}
QLabel#dialogTitle {{ font-size: {1.15 * points:.1f}pt; font-weight: 600; }}
QLabel#licenceWarning {{ color: {t.warning}; }}
QScrollBar:vertical {{ width: 10px; background: transparent; margin: 0; }}
QScrollBar:horizontal {{ height: 10px; background: transparent; margin: 0; }}
QScrollBar::handle {{ background: {t.hover}; border-radius: 4px; min-height: 28px; min-width: 28px;
    margin: 1px; }}
QScrollBar::handle:hover {{ background: {t.disabled}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}

QStatusBar {{ background: {t.window}; border-top: 1px solid {t.border}; }}
QStatusBar::item {{ border: none; }}
QStatusBar QLabel {{ color: {t.dim}; padding: 3px 8px; }}

QFrame#messageBar {{ background: {t.raised}; border: 1px solid {t.border}; border-radius: 8px; }}
QFrame#messageBar[level="info"] {{ border-color: {t.info}; }}
QFrame#messageBar[level="warning"] {{ border-color: {t.warning}; }}
QFrame#messageBar[level="error"] {{ border-color: {t.error}; }}
QFrame#messageBar QPushButton {{ background: {t.panel}; padding: 4px 12px; }}
QFrame#messageBar QPushButton:hover {{ background: {t.hover}; }}
QWidget#emptyState {{ background: {t.canvas}; }}
QFrame#dropZone {{ border: 2px dashed {t.hover if t.dark else t.disabled}; border-radius: 16px;
    background: transparent; }}
QFrame#dropZone[over="true"] {{ border-color: {t.accent}; background: {t.accent_soft}; }}
QLabel#emptyTitle {{ font-size: {1.55 * points:.1f}pt; font-weight: 600; }}
QToolButton#sample {{ background: {t.window}; border: 1px solid {t.border}; border-radius: 8px;
    padding: 8px; color: {t.text}; }}
QToolButton#sample:hover {{ background: {t.hover}; border-color: {t.accent}; }}
QToolButton#sample:focus {{ border-color: {t.accent}; }}
"""
