from dataclasses import replace

import numpy as np
import pytest
import torch
from torch import Tensor

from crfill_core.training.config import LossConfig, Stage
from crfill_core.training.losses import adversarial_loss, composed, discriminator_loss, reconstruction_loss
from crfill_core.training.models import Models, learning_rate_factor
from crfill_core.training.step import Forwards, train_step


def random(*shape: int, seed: int = 0) -> Tensor:
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed))


def hole(batch: int = 2, side: int = 16) -> Tensor:
    mask = torch.zeros(batch, 1, side, side)
    mask[0, :, 3:9, 4:11] = 1
    mask[-1, :, :2, :2] = 1
    return mask


def test_the_discriminators_loss_is_equation_1():
    real, fake = random(2, 4, 3, 3), random(2, 4, 3, 3, seed=1)
    expected = np.maximum(0, 1 - real.numpy()).mean() + np.maximum(0, 1 + fake.numpy()).mean()
    assert float(discriminator_loss(real, fake)) == pytest.approx(expected, abs=1e-6)
    assert discriminator_loss(torch.full((3,), 2.0), torch.full((3,), -2.0)) == 0


def test_the_generators_side_in_both_forms():
    scores = torch.tensor([-1.0, 0.5, 3.0])
    assert float(adversarial_loss(scores, "paper")) == pytest.approx((2 + 0.5 + 0) / 3)
    assert float(adversarial_loss(scores, "release")) == pytest.approx(-2.5 / 3)


def test_the_composed_picture_is_filled_only_where_pixels_miss():
    filled, truth, mask = random(2, 3, 16, 16), random(2, 3, 16, 16, seed=1), hole()
    picture = composed(filled, truth, mask)
    inside = mask.expand_as(truth) > 0
    assert torch.equal(picture[inside], filled[inside]) and torch.equal(picture[~inside], truth[~inside])


@pytest.mark.parametrize("weight", [1.0, 3.0, 0.5])
def test_the_reconstruction_loss_is_a_weighted_mean_within_each_image(weight):
    filled, truth, mask = random(2, 3, 16, 16), random(2, 3, 16, 16, seed=1), hole()
    means = []
    for i in range(2):
        total = count = 0.0
        for y in range(16):
            for x in range(16):
                w = weight if mask[i, 0, y, x] else 1.0
                total += w * float((filled[i, :, y, x] - truth[i, :, y, x]).abs().sum())
                count += 3 * w
        means.append(total / count)
    loss = float(reconstruction_loss(filled, truth, mask, weight))
    assert loss == pytest.approx(sum(means) / 2, rel=1e-5)
    halves = [reconstruction_loss(*(x[i : i + 1] for x in (filled, truth, mask)), weight) for i in range(2)]
    assert float(sum(halves) / 2) == pytest.approx(loss, rel=1e-5)  # a batch may be split


class Scores(torch.nn.Module):
    """Keeps what a module answered."""

    def __init__(self, module: torch.nn.Module) -> None:
        super().__init__()
        self.module, self.answers = module, []

    def forward(self, *inputs: Tensor):
        self.answers.append((inputs, self.module(*inputs)))
        return self.answers[-1][1]


