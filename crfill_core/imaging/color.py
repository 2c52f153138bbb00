"""Conversion between a photo's colour space and sRGB, in floating point, for the networks and the screen.

LittleCMS through Pillow works on 8 bits only. Profiles made of curves and a matrix, as nearly all photos have, are therefore
computed here from their tags. Profiles made of tables are computed by LittleCMS; for 16-bit pixels and for the inverse, on
a grid that is then interpolated. Colours outside sRGB are clipped to [0, 1].
"""

from __future__ import annotations

from functools import lru_cache
from typing import Protocol

import numpy as np
from PIL import Image, ImageCms

from crfill_core.imaging import icc as profiles
from crfill_core.imaging.depth import eight_bit

_INTENT = ImageCms.Intent.RELATIVE_COLORIMETRIC
_FLAGS = ImageCms.Flags.BLACKPOINTCOMPENSATION
_NEAR_SRGB = 2e-3
"""A profile counts as sRGB if its matrix and curves differ from sRGB's by less than this: makers round differently."""
_GRID_NODES = 52  # 255 = 51 · 5: every node is a whole 8-bit code


def to_srgb(pixels: np.ndarray, icc: bytes | None) -> np.ndarray:
    """(H, W, 1|3) uint8 or uint16 in the profile's space → (H, W, 3) float32 sRGB-encoded in [0, 1].

    Grey is replicated. None, and a profile that cannot be used in both directions, count as sRGB.
    """
    return _space(icc, pixels.shape[2]).to_srgb(pixels)


def from_srgb(rgb: np.ndarray, icc: bytes | None, dtype: np.dtype | type, channels: int) -> np.ndarray:
    """(H, W, 3) float32 sRGB in [0, 1] → (H, W, channels) integers of ``dtype`` in the profile's space, rounded.

    ``channels`` is 1 (the luminance) or 3; values outside [0, 1] are clipped.
    """
    rgb = np.clip(np.asarray(rgb, dtype=np.float32), 0, 1)
    device = _space(icc, channels).from_srgb(_luminance(rgb) if channels == 1 else rgb)
    highest = np.iinfo(dtype).max
    return np.asarray(np.rint(device[:, :, :channels] * highest), dtype)


def to_display(pixels: np.ndarray, icc: bytes | None) -> np.ndarray:
    """(H, W, 1|3) uint8 or uint16 in the profile's space → (H, W, 3) uint8 sRGB for the screen. May return ``pixels`` itself
    if nothing has to be changed. Fast for small tiles, too.
    """
    return _space(icc, pixels.shape[2]).to_display(pixels)


class _Space(Protocol):
    def to_srgb(self, pixels: np.ndarray) -> np.ndarray: ...

    def from_srgb(self, rgb: np.ndarray) -> np.ndarray:
        """(H, W, 3) in [0, 1] → (H, W, 1|3) device values in [0, 1]. For a grey profile the colours must be neutral."""

    def to_display(self, pixels: np.ndarray) -> np.ndarray: ...


class _Lookup:
    """A function on [0, 1], given by its values at evenly spaced points and interpolated linearly between them."""

    def __init__(self, values: np.ndarray) -> None:
        self._low = np.append(values[:-1], values[-1]).astype(np.float32)
        self._step = np.append(np.diff(values), 0).astype(np.float32)
        self._last = len(values) - 1

    def __call__(self, x: np.ndarray) -> np.ndarray:
        position = x * np.float32(self._last)
        index = position.astype(np.int32)
        position -= index
        position *= self._step.take(index)
        position += self._low.take(index)
        return position


def _inverse(curve: np.ndarray) -> _Lookup:
    """The function from the square root of linear light to the code in [0, 1].

    It is nearly straight, so that linear interpolation is accurate. The function from light itself is steep in the shadows.
    """
    light, first = np.unique(curve, return_index=True)
    roots = np.linspace(0, 1, 32769)
    return _Lookup(np.interp(roots**2, light, first / (profiles.TABLE - 1)))


