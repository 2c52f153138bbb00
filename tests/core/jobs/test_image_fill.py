"""`crfill_core.fill`: NumPy arrays and Pillow images in and out."""

from __future__ import annotations

import io

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from PIL import Image, ImageCms

import crfill_core
from crfill_core import (
    Box,
    FillError,
    FillOptions,
    FillRequest,
    Inpainter,
    Line,
    LineSteering,
    Photo,
    PhotoError,
)
from crfill_core.geometry import Size
from crfill_core.imaging.convert import coverage_of, photo_of, picture_like
from tests.tiny import tiny_inpainter

HOLE = Box(30, 20, 50, 40)


@pytest.fixture(scope="module")
def inpainter() -> Inpainter:
    return tiny_inpainter()


def picture(channels: int = 3, dtype=np.uint8, height: int = 64, width: int = 80) -> np.ndarray:
    noise = np.random.default_rng(1).random((height, width, channels))
    ramp = np.linspace(0.2, 0.8, width)[None, :, None] + 0.1 * noise
    return (ramp * np.iinfo(dtype).max).astype(dtype)


@pytest.fixture
def mask() -> np.ndarray:
    mask = np.zeros((64, 80), bool)
    mask[HOLE.slices] = True
    return mask


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16, np.dtype(">u2")])
@pytest.mark.parametrize("channels", [0, 1, 2, 3, 4])
def test_an_array_comes_back_as_one_of_its_kind_and_only_the_hole_is_another(
    inpainter, mask, channels, dtype
):
    image = picture(max(channels, 1), dtype)
    image = image[:, :, 0] if channels == 0 else image
    before = image.copy()
    filled = crfill_core.fill(image, mask, inpainter=inpainter, mode="network", widen=False)
    assert type(filled) is np.ndarray and (filled.shape, filled.dtype) == (image.shape, image.dtype)
    assert (filled[~mask] == image[~mask]).all()
    assert (filled[mask] != image[mask]).mean() > 0.5
    assert (image == before).all()


@pytest.mark.parametrize("mode", ["L", "LA", "RGB", "RGBA", "I;16"])
def test_a_pillow_image_comes_back_in_its_mode_with_its_info(inpainter, mask, mode):
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    channels = picture(1, np.uint16) if mode == "I;16" else picture(len(mode))
    image = Image.fromarray(channels[:, :, 0] if channels.shape[2] == 1 else channels)
    assert image.mode == mode
    image.info.update(icc_profile=profile, dpi=(300, 300))
    filled = crfill_core.fill(image, Image.fromarray(mask), inpainter=inpainter, mode="network", widen=False)
    assert (filled.mode, filled.size, filled.info) == (mode, image.size, image.info)
    before, after = np.asarray(image), np.asarray(filled)
    assert (after[~mask] == before[~mask]).all() and (after[mask] != before[mask]).any()


def test_it_is_the_fill_of_the_inpainter_steering_and_options_included(inpainter, mask):
    image = picture()
    avoid, prefer = np.zeros_like(mask), np.zeros_like(mask)
    avoid[:, :20], prefer[:, 60:] = True, True
    filled = crfill_core.fill(
        image,
        mask.astype(np.uint8),
        avoid=avoid,
        prefer=prefer.astype(np.uint8) * 255,
        lines=[(10, 30, 70, 31)],
        inpainter=inpainter,
        mode="assembly",
        candidate_set=1,
        widen=False,
    )
    request = FillRequest(
        Photo(image),
        mask.astype(np.uint8) * 255,
        FillOptions("assembly", candidate_set=1),
        avoid,
        prefer,
        LineSteering.of([Line.of((10, 30, 70, 31))]),
    )
    assert (filled == inpainter.fill(request).apply(request.photo).pixels).all()
    assert (filled != crfill_core.fill(image, mask, inpainter=inpainter, mode="assembly", widen=False)).any()


def test_a_soft_mask_blends(inpainter, mask):
    image = picture()
    fills = {
        share: crfill_core.fill(
            image, mask * np.uint8(share), inpainter=inpainter, mode="network", widen=False
        ).astype(int)
        for share in (128, 255)
    }
    half, whole = np.abs(fills[128] - image)[mask].mean(), np.abs(fills[255] - image)[mask].mean()
    assert 0.4 * whole < half < 0.6 * whole


