"""Help with errors: the report for the clipboard, and the folder of the log."""

from __future__ import annotations

import logging

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication

from crfill_gui.config import settings as keys
from crfill_gui.editor.notices import Notice
from crfill_gui.editor.session import Session
from crfill_gui.i18n import tr
from crfill_gui.support import logs

log = logging.getLogger(__name__)
LEVELS = {"warning": logging.INFO, "error": logging.WARNING}
"""The level in the log for each level of a message."""


class Support(QObject):
    """Collects the facts about a session that a report needs, and logs the session's warnings and errors."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._engine = "not loaded"
        session.engine_state.connect(self._on_engine)
        session.message.connect(self._on_message)

    def _on_engine(self, text: str, tip: str) -> None:
        self._engine = f"{text} ({tip})" if tip else text

    def _on_message(self, message: Notice) -> None:
        if message.level != "info":
            log.log(LEVELS[message.level], "Said: %s", message.text)

    def report(self) -> str:
        """The text of the report. It contains neither the photo nor folders."""
        session = self._session
        document = session.document
        screen = QGuiApplication.primaryScreen()
        facts = {
            "Engine": self._engine,
            "Chosen": f"weights {session.settings.get(keys.WEIGHTS)}, device {session.settings.get(keys.DEVICE)}, "
            f"mode {session.choices.mode}",
            "Screen": f"{screen.size().width()} × {screen.size().height()} at {screen.devicePixelRatio():g}, "
            f"{QGuiApplication.platformName()}",
        }
        if document is not None:
            photo = document.original
            bits, kind = photo.pixels.dtype.itemsize * 8, photo.origin.format if photo.origin else "no file"
            facts["Photo"] = (
                f"{photo.size.width} × {photo.size.height}, {photo.channels} channels, {bits} bits, {kind}, "
                f"{len(document.recipe)} fills, {len(document.history.steps)} steps"
            )
        facts["Last error"] = session.last_error or "none"
        return logs.report(facts)

    def copy_report(self) -> None:
        """Copy the report to the clipboard."""
        QGuiApplication.clipboard().setText(self.report())
        self._session.say(
            "info",
            tr("The report is on the clipboard. Paste it where you ask for help. It contains no photo."),
        )

    def show_log_folder(self) -> None:
        """Open the folder of the log in the system's file manager."""
        log = logs.current()
        folder = log.parent if log is not None else logs.user_folder()
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))):
            self._session.say("info", tr("The log is in {folder}.", folder=folder))
