import numpy as np
import pytest
import torch
from torch import Tensor

from crfill_core.networks.attention import attend, known_patches, pasted, patch_attention, patch_cosine
from crfill_core.networks.auxiliary import Auxiliary
from crfill_core.networks.discriminator import Discriminator
from crfill_core.networks.generator import Generator, GeneratorConfig
from crfill_core.networks.layers import init_xavier


def random(*shape: int, seed: int = 0) -> Tensor:
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed))


def corners(height: int, width: int, patch: int, stride: int) -> list[tuple[int, int]]:
    """Top-left corners of all whole patches, row by row."""
    return [(y, x) for y in range(0, height - patch + 1, stride) for x in range(0, width - patch + 1, stride)]


def slow_replacement(
    similarity: np.ndarray, values: np.ndarray, mask: np.ndarray, alpha: float
) -> np.ndarray:
    """Equations 4 and 5 as loops over patches: (C, h, w), (D, 4h, 4w), (4h, 4w) → (D, 4h, 4w), overlaps averaged."""
    small = corners(*similarity.shape[1:], 4, 2)
    vectors = [similarity[:, y : y + 4, x : x + 4].ravel() for y, x in small]
    pieces = [values[:, 4 * y : 4 * y + 16, 4 * x : 4 * x + 16] for y, x in small]
    known = [not mask[4 * y : 4 * y + 16, 4 * x : 4 * x + 16].any() for y, x in small]
    total, count = np.zeros_like(values), np.zeros_like(mask)
    for i, (y, x) in enumerate(small):
        score, replaced = 0.0, np.zeros_like(pieces[0])
        for j, piece in enumerate(pieces):
            if known[j]:
                length = np.linalg.norm(vectors[i]) * np.linalg.norm(vectors[j])
                weight = np.exp(alpha * (vectors[i] @ vectors[j]) / length)
                score += weight
                replaced += weight * piece
        total[:, 4 * y : 4 * y + 16, 4 * x : 4 * x + 16] += replaced / score
        count[4 * y : 4 * y + 16, 4 * x : 4 * x + 16] += 1
    return total / count


def test_equations_4_and_5_match_loops_over_patches():
    similarity, values = random(2, 5, 12, 10).relu(), random(2, 3, 48, 40, seed=1)
    mask = torch.zeros(2, 1, 48, 40)
    mask[0, :, 13:29, 18:33] = 1
    mask[1, :, 40:, :7] = 1
    ours = patch_attention(similarity, values, mask, alpha=10.0)
    for i in range(2):
        arrays = (x[i].double().numpy() for x in (similarity, values))
        expected = slow_replacement(*arrays, mask[i, 0].double().numpy(), 10.0)
        assert np.abs(ours[i].numpy() - expected).max() < 1e-4


def test_cosine_is_of_whole_patches_and_unaffected_by_their_length():
    feature = random(1, 3, 8, 6).relu()
    s = patch_cosine(feature)[0]
    vectors = [feature[0, :, y : y + 4, x : x + 4].flatten() for y, x in corners(8, 6, 4, 2)]
    for i, a in enumerate(vectors):
        for j, b in enumerate(vectors):
            assert float(s[i, j]) == pytest.approx(float(a @ b / (a.norm() * b.norm())), abs=1e-5)
    assert torch.allclose(patch_cosine(feature * 1e-3)[0], s, atol=1e-5)
    assert not patch_cosine(torch.zeros(1, 3, 8, 6)).any()


def test_cosine_keeps_full_precision_under_autocast():
    feature = random(1, 16, 16, 16).relu()
    with torch.autocast("cpu", torch.bfloat16):
        s = patch_cosine(feature)
    assert s.dtype == torch.float32
    assert torch.allclose(s, patch_cosine(feature), atol=1e-6)


def test_a_patch_with_a_single_missing_pixel_is_unknown():
    mask = torch.zeros(1, 1, 32, 32)
    mask[0, 0, 9, 17] = 1
    known = known_patches(mask, 16, 8)[0]
    expected = [not (y <= 9 < y + 16 and x <= 17 < x + 16) for y, x in corners(32, 32, 16, 8)]
    assert known.tolist() == expected
    assert not all(expected)


def test_unknown_patches_get_no_weight():
    similarity, values = random(1, 5, 12, 12).relu(), random(1, 3, 48, 48, seed=1)
    mask = torch.zeros(1, 1, 48, 48)
    mask[:, :, 16:32, 16:32] = 1
    before = patch_attention(similarity, values, mask)
    values[mask.expand_as(values) > 0] = 1e6  # for any pixels in the hole
    assert torch.allclose(patch_attention(similarity, values, mask), before, atol=1e-5)


def test_weights_are_a_softmax_over_the_known_patches():
    similarity, known = random(1, 6, 6), torch.tensor([[True, False, True, True, False, True]])
    weights = attend(similarity, known, torch.eye(6)[None], alpha=10.0)[0]
    assert not weights[:, ~known[0]].any()
    assert torch.allclose(weights[:, known[0]], (10 * similarity[0][:, known[0]]).softmax(dim=1))


def test_without_any_known_patch_the_answer_and_its_gradient_are_finite():
    feature = random(2, 3, 8, 8).relu().requires_grad_()
    mask = torch.ones(2, 1, 32, 32)
    mask[1] = 0
    result = patch_attention(feature, random(2, 3, 32, 32), mask)
    assert not result[0].any() and result[1].any()
    result.sum().backward()
    assert feature.grad is not None and torch.isfinite(feature.grad).all()


