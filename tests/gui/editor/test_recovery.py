"""Work survives a crash: kept while it is done, offered at the next start, gone after a clean end."""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication

from crfill_core.errors import PhotoError
from crfill_core.imaging.photo import Photo
from crfill_core.imaging.read import read_photo
from crfill_core.imaging.write import write_photo
from crfill_core.references.lines import Line, LineSteering
from crfill_gui.app import build
from crfill_gui.config.settings import Settings
from crfill_gui.document.document import Document
from crfill_gui.document.project import Snapshot
from crfill_gui.document.unsaved import ABOUT, WORK, About, Keeper, UnsavedError, left_behind
from crfill_gui.editor import photos
from crfill_gui.editor.photos import is_in_project, samples
from crfill_gui.editor.recovery import Recovery
from crfill_gui.window.main_window import MainWindow
from tests.fakes import ScriptedFiller, ScriptedPrompts
from tests.gui.helpers import document_of, noise

CRASHING = """
import sys, time
from pathlib import Path
import numpy as np
from PySide6.QtTest import QTest
from crfill_core.geometry import Box
from crfill_core.references.lines import Line, LineSteering
from crfill_gui.app import build
from crfill_gui.config.settings import Settings
from tests.fakes import ScriptedFiller

photo, folder = Path(sys.argv[1]), Path(sys.argv[2])
app, window = build([str(photo)], Settings(folder / "settings.json"), ScriptedFiller().make, folder / "unsaved")
session = window.session

def until(condition):
    end = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < end
        QTest.qWait(10)

until(lambda: session.document is not None)
document = session.document
mask = np.zeros((60, 80), np.uint8)
mask[10:30, 20:50] = 255
document.set_mask(mask, "Paint")
document.steering.avoid_region(Box(0, 0, 9, 7))
document.steering.set_lines(LineSteering.of([Line.of((1, 2, 30, 4))]), "Draw line")
session.filling.fill()
until(lambda: not session.filling.active)
until(lambda: list((folder / "unsaved").glob("*/about.json")))
print("kept", flush=True)
QTest.qWait(120_000)
"""


@pytest.fixture
def small_photo(tmp_path: Path) -> Path:
    path = tmp_path / "small.png"
    write_photo(Photo(noise(60, 80, dtype=np.uint16)), path)
    return path


@pytest.fixture
def start(
    qtbot, tmp_path: Path, filler: ScriptedFiller, prompts: ScriptedPrompts
) -> Iterator[Callable[..., MainWindow]]:
    """Starts editors that keep their unsaved work in one folder."""
    windows: list[MainWindow] = []

    def start(*arguments: Path) -> MainWindow:
        settings = Settings(tmp_path / "config" / "settings.json")
        _, window = build([str(path) for path in arguments], settings, filler.make, tmp_path / "unsaved")
        window.session.prompts = prompts
        recovery = window.session.findChild(Recovery)
        assert recovery is not None
        recovery.keep_after_ms = 20
        window.show()
        qtbot.waitExposed(window)
        if arguments:
            qtbot.waitUntil(lambda: window.session.document is not None)
        windows.append(window)
        return window

    yield start
    prompts.unsaved_answer = "discard"
    for window in windows:
        window.close()


