"""The name, the icon and the desktop file of the program."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication, QIcon

from crfill_core.files.resources import resource

NAME = "CR-Fill Studio"


def introduce(app: QGuiApplication) -> None:
    """Give an application the name and the icon that titles and task bars show."""
    app.setApplicationName("crfill-studio")
    app.setApplicationDisplayName(NAME)
    app.setDesktopFileName("crfill-studio")
    app.setWindowIcon(QIcon(str(resource("icon.svg"))))
