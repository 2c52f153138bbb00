"""ICC profiles: checking them, reading the matrix and curves of the common kinds, and making such profiles."""

from __future__ import annotations

import io
import struct
from dataclasses import dataclass

import numpy as np
from PIL import ImageCms

TABLE = 65536
"""Number of entries of a decoding curve: one for every 16-bit code."""
_D50 = np.array([0.9642, 1.0, 0.8249])
_BRADFORD = np.array([[0.8951, 0.2664, -0.1614], [-0.7502, 1.7135, 0.0367], [0.0389, -0.0685, 1.0296]])
_HEADER = 128


@dataclass(frozen=True, eq=False)
class MatrixProfile:
    """Three curves and a matrix, or one curve for grey: XYZ in the D50 connection space = matrix @ curve(code).

    ``curves`` is (3 | 1, TABLE) float64: linear light in [0, 1] for each 16-bit code, never decreasing. ``matrix`` is
    (3, 3), or None for grey.
    """

    curves: np.ndarray
    matrix: np.ndarray | None


def open_profile(icc: bytes) -> ImageCms.ImageCmsProfile | None:
    """The profile as a LittleCMS object, or None if it is damaged."""
    try:
        return ImageCms.ImageCmsProfile(io.BytesIO(icc))
    except (OSError, ImageCms.PyCMSError, TypeError, ValueError):
        return None


def fits(icc: bytes, channels: int) -> bool:
    """Whether the profile is valid and fits the photo: an RGB profile always does, a grey one only a grey photo."""
    if open_profile(icc) is None:
        return False
    space = icc[16:20]  # as bytes: Pillow decodes them as ASCII, which fails for a damaged profile
    return space == b"RGB " or (space == b"GRAY" and channels == 1)


def _tags(icc: bytes) -> dict[bytes, bytes]:
    (count,) = struct.unpack_from(">I", icc, 128)
    tags = {}
    for i in range(min(count, 256)):
        name, offset, length = struct.unpack_from(">4sII", icc, 132 + 12 * i)
        tags[name] = icc[offset : offset + length]
    return tags


def _fixed(data: bytes, at: int, count: int) -> np.ndarray:
    """Signed 15.16 fixed-point numbers."""
    return np.array(struct.unpack_from(f">{count}i", data, at)) / 65536


def _curve(data: bytes) -> np.ndarray:
    """A ``curv`` or ``para`` tag (ICC.1:2022, 10.6, 10.18) as a table over all 16-bit codes."""
    x = np.linspace(0, 1, TABLE)
    if data[:4] == b"curv":
        (count,) = struct.unpack_from(">I", data, 8)
        if count == 0:
            y = x
        elif count == 1:
            y = x ** (struct.unpack_from(">H", data, 12)[0] / 256)
        else:
            table = np.frombuffer(data, dtype=">u2", count=count, offset=12) / 65535
            y = np.interp(x, np.linspace(0, 1, count), table)
    elif data[:4] == b"para":
        (kind,) = struct.unpack_from(">H", data, 8)
        if kind > 4:
            raise ValueError(f"unknown parametric curve {kind}")
        g, *rest = _fixed(data, 12, (1, 3, 4, 5, 7)[kind])
        a, b, c, d, e, f = 1.0, 0.0, 0.0, 0.0, 0.0, 0.0
        if kind == 1:
            a, b = rest
            d = -b / a
        elif kind == 2:
            a, b, e = rest
            d, f = -b / a, e
        elif kind == 3:
            a, b, c, d = rest
        elif kind == 4:
            a, b, c, d, e, f = rest
        y = np.where(x >= d, np.maximum(a * x + b, 0) ** g + e, c * x + f)
    else:
        raise ValueError("no curve")
    y = np.maximum.accumulate(np.clip(y, 0, 1))
    if not np.isfinite(y).all() or y[-1] <= y[0]:
        raise ValueError("a curve that cannot be inverted")
    return y


