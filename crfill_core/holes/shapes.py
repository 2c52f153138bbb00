"""The three kinds of holes for training, drawn in batches on any device.

Random numbers come from a generator on the CPU. The same seed therefore gives the same holes on CPU and GPU.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import cv2
import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from crfill_core.base.messages import Message
from crfill_core.base.options import OptionError, Options, option
from crfill_core.files.sources import index_images, read_entry
from crfill_core.networks.transfer import to_device

HoleKind = Literal["square", "irregular", "object"]
HOLE_KINDS: tuple[HoleKind, ...] = ("square", "irregular", "object")

MAX_STROKES = 5
MAX_VERTICES = 5
SILHOUETTE_SIDE = 128
MAX_SHARE = 0.6
MIN_PIXELS = 16
"""Holes larger than MAX_SHARE of the crop, or smaller than MIN_PIXELS, are replaced with squares in training."""


@dataclass(frozen=True)
class HoleMix(Options):
    """How often each kind of hole occurs, and how large squares are."""

    square: float = option(1.0, "how often squares are drawn, relative to the other kinds", low=0)
    irregular: float = option(1.0, "how often strokes are drawn", low=0)
    object: float = option(1.0, "how often silhouettes of objects are drawn", low=0)
    square_side: tuple[float, float] = option(
        (0.25, 0.5), "smallest and largest side of squares, as shares of the crop's side", above=0, high=1
    )
    unite_strokes: float = option(
        0.0,
        "probability that a stroke hole is united with a square or object hole (1 in the authors' release)",
        low=0,
        high=1,
    )

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.square == self.irregular == self.object == 0:
            raise OptionError("square", Message("must not be 0 if irregular and object are 0, too"))
        if self.square_side[0] > self.square_side[1]:
            raise OptionError("square_side", Message("must be two shares, the smaller one first"))


def uniform(generator: torch.Generator, low: float, high: float, *shape: int) -> Tensor:
    """Random numbers between ``low`` and ``high``, in a tensor of that shape."""
    return torch.rand(*shape, generator=generator) * (high - low) + low


def square_holes(
    count: int,
    side: int,
    low: float,
    high: float,
    generator: torch.Generator,
    device: torch.device | str = "cpu",
) -> Tensor:
    """Squares inside the crop, with sides of ``low`` to ``high`` times the crop's: (count, 1, side, side) float.

    1 = missing.
    """
    sides = (uniform(generator, low, high, count) * side).round().clamp(1, side)
    left = (torch.rand(count, generator=generator) * (side - sides + 1)).floor()
    top = (torch.rand(count, generator=generator) * (side - sides + 1)).floor()
    left, top, sides = to_device(torch.stack([left, top, sides]), device).unbind()
    at = torch.arange(side, device=device)
    inside_x = (at >= left[:, None]) & (at < (left + sides)[:, None])
    inside_y = (at >= top[:, None]) & (at < (top + sides)[:, None])
    return (inside_y[:, :, None] & inside_x[:, None, :]).float()[:, None]


def stroke_holes(
    count: int,
    side: int,
    generator: torch.Generator,
    device: torch.device | str = "cpu",
    wanted: Tensor | None = None,
) -> Tensor:
    """Free-form strokes: (count, 1, side, side) float, 1 = missing. They cover a fifth of the crop on average.

    A hole has 1–5 polylines of 1–5 segments, each 0.05–0.5 of the crop's side long. The round brush is 0.05–0.2 of the side
    across. Holes for which ``wanted`` (count,) bool is False stay empty.
    """
    strokes = torch.randint(1, MAX_STROKES + 1, (count, 1, 1), generator=generator)
    vertices = torch.randint(1, MAX_VERTICES + 1, (count, MAX_STROKES, 1), generator=generator)
    reach = side / 2
    start = uniform(generator, 0, side, count, MAX_STROKES, 1, 2)
    angle = uniform(generator, 0, 2 * torch.pi, count, MAX_STROKES, MAX_VERTICES)
    length = uniform(generator, 0.1, 1, count, MAX_STROKES, MAX_VERTICES) * reach
    brush = uniform(generator, 0.1, 0.4, count, MAX_STROKES) * reach
    steps = torch.stack([angle.cos() * length, angle.sin() * length], dim=-1)
    points = torch.cat([start, start + steps.cumsum(dim=2)], dim=2).clamp(0, side)
    active = torch.arange(MAX_STROKES)[None, :, None] < strokes
    active = active & (torch.arange(MAX_VERTICES)[None, None, :] < vertices)
    if wanted is not None:
        active &= wanted[:, None, None]

    a = to_device(points[:, :, :-1].flatten(1, 2), device)
    b = to_device(points[:, :, 1:].flatten(1, 2), device)
    radius = to_device((brush / 2)[:, :, None].expand(active.shape).clamp(min=1.0).flatten(1), device)
    at = torch.arange(side, device=device) + 0.5
    hole = torch.zeros(count, side, side, dtype=torch.bool, device=device)
    order = active.flatten(1).int().argsort(dim=1, descending=True)  # segments that a crop uses come first
    counts = active.sum(dim=(1, 2))
    # One segment of every crop at a time, because all together would need much more memory.
    for i in range(int(counts.max())):
        crops = (counts > i).nonzero()[:, 0]
        which = to_device(torch.stack([crops, order[crops, i]]), device).unbind()
        start_at, end_at = a[which], b[which]
        d = end_at - start_at
        px = at[None, None, :] - start_at[:, 0, None, None]
        py = at[None, :, None] - start_at[:, 1, None, None]
        dx, dy = d[:, 0, None, None], d[:, 1, None, None]
        t = ((px * dx + py * dy) / (dx * dx + dy * dy).clamp(min=1e-6)).clamp(0, 1)
        distance2 = (px - t * dx) ** 2 + (py - t * dy) ** 2
        hole[which[0]] |= distance2 <= radius[which][:, None, None] ** 2
    return hole.float()[:, None]


def object_holes(silhouettes: Tensor, count: int, side: int, generator: torch.Generator) -> Tensor:
    """Holes in the form of silhouettes (K, 1, s, s) in [0, 1]: (count, 1, side, side) float, 1 = missing.

    The centre of a silhouette's picture lies in the inner 90 % of the crop in each direction; the silhouette may extend
    beyond the crop's border. The picture is 0.25–1 of the crop's side across.
    """
    which = torch.randint(len(silhouettes), (count,), generator=generator)
    scale = torch.exp(uniform(generator, -0.6931, 0.6931, count)) * 0.5  # from 0.25 to 1, since ln 2 = 0.6931
    flip = torch.where(torch.rand(count, generator=generator) < 0.5, -1.0, 1.0)
    center = uniform(generator, -0.9, 0.9, count, 2)
    theta = torch.zeros(count, 2, 3)
    theta[:, 0, 0], theta[:, 1, 1] = flip / scale, 1 / scale
    theta[:, 0, 2], theta[:, 1, 2] = -center[:, 0] * flip / scale, -center[:, 1] / scale
    theta = to_device(theta, silhouettes.device)
    grid = F.affine_grid(theta, [count, 1, side, side], align_corners=False)
    drawn = F.grid_sample(silhouettes[to_device(which, silhouettes.device)], grid, align_corners=False)
    return (drawn > 0.5).float()


def draw_holes(
    count: int,
    side: int,
    mix: HoleMix,
    generator: torch.Generator,
    silhouettes: Tensor,
    device: torch.device | str,
) -> Tensor:
    """A batch of holes of mixed kinds: (count, 1, side, side) float on ``device``, 1 = missing. None is empty."""
    squares = square_holes(count, side, *mix.square_side, generator, device)
    weights = torch.tensor([mix.square, mix.irregular, mix.object], dtype=torch.float32)
    kind = torch.multinomial(weights, count, replacement=True, generator=generator)
    strokes = stroke_holes(count, side, generator, device, wanted=kind == 1)
    objects = object_holes(silhouettes, count, side, generator).to(device)
    unite = torch.rand(count, generator=generator) < mix.unite_strokes
    others = mix.square + mix.object
    with_square = torch.rand(count, generator=generator) < (mix.square / others if others else 0.5)
    choices = torch.stack([kind, unite.long(), with_square.long()])
    kind, unite, with_square = to_device(choices, device)[:, :, None, None, None].unbind()
    partner = torch.where(with_square > 0, squares, objects)
    strokes = torch.where(unite > 0, torch.maximum(strokes, partner), strokes)
    holes = torch.where(kind == 0, squares, torch.where(kind == 1, strokes, objects))
    share = holes.mean(dim=(1, 2, 3), keepdim=True)
    usable = (share <= MAX_SHARE) & (share * side * side >= MIN_PIXELS)
    return torch.where(usable, holes, squares)


def load_silhouettes(path: Path | None) -> Tensor:
    """The silhouettes in a folder or tar, each picture centred on a square: (K, 1, 128, 128). If there are none, 256
    generated ones.
    """
    shapes = []
    for entry in [] if path is None else index_images([path]):
        data = np.frombuffer(read_entry(entry), np.uint8)
        image = cv2.imdecode(data, cv2.IMREAD_GRAYSCALE) if len(data) else None
        if image is not None and image.max() > 127:
            shapes.append(_centred((image > 127).astype(np.float32)))
    if not shapes:
        return generated_silhouettes(256)
    return torch.from_numpy(np.stack(shapes))[:, None]


def _centred(shape: np.ndarray) -> np.ndarray:
    scale = SILHOUETTE_SIDE / max(shape.shape)
    height, width = (max(1, round(n * scale)) for n in shape.shape)
    small = cv2.resize(shape, (width, height), interpolation=cv2.INTER_AREA)
    canvas = np.zeros((SILHOUETTE_SIDE, SILHOUETTE_SIDE), np.float32)
    top, left = (SILHOUETTE_SIDE - height) // 2, (SILHOUETTE_SIDE - width) // 2
    canvas[top : top + height, left : left + width] = small
    return canvas


def generated_silhouettes(count: int) -> Tensor:
    """Smooth blobs for data sets without object masks, the same in every call: (count, 1, 128, 128).

    The radius of a blob is a random Fourier series of the angle.
    """
    rng = np.random.default_rng(0)
    shapes = np.zeros((count, SILHOUETTE_SIDE, SILHOUETTE_SIDE), np.float32)
    angle = np.linspace(0, 2 * np.pi, 180, endpoint=False)
    for shape in shapes:
        radius = np.ones_like(angle)
        for n in range(1, 6):
            radius += rng.normal(0, 0.35 / n) * np.cos(n * angle + rng.uniform(0, 2 * np.pi))
        radius = np.clip(radius, 0.15, None)
        x, y = radius * np.cos(angle) * rng.uniform(0.5, 1.5), radius * np.sin(angle)
        extent = max(np.ptp(x), np.ptp(y))
        points = np.stack([(x - x.min()) / extent, (y - y.min()) / extent], axis=1) * (SILHOUETTE_SIDE - 1)
        points += (SILHOUETTE_SIDE - 1 - points.max(axis=0)) / 2
        cv2.fillPoly(shape, [points.round().astype(np.int32)], 1.0)
    return torch.from_numpy(shapes)[:, None]
