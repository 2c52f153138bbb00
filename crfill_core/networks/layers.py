"""The gated convolution, the building block of every generator here (Yu et al., 2019)."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

XAVIER_GAIN = 0.02
"""The gain in the authors' release."""


def conv(cin: int, cout: int, kernel: int = 3, stride: int = 1, dilation: int = 1) -> nn.Conv2d:
    """A convolution with a bias and zero padding, which at stride 1 keeps the size if ``kernel`` is odd."""
    return nn.Conv2d(cin, cout, kernel, stride, dilation * (kernel - 1) // 2, dilation)


def gate(x: Tensor, relu: bool = False) -> Tensor:
    """ELU(first half of the channels) · sigmoid(second half): (B, 2k, H, W) → (B, k, H, W).

    With ``relu``, ReLU takes the place of ELU, and the result is non-negative, as the similarity feature is.
    """
    feature, gating = x.chunk(2, dim=1)
    if not x.is_cuda and x.is_contiguous(memory_format=torch.channels_last):
        # On a CPU the activations take about six times as long on strided halves as on copies of them.
        feature = feature.contiguous(memory_format=torch.channels_last)
        gating = gating.contiguous(memory_format=torch.channels_last)
    return (F.relu(feature) if relu else F.elu(feature)) * torch.sigmoid(gating)


def gated(x: Tensor, *layers: nn.Conv2d) -> Tensor:
    """``x`` after gated convolutions, applied one after another."""
    for layer in layers:
        x = gate(layer(x))
    return x


def upsampled(x: Tensor) -> Tensor:
    """``x`` (B, C, H, W) enlarged to (B, C, 2H, 2W) by repeating pixels."""
    return F.interpolate(x, scale_factor=2, mode="nearest")


def init_xavier(module: nn.Module, gain: float = XAVIER_GAIN) -> None:
    """Set Xavier-normal weights with the given gain, and zero biases, in every convolution of ``module``."""
    for m in module.modules():
        if isinstance(m, nn.Conv2d):
            nn.init.xavier_normal_(m.weight, gain)
            if m.bias is not None:
                nn.init.zeros_(m.bias)
