"""Rims that a close outline leaves: composites whose truth is known, and what holds for every mask."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from crfill_core.imaging.mask_rim import Outline, reach_of
from crfill_core.imaging.widen import SOFTEST, rim_of, widened

SHAPE = (420, 560)


def applied(pixels: np.ndarray, mask: np.ndarray) -> np.ndarray:
    """The whole mask, widened."""
    box, values = widened(pixels, mask)
    result = mask.copy()
    result[box.slices] = values
    return result


def silhouette(grow: int = 0) -> np.ndarray:
    """A body with thin limbs and a gap, (H, W) uint8 of 0 and 255, made ``grow`` pixels larger all round."""
    shape = np.zeros(SHAPE, np.uint8)
    cv2.ellipse(shape, (280, 200), (70, 100), 0, 0, 360, 255, -1)
    for end, width in (((120, 330), 14), ((450, 350), 22), ((470, 60), 5)):
        cv2.line(shape, (280, 200), end, 255, width)
    cv2.circle(shape, (280, 200), 20, 0, -1)
    return cv2.dilate(shape, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * grow + 1,) * 2))


def texture(kind: str) -> np.ndarray:
    """(H, W, 3) float32 ground."""
    rng = np.random.default_rng(3)
    y, x = np.mgrid[: SHAPE[0], : SHAPE[1]].astype(np.float32)
    ground = np.stack([150 + 0.1 * y, 140 - 0.05 * x, 110 + 0.0 * x], axis=2)
    if kind == "grain":
        return ground + cv2.GaussianBlur(rng.normal(0, 40, (*SHAPE, 3)).astype(np.float32), (0, 0), 1.5)
    if kind == "stripes":
        return ground + 25 * np.sin(x / 5 + y / 9)[:, :, None]
    return ground


def composite(kind: str, sharpen: float = 0.0) -> tuple[np.ndarray, np.ndarray]:
    """A dark thing with a soft edge on ground of a kind, saved as JPEG; the photo and the thing's share of it (H, W)."""
    share = cv2.GaussianBlur(silhouette().astype(np.float32) / 255, (0, 0), 1.3)
    thing = np.array([40, 60, 70], np.float32)
    mixed = texture(kind) * (1 - share[:, :, None]) + thing * share[:, :, None]
    mixed += sharpen * (mixed - cv2.GaussianBlur(mixed, (0, 0), 1.2))
    _, file = cv2.imencode(".jpg", np.clip(mixed, 0, 255).astype(np.uint8), [cv2.IMWRITE_JPEG_QUALITY, 88])
    photo = cv2.imdecode(file, cv2.IMREAD_COLOR)
    assert photo is not None
    return photo, share


@pytest.mark.parametrize("sharpen", [0.0, 0.6])
@pytest.mark.parametrize("kind", ["plain", "grain", "stripes"])
def test_hardly_anything_of_the_thing_stays(kind: str, sharpen: float) -> None:
    photo, share = composite(kind, sharpen)
    mask = silhouette()
    wide = applied(photo, mask)
    before, after = share[mask == 0].sum(), share[wide == 0].sum()
    assert before > 500 and after < 0.1 * before
    # Three standard deviations of its edge, and a pixel or two more, are all that the thing needs.
    assert not wide[silhouette(grow=7) == 0].any()


@pytest.mark.parametrize("kind", ["plain", "grain", "stripes"])
@pytest.mark.parametrize("room", [6, 9, 15])
def test_room_round_the_thing_is_enough(kind: str, room: int) -> None:
    photo, _ = composite(kind)
    mask = silhouette(room)
    gained = (applied(photo, mask) > 0) & (mask == 0)
    # Straight stretches of the outline may by chance run along a stripe.
    assert np.count_nonzero(gained) <= (80 if kind == "stripes" else 0)


def test_only_where_the_outline_is_close() -> None:
    photo, _ = composite("grain")
    mask = np.where(np.arange(SHAPE[1]) < 280, silhouette(), silhouette(12)).astype(np.uint8)
    gained = (applied(photo, mask) > 0) & (mask == 0)
    assert gained[:, :270].any() and not gained[:, 300:].any()


def test_a_slit_in_the_mask_is_covered_as_the_outline_near_it_is() -> None:
    thing = silhouette()
    cv2.line(thing, (280, 275), (280, 310), 0, 5)
    share = cv2.GaussianBlur(thing.astype(np.float32) / 255, (0, 0), 1.3)[:, :, None]
    photo = np.rint(texture("plain") * (1 - share) + 40 * share).astype(np.uint8)
    wide = applied(photo, thing)
    assert share[thing == 0].sum() > 500 and share[wide == 0].max() < 0.1


