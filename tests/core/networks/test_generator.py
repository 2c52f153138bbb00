import numpy as np
import pytest
import torch
from torch import Tensor

from crfill_core.files.strict import read
from crfill_core.geometry import Box, Size
from crfill_core.networks.attention import patch_attention
from crfill_core.networks.generator import Generator, GeneratorConfig
from crfill_core.networks.layers import gate, init_xavier
from tests.core.networks import reference

SIDE = 32


@pytest.fixture
def generator() -> Generator:
    torch.manual_seed(3)
    generator = Generator(GeneratorConfig(width=8)).eval().requires_grad_(False)
    init_xavier(generator, 1.5)
    for parameter in generator.parameters():
        if parameter.ndim == 1:
            torch.nn.init.normal_(parameter, std=0.3)  # biases that matter
    return generator


@pytest.fixture
def image() -> Tensor:
    return torch.rand(2, 3, SIDE, SIDE, generator=torch.Generator().manual_seed(1)) * 2 - 1


@pytest.fixture
def mask() -> Tensor:
    mask = torch.zeros(2, 1, SIDE, SIDE)
    mask[0, :, 8:20, 10:26] = 1
    mask[1, :, :9, 20:] = 1
    return mask


def test_has_the_papers_parameter_count_at_full_width():
    assert sum(p.numel() for p in Generator(GeneratorConfig(width=48)).parameters()) == 4_052_478


@pytest.mark.parametrize("width", [8, 48])
def test_layers_are_named_and_shaped_as_in_the_table(width):
    state = Generator(GeneratorConfig(width=width)).state_dict()
    assert {name: tuple(value.shape) for name, value in state.items()} == reference.shapes(width)


def test_computes_what_the_table_says(generator, image, mask):
    output = generator(image, mask)
    parameters = {name: value.double().numpy() for name, value in generator.state_dict().items()}
    for i in range(len(image)):
        expected = reference.forward(image[i].double().numpy(), mask[i, 0].double().numpy(), parameters)
        for ours, theirs in zip((x[i] for x in output), expected, strict=True):
            assert np.abs(ours.numpy() - theirs).max() < 1e-4
            assert np.abs(theirs).max() > 0.05  # the comparison is of something


@pytest.mark.parametrize("height, width", [(16, 16), (36, 20), (24, 64)])
def test_output_shapes_and_ranges(generator, height, width):
    mask = torch.zeros(1, 1, height, width)
    mask[:, :, 4:9, 3:11] = 1
    output = generator(torch.rand(1, 3, height, width) * 2 - 1, mask)
    assert output.coarse.shape == output.fine.shape == (1, 3, height, width)
    assert output.similarity.shape == (1, 16, height // 4, width // 4)
    assert output.fine.abs().max() <= 1 and output.coarse.abs().max() <= 1
    assert output.similarity.min() >= 0 and output.similarity.max() > 0


@pytest.mark.parametrize("half_coarse", [False, True])
def test_what_is_under_the_mask_is_ignored(generator, image, mask, half_coarse):
    other = torch.where(mask > 0, -image.flip(3), image)
    for a, b in zip(
        generator(image, mask, half_coarse=half_coarse),
        generator(other, mask, half_coarse=half_coarse),
        strict=True,
    ):
        assert torch.equal(a, b)


def test_half_coarse_runs_the_coarse_network_at_half_size(generator, image, mask):
    seen: list[Tensor] = []
    generator.conv1.register_forward_hook(lambda module, inputs, output: seen.append(inputs[0]))
    output = generator(image, mask, half_coarse=True)
    (entering,) = seen
    assert entering.shape == (2, 5, SIDE // 2, SIDE // 2)
    small_mask = entering[:, 4:]
    assert torch.equal(small_mask > 0, torch.nn.functional.max_pool2d(mask, 2) > 0)
    assert not (entering[:, :3] * small_mask).any()
    enlarged = torch.nn.functional.interpolate(
        generator.coarse(entering[:, :3], small_mask), scale_factor=2, mode="bilinear", align_corners=False
    )
    assert torch.allclose(output.coarse, enlarged, atol=1e-6)
    # The refinement sees full-size pixels: the known ones change its answer at full resolution.
    assert not torch.allclose(output.fine, generator(image, mask).fine)


def test_contextual_attention_is_between_the_sixth_and_the_ninth_layer(generator, image, mask):
    attending = Generator(GeneratorConfig(width=8, contextual_attention=True)).eval().requires_grad_(False)
    attending.load_state_dict(generator.state_dict())  # no parameters of its own
    seen: list[Tensor] = []
    attending.pmconv9.register_forward_hook(lambda module, inputs, output: seen.append(inputs[0]))
    with_attention, plain = attending(image, mask), generator(image, mask)
    assert torch.equal(with_attention.similarity, plain.similarity)
    expected = patch_attention(plain.similarity, plain.similarity, mask, patch=4, stride=2, alpha=10.0)
    assert torch.allclose(seen[0], expected)
    assert not torch.allclose(with_attention.fine, plain.fine)


def test_gate_is_elu_times_sigmoid_of_the_two_halves():
    x = torch.tensor([[-2.0, 0.5, 1.0, -1.0]]).reshape(1, 4, 1, 1)
    sigmoid = [1 / (1 + np.exp(-1.0)), 1 / (1 + np.exp(1.0))]
    assert gate(x).flatten().tolist() == pytest.approx([(np.exp(-2) - 1) * sigmoid[0], 0.5 * sigmoid[1]])
    assert gate(x, relu=True).flatten().tolist() == pytest.approx([0.0, 0.5 * sigmoid[1]])


@pytest.mark.parametrize("width", [4, 10, 0])
def test_impossible_widths_are_refused(width):
    with pytest.raises(ValueError, match="width"):
        GeneratorConfig(width=width)


def test_configuration_survives_a_dictionary_and_refuses_what_it_does_not_know():
    config = GeneratorConfig(width=24, contextual_attention=True)
    assert read(config.to_dict(), GeneratorConfig) == config
    with pytest.raises(ValueError, match="depth"):
        read({"width": 24, "depth": 3}, GeneratorConfig)


@pytest.mark.parametrize("half_coarse", [False, True])
@pytest.mark.parametrize("part", [Box(84, 60, 97, 75), Box(0, 0, 20, 10), Box(150, 110, 160, 128)])
def test_a_part_that_is_wanted_has_the_same_values_as_without(generator, half_coarse, part):
    image = torch.rand(1, 3, 128, 160, generator=torch.Generator().manual_seed(2)) * 2 - 1
    mask = torch.zeros(1, 1, 128, 160)
    mask[(..., *part.slices)] = 1
    wanted = part.pad(2).clamp(Size(160, 128))
    decoded: list[int] = []
    generator.allconv17.register_forward_hook(lambda module, inputs, output: decoded.append(output.numel()))
    whole = generator(image, mask, half_coarse=half_coarse)
    partly = generator(image, mask, half_coarse=half_coarse, wanted=wanted)
    assert torch.allclose(partly.similarity, whole.similarity, rtol=0, atol=1e-5)
    for a, b in ((partly.coarse, whole.coarse), (partly.fine, whole.fine)):
        assert a.shape == b.shape
        assert torch.allclose(a[(..., *wanted.slices)], b[(..., *wanted.slices)], rtol=0, atol=1e-5)
    assert decoded[1] < decoded[0] / 3
