"""The structure network's prediction for a window: the guide of an assembly, with its confidence."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch

from crfill_core.base.parallel import side_by_side
from crfill_core.geometry import Size
from crfill_core.imaging.distance import distance_within
from crfill_core.inference.device import torch_threads
from crfill_core.inference.tensors import image_array, image_tensor, mask_tensor, padded, reduced
from crfill_core.networks.structure import SIZE_MULTIPLE, StructureNetwork, StructureOutput

THICKEST = 32
"""The window is reduced until its hole is at most this many pixels thick, like the holes that the network was trained on."""
LARGEST = 256
"""Upper limit of the reduced window's longer side, in pixels."""
CERTAIN = 0.2
"""b₀: up to this predicted error, in values of [−1, 1], the guide is fully trusted."""


@dataclass(frozen=True, eq=False)
class Guide:
    """A filled window (h, w, 3) float32 in [0, 1] at the structure network's scale, and its confidence (h, w) in [0, 1]."""

    colour: np.ndarray
    confidence: np.ndarray


@torch.inference_mode()
def structure_guide(
    network: StructureNetwork, image: np.ndarray, hidden: np.ndarray, device: torch.device
) -> Guide:
    """The reduced window, with its hole filled with the mean of the network's predictions for it and for its mirror image.

    image (H, W, 3) float32 sRGB in [0, 1], hidden (H, W) bool. The confidence is min(1, b₀ / b), where b is the predicted
    scale of the error.
    """
    size = guide_size(hidden)
    small, small_hidden = reduced(image, hidden, size)
    mask = padded(mask_tensor(small_hidden, device), SIZE_MULTIPLE)
    known = padded(image_tensor(small, device), SIZE_MULTIPLE) * (1 - mask)
    ways = [(known, mask), (known.flip(3), mask.flip(3))]
    straight, mirrored = side_by_side(lambda way: _answer(network, *way), ways)
    fill, log_scale = ((x + y.flip(3)) / 2 for x, y in zip(straight, mirrored, strict=True))
    inside = np.s_[: size.height, : size.width]
    confidence = (CERTAIN / log_scale.float().exp()).clamp(max=1)[0, 0].cpu().numpy()
    return Guide(np.where(small_hidden[..., None], image_array(fill)[inside], small), confidence[inside])


@torch.inference_mode()
def _answer(network: StructureNetwork, known: torch.Tensor, mask: torch.Tensor) -> StructureOutput:
    """The network's output, computed in one thread: for such small windows, several would mostly wait for one another."""
    with torch_threads(1):
        output: StructureOutput = network(known.contiguous(memory_format=torch.channels_last), mask)
        return output


def guide_size(hidden: np.ndarray) -> Size:
    """The size at which the structure network sees a window with the hole (H, W) bool."""
    height, width = hidden.shape
    inside = np.pad(hidden, 1).astype(np.uint8)
    thickness = 2 * float(distance_within(inside).max())
    scale = min(1.0, THICKEST / max(thickness, 1.0), LARGEST / max(height, width))
    return Size(max(SIZE_MULTIPLE, round(width * scale)), max(SIZE_MULTIPLE, round(height * scale)))
