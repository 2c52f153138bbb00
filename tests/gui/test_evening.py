"""An evening at the real window with the real network and the bundled weights: a person's keys and mouse in, photos out.

What each thing does to the last pixel has tests of its own; here all of them follow one another as they do in use.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import OpenImageIO
import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLineEdit, QTreeWidget

from crfill_core.cli import main as crfill
from crfill_core.imaging.photo import Photo
from crfill_core.imaging.read import read_photo
from crfill_core.jobs.recipe import filled_area, read_recipe
from crfill_gui.app import build
from crfill_gui.config.settings import Settings
from tests.gui.person import Keys, Person

Key = Qt.Key
WIDTH, HEIGHT = 240, 180
LOSSLESS = ("shore.png", "shore-16.png", "shore.tif", "shore.webp", "shore.bmp", "grey.png")
LOSSY = ("shore.jpg", "shore.avif")


def shore(seed: int = 0) -> np.ndarray:
    """(180, 240, 3) uint8: sky, sea and sand with a red ball on the sand, all a little rough."""
    rows, columns = np.mgrid[:HEIGHT, :WIDTH]
    ground = np.select([rows < 60, rows < 100], [0, 1], 2)
    pixels = np.array([(150, 180, 220), (40, 90, 120), (200, 180, 130)])[ground].astype(float)
    pixels += 12 * np.sin(columns / 7 + rows / (2 + ground))[..., None]
    pixels += np.random.default_rng(seed).normal(0, 5, pixels.shape)
    pixels[(columns - 60) ** 2 + (rows - 140) ** 2 < 20**2] = (200, 30, 30)
    return np.clip(pixels, 0, 255).astype(np.uint8)


def write_deep(path: Path, pixels: np.ndarray) -> None:
    """16 bits a channel, by another program's hand."""
    deep = pixels.astype(np.uint16) * 256 + np.arange(WIDTH, dtype=np.uint16)[None, :, None]
    spec = OpenImageIO.ImageSpec(WIDTH, HEIGHT, deep.shape[2], "uint16")
    spec.attribute("oiio:UnassociatedAlpha", 1)
    target = OpenImageIO.ImageOutput.create(str(path))
    assert target.open(str(path), spec) and target.write_image(deep) and target.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """One photo of each format that needs no extra."""
    folder = tmp_path / "photos"
    folder.mkdir()
    image = Image.fromarray(shore())
    exif = Image.Exif()
    exif[0x010F] = "Camera"
    image.save(folder / "shore.jpg", quality=88, subsampling=2, exif=exif)
    image.save(folder / "shore.webp", lossless=True, exif=exif)
    image.save(folder / "shore.avif", quality=90)
    for name in ("shore.png", "shore.bmp"):
        image.save(folder / name)
    image.convert("L").save(folder / "grey.png")
    clear = np.full((HEIGHT, WIDTH, 1), 255, np.uint8)
    clear[:20] = 90
    write_deep(folder / "shore-16.png", np.concatenate([shore(), clear], axis=2))
    write_deep(folder / "shore.tif", shore())
    return folder


@pytest.fixture
def person(qtbot, tmp_path: Path) -> Iterator[Person]:
    """At the window without a photo, with the usual dialogs."""
    _, window = build([], Settings(tmp_path / "config" / "settings.json"), unsaved=tmp_path / "unsaved")
    window.resize(1280, 860)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    yield Person(window, qtbot)
    if window.session.document is not None and window.session.document.is_dirty:
        window.session.replace(None, None)
    window.close()
    window.deleteLater()


def fills_by_network(person: Person) -> None:
    """The quickest way to fill."""
    person.clicks_button(person.panel("fill"), "Fill mode: Network")
    person.canvas.setFocus()


def check_kept(original: Photo, saved: Photo, filled: np.ndarray, lossless: bool) -> None:
    """Everything outside the fill is as it was: bit for bit, or as near as compressing twice allows."""
    assert saved.pixels.dtype == original.pixels.dtype and saved.pixels.shape == original.pixels.shape
    assert (saved.exif is None) == (original.exif is None) and saved.icc == original.icc
    assert saved.origin is not None and original.origin is not None
    assert saved.origin.format == original.origin.format
    if lossless:
        assert np.array_equal(saved.pixels[~filled], original.pixels[~filled])
        assert (saved.alpha is None) == (original.alpha is None)
        if saved.alpha is not None and original.alpha is not None:
            assert np.array_equal(saved.alpha[~filled], original.alpha[~filled])
            assert (saved.alpha[filled] >= original.alpha[filled]).all()  # what was filled is seen
    else:
        change = np.abs(saved.pixels[~filled].astype(int) - original.pixels[~filled])
        assert change.mean() < 1.5