def test_what_is_filled_of_a_transparent_image_can_be_seen(inpainter, mask):
    image = picture(4)
    image[:, :, 3] = 255
    image[mask] = 0
    filled = crfill_core.fill(image, mask, inpainter=inpainter, mode="network", widen=False)
    assert (filled[:, :, 3] == 255).all()


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
@pytest.mark.parametrize("thickness", [2, 20])
def test_a_soft_fill_shows_nothing_of_the_colours_under_transparent_pixels(inpainter, dtype, thickness):
    """A hole through which nothing was seen, filled with a soft mask: its hidden green must not come up."""
    highest = np.iinfo(dtype).max
    image = np.full((64, 80, 4), highest // 2, dtype)
    image[:, :, 3] = highest
    mask = np.zeros((64, 80), np.uint8)
    mask[20 : 20 + thickness, 10:70] = 128
    image[mask > 0] = (0, highest, 0, 0)
    filled = crfill_core.fill(image, mask, inpainter=inpainter, widen=False)
    inside = filled[mask > 0]
    assert (abs(inside[:, 3].astype(int) - highest * 128 // 255) <= highest // 255).all()
    assert (inside[:, 0] == inside[:, 1]).all()
    assert abs(inside[:, 1].astype(int) - highest // 2).max() < highest // 50


def test_a_closely_masked_thing_leaves_no_rim_unless_asked(inpainter):
    image = np.full((96, 96, 3), 200, np.uint8)
    image[30:60, 30:60] = 20
    image[29, 30:60] = image[60, 30:60] = image[30:60, 29] = image[30:60, 60] = 110  # the blur at its edge
    mask = np.zeros((96, 96), bool)
    mask[30:60, 30:60] = True
    wide, exact = (
        crfill_core.fill(image, mask, inpainter=inpainter, mode="assembly", widen=widen)
        for widen in (True, False)
    )
    assert (wide[29, 30:60] > 150).all()
    assert (exact[29, 30:60] == 110).all()


@pytest.mark.parametrize(
    ("image", "says"),
    [
        (picture().astype(np.float32), "float32"),
        (picture().astype(np.int64), "int64"),
        (np.zeros((4, 4, 5), np.uint8), "(4, 4, 5)"),
        (np.zeros(7, np.uint8), "(7,)"),
        (np.zeros((0, 4, 3), np.uint8), "no pixels"),
        (Image.new("CMYK", (8, 8)), "CMYK"),
        (Image.new("P", (8, 8)), "mode P"),
        ([[1, 2], [3, 4]], "type list"),
        (None, "NoneType"),
    ],
)
def test_images_of_other_kinds_are_refused_in_a_sentence(mask, image, says):
    with pytest.raises(PhotoError) as error:
        crfill_core.fill(image, mask)
    assert says in str(error.value) and str(error.value).endswith(".") and "\n" not in str(error.value)


def cut_short(image: np.ndarray) -> Image.Image:
    """An image from a file that lacks its end."""
    whole = io.BytesIO()
    Image.fromarray(image).save(whole, "JPEG")
    return Image.open(io.BytesIO(whole.getvalue()[:900]))


def test_a_file_cut_short_is_refused_in_a_sentence(mask):
    with pytest.raises(PhotoError, match="The pixels of the image cannot be read"):
        crfill_core.fill(cut_short(picture()), mask)


@pytest.mark.parametrize("name", ["mask", "avoid"])
def test_a_mask_cut_short_is_refused_by_its_name(inpainter, mask, name):
    masks = {"mask": mask} | {name: cut_short(picture()[:, :, 0])}
    with pytest.raises(PhotoError, match=f"The pixels of the {name}.* cannot be read"):
        crfill_core.fill(picture(), **masks, inpainter=inpainter)


@pytest.mark.parametrize(
    ("mask", "says"),
    [
        (np.zeros((64, 80), np.float32), "float32"),
        (np.zeros((64, 80, 1), np.uint8), "(64, 80, 1)"),
        (np.zeros((80, 64), bool), "64×80"),
        (Image.new("RGB", (80, 64)), "mode RGB"),
        ("mask.png", "type str"),
    ],
)
def test_masks_of_other_kinds_are_refused_by_their_name(inpainter, mask, says):
    right = np.ones((64, 80), bool)
    for name in ("mask", "avoid", "prefer"):
        masks = {"mask": right} | {name: mask}
        with pytest.raises(PhotoError) as error:
            crfill_core.fill(picture(), **masks, inpainter=inpainter)
        assert says in str(error.value) and name in str(error.value)


@pytest.mark.parametrize(
    ("options", "error", "says"),
    [
        ({"mdoe": "auto"}, TypeError, "mdoe"),
        ({"mode": "magic"}, FillError, "network"),
        ({"coarse": "quarter"}, FillError, "half"),
        ({"detail": 2}, FillError, "0 to 1"),
        ({"scale": float("inf")}, FillError, "from 0.001 to 1000"),
        ({"candidate_set": -1}, FillError, "from 0 to 1000"),
        ({"window": (1, 2, 3)}, FillError, "left, top"),
        ({"window": (0, 0, float("inf"), 64)}, FillError, "left, top"),
        ({"lines": [(1, 2, 3)]}, FillError, "an x and a y"),
        ({"lines": [7]}, FillError, "is not a line"),
    ],
)
def test_options_that_mean_nothing_are_refused(inpainter, mask, options, error, says):
    with pytest.raises(error, match=says):
        crfill_core.fill(picture(), mask, inpainter=inpainter, **options)


def test_the_mask_of_a_request_is_coverage_not_truth(inpainter, mask):
    with pytest.raises(TypeError, match="uint8"):
        inpainter.fill(FillRequest(Photo(picture()), mask))


def test_an_empty_mask_is_refused(inpainter):
    with pytest.raises(FillError, match="Nothing is masked"):
        crfill_core.fill(picture(), np.zeros((64, 80), bool), inpainter=inpainter)


@settings(max_examples=60, deadline=None)
@given(
    arrays.arrays(
        st.sampled_from([np.uint8, np.uint16, np.dtype(">u2")]),
        st.tuples(st.integers(1, 6), st.integers(1, 6))
        | st.tuples(*[st.integers(1, 6)] * 2, st.integers(1, 4)),
    )
)
def test_an_array_survives_the_way_through_a_photo(image):
    back = picture_like(image, photo_of(image))
    assert back.dtype == image.dtype and (back == image).all() and back.shape == image.shape


@given(arrays.arrays(np.uint8, (3, 4)))
def test_coverage_is_a_copy_and_ones_mean_all(mask):
    coverage = coverage_of(mask, Size(4, 3))
    assert not np.shares_memory(coverage, mask)
    assert (coverage == (mask * np.uint8(255) if mask.max() == 1 else mask)).all()
