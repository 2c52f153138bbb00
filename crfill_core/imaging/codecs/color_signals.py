"""Files that describe their colours without a profile: by code points (ITU-T H.273, "CICP") or PNG's chunks.

The program works with profiles, so an equivalent profile is made here. On saving, a file that can hold the code
points or chunks gets them back. Any other file gets the profile.
"""

from __future__ import annotations

import struct
from functools import lru_cache

import numpy as np

from crfill_core.imaging import icc
from crfill_core.imaging.codecs import png_chunks

PQ, HLG = 16, 18
HDR = (PQ, HLG)
_BT709, _SRGB = 1, 13
_D65 = (0.3127, 0.3290)
_PRIMARIES = {
    1: (_D65, ((0.64, 0.33), (0.30, 0.60), (0.15, 0.06))),
    4: ((0.310, 0.316), ((0.67, 0.33), (0.21, 0.71), (0.14, 0.08))),
    5: (_D65, ((0.64, 0.33), (0.29, 0.60), (0.15, 0.06))),
    **dict.fromkeys((6, 7), (_D65, ((0.630, 0.340), (0.310, 0.595), (0.155, 0.070)))),
    9: (_D65, ((0.708, 0.292), (0.170, 0.797), (0.131, 0.046))),
    11: ((0.314, 0.351), ((0.680, 0.320), (0.265, 0.690), (0.150, 0.060))),
    12: (_D65, ((0.680, 0.320), (0.265, 0.690), (0.150, 0.060))),
    22: (_D65, ((0.630, 0.340), (0.295, 0.605), (0.155, 0.077))),
}
"""Code point → white and the three primaries, as xy chromaticities."""
_CODES = np.linspace(0, 1, 4096)
_WHITE_NITS, _PEAK_NITS = 203, 10000
_HLG_WHITE = 0.75
"""White in HDR (ITU-R BT.2408): in PQ, whose largest code is 10000 nits, its light in nits; in HLG, its code."""
_SRGB_GAMMA, _NEAR = 0.45455, 0.01
_NEAR_PLACE = 0.004
"""A PNG's exponent counts as sRGB's if it differs from that by less than _NEAR, and chromaticities if they differ by less
than _NEAR_PLACE, because files round them.
"""


@lru_cache(maxsize=32)
def profile(cicp: tuple[int, int] | None, chunks: bytes | None, grey: bool) -> bytes | None:
    """A profile for grey or RGB pictures with those code points or, without code points, those PNG chunks.

    None for sRGB, for unknown code points, and if neither describes the colours. Values brighter than white are clipped,
    because a profile cannot express them.
    """
    if cicp is not None:
        return _of_code_points(cicp, grey)
    named = dict(png_chunks.parts(chunks or b""))
    if b"sRGB" in named or not (b"gAMA" in named or b"cHRM" in named):
        return None
    return _of_png(named.get(b"gAMA", b""), named.get(b"cHRM", b""), grey)


@lru_cache(maxsize=2)
def srgb_profile(grey: bool) -> bytes:
    """An sRGB profile for pictures without a profile. This program takes such pictures for sRGB; others may not."""
    curve = _curve(_SRGB)
    assert curve is not None
    return icc.make("sRGB", curve, None if grey else icc.matrix(*_PRIMARIES[_BT709]))


def _of_code_points(cicp: tuple[int, int], grey: bool) -> bytes | None:
    primaries, transfer = cicp
    curve = _curve(transfer)
    if curve is None or primaries not in _PRIMARIES or cicp == (_BT709, _SRGB):
        return None
    to_xyz = None if grey else icc.matrix(*_PRIMARIES[primaries])
    return icc.make(f"CICP {primaries}/{transfer}", curve, to_xyz)


def _curve(transfer: int) -> np.ndarray | float | None:
    """Linear light for the codes ``_CODES``, in [0, 1] with 1 for white; or an exponent. None if ``transfer`` is unknown."""
    x = _CODES
    if transfer in (1, 6, 14, 15):
        return np.where(x < 0.081, x / 4.5, ((x + 0.099) / 1.099) ** (1 / 0.45))
    if transfer == 4:
        return 2.2
    if transfer == 5:
        return 2.8
    if transfer == 8:
        return 1.0
    if transfer == _SRGB:
        return np.where(x <= 0.04045, x / 12.92, ((x + 0.055) / 1.055) ** 2.4)
    if transfer == PQ:
        power = x ** (1 / 78.84375)
        light = (np.maximum(power - 0.8359375, 0) / (18.8515625 - 18.6875 * power)) ** (1 / 0.1593017578125)
        return np.asarray(np.minimum(light * _PEAK_NITS / _WHITE_NITS, 1))
    if transfer == HLG:
        return np.asarray(np.minimum(_hlg(x) / _hlg(np.array(_HLG_WHITE)), 1))
    return None


def _hlg(x: np.ndarray) -> np.ndarray:
    return np.where(x <= 0.5, x**2 / 3, (np.exp((x - 0.55991073) / 0.17883277) + 0.28466892) / 12)


def _of_png(gamma: bytes, places: bytes, grey: bool) -> bytes | None:
    power = struct.unpack(">I", gamma)[0] / 100000 if len(gamma) == 4 else _SRGB_GAMMA
    standard = white, primaries = _PRIMARIES[_BT709]
    if len(places) == 32:
        x = [value / 100000 for value in struct.unpack(">8I", places)]
        white, primaries = (x[0], x[1]), ((x[2], x[3]), (x[4], x[5]), (x[6], x[7]))
    if not 0.05 <= power <= 10:
        return None
    usual = np.abs(np.subtract([white, *primaries], [standard[0], *standard[1]])).max() < _NEAR_PLACE
    like_srgb = abs(power - _SRGB_GAMMA) < _NEAR
    if like_srgb and (usual or grey):
        return None
    curve = _curve(_SRGB) if like_srgb else 1 / power
    assert curve is not None
    try:
        return icc.make("PNG gAMA, cHRM", curve, None if grey else icc.matrix(white, primaries))
    except (ValueError, np.linalg.LinAlgError):
        return None