def test_a_photo_of_each_format_is_opened_filled_and_saved_beside_itself(
    person: Person, folder: Path
) -> None:
    fills_by_network(person)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    for name in (*LOSSLESS, *LOSSY):
        person.opens(folder / name)
        person.presses("B")
        person.drags((150, 120), (180, 130), (200, 140))
        person.presses("Return")
        person.waits_for_the_fill()
        suggested: list[str] = []
        person.saves(suggested)

        original, document = read_photo(folder / name), person.document
        filled = filled_area(document.recipe, document.size)
        assert 400 < np.count_nonzero(filled) < 20_000
        assert not np.array_equal(document.pixels[filled], original.pixels[filled])
        stem, suffix = name.split(".")
        assert suggested == [f"{stem}-filled.{suffix}"]
        check_kept(original, read_photo(folder / suggested[0]), filled, name in LOSSLESS)
    assert {name: (folder / name).read_bytes() for name in before} == before


def test_masks_with_every_tool(person: Person, folder: Path) -> None:
    person.opens(folder / "shore.png")
    person.presses("Ctrl+0")
    assert not person.document.mask_area

    def covered(x: int, y: int) -> bool:
        return bool(person.document.coverage[y, x] > 127)

    for _ in range(12):
        person.presses("[")
    person.presses("B")
    person.drags((15, 15), (40, 15))
    assert covered(30, 15)
    person.presses("E")
    person.drags((36, 15), (40, 15))
    assert covered(20, 15) and not covered(40, 15)
    person.presses("X")
    person.clicks(15, 35)
    person.clicks(60, 50, Keys.ShiftModifier)
    assert covered(39, 43) and not covered(45, 30)
    person.presses("L")
    person.drags((80, 10), (110, 10), (110, 40), (80, 40), (80, 12))
    assert covered(95, 25) and not covered(70, 25)
    person.presses("P")
    for corner in ((130, 10), (160, 10), (160, 40)):
        person.clicks(*corner)
    person.presses("Return")
    assert covered(152, 20) and not covered(135, 35)
    person.presses("R")
    person.drags((180, 10), (190, 20), (200, 30))
    assert np.all(person.document.coverage[10:30, 180:200] == 255)
    person.drags((190, 5), (192, 30), (210, 40), keys=Keys.AltModifier)
    assert covered(185, 20) and not covered(195, 20)
    person.presses("O")
    person.drags((140, 120), (160, 150), (180, 160))
    assert covered(160, 140) and not covered(142, 122)
    person.presses("W")
    person.drags((36, 114), (60, 140), (86, 168))
    assert not covered(60, 140)  # found, not yet accepted
    person.presses("Return")
    person.waits(lambda: covered(60, 140))  # it may still be searching
    assert not covered(38, 116)
    person.presses("Ctrl+D", "G")
    person.clicks(60, 140)
    person.waits(lambda: person.document.mask_area)
    ball = person.document.coverage > 127
    rows, columns = np.mgrid[:HEIGHT, :WIDTH]
    disc = (columns - 60) ** 2 + (rows - 140) ** 2 < 20**2
    assert np.count_nonzero(ball ^ disc) < 0.05 * np.count_nonzero(disc)
    person.presses("Ctrl+Z", "Ctrl+Z")
    several = person.document.coverage > 0

    fills_by_network(person)
    person.presses("Return")
    person.waits_for_the_fill()
    assert len(person.document.recipe) == 1 and not person.document.mask_area
    assert np.array_equal(filled_area(person.document.recipe, person.document.size), several)
    person.chooses("mask.restore")
    assert np.array_equal(person.document.coverage > 0, several)


