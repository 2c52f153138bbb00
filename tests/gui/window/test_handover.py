"""A second start hands its photos to the window that is open: two processes, and what a crash leaves."""

from __future__ import annotations

import os
import signal
import socket as sockets
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QProcess, QProcessEnvironment, QUrl
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication, QDialog

from crfill_gui.window.handover import Handover, address, hand_over
from crfill_gui.window.main_window import MainWindow

WAIT_MS = 30_000
HOLD = """
import sys
from PySide6.QtWidgets import QApplication
from crfill_gui.window.handover import Handover, address
app = QApplication([])
handover = Handover()
assert not handover.start(address(), []) and handover.listens
print("listens", flush=True)
app.exec()
"""
EDITOR = """
import gc
from crfill_gui.__main__ import start
from crfill_gui.config.command_line import parse
run = start(parse([]), None)
gc.collect()
print("open", flush=True)
run()
"""


@pytest.fixture(autouse=True)
def runtime(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A user of its own, in a folder whose name is short enough for a socket."""
    with tempfile.TemporaryDirectory(prefix="crfill-") as folder:
        monkeypatch.setenv("XDG_RUNTIME_DIR", folder)
        monkeypatch.setenv("XDG_STATE_HOME", folder)
        monkeypatch.setenv("HOME", folder)
        yield Path(folder)


@pytest.fixture
def handover(window: MainWindow) -> Iterator[Handover]:
    """That of the open window; not yet listening."""
    handover = Handover()
    handover.attach(window.session, window)
    yield handover
    handover.close()
    application = QApplication.instance()
    assert application is not None
    application.removeEventFilter(handover)


def second_start(qtbot, *arguments: str, folder: Path) -> int:
    """The exit status of an editor in a process of its own, while this one's events go on."""
    environment = QProcessEnvironment.systemEnvironment()
    environment.insert("QT_QPA_PLATFORM", "offscreen")
    environment.insert("PYTHONPATH", os.getcwd())
    for name in ("XDG_RUNTIME_DIR", "XDG_STATE_HOME", "HOME"):
        environment.insert(name, os.environ[name])
    process = QProcess()
    process.setProcessEnvironment(environment)
    process.setWorkingDirectory(str(folder))
    with qtbot.waitSignal(process.finished, timeout=WAIT_MS):
        process.start(sys.executable, ["-m", "crfill_gui", *arguments])
    return process.exitCode()


def test_a_second_start_opens_its_photo_in_the_open_window_and_ends(
    window: MainWindow, handover: Handover, photo_file: Path, qtbot
) -> None:
    assert not handover.start(address(), []) and handover.listens
    assert second_start(qtbot, photo_file.name, folder=photo_file.parent) == 0
    qtbot.waitUntil(lambda: window.session.path == photo_file)


def test_what_a_killed_editor_leaves_does_not_prevent_listening(
    window: MainWindow, handover: Handover, photo_file: Path, qtbot
) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD], stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": os.getcwd()}
    )
    assert process.stdout is not None and process.stdout.readline() == b"listens\n"
    server = address()
    assert server is not None and (sys.platform == "win32" or Path(server).exists())
    process.kill()
    process.wait()
    process.stdout.close()
    assert not handover.start(server, []) and handover.listens
    assert second_start(qtbot, str(photo_file), folder=photo_file.parent) == 0
    qtbot.waitUntil(lambda: window.session.path == photo_file)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows' pipes are no files")
def test_the_editor_listens_as_long_as_it_is_open(qapp: QApplication) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", EDITOR],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.getcwd(), "QT_QPA_PLATFORM": "offscreen"},
    )
    try:
        assert process.stdout is not None and process.stdout.readline() == b"open\n"
        name = address()
        assert name is not None and hand_over(name, [])
    finally:
        process.kill()
        process.wait()
        assert process.stdout is not None
        process.stdout.close()


def test_an_editor_that_hangs_gets_a_window_beside_it_and_keeps_its_socket(handover: Handover) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD], stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": os.getcwd()}
    )
    assert process.stdout is not None and process.stdout.readline() == b"listens\n"
    server = address()
    assert server is not None
    try:
        os.kill(process.pid, signal.SIGSTOP)
        assert not hand_over(server, [], answer_ms=100)
    finally:
        os.kill(process.pid, signal.SIGCONT)
    assert hand_over(server, [])
    process.kill()
    process.wait()
    process.stdout.close()


def test_photos_that_come_close_together_are_opened_together_once_no_question_is_open(
    window: MainWindow, handover: Handover, photo_file: Path, qtbot
) -> None:
    other = photo_file.with_name("other.png")
    other.write_bytes(photo_file.read_bytes())
    question = QDialog(window)
    question.open()
    for path in (photo_file, other):
        QApplication.sendEvent(window, QFileOpenEvent(QUrl.fromLocalFile(str(path))))
    qtbot.wait(400)
    assert window.session.path is None
    question.close()
    qtbot.waitUntil(lambda: window.session.path == photo_file)
    rows: list[tuple[Path, ...]] = []
    window.session.opening.list_row(rows.append)
    assert rows == [(photo_file, other)]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows' pipes are no files")
@pytest.mark.parametrize(
    "message", [b"nonsense\n", b'{"photos": 5, "token": ""}\n', b"[]\n", b'{"photos": [{}]}\n']
)
def test_other_messages_are_not_answered(
    window: MainWindow, handover: Handover, message: bytes, qtbot
) -> None:
    server = address()
    assert not handover.start(server, [])
    with sockets.socket(sockets.AF_UNIX) as client:
        client.connect(str(server))
        client.sendall(message)
        client.setblocking(False)
        answers: list[bytes] = []

        def closed() -> bool:
            try:
                answers.append(client.recv(10))
            except BlockingIOError:
                return False
            return True

        qtbot.waitUntil(closed)
        assert answers == [b""]
    assert window.session.path is None


def test_screens_and_users_have_editors_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":7")
    there = address()
    monkeypatch.setenv("DISPLAY", ":8")
    assert address() != there


@pytest.mark.skipif(sys.platform != "linux", reason="the folder of Linux")
def test_without_a_safe_folder_the_editor_works_alone(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, handover: Handover
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setattr("platformdirs.user_runtime_path", lambda *_, **__: tmp_path / "file" / "below")
    assert address() is None
    assert not handover.start(None, []) and not handover.listens
    assert not handover.start(str(tmp_path / ("long" * 60)), []) and not handover.listens
