from __future__ import annotations

import math

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from crfill_core.files.strict import read
from crfill_core.networks.structure import (
    LOG_SCALE_RANGE,
    LOG_SCALE_START,
    StructureConfig,
    StructureNetwork,
    push_pull_fill,
)

SMALL = StructureConfig((8, 8, 16), groups=4, heads=2)


@pytest.fixture(scope="module")
def small() -> StructureNetwork:
    torch.manual_seed(3)
    network = StructureNetwork(SMALL)
    for parameter in network.parameters():  # zero-initialised layers would hide everything before them
        parameter.data += 0.05 * torch.randn_like(parameter)
    return network.eval().requires_grad_(False)


def sample(height: int, width: int, seed: int = 0) -> tuple[torch.Tensor, torch.Tensor]:
    generator = torch.Generator().manual_seed(seed)
    image = torch.rand(1, 3, height, width, generator=generator) * 2 - 1
    mask = torch.zeros(1, 1, height, width)
    mask[:, :, height // 4 : height // 2, width // 4 : width // 2] = 1
    return image, mask


def test_default_size():
    assert sum(p.numel() for p in StructureNetwork().parameters()) == 4_816_976


def test_untrained_network_answers_with_the_push_pull_fill():
    image, mask = sample(64, 64)
    fill, log_scale = StructureNetwork(SMALL)(image, mask)
    torch.testing.assert_close(fill, push_pull_fill(image, mask), atol=0.2, rtol=0)
    assert log_scale.mean().item() == pytest.approx(LOG_SCALE_START, abs=0.2)


@pytest.mark.parametrize(("height", "width"), [(64, 64), (40, 72), (8, 16)])
def test_any_multiple_of_eight(small, height, width):
    fill, log_scale = small(*sample(height, width))
    assert fill.shape == (1, 3, height, width) and log_scale.shape == (1, 1, height, width)
    low, high = LOG_SCALE_RANGE
    assert low <= log_scale.min() and log_scale.max() <= high


def test_what_the_mask_hides_does_not_matter(small):
    image, mask = sample(32, 32)
    other = torch.where(mask > 0, torch.full_like(image, math.pi), image)
    torch.testing.assert_close(small(image, mask).fill, small(other, mask).fill)


def test_images_of_a_batch_do_not_see_each_other(small):
    (a, mask), (b, _) = sample(32, 32, 1), sample(32, 32, 2)
    together = small(torch.cat([a, b]), mask.expand(2, -1, -1, -1))
    torch.testing.assert_close(together.fill[1:], small(b, mask).fill, atol=1e-4, rtol=1e-4)


def test_push_pull_of_one_known_pixel_fills_all_with_it():
    image, mask = torch.zeros(1, 1, 5, 9), torch.ones(1, 1, 5, 9)
    image[..., 3, 7], mask[..., 3, 7] = 0.75, 0
    torch.testing.assert_close(push_pull_fill(image, mask), torch.full_like(image, 0.75))


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 20), st.integers(1, 20), st.integers(0, 99), st.floats(0, 1))
def test_push_pull_keeps_known_pixels_and_their_range(height, width, seed, share):
    generator = torch.Generator().manual_seed(seed)
    image = torch.rand(1, 3, height, width, generator=generator) * 2 - 1
    mask = (torch.rand(1, 1, height, width, generator=generator) < share).float()
    fill = push_pull_fill(image, mask)
    known = (mask == 0).expand_as(image)
    assert torch.equal(fill[known], image[known])
    if known.any():
        assert image[known].min() - 1e-4 <= fill.min() and fill.max() <= image[known].max() + 1e-4
    else:
        assert not fill.any()


def test_config_survives_json_and_refuses_what_it_does_not_know():
    assert read({**SMALL.to_dict(), "channels": [8, 8, 16]}, StructureConfig) == SMALL
    with pytest.raises(ValueError, match="depth"):
        read({"depth": 3}, StructureConfig)
    with pytest.raises(ValueError, match="multiples"):
        StructureConfig((60, 128, 192))
