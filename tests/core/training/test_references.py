"""The CR loss does what it is for: it teaches the similarity feature which known patches belong into the hole."""

import numpy as np
import torch
from torch import Tensor

from crfill_core.networks.attention import known_patches, patch_cosine
from crfill_core.networks.auxiliary import Auxiliary
from crfill_core.networks.generator import Generator, GeneratorConfig
from crfill_core.networks.layers import init_xavier
from crfill_core.training.losses import reconstruction_loss

PERIOD, SIDE, STRIDE = 16, 64, 8
HOLE = slice(16, 48)


def misfilled(count: int, rng: np.random.Generator) -> tuple[Tensor, Tensor, Tensor]:
    """Crops of one periodic texture, the same with a pale fill half a period off in the hole, and the mask."""
    tile = np.random.default_rng(0).random((PERIOD // 4, PERIOD // 4, 3)).repeat(4, axis=0).repeat(4, axis=1)
    texture = np.tile(tile * 2 - 1, (SIDE // PERIOD + 2, SIDE // PERIOD + 2, 1)).astype(np.float32)
    truth, off = [], []
    for y, x in rng.integers(0, PERIOD, (count, 2)):
        truth.append(texture[y : y + SIDE, x : x + SIDE])
        off.append(texture[y : y + SIDE, x + PERIOD // 2 : x + PERIOD // 2 + SIDE] * 0.5)
    image, wrong = (torch.from_numpy(np.stack(crops)).permute(0, 3, 1, 2) for crops in (truth, off))
    mask = torch.zeros(count, 1, SIDE, SIDE)
    mask[:, :, HOLE, HOLE] = 1
    return image, torch.where(mask > 0, wrong, image), mask


def share_on_the_right_period(generator: Generator) -> float:
    """How many wholly missing patches have a reference whole periods away."""
    _, composed, mask = misfilled(8, np.random.default_rng(99))
    with torch.no_grad():
        similarity = patch_cosine(generator.similarity(composed))
    across = (SIDE - 16) // STRIDE + 1
    best = similarity.masked_fill(~known_patches(mask, 16, STRIDE)[:, None], -2).argmax(dim=2)
    here = torch.arange(across**2)
    missing = known_patches(1 - mask, 16, STRIDE)
    dx = (best % across - here % across) * STRIDE
    dy = (best // across - here // across) * STRIDE
    right = (dx % PERIOD == 0) & (dy % PERIOD == 0)
    return float(right[missing].float().mean())


def test_training_moves_the_references_of_a_periodic_texture_onto_the_right_period():
    torch.manual_seed(0)
    generator, auxiliary = Generator(GeneratorConfig(width=8)), Auxiliary(8)
    init_xavier(generator, 2.3)
    init_xavier(auxiliary, 2.3)
    parameters = [
        *auxiliary.parameters(),
        *(p for n, p in generator.named_parameters() if n.startswith("pm")),
    ]
    optimizer = torch.optim.Adam(parameters, 5e-3, (0.5, 0.9))
    rng = np.random.default_rng(1)
    before = share_on_the_right_period(generator)
    for _ in range(100):
        image, composed, mask = misfilled(4, rng)
        pieced = auxiliary(composed, mask, generator.similarity(composed))
        optimizer.zero_grad()
        reconstruction_loss(pieced, image, mask, hole_weight=3.0).backward()
        optimizer.step()
    after = share_on_the_right_period(generator)
    assert before < 0.3  # by themselves the features find what the wrong fill looks like
    assert after > 0.8
