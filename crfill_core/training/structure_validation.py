"""Validation of a structure network: its fill against photos reduced to its working resolution."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from crfill_core.evaluation.cases import at_short_side
from crfill_core.geometry import Size
from crfill_core.holes.shapes import HOLE_KINDS
from crfill_core.imaging.depth import eight_bit_of_unit
from crfill_core.inference.tensors import enlarged, image_array, image_tensor, mask_tensor, padded, reduced
from crfill_core.networks.structure import StructureNetwork
from crfill_core.training.validation import ValidationItem

SIDE = 64
"""Side of the reduced validation photos, in pixels."""
LAYOUT = 4
"""Factor of the reduction at which the layout is compared: 16 of 64 pixels."""
BATCH = 33


@dataclass(frozen=True)
class StructureScores:
    """Means over photos; PSNR in dB inside the hole."""

    hole_psnr: float
    layout_psnr: float
    """The same with truth and fill averaged to a quarter of the resolution."""
    likelihood: float
    """Mean of |e| / b + log b over missing pixels: less is better."""


@torch.inference_mode()
def validate_structure(
    network: StructureNetwork,
    items: Sequence[ValidationItem],
    side: int = SIDE,
    told: Callable[[int], object] = lambda _: None,
) -> dict[str, StructureScores]:
    """Mean figures per hole kind, each photo (a square) reduced to ``side``² by area means. ``told`` is called with the
    number of holes that are done.
    """
    results: dict[str, StructureScores] = {}
    done = 0
    for kind in HOLE_KINDS:
        small = [at_short_side(item.photo, item.hole, side) for item in items if item.kind == kind]
        if not small:
            continue
        photos = torch.cat([image_tensor(photo.astype(np.float32) / 255) for photo, _ in small])
        masks = torch.cat([mask_tensor(hole) for _, hole in small])
        rows = []
        for batch in zip(photos.split(BATCH), masks.split(BATCH), strict=True):
            rows.append(_scores(network, *batch))
            done += len(rows[-1])
            told(done)
        results[kind] = StructureScores(*torch.cat(rows).mean(dim=0).tolist())
    return results


@torch.inference_mode()
def structure_fill(
    network: StructureNetwork, photo: np.ndarray, hole: np.ndarray, side: int = SIDE
) -> np.ndarray:
    """A photo (H, W, 3) uint8 filled by the network's prediction at a short side of ``side``, enlarged: blurred."""
    device = next(network.parameters()).device
    height, width = hole.shape
    scale = side / min(height, width)
    size = Size(round(width * scale), round(height * scale))
    image, small_hole = reduced(photo.astype(np.float32) / 255, hole, size)
    output = network(padded(image_tensor(image, device)), padded(mask_tensor(small_hole, device)))
    fill = enlarged(image_array(output.fill)[: size.height, : size.width], Size(width, height))
    return np.where(hole[:, :, None], eight_bit_of_unit(fill), photo)


def _scores(network: StructureNetwork, photo: Tensor, mask: Tensor) -> Tensor:
    """(B, 3): the figures of :class:`StructureScores` of each photo of a batch."""
    device = next(network.parameters()).device
    fill, log_scale = (x.float().cpu() for x in network((photo * (1 - mask)).to(device), mask.to(device)))
    error = (fill - photo).abs().mean(dim=1, keepdim=True)
    likelihood = _hole_mean(error * torch.exp(-log_scale) + log_scale, mask)
    difference = (fill.clamp(-1, 1) - photo) * mask
    # The mean of the difference over the missing pixels of a block: known ones agree by definition.
    share = F.avg_pool2d(mask, LAYOUT)
    layout = F.avg_pool2d(difference, LAYOUT) / share.clamp(min=1e-6)
    return torch.stack([_psnr(difference, mask), _psnr(layout, share), likelihood], dim=1)


def _psnr(difference: Tensor, weight: Tensor) -> Tensor:
    """In dB, of differences (B, 3, H, W) of images in [−1, 1], weighted by (B, 1, H, W)."""
    square = (difference / 2).square().mean(dim=1, keepdim=True)
    return -10 * _hole_mean(square, weight).clamp(min=1e-10).log10()


def _hole_mean(values: Tensor, weight: Tensor) -> Tensor:
    return (values * weight).sum(dim=(1, 2, 3)) / weight.sum(dim=(1, 2, 3))