_SRGB = profiles.read_matrix_profile(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
assert _SRGB is not None and _SRGB.matrix is not None, "LittleCMS's own sRGB is a matrix profile"
_SRGB_MATRIX, _SRGB_CURVE = _SRGB.matrix, _SRGB.curves[0]
_decode = _Lookup(_SRGB_CURVE[:: (profiles.TABLE - 1) // 4369])
_encode = _inverse(_SRGB_CURVE)
_LUMINANCE = np.array([0.2126, 0.7152, 0.0722], dtype=np.float32)
_LIGHT_TO_EIGHT_BIT = np.rint(
    255 * _encode(np.sqrt(np.linspace(0, 1, profiles.TABLE, dtype=np.float32)))
).astype(np.uint8)


def _luminance(rgb: np.ndarray) -> np.ndarray:
    """The neutral colour of the same luminance, (H, W, 3)."""
    light = _decode(rgb) @ _LUMINANCE
    return np.repeat(_encode(np.sqrt(np.clip(light, 0, 1)))[:, :, None], 3, axis=2)


def _three(pixels: np.ndarray) -> np.ndarray:
    return np.repeat(pixels, 3, axis=2) if pixels.shape[2] == 1 else pixels


class _Srgb:
    """No profile, or sRGB: plain scaling."""

    def to_srgb(self, pixels: np.ndarray) -> np.ndarray:
        return _three(pixels) * np.float32(1 / np.iinfo(pixels.dtype).max)

    def from_srgb(self, rgb: np.ndarray) -> np.ndarray:
        return rgb

    def to_display(self, pixels: np.ndarray) -> np.ndarray:
        return _three(eight_bit(pixels))


class _Curves:
    """Curves and a matrix, or for grey a single curve, whose light is the luminance of a neutral colour."""

    def __init__(self, profile: profiles.MatrixProfile) -> None:
        self._grey = profile.matrix is None
        self._light = profile.curves.astype(np.float32)
        self._light_of_bytes = np.ascontiguousarray(self._light[:, ::257])
        self._codes = [_inverse(curve) for curve in profile.curves]
        if profile.matrix is not None:
            to_srgb = np.linalg.solve(_SRGB_MATRIX, profile.matrix)
            self._to_srgb = to_srgb.T.astype(np.float32)
            self._from_srgb = np.linalg.inv(to_srgb).T.astype(np.float32)

    def _srgb_light(self, pixels: np.ndarray) -> np.ndarray:
        """Linear sRGB light in [0, 1], (H, W, 3), or (H, W, 1) for a grey profile."""
        tables = self._light_of_bytes if pixels.dtype == np.uint8 else self._light
        if self._grey:
            return np.asarray(tables[0].take(pixels))
        light = np.empty((*pixels.shape[:2], 3), dtype=np.float32)
        for i, table in enumerate(tables):
            light[:, :, i] = table.take(pixels[:, :, i if pixels.shape[2] == 3 else 0])
        light = light @ self._to_srgb
        return np.clip(light, 0, 1, out=light)

    def to_srgb(self, pixels: np.ndarray) -> np.ndarray:
        return _three(_encode(np.sqrt(self._srgb_light(pixels))))

    def from_srgb(self, rgb: np.ndarray) -> np.ndarray:
        light = _decode(rgb[:, :, :1] if self._grey else rgb)
        if not self._grey:
            light = np.clip(light @ self._from_srgb, 0, 1)
        roots = np.sqrt(light)
        device: np.ndarray = np.empty_like(roots)
        for i, codes in enumerate(self._codes):
            device[:, :, i] = codes(roots[:, :, i])
        return device

    def to_display(self, pixels: np.ndarray) -> np.ndarray:
        light = self._srgb_light(pixels)
        light *= np.float32(profiles.TABLE - 1)
        light += np.float32(0.5)
        return _three(_LIGHT_TO_EIGHT_BIT.take(light.astype(np.int32)))


class _Grid:
    """A transform of LittleCMS sampled on a cube, interpolated between the four nodes around each colour."""

    def __init__(self, transform: ImageCms.ImageCmsTransform) -> None:
        axis = np.arange(_GRID_NODES, dtype=np.uint8) * (255 // (_GRID_NODES - 1))
        nodes = np.stack(np.meshgrid(axis, axis, axis, indexing="ij"), axis=-1).reshape(_GRID_NODES, -1, 3)
        self._values = _apply(transform, nodes).reshape(-1, 3).astype(np.float32) / np.float32(255)

    def __call__(self, colors: np.ndarray) -> np.ndarray:
        """(H, W, 3) float32 in [0, 1] → the same shape."""
        position = colors.reshape(-1, 3) * np.float32(_GRID_NODES - 1)
        cell = np.minimum(position.astype(np.int32), _GRID_NODES - 2)
        position -= cell
        strides = np.array([_GRID_NODES**2, _GRID_NODES, 1], dtype=np.int32)
        base = cell @ strides
        # The corners of the tetrahedron around the colour: from the cell's lowest corner first along the channel that is
        # farthest into the cell, then along the next, then along the last.
        high, low = position.argmax(axis=1), 2 - position[:, ::-1].argmin(axis=1)
        far, near = position.max(axis=1), position.min(axis=1)
        middle = position.sum(axis=1) - far - near
        corners = (
            (base, 1 - far),
            (base + strides[high], far - middle),
            (base + strides.sum() - strides[low], middle - near),
            (base + strides.sum(), near),
        )
        result = np.zeros_like(position)
        for index, weight in corners:
            result += self._values.take(index, axis=0) * weight[:, None]
        return result.reshape(colors.shape)


class _Tables:
    """Any other RGB profile, through LittleCMS. Raises PyCMSError if the profile works in one direction only."""

    def __init__(self, profile: ImageCms.ImageCmsProfile) -> None:
        srgb = ImageCms.createProfile("sRGB")
        self._transform = ImageCms.buildTransform(profile, srgb, "RGB", "RGB", _INTENT, _FLAGS)
        self._forth = _Grid(self._transform)
        self._back = _Grid(ImageCms.buildTransform(srgb, profile, "RGB", "RGB", _INTENT, _FLAGS))

    def to_srgb(self, pixels: np.ndarray) -> np.ndarray:
        pixels = _three(pixels)
        if pixels.dtype == np.uint8:
            return _apply(self._transform, pixels) * np.float32(1 / 255)
        return self._forth(pixels * np.float32(1 / 65535))

    def from_srgb(self, rgb: np.ndarray) -> np.ndarray:
        return self._back(rgb)

    def to_display(self, pixels: np.ndarray) -> np.ndarray:
        return _apply(self._transform, _three(eight_bit(pixels)))


def _apply(transform: ImageCms.ImageCmsTransform, pixels: np.ndarray) -> np.ndarray:
    """(H, W, 3) uint8 through an RGB transform."""
    image = Image.fromarray(np.ascontiguousarray(pixels))
    return np.asarray(ImageCms.applyTransform(image, transform))


def _is_srgb(profile: profiles.MatrixProfile) -> bool:
    difference = np.abs(profile.curves - _SRGB_CURVE).max()
    if profile.matrix is not None:
        difference = max(difference, np.abs(np.linalg.solve(_SRGB_MATRIX, profile.matrix) - np.eye(3)).max())
    return bool(difference < _NEAR_SRGB)


@lru_cache(maxsize=32)
def _space(icc: bytes | None, channels: int) -> _Space:
    """The conversion for photos with that profile and 1 or 3 channels."""
    if icc is None or not profiles.fits(icc, channels):
        return _Srgb()
    matrix_profile = profiles.read_matrix_profile(icc)
    if matrix_profile is not None:
        return _Srgb() if _is_srgb(matrix_profile) else _Curves(matrix_profile)
    profile = profiles.open_profile(icc)
    try:
        return _Srgb() if profile is None else _Tables(profile)
    except ImageCms.PyCMSError:
        return _Srgb()
