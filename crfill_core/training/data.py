"""Batches of training crops. In a run, the crops of a step depend on the seed and the step alone: resuming is exact.

``HostPhotos`` cuts crops on the CPU. ``DevicePhotos`` holds all photos as one uint8 tensor on the GPU and cuts, resizes
and flips a whole batch there without making the host wait.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

import cv2
import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from crfill_core.base.messages import Message, reason
from crfill_core.base.options import OptionError, Options, option
from crfill_core.errors import ConfigError
from crfill_core.files.sources import Entry, read_entry, source_of
from crfill_core.networks.transfer import to_device

MIN_SIDE = 16
"""Photos with a smaller side, in pixels, are refused."""


@dataclass(frozen=True)
class CropConfig(Options):
    """How crops are cut.

    A photo is scaled so that its short side has a random size within ``short_side`` (log-uniform), then cropped.
    """

    crop: int = option(256, "side of a crop in pixels, a multiple of 8", low=16)
    short_side: tuple[int, int] = option(
        (256, 400), "least and largest short side in pixels that a photo is scaled to", low=1
    )
    max_upscale: float = option(
        1.0, "largest factor by which photos are enlarged, unless they are smaller than a crop", above=0
    )

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.crop % 8:
            raise OptionError("crop", Message("must be a multiple of 8, not {value}", value=self.crop))
        if self.short_side[0] > self.short_side[1]:
            raise OptionError("short_side", Message("must be two sizes in pixels, the smaller one first"))


class Draw(NamedTuple):
    """The random numbers of a batch."""

    photo: np.ndarray
    """(B,) numbers of photos."""
    flip: np.ndarray
    """(B,) bool: whether to mirror the photo."""
    uniform: np.ndarray
    """(B, 3) in [0, 1), for scale, x and y."""

    def part(self, which: slice) -> Draw:
        return Draw(self.photo[which], self.flip[which], self.uniform[which])


class Sampler:
    """Draws a photo of a source of n photos with a probability proportional to n^(balance − 1).

    balance 1: every photo is equally likely; 0: every source is.
    """

    def __init__(self, entries: Sequence[Entry], seed: int, balance: float = 1.0) -> None:
        _, source, counts = np.unique(
            [source_of(e.name) for e in entries], return_inverse=True, return_counts=True
        )
        weights = counts[source] ** (balance - 1.0)
        self._probability = weights / weights.sum()
        self._seed = seed

    def draw(self, step: int, batch: int) -> Draw:
        """The random numbers of a step's batch. They depend on the seed and the step only."""
        rng = np.random.default_rng([self._seed, step])
        index = rng.choice(len(self._probability), size=batch, p=self._probability)
        return Draw(index, rng.random(batch) < 0.5, rng.random((batch, 3)))


def crop_boxes(height: np.ndarray, width: np.ndarray, uniform: np.ndarray, config: CropConfig) -> np.ndarray:
    """(B, 3) float: left, top and side of the squares to cut, in pixels of photos of the given heights and widths (B,).

    ``uniform``: (B, 3), see :class:`Draw`.
    """
    low, high = config.short_side
    target = low * (high / low) ** uniform[:, 0]
    short = np.minimum(height, width).astype(np.float64)
    target = np.maximum(np.minimum(target, short * config.max_upscale), config.crop)
    side = np.minimum(config.crop * short / target, short)
    left, top = uniform[:, 1] * (width - side), uniform[:, 2] * (height - side)
    return np.stack([left, top, side], axis=1)


def decode(entry: Entry, max_short_side: int | None = None) -> np.ndarray:
    """A photo as (H, W, 3) uint8 RGB, its short side reduced to ``max_short_side`` if it is longer.

    Raises ConfigError if its file cannot be read, is not a readable image or has a side below 16 px.
    """
    try:
        data = np.frombuffer(read_entry(entry), np.uint8)
    except OSError as error:
        raise ConfigError(
            "{path} cannot be read ({reason}); check the name and the permissions.",
            path=entry.path,
            reason=reason(error),
        ) from error
    try:
        image = cv2.imdecode(data, cv2.IMREAD_COLOR) if len(data) else None
    except cv2.error:  # e.g. more pixels than it reads
        image = None
    if image is None:
        raise ConfigError(
            "{name} in {path} is not a readable image; `crfill data check` finds all such files.",
            name=entry.name,
            path=entry.path,
        )
    short = min(image.shape[:2])
    if short < MIN_SIDE:
        raise ConfigError(
            "{name} in {path} is too small to train on; take it out.", name=entry.name, path=entry.path
        )
    if max_short_side and short > max_short_side:
        size = [round(n * max_short_side / short) for n in image.shape[1::-1]]
        image = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
    return cv2.cvtColor(image, cv2.COLOR_BGR2RGB)


