"""Colour profiles made from primaries and a transfer function (ICC.1:2001-04, matrix and curve profiles)."""

from __future__ import annotations

import struct

import numpy as np

_D50 = np.array([0.9642, 1.0, 0.8249])
_BRADFORD = np.array([[0.8951, 0.2664, -0.1614], [-0.7502, 1.7135, 0.0367], [0.0389, -0.0685, 1.0296]])
_HEADER = 128


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
    """An RGB profile, or a grey one without ``to_xyz``.

    ``curve`` is a gamma or a table of linear light in [0, 1] over evenly spaced codes.
    """
    if isinstance(curve, float):
        tone = b"curv\0\0\0\0" + struct.pack(">IH", 1, round(curve * 256))
    else:
        tone = (
            b"curv\0\0\0\0" + struct.pack(">I", len(curve)) + np.rint(curve * 65535).astype(">u2").tobytes()
        )
    text = description.encode("ascii") + b"\0"
    tags = {
        b"desc": b"desc\0\0\0\0" + struct.pack(">I", len(text)) + text + bytes(78),
        b"cprt": b"text\0\0\0\0No copyright, use freely\0",
        b"wtpt": _tag(_D50),
    }
    if to_xyz is None:
        tags[b"kTRC"] = tone
    else:
        tags |= {name: _tag(to_xyz[:, index]) for index, name in enumerate((b"rXYZ", b"gXYZ", b"bXYZ"))}
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
    head = head.ljust(68, b"\0") + struct.pack(">3i", *_fixed(_D50))
    return head.ljust(_HEADER, b"\0") + struct.pack(">I", len(tags)) + table + body


def _tag(xyz: np.ndarray) -> bytes:
    return b"XYZ \0\0\0\0" + struct.pack(">3i", *_fixed(xyz))


def _fixed(values: np.ndarray) -> list[int]:
    """Signed 15.16 fixed-point numbers."""
    return [round(float(value) * 65536) for value in values]
