"""A real fill returns its references, and follows a veto."""

import numpy as np
import pytest

from crfill_core.geometry import Box
from crfill_core.imaging.photo import Photo
from crfill_core.inference.inpainter import Inpainter
from crfill_core.inference.request import FillOptions, FillRequest
from crfill_core.references.similarity import Feature
from tests.tiny import tiny_inpainter

HOLES = (Box(180, 40, 208, 62), Box(30, 44, 50, 64))
"""Filled in this order: the larger first."""


@pytest.fixture(scope="module")
def inpainter() -> Inpainter:
    return tiny_inpainter(crop=64, largest_hole=32)


@pytest.fixture(scope="module")
def photo() -> Photo:
    rng = np.random.default_rng(0)
    coarse = rng.integers(0, 255, (16, 32, 3))
    pixels = np.repeat(np.repeat(coarse, 8, axis=0), 8, axis=1) // 2 + rng.integers(0, 60, (128, 256, 3))
    return Photo(pixels.astype(np.uint8))


def request(
    photo: Photo, mode: str = "network", avoid: Box | None = None, prefer: Box | None = None, **options
) -> FillRequest:
    mask = np.zeros(photo.pixels.shape[:2], np.uint8)
    for hole in HOLES:
        mask[hole.slices] = 255
    return FillRequest(
        photo, mask, FillOptions(mode=mode, **options), region(photo, avoid), region(photo, prefer)
    )


def region(photo: Photo, box: Box | None) -> np.ndarray | None:
    if box is None:
        return None
    mask = np.zeros(photo.pixels.shape[:2], bool)
    mask[box.slices] = True
    return mask


def middle(box: Box) -> tuple[int, int]:
    x, y = box.center
    return int(x), int(y)


@pytest.mark.parametrize("mode", ["network", "assembly"])
def test_every_window_returns_its_references(inpainter, photo, mode):
    result = inpainter.fill(request(photo, mode))
    assert [one.window for one in result.references] == [report.window for report in result.holes]
    for one, report in zip(result.references, result.holes, strict=True):
        assert one.scale == pytest.approx((report.scale, report.scale), abs=0.02)
        inside = np.zeros_like(one.write)
        inside[report.hole.relative_to(one.window).slices] = True
        assert (one.write == inside).all()
        x, y = middle(report.hole)
        links = one.at(x, y)
        assert links and all(link.copied == (mode == "assembly") for link in links)
        for link in links:
            # The square that marks a copied pixel may extend into the hole; the pixel's source may not.
            source = Box(x, y, x + 1, y + 1).translate(*link.shift) if link.copied else link.known
            assert not any(source.overlaps(hole) for hole in HOLES)


def test_true_sources_are_where_the_copied_pixels_are(inpainter, photo):
    result = inpainter.fill(request(photo, "assembly"))
    filled, hole = result.apply(photo).pixels.astype(int), result.holes[0].hole
    one = result.references[0]
    errors = []
    for y in range(hole.top, hole.bottom, 5):
        for x in range(hole.left, hole.right, 5):
            link = one.source_at(x, y)
            errors.append(np.abs(filled[y, x] - photo.pixels[y + link.shift[1], x + link.shift[0]]).mean())
    # Blending shifts the copies' colours a little; a wrong source would be off by the noise, 20 on average.
    assert np.median(errors) < 10


@pytest.mark.parametrize("mode", ["network", "assembly"])
def test_a_vetoed_reference_is_not_used_again(inpainter, photo, mode):
    first = inpainter.fill(request(photo, mode)).references[0]
    point = middle(first.at(*middle(HOLES[0]))[0].filled)
    vetoed = first.veto_region(first.at(*point)[0])
    again = inpainter.fill(request(photo, mode, avoid=vetoed))
    for one in again.references:
        write = one.write
        for y, x in np.argwhere(write)[::37]:
            links = one.at(int(x) + one.window.left, int(y) + one.window.top)
            for link in links:
                assert not (link.known.overlaps(vetoed) and not link.copied)
                if link.copied:
                    x2, y2 = x + one.window.left + link.shift[0], y + one.window.top + link.shift[1]
                    assert not vetoed.contains(Box(x2, y2, x2 + 1, y2 + 1))
    # Pixels in the vetoed region have no influence at all.
    scrambled = photo.pixels.copy()
    scrambled[vetoed.slices] = 255 - scrambled[vetoed.slices]
    other = inpainter.fill(request(Photo(scrambled), mode, avoid=vetoed))
    for patch, expected in zip(other.patches, again.patches, strict=True):
        inside = np.zeros(photo.pixels.shape[:2], bool)
        for hole in HOLES:
            inside[hole.slices] = True
        assert (patch.pixels[inside[patch.box.slices]] == expected.pixels[inside[patch.box.slices]]).all()


def test_a_preferred_region_weighs_more(inpainter, photo):
    liked = Box(170, 62, 256, 128)

    def share(prefer):
        one = inpainter.fill(request(photo, prefer=prefer)).references[0]
        one.keep(1000)
        selection = one.selection
        boxes = [one.to_photo(selection.box(int(patch))) for patch in selection.references[0]]
        return sum(w for w, box in zip(selection.weight[0], boxes, strict=True) if liked.contains(box))

    assert share(liked) > 1.5 * share(None)


def test_an_assembled_fill_hands_its_selection_on(inpainter, photo, monkeypatch):
    asked, select = [], Feature.select

    def counted(self, *arguments, **named):
        asked.append(self)
        return select(self, *arguments, **named)

    monkeypatch.setattr(Feature, "select", counted)
    result = inpainter.fill(request(photo, "assembly"))
    assert len(asked) == len(HOLES)
    for one in result.references:
        assert one.ready and one.selection.nbytes < one.nbytes
    assert len(asked) == len(HOLES)
    assert not any(one.ready for one in inpainter.fill(request(photo, "network", detail=0.0)).references)


@pytest.mark.parametrize("mirrored", [False, True])
def test_agreement_is_measured_against_the_other_way_round(inpainter, photo, mirrored):
    one = inpainter.fill(request(photo, mirrored=mirrored)).references[0]
    assert one.mirrored == mirrored
    inpainter.add_mirrored(one)
    agreed = one.confidence.agreement
    assert agreed is not None and agreed.min() >= 0 and agreed.mean() < 1


def test_transparent_pixels_are_never_referenced(inpainter, photo):
    alpha = np.full(photo.pixels.shape[:2], 255, np.uint8)
    alpha[:, 55:150] = 0
    one = inpainter.fill(request(Photo(photo.pixels, alpha))).references[1]
    one.keep(1000)
    boxes = {one.to_photo(one.selection.box(int(patch))) for patch in np.unique(one.selection.references)}
    assert boxes and not any(box.overlaps(Box(55, 0, 150, 128)) for box in boxes)
