"""The coarse-to-fine generator of CR-Fill: 4,052,478 parameters at width 48. Layers have the authors' names.

The refinement network sees ``coarse·M + U``: three channels, no mask. Its branch ``pm`` holds the similarity
feature (output of ``pmconv6``), by which the CR loss, the references and the CA baseline compare patches.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from crfill_core.base.messages import Message
from crfill_core.base.options import OptionError, Options, option
from crfill_core.geometry import Box
from crfill_core.networks.attention import patch_attention
from crfill_core.networks.layers import conv, gate, gated, init_xavier, upsampled

SIZE_MULTIPLE = 8
"""Multiple to which the inpainter pads height and width. The network itself needs multiples of 4 (8 with a half-size
coarse pass).
"""

FEATURE_STRIDE = 4
"""The similarity feature has 1/4 of the input's resolution."""


@dataclass(frozen=True)
class GeneratorConfig(Options):
    """Everything that decides the generator's layers and forward pass."""

    width: int = option(48, "c of the paper's table, a multiple of 4", low=8)
    contextual_attention: bool = option(
        False,
        "the CA baseline (DeepFillv2): parameter-free contextual attention between pmconv6 and pmconv9",
    )

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.width % 4:
            raise OptionError("width", Message("must be a multiple of 4, not {value}", value=self.width))


class GeneratorOutput(NamedTuple):
    """coarse, fine: (B, 3, H, W) in [−1, 1]; similarity: (B, 2c, H/4, W/4), non-negative."""

    coarse: Tensor
    fine: Tensor
    similarity: Tensor


class Generator(nn.Module):
    """G(U, M): fills the missing pixels of an image (paper, section 3)."""

    def __init__(self, config: GeneratorConfig | None = None) -> None:
        super().__init__()
        self.config = config = config or GeneratorConfig()
        c = config.width
        h, q = c // 2, c // 4  # a gate halves the number of channels

        self.conv1 = conv(5, c, 5)
        self.conv2_downsample = conv(h, 2 * c, stride=2)
        self.conv3 = conv(c, 2 * c)
        self.conv4_downsample = conv(c, 4 * c, stride=2)
        self.conv5 = conv(2 * c, 4 * c)
        self.conv6 = conv(2 * c, 4 * c)
        self.conv7_atrous = conv(2 * c, 4 * c, dilation=2)
        self.conv8_atrous = conv(2 * c, 4 * c, dilation=4)
        self.conv9_atrous = conv(2 * c, 4 * c, dilation=8)
        self.conv10_atrous = conv(2 * c, 4 * c, dilation=16)
        self.conv11 = conv(2 * c, 4 * c)
        self.conv12 = conv(2 * c, 4 * c)
        self.conv13_upsample_conv = conv(2 * c, 2 * c)
        self.conv14 = conv(c, 2 * c)
        self.conv15_upsample_conv = conv(c, c)
        self.conv16 = conv(h, h)
        self.conv17 = conv(q, 3)

        self.xconv1 = conv(3, c, 5)
        self.xconv2_downsample = conv(h, c, stride=2)
        self.xconv3 = conv(h, 2 * c)
        self.xconv4_downsample = conv(c, 2 * c, stride=2)
        self.xconv5 = conv(c, 4 * c)
        self.xconv6 = conv(2 * c, 4 * c)
        self.xconv7_atrous = conv(2 * c, 4 * c, dilation=2)
        self.xconv8_atrous = conv(2 * c, 4 * c, dilation=4)
        self.xconv9_atrous = conv(2 * c, 4 * c, dilation=8)
        self.xconv10_atrous = conv(2 * c, 4 * c, dilation=16)

        self.pmconv1 = conv(3, c, 5)
        self.pmconv2_downsample = conv(h, c, stride=2)
        self.pmconv3 = conv(h, 2 * c)
        self.pmconv4_downsample = conv(c, 4 * c, stride=2)
        self.pmconv5 = conv(2 * c, 4 * c)
        self.pmconv6 = conv(2 * c, 4 * c)
        self.pmconv9 = conv(2 * c, 4 * c)
        self.pmconv10 = conv(2 * c, 4 * c)

        self.allconv11 = conv(4 * c, 4 * c)
        self.allconv12 = conv(2 * c, 4 * c)
        self.allconv13_upsample_conv = conv(2 * c, 2 * c)
        self.allconv14 = conv(c, 2 * c)
        self.allconv15_upsample_conv = conv(c, c)
        self.allconv16 = conv(h, h)
        self.allconv17 = conv(q, 3)
        init_xavier(self)

    def forward(
        self, image: Tensor, mask: Tensor, *, half_coarse: bool = False, wanted: Box | None = None
    ) -> GeneratorOutput:
        """Fill ``image`` (B, 3, H, W) in [−1, 1] where ``mask`` (B, 1, H, W) is 1. H and W: multiples of 4.

        Values under the mask are ignored. ``half_coarse`` runs the coarse network at half size and enlarges its
        output (paper, section 5.1, for large inputs; H and W must then be multiples of 8). ``wanted`` is a part of the
        image that contains all pixels under the mask: only the features that contribute to that part are decoded. There
        the two output images are the same as without ``wanted``; elsewhere they are not valid.
        """
        incomplete = image * (1 - mask)
        if half_coarse:
            small_mask = F.max_pool2d(mask, 2)
            small = F.avg_pool2d(incomplete, 2) * (1 - small_mask)
            part = None if wanted is None else _halved(wanted)
            coarse = F.interpolate(
                self.coarse(small, small_mask, part), scale_factor=2, mode="bilinear", align_corners=False
            )
        else:
            coarse = self.coarse(incomplete, mask, wanted)
        fine, similarity = self.refine(coarse * mask + incomplete, mask, wanted)
        return GeneratorOutput(coarse, fine, similarity)

    def coarse(self, incomplete: Tensor, mask: Tensor, wanted: Box | None = None) -> Tensor:
        """The coarse network, for the global structure: incomplete (B, 3, H, W), zero where missing → (B, 3, H, W).
        ``wanted``: as in :meth:`forward`.
        """
        x = torch.cat([incomplete, torch.ones_like(mask), mask], dim=1)
        x = gated(
            x, self.conv1, self.conv2_downsample, self.conv3, self.conv4_downsample, self.conv5, self.conv6
        )
        x = gated(x, self.conv7_atrous, self.conv8_atrous, self.conv9_atrous, self.conv10_atrous)
        part = _decoded(x, wanted, 2)
        x = gated(_cut(x, part), self.conv11, self.conv12)
        x = gated(upsampled(x), self.conv13_upsample_conv, self.conv14)
        x = gated(upsampled(x), self.conv15_upsample_conv, self.conv16)
        return _put(torch.tanh(self.conv17(x)), part, incomplete.shape)

    def refine(self, composed: Tensor, mask: Tensor, wanted: Box | None = None) -> tuple[Tensor, Tensor]:
        """The refinement network on ``coarse·M + U``: the fine image and the similarity feature. ``wanted``: as in
        :meth:`forward`.
        """
        x = gated(composed, self.xconv1, self.xconv2_downsample, self.xconv3, self.xconv4_downsample)
        x = gated(x, self.xconv5, self.xconv6)
        x = gated(x, self.xconv7_atrous, self.xconv8_atrous, self.xconv9_atrous, self.xconv10_atrous)
        similarity = self.similarity(composed)
        pm = similarity
        if self.config.contextual_attention:
            pm = patch_attention(similarity, similarity, mask)
        part = _decoded(x, wanted, 4)
        pm = gated(_cut(pm, part), self.pmconv9, self.pmconv10)
        x = gated(torch.cat([_cut(x, part), pm], dim=1), self.allconv11, self.allconv12)
        x = gated(upsampled(x), self.allconv13_upsample_conv, self.allconv14)
        x = gated(upsampled(x), self.allconv15_upsample_conv, self.allconv16)
        return _put(torch.tanh(self.allconv17(x)), part, composed.shape), similarity

    def similarity(self, composed: Tensor) -> Tensor:
        """The similarity feature of a composed image: (B, 3, H, W) → (B, 2c, H/4, W/4), non-negative."""
        x = gated(
            composed,
            self.pmconv1,
            self.pmconv2_downsample,
            self.pmconv3,
            self.pmconv4_downsample,
            self.pmconv5,
        )
        return gate(self.pmconv6(x), relu=True)


