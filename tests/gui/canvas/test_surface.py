"""Whatever is redrawn only in part must look as if all had been redrawn."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtGui import QColor

from crfill_core.geometry import Box, Size
from crfill_core.imaging.photo import Photo
from crfill_gui.canvas.surface import Surface
from crfill_gui.canvas.tiles import DisplayTiles, Pyramid
from crfill_gui.canvas.viewport import Viewport
from crfill_gui.document.document import Document
from crfill_gui.document.tiled_photo import TiledPhoto
from tests.gui.helpers import noise

ZOOMS = (0.13, 0.5, 0.77, 1.0, 1.6, 3.7, 8.0)
CANVAS = Size(400, 300)


class Shown:
    """A surface over a document, as the canvas keeps it."""

    def __init__(self, document: Document, viewport: Viewport, ratio: float = 1.0) -> None:
        self.surface = Surface(QColor("#202020"), QColor(255, 0, 100, 128))
        self.tiles, self.mask = DisplayTiles(document.now), Pyramid(document.coverage)
        self.surface.set_ratio(ratio)
        self.surface.show(self.tiles, self.mask)
        self.surface.move_to(viewport)

    @property
    def pixels(self) -> np.ndarray:
        image = self.surface.image
        return (
            np.frombuffer(image.constBits(), np.uint8)
            .reshape(image.height(), image.width(), 4)[..., :3]
            .copy()
        )


def alike(one: Shown, other: Shown) -> bool:
    """Equal but for the rounding of interpolated colours."""
    return int(np.max(np.abs(one.pixels.astype(int) - other.pixels))) <= 1


@pytest.fixture
def document() -> Document:
    document = Document(Photo(noise(900, 1300)))
    mask = np.zeros((900, 1300), np.uint8)
    mask[380:470, 600:700] = 255
    document.set_mask(mask, "Mask")
    return document


@pytest.mark.parametrize("zoom", ZOOMS)
@pytest.mark.parametrize("box", [Box(640, 430, 730, 480), Box(601, 381, 602, 382), Box(0, 0, 3, 900)])
def test_a_mask_that_changes_in_a_box(document: Document, zoom: float, box: Box) -> None:
    viewport = replace(Viewport(document.size, CANVAS), zoom=zoom).centred(660, 430)
    coverage = document._masks.writable("mask")
    for ratio in (1.0, 2.0, 3.0):
        shown = Shown(document, viewport, ratio)
        for value in (255, 90, 0):
            coverage[box.slices] = value
            shown.mask.refresh(box)
            shown.surface.mask_changed(box)
            assert alike(shown, Shown(document, viewport, ratio))


@pytest.mark.parametrize("zoom", ZOOMS)
def test_a_photo_that_changes_in_a_box(document: Document, zoom: float) -> None:
    viewport = replace(Viewport(document.size, CANVAS), zoom=zoom).centred(660, 430)
    shown = Shown(document, viewport)
    box = Box(633, 411, 689, 452)
    pixels = document.pixels.copy()
    pixels[box.slices] = 17
    shown.tiles.refresh(TiledPhoto.of(Photo(pixels)), box)
    shown.surface.photo_changed(box)
    changed = Document(Photo(pixels))
    changed.set_mask(document.coverage, "Mask")
    assert alike(shown, Shown(changed, viewport))


@pytest.mark.parametrize("zoom", ZOOMS)
@pytest.mark.parametrize("move", [(13, -7), (-90, 0), (0, 41), (-500, 600)])
def test_panning(document: Document, zoom: float, move: tuple[int, int]) -> None:
    viewport = replace(Viewport(document.size, CANVAS), zoom=zoom).centred(660, 430)
    shown = Shown(document, viewport)
    shown.surface.move_to(viewport.panned(*move))
    assert alike(shown, Shown(document, viewport.panned(*move)))


def test_at_one_to_one_the_pixels_are_the_photos_own(document: Document) -> None:
    document.clear_mask()
    viewport = replace(Viewport(document.size, CANVAS), zoom=1.0).centred(660, 430)
    left, top = 660 - 200, 430 - 150
    expected = document.pixels[top : top + 300, left : left + 400]
    assert np.array_equal(Shown(document, viewport).pixels[..., ::-1], expected)


def test_a_flat_photo_stays_flat_at_every_zoom() -> None:
    document = Document(Photo(np.full((333, 517, 3), 99, np.uint8)))
    for zoom in ZOOMS:
        viewport = replace(Viewport(document.size, CANVAS), zoom=zoom).clamped()
        picture = viewport.picture.intersect(Box.of(CANVAS))
        assert np.all(Shown(document, viewport).pixels[picture.slices] == 99)


def test_the_mask_is_as_strong_as_its_opacity_and_gone_when_hidden(document: Document) -> None:
    viewport = replace(Viewport(document.size, CANVAS), zoom=1.0).centred(660, 430)
    shown = Shown(document, viewport)
    y, x = 150, 200  # photo pixel (660, 430), inside the mask
    under = document.pixels[430, 660].astype(int)
    expected = under + (np.array([255, 0, 100]) - under) * 128 / 255
    assert np.max(np.abs(shown.pixels[y, x, ::-1] - expected)) <= 2
    shown.surface.set_mask_visible(False)
    assert np.array_equal(shown.pixels[y, x, ::-1], document.pixels[430, 660])


def test_the_masks_outline_is_as_wide_to_the_eye_on_any_screen() -> None:
    document = Document(Photo(np.zeros((400, 400, 3), np.uint8)))
    document._masks.writable("mask")[100:200, 100:200] = 255
    viewport = replace(Viewport(document.size, CANVAS), zoom=1.0).clamped()
    y, x = 150 + viewport.top, 100 + viewport.left
    for ratio, width in ((1.0, 1), (2.0, 2)):
        row = Shown(document, viewport, ratio).pixels[y, x - 1 : x + 10].astype(int)
        assert np.count_nonzero(row.sum(axis=1) > row[-1].sum()) == width


def test_several_changes_are_drawn_when_the_picture_is_requested(document: Document) -> None:
    viewport = replace(Viewport(document.size, CANVAS), zoom=0.5).centred(660, 430)
    shown = Shown(document, viewport)
    boxes = [Box(500, 300, 560, 350), Box(700, 500, 720, 590), Box(640, 420, 642, 700)]
    for box in boxes:
        document._masks.writable("mask")[box.slices] ^= 255
        shown.mask.refresh(box)
        shown.surface.mask_changed(box)
    moved = viewport.panned(31, -12)
    shown.surface.move_to(moved)
    assert alike(shown, Shown(document, moved))
    shown.surface.move_to(moved.zoomed(0.8))
    shown.surface.move_to(viewport)
    assert alike(shown, Shown(document, viewport))
