"""Windows to tune on: repeatable, each from another photo, with a hole of each kind."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from crfill_core.errors import ConfigError
from crfill_core.holes.shapes import HOLE_KINDS
from crfill_core.training.cut import cut_windows
from crfill_core.training.validation import load_validation


def files(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*.png"))}


def test_it_cuts_pieces_of_different_photos_with_a_hole_of_each_kind(photos, tmp_path):
    assert cut_windows([photos], tmp_path / "set", count=4, size=64, seed=3) == 4
    items = load_validation(tmp_path / "set")
    assert {(item.name, item.kind) for item in items} == {
        (f"{n:03d}.png", kind) for n in range(4) for kind in HOLE_KINDS
    }
    sources = [cv2.imread(str(path))[:, :, ::-1] for path in sorted(photos.rglob("*.png"))]

    def source(window: np.ndarray) -> int:
        """The photo in which the window occurs exactly."""
        for number, photo in enumerate(sources):
            difference = cv2.matchTemplate(photo.copy(), window, cv2.TM_SQDIFF)
            if difference.min() < 1e5:  # rounding; other windows are at 1e7
                return number
        raise AssertionError("a window that is in no photo")

    assert len({source(item.photo) for item in items}) == 4
    assert all(item.photo.shape == (64, 64, 3) and 0 < item.hole.mean() <= 0.6 for item in items)


def test_the_seed_decides(photos, tmp_path):
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        cut_windows([photos], tmp_path / name, count=3, size=48, seed=seed)
    assert files(tmp_path / "a") == files(tmp_path / "b") != files(tmp_path / "c")


def test_small_and_flat_photos_are_passed_over(photos, tmp_path):
    cv2.imwrite(str(photos / "flat.png"), np.full((200, 200, 3), 90, np.uint8))
    assert cut_windows([photos], tmp_path / "set", count=9, size=70) == 2  # of 72 and 100 × 70 pixels
    with pytest.raises(ConfigError, match="smaller --size"):
        cut_windows([photos], tmp_path / "none", count=1, size=150)


def test_files_in_the_way_are_kept(photos, tmp_path):
    (tmp_path / "set").mkdir()
    (tmp_path / "set" / "notes.txt").write_text("mine")
    with pytest.raises(ConfigError, match="already exists"):
        cut_windows([photos], tmp_path / "set", count=1, size=48)
