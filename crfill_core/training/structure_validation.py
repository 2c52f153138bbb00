"""Validation of a structure network: its fill against photos reduced to the resolution that it works at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor

from crfill_core.evaluation.cases import at_short_side
from crfill_core.inference.tensors import image_tensor, mask_tensor
from crfill_core.networks.structure import StructureNetwork
from crfill_core.training.masks import HOLE_KINDS
from crfill_core.training.validation import ValidationItem

SIDE = 64
"""Pixels of a validation photo's side as the network sees it."""
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
    network: StructureNetwork, items: Sequence[ValidationItem]
) -> dict[str, StructureScores]:
    """Mean figures per hole kind, each photo reduced to 64² by area means."""
    results: dict[str, StructureScores] = {}
    for kind in HOLE_KINDS:
        reduced = [at_short_side(i.photo, i.hole, SIDE) for i in items if i.kind == kind]
        if not reduced:
            continue
        photos = torch.cat([image_tensor(photo.astype("float32") / 255) for photo, _ in reduced])
        masks = torch.cat([mask_tensor(hole) for _, hole in reduced])
        rows = [
            _scores(network, *batch) for batch in zip(photos.split(BATCH), masks.split(BATCH), strict=True)
        ]
        results[kind] = StructureScores(*torch.cat(rows).mean(dim=0).tolist())
    return results


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
