"""``crfill-gui [PHOTO…]`` and ``python -m crfill_gui``; ``--study STUDY`` opens the window of a blind study instead."""

from __future__ import annotations

import logging
import sys
from types import TracebackType

from PySide6.QtWidgets import QApplication

from crfill_core.cli.command import STUDY
from crfill_gui.app import build, parse
from crfill_gui.editor.recovery import user_folder
from crfill_gui.editor.session import Session
from crfill_gui.i18n import tr
from crfill_gui.support import logs
from crfill_gui.window.handover import Handover, address

log = logging.getLogger(__name__)


def main() -> int:
    """Open the editor and return its exit status once it is closed. If an editor is already open, it opens the
    photos.
    """
    if sys.argv[1:2] == [STUDY]:
        from crfill_gui.lab.study import main as rate

        return rate(sys.argv[2:])
    arguments = parse(sys.argv[1:])
    QApplication(["crfill-gui"])
    handover = Handover()
    if not arguments.new_window and handover.start(address(), arguments.photos):
        return 0
    logs.start(logs.user_folder())
    app, window = build(sys.argv[1:], unsaved=user_folder())
    tell_of_bugs(window.session)
    handover.attach(window.session, window)
    window.session.closing.connect(handover.close)
    window.show()
    return app.exec()


def tell_of_bugs(session: Session) -> None:
    """Log uncaught exceptions from now on, and tell the user in a sentence."""

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        log.error("Unexpected failure", exc_info=(kind, error, trace))
        session.say(
            "error",
            tr(
                "Something unexpected went wrong ({what}). The details are in the log.",
                what=f"{kind.__name__}: {error}",
            ),
        )

    sys.excepthook = hook


if __name__ == "__main__":
    sys.exit(main())
