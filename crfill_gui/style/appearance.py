"""The current theme, with its icons and colours."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QIcon
from PySide6.QtWidgets import QApplication

from crfill_gui.config import settings as keys
from crfill_gui.config.settings import Settings
from crfill_gui.style import theme as themes


class Appearance(QObject):
    """The theme follows the settings and the system. There are no icons before :meth:`load_icons`. It is called
    once the window is shown, because the font of the icons takes long to load.
    """

    changed = Signal()  # the theme
    icons_changed = Signal()  # icons were loaded, or have other colours

    def __init__(self, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self.has_icons = False
        self.theme = themes.resolve(settings.get(keys.THEME))
        settings.watch(keys.THEME, lambda _: self.apply())
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._on_scheme)

    def icon(self, name: str, role: str = "") -> QIcon:
        """An icon in the colour of a role: "info", "warning", "error", "dim", or "" for the colour of text. It is
        transparent before :meth:`load_icons`.
        """
        if not self.has_icons:
            return themes.no_icon()
        theme = self.theme
        colors = {"info": theme.info, "warning": theme.warning, "error": theme.error, "dim": theme.dim}
        return themes.icon(theme, name, colors.get(role))

    @property
    def background(self) -> QColor:
        """The colour of the canvas around the photo."""
        return QColor(self.theme.canvas)

    @property
    def overlay(self) -> QColor:
        """The mask's colour with its opacity."""
        color = QColor(self._settings.get(keys.OVERLAY_COLOR))
        color.setAlphaF(self._settings.get(keys.OVERLAY_OPACITY))
        return color

    def apply(self) -> None:
        """Apply the theme of the settings to the whole application."""
        self.theme = themes.resolve(self._settings.get(keys.THEME))
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        themes.apply(app, self.theme)
        self.changed.emit()
        if self.has_icons:
            self.icons_changed.emit()

    def _on_scheme(self, _: Qt.ColorScheme) -> None:
        self.apply()

    def load_icons(self) -> None:
        self.has_icons = True
        self.icons_changed.emit()
