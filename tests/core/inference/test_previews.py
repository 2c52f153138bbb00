"""What is shown while a fill runs."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from crfill_core.geometry import Box
from crfill_core.imaging.photo import Photo
from crfill_core.inference.preview import Preview
from crfill_core.inference.request import FillOptions, FillRequest
from crfill_core.progress import Progress
from tests.core.inference.photos import hole_at, photo_of

HOLE = Box(90, 60, 130, 100)


def chequered(height: int = 160, width: int = 220) -> Photo:
    """Squares of eight pixels, which a network's guide blurs."""
    y, x = np.mgrid[:height, :width]
    squares = np.where((x // 8 + y // 8) % 2, 220, 20).astype(np.uint8)
    return photo_of(height, width).with_pixels(np.repeat(squares[..., None], 3, 2))


def events(inpainter, request: FillRequest) -> list[Preview | str]:
    """Previews, and the step that was reported, in the order in which they came."""
    seen: list[Preview | str] = []
    progress = Progress(lambda _, what: seen.append(what), seen.append)
    inpainter.fill(request, progress)
    return seen


def contrast(preview: Preview) -> float:
    """Standard deviation in the hole."""
    return float(preview.pixels[preview.hole].std())


@pytest.fixture(scope="module")
def request_() -> FillRequest:
    photo = chequered()
    return FillRequest(photo, hole_at(160, 220, HOLE), FillOptions(mode="assembly"))


def test_patches_are_shown_before_the_assembly_begins(inpainter, request_) -> None:
    seen = events(inpainter, request_)
    before = [event for event in seen[: seen.index("assembly")] if isinstance(event, Preview)]
    after = [event for event in seen[seen.index("assembly") :] if isinstance(event, Preview)]
    guide, patches = before
    assert contrast(patches) > 1.5 * contrast(guide)
    assert after and {preview.window for preview in seen if isinstance(preview, Preview)} == {guide.window}


def test_they_show_nothing_of_what_is_under_the_mask(inpainter, request_) -> None:
    pixels = request_.photo.pixels.copy()
    pixels[HOLE.slices] = (255, 0, 0)
    other = replace(request_, photo=request_.photo.with_pixels(pixels))
    first, second = (
        [event.pixels for event in events(inpainter, each) if isinstance(event, Preview)]
        for each in (request_, other)
    )
    assert len(first) == len(second)
    assert all(np.array_equal(*pair) for pair in zip(first, second, strict=True))


def test_the_result_is_the_same_whether_anybody_looks_or_not(inpainter, request_) -> None:
    seen: list[Preview] = []
    shown = inpainter.fill(request_, Progress(show=seen.append)).apply(request_.photo)
    plain = inpainter.fill(request_).apply(request_.photo)
    assert seen and np.array_equal(shown.pixels, plain.pixels)


@pytest.mark.parametrize("box", [Box(100, 20, 102, 140), Box(10, 10, 210, 150), Box(0, 0, 6, 6)])
def test_holes_of_any_shape_have_previews(inpainter, box: Box) -> None:
    photo = chequered()
    request = FillRequest(photo, hole_at(160, 220, box), FillOptions(mode="assembly"))
    for event in events(inpainter, request):
        if isinstance(event, Preview):
            assert event.pixels.shape[:2] == event.hole.shape and event.hole.any()
