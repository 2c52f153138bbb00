"""One training step: equations 1, 2 and 7 of the paper on a batch."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

from crfill_core.networks.generator import GeneratorOutput
from crfill_core.training.config import LossConfig, Stage
from crfill_core.training.losses import adversarial_loss, composed, discriminator_loss, reconstruction_loss
from crfill_core.training.models import Models


def train_step(
    models: Models,
    forward: Callable[[Tensor, Tensor], GeneratorOutput],
    image: Tensor,
    mask: Tensor,
    stage: Stage,
    losses: LossConfig,
    *,
    autocast: torch.autocast,
    clip: float | None,
) -> dict[str, Tensor]:
    """Update the discriminators, then generator and auxiliary branch, once. Returns the losses, still on the device.

    image (B, 3, H, W) in [−1, 1]; mask (B, 1, H, W), 1 = missing; ``forward`` is the (perhaps compiled) generator.
    """
    with autocast:
        output = forward(image, mask)
    fine = output.fine.float()
    filled = composed(fine, image, mask)
    values = {"coarse_l1": reconstruction_loss(output.coarse.float(), image, mask, losses.hole_weight)}
    values["fine_l1"] = reconstruction_loss(fine, image, mask, losses.hole_weight)
    total = torch.zeros((), device=image.device)
    if stage.train in ("coarse", "both"):
        total = total + values["coarse_l1"]
    if stage.train in ("refinement", "both"):
        total = total + losses.beta * values["fine_l1"]

    if stage.cr:
        with autocast:
            auxiliary = models.auxiliary(filled, mask, output.similarity)
        auxiliary = auxiliary.float()
        pieced = composed(auxiliary, image, mask)
        values["aux_l1"] = reconstruction_loss(auxiliary, image, mask, losses.hole_weight)
        total = total + losses.cr * losses.beta * values["aux_l1"]
    if stage.adversarial:
        pairs: list[tuple[torch.nn.Module, Tensor, float]] = [(models.discriminator, filled, 1.0)]
        if stage.cr:
            pairs.append((models.aux_discriminator, pieced, losses.cr))
        values["discriminator"] = _judge(models, pairs, image, mask, autocast)
        for judge, picture, weight in pairs:
            judge.requires_grad_(False)
            with autocast:
                verdict = judge(picture, mask)
            judge.requires_grad_(True)
            hinge = adversarial_loss(verdict.float(), losses.adversarial_form)
            values["adversarial" if judge is models.discriminator else "aux_adversarial"] = hinge
            total = total + weight * losses.adversarial * hinge

    models.optimizer.zero_grad(set_to_none=True)
    total.backward()
    if clip is not None:
        torch.nn.utils.clip_grad_norm_(models.generator.parameters(), clip)
    models.optimizer.step()
    return {**{k: v.detach() for k, v in values.items()}, "loss": total.detach()}


def _judge(
    models: Models,
    pairs: list[tuple[torch.nn.Module, Tensor, float]],
    image: Tensor,
    mask: Tensor,
    autocast: torch.autocast,
) -> Tensor:
    loss = torch.zeros((), device=image.device)
    for judge, picture, _ in pairs:
        with autocast:  # real and fake in one batch: one pass, one power iteration of the spectral norm
            real, fake = judge(torch.cat([image, picture.detach()]), torch.cat([mask, mask])).float().chunk(2)
        loss = loss + discriminator_loss(real, fake)
    models.discriminator_optimizer.zero_grad(set_to_none=True)
    loss.backward()
    models.discriminator_optimizer.step()
    return loss.detach()