@pytest.mark.parametrize("form", ["paper", "release"])
def test_a_step_adds_the_losses_up_as_the_paper_does(config, form):
    """L_G = L1(coarse) + hinge + β·L1(fine) + λ·(hinge(aux) + β·L1(aux))."""
    models = Models(config, torch.device("cpu"))
    losses = LossConfig(beta=1.5, cr=0.5, adversarial=0.7, adversarial_form=form)
    image, mask = random(2, 3, 32, 32).tanh(), hole(side=32)
    generator, auxiliary = Scores(models.generator), Scores(models.auxiliary)
    forwards = Forwards(generator, auxiliary, models.discriminator, models.aux_discriminator)
    models.set_trained("both")
    stage = Stage(steps=1, adversarial=True, cr=True)
    off = torch.autocast("cpu", enabled=False)
    values = train_step(models, forwards, image, mask, stage, losses, autocast=off, clip=None)
    output, aux_image = generator.answers[0][1], auxiliary.answers[0][1]
    pictures = {"coarse_l1": output.coarse, "fine_l1": output.fine, "aux_l1": aux_image}
    for name, picture in pictures.items():
        assert float(values[name]) == pytest.approx((picture.detach() - image).abs().mean().item())
    (filled, given_mask, similarity), _ = auxiliary.answers[0]
    assert torch.equal(filled, output.fine * mask + image * (1 - mask)) and torch.equal(given_mask, mask)
    assert similarity is output.similarity
    names = ("coarse_l1", "adversarial", "fine_l1", "aux_adversarial", "aux_l1")
    coarse, hinge, fine, aux_hinge, aux = (float(values[name]) for name in names)
    expected = coarse + 0.7 * hinge + 1.5 * fine + 0.5 * (0.7 * aux_hinge + 1.5 * aux)
    assert float(values["loss"]) == pytest.approx(expected, rel=1e-5)


def test_a_step_leaves_the_judges_to_their_own_loss(config):
    """The generator's adversarial loss must not move the discriminators: their gradients come from equation 1 alone."""
    models = Models(config, torch.device("cpu"))
    models.set_trained("both")
    image, mask = random(2, 3, 32, 32).tanh(), hole(side=32)
    judges = (models.discriminator, models.aux_discriminator)
    forwards = Forwards(models.generator, models.auxiliary, *judges)
    seen: list[list[Tensor]] = []
    step = models.discriminator_optimizer.step
    models.discriminator_optimizer.step = lambda: (  # type: ignore[method-assign]
        seen.append([p.grad.clone() for j in judges for p in j.parameters()]),
        step(),
    )
    off = torch.autocast("cpu", enabled=False)
    stage = Stage(steps=1, adversarial=True, cr=True)
    train_step(models, forwards, image, mask, stage, LossConfig(), autocast=off, clip=None)
    after = [p.grad for j in judges for p in j.parameters()]
    assert all(torch.equal(a, b) for a, b in zip(seen[0], after, strict=True))
    assert all(p.requires_grad for j in judges for p in j.parameters())


def test_without_adversarial_and_cr_only_the_l1_terms_count(config):
    models = Models(config, torch.device("cpu"))
    forwards = Forwards(models.generator, models.auxiliary, models.discriminator, models.aux_discriminator)
    off = torch.autocast("cpu", enabled=False)
    image, mask = random(2, 3, 32, 32).tanh(), hole(side=32)
    values = train_step(
        models, forwards, image, mask, Stage(steps=1), LossConfig(beta=2.0), autocast=off, clip=None
    )
    assert set(values) == {"coarse_l1", "fine_l1", "loss"}
    expected = float(values["coarse_l1"]) + 2 * float(values["fine_l1"])
    assert float(values["loss"]) == pytest.approx(expected)


def test_a_resumed_run_has_the_learning_rates_of_its_configuration(config):
    saved = Models(config, torch.device("cpu"))
    saved.set_learning_rate(1.0)
    slower = replace(config, optimizer=replace(config.optimizer, lr=1e-5, discriminator_lr=4e-5))
    models = Models(slower, torch.device("cpu"))
    models.load(saved.state())
    models.set_learning_rate(0.5)
    rates = [group["lr"] for optimizer in models.optimizers.values() for group in optimizer.param_groups]
    assert rates == [0.5e-5, 2e-5]


def test_the_learning_rate_warms_up_in_every_stage_and_falls_over_the_run():
    factors = [learning_rate_factor(step, step % 50, 100, warmup=10, final=0.1) for step in range(100)]
    assert factors[0] == pytest.approx(0.1, rel=0.01) and factors[9] == pytest.approx(1, abs=0.05)
    assert factors[50] < factors[49] / 5  # the second stage begins
    assert factors[99] == pytest.approx(0.1, abs=0.01)
    assert all(f == 1 for f in (learning_rate_factor(s, s, 100, warmup=0, final=1.0) for s in range(100)))