@pytest.fixture
def crashed(small_photo: Path, tmp_path: Path) -> Path:
    """The remains of an editor that was killed after a fill."""
    process = subprocess.Popen(
        [sys.executable, "-c", CRASHING, small_photo, tmp_path],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None and process.stdout.readline() == "kept\n"
        assert left_behind(tmp_path / "unsaved") == []  # it is still running
    finally:
        process.kill()
        process.wait()
        assert process.stdout is not None
        process.stdout.close()
    return tmp_path / "unsaved"


def kept(folder: Path) -> list[Path]:
    return sorted(folder.glob(f"*/{ABOUT}"))


def paint(window: MainWindow, rows: slice = slice(5, 20)) -> None:
    mask = np.zeros(document_of(window).coverage.shape, np.uint8)
    mask[rows, 10:40] = 200
    document_of(window).set_mask(mask, "Paint")


def offered(window: MainWindow) -> dict[str, Callable[[], None]]:
    return {button.text(): button.click for button in window.message_bar.answers}


def test_a_killed_editor_loses_no_fill(
    crashed: Path, start: Callable[..., MainWindow], small_photo: Path, qtbot
) -> None:
    window = start()
    qtbot.waitUntil(lambda: "Restore" in offered(window))
    assert "small.png" in window.message_bar.label.text()
    old = kept(crashed)
    offered(window)["Restore"]()
    qtbot.waitUntil(lambda: window.session.document is not None)
    document, original = document_of(window), read_photo(small_photo).pixels
    assert document.is_dirty and len(document.recipe) == 1 and window.session.path == small_photo
    assert (document.pixels[10:30, 20:50] == 128).all()
    assert np.array_equal(document.pixels[30:], original[30:])
    assert document.avoid[:7, :9].all() and not document.avoid[7:].any()
    assert document.lines == LineSteering.of([Line.of((1, 2, 30, 4))])
    qtbot.waitUntil(
        lambda: len(kept(crashed)) == 1 and kept(crashed) != old
    )  # taken over, then the old one goes
    document.go_to(0)
    assert np.array_equal(document.pixels, original)
    assert not window.actions_["restore"].isEnabled()


def test_discarded_work_is_not_offered_again(crashed: Path, start: Callable[..., MainWindow], qtbot) -> None:
    window = start()
    qtbot.waitUntil(lambda: "Discard" in offered(window))
    offered(window)["Discard"]()
    qtbot.waitUntil(lambda: not list(crashed.iterdir()))
    assert not window.message_bar.isVisible()


def test_an_offer_can_be_taken_up_later_from_the_menu(
    crashed: Path, start: Callable[..., MainWindow], photo_file: Path, qtbot
) -> None:
    window = start(photo_file)
    qtbot.waitUntil(lambda: "Restore" in offered(window))
    window.message_bar.close_button.click()
    window.actions_["restore"].trigger()
    qtbot.waitUntil(lambda: document_of(window).size == (80, 60))


def test_restored_work_is_not_replaced_by_a_photo_that_was_asked_for_before(
    crashed: Path,
    start: Callable[..., MainWindow],
    photo_file: Path,
    monkeypatch: pytest.MonkeyPatch,
    qtbot,
) -> None:
    window = start()
    qtbot.waitUntil(lambda: "Restore" in offered(window))
    go_on, read = Event(), photos.read

    def slowly(*arguments: object) -> photos.Opened:
        go_on.wait(10)
        return read(*arguments)

    monkeypatch.setattr(photos, "read", slowly)
    window.session.opening.open(photo_file)
    offered(window)["Restore"]()
    qtbot.waitUntil(lambda: window.session.document is not None)
    go_on.set()
    qtbot.waitUntil(lambda: not window.session.files.busy)
    assert document_of(window).size == (80, 60) and document_of(window).is_dirty


def test_damaged_leftovers_are_a_sentence(crashed: Path, start: Callable[..., MainWindow], qtbot) -> None:
    (work,) = crashed.glob(f"*/{WORK}")
    work.write_bytes(work.read_bytes()[:200])
    window = start()
    qtbot.waitUntil(lambda: "Restore" in offered(window))
    offered(window)["Restore"]()
    qtbot.waitUntil(lambda: "damaged" in window.message_bar.label.text())
    assert window.session.document is None


def test_a_clean_end_leaves_nothing(
    start: Callable[..., MainWindow], small_photo: Path, tmp_path: Path, prompts: ScriptedPrompts, qtbot
) -> None:
    window = start(small_photo)
    paint(window)
    qtbot.waitUntil(lambda: len(kept(tmp_path / "unsaved")) == 1)
    prompts.unsaved_answer = "discard"
    window.close()
    assert list((tmp_path / "unsaved").iterdir()) == []


def test_a_mask_that_was_not_filled_survives_a_clean_end(
    start: Callable[..., MainWindow], small_photo: Path, photo_file: Path, tmp_path: Path, qtbot
) -> None:
    first = start(small_photo)
    paint(first)
    small = document_of(first).coverage.copy()
    first.session.opening.open(photo_file)
    qtbot.waitUntil(lambda: first.session.path == photo_file)
    paint(first, slice(100, 130))
    assert first.close()
    assert not kept(tmp_path / "unsaved")
    second = start(photo_file)
    assert document_of(second).coverage[100:130, 10:40].all() and not document_of(second).is_dirty
    assert "has been restored" in second.message_bar.label.text()
    second.session.opening.open(small_photo)
    qtbot.waitUntil(lambda: second.session.path == small_photo)
    assert np.array_equal(document_of(second).coverage, small)
    document_of(second).clear_mask()
    second.close()
    third = start(small_photo)
    qtbot.wait(50)
    assert not document_of(third).mask_area


def test_a_mask_that_was_discarded_or_is_in_a_project_does_not_come_back(
    start: Callable[..., MainWindow], small_photo: Path, tmp_path: Path, prompts: ScriptedPrompts, qtbot
) -> None:
    for end in ("discarded", "in a project"):
        window = start(small_photo)
        paint(window)
        if end == "discarded":
            window.session.filling.fill()
            qtbot.waitUntil(lambda window=window: document_of(window).is_dirty)
            paint(window, slice(30, 40))
            prompts.unsaved_answer = "discard"
        else:
            prompts.write_answer = tmp_path / "saved.crfill"
            window.session.saving.save_project()
            qtbot.waitUntil((tmp_path / "saved.crfill").is_file)
            qtbot.waitUntil(lambda window=window: is_in_project(document_of(window)))
        assert window.close()
        again = start(small_photo)
        assert not document_of(again).mask_area, end
        again.close()


def test_a_damaged_mask_is_no_obstacle(
    start: Callable[..., MainWindow], small_photo: Path, tmp_path: Path
) -> None:
    first = start(small_photo)
    paint(first)
    first.close()
    (file,) = (tmp_path / "masks").iterdir()
    file.write_bytes(file.read_bytes()[:-30])
    assert not document_of(start(small_photo)).mask_area


def test_a_sample_is_not_unsaved_work_before_painting(
    start: Callable[..., MainWindow], tmp_path: Path, qtbot
) -> None:
    sample = samples()[0]
    window = start(sample)
    qtbot.wait(80)
    assert document_of(window).mask_area and not kept(tmp_path / "unsaved")
    paint(window)
    qtbot.waitUntil(lambda: len(kept(tmp_path / "unsaved")) == 1, timeout=20000)
    document_of(window).undo()
    qtbot.waitUntil(lambda: not kept(tmp_path / "unsaved"))
    paint(window)
    mine = document_of(window).coverage.copy()
    window.close()
    assert np.array_equal(document_of(start(sample)).coverage, mine)


def test_nothing_is_kept_of_a_photo_that_is_only_looked_at_or_saved(
    start: Callable[..., MainWindow], small_photo: Path, tmp_path: Path, prompts: ScriptedPrompts, qtbot
) -> None:
    window = start(small_photo)
    qtbot.wait(80)
    assert not kept(tmp_path / "unsaved")
    paint(window)
    qtbot.waitUntil(lambda: len(kept(tmp_path / "unsaved")) == 1)
    prompts.write_answer = tmp_path / "saved.crfill"
    window.session.saving.save_project()
    qtbot.waitUntil(lambda: not kept(tmp_path / "unsaved"))
    assert document_of(window).mask_area
    document_of(window).clear_mask()
    qtbot.waitUntil(lambda: len(kept(tmp_path / "unsaved")) == 1)


def test_the_mask_is_kept_as_it_was_last(
    start: Callable[..., MainWindow], small_photo: Path, tmp_path: Path, qtbot
) -> None:
    window = start(small_photo)
    folder = tmp_path / "unsaved"
    paint(window)
    qtbot.waitUntil(lambda: len(kept(folder)) == 1)
    paint(window, slice(30, 50))
    recovery = window.session.findChild(Recovery)
    assert recovery is not None
    qtbot.waitUntil(lambda: recovery._kept is document_of(window).history.moment and not recovery._keeping)
    copy = tmp_path / "copy"
    copy.mkdir()
    QApplication.processEvents()
    (about,) = kept(folder)
    for file in about.parent.iterdir():  # as if the machine had lost power: the copy is not locked
        (copy / "1").mkdir(exist_ok=True)
        (copy / "1" / file.name).write_bytes(file.read_bytes())
    (left,) = left_behind(copy)
    again = left.document(2**20)
    assert np.array_equal(again.coverage, document_of(window).coverage) and again.coverage.any()
    left.lock.close()


@pytest.mark.parametrize("text", [b"", b"[" * 100_000, b'{"name": 3}', b'{"name": "a", "photo": 1}', b"\xff"])
def test_work_is_not_deleted_because_its_description_is_damaged(tmp_path: Path, text: bytes) -> None:
    work = tmp_path / "1" / WORK
    work.parent.mkdir()
    work.write_bytes(b"whole")
    (work.parent / ABOUT).write_bytes(text)
    assert left_behind(tmp_path) == [] and work.exists()


def test_a_description_of_a_later_version_is_read(tmp_path: Path) -> None:
    (tmp_path / "1").mkdir()
    names = {"name": "a\udce9", "photo": str(tmp_path / "a\udce9"), "saved_as": None, "when": 3, "zoom": 2}
    (tmp_path / "1" / ABOUT).write_text(json.dumps(names))
    (left,) = left_behind(tmp_path)
    assert left.about.photo_path == tmp_path / "a\udce9" and left.when == 3
    left.discard()
    assert not (tmp_path / "1").exists()


def test_work_is_whole_though_the_disk_was_full_at_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The photo is written by a later call if the first could not."""
    document = Document(Photo(noise(60, 80)))
    document.set_mask(np.full((60, 80), 255, np.uint8), "Paint")
    keeper, about = Keeper(tmp_path), About("small.png", None, None)

    def full(*_: object) -> Path:
        raise PhotoError("The disk is full.")

    with monkeypatch.context() as patched, pytest.raises(PhotoError):
        patched.setattr("crfill_gui.document.unsaved.save_project", full)
        keeper.keep(Snapshot.of(document), about)
    keeper.keep(Snapshot.of(document), about)
    (folder,) = tmp_path.iterdir()
    (left,) = left_behind(shutil.copytree(folder, tmp_path / "copy" / "1").parent)  # not locked
    again = left.document(2**20)
    assert np.array_equal(again.pixels, document.pixels) and again.coverage.all()
    left.lock.close()
    keeper.forget()


@pytest.mark.parametrize(
    ("error", "why"),
    [
        (MemoryError(), "does not fit into memory"),
        (OSError(errno.EIO, "Input/output error"), "cannot be read"),
        (ValueError("bad bytes"), "damaged"),
    ],
)
def test_work_is_called_damaged_only_if_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception, why: str
) -> None:
    document = Document(Photo(noise(60, 80)))
    keeper = Keeper(tmp_path)
    keeper.keep(Snapshot.of(document), About("small.png", None, None))
    (folder,) = tmp_path.iterdir()
    (left,) = left_behind(shutil.copytree(folder, tmp_path / "copy" / "1").parent)  # not locked

    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(np, "load", fail)
    with pytest.raises(UnsavedError, match=why):
        left.document(2**20)
    left.lock.close()
    keeper.forget()


def test_a_disk_without_locks_is_not_filled_with_folders(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    locks = pytest.importorskip("fcntl")
    monkeypatch.setattr(locks, "flock", refuse)
    snapshot = Snapshot.of(Document(Photo(noise(60, 80))))
    with pytest.raises(UnsavedError, match="locked"):
        Keeper(tmp_path).keep(snapshot, About("small.png", None, None))
    assert list(tmp_path.iterdir()) == []


def test_two_editors_keep_apart(
    start: Callable[..., MainWindow], small_photo: Path, photo_file: Path, tmp_path: Path, qtbot
) -> None:
    first = start(small_photo)
    paint(first)
    qtbot.waitUntil(lambda: len(kept(tmp_path / "unsaved")) == 1)
    second = start(photo_file)
    paint(second)
    qtbot.waitUntil(lambda: len(kept(tmp_path / "unsaved")) == 2)
    assert not second.actions_["restore"].isEnabled()
    second.close()
    (left,) = kept(tmp_path / "unsaved")
    assert json.loads(left.read_text())["name"] == "small.png"


def test_a_disk_that_refuses_is_said_once(
    start: Callable[..., MainWindow], small_photo: Path, tmp_path: Path, qtbot
) -> None:
    (tmp_path / "unsaved").write_text("in the way")
    window = start(small_photo)
    paint(window)
    qtbot.waitUntil(lambda: "save often" in window.message_bar.label.text())
