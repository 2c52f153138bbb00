"""The generator once more, slowly and plainly, in float64 NumPy: written from the paper's table, not from the code."""

from __future__ import annotations

import numpy as np

COARSE = """
conv1 k5 c | conv2_downsample s2 2c | conv3 2c | conv4_downsample s2 4c | conv5 4c | conv6 4c
conv7_atrous d2 4c | conv8_atrous d4 4c | conv9_atrous d8 4c | conv10_atrous d16 4c | conv11 4c | conv12 4c
conv13_upsample_conv up 2c | conv14 2c | conv15_upsample_conv up c | conv16 c/2 | conv17 last
"""
BRANCH_X = """
xconv1 k5 c | xconv2_downsample s2 c | xconv3 2c | xconv4_downsample s2 2c | xconv5 4c | xconv6 4c
xconv7_atrous d2 4c | xconv8_atrous d4 4c | xconv9_atrous d8 4c | xconv10_atrous d16 4c
"""
SIMILARITY = """
pmconv1 k5 c | pmconv2_downsample s2 c | pmconv3 2c | pmconv4_downsample s2 4c | pmconv5 4c | pmconv6 relu 4c
"""
AFTER_SIMILARITY = "pmconv9 4c | pmconv10 4c"
JOINT = """
allconv11 4c | allconv12 4c | allconv13_upsample_conv up 2c | allconv14 2c | allconv15_upsample_conv up c
allconv16 c/2 | allconv17 last
"""
TABLE = [(COARSE, "5"), (BRANCH_X, "3"), (SIMILARITY, "3"), (AFTER_SIMILARITY, "2c"), (JOINT, "4c")]
"""Each part and the channels that enter it."""


def rows(part: str) -> list[list[str]]:
    """The words of every layer of a part: name, options, outputs."""
    return [layer.split() for line in part.strip().splitlines() for layer in line.split("|")]


def channels(text: str, c: int) -> int:
    sizes = {"5": 5, "3": 3, "last": 3, "c/2": c // 2, "c": c, "2c": 2 * c, "4c": 4 * c}
    return sizes[text]


def shapes(c: int) -> dict[str, tuple[int, ...]]:
    """Every parameter's shape by name, as the table says: half of a gated layer's outputs leave it."""
    result: dict[str, tuple[int, ...]] = {}
    for part, entering in TABLE:
        cin = channels(entering, c)
        for name, *options, out in rows(part):
            kernel, cout = (5 if "k5" in options else 3), channels(out, c)
            result[f"{name}.weight"] = (cout, cin, kernel, kernel)
            result[f"{name}.bias"] = (cout,)
            cin = cout // 2
    return result


def convolve(x: np.ndarray, weight: np.ndarray, bias: np.ndarray, stride: int, dilation: int) -> np.ndarray:
    """(cin, H, W) → (cout, ⌈H/stride⌉, ⌈W/stride⌉): one tap of the kernel after the other, zeros outside."""
    kernel = weight.shape[-1]
    margin = dilation * (kernel - 1) // 2
    around = np.pad(x, ((0, 0), (margin, margin), (margin, margin)))
    height, width = x.shape[1:]
    out = np.zeros((weight.shape[0], height, width)) + bias[:, None, None]
    for row in range(kernel):
        for column in range(kernel):
            top, left = row * dilation, column * dilation
            seen = around[:, top : top + height, left : left + width]
            out += np.einsum("oi,ihw->ohw", weight[:, :, row, column], seen)
    return out[:, ::stride, ::stride]


def run_part(part: str, x: np.ndarray, parameters: dict[str, np.ndarray]) -> np.ndarray:
    for name, *options, out in rows(part):
        if "up" in options:
            x = x.repeat(2, axis=1).repeat(2, axis=2)
        dilation = next((int(o[1:]) for o in options if o[0] == "d"), 1)
        stride = 2 if "s2" in options else 1
        y = convolve(x, parameters[f"{name}.weight"], parameters[f"{name}.bias"], stride, dilation)
        if out == "last":
            return np.tanh(y)
        feature, gating = np.split(y, 2)
        elu = np.where(feature > 0, feature, np.expm1(np.minimum(feature, 0)))
        x = (np.maximum(feature, 0) if "relu" in options else elu) / (1 + np.exp(-gating))
    return x


def forward(
    image: np.ndarray, mask: np.ndarray, parameters: dict[str, np.ndarray]
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """image (3, H, W) in [−1, 1], mask (H, W) with 1 = missing → coarse, fine, similarity feature."""
    incomplete = image * (1 - mask)
    coarse = run_part(COARSE, np.concatenate([incomplete, np.ones_like(mask)[None], mask[None]]), parameters)
    seen = coarse * mask + incomplete
    similarity = run_part(SIMILARITY, seen, parameters)
    joined = [run_part(BRANCH_X, seen, parameters), run_part(AFTER_SIMILARITY, similarity, parameters)]
    return coarse, run_part(JOINT, np.concatenate(joined), parameters), similarity
