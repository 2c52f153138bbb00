"""The auxiliary encoder–decoder of the contextual reconstruction loss. Used in training only (paper, section 4)."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from crfill_core.networks.attention import patch_attention
from crfill_core.networks.layers import conv, gate, gated, init_xavier, upsampled

ALPHA = 10.0
"""α of equation 5."""


class Auxiliary(nn.Module):
    """A(U) = H(F̄(U)): the composed result reconstructed from its known patches (equations 5 and 6)."""

    def __init__(self, width: int = 48) -> None:
        super().__init__()
        c, h = width, width // 2
        self.bconv1 = conv(3, c, 5)
        self.bconv2_downsample = conv(h, 2 * c, stride=2)
        self.bconv3 = conv(c, 2 * c)
        self.bconv4_downsample = conv(c, 4 * c, stride=2)
        self.conv13_upsample_conv = conv(2 * c, 2 * c)
        self.conv14 = conv(2 * c, 2 * c)
        self.conv15_upsample_conv = conv(c, c)
        self.conv16 = conv(c, c)
        self.conv16_2 = conv(h, c)
        self.conv17 = conv(h, 3)
        init_xavier(self)

    def encode(self, composed: Tensor) -> Tensor:
        """f: (B, 3, H, W) → (B, c/2, H, W), the feature whose patches are replaced."""
        full = gate(self.bconv1(composed))
        half = gated(full, self.bconv2_downsample, self.bconv3)
        x = gate(self.bconv4_downsample(half))
        x = gate(self.conv13_upsample_conv(upsampled(x)))
        x = gate(self.conv14(torch.cat([x, half], dim=1)))
        x = gate(self.conv15_upsample_conv(upsampled(x)))
        return gate(self.conv16(torch.cat([x, full], dim=1)))

    def forward(self, composed: Tensor, mask: Tensor, similarity: Tensor) -> Tensor:
        """The auxiliary image (B, 3, H, W) in [−1, 1].

        composed (B, 3, H, W), mask (B, 1, H, W), similarity (B, C, H/4, W/4); H and W multiples of 8, at least 16.
        """
        feature = patch_attention(similarity, self.encode(composed), mask, alpha=ALPHA)
        return torch.tanh(self.conv17(gate(self.conv16_2(feature))))
