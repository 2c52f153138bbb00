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
from crfill_core.training.losses import image_mean
from crfill_core.training.validation import ValidationItem

LAYOUT = 4
"""Factor by which the sides of fill and truth are divided to compare their layout."""
BATCH = 33
"""Photos in one pass of the network."""


@dataclass(frozen=True)
class StructureScores:
    """Means over photos."""

    hole_psnr: float
    """PSNR inside the hole in dB, at most 100."""
    layout_psnr: float
    """PSNR inside the hole after truth and fill are averaged to a quarter of the resolution, in dB, at most 100."""
    likelihood: float
    """As in :func:`crfill_core.training.losses.structure_loss`; lower is better."""


@torch.inference_mode()
def validate_structure(
    network: StructureNetwork,
    items: Sequence[ValidationItem],
    side: int,
    report: Callable[[int], object] = lambda _: None,
) -> dict[str, StructureScores]:
    """Mean metrics by kind of hole. The photos are square and are reduced to ``side``² pixels by area means.

    ``report`` is called with the number of holes done.
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
            report(done)
        results[kind] = StructureScores(*torch.cat(rows).mean(dim=0).tolist())
    return results


@torch.inference_mode()
def structure_fill(network: StructureNetwork, photo: np.ndarray, hole: np.ndarray, side: int) -> np.ndarray:
    """A photo (H, W, 3) uint8 whose hole (H, W) bool the network filled, at a short side of ``side`` pixels.

    The fill is then enlarged to the size of the photo, which blurs it.
    """
    device = next(network.parameters()).device
    height, width = hole.shape
    scale = side / min(height, width)
    size = Size(round(width * scale), round(height * scale))
    image, small_hole = reduced(photo.astype(np.float32) / 255, hole, size)
    output = network(padded(image_tensor(image, device)), padded(mask_tensor(small_hole, device)))
    fill = enlarged(image_array(output.fill)[: size.height, : size.width], Size(width, height))
    return np.where(hole[:, :, None], eight_bit_of_unit(fill), photo)


def _scores(network: StructureNetwork, photo: Tensor, mask: Tensor) -> Tensor:
    """(B, 3): the metrics of :class:`StructureScores`, in that order, of each photo of a batch."""
    device = next(network.parameters()).device
    fill, log_scale = (x.float().cpu() for x in network((photo * (1 - mask)).to(device), mask.to(device)))
    error = (fill - photo).abs().mean(dim=1, keepdim=True)
    likelihood = image_mean(error * torch.exp(-log_scale) + log_scale, mask)
    difference = (fill.clamp(-1, 1) - photo) * mask
    # The mean of the difference over the missing pixels of each block; known pixels have no difference.
    share = F.avg_pool2d(mask, LAYOUT)
    layout = F.avg_pool2d(difference, LAYOUT) / share.clamp(min=1e-6)
    return torch.stack([_psnr(difference, mask), _psnr(layout, share), likelihood], dim=1)


def _psnr(difference: Tensor, weight: Tensor) -> Tensor:
    """(B,) in dB, at most 100, from differences (B, 3, H, W) of images in [−1, 1] and their weights (B, 1, H, W)."""
    square = (difference / 2).square().mean(dim=1, keepdim=True)
    return -10 * image_mean(square, weight).clamp(min=1e-10).log10()