def test_an_evening_with_one_photo(person: Person, folder: Path, tmp_path: Path) -> None:
    source = folder / "shore-16.png"
    original, bytes_before = read_photo(source), source.read_bytes()
    person.opens(source)
    person.presses("R")
    person.drags((105, 75), (120, 90), (135, 105))
    person.presses("Ctrl+2", "M")
    middle = (110, 90)
    unfilled = person.color_at(*middle)
    person.presses("M", "Return")
    person.waits_for_the_fill()
    first = person.document.pixels.copy()
    filled = person.color_at(*middle)
    assert filled != unfilled

    # Compare
    with person.holding(Key.Key_Backslash):
        assert person.color_at(*middle) == unfilled
    assert person.color_at(*middle) == filled
    person.presses("Shift+\\")  # a line in the middle of the canvas: the hole's left side is left of it
    assert person.color_at(*middle) == unfilled
    line = QPoint(person.canvas.width() // 2, person.canvas.height() // 2)
    person.drags_on_the_screen(line, QPoint(20, line.y()))
    assert person.color_at(*middle) == filled
    person.presses("Shift+\\")

    # Undo and redo
    person.presses("Ctrl+Z")
    assert np.array_equal(person.document.pixels, original.pixels) and person.document.mask_area == 900
    person.presses("Ctrl+Y")
    assert np.array_equal(person.document.pixels, first) and not person.document.mask_area

    # A variant
    person.presses("Shift+Return")
    variants = person.list_in("variants")
    person.waits(lambda: variants.count() >= 2)
    person.presses("Esc")
    person.waits_for_the_fill()
    person.clicks_row(variants, 1)
    person.canvas.setFocus()
    chosen = person.document.pixels.copy()
    assert not np.array_equal(chosen, first) and len(person.document.recipe) == 1
    person.presses("Ctrl+Z")
    assert np.array_equal(person.document.pixels, first)

    # References: ask, say no, fill again
    person.presses("V")
    references = person.list_in("references")
    person.waits(lambda: person.points_at(120, 90) or references.count())
    person.clicks(120, 90, Keys.ControlModifier | Keys.AltModifier)
    avoided = person.document.avoid > 0
    assert avoided.any() and not avoided[90, 120]  # the reference, not the place that was pointed at
    person.presses("Ctrl+Shift+Return")
    person.waits_for_the_fill()
    again = person.document.pixels.copy()
    assert not np.array_equal(again, first)
    assert person.document.recipe[-1].avoid is not None

    # Save, never over the original; reopen
    suggested: list[str] = []
    person.saves(suggested)
    assert suggested == ["shore-16-filled.png"] and source.read_bytes() == bytes_before
    outside = ~filled_area(person.document.recipe, person.document.size)
    assert np.count_nonzero(~outside) == 900
    person.presses("Ctrl+Shift+D")  # a mask that no photo could hold

    # Project, OpenRaster and recipe
    for id, name in (
        ("project.save", "evening.crfill"),
        ("export.openraster", "evening.ora"),
        ("export.recipe", "evening.json"),
    ):
        with person.typing(tmp_path / name):
            person.chooses(id)
        person.waits((tmp_path / name).exists)
    person.waits(lambda: not person.document.is_dirty)
    recipe, mask = person.document.recipe, person.document.coverage.copy()
    person.presses("Ctrl+W")
    assert person.window.session.document is None and not person.canvas.isVisible()

    person.opens(folder / "shore-16-filled.png")
    assert np.array_equal(person.document.pixels, again)
    assert np.array_equal(person.document.pixels[outside], original.pixels[outside])
    assert person.document.original.alpha is not None and original.alpha is not None
    assert np.array_equal(person.document.original.alpha[outside], original.alpha[outside])
    person.opens(tmp_path / "evening.crfill")
    document = person.document
    assert np.array_equal(document.pixels, again) and np.array_equal(document.avoid > 0, avoided)
    assert document.recipe == recipe and np.array_equal(document.coverage, mask)
    person.presses(*["Ctrl+Z"] * document.history.position)
    assert np.array_equal(document.pixels, original.pixels)

    with zipfile.ZipFile(tmp_path / "evening.ora") as archive:
        assert archive.read("mimetype") == b"image/openraster" and archive.testzip() is None
        assert archive.read("stack.xml").count(b"<layer") == 2
    assert len(read_recipe(tmp_path / "evening.json").fills) == 1
    replayed = tmp_path / "replayed.png"
    assert crfill(["replay", str(tmp_path / "evening.json"), str(source), "-o", str(replayed)]) == 0
    assert np.array_equal(read_photo(replayed).pixels, again)


def test_leaving_with_unsaved_work_asks(person: Person, folder: Path) -> None:
    fills_by_network(person)
    person.opens(folder / "shore.tif")
    person.presses("O")
    person.drags((100, 60), (140, 100))
    person.presses("Return")
    person.waits_for_the_fill()
    with person.saying("Cancel"):
        person.window.close()
    assert person.window.isVisible() and person.document.is_dirty
    with person.saying("Don’t save"):
        person.chooses("close")
    assert person.window.session.document is None
    assert not (folder / "shore-filled.tif").exists()


def test_a_batch_skips_a_bad_file(person: Person, tmp_path: Path) -> None:
    photos, masks, results = (tmp_path / name for name in ("batch", "masks", "results"))
    for made in (photos, masks):
        made.mkdir()
    hole = np.zeros((HEIGHT, WIDTH), np.uint8)
    hole[110:170, 30:90] = 255
    for seed, name in enumerate(("a", "c")):
        Image.fromarray(shore(seed)).save(photos / f"{name}.png")
        Image.fromarray(hole).save(masks / f"{name}-mask.png")
    (photos / "b.png").write_text("no photo at all")
    Image.fromarray(hole).save(masks / "b-mask.png")

    person.chooses("batch")
    dialog = person.window.findChild(QDialog, "dialog.batch")
    assert dialog is not None and dialog.isVisible()
    fields = [field for field in dialog.findChildren(QLineEdit) if field.objectName() == "pathField"]
    for field, path in zip(fields, (photos, masks, results), strict=True):
        field.selectAll()
        QTest.keyClicks(field, str(path))
    person.clicks_button(dialog, "Start")
    rows = dialog.findChild(QTreeWidget)
    assert rows is not None

    def states() -> list[str]:
        return [item.text(1) for i in range(rows.topLevelItemCount()) if (item := rows.topLevelItem(i))]

    person.waits(lambda: states() == ["Filled", "Failed", "Filled"])
    person.clicks_button(dialog, "Copy Report")
    report = QGuiApplication.clipboard().text()
    assert "b.png: FAILED" in report and "2 filled, 0 already filled, 1 failed" in report
    for seed, name in enumerate(("a", "c")):
        result = read_photo(results / f"{name}.png").pixels
        assert np.array_equal(result[hole == 0], shore(seed)[hole == 0])
        assert np.abs(result[140, 60].astype(int) - (200, 30, 30)).max() > 40  # the ball is gone
    dialog.close()
