"""How the desktop shows the program: name, icon, desktop file."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication, QIcon

from crfill_core.files.resources import resource

NAME = "CR-Fill Studio"


def introduce(app: QGuiApplication) -> None:
    """Give an application the program's name and icon, for titles and task bars."""
    app.setApplicationName("crfill-studio")
    app.setApplicationDisplayName(NAME)
    app.setDesktopFileName("crfill-studio")
    app.setWindowIcon(QIcon(str(resource("icon.svg"))))
