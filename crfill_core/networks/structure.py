"""The structure network: predicts the content of a hole at a coarse resolution, with its uncertainty.

A U-Net predicts the difference from a push-pull fill, and the scale b of this prediction's error, which is taken to have
a Laplace distribution. It is made for windows whose hole is at most about 32 pixels thick. The prediction guides the
assembly, which takes all detail from the photo.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from crfill_core.base.messages import Message
from crfill_core.base.options import OptionError, Options, option
from crfill_core.networks.layers import upsampled

SIZE_MULTIPLE = 8
"""Height and width must be multiples of this."""
LOG_SCALE_RANGE = (-6.0, 2.0)
"""Least and greatest log b."""
LOG_SCALE_START = -2.0
"""About the log b that an untrained network predicts."""


@dataclass(frozen=True)
class StructureConfig(Options):
    """Everything that decides the network's layers."""

    channels: tuple[int, int, int] = option(
        (64, 128, 192),
        "widths at 1/2, 1/4 and 1/8 of the input's resolution, multiples of groups and of heads",
        low=1,
    )
    groups: int = option(8, "groups of every group normalisation", low=1)
    heads: int = option(4, "heads of every attention", low=1)

    def __post_init__(self) -> None:
        super().__post_init__()
        if any(width % self.groups or width % self.heads for width in self.channels):
            raise OptionError("channels", Message("must be multiples of groups and of heads"))


class StructureOutput(NamedTuple):
    """fill: (B, 3, H, W), roughly in [−1, 1], not clamped; log_scale: (B, 1, H, W), log b in [−6, 2].

    b is the expected absolute error of a pixel, averaged over its channels, in units of images in [−1, 1].
    """

    fill: Tensor
    log_scale: Tensor


def push_pull_fill(image: Tensor, mask: Tensor) -> Tensor:
    """A smooth fill of ``image`` (B, C, H, W) where ``mask`` (B, 1, H, W) is 1; known pixels stay.

    Push: the image, 0 where missing, and the share of known pixels are repeatedly averaged over 2×2 pixels, down to a
    single pixel. There the fill is the quotient of the two. Pull: on each level on the way up,
    ``fill = average + (1 − share) · enlarged``, with the coarser fill enlarged bilinearly. The fill is 0 if nothing is
    known.
    """
    known = 1 - mask
    levels = [(image * known, known)]
    while max(levels[-1][0].shape[-2:]) > 1:
        total, share = (F.avg_pool2d(x, 2, ceil_mode=True, count_include_pad=False) for x in levels[-1])
        levels.append((total, share))
    total, share = levels.pop()
    fill = total / share.clamp(min=1e-6)
    for total, share in reversed(levels):
        larger = F.interpolate(fill, size=total.shape[-2:], mode="bilinear", align_corners=False)
        fill = total + (1 - share) * larger
    return fill


class ResidualBlock(nn.Module):
    """``x + conv(silu(norm(conv(silu(norm(x))))))``; the weights of the outer convolution start at zero."""

    def __init__(self, width: int, groups: int, dilation: int = 1) -> None:
        super().__init__()
        self.norm1 = nn.GroupNorm(groups, width)
        self.conv1 = nn.Conv2d(width, width, 3, padding=1)
        self.norm2 = nn.GroupNorm(groups, width)
        self.conv2 = nn.Conv2d(width, width, 3, padding=dilation, dilation=dilation)
        nn.init.zeros_(self.conv2.weight)

    def forward(self, x: Tensor) -> Tensor:
        """(B, C, H, W) → the same shape."""
        y = self.conv1(F.silu(self.norm1(x)))
        result: Tensor = x + self.conv2(F.silu(self.norm2(y)))
        return result


class SelfAttention(nn.Module):
    """``x + attention(norm(x))`` over all positions, with several heads; the output convolution's weights start at zero."""

    def __init__(self, width: int, groups: int, heads: int) -> None:
        super().__init__()
        self.norm = nn.GroupNorm(groups, width)
        self.query_key_value = nn.Conv2d(width, 3 * width, 1)
        self.output = nn.Conv2d(width, width, 1)
        self.heads = heads
        nn.init.zeros_(self.output.weight)

    def forward(self, x: Tensor) -> Tensor:
        """(B, C, H, W) → the same shape. Memory grows with H·W, time with its square."""
        b, c, h, w = x.shape
        joint = self.query_key_value(self.norm(x)).reshape(b, 3, self.heads, c // self.heads, h * w)
        query, key, value = joint.transpose(3, 4).unbind(1)
        y = F.scaled_dot_product_attention(query, key, value).transpose(2, 3).reshape(b, c, h, w)
        result: Tensor = x + self.output(y)
        return result


class StructureNetwork(nn.Module):
    """A U-Net at half the resolution: three levels, attention at the two coarser ones; 4,816,976 parameters by default."""

    def __init__(self, config: StructureConfig | None = None) -> None:
        super().__init__()
        self.config = config = config or StructureConfig()
        a, b, c = config.channels

        def block(width: int, dilation: int = 1) -> ResidualBlock:
            return ResidualBlock(width, config.groups, dilation)

        def attention(width: int) -> SelfAttention:
            return SelfAttention(width, config.groups, config.heads)

        # For each pixel of a 2×2 block: image, mask, ones and push-pull fill.
        self.stem = nn.Conv2d(4 * (3 + 1 + 1 + 3), a, 3, padding=1)
        self.encoder1 = nn.Sequential(block(a), block(a))
        self.down1 = nn.Conv2d(a, b, 3, stride=2, padding=1)
        self.encoder2 = nn.Sequential(block(b), block(b, 2), attention(b), block(b))
        self.down2 = nn.Conv2d(b, c, 3, stride=2, padding=1)
        self.middle = nn.Sequential(block(c), attention(c), block(c, 2), attention(c), block(c))
        self.up2 = nn.Conv2d(c, b, 3, padding=1)
        self.decoder2 = nn.Sequential(block(b), attention(b), block(b))
        self.up1 = nn.Conv2d(b, a, 3, padding=1)
        self.decoder1 = nn.Sequential(block(a), block(a))
        self.head_norm = nn.GroupNorm(config.groups, a)
        self.head = nn.Conv2d(a, 4 * (3 + 1), 3, padding=1)
        nn.init.zeros_(self.head.weight)

    def forward(self, image: Tensor, mask: Tensor) -> StructureOutput:
        """Predict the pixels of ``image`` (B, 3, H, W) in [−1, 1] where ``mask`` (B, 1, H, W) is 1.

        H and W: multiples of 8. Values under the mask are ignored. Known pixels are predicted too.
        """
        image = image * (1 - mask)
        smooth = push_pull_fill(image, mask)
        x = self.stem(F.pixel_unshuffle(torch.cat([image, mask, torch.ones_like(mask), smooth], dim=1), 2))
        fine = self.encoder1(x)
        middle = self.encoder2(self.down1(fine))
        x = self.middle(self.down2(middle))
        x = self.decoder2(self.up2(upsampled(x)) + middle)
        x = self.decoder1(self.up1(upsampled(x)) + fine)
        answer = F.pixel_shuffle(self.head(F.silu(self.head_norm(x))), 2)
        log_scale = (answer[:, 3:] + LOG_SCALE_START).clamp(*LOG_SCALE_RANGE)
        return StructureOutput(smooth + answer[:, :3], log_scale)
