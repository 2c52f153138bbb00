"""Lines through the holes of a request, in photo pixels: those that its fill follows."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from crfill_core.errors import FillError
from crfill_core.geometry import Box
from crfill_core.imaging.photo import Photo
from crfill_core.inference import window as windows
from crfill_core.inference.found_lines import found_lines
from crfill_core.inference.guide import Guide
from crfill_core.inference.inpainter import Inpainter
from crfill_core.inference.plan import TrainedScale
from crfill_core.inference.request import FillOptions, FillRequest
from crfill_core.inference.window import steered_lines
from crfill_core.progress import Cancelled, Progress
from crfill_core.references.lines import Line, LineSteering

TRAINED = TrainedScale(crop=128, largest_hole=64, largest_window=384)


def smooth(image: np.ndarray, hidden: np.ndarray) -> Guide:
    """A guide that knows nothing: the mean colour of what is known."""
    colour = np.where(hidden[..., None], image[~hidden].mean(axis=0), image).astype(np.float32)
    small = cv2.resize(colour, (80, 60), interpolation=cv2.INTER_AREA)
    return Guide(small, np.zeros(small.shape[:2], np.float32))


def found_in(
    asked: FillRequest, trained: TrainedScale = TRAINED, progress: Progress | None = None
) -> tuple[Line, ...]:
    return found_lines(asked, trained, smooth, progress or Progress())


def horizon(height: int, width: int, y: int, dtype: type = np.uint8, channels: int = 3) -> np.ndarray:
    """A dark ground below a light sky, with a little noise."""
    values = np.where(np.arange(height)[:, None] < y, 190, 60) * np.ones((1, width))
    values = values + np.random.default_rng(0).normal(0, 3, (height, width))
    scale = np.iinfo(dtype).max / 255
    return np.repeat((values.clip(0, 255) * scale).astype(dtype)[:, :, None], channels, axis=2)


def request(pixels: np.ndarray, *holes: Box, alpha: np.ndarray | None = None, **more) -> FillRequest:
    mask = np.zeros(pixels.shape[:2], np.uint8)
    for hole in holes:
        mask[hole.slices] = 255
    return FillRequest(Photo(pixels, alpha), mask, **more)


@pytest.mark.parametrize(("dtype", "channels"), [(np.uint8, 3), (np.uint16, 1)])
def test_a_horizon_is_found_in_photo_pixels(dtype: type, channels: int) -> None:
    hole = Box(400, 260, 460, 330)
    found = found_in(request(horizon(500, 900, 300, dtype, channels), hole))
    assert len(found) == 1
    (x, y), (u, v) = sorted((found[0].points[0], found[0].points[-1]))
    assert abs(y - 300) < 2 and abs(v - 300) < 2
    assert x < hole.left and u > hole.right  # with a known part on either side


def test_each_hole_has_lines_of_its_own() -> None:
    holes = Box(100, 270, 150, 330), Box(700, 270, 750, 330)
    found = found_in(request(horizon(500, 900, 300), *holes))
    assert len(found) == 2
    middles = sorted((line.points[0][0] + line.points[-1][0]) / 2 for line in found)
    assert 90 < middles[0] < 160 and 690 < middles[1] < 760


def test_nothing_is_looked_for_where_nothing_may_be_borrowed() -> None:
    pixels, hole = horizon(300, 400, 150), Box(170, 120, 230, 180)
    beside = np.zeros((300, 400), bool)
    beside[:, 230:] = True
    assert len(found_in(request(pixels, hole))) == 1
    assert found_in(request(pixels, hole, avoid=beside)) == ()
    transparent = np.where(beside, 0, 255).astype(np.uint8)
    assert found_in(request(pixels, hole, alpha=transparent)) == ()


def test_holes_that_are_interpolated_have_no_lines() -> None:
    pixels, scratch = horizon(300, 400, 150), Box(198, 120, 201, 180)
    assert found_in(request(pixels, scratch)) == ()
    both = found_in(request(pixels, scratch, Box(60, 120, 110, 180)))
    assert len(both) == 1 and all(x < 180 for x, _ in both[0].points)


def test_a_flat_photo_has_no_lines() -> None:
    assert found_in(request(horizon(300, 400, 0), Box(170, 120, 230, 180))) == ()


def test_a_window_chosen_by_hand_is_the_one_that_is_looked_at() -> None:
    pixels, hole = horizon(500, 900, 300), Box(400, 260, 460, 330)
    options = FillOptions(window=Box(395, 200, 465, 400))  # too narrow for anything beside the hole
    assert found_in(request(pixels, hole, options=options)) == ()
    with pytest.raises(FillError):
        found_in(request(pixels, hole, options=FillOptions(window=Box(0, 0, 50, 50))))


def test_a_cancelled_search_ends() -> None:
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        found_in(request(horizon(300, 400, 150), Box(170, 120, 230, 180)), progress=progress)


def test_an_empty_mask_is_refused() -> None:
    with pytest.raises(FillError):
        found_in(request(horizon(30, 40, 15)))


def test_the_fill_follows_what_is_found_and_drawn_but_not_what_was_deleted() -> None:
    """A request whose window is the whole photo: photo pixels are window pixels."""
    pixels, hole = horizon(120, 160, 60), Box(60, 40, 100, 80)
    asked = request(pixels, hole)
    (found,) = found_in(asked, TrainedScale())
    image, guide = pixels.astype(np.float32) / 255, np.full((30, 40, 3), 0.5, np.float32)
    missing = asked.mask > 0

    def followed(steering: LineSteering) -> list[Line]:
        return [each.line for each in steered_lines(image, missing, ~missing, guide, steering)]

    assert followed(LineSteering()) == [found]
    assert followed(LineSteering().deleting(found.moved(3, 1))) == []
    drawn = Line(((50, 20), (80, 70), (110, 90)))
    assert followed(LineSteering().drawing(drawn)) == [drawn, found]


def followed_by(inpainter: Inpainter, asked: FillRequest, monkeypatch: pytest.MonkeyPatch) -> list[Line]:
    """The lines that a fill of the request, of one hole, hands to the assembly, in photo pixels."""
    seen: list[Line] = []
    real = windows.assemble

    def assemble(*args, **named):
        seen.extend(each.line for each in named["lines"])
        return real(*args, **named)

    monkeypatch.setattr(windows, "assemble", assemble)
    (report,) = inpainter.fill(asked).holes
    return [line.moved(report.window.left, report.window.top) for line in seen]


def slope(hole: Box) -> np.ndarray:
    """A dark slope that ends at a bright wall inside the hole: only a guide can tell that its edge ends there."""
    rows, columns = np.mgrid[:160, :200]
    values = np.where(rows > 50 + 0.3 * columns, 60, 190) + np.random.default_rng(1).normal(0, 2, (160, 200))
    values[:, (hole.left + hole.right) // 2 :] = 240
    return np.repeat(values.clip(0, 255).astype(np.uint8)[..., None], 3, axis=2)


def test_the_found_lines_are_those_that_the_fill_follows(
    inpainter: Inpainter, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the guide of the structure network, around the rim that the mask leaves."""
    hole = Box(80, 60, 130, 110)
    pixels = slope(hole)
    pixels[hole.pad(2, 2).slices] = (200, 30, 30)  # what was removed, which the mask does not quite cover
    for asked in (request(pixels, hole), request(slope(hole), hole)):
        found = inpainter.find_lines(asked)
        assert found and list(found) == followed_by(inpainter, asked, monkeypatch)


def test_without_a_guide_other_lines_would_be_found(inpainter: Inpainter) -> None:
    """So that the test above means something."""
    hole = Box(80, 60, 130, 110)
    asked = request(slope(hole), hole)
    assert inpainter.find_lines(asked) != found_in(asked, inpainter.trained)
