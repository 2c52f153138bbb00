"""One editor for each user and screen: a second start passes its photos to the open window. On macOS the Finder passes
them too. Few modules are imported, because a second start should be quick.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sys
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import filelock
import platformdirs
from msgspec import Struct
from msgspec.structs import asdict
from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtNetwork import QLocalServer, QLocalSocket
from PySide6.QtWidgets import QApplication, QWidget

from crfill_core.files.json_text import json_text
from crfill_core.files.strict import StrictError, parse_json, read
from crfill_gui.config import folders

if TYPE_CHECKING:
    from crfill_gui.editor.session import Session

CONNECT_MS = 500
"""The time to wait for a connection."""
ANSWER_MS = 10_000
"""The time to wait for an answer. It is long, because an editor that is still starting answers late. If no answer comes, a
new window opens.
"""
COLLECT_MS = 250
"""Files are opened together, once no other has arrived for this time: Windows starts a program once for each selected
file.
"""
LOCK_S = 5.0
"""Seconds to wait while another editor is starting."""
LARGEST = 1 << 20
"""A message that is still incomplete after this many bytes is refused."""
TOKEN = "XDG_ACTIVATION_TOKEN"
"""The token that Wayland needs to bring a window to the front."""


class _Handed(Struct):
    """Paths of photos, and the token for bringing the window to the front ("" if there is none)."""

    photos: list[str]
    token: str


def address() -> str | None:
    """The name of the socket for this user and screen; None if there is no safe place for it."""
    screen = [os.environ.get(key, "") for key in ("WAYLAND_DISPLAY", "DISPLAY")]
    digest = hashlib.sha256(
        "\0".join([str(folders.unsaved_work()), *screen]).encode(errors="surrogateescape")
    )
    name = f"crfill-{digest.hexdigest()[:12]}"
    if sys.platform == "win32":
        return name
    with warnings.catch_warnings(action="ignore"):  # platformdirs warns when it returns a folder below /tmp
        folder = Path(platformdirs.user_runtime_path("crfill-studio", appauthor=False))
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return str(folder / name) if folder.stat().st_uid == os.getuid() else None
    except OSError:
        return None


def hand_over(server: str, photos: Sequence[Path], answer_ms: int = ANSWER_MS) -> bool:
    """Pass photos to the editor that listens at the address ``server``; returns whether it took them. Without photos, its
    window only comes to the front.
    """
    socket = QLocalSocket()
    socket.connectToServer(server)
    if not socket.waitForConnected(CONNECT_MS):
        return False
    paths = [os.path.abspath(path) for path in photos]
    message = json_text(asdict(_Handed(paths, os.environ.get(TOKEN, ""))), encoding="ascii")
    socket.write(message.encode("ascii") + b"\n")
    socket.flush()
    answered = socket.canReadLine() or socket.waitForReadyRead(answer_ms)
    return answered and socket.readLine().data() == b"ok\n"


class Handover(QObject):
    """Listens for the photos of later starts and opens them in the window."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session: Session | None = None
        self._window: QWidget | None = None
        self._waiting: list[Path] = []
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._accept)
        self._collect = QTimer(self, singleShot=True, interval=COLLECT_MS)
        self._collect.timeout.connect(self._open)
        application = QApplication.instance()
        assert application is not None
        application.installEventFilter(self)

    def start(self, server: str | None, photos: Sequence[Path]) -> bool:
        """Pass the photos to the open editor and return True. If there is none, start listening and return False."""
        if server is None:
            return False
        lock: contextlib.AbstractContextManager[object] = contextlib.nullcontext()
        # On Windows no lock is needed: two editors may listen under one name, and a crash leaves no socket behind.
        if sys.platform != "win32":
            lock = filelock.FileLock(f"{server}.lock", timeout=LOCK_S)
        try:
            with lock:
                if hand_over(server, photos):
                    return True
                probe = QLocalSocket()
                probe.connectToServer(server)
                # If nothing answers, any existing socket was left behind by a crashed editor.
                if not probe.waitForConnected(CONNECT_MS):
                    QLocalServer.removeServer(server)
                    self._server.listen(server)
        except (OSError, filelock.Timeout):
            pass  # the editor works without listening
        return False

    @property
    def listens(self) -> bool:
        return self._server.isListening()

    def attach(self, session: Session, window: QWidget) -> None:
        """Open photos in that window: those that have arrived already, and all later ones."""
        self._session, self._window = session, window
        if self._waiting:
            self._collect.start()

    def close(self) -> None:
        self._server.close()

    def eventFilter(self, _: QObject, event: QEvent) -> bool:
        """The Finder passes files in events, not on the command line."""
        if isinstance(event, QFileOpenEvent) and event.file():
            self._take([Path(event.file())])
            return True
        return False

    def _accept(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.readyRead.connect(lambda socket=socket: self._read(socket))
            socket.disconnected.connect(socket.deleteLater)
            self._read(socket)

    def _read(self, socket: QLocalSocket) -> None:
        if not socket.canReadLine():
            if socket.bytesAvailable() > LARGEST:
                socket.abort()
            return
        try:
            message = read(parse_json(bytes(socket.readLine().data())), _Handed)
        except StrictError:
            socket.abort()
            return
        if message.token:
            os.environ[TOKEN] = message.token
        socket.write(b"ok\n")
        socket.flush()
        self._take([Path(path) for path in message.photos])

    def _take(self, photos: Sequence[Path]) -> None:
        self._waiting.extend(photos)
        self._collect.start()

    def _open(self) -> None:
        session, window = self._session, self._window
        if session is None or window is None:
            return
        if QApplication.activeModalWidget() is not None:
            self._collect.start()  # a dialog waits for an answer, so the photos wait too
            return
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
        window.raise_()
        window.activateWindow()
        photos, self._waiting = self._waiting, []
        if photos:
            session.opening.open_all(photos)
