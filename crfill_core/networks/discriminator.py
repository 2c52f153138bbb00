"""SN-PatchGAN: a score for every local region of an image (Yu et al., 2019)."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torch.nn.utils.parametrizations import spectral_norm


class Discriminator(nn.Module):
    """Six 5×5 stride-2 convolutions with spectral norm and leaky ReLU; the last map is the score map."""

    def __init__(self, width: int = 64) -> None:
        super().__init__()
        widths = [4, width, 2 * width, 4 * width, 4 * width, 4 * width, 4 * width]
        for i, (cin, cout) in enumerate(zip(widths[:-1], widths[1:], strict=True), start=1):
            layer = nn.Conv2d(cin, cout, 5, stride=2, padding=2)
            nn.init.xavier_normal_(layer.weight)
            nn.init.zeros_(layer.bias)  # type: ignore[arg-type]
            self.add_module(f"conv{i}", spectral_norm(layer))

    def forward(self, image: Tensor, mask: Tensor) -> Tensor:
        """image (B, 3, H, W) in [−1, 1], mask (B, 1, H, W) → scores (B, 4·width, ⌈H/64⌉, ⌈W/64⌉)."""
        x = torch.cat([image, mask], dim=1)
        *inner, last = self.children()
        for layer in inner:
            x = F.leaky_relu(layer(x), 0.2)
        scores: Tensor = last(x)
        return scores
