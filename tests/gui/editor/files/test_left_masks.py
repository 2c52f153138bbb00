"""Masks of photos that were left: what comes back, what does not, and how much is kept."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

from crfill_core.geometry import Box, Size
from crfill_core.imaging.photo import Photo
from crfill_core.imaging.write import write_photo
from crfill_core.inference.request import FillOptions, FillPatch, FillRequest, FillResult
from crfill_core.references.lines import Line, LineSteering
from crfill_gui.document.document import Document
from crfill_gui.editor.files import left_masks
from crfill_gui.editor.files.left_masks import Left, LeftMasks
from tests.gui.helpers import noise

SIZE = Size(60, 40)


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    return write_photo(Photo(noise(SIZE.height, SIZE.width)), tmp_path / "photo.png")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "masks"


def kept_in(folder: Path) -> LeftMasks:
    masks = LeftMasks()
    masks.folder = folder
    return masks


def painted(value: int = 255) -> np.ndarray:
    coverage = np.zeros((SIZE.height, SIZE.width), np.uint8)
    coverage[5:20, 10:30] = value
    return coverage


def left(coverage: np.ndarray) -> Left:
    document = opened()
    document.set_mask(coverage, "Paint")
    kept = Left.of(document)
    assert kept is not None
    return kept


def opened() -> Document:
    return Document(Photo(noise(SIZE.height, SIZE.width)))


@pytest.mark.parametrize("restarted", [True, False])
def test_a_mask_comes_back_soft_edges_and_all(photo: Path, folder: Path, restarted: bool) -> None:
    masks, coverage = kept_in(folder), painted(77)
    masks.keep(photo, SIZE, left(coverage))
    document = opened()
    again = kept_in(folder) if restarted else masks
    assert again.restore(photo, document) == restarted
    assert np.array_equal(document.coverage, coverage)


def test_it_does_not_come_back_on_another_picture_of_that_name(photo: Path, folder: Path) -> None:
    kept_in(folder).keep(photo, SIZE, left(painted()))
    write_photo(Photo(noise(SIZE.height, SIZE.width, seed=9)), photo)
    os.utime(photo, (1, 1))
    document = opened()
    assert not kept_in(folder).restore(photo, document) and not document.mask_area


def test_it_does_not_replace_work(photo: Path, folder: Path) -> None:
    kept_in(folder).keep(photo, SIZE, left(painted()))
    document = opened()
    document.invert_mask()
    assert not kept_in(folder).restore(photo, document) and document.mask_area == SIZE.area


def test_a_photo_left_without_a_mask_forgets_the_one_from_before(photo: Path, folder: Path) -> None:
    masks = kept_in(folder)
    masks.keep(photo, SIZE, left(painted()))
    masks.keep(photo, SIZE, None)
    assert list(folder.iterdir()) == []
    document = opened()
    assert not masks.restore(photo, document) and not document.mask_area


@pytest.mark.parametrize("bound", ["MOST_FILES", "MOST_BYTES"])
def test_the_oldest_are_pruned(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, bound: str
) -> None:
    masks, photos = kept_in(folder), [tmp_path / f"{number}.png" for number in range(6)]
    masks.keep(photos[0], SIZE, left(painted()))
    (first,) = folder.iterdir()
    monkeypatch.setattr(left_masks, bound, 3 if bound == "MOST_FILES" else 3 * first.stat().st_size)
    os.utime(first, (1, 1))
    for number, photo in enumerate(photos[1:], start=2):
        before = set(folder.iterdir())
        masks.keep(photo, SIZE, left(painted()))
        for file in set(folder.iterdir()) - before:
            os.utime(file, (number, number))
    assert len(list(folder.iterdir())) == 3
    again = kept_in(folder)
    assert [again.restore(photo, opened()) for photo in photos] == [False] * 3 + [True] * 3


@pytest.mark.parametrize("jump", [-3600, 3600])
def test_the_latest_stays_when_the_clock_was_set(
    photo: Path, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, jump: int
) -> None:
    masks = kept_in(folder)
    monkeypatch.setattr(left_masks, "MOST_FILES", 3)
    for number in range(3):
        masks.keep(tmp_path / f"{number}.png", SIZE, left(painted()))
    for file in folder.iterdir():
        then = file.stat().st_mtime - jump
        os.utime(file, (then, then))
    masks.keep(photo, SIZE, left(painted()))
    assert kept_in(folder).restore(photo, opened())


def test_a_damaged_file_is_passed_over(photo: Path, folder: Path) -> None:
    kept_in(folder).keep(photo, SIZE, left(painted()))
    (file,) = folder.iterdir()
    file.write_bytes(file.read_bytes()[:100])
    document = opened()
    assert not kept_in(folder).restore(photo, document) and not document.mask_area


@pytest.mark.parametrize("restarted", [True, False])
@pytest.mark.parametrize("masked", [True, False])
def test_steering_comes_back_too_and_can_be_undone(
    photo: Path, folder: Path, restarted: bool, masked: bool
) -> None:
    document = opened()
    if masked:
        document.set_mask(painted(), "Paint")
    document.steering.avoid_region(Box(0, 0, 9, 7))
    document.steering.prefer_region(Box(20, 3, 25, 9))
    document.steering.set_lines(LineSteering((Line.of([1, 2, 30, 20]),)), "Draw line")
    masks = kept_in(folder)
    masks.keep(photo, SIZE, Left.of(document))
    back = opened()
    assert (kept_in(folder) if restarted else masks).restore(photo, back) == (restarted and masked)
    for name in ("coverage", "avoid", "prefer"):
        assert np.array_equal(getattr(back, name), getattr(document, name)), name
    assert back.lines == document.lines
    while back.undo():
        pass
    assert not back.steering.is_any and not back.mask_area


def test_steering_of_a_fill_that_was_made_does_not_come_back_on_the_photo_without_it() -> None:
    document = opened()
    document.steering.avoid_region(Box(0, 0, 9, 7))
    document.set_mask(painted(), "Paint")
    request = FillRequest(document.photo, document.coverage.copy(), FillOptions(), revision=document.revision)
    box = Box(10, 5, 30, 20)
    filled = FillPatch(box, np.zeros((box.height, box.width, 3), np.uint8))
    document.apply_fill(
        request, FillResult((filled,), (), "starter", "CPU", 0.1, "ab" * 32, revision=request.revision)
    )
    assert Left.of(document) is None
    document.invert_mask()
    kept = Left.of(document)
    assert kept is not None and set(kept.layers) == {"mask", "avoid"}