def decode_all(entries: Sequence[Entry], max_short_side: int | None, threads: int) -> list[np.ndarray]:
    """All photos, (H, W, 3) uint8 RGB each, decoded by ``threads`` threads. Raises as :func:`decode`."""
    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(lambda entry: decode(entry, max_short_side), entries))


class HostPhotos:
    """Crops cut on the CPU, by ``threads`` threads. With ``cache`` every photo is decoded only once and kept in memory."""

    def __init__(
        self,
        entries: Sequence[Entry],
        device: torch.device | str,
        max_short_side: int | None = None,
        threads: int = 2,
        *,
        cache: bool = False,
    ) -> None:
        self._entries = entries
        self._device = device
        self._max_short_side = max_short_side
        self._threads = threads
        self._pool: ThreadPoolExecutor | None = None
        self._cached = decode_all(entries, max_short_side, threads) if cache else None

    def crops(self, draw: Draw, config: CropConfig) -> Tensor:
        """(B, 3, crop, crop) float in [−1, 1] on the device."""
        if self._pool is None:
            self._pool = ThreadPoolExecutor(self._threads)
        cut = partial(self._crop, config=config)
        crops = np.stack(list(self._pool.map(cut, draw.photo, draw.flip, draw.uniform)))
        return to_device(torch.from_numpy(crops), self._device).permute(0, 3, 1, 2).float() / 127.5 - 1

    def close(self) -> None:
        """End the threads. The next call of ``crops`` starts them again."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None

    def _crop(self, index: int, flip: bool, uniform: np.ndarray, config: CropConfig) -> np.ndarray:
        photo = self._cached[index] if self._cached else decode(self._entries[index], self._max_short_side)
        height, width = photo.shape[:2]
        left, top, side = crop_boxes(np.array([height]), np.array([width]), uniform[None], config)[0]
        n = max(1, round(side))
        x, y = min(round(left), width - n), min(round(top), height - n)
        region = photo[y : y + n, x : x + n]
        method = cv2.INTER_AREA if n >= config.crop else cv2.INTER_CUBIC
        region = cv2.resize(region, (config.crop, config.crop), interpolation=method)
        return region[:, ::-1] if flip else region


class DevicePhotos:
    """All photos as one flat uint8 tensor on ``device``. Every pixel of a crop is the mean of 2×2 bilinear samples."""

    def __init__(
        self,
        entries: Sequence[Entry],
        device: torch.device | str,
        max_short_side: int | None = None,
        threads: int = 8,
    ) -> None:
        photos = decode_all(entries, max_short_side, threads)
        sizes = np.array([p.shape[:2] for p in photos])
        starts = np.concatenate([[0], np.cumsum(sizes[:, 0] * sizes[:, 1])[:-1]])
        flat = np.concatenate([p.reshape(-1, 3) for p in photos])
        self._pixels = torch.from_numpy(flat).to(device)
        self._sizes, self._starts = sizes, starts
        self._device = device

    def crops(self, draw: Draw, config: CropConfig) -> Tensor:
        """(B, 3, crop, crop) float in [−1, 1] on the device."""
        height, width = self._sizes[draw.photo].T
        boxes = crop_boxes(height, width, draw.uniform, config)
        numbers = np.column_stack([boxes, self._starts[draw.photo], width, height, draw.flip])
        left, top, side, start, w, h, flip = to_device(torch.from_numpy(numbers), self._device).unbind(1)
        n = 2 * config.crop
        at = (torch.arange(n, device=self._device, dtype=torch.float64) + 0.5) / n
        across = torch.where(flip[:, None] > 0.5, 1 - at, at)
        x = (left[:, None] + across * side[:, None] - 0.5).clamp(min=0).minimum(w[:, None] - 1)
        y = (top[:, None] + at * side[:, None] - 0.5).clamp(min=0).minimum(h[:, None] - 1)
        x0 = x.floor().minimum(w[:, None] - 2).clamp(min=0)
        y0 = y.floor().minimum(h[:, None] - 2).clamp(min=0)
        fx, fy = (x - x0).float()[:, None, :, None], (y - y0).float()[:, :, None, None]
        base = (start[:, None, None] + y0[:, :, None] * w[:, None, None] + x0[:, None, :]).long()
        down = w.long()[:, None, None]
        pixels = self._pixels
        upper = pixels[base].float() * (1 - fx) + pixels[base + 1].float() * fx
        lower = pixels[base + down].float() * (1 - fx) + pixels[base + down + 1].float() * fx
        image = (upper * (1 - fy) + lower * fy).permute(0, 3, 1, 2)
        return F.avg_pool2d(image, 2) / 127.5 - 1
