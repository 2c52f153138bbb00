"""Which known patches the similarity feature selects for every missing patch (paper, equations 4 and 5)."""

from __future__ import annotations

from functools import partial

import cv2
import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from crfill_core.base.messages import Message
from crfill_core.geometry import Size
from crfill_core.progress import Progress
from crfill_core.references.selection import FEATURE_STRIDE, Selection, patch_edges

PREFER_BONUS = 0.1
"""Added, in ranking and softmax, to the cosine of a patch in the preferred region. A patch partly in the region gets this
in proportion.

At α = 10 it makes a patch weigh e ≈ 2.7 times as much. On validation photos with a quarter of the window preferred,
the share of best references there rises from 24 % to 85 % (65 % at 0.05, 97 % at 0.3). So it is a preference, not a
constraint.
"""

_TIE = 2.0**20
"""Similarities are compared in steps of 1/_TIE, a little above float32's rounding, so that equal patches tie."""


def select(
    feature: Tensor | np.ndarray,
    hidden: np.ndarray,
    *,
    avoid: np.ndarray | None = None,
    prefer: np.ndarray | None = None,
    k: int = 5,
    alpha: float = 10.0,
    bonus: float = PREFER_BONUS,
    patch: int = 4,
    stride: int = 2,
    chunk: int = 2048,
    progress: Progress | None = None,
) -> Selection:
    """The ``k`` best known patches for every patch with a hidden pixel.

    feature (C, ⌈H/4⌉, ⌈W/4⌉), the similarity feature; hidden (H, W) bool, what is to be filled. Patches with any pixel
    that is hidden, or in ``avoid`` (H, W) bool, may not be references. The weights are a softmax of ``alpha`` times the
    cosine over all patches that may. In ranking and in the softmax, ``bonus`` times the share of the patch in ``prefer``
    (H, W) bool is added to the cosine; the reported similarity is the plain cosine. ``patch`` (side) and ``stride`` are in
    pixels of the feature. Of equally similar patches (to about 1e-6) the first in reading order wins.

    Memory is bounded by a few blocks of ``chunk`` × ``chunk`` and ``chunk`` × C·patch² numbers for any window.
    ``ValueError`` for shapes that do not fit; :class:`crfill_core.progress.Cancelled` if ``progress`` is cancelled.
    """
    tensor = torch.as_tensor(feature).float()
    size = Size(hidden.shape[1], hidden.shape[0])
    _check(tensor, size, avoid, prefer)
    progress = progress or Progress()

    height, width = tensor.shape[1:]
    columns, rows = patch_edges(width, patch, stride), patch_edges(height, patch, stride)
    counts = partial(
        _counts, left=columns * FEATURE_STRIDE, top=rows * FEATURE_STRIDE, side=patch * FEATURE_STRIDE
    )
    is_missing = counts(hidden) > 0
    allowed = ~is_missing if avoid is None else ~is_missing & (counts(avoid) == 0)
    missing, known = np.flatnonzero(is_missing), np.flatnonzero(allowed)
    k = min(k, len(known))
    extra = np.zeros(len(known), np.float32)
    if prefer is not None:
        extra = (bonus * counts(prefer)[known] / (patch * FEATURE_STRIDE) ** 2).astype(np.float32)

    patches = _Patches(tensor, columns, rows, patch)
    table = np.zeros((0 if k else len(missing), k), np.float32)  # the result if nothing may be selected
    found = [(table.astype(np.int64), table, table, np.zeros(len(table), np.float32))]
    for start in range(0, len(missing) if k else 0, chunk):
        part = progress.part(start / len(missing), min(1.0, (start + chunk) / len(missing)))
        found.append(_search(patches, missing[start : start + chunk], known, extra, k, alpha, chunk, part))
    references, similarity, weight, entropy = (np.concatenate(arrays) for arrays in zip(*found, strict=True))
    return Selection(
        size=size,
        columns=(columns * FEATURE_STRIDE).astype(np.int32),
        rows=(rows * FEATURE_STRIDE).astype(np.int32),
        hole=hidden.copy(),
        missing=missing.astype(np.int32),
        references=references.astype(np.int32),
        similarity=similarity,
        weight=weight,
        entropy=entropy,
        candidates=len(known),
        side=patch * FEATURE_STRIDE,
        stride=stride * FEATURE_STRIDE,
    )


class Feature:
    """A similarity feature kept for later use, in half precision to save memory."""

    def __init__(self, feature: np.ndarray) -> None:
        """feature (C, ⌈H/4⌉, ⌈W/4⌉) float. It is scaled into the range of half precision, which changes no cosine."""
        largest = float(np.abs(feature).max(initial=0.0))
        self._values = (feature / max(largest, np.finfo(np.float32).tiny)).astype(np.float16)

    @property
    def nbytes(self) -> int:
        """Memory held, in bytes."""
        return int(self._values.nbytes)

    def select(
        self,
        hidden: np.ndarray,
        *,
        avoid: np.ndarray | None = None,
        prefer: np.ndarray | None = None,
        k: int = 5,
        progress: Progress | None = None,
    ) -> Selection:
        """See :func:`select`."""
        return select(self._values, hidden, avoid=avoid, prefer=prefer, k=k, progress=progress)


