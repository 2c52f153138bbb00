from pathlib import Path

import cv2
import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor

from crfill_core.holes.shapes import (
    MAX_SHARE,
    MIN_PIXELS,
    HoleMix,
    draw_holes,
    generated_silhouettes,
    load_silhouettes,
    object_holes,
    square_holes,
    stroke_holes,
)

SILHOUETTES = generated_silhouettes(16)


def seeded(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def draw(count: int, side: int, mix: HoleMix, seed: int = 0) -> Tensor:
    return draw_holes(count, side, mix, seeded(seed), SILHOUETTES, "cpu")


def shares(holes: Tensor) -> Tensor:
    return holes.mean(dim=(1, 2, 3))


mixes = st.builds(
    HoleMix,
    square=st.floats(0, 2),
    irregular=st.floats(0.1, 2),
    object=st.floats(0, 2),
    unite_strokes=st.floats(0, 1),
)


@settings(max_examples=30, deadline=None)
@given(mixes, st.sampled_from([32, 64, 104]), st.integers(0, 2**31))
def test_holes_are_never_empty_nor_too_large(mix, side, seed):
    holes = draw(12, side, mix, seed)
    assert holes.shape == (12, 1, side, side) and holes.dtype == torch.float32
    assert set(holes.unique().tolist()) == {0.0, 1.0}
    assert (holes.sum(dim=(1, 2, 3)) >= MIN_PIXELS).all()
    assert (shares(holes) <= MAX_SHARE).all()


@settings(max_examples=10, deadline=None)
@given(mixes, st.integers(0, 2**31))
def test_the_same_seed_draws_the_same_holes(mix, seed):
    assert torch.equal(draw(6, 48, mix, seed), draw(6, 48, mix, seed))
    assert not torch.equal(draw(6, 48, mix, seed), draw(6, 48, mix, seed + 1))


def test_squares_are_squares_of_the_asked_sides_all_over_the_crop():
    holes = square_holes(400, 64, 0.25, 0.5, seeded())[:, 0]
    corners = []
    for hole in holes:
        rows, columns = hole.any(1).nonzero()[:, 0], hole.any(0).nonzero()[:, 0]
        assert len(rows) == len(columns) and 16 <= len(rows) <= 32
        assert hole.sum() == len(rows) ** 2
        corners.append((int(rows[0]), int(columns[0]), 64 - len(rows)))
    assert min(c[0] for c in corners) == 0 and any(c[0] == c[2] for c in corners)
    assert min(c[1] for c in corners) == 0 and any(c[1] == c[2] for c in corners)


def test_kinds_occur_as_often_as_the_mix_says():
    only_squares = draw(300, 48, HoleMix(square=1, irregular=0, object=0))
    squares = sum(
        bool(h.sum() == h.any(0).sum() * h.any(1).sum())
        for h in draw(300, 48, HoleMix(square=1, irregular=1, object=0))[:, 0]
    )
    assert all(h.sum() == h.any(0).sum() * h.any(1).sum() for h in only_squares[:, 0])
    assert 0.4 < squares / 300 < 0.72  # half of them, and strokes that were too large


def test_stroke_holes_are_varied_and_touch_every_part_of_the_crop():
    holes = stroke_holes(300, 64, seeded())
    part = shares(holes)
    assert 0.17 < part.mean() < 0.23 and part.std() > 0.08
    assert (holes.mean(dim=(0, 1)) > 0.02).all()


def test_only_wanted_strokes_are_drawn_and_alike():
    every = stroke_holes(12, 64, seeded())
    wanted = torch.arange(12) % 3 == 0
    some = stroke_holes(12, 64, seeded(), wanted=wanted)
    assert torch.equal(some[wanted], every[wanted])
    assert not some[~wanted].any()
    assert not stroke_holes(2, 64, seeded(), wanted=torch.zeros(2, dtype=torch.bool)).any()


def test_object_holes_are_scaled_and_placed_anywhere_also_over_the_border():
    disc = torch.zeros(1, 1, 128, 128)
    y, x = torch.meshgrid(torch.arange(128) - 63.5, torch.arange(128) - 63.5, indexing="ij")
    disc[0, 0] = (x * x + y * y < 63 * 63).float()
    holes = object_holes(disc, 400, 64, seeded())
    whole = [h for h in holes[:, 0] if not (h[0].any() or h[-1].any() or h[:, 0].any() or h[:, -1].any())]
    widths = [int(h.any(0).sum()) for h in whole if h.any()]
    assert min(widths) < 20 and max(widths) > 40  # half the crop, times 0.5 to 2
    assert len(whole) < 300  # many lie over the border


def test_strokes_are_united_with_squares_where_the_mix_says_so():
    alone = draw(200, 64, HoleMix(square=0, irregular=1, object=0))
    united = draw(200, 64, HoleMix(square=0, irregular=1, object=0, unite_strokes=1.0))
    assert shares(united).mean() > shares(alone).mean() + 0.05


def test_united_strokes_take_objects_only_if_the_mix_has_objects():
    def has_square(hole: Tensor) -> bool:
        """Whether a square of a quarter of the crop fits into the hole."""
        return bool(torch.nn.functional.avg_pool2d(hole[None], 12, stride=1).max() > 0.999)

    united = draw(100, 48, HoleMix(square=1, irregular=1e6, object=0, unite_strokes=1.0))
    assert all(has_square(hole) for hole in united)


@pytest.mark.parametrize(
    "wrong",
    [{"square": -1.0}, {"square": 0.0, "irregular": 0.0, "object": 0.0}, {"square_side": (0.5, 0.2)}],
)
def test_impossible_mixes_are_refused(wrong):
    with pytest.raises(ValueError):
        HoleMix(**wrong)


def test_silhouettes_come_from_a_folder_centred_and_scaled(tmp_path: Path):
    shape = np.zeros((40, 20), np.uint8)
    shape[5:35, 4:16] = 255
    cv2.imwrite(str(tmp_path / "a.png"), shape)
    cv2.imwrite(str(tmp_path / "empty.png"), np.zeros((9, 9), np.uint8))
    (loaded,) = load_silhouettes(tmp_path)
    assert loaded.shape == (1, 128, 128)
    columns = (loaded[0] > 0.5).any(0).nonzero()[:, 0]
    assert abs(float(columns.float().mean()) - 63.5) < 1  # centred
    assert int((loaded[0] > 0.5).any(1).sum()) == pytest.approx(96, abs=2)  # 30 of 40 px, scaled to 128


def test_without_silhouettes_varied_blobs_are_made(tmp_path: Path):
    assert torch.equal(load_silhouettes(None), generated_silhouettes(256))
    assert torch.equal(load_silhouettes(tmp_path), generated_silhouettes(256))  # an empty folder
    part = shares(generated_silhouettes(64))
    assert part.min() > 0.05 and part.std() > 0.05
    assert all(
        hole.any(0).sum() >= 120 or hole.any(1).sum() >= 120 for hole in generated_silhouettes(64)[:, 0]
    )
