"""The gated convolution, the building block of every generator here (Yu et al., 2019)."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

XAVIER_GAIN = 0.02


def conv(cin: int, cout: int, kernel: int = 3, stride: int = 1, dilation: int = 1) -> nn.Conv2d:
    """A convolution with a bias and "same" zero padding for odd kernels."""
    return nn.Conv2d(cin, cout, kernel, stride, dilation * (kernel - 1) // 2, dilation)


def gate(x: Tensor, relu: bool = False) -> Tensor:
    """ELU(first half of the channels) · sigmoid(second half): (B, 2k, H, W) → (B, k, H, W).

    ``relu`` takes ReLU instead of ELU, which makes the result non-negative (the similarity feature).
    """
    feature, gating = x.chunk(2, dim=1)
    if not x.is_cuda and x.is_contiguous(memory_format=torch.channels_last):
        # A CPU takes about six times as long for the activations of strided halves as for copies of them.
        feature = feature.contiguous(memory_format=torch.channels_last)
        gating = gating.contiguous(memory_format=torch.channels_last)
    return (F.relu(feature) if relu else F.elu(feature)) * torch.sigmoid(gating)


def upsampled(x: Tensor) -> Tensor:
    """Nearest-neighbour ×2."""
    return F.interpolate(x, scale_factor=2, mode="nearest")


def init_xavier(module: nn.Module, gain: float = XAVIER_GAIN) -> None:
    """Xavier-normal weights with the given gain and zero biases in every convolution below ``module``."""
    for m in module.modules():
        if isinstance(m, nn.Conv2d):
            nn.init.xavier_normal_(m.weight, gain)
            if m.bias is not None:
                nn.init.zeros_(m.bias)
