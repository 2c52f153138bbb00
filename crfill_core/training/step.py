"""One training step: equations 1, 2 and 7 of the paper on a batch."""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor, nn

from crfill_core.training.config import LossConfig, Stage
from crfill_core.training.losses import adversarial_loss, composed, discriminator_loss, reconstruction_loss
from crfill_core.training.models import Models


class Forwards(NamedTuple):
    """The networks as a step calls them; they may be compiled, and may average gradients over processes."""

    generator: nn.Module
    auxiliary: nn.Module
    discriminator: nn.Module
    aux_discriminator: nn.Module


class _Fake(NamedTuple):
    """A filled image for a discriminator."""

    name: str
    """The name of the generator's adversarial loss for it."""
    image: Tensor
    """(B, 3, H, W) in [−1, 1]."""
    discriminator: nn.Module
    forward: nn.Module
    """The discriminator as its own update calls it."""
    weight: float
    """A factor of this adversarial loss in the generator's total; ``losses.adversarial`` is another."""


def train_step(
    models: Models,
    forwards: Forwards,
    image: Tensor,
    mask: Tensor,
    stage: Stage,
    losses: LossConfig,
    *,
    autocast: torch.autocast,
    clip: float | None,
) -> dict[str, Tensor]:
    """Update the discriminators once (in adversarial stages), then the generator and (with the CR loss) the auxiliary
    branch.

    image (B, 3, H, W) in [−1, 1]; mask (B, 1, H, W), 1 = missing. ``clip``: the largest norm of the generator's
    gradient. Returns the losses by name, still on the device. The host never waits for the device here.
    """
    with autocast:
        output = forwards.generator(image, mask)
    fine = output.fine.float()
    filled = composed(fine, image, mask)
    values = {"coarse_l1": reconstruction_loss(output.coarse.float(), image, mask, losses.hole_weight)}
    values["fine_l1"] = reconstruction_loss(fine, image, mask, losses.hole_weight)
    total = torch.zeros((), device=image.device)
    if stage.train in ("coarse", "both"):
        total = total + values["coarse_l1"]
    if stage.train in ("refinement", "both"):
        total = total + losses.beta * values["fine_l1"]

    fakes = [_Fake("adversarial", filled, models.discriminator, forwards.discriminator, 1.0)]
    if stage.cr:
        with autocast:
            auxiliary = forwards.auxiliary(filled, mask, output.similarity)
        auxiliary = auxiliary.float()
        values["aux_l1"] = reconstruction_loss(auxiliary, image, mask, losses.hole_weight)
        total = total + losses.cr * losses.beta * values["aux_l1"]
        pieced = composed(auxiliary, image, mask)
        fakes.append(
            _Fake("aux_adversarial", pieced, models.aux_discriminator, forwards.aux_discriminator, losses.cr)
        )
    if stage.adversarial:
        values["discriminator"] = _train_discriminators(models, fakes, image, mask, autocast)
        for fake in fakes:
            fake.discriminator.requires_grad_(False)
            with autocast:
                scores = fake.discriminator(fake.image, mask)
            fake.discriminator.requires_grad_(True)
            values[fake.name] = adversarial_loss(scores.float(), losses.adversarial_form)
            total = total + fake.weight * losses.adversarial * values[fake.name]

    models.optimizer.zero_grad(set_to_none=True)
    total.backward()
    if clip is not None:
        torch.nn.utils.clip_grad_norm_(models.generator.parameters(), clip)
    models.optimizer.step()
    return {**{k: v.detach() for k, v in values.items()}, "loss": total.detach()}


def _train_discriminators(
    models: Models, fakes: list[_Fake], image: Tensor, mask: Tensor, autocast: torch.autocast
) -> Tensor:
    loss = torch.zeros((), device=image.device)
    for fake in fakes:
        # One batch of real and fake images needs only one power iteration of the spectral norm.
        with autocast:
            scores = fake.forward(torch.cat([image, fake.image.detach()]), torch.cat([mask, mask]))
        loss = loss + discriminator_loss(*scores.float().chunk(2))
    models.discriminator_optimizer.zero_grad(set_to_none=True)
    loss.backward()
    models.discriminator_optimizer.step()
    return loss.detach()
