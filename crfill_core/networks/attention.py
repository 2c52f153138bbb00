"""Patch attention: every patch becomes a softmax-weighted sum of known patches (paper, equations 4 and 5).

The contextual reconstruction loss applies it to the auxiliary branch's feature, the CA baseline to the
similarity feature itself. Patches are taken without padding, so every pixel of a patch is a pixel of the feature.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor


def patch_vectors(x: Tensor, patch: int, stride: int) -> Tensor:
    """All whole patches as vectors: (B, C, H, W) → (B, L, C·patch²), row by row."""
    return F.unfold(x, patch, stride=stride).transpose(1, 2)


def known_patches(mask: Tensor, patch: int, stride: int) -> Tensor:
    """Which patches hold no missing pixel: mask (B, 1, H, W) with 1 = missing → (B, L) bool."""
    return F.max_pool2d(mask.float(), patch, stride).flatten(1) == 0


def patch_cosine(feature: Tensor, patch: int = 4, stride: int = 2) -> Tensor:
    """Equation 4: s_ij, the cosine of whole patches i and j: (B, C, h, w) → (B, L, L) in [−1, 1].

    Patches of zero norm have cosine 0 with every patch. Always float32: α would amplify the rounding of bfloat16.
    """
    with torch.autocast(feature.device.type, enabled=False):
        vectors = F.normalize(patch_vectors(feature.float(), patch, stride), dim=2)
        return vectors @ vectors.transpose(1, 2)


def attend(similarity: Tensor, known: Tensor, values: Tensor, alpha: float) -> Tensor:
    """Equation 5: Σ_j softmax_j(α·s_ij)·v_j over known patches j only.

    similarity (B, L, L), known (B, L) bool, values (B, L, D) → (B, L, D): zeros for images without any known patch.
    """
    any_known = known.any(dim=1)[:, None, None]
    logits = (alpha * similarity.float()).masked_fill(~known[:, None, :], float("-inf"))
    weights = torch.softmax(logits.where(any_known, torch.zeros_like(logits)), dim=2) * any_known
    return weights.to(values.dtype) @ values


def pasted(vectors: Tensor, size: tuple[int, int], patch: int, stride: int) -> Tensor:
    """Patches put back in place, overlaps averaged: (B, L, C·patch²) → (B, C, H, W)."""
    total = F.fold(vectors.transpose(1, 2), size, patch, stride=stride)
    ones = vectors.new_ones(1, patch * patch, vectors.shape[1])
    return total / F.fold(ones, size, patch, stride=stride)


def patch_attention(
    similarity_feature: Tensor,
    value_feature: Tensor,
    mask: Tensor,
    *,
    patch: int = 4,
    stride: int = 2,
    alpha: float = 10.0,
) -> Tensor:
    """The value feature with each patch replaced by the softmax-weighted sum of known patches (equations 4 and 5). Where
    patches overlap, their mean is taken.

    similarity_feature (B, C, h, w); value_feature (B, D, n·h, n·w), n a whole number, with patches of side n·patch
    and stride n·stride; mask (B, 1, m·h, m·w), m a whole number, 1 = missing. Returns value_feature's shape.
    """
    height, width = value_feature.shape[-2:]
    n = height // similarity_feature.shape[-2]
    m = mask.shape[-2] // similarity_feature.shape[-2]
    known = known_patches(mask, m * patch, m * stride)
    values = patch_vectors(value_feature, n * patch, n * stride)
    replaced = attend(patch_cosine(similarity_feature, patch, stride), known, values, alpha)
    return pasted(replaced, (height, width), n * patch, n * stride)
