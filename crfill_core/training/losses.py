"""The losses of the paper: L1, hinge adversarial, contextual reconstruction (equations 1 to 3 and 7)."""

from __future__ import annotations

from typing import Literal

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
    """‖Y − X‖₁ as the mean absolute difference in [−1, 1] units; missing pixels count ``hole_weight`` times.

    The weights are normalised within each image, so that every image counts alike and a batch may be split.
    """
    difference = (filled - truth).abs()
    if hole_weight == 1.0:
        return difference.mean()
    weight = 1 + (hole_weight - 1) * mask
    return ((difference * weight).mean(dim=(1, 2, 3)) / weight.mean(dim=(1, 2, 3))).mean()
