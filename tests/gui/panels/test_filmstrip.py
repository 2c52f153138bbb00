"""Going through a folder: the strip, and what stays the same from photo to photo."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDockWidget

from crfill_core.imaging.photo import Photo
from crfill_core.imaging.write import write_photo
from crfill_gui.app import build
from crfill_gui.config.settings import Settings
from crfill_gui.panels.filmstrip import thumbnail
from crfill_gui.window.main_window import MainWindow
from tests.fakes import ScriptedFiller
from tests.gui.helpers import noise


def looked_at(window: MainWindow, path: Path) -> bool:
    """Whether a photo's thumbnail has been tried for, successfully or not."""
    strip = window.filmstrip
    return path in strip._tried and not strip._reading


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two photos of one size, a deep one of another, and a file that is none."""
    folder = tmp_path / "folder"
    folder.mkdir()
    for seed, name in enumerate(("a.png", "b.png")):
        write_photo(Photo(noise(600, 800, seed=seed)), folder / name)
    write_photo(Photo(noise(90, 60, dtype=np.uint16)), folder / "c.tif")
    (folder / "d.jpg").write_text("no photo")
    return folder


@pytest.fixture
def walker(window: MainWindow, folder: Path, qtbot) -> MainWindow:
    """The window with the first photo, and the strip shown."""
    dock = window.findChild(QDockWidget, "panel.filmstrip")
    assert dock is not None and not dock.isVisible()
    dock.toggleViewAction().trigger()
    assert dock.toggleViewAction() in window.bars.menus["panels"].actions()
    go(window, folder / "a.png", qtbot)
    qtbot.waitUntil(lambda: bool(window.filmstrip.paths))
    return window


def go(window: MainWindow, path: Path, qtbot) -> None:
    window.session.opening.open(path)
    qtbot.waitUntil(lambda: window.session.path == path)


def test_the_strip_shows_the_folder_and_marks_the_open_photo(walker: MainWindow, folder: Path, qtbot) -> None:
    qtbot.waitUntil(lambda: walker.filmstrip.list.currentRow() == 0)
    assert [path.name for path in walker.filmstrip.paths] == ["a.png", "b.png", "c.tif", "d.jpg"]
    go(walker, folder / "b.png", qtbot)
    qtbot.waitUntil(lambda: walker.filmstrip.list.currentRow() == 1)


def test_a_click_opens(walker: MainWindow, folder: Path, qtbot) -> None:
    strip = walker.filmstrip.list
    item = strip.item(1)
    assert item is not None
    place = strip.visualItemRect(item).center()
    QTest.mouseClick(strip.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.waitUntil(lambda: walker.session.path == folder / "b.png")


def test_thumbnails_come_for_what_is_in_sight(walker: MainWindow, folder: Path, qtbot) -> None:
    def colours(row: int) -> int:
        item = walker.filmstrip.list.item(row)
        assert item is not None
        image = item.icon().pixmap(QSize(116, 78)).toImage()
        return len({image.pixel(x, image.height() // 2) for x in range(image.width())})

    qtbot.waitUntil(lambda: looked_at(walker, folder / "d.jpg"))
    assert colours(0) > 20 and colours(1) > 20 and colours(2) > 20
    assert colours(3) == 1  # no photo: its place stays empty
    icon = walker.filmstrip.list.item(0).icon()  # of the photo that is open: marked, but not tinted
    plain, marked = (icon.pixmap(QSize(116, 78), mode) for mode in (QIcon.Mode.Normal, QIcon.Mode.Selected))
    assert plain.toImage() == marked.toImage() and plain.size() == QSize(116, 78)


@pytest.mark.parametrize(("name", "size"), [("a.png", (104, 78)), ("c.tif", (52, 78))])
def test_thumbnails_keep_the_shape(folder: Path, name: str, size: tuple[int, int]) -> None:
    assert thumbnail(folder / name, QSize(116, 78)).size() == QSize(*size)


def test_a_raw_file_shows_the_cameras_preview(
    folder: Path, monkeypatch: pytest.MonkeyPatch, walker: MainWindow, qtbot
) -> None:
    from crfill_core.imaging.codecs import extras

    asked: list[Path] = []

    def preview(path: Path, side: int) -> np.ndarray | None:
        asked.append(path)
        if path.name == "bad.nef":
            raise ValueError("not a RAW file at all")
        return np.full((300, 450, 3), 90, np.uint8) if path.name == "good.nef" else None

    monkeypatch.setattr(extras, "raw_preview", preview)
    assert thumbnail(folder / "good.nef", QSize(116, 78)).size() == QSize(116, 77)
    assert thumbnail(folder / "none.nef", QSize(116, 78)).isNull()
    asked.clear()
    for name in ("bad.nef", "good.nef"):
        (folder / name).write_bytes(b"RAW")
    go(walker, folder / "b.png", qtbot)
    qtbot.waitUntil(lambda: len(asked) == 2)  # the bad one does not stop the strip
    qtbot.waitUntil(lambda: looked_at(walker, folder / "good.nef"))


def test_place_and_tool_stay_from_photo_to_photo(walker: MainWindow, folder: Path, qtbot) -> None:
    canvas = walker.canvas
    canvas.tools.set_tool("eraser")
    canvas.view.zoom_to(3.0)
    before = canvas.viewport
    go(walker, folder / "b.png", qtbot)
    assert canvas.viewport == before and canvas.tools.tool == "eraser"
    go(walker, folder / "c.tif", qtbot)  # another size: all of it is shown
    assert canvas.viewport.zoom == 1.0
    go(walker, folder / "a.png", qtbot)
    assert canvas.viewport.zoom < 1.0


def test_a_mask_waits_for_its_photo(walker: MainWindow, folder: Path, qtbot) -> None:
    document = walker.session.document
    assert document is not None
    mask = np.zeros((600, 800), np.uint8)
    mask[100:200, 50:300] = 140
    document.set_mask(mask, "Paint")
    go(walker, folder / "b.png", qtbot)
    assert walker.session.document is not None and not walker.session.document.mask_area
    go(walker, folder / "a.png", qtbot)
    again = walker.session.document
    assert again is not document and np.array_equal(again.coverage, mask)
    again.undo()
    assert not again.mask_area


def test_the_layout_of_the_window_is_remembered(
    window: MainWindow, tmp_path: Path, filler: ScriptedFiller, qtbot
) -> None:
    for name in ("panel.filmstrip", "panel.history"):
        dock = window.findChild(QDockWidget, name)
        assert dock is not None
        dock.setVisible(not dock.isVisible())
    window.close()
    _, again = build([], Settings(tmp_path / "config" / "settings.json"), filler.make)
    again.show()
    qtbot.waitExposed(again)
    shown = {dock.objectName() for dock in again.findChildren(QDockWidget) if dock.isVisible()}
    assert "panel.filmstrip" in shown and "panel.history" not in shown
    again.close()
