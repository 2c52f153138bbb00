"""One training step: equations 1, 2 and 7 of the paper on a batch."""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor, nn

from crfill_core.training.config import LossConfig, Stage
from crfill_core.training.losses import adversarial_loss, composed, discriminator_loss, reconstruction_loss
from crfill_core.training.models import Models


class Forwards(NamedTuple):
    """The models as a step calls them: plain, or compiled, or averaging gradients over processes."""

    generator: nn.Module
    auxiliary: nn.Module
    discriminator: nn.Module
    aux_discriminator: nn.Module


class Judged(NamedTuple):
    """A filled picture, its discriminator (as a module, and as the discriminator's own step calls it), and its
    weight.
    """

    name: str
    judge: nn.Module
    forward: nn.Module
    picture: Tensor
    weight: float


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
    """Update the discriminators, then generator and auxiliary branch, once. Returns the losses, still on the device.

    image (B, 3, H, W) in [−1, 1]; mask (B, 1, H, W), 1 = missing. Nothing here makes the host wait for the device.
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

    pictures = [Judged("adversarial", models.discriminator, forwards.discriminator, filled, 1.0)]
    if stage.cr:
        with autocast:
            auxiliary = forwards.auxiliary(filled, mask, output.similarity)
        auxiliary = auxiliary.float()
        values["aux_l1"] = reconstruction_loss(auxiliary, image, mask, losses.hole_weight)
        total = total + losses.cr * losses.beta * values["aux_l1"]
        pieced = composed(auxiliary, image, mask)
        pictures.append(
            Judged("aux_adversarial", models.aux_discriminator, forwards.aux_discriminator, pieced, losses.cr)
        )
    if stage.adversarial:
        values["discriminator"] = _train_judges(models, pictures, image, mask, autocast)
        for name, judge, _, picture, weight in pictures:
            judge.requires_grad_(False)
            with autocast:
                verdict = judge(picture, mask)
            judge.requires_grad_(True)
            values[name] = adversarial_loss(verdict.float(), losses.adversarial_form)
            total = total + weight * losses.adversarial * values[name]

    models.optimizer.zero_grad(set_to_none=True)
    total.backward()
    if clip is not None:
        torch.nn.utils.clip_grad_norm_(models.generator.parameters(), clip)
    models.optimizer.step()
    return {**{k: v.detach() for k, v in values.items()}, "loss": total.detach()}


def _train_judges(
    models: Models, pictures: list[Judged], image: Tensor, mask: Tensor, autocast: torch.autocast
) -> Tensor:
    loss = torch.zeros((), device=image.device)
    for judged in pictures:
        with autocast:  # real and fake in one batch: one pass, one power iteration of the spectral norm
            verdicts = judged.forward(torch.cat([image, judged.picture.detach()]), torch.cat([mask, mask]))
        real, fake = verdicts.float().chunk(2)
        loss = loss + discriminator_loss(real, fake)
    models.discriminator_optimizer.zero_grad(set_to_none=True)
    loss.backward()
    models.discriminator_optimizer.step()
    return loss.detach()