def read_matrix_profile(icc: bytes) -> MatrixProfile | None:
    """Matrix and curves of an RGB or grey profile that has nothing else; None for profiles with tables and damaged ones."""
    try:
        tags = _tags(icc)
        if any(name in tags for name in (b"A2B0", b"A2B1", b"D2B0", b"D2B1")) or icc[20:24] != b"XYZ ":
            return None
        if icc[16:20] == b"GRAY":
            return MatrixProfile(_curve(tags[b"kTRC"])[None], None)
        if icc[16:20] != b"RGB ":
            return None
        columns = [_fixed(tags[name], 8, 3) for name in (b"rXYZ", b"gXYZ", b"bXYZ")]
        matrix = np.stack(columns, axis=1)
        if abs(np.linalg.det(matrix)) < 1e-6:
            return None
        return MatrixProfile(np.stack([_curve(tags[name]) for name in (b"rTRC", b"gTRC", b"bTRC")]), matrix)
    except (KeyError, ValueError, struct.error, ZeroDivisionError):
        return None


def matrix(white: tuple[float, float], primaries: tuple[tuple[float, float], ...]) -> np.ndarray:
    """(3, 3): the matrix from linear RGB to XYZ in the D50 connection space, for a white and three primaries as xy
    chromaticities. Raises LinAlgError or ValueError if they span no colour space.
    """
    columns = np.stack([_xyz(*point) for point in primaries], axis=1)
    to_white = _xyz(*white)
    to_xyz = columns * np.linalg.solve(columns, to_white)
    cones = (_BRADFORD @ _D50) / (_BRADFORD @ to_white)
    result = np.linalg.inv(_BRADFORD) @ np.diag(cones) @ _BRADFORD @ to_xyz
    if not np.isfinite(result).all() or np.abs(result).max() > 8:
        raise ValueError("primaries that span no colour space")
    return np.asarray(result)


def _xyz(x: float, y: float) -> np.ndarray:
    if y <= 0:
        raise ValueError("no chromaticity")
    return np.array([x / y, 1.0, (1 - x - y) / y])


def make(description: str, curve: np.ndarray | float, to_xyz: np.ndarray | None) -> bytes:
    """A profile (ICC.1:2001-04) of an RGB space, or of a grey one without ``to_xyz``.

    ``curve`` is a gamma or a table of linear light in [0, 1] over evenly spaced codes.
    """
    if isinstance(curve, float):
        values = struct.pack(">IH", 1, round(curve * 256))
    else:
        values = struct.pack(">I", len(curve)) + np.rint(curve * 65535).astype(">u2").tobytes()
    tone = b"curv\0\0\0\0" + values
    text = description.encode("ascii") + b"\0"
    tags = {
        b"desc": b"desc\0\0\0\0" + struct.pack(">I", len(text)) + text + bytes(78),
        b"cprt": b"text\0\0\0\0No copyright, use freely\0",
        b"wtpt": b"XYZ \0\0\0\0" + _to_fixed(_D50),
    }
    if to_xyz is None:
        tags[b"kTRC"] = tone
    else:
        colorants = zip((b"rXYZ", b"gXYZ", b"bXYZ"), to_xyz.T, strict=True)
        tags |= {name: b"XYZ \0\0\0\0" + _to_fixed(column) for name, column in colorants}
        tags |= dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), tone)
    start, table, body, places = _HEADER + 4 + 12 * len(tags), b"", b"", dict[bytes, int]()
    for name, data in tags.items():
        if data not in places:  # the curves share their data
            places[data] = start + len(body)
            body += data + bytes(-len(data) % 4)
        table += struct.pack(">4sII", name, places[data], len(data))
    space = b"GRAY" if to_xyz is None else b"RGB "
    head = struct.pack(">I4sI4s4s4s", start + len(body), b"none", 0x02400000, b"mntr", space, b"XYZ ")
    head += struct.pack(">6H4s", 2026, 1, 1, 0, 0, 0, b"acsp")
    head = head.ljust(68, b"\0") + _to_fixed(_D50)
    return head.ljust(_HEADER, b"\0") + struct.pack(">I", len(tags)) + table + body


def _to_fixed(xyz: np.ndarray) -> bytes:
    """X, Y and Z as signed 15.16 fixed-point numbers."""
    return struct.pack(">3i", *(round(float(value) * 65536) for value in xyz))