@torch.inference_mode()
def _search(
    patches: _Patches,
    missing: np.ndarray,
    known: np.ndarray,
    extra: np.ndarray,
    k: int,
    alpha: float,
    chunk: int,
    progress: Progress,
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """For some missing patches: references (m, k), similarity (m, k), weight (m, k), entropy (m,).

    One pass over the known patches, a chunk at a time, with a running top-k and a running log-sum-exp.
    """
    queries = patches.vectors(missing)
    count, device = len(missing), queries.device
    best_keys = torch.empty((count, 0), dtype=torch.int64, device=device)
    best_scores = torch.empty((count, 0), device=device)
    highest = torch.full((count, 1), -torch.inf, device=device)
    total = torch.zeros((count, 1), device=device)
    moment = torch.zeros((count, 1), device=device)  # Σ exp(logit − highest) · logit
    extras = torch.from_numpy(extra).to(device)
    for start in range(0, len(known), chunk):
        progress.update(start / len(known), Message("selecting references"))
        scores = queries @ patches.vectors(known[start : start + chunk]).T
        scores += extras[start : start + chunk]

        # One integer decides the order: first the similarity in steps, then the patch's position.
        position = torch.arange(start, start + scores.shape[1], device=device)
        keys = (scores * _TIE).round_().long() * len(known) + (len(known) - 1 - position)
        top = keys.topk(min(k, keys.shape[1]), dim=1)
        best_keys = torch.cat([best_keys, top.values], dim=1)
        best_scores = torch.cat([best_scores, scores.gather(1, top.indices)], dim=1)
        order = best_keys.topk(min(k, best_keys.shape[1]), dim=1)
        best_keys, best_scores = order.values, best_scores.gather(1, order.indices)

        logits = scores.mul_(alpha)
        previous, highest = highest, torch.maximum(highest, logits.amax(1, keepdim=True))
        fading = torch.exp(previous - highest)
        shares = torch.exp(logits - highest)
        total = total * fading + shares.sum(1, keepdim=True)
        moment = moment * fading + shares.mul_(logits).sum(1, keepdim=True)

    positions = (len(known) - 1 - best_keys.remainder(len(known))).cpu().numpy()
    weight = torch.exp(alpha * best_scores - highest) / total
    entropy = (highest + total.log() - moment / total).clamp_min(0)[:, 0]
    similarity = np.clip(best_scores.cpu().numpy() - extra[positions], -1, 1)
    return known[positions], similarity, weight.cpu().numpy(), entropy.cpu().numpy()


class _Patches:
    """Patches of the feature as unit vectors."""

    def __init__(self, feature: Tensor, columns: np.ndarray, rows: np.ndarray, patch: int) -> None:
        channels, _, width = feature.shape
        self._pixels = feature.permute(1, 2, 0).reshape(-1, channels).contiguous()
        corners = (rows[:, None] * width + columns[None, :]).ravel()
        inside = (np.arange(patch)[:, None] * width + np.arange(patch)[None, :]).ravel()
        self._corners = torch.from_numpy(corners).to(feature.device)
        self._inside = torch.from_numpy(inside).to(feature.device)

    def vectors(self, patches: np.ndarray) -> Tensor:
        """Patches by number, (n,) → (n, patch²·C) of length 1; a patch of zeros stays zero (cosine 0)."""
        corners = self._corners[torch.from_numpy(patches).to(self._corners.device)]
        index = (corners[:, None] + self._inside[None, :]).ravel()
        return F.normalize(self._pixels.index_select(0, index).reshape(len(patches), -1), dim=1)


def _counts(mask: np.ndarray, *, left: np.ndarray, top: np.ndarray, side: int) -> np.ndarray:
    """The number of pixels of a mask (H, W) bool in each patch of the grid with these edges, by patch number."""
    whole = np.pad(
        mask, [(0, -length % FEATURE_STRIDE) for length in mask.shape], mode="edge"
    )  # as for the network
    sums = cv2.integral(whole.astype(np.uint8))
    left, top = left[None, :], top[:, None]
    right, bottom = left + side, top + side
    return np.asarray(sums[bottom, right] - sums[top, right] - sums[bottom, left] + sums[top, left]).ravel()


def _check(feature: Tensor, size: Size, avoid: np.ndarray | None, prefer: np.ndarray | None) -> None:
    expected = tuple(-(-length // FEATURE_STRIDE) for length in (size.height, size.width))
    if feature.ndim != 3 or tuple(feature.shape[1:]) != expected:
        raise ValueError(f"feature must be (C, {expected[0]}, {expected[1]}), not {tuple(feature.shape)}")
    for name, mask in (("avoid", avoid), ("prefer", prefer)):
        if mask is not None and mask.shape != (size.height, size.width):
            raise ValueError(f"{name} must be {(size.height, size.width)}, not {mask.shape}")
