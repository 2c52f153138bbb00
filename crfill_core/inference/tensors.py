"""Converts (H, W, C) arrays to (B, C, H, W) tensors and back, and pads sizes to the multiples that networks need."""

from __future__ import annotations

import cv2
import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from crfill_core.geometry import Size
from crfill_core.imaging.bounds import bounds
from crfill_core.networks.generator import SIZE_MULTIPLE


def image_tensor(image: np.ndarray, device: torch.device | str = "cpu") -> Tensor:
    """(H, W, 3) float32 in [0, 1] → (1, 3, H, W) float32 in [−1, 1]."""
    return torch.from_numpy(np.ascontiguousarray(image)).permute(2, 0, 1)[None].to(device) * 2 - 1


def mask_tensor(mask: np.ndarray, device: torch.device | str = "cpu") -> Tensor:
    """(H, W) bool → (1, 1, H, W) float32."""
    return torch.from_numpy(np.ascontiguousarray(mask))[None, None].to(device).float()


def image_array(tensor: Tensor) -> np.ndarray:
    """(1, 3, H, W) in [−1, 1] → (H, W, 3) float32 in [0, 1]."""
    return ((tensor[0].float().clamp(-1, 1) + 1) / 2).permute(1, 2, 0).cpu().numpy()


def padded(tensor: Tensor, multiple: int = SIZE_MULTIPLE) -> Tensor:
    """The tensor (B, C, H, W) padded at the right and the bottom to multiples of ``multiple``, by repeating the edge."""
    height, width = tensor.shape[-2:]
    return F.pad(tensor, (0, -width % multiple, 0, -height % multiple), mode="replicate")


def reduced(image: np.ndarray, hidden: np.ndarray, size: Size) -> tuple[np.ndarray, np.ndarray]:
    """A window reduced in size by area means of the *known* pixels, so that no hidden colour bleeds into them.

    image (H, W, C) float32, hidden (H, W) bool → both at ``size``. A reduced pixel is hidden if more than half of its
    area is hidden. Hidden pixels are 0.
    """
    known = (~hidden).astype(np.float32)
    if size == Size(image.shape[1], image.shape[0]):
        return image * known[:, :, None], hidden
    share = cv2.resize(known, size, interpolation=cv2.INTER_AREA)
    part = bounds(hidden).slices
    blank = not image[part][hidden[part]].any()  # so that a large window is not copied needlessly
    total = cv2.resize(image if blank else image * known[:, :, None], size, interpolation=cv2.INTER_AREA)
    small_hidden = share < 0.5
    # OpenCV drops the axis of a single channel.
    small = total.reshape(*share.shape, image.shape[2]) / np.maximum(share, 1e-6)[:, :, None]
    return np.where(small_hidden[:, :, None], np.float32(0), small), small_hidden


def enlarged(image: np.ndarray, size: Size) -> np.ndarray:
    """(h, w, C) float32 enlarged to ``size`` by cubic interpolation; unchanged if it has that size."""
    if size == Size(image.shape[1], image.shape[0]):
        return image
    larger = cv2.resize(image, size, interpolation=cv2.INTER_CUBIC)
    return np.asarray(larger).reshape(size.height, size.width, image.shape[2])
