"""The log file and the report made of it."""

from __future__ import annotations

import faulthandler
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QAction, QDesktopServices, QGuiApplication

from crfill_gui.support import logs
from crfill_gui.window.main_window import MainWindow


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Path]:
    """The folder of a log that has been started."""
    root = logging.getLogger()
    before, level, faults = list(root.handlers), root.level, faulthandler.is_enabled()
    logs.start(tmp_path / "log")
    yield tmp_path / "log"
    for handler in set(root.handlers) - set(before):
        root.removeHandler(handler)
        handler.close()
    root.setLevel(level)
    faulthandler.enable() if faults else faulthandler.disable()


def trigger(window: MainWindow, id: str) -> None:
    action = window.findChild(QAction, f"action.{id}")
    assert action is not None and action.isEnabled()
    action.trigger()


def test_what_happens_is_in_the_file_with_its_traceback(log: Path) -> None:
    try:
        raise ZeroDivisionError("of ours")
    except ZeroDivisionError:
        logging.getLogger("crfill_gui.x").exception("It went wrong")
    text = (log / logs.LOG).read_text()
    assert "starts" in text and "It went wrong" in text and "Traceback" in text and "of ours" in text
    assert logs.current() == log / logs.LOG


def test_the_log_does_not_grow_without_end(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for handler in logging.getLogger().handlers:
        if isinstance(handler, logging.handlers.RotatingFileHandler):
            monkeypatch.setattr(handler, "maxBytes", 1000)
    for number in range(200):
        logging.getLogger("x").info("line %d", number)
    files = sorted(path.name for path in log.glob(f"{logs.LOG}*"))
    assert len(files) == 1 + logs.OLD_FILES and all(path.stat().st_size < 2000 for path in log.glob("*.log*"))


def test_a_folder_that_cannot_be_written_is_no_reason_not_to_start(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    logs.start(tmp_path / "file" / "log")
    assert logs.current() is None
    for handler in set(root.handlers) - set(before):
        root.removeHandler(handler)
    root.setLevel(level)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("/home/jane/My Photos/wedding.jpg cannot be read", "wedding.jpg cannot be read"),
        (r"C:\Users\Jane Doe\a b.tif is no photo", "a b.tif is no photo"),
        ('  File "/opt/x y/crfill_gui/app.py", line 3, in build', '  File "app.py", line 3, in build'),
        ("saved as ~/secret/x.png", "saved as x.png"),
        (f"{Path.home()}/secret/x.png", "x.png"),
        ("8/16 bits and 3 × 4", "8/16 bits and 3 × 4"),
        ("see https://example.org/a/b", "see https://example.org/a/b"),
        ("object at 0x7f3d5c0a1b20>", "object at 0x…>"),
    ],
)
def test_of_a_path_only_the_name_is_left(text: str, left: str) -> None:
    assert logs.without_folders(text) == left


def test_the_report_is_copied_without_photo_and_folders(
    editor: MainWindow, log: Path, tmp_path: Path
) -> None:
    logging.getLogger("x").info("Something about %s", tmp_path / "private" / "face.jpg")
    editor.session.say("error", f"{tmp_path / 'private' / 'bad.png'} is no photo; choose another.")
    trigger(editor, "help.report")
    report = QGuiApplication.clipboard().text()
    assert "Last error: bad.png is no photo" in report and "Something about face.jpg" in report
    assert "400 × 300, 3 channels, 8 bits" in report and "Qt: 6" in report and "CR-Fill Studio: " in report
    assert "private" not in report and str(tmp_path) not in report
    assert "clipboard" in editor.message_bar.label.text()


def test_without_a_file_manager_the_folder_is_said(
    editor: MainWindow, log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()) or False)
    trigger(editor, "help.log")
    assert opened == [str(log)] and str(log) in editor.message_bar.label.text()