def test_overlaps_are_averaged():
    size, patch, stride = (14, 10), 4, 2
    where = corners(*size, patch, stride)
    vectors = random(1, len(where), 2 * patch**2)
    total, count = np.zeros((2, *size)), np.zeros(size)
    for vector, (y, x) in zip(vectors[0].numpy(), where, strict=True):
        total[:, y : y + patch, x : x + patch] += vector.reshape(2, patch, patch)
        count[y : y + patch, x : x + patch] += 1
    assert count.max() == 4
    assert np.allclose(pasted(vectors, size, patch, stride)[0].numpy(), total / count, atol=1e-6)


def test_the_cr_loss_reaches_the_similarity_layers_through_the_selection_alone():
    torch.manual_seed(0)
    generator, auxiliary = Generator(GeneratorConfig(width=8)), Auxiliary(8)
    init_xavier(generator, 1.5)
    init_xavier(auxiliary, 1.5)
    image, mask = random(1, 3, 64, 64).tanh(), torch.zeros(1, 1, 64, 64)
    mask[:, :, 20:44, 20:44] = 1
    output = generator(image, mask)
    composed = (output.fine * mask + image * (1 - mask)).detach()  # only the similarity carries gradient
    loss = (auxiliary(composed, mask, output.similarity) - image).abs().mean()
    loss.backward()
    gradients = {name: p.grad for name, p in generator.named_parameters() if p.grad is not None}
    for layer in ("pmconv1", "pmconv2_downsample", "pmconv3", "pmconv4_downsample", "pmconv5", "pmconv6"):
        assert gradients[f"{layer}.weight"].abs().max() > 0
    assert all(g.isfinite().all() for g in gradients.values())
    assert not any(name.startswith(("xconv", "allconv", "pmconv9")) for name in gradients)


def test_auxiliary_image_has_the_pictures_shape_and_range():
    torch.manual_seed(0)
    auxiliary = Auxiliary(8)
    init_xavier(auxiliary, 1.5)
    picture, mask = random(2, 3, 32, 48).tanh(), torch.zeros(2, 1, 32, 48)
    mask[:, :, 8:16, 8:16] = 1
    image = auxiliary(picture, mask, random(2, 16, 8, 12).relu())
    assert image.shape == picture.shape and image.abs().max() <= 1
    assert auxiliary.encode(picture).shape == (2, 4, 32, 48)


def test_auxiliary_layers_are_those_of_the_authors():
    shapes = {k: tuple(v.shape) for k, v in Auxiliary(48).state_dict().items() if k.endswith("weight")}
    assert shapes == {
        "bconv1.weight": (48, 3, 5, 5),
        "bconv2_downsample.weight": (96, 24, 3, 3),
        "bconv3.weight": (96, 48, 3, 3),
        "bconv4_downsample.weight": (192, 48, 3, 3),
        "conv13_upsample_conv.weight": (96, 96, 3, 3),
        "conv14.weight": (96, 96, 3, 3),
        "conv15_upsample_conv.weight": (48, 48, 3, 3),
        "conv16.weight": (48, 48, 3, 3),
        "conv16_2.weight": (48, 24, 3, 3),
        "conv17.weight": (3, 24, 3, 3),
    }


def test_memory_of_the_cr_loss_is_bounded_at_full_scale():
    """What autograd keeps for one 256² image at width 48, times a batch of 48, fits a 24 GiB card beside the rest."""
    auxiliary = Auxiliary(48)
    kept: dict[int, int] = {}

    def keep(tensor: Tensor) -> Tensor:
        storage = tensor.untyped_storage()
        kept[storage.data_ptr()] = storage.nbytes()
        return tensor

    picture, mask = random(1, 3, 256, 256).tanh(), torch.zeros(1, 1, 256, 256)
    mask[:, :, 64:192, 64:192] = 1
    similarity = random(1, 96, 64, 64).relu().requires_grad_()
    with (
        torch.autograd.graph.saved_tensors_hooks(keep, lambda tensor: tensor),
        torch.autocast("cpu", torch.bfloat16),
    ):
        output = auxiliary(picture, mask, similarity)
    assert output.requires_grad and len(kept) > 10
    assert 48 * sum(kept.values()) < 12 * 2**30


def test_discriminator_scores_every_region_and_has_unit_spectral_norm():
    torch.manual_seed(0)
    judge = Discriminator(8)
    scores = judge(random(2, 3, 128, 192), torch.zeros(2, 1, 128, 192))
    assert scores.shape == (2, 32, 2, 3)
    assert [name for name, _ in judge.named_children()] == [f"conv{i}" for i in range(1, 7)]
    for _ in range(12):  # a power iteration a pass
        judge(random(1, 3, 32, 32), torch.zeros(1, 1, 32, 32))
    for layer in judge.eval().children():
        largest = torch.linalg.matrix_norm(layer.weight.detach().flatten(1), ord=2)
        assert float(largest) == pytest.approx(1, abs=0.05)


def test_discriminator_sees_the_mask():
    torch.manual_seed(0)
    judge = Discriminator(8).eval()
    image = random(1, 3, 64, 64)
    without, with_mask = judge(image, torch.zeros(1, 1, 64, 64)), judge(image, torch.ones(1, 1, 64, 64))
    assert not torch.allclose(without, with_mask)


def test_discriminator_widths():
    widths = [4, 64, 128, 256, 256, 256, 256]
    shapes = [layer.weight.shape for layer in Discriminator(64).children()]
    assert [s[1] for s in shapes] == widths[:-1] and [s[0] for s in shapes] == widths[1:]
    assert all(s[2:] == (5, 5) for s in shapes)
