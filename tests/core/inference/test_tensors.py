import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from crfill_core.geometry import Size
from crfill_core.inference.tensors import enlarged, image_array, image_tensor, mask_tensor, padded, reduced


def picture(height: int, width: int, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).random((height, width, 3), dtype=np.float32)


def test_images_go_to_tensors_and_back():
    image = picture(7, 5)
    tensor = image_tensor(image)
    assert tensor.shape == (1, 3, 7, 5) and tensor.dtype == torch.float32
    assert float(tensor[0, 1, 6, 2]) == pytest.approx(2 * image[6, 2, 1] - 1)
    assert np.allclose(image_array(tensor), image, atol=1e-6)


def test_flipped_views_become_tensors():
    image, mask = picture(4, 6)[:, ::-1], np.eye(4, 6, dtype=bool)[:, ::-1]
    assert np.allclose(image_array(image_tensor(image)), image, atol=1e-6)
    tensor = mask_tensor(mask)
    assert tensor.dtype == torch.float32
    assert np.array_equal(tensor[0, 0].numpy() == 1, mask)


def test_values_beyond_the_range_are_clamped_on_the_way_back():
    array = image_array(torch.full((1, 3, 2, 2), 3.0))
    assert array.max() == 1 and array.dtype == np.float32


@given(st.integers(1, 40), st.integers(1, 40), st.sampled_from([4, 8, 16]))
def test_padding_reaches_the_multiple_and_repeats_the_edge(height, width, multiple):
    tensor = torch.arange(height * width, dtype=torch.float32).reshape(1, 1, height, width)
    out = padded(tensor, multiple)
    assert out.shape[-2] % multiple == 0 and out.shape[-2] - height < multiple
    assert out.shape[-1] % multiple == 0 and out.shape[-1] - width < multiple
    assert torch.equal(out[..., :height, :width], tensor)
    assert (out[..., height:, 0] == tensor[..., -1, 0]).all()


def test_reduction_averages_the_known_pixels_only():
    image = np.full((8, 8, 3), 0.25, np.float32)
    hidden = np.zeros((8, 8), bool)
    hidden[:, 3:] = True
    image[hidden] = 1.0  # pixels in the hole must not bleed out
    small, small_hidden = reduced(image, hidden, Size(4, 4))
    assert small_hidden.tolist() == [[False, False, True, True]] * 4
    assert np.allclose(small[~small_hidden], 0.25)
    assert not small[small_hidden].any()


def test_reduction_to_the_same_size_only_hides():
    image, hidden = picture(6, 9), np.zeros((6, 9), bool)
    hidden[2:4, 3:5] = True
    small, small_hidden = reduced(image, hidden, Size(9, 6))
    assert np.array_equal(small_hidden, hidden)
    assert np.array_equal(small[~hidden], image[~hidden]) and not small[hidden].any()


@given(st.integers(9, 60), st.integers(9, 60), st.floats(0.3, 1))
def test_a_reduced_flat_image_stays_flat(height, width, scale):
    image, hidden = np.full((height, width, 3), 0.7, np.float32), np.zeros((height, width), bool)
    hidden[: height // 2, : width // 2] = True
    size = Size(max(1, int(width * scale)), max(1, int(height * scale)))
    small, small_hidden = reduced(image, hidden, size)
    assert small.shape == (size.height, size.width, 3)
    assert np.allclose(small[~small_hidden], 0.7, atol=1e-5)
    assert small_hidden.mean() == pytest.approx(hidden.mean(), abs=0.15)


def test_enlarging_keeps_a_smooth_image_and_leaves_a_fitting_one_alone():
    ramp = np.repeat(np.linspace(0, 1, 20, dtype=np.float32)[None, :, None], 3, axis=2).repeat(10, axis=0)
    large = enlarged(ramp, Size(60, 30))
    assert large.shape == (30, 60, 3)
    expected = (np.arange(60) + 0.5) / 3 - 0.5
    assert np.allclose(large[15, 6:-6, 0], expected[6:-6] / 19, atol=2e-3)
    assert enlarged(ramp, Size(20, 10)) is ramp
