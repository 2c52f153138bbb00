"""The losses of the paper: L1, hinge adversarial, contextual reconstruction (equations 1 to 3 and 7); and the structure
network's likelihood."""

from __future__ import annotations

from typing import Literal

import torch
import torch.nn.functional as F
from torch import Tensor

AdversarialForm = Literal["release", "paper"]


def discriminator_loss(real: Tensor, fake: Tensor) -> Tensor:
    """Equation 1: E[ReLU(1 − D(X))] + E[ReLU(1 + D(composed))], over all positions of the score maps."""
    return F.relu(1 - real).mean() + F.relu(1 + fake).mean()


def adversarial_loss(fake: Tensor, form: AdversarialForm = "release") -> Tensor:
    """The generator's side. ``paper``: ReLU(1 − D), equation 3; ``release``: −D, as the authors' code has it."""
    return F.relu(1 - fake).mean() if form == "paper" else -fake.mean()


def composed(filled: Tensor, truth: Tensor, mask: Tensor) -> Tensor:
    """G·M + U: the filled pixels where ``mask`` is 1, the truth elsewhere."""
    return filled * mask + truth * (1 - mask)


def reconstruction_loss(filled: Tensor, truth: Tensor, mask: Tensor, hole_weight: float = 1.0) -> Tensor:
    """‖Y − X‖₁ as the mean absolute difference of images in [−1, 1]; missing pixels count ``hole_weight`` times.

    The weights are normalised within each image, so that every image counts alike and a batch may be split.
    """
    difference = (filled - truth).abs()
    if hole_weight == 1.0:
        return difference.mean()
    weight = 1 + (hole_weight - 1) * mask
    return ((difference * weight).mean(dim=(1, 2, 3)) / weight.mean(dim=(1, 2, 3))).mean()


def structure_loss(
    fill: Tensor, log_scale: Tensor, truth: Tensor, mask: Tensor, known: float
) -> dict[str, Tensor]:
    """The structure network's losses: ``likelihood`` + ``known`` · ``known_l1`` = ``loss``.

    likelihood: mean over missing pixels of |e| / b + log b (a Laplace distribution's, without its constant), with e
    averaged over the channels; known_l1: the mean absolute difference of known pixels. Both are means within each
    image, so that every image counts alike and a batch may be split. fill, truth (B, 3, H, W), log_scale (log b)
    and mask (B, 1, H, W), 1 = missing.
    """
    error = (fill - truth).abs().mean(dim=1, keepdim=True)
    likelihood = _image_mean(error * torch.exp(-log_scale) + log_scale, mask).mean()
    known_l1 = _image_mean(error, 1 - mask).mean()
    return {"likelihood": likelihood, "known_l1": known_l1, "loss": likelihood + known * known_l1}


def _image_mean(values: Tensor, weight: Tensor) -> Tensor:
    """The weighted mean of each image of a batch; 0 if all weights are 0."""
    return (values * weight).sum(dim=(1, 2, 3)) / weight.sum(dim=(1, 2, 3)).clamp(min=1e-6)
