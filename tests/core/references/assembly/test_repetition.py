import numpy as np
import pytest

from crfill_core.references.assembly.repetition import STRONGEST, Prior, repetition
from tests.core.references.assembly.scenes import noise


def layers() -> np.ndarray:
    """A landscape: brightness falls from top to bottom, and nothing depends on the column but a fine grain."""
    rows = np.linspace(255, 0, 60, dtype=np.float32)[:, None, None]
    return (rows + 20 * noise((60, 80, 3), 1.0)).astype(np.float32)


def test_layers_make_vertical_shifts_improbable() -> None:
    prior = repetition(layers(), np.ones((60, 80), bool)).prior
    assert prior.down > 1.5 and prior.across < 0.3


def test_a_photo_on_its_side_has_its_own_prior() -> None:
    upright = repetition(layers(), np.ones((60, 80), bool)).prior
    turned = repetition(np.ascontiguousarray(layers().transpose(1, 0, 2)), np.ones((80, 60), bool)).prior
    assert turned.across == pytest.approx(upright.down, rel=0.2)
    assert turned.down < 0.3


def test_texture_prefers_no_direction() -> None:
    prior = repetition(128 + 60 * noise((60, 60, 3), 1.0), np.ones((60, 60), bool)).prior
    assert abs(prior.across - prior.down) < 0.3


def test_too_little_to_learn_from_leaves_the_usual() -> None:
    nothing = repetition(np.zeros((20, 20, 3), np.float32), np.zeros((20, 20), bool))
    assert nothing.prior == Prior() and nothing.offsets.shape == (0, 2)


def test_strength_is_bounded() -> None:
    rows = np.arange(60, dtype=np.float32)[:, None, None]
    stripes = np.broadcast_to(rows * 4, (60, 40, 3)).copy()
    prior = repetition(stripes, np.ones((60, 40), bool)).prior
    assert 0 <= prior.across <= STRONGEST and prior.down == STRONGEST
