import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from crfill_core.inference.guide import LARGEST, THICKEST, guide_size, structure_guide
from crfill_core.networks.structure import SIZE_MULTIPLE, StructureConfig, StructureNetwork


@pytest.fixture(scope="module")
def network() -> StructureNetwork:
    torch.manual_seed(1)
    network = StructureNetwork(StructureConfig(channels=(8, 8, 8), groups=2, heads=2)).eval()
    for parameter in network.parameters():
        torch.nn.init.normal_(parameter, std=0.1)
    return network


def window(height: int, width: int, hole: int) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(2)
    image = rng.random((height, width, 3), dtype=np.float32)
    hidden = np.zeros((height, width), bool)
    hidden[5 : 5 + hole, 7 : 7 + hole] = True
    return image, hidden


@given(st.integers(1, 900), st.integers(1, 900), st.integers(1, 400))
def test_the_hole_and_the_window_are_small_enough_for_the_network(height: int, width: int, hole: int) -> None:
    hidden = np.zeros((height, width), bool)
    hidden[:hole, :hole] = True
    size = guide_size(hidden)
    assert min(size) >= SIZE_MULTIPLE and max(size) <= max(LARGEST, SIZE_MULTIPLE)
    scale = size.height / height
    assert min(hole, height, width) * scale <= THICKEST + SIZE_MULTIPLE


@pytest.mark.parametrize("shape", [(40, 61, 20), (97, 130, 70), (6, 9, 3)])
def test_known_pixels_stay_and_the_confidence_is_a_share(
    network: StructureNetwork, shape: tuple[int, int, int]
) -> None:
    image, hidden = window(*shape)
    guide = structure_guide(network, image, hidden, torch.device("cpu"))
    assert guide.colour.shape[:2] == guide.confidence.shape == guide_size(hidden)[::-1]
    assert guide.colour.min() >= 0 and guide.colour.max() <= 1
    assert guide.confidence.min() > 0 and guide.confidence.max() <= 1
    if guide.confidence.shape == hidden.shape:
        assert np.allclose(guide.colour[~hidden], image[~hidden])


def test_what_the_hole_holds_does_not_matter(network: StructureNetwork) -> None:
    image, hidden = window(64, 64, 24)
    other = np.where(hidden[..., None], 1 - image, image)
    first, second = (structure_guide(network, x, hidden, torch.device("cpu")) for x in (image, other))
    assert np.array_equal(first.colour, second.colour) and np.array_equal(first.confidence, second.confidence)


def test_a_mirrored_window_has_the_mirrored_guide(network: StructureNetwork) -> None:
    image, hidden = window(64, 64, 24)
    device = torch.device("cpu")
    guide = structure_guide(network, image, hidden, device)
    mirrored = structure_guide(network, image[:, ::-1], hidden[:, ::-1], device)
    assert np.allclose(mirrored.colour, guide.colour[:, ::-1], atol=1e-5)
    assert np.allclose(mirrored.confidence, guide.confidence[:, ::-1], atol=1e-5)
