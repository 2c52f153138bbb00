"""Fills from end to end with a small untrained generator: what must hold whatever the weights."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from crfill_core.errors import FillError
from crfill_core.geometry import Box, Size
from crfill_core.imaging.color import to_srgb
from crfill_core.inference.inpainter import Inpainter
from crfill_core.inference.request import FillOptions, FillRequest
from crfill_core.inference.window import proposed_shifts
from crfill_core.networks.generator import Generator
from crfill_core.progress import Cancelled, Progress
from crfill_core.references.similarity import select
from crfill_core.weights.load import load_structure
from tests.core.imaging import samples
from tests.core.inference.photos import hole_at, painted, photo_of
from tests.fakes import limited


@pytest.mark.parametrize("mode", ["network", "assembly", "auto"])
@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
@pytest.mark.parametrize("channels", [1, 3])
def test_every_bit_outside_the_mask_is_kept_and_the_hole_changes(inpainter, mode, dtype, channels):
    photo = photo_of(70, 90, dtype, channels)
    mask = hole_at(70, 90, Box(30, 20, 50, 44))
    photo = painted(photo, mask > 0, photo.max_value)  # the thing to remove
    result = inpainter.fill(FillRequest(photo, mask, FillOptions(mode=mode), revision=5))
    filled = result.apply(photo)
    assert np.array_equal(filled.pixels[mask == 0], photo.pixels[mask == 0])
    assert (filled.pixels[mask > 0] != photo.max_value).mean() > 0.9
    assert filled.pixels.dtype == dtype
    assert result.revision == 5
    assert result.holes[0].window.contains(result.holes[0].hole)


@pytest.mark.parametrize("mode", ["network", "assembly"])
def test_what_is_under_the_mask_and_in_avoided_places_has_no_influence(inpainter, mode):
    mask = hole_at(64, 64, Box(20, 20, 40, 40))
    avoid = np.zeros((64, 64), bool)
    avoid[40:60, 10:30] = True
    photo = photo_of(64, 64)
    other = painted(photo, (mask > 0) | avoid, (255, 0, 255))
    options = FillOptions(mode=mode)
    first = inpainter.fill(FillRequest(photo, mask, options, avoid=avoid)).apply(photo).pixels
    second = inpainter.fill(FillRequest(other, mask, options, avoid=avoid)).apply(other).pixels
    assert np.array_equal(first[mask > 0], second[mask > 0])
    assert np.array_equal(second[avoid], other.pixels[avoid])


@pytest.mark.parametrize("mode", ["network", "assembly"])
def test_equal_requests_give_equal_pixels_and_options_matter(inpainter, mode):
    photo = photo_of(64, 80)
    request = FillRequest(photo, hole_at(64, 80, Box(20, 20, 44, 40)), FillOptions(mode=mode))
    pixels = [inpainter.fill(request).apply(photo).pixels for _ in range(2)]
    assert np.array_equal(*pixels)
    mirrored = replace(request, options=FillOptions(mode="network", mirrored=True))
    assert not np.array_equal(inpainter.fill(mirrored).apply(photo).pixels, pixels[0])


@pytest.mark.parametrize(
    ("coarse", "mode", "scale", "half"),
    [
        ("auto", "network", 2.0, False),
        ("auto", "network", 0.8, True),
        ("auto", "assembly", 0.8, False),
        ("full", "network", 0.8, False),
        ("half", "assembly", 2.0, True),
    ],
)
def test_the_coarse_pass_is_at_half_size_where_it_helps(inpainter, monkeypatch, coarse, mode, scale, half):
    """The mirrored look at the same window, too."""
    entering = []
    run = Generator.coarse
    monkeypatch.setattr(
        Generator, "coarse", lambda self, x, *rest: entering.append(x.shape[3]) or run(self, x, *rest)
    )
    options = FillOptions(mode=mode, scale=scale, coarse=coarse)
    request = FillRequest(photo_of(96, 96), hole_at(96, 96, Box(20, 20, 40, 40)), options)
    result = inpainter.fill(request)
    (one,) = result.references
    inpainter.add_mirrored(one)
    seen = -(-one.size.width // 8) * 8
    assert entering == [seen // 2 if half else seen] * 2 and one.half_coarse == half


def test_fills_are_the_same_with_any_number_of_threads(inpainter):
    photo = photo_of(500, 620)
    # Thick enough for two patch sides at a coarse working scale, and a second hole.
    mask = hole_at(500, 620, Box(40, 40, 460, 460)) | hole_at(500, 620, Box(540, 60, 580, 100))
    pixels = []
    for count in (1, 2, 3):
        with limited(count):
            pixels.append(inpainter.fill(FillRequest(photo, mask)).apply(photo).pixels)
    assert np.array_equal(pixels[0], pixels[1])
    assert np.array_equal(pixels[0], pixels[2])


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_first_looks_come_early_sharpen_and_are_no_part_of_the_result(inpainter, dtype):
    photo, mask = photo_of(300, 400, dtype), hole_at(300, 400, Box(100, 60, 300, 240))
    plain = inpainter.fill(FillRequest(photo, mask)).apply(photo)
    looks, reached = [], [0.0]

    def show(look):
        looks.append((reached[0], look))

    progress = Progress(lambda fraction, what: reached.append(fraction) or reached.pop(0), show)
    result = inpainter.fill(FillRequest(photo, mask), progress)
    assert np.array_equal(result.apply(photo).pixels, plain.pixels)
    assert len(looks) >= 3 and looks[0][0] < 0.33
    window = result.holes[0].window
    sizes = []
    for _, look in looks:
        assert look.window == window and look.pixels.dtype == dtype
        assert look.pixels.shape[:2] == look.hole.shape and look.hole.any()
        # About where the hole is: no more than a pixel of the look, padding included, away.
        pixel = max(
            (look.right - look.left) / look.hole.shape[1], (look.bottom - look.top) / look.hole.shape[0]
        )
        for edge, true in zip(
            (look.left, look.top, look.right, look.bottom), (100, 60, 300, 240), strict=True
        ):
            assert abs(edge - true) <= pixel
        sizes.append(look.hole.size)
    assert sizes == sorted(sizes)
    # The latest is near to the answer: its mean colour is that of the filled hole.
    last = looks[-1][1]
    shown = last.pixels[last.hole].mean(0) / photo.max_value
    assert np.abs(shown - plain.pixels[mask > 0].mean(0) / photo.max_value).max() < 0.1


def test_soft_coverage_blends(inpainter):
    photo = photo_of(64, 64)
    hard = hole_at(64, 64, Box(20, 20, 40, 40))
    soft = hard.copy()
    soft[20:40, 20] = 128
    options = FillOptions(mode="network")
    full = inpainter.fill(FillRequest(photo, hard, options)).apply(photo).pixels
    half = inpainter.fill(FillRequest(photo, soft, options)).apply(photo).pixels
    expected = photo.pixels[20:40, 20] * (1 - 128 / 255) + full[20:40, 20] * (128 / 255)
    assert np.abs(half[20:40, 20] - expected).max() <= 0.5 + 1e-9
    assert np.array_equal(half[:, 21:], full[:, 21:])


def test_alpha_stays_and_transparent_pixels_are_not_looked_at(inpainter):
    alpha = np.full((64, 64), 255, np.uint8)
    alpha[:, :15] = 0
    photo = photo_of(64, 64, alpha=alpha)
    other = painted(photo, alpha == 0, (255, 0, 255))
    mask = hole_at(64, 64, Box(20, 20, 40, 40))
    first = inpainter.fill(FillRequest(photo, mask)).apply(photo)
    second = inpainter.fill(FillRequest(other, mask)).apply(other)
    assert np.array_equal(first.pixels[mask > 0], second.pixels[mask > 0])
    assert first.alpha is alpha


def test_the_network_sees_srgb(inpainter, monkeypatch):
    seen = []
    run = inpainter.run_network
    monkeypatch.setattr(
        inpainter, "run_network", lambda image, *a, **k: seen.append(image) or run(image, *a, **k)
    )
    icc = samples.matrix_icc(samples.PROPHOTO_RGB, samples.gamma_curve(1.8))
    photo = photo_of(32, 32)
    mask = hole_at(32, 32, Box(10, 10, 20, 20))
    for profile in (None, icc):
        inpainter.fill(FillRequest(replace(photo, icc=profile), mask, FillOptions(mode="network")))
    known = mask == 0
    assert np.allclose(seen[0][known], photo.pixels[known] / 255, atol=1e-6)
    assert np.allclose(seen[1][known], to_srgb(photo.pixels, icc)[known])
    assert np.abs(seen[1] - seen[0])[known].mean() > 0.02
    assert not seen[0][~known].any()


HOLES = st.lists(
    st.tuples(st.integers(0, 59), st.integers(0, 47), st.integers(1, 30), st.integers(1, 30)),
    min_size=1,
    max_size=5,
)


@given(holes=HOLES)
@settings(max_examples=8, deadline=None)
def test_holes_anywhere_are_filled_and_nothing_else(inpainter, holes):
    photo = photo_of(48, 60)
    photo = painted(photo, photo.pixels == 7, 8)
    mask = np.zeros((48, 60), np.uint8)
    for x, y, width, height in holes:
        mask[y : y + height, x : x + width] = 255
    photo = painted(photo, mask > 0, 7)
    result = inpainter.fill(FillRequest(photo, mask, FillOptions(mode="network")))
    filled = result.apply(photo).pixels
    assert np.array_equal(filled[mask == 0], photo.pixels[mask == 0])
    assert (filled[mask > 0] == 7).all(axis=1).mean() < 0.05


def test_thousands_of_specks_and_a_long_wire(inpainter):
    rng = np.random.default_rng(1)
    photo = photo_of(160, 200)
    mask = np.where(rng.random((160, 200)) < 0.03, np.uint8(255), np.uint8(0))
    mask[80:83, :] = 255
    photo = painted(photo, mask > 0, 255)
    result = inpainter.fill(FillRequest(photo, mask, FillOptions(mode="network")))
    filled = result.apply(photo).pixels
    assert np.array_equal(filled[mask == 0], photo.pixels[mask == 0])
    assert (filled[mask > 0] == 255).all(axis=1).mean() < 0.01


def test_requests_that_cannot_be_filled_say_why(inpainter):
    photo = photo_of(32, 32)
    for mask, message in (
        (np.zeros((32, 32), np.uint8), "Nothing is masked"),
        (np.full((32, 32), 255, np.uint8), "covers the whole photo"),
        (np.zeros((32, 31), np.uint8), "31×32"),
    ):
        with pytest.raises(FillError, match=message):
            inpainter.fill(FillRequest(photo, mask))
    mask = hole_at(32, 32, Box(8, 8, 16, 16))
    with pytest.raises(FillError, match="avoided"):
        inpainter.fill(FillRequest(photo, mask, avoid=mask == 0))
    with pytest.raises(FillError, match="does not contain"):
        inpainter.fill(FillRequest(photo, mask, FillOptions(window=Box(0, 0, 12, 12))))
    with pytest.raises(FillError, match="no device"):
        Inpainter(inpainter.weights, "toaster")


def test_a_window_chosen_by_hand_is_the_one_used(inpainter):
    photo = photo_of(64, 64)
    window = Box(10, 10, 60, 50)
    mask = hole_at(64, 64, Box(20, 20, 30, 30))
    result = inpainter.fill(FillRequest(photo, mask, FillOptions(window=window, mode="network")))
    assert result.holes[0].window == window


def test_cancelling_stops_between_steps(inpainter):
    photo = photo_of(64, 64)
    progress = Progress(lambda fraction, what: progress.cancel() if fraction > 0.1 else None)
    with pytest.raises(Cancelled):
        inpainter.fill(FillRequest(photo, hole_at(64, 64, Box(20, 20, 40, 40))), progress)


def test_progress_never_goes_back_and_ends_at_one(inpainter):
    photo = photo_of(64, 200)
    mask = hole_at(64, 200, Box(20, 20, 30, 30)) | hole_at(64, 200, Box(150, 20, 165, 40))
    seen: list[float] = []
    inpainter.fill(FillRequest(photo, mask), Progress(lambda fraction, what: seen.append(fraction)))
    assert seen == sorted(seen)
    assert seen[-1] == 1.0


@pytest.mark.parametrize(("mode", "word"), [("network", "detail"), ("auto", "assembly")])
def test_progress_is_told_in_the_words_of_the_mode(inpainter, mode, word):
    said: list[str] = []
    mask = hole_at(64, 64, Box(20, 20, 30, 30))
    options = FillOptions(mode=mode, detail=1.0, scale=0.5)
    inpainter.fill(FillRequest(photo_of(64, 64), mask, options), Progress(lambda _, what: said.append(what)))
    assert {"detail", "assembly"} & set(said) == {word}


@pytest.mark.parametrize(("failures", "note"), [(1, "half its scale"), (2, "on the CPU from now on")])
def test_out_of_memory_falls_back_and_says_so(inpainter, monkeypatch, failures, note):
    fallback = Inpainter(inpainter.weights, "cpu")
    run = fallback._run
    left = [failures]

    def scarce(*arguments):
        if left[0]:
            left[0] -= 1
            raise torch.OutOfMemoryError("no memory")
        return run(*arguments)

    monkeypatch.setattr(fallback, "_run", scarce)
    photo = photo_of(64, 64)
    result = fallback.fill(
        FillRequest(photo, hole_at(64, 64, Box(20, 20, 40, 40)), FillOptions(mode="network"))
    )
    assert note in result.notes[0]
    planned = inpainter.fill(
        FillRequest(photo, hole_at(64, 64, Box(20, 20, 40, 40)), FillOptions(mode="network"))
    )
    assert result.holes[0].scale == planned.holes[0].scale / (2 if failures == 1 else 1)
    assert result.weights_sha256 == fallback.weights.sha256


def test_the_result_names_the_structure_network_that_guided_it(inpainter):
    photo, mask = photo_of(300, 300), hole_at(300, 300, Box(120, 120, 180, 180))
    thin = hole_at(300, 300, Box(20, 20, 22, 22))
    bundled = load_structure()
    both = bundled.name, bundled.sha256
    for asked, options, structure in (
        (mask, FillOptions(mode="auto"), both),
        (mask, FillOptions(mode="network", scale=0.5, detail=1.0), both),
        (mask, FillOptions(mode="network", scale=0.5, detail=0.0), ("", "")),
        (thin, FillOptions(mode="auto"), ("", "")),
    ):
        result = inpainter.fill(FillRequest(photo, asked, options))
        assert (result.structure, result.structure_sha256) == structure, options


def test_a_structure_network_can_be_given(inpainter):
    other = replace(load_structure(), name="other", sha256="12" * 32)
    result = Inpainter(inpainter.weights, "cpu", other).fill(
        FillRequest(photo_of(64, 64), hole_at(64, 64, Box(20, 20, 40, 40)), FillOptions(mode="assembly"))
    )
    assert (result.structure, result.structure_sha256) == ("other", "12" * 32)


def test_the_mirrored_window_is_never_seen_at_another_scale(inpainter, monkeypatch):
    """Out of memory there: the confidence still counts it, on the CPU, which is said."""
    fallback = Inpainter(inpainter.weights, "cpu")
    photo = photo_of(64, 64)
    result = fallback.fill(
        FillRequest(photo, hole_at(64, 64, Box(20, 20, 40, 40)), FillOptions(mode="network"))
    )
    (one,) = result.references
    run, left = fallback._run, [1]

    def scarce(*arguments):
        if left[0]:
            left[0] -= 1
            raise torch.OutOfMemoryError("no memory")
        return run(*arguments)

    monkeypatch.setattr(fallback, "_run", scarce)
    (note,) = fallback.add_mirrored(one)
    assert "on the CPU" in note
    assert one.other is not None and one.other.references.shape == one.selection.references.shape


def test_references_propose_their_shifts_in_pixels_of_the_window():
    feature = np.zeros((2, 8, 16), np.float32)
    feature[0, :, :8] = 1  # the left half looks one way, the right half the other
    feature[1, :, 8:] = 1
    feature[:, 2:4, 2:4] = 0
    feature[0, 2:4, 2:4] = 1
    hidden = np.zeros((32, 64), bool)
    hidden[8:16, 8:16] = True
    proposals = proposed_shifts(select(feature, hidden), Size(128, 64))
    assert proposals.shape[1] == 3
    assert (
        set(proposals[:, 0] % 16) == set(proposals[:, 1] % 16) == {0}
    )  # patches are 8 pixels apart, at half size
    best = proposals[proposals[:, 2] > 0.99]
    assert len(best) and (np.abs(best[:, :2]).max(axis=1) > 0).all()
    assert proposed_shifts(select(feature, np.ones_like(hidden)), Size(128, 64)) is None
