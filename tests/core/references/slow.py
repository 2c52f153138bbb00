"""The selection once more, one patch after the other, as the equations say it; and small windows to try it on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from crfill_core.references.similarity import PREFER_BONUS


@dataclass
class Slow:
    missing: list[int]
    ranking: list[list[int]]
    similarity: list[list[float]]
    weight: list[list[float]]
    entropy: list[float]
    known: list[int]


def slow_select(
    feature, hidden, *, avoid=None, prefer=None, k=5, alpha=10.0, bonus=PREFER_BONUS, patch=4, stride=2
):
    """What ``select`` must answer, in float64. Windows whose size is a multiple of four."""
    channels, height, width = feature.shape
    tops = sorted({*range(0, height - patch + 1, stride), height - patch})
    lefts = sorted({*range(0, width - patch + 1, stride), width - patch})

    def part(mask, top, left):
        return mask[4 * top : 4 * (top + patch), 4 * left : 4 * (left + patch)]

    vectors, preferred, missing, known = [], [], [], []
    for number, (top, left) in enumerate((t, c) for t in tops for c in lefts):
        vector = feature[:, top : top + patch, left : left + patch].astype(np.float64).ravel()
        norm = np.sqrt((vector**2).sum())
        vectors.append(vector / norm if norm > 0 else vector)
        preferred.append(0.0 if prefer is None else float(part(prefer, top, left).mean()))
        if part(hidden, top, left).any():
            missing.append(number)
        elif avoid is None or not part(avoid, top, left).any():
            known.append(number)

    answer = Slow(missing, [], [], [], [], known)
    for i in missing:
        cosine = {j: float(vectors[i] @ vectors[j]) for j in known}
        score = {j: cosine[j] + bonus * preferred[j] for j in known}
        total = sum(np.exp(alpha * s) for s in score.values())
        share = {j: np.exp(alpha * s) / total for j, s in score.items()}
        best = sorted(known, key=lambda j: (-round(score[j], 6), j))[:k]
        answer.ranking.append(best)
        answer.similarity.append([cosine[j] for j in best])
        answer.weight.append([share[j] for j in best])
        answer.entropy.append(-sum(w * np.log(w) for w in share.values()))
    return answer


def window(seed=0, channels=6, height=72, width=88):
    """A random non-negative feature and a hole in the middle of its window."""
    rng = np.random.default_rng(seed)
    feature = np.maximum(rng.normal(0.3, 1, (channels, -(-height // 4), -(-width // 4))), 0).astype(
        np.float32
    )
    hole = np.zeros((height, width), bool)
    hole[height // 3 : height // 2 + 5, width // 3 : 2 * width // 3] = True
    return feature, hole
