"""Runs the generator on an image with a hole."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from crfill_core.geometry import Size
from crfill_core.imaging.bounds import bounds
from crfill_core.inference.tensors import image_array, image_tensor, mask_tensor, padded
from crfill_core.networks.generator import SIZE_MULTIPLE, Generator
from crfill_core.references.selection import FEATURE_STRIDE

AROUND = 4
"""The output is also computed in a margin of this many pixels around the hidden ones, where its error is known. Enlarging
needs this margin too.
"""


@dataclass(frozen=True, eq=False)
class NetworkAnswer:
    """The network's output for an image of H × W pixels."""

    image: np.ndarray
    """(H, W, 3) float32 in [0, 1]: the network's output in the box around all hidden pixels and in a margin of ``AROUND``
    pixels; elsewhere the given image.
    """
    feature: Tensor
    """The similarity feature (1, C, ⌈H/4⌉, ⌈W/4⌉), float32, on the network's device."""


@torch.inference_mode()
def network_answer(
    generator: Generator,
    image: np.ndarray,
    hidden: np.ndarray,
    *,
    half_coarse: bool = False,
    dtype: torch.dtype = torch.float32,
) -> NetworkAnswer:
    """Run the generator on its device. image (H, W, 3) float32 sRGB in [0, 1], hidden (H, W) bool.

    With ``half_coarse`` the coarse network sees the image at half its size. ``dtype``: the type for autocast.
    """
    device = next(generator.parameters()).device
    height, width = hidden.shape
    x = padded(image_tensor(image, device)).contiguous(memory_format=torch.channels_last)
    mask = padded(mask_tensor(hidden, device))
    wanted = bounds(mask[0, 0].cpu().numpy() > 0).pad(AROUND).clamp(Size(x.shape[3], x.shape[2]))
    with torch.autocast(device.type, dtype, enabled=dtype != torch.float32):
        output = generator(x, mask, half_coarse=half_coarse, wanted=wanted)
    answer, part = image.copy(), wanted.clamp(Size(width, height)).slices
    answer[part] = image_array(output.fine[(..., *part)])
    rows, columns = -(-height // FEATURE_STRIDE), -(-width // FEATURE_STRIDE)
    return NetworkAnswer(answer, output.similarity[:, :, :rows, :columns].float())


def network_size(size: Size, scale: float) -> Size:
    """The size of the network's input for an image of ``size`` seen at ``scale``, at least ``SIZE_MULTIPLE`` a side."""
    scaled = Size(
        max(SIZE_MULTIPLE, round(size.width * scale)), max(SIZE_MULTIPLE, round(size.height * scale))
    )
    return size if scale >= 1 and min(size) >= SIZE_MULTIPLE else scaled
