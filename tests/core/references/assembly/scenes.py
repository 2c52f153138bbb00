"""Small synthetic photos whose right continuation is known."""

from __future__ import annotations

import cv2
import numpy as np

from crfill_core.references.assembly.levels import Level


def hole_of(shape: tuple[int, int], top: int, left: int, height: int, width: int) -> np.ndarray:
    hole = np.zeros(shape, bool)
    hole[top : top + height, left : left + width] = True
    return hole


def diffused(image: np.ndarray, hole: np.ndarray) -> np.ndarray:
    """A guide as a weak network would give it: the surroundings smeared into the hole."""
    eight_bit = np.rint(image * 255).astype(np.uint8)
    return cv2.inpaint(eight_bit, hole.astype(np.uint8), 5, cv2.INPAINT_TELEA).astype(np.float32) / 255


def bricks(height: int, width: int) -> np.ndarray:
    """A wall of rough bricks, every second row set off by half a brick, that repeats every 16 pixels both ways."""
    rows, columns = np.mgrid[:height, :width]
    odd = (rows // 8) % 2
    mortar = (rows % 8 == 0) | ((columns + 8 * odd) % 16 == 0)
    rough = noise((16, 16), 0.04, seed=5)[rows % 16, columns % 16]
    wall = np.where(mortar, 0.75, 0.35 + 0.1 * odd) + rough
    return np.repeat(wall[..., None], 3, 2).astype(np.float32) * np.array([1, 0.8, 0.7], np.float32)


def noise(shape: tuple[int, ...], amount: float, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).normal(0, amount, shape).astype(np.float32)


def sky(height: int, width: int) -> np.ndarray:
    """Brightening towards the horizon, with a little grain."""
    ramp = np.linspace(0.35, 0.85, height, dtype=np.float32)[:, None, None]
    tilt = np.linspace(0, 0.1, width, dtype=np.float32)[None, :, None]
    colour = np.array([0.7, 0.9, 1.1], np.float32)
    return np.clip((ramp + tilt) * colour + noise((height, width, 1), 0.008), 0, 1)


def level_of(
    image: np.ndarray,
    hole: np.ndarray,
    *,
    usable: np.ndarray | None = None,
    prefer: np.ndarray | None = None,
    guess: float | np.ndarray = 0.5,
    confidence: float = 0.0,
    scale: int = 1,
) -> Level:
    """A level of the photo (h, w, 3) in [0, 1] whose guide shows ``guess`` in the hole."""
    shown = np.where(hole[..., None], guess, image).astype(np.float32) * 255
    sure = np.where(hole, confidence, 1).astype(np.float32)
    return Level(scale, shown, hole, ~hole if usable is None else usable, prefer, None, shown, sure, 3.0)
