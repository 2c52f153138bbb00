"""Builds the application and its window."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from crfill_core.base.memory import give_back, share_heap
from crfill_core.imaging.photo import Photo
from crfill_gui import i18n
from crfill_gui.config import settings as keys
from crfill_gui.config.command_line import parse
from crfill_gui.config.settings import Settings
from crfill_gui.editor.recovery import Recovery
from crfill_gui.editor.session import Session
from crfill_gui.style.identity import introduce
from crfill_gui.window.main_window import MainWindow
from crfill_gui.workers.engine import Choice, Engine, MakeFiller, load_inpainter
from crfill_gui.workers.worker import Worker


def build(
    argv: Sequence[str],
    settings: Settings | None = None,
    make_filler: MakeFiller = load_inpainter,
    unsaved: Path | None = None,
    read_photo: Callable[[Path], Photo] | None = None,
) -> tuple[QApplication, MainWindow]:
    """Make the application and its window, which is not shown yet. Photos named in ``argv`` are read in the background.

    ``unsaved``: the folder in which unsaved work is kept, and from which it is recovered; masks of closed photos are
    kept in the folder ``masks`` next to it. Without ``unsaved``, neither is kept on the disk. ``read_photo``: reads
    photo files in place of :func:`crfill_core.imaging.read.read_photo`.
    """
    arguments = parse(argv)
    share_heap()
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s: %(message)s")
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(["crfill-gui"])
    introduce(app)
    settings = settings or Settings()
    i18n.install(app, arguments.language or settings.get(keys.LANGUAGE))
    engine = Engine(Choice(settings.get(keys.WEIGHTS), settings.get(keys.DEVICE)), make_filler)
    session = Session(settings, engine, Worker("files"))
    session.document_changed.connect(lambda _: QTimer.singleShot(0, give_back))
    window = MainWindow(session)
    if unsaved is not None:
        Recovery(session, unsaved).look()
        session.opening.left_masks.folder = unsaved.with_name("masks")
    if read_photo is not None:
        session.opening.read_photo = read_photo
    if arguments.photos:
        session.opening.open_all(arguments.photos)
    return app, window