def test_a_soft_mask_is_widened_and_stays_as_soft() -> None:
    photo, share = composite("plain")
    soft = cv2.blur(silhouette(), (5, 5))
    wide = applied(photo, soft)
    visible = (share * (255 - wide.astype(np.float32)) / 255).sum()
    assert visible < 0.1 * (share * (255 - soft.astype(np.float32)) / 255).sum()

    def fading(mask: np.ndarray) -> int:
        return np.count_nonzero((mask > 0) & (mask < 255))

    assert 0.6 * fading(soft) < fading(wide) < 1.4 * fading(soft)


def test_a_cut_out_hole_is_no_rim() -> None:
    """Where a file holds black for what is missing, the known pixels up to it are good."""
    for kind in ("plain", "stripes"):
        photo = texture(kind).clip(0, 255).astype(np.uint8)
        mask = silhouette()
        photo[mask > 0] = 0
        assert np.count_nonzero(rim_of(photo, mask > 0, 0.3)) < (100 if kind == "stripes" else 1)


def test_the_rim_beyond_a_hole_is_told_without_changing_the_hole() -> None:
    photo, share = composite("grain")
    hole = silhouette() > 0
    rim = rim_of(photo, hole, 0.3)
    assert not (rim & hole).any()
    assert share[~hole & ~rim].sum() < 0.1 * share[~hole].sum()


def test_what_must_not_be_looked_at_does_not_matter() -> None:
    photo, _ = composite("grain")
    hole = silhouette() > 0
    unseen = np.zeros_like(hole)
    unseen[:, : hole.shape[1] // 2] = True
    rim = rim_of(photo, hole, 0.3, unseen)
    assert rim.any()
    other = np.where((unseen & ~hole)[:, :, None], 255 - photo, photo)
    assert np.array_equal(rim_of(other, hole, 0.3, unseen), rim)
    assert not np.array_equal(rim_of(other, hole, 0.3), rim_of(photo, hole, 0.3))


def test_depth_and_channels_do_not_matter() -> None:
    photo, _ = composite("plain")
    mask = silhouette()
    assert np.array_equal(applied(photo.astype(np.uint16) * 257, mask), applied(photo, mask))
    grey = photo.mean(axis=2, keepdims=True).astype(np.uint8)
    assert np.array_equal(applied(grey, mask), applied(np.repeat(grey, 3, axis=2), mask))


masks = arrays.arrays(
    np.uint8,
    st.tuples(st.integers(1, 12), st.integers(1, 12)),
    elements=st.sampled_from([0, 0, 90, 255, 255]),
)


@settings(deadline=None, max_examples=60)
@given(masks, st.integers(0, 2**32 - 1), st.booleans(), st.sampled_from([1, 3]))
def test_never_less_and_never_far(coarse: np.ndarray, seed: int, plain: bool, channels: int) -> None:
    """Any mask, at the border, too, over anything: it only grows, and by no more than is said; always the same."""
    mask = cv2.resize(coarse, None, fx=7, fy=9, interpolation=cv2.INTER_NEAREST)
    rng = np.random.default_rng(seed)
    pixels = rng.integers(0, 256, (*mask.shape, channels)).astype(np.uint8)
    if plain:  # a thing exactly under the mask
        pixels = (pixels // 16 + np.where(mask >= 128, 30, 200)[:, :, None]).astype(np.uint8)
        pixels = cv2.blur(pixels, (3, 3)).reshape(pixels.shape)
    wide = applied(pixels, mask)
    assert np.all(wide >= mask)
    assert np.array_equal(wide, applied(pixels, mask))
    inside = mask >= 128
    rim = rim_of(pixels, inside, mask.size / 1e6)
    assert not (rim & inside).any()
    if not inside.any():
        assert np.array_equal(wide, mask) and not rim.any()
        return
    distance = cv2.distanceTransform((~inside).view(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
    reach = reach_of(mask.size / 1e6, int(inside.sum()))
    assert not rim[distance > reach + 1.5].any()
    if plain:  # no part sticks out
        fade = np.count_nonzero((mask > 0) & (mask < 255))
        room = reach + SOFTEST + 1.5 + (2 * 60 if fade else 0)
        assert not ((wide > mask) & (distance > room)).any()


def test_a_mask_of_many_pieces_costs_no_more_than_its_longest() -> None:
    specks = np.zeros((400, 400), np.uint8)
    specks[::8, ::8] = specks[1::8, ::8] = specks[::8, 1::8] = specks[1::8, 1::8] = 255
    assert len(Outline.of(specks > 0, 10_000).counts) <= 100
    pixels = np.where(specks[:, :, None] > 0, 20, 200).astype(np.uint8).repeat(3, axis=2)
    assert np.all(applied(pixels, specks) >= specks)


def test_normals_point_out_of_the_mask() -> None:
    mask = silhouette() > 0
    outline = Outline.of(mask, 10_000)
    x, y = np.rint(outline.points + 3 * outline.normals).astype(int).T
    assert mask[y, x].mean() < 0.05
    assert np.allclose(np.hypot(*outline.normals.T), 1, atol=1e-3)
