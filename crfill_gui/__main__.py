"""``crfill-gui [PHOTO…]`` or ``python -m crfill_gui``. With ``--study STUDY`` it opens the window of a blind study."""

from __future__ import annotations

import logging
import sys
from argparse import Namespace
from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING

from crfill_core.base.garbage import uncollected
from crfill_core.cli.command import STUDY
from crfill_gui.config.command_line import parse

if TYPE_CHECKING:
    from crfill_gui.editor.ahead import PhotoAhead
    from crfill_gui.editor.session import Session

log = logging.getLogger(__name__)


def main() -> int:
    """Open the editor, and return its exit status once it is closed. If an editor is open already, pass it the photos
    and return immediately; with ``--new-window`` open another one.
    """
    if sys.argv[1:2] == [STUDY]:
        from crfill_gui.lab.study import main as rate

        return rate(sys.argv[2:])
    arguments = parse(sys.argv[1:])
    with uncollected():
        ahead = None
        if arguments.photos:
            from crfill_gui.editor.ahead import PhotoAhead

            ahead = PhotoAhead(arguments.photos[0])
        run = start(arguments, ahead)
    return run()


def start(arguments: Namespace, ahead: PhotoAhead | None) -> Callable[[], int]:
    """Show the window, or pass the photos to an open editor. Returns the function that runs the event loop and returns
    the exit status.
    """
    # Imported here, so that the first photo is already being read while these imports run.
    from PySide6.QtWidgets import QApplication

    from crfill_gui.window.handover import Handover, address

    # The application owns the handover, which therefore outlives this function.
    handover = Handover(QApplication(["crfill-gui"]))
    if not arguments.new_window and handover.start(address(), arguments.photos):
        return lambda: 0
    from crfill_gui.app import build
    from crfill_gui.config import folders
    from crfill_gui.support import logs

    logs.start(logs.user_folder())
    read_photo = None if ahead is None else ahead.read
    app, window = build(sys.argv[1:], unsaved=folders.unsaved_work(), read_photo=read_photo)
    report_bugs(window.session)
    handover.attach(window.session, window)
    window.session.closing.connect(handover.close)
    window.show()
    return app.exec


def report_bugs(session: Session) -> None:
    """Log each uncaught exception, and show the user a message about it."""
    from crfill_gui.i18n import tr

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        log.error("Unexpected failure", exc_info=(kind, error, trace))
        what = f"{kind.__name__}: {error}"
        session.fail(tr("Something unexpected went wrong ({what}). The details are in the log.", what=what))

    sys.excepthook = hook


if __name__ == "__main__":
    sys.exit(main())