def _decoded(feature: Tensor, wanted: Box | None, layers: int) -> Box:
    """The part of a feature (B, C, h, w) from which the part ``wanted`` of the image is decoded; all of it for None.

    The decoder has ``layers`` 3×3 layers at the feature's resolution, two at twice that and three at the image's.
    Together they read layers + 1.75 pixels of the feature beyond the part ``wanted``.
    """
    whole = Box(0, 0, feature.shape[3], feature.shape[2])
    if wanted is None:
        return whole
    left, top = wanted.left // FEATURE_STRIDE, wanted.top // FEATURE_STRIDE
    right, bottom = -(-wanted.right // FEATURE_STRIDE), -(-wanted.bottom // FEATURE_STRIDE)
    return Box(left, top, right, bottom).pad(layers + 2).clamp(whole.size)


def _halved(box: Box) -> Box:
    """The part of an image that bilinear enlargement to twice its size reads for the part ``box`` of the result."""
    return Box(box.left // 2 - 1, box.top // 2 - 1, -(-box.right // 2) + 1, -(-box.bottom // 2) + 1)


def _cut(feature: Tensor, part: Box) -> Tensor:
    return feature[:, :, part.top : part.bottom, part.left : part.right]


def _put(image: Tensor, part: Box, shape: torch.Size) -> Tensor:
    """An image of ``shape`` (B, 3, H, W): ``image`` in ``part``, which is given in pixels of the feature, 0 elsewhere."""
    if image.shape == shape:
        return image
    left, top = FEATURE_STRIDE * part.left, FEATURE_STRIDE * part.top
    return F.pad(image, (left, shape[3] - left - image.shape[3], top, shape[2] - top - image.shape[2]))
