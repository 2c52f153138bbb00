"""The losses of the paper (equations 1 to 3 and 7), and those of the structure network."""

from __future__ import annotations

from typing import Literal

import torch
import torch.nn.functional as F
from torch import Tensor

AdversarialForm = Literal["release", "paper"]


def discriminator_loss(real: Tensor, fake: Tensor) -> Tensor:
    """Equation 1: E[ReLU(1 − D(X))] + E[ReLU(1 + D(composed))], given the score maps D(X) and D(composed)."""
    return F.relu(1 - real).mean() + F.relu(1 + fake).mean()


def adversarial_loss(fake: Tensor, form: AdversarialForm = "release") -> Tensor:
    """The generator's adversarial loss, given the score maps D of its fills.

    ``paper``: E[ReLU(1 − D)], equation 3; ``release``: −E[D], as in the authors' code.
    """
    return F.relu(1 - fake).mean() if form == "paper" else -fake.mean()


def composed(filled: Tensor, truth: Tensor, mask: Tensor) -> Tensor:
    """The filled pixels where ``mask`` is 1, the truth where it is 0."""
    return filled * mask + truth * (1 - mask)


def reconstruction_loss(filled: Tensor, truth: Tensor, mask: Tensor, hole_weight: float = 1.0) -> Tensor:
    """Mean absolute difference of images (B, 3, H, W) in [−1, 1], with weight ``hole_weight`` for missing pixels, 1 else.

    The weights are normalised within each image, so every image counts alike and a batch may be divided among processes.
    """
    difference = (filled - truth).abs()
    if hole_weight == 1.0:
        return difference.mean()
    weight = 1 + (hole_weight - 1) * mask
    return ((difference * weight).mean(dim=(1, 2, 3)) / weight.mean(dim=(1, 2, 3))).mean()


def structure_loss(
    fill: Tensor, log_scale: Tensor, truth: Tensor, mask: Tensor, known: float
) -> dict[str, Tensor]:
    """The structure network's losses: ``loss`` = ``likelihood`` + ``known`` · ``known_l1``.

    fill, truth (B, 3, H, W) in [−1, 1]; log_scale, which is log b, and mask (B, 1, H, W), 1 = missing. likelihood: the
    mean over missing pixels of e / b + log b, where e is the mean absolute difference of the channels. It is the
    negative log-likelihood of a Laplace distribution, without its constant. known_l1: the mean of e over known pixels.
    Both means are taken within each image, so every image counts alike and a batch may be divided among processes.
    """
    error = (fill - truth).abs().mean(dim=1, keepdim=True)
    likelihood = image_mean(error * torch.exp(-log_scale) + log_scale, mask).mean()
    known_l1 = image_mean(error, 1 - mask).mean()
    return {"likelihood": likelihood, "known_l1": known_l1, "loss": likelihood + known * known_l1}


def image_mean(values: Tensor, weight: Tensor) -> Tensor:
    """(B,): the weighted mean of each image of (B, 1, H, W); 0 if all its weights are 0."""
    return (values * weight).sum(dim=(1, 2, 3)) / weight.sum(dim=(1, 2, 3)).clamp(min=1e-6)
