"""Photos, metadata blocks and colour profiles made by hand, so that no test needs a program that is not installed."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
import OpenImageIO
import pytest

from crfill_core.errors import PhotoError
from crfill_core.imaging.photo import Origin, Photo
from crfill_core.imaging.read import read_photo

FILES = Path(__file__).with_name("files")
"""Files that other programs made."""

XMP = (
    b'<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF '
    b'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" '
    b'xmlns:tiff="http://ns.adobe.com/tiff/1.0/" tiff:Orientation="%d"/></rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
)
MAKER_NOTE = b"Nobody\0\1" + bytes(range(256)) * 3
THUMBNAIL = b"\xff\xd8\xff\xe0" + b"small picture of what was removed" + b"\xff\xd9"

# Linear RGB → XYZ of the D50 connection space, as the profiles of these names have it.
ADOBE_RGB = [[0.60974, 0.20528, 0.14919], [0.31111, 0.62567, 0.06322], [0.01947, 0.06087, 0.74457]]
DISPLAY_P3 = [[0.51512, 0.29198, 0.15710], [0.24120, 0.69225, 0.06657], [-0.00105, 0.04189, 0.78407]]
PROPHOTO_RGB = [[0.79767, 0.13519, 0.03134], [0.28804, 0.71188, 0.00009], [0.0, 0.0, 0.82491]]
SRGB = [[0.43604, 0.38512, 0.14305], [0.22249, 0.71690, 0.06061], [0.01392, 0.09706, 0.71391]]


def noise(height: int, width: int, channels: int = 3, dtype: type = np.uint8, seed: int = 0) -> np.ndarray:
    """(H, W, C) integers over the whole range."""
    highest = int(np.iinfo(dtype).max)
    return np.random.default_rng(seed).integers(0, highest + 1, (height, width, channels), dtype=dtype)


def picture(height: int, width: int, channels: int = 3) -> np.ndarray:
    """(H, W, C) uint8: smooth shapes that JPEG keeps well, with no symmetry."""
    y, x = np.mgrid[0:height, 0:width]
    planes = [
        127 + 100 * np.sin(x / 9 + c) * np.cos(y / (13 + c)) + 20 * (x > 2 * y) for c in range(channels)
    ]
    return np.clip(np.stack(planes, axis=2), 0, 255).astype(np.uint8)


def photo(
    channels: int = 3,
    dtype: type = np.uint8,
    alpha: bool = False,
    icc: bytes | None = None,
    exif: bytes | None = None,
    xmp: bytes | None = None,
    origin: Origin | None = None,
) -> Photo:
    """A 37 × 23 photo of noise."""
    return Photo(
        pixels=noise(23, 37, channels, dtype),
        alpha=noise(23, 37, 1, dtype, seed=1)[:, :, 0] if alpha else None,
        icc=icc,
        exif=exif,
        xmp=xmp,
        origin=origin,
    )


def exif_block(
    orientation: int = 1, order: str = "<", thumbnail: bytes = b"", size: tuple[int, int] = (1, 1)
) -> bytes:
    """Make, orientation, date, maker note, pixel sizes, GPS version, and a thumbnail directory if there is one."""

    def directory(at: int, entries: list[tuple[int, int, int, bytes]], following: int = 0) -> bytes:
        table, values = struct.pack(order + "H", len(entries)), b""
        values_at = at + 2 + 12 * len(entries) + 4
        for tag, kind, count, data in entries:
            if len(data) > 4:
                table += struct.pack(order + "HHII", tag, kind, count, values_at + len(values))
                values += data + bytes(len(data) % 2)
            else:
                table += struct.pack(order + "HHI", tag, kind, count) + data.ljust(4, b"\0")
        return table + struct.pack(order + "I", following) + values

    def short(value: int) -> bytes:
        return struct.pack(order + "H", value)

    def long(value: int) -> bytes:
        return struct.pack(order + "I", value)

    camera = [
        (0x9003, 2, 20, b"2026:05:04 03:02:01\0"),
        (0x927C, 7, len(MAKER_NOTE), MAKER_NOTE),
        (0xA002, 4, 1, long(size[0])),
        (0xA003, 3, 1, short(size[1])),
    ]
    gps = [(0x0000, 1, 4, b"\2\3\0\0")]

    def main(camera_at: int, gps_at: int, thumbnail_at: int) -> bytes:
        entries = [
            (0x010F, 2, 7, b"Camera\0"),
            (0x0112, 3, 1, short(orientation)),
            (0x8769, 4, 1, long(camera_at)),
            (0x8825, 4, 1, long(gps_at)),
        ]
        return directory(8, entries, thumbnail_at)

    camera_at = 8 + len(main(0, 0, 0))
    gps_at = camera_at + len(directory(camera_at, camera))
    small_at = gps_at + len(directory(gps_at, gps))
    small = [(0x0201, 4, 1, long(0)), (0x0202, 4, 1, long(len(thumbnail)))]
    small[0] = (0x0201, 4, 1, long(small_at + len(directory(small_at, small))))
    block = (b"II*\0" if order == "<" else b"MM\0*") + long(8)
    block += main(camera_at, gps_at, small_at if thumbnail else 0)
    block += directory(camera_at, camera) + directory(gps_at, gps)
    return block + (directory(small_at, small) + thumbnail if thumbnail else b"")


def _profile(space: bytes, tags: dict[bytes, bytes], description: str) -> bytes:
    text = description.encode("ascii") + b"\0"
    tags = {
        b"desc": b"desc\0\0\0\0" + struct.pack(">I", len(text)) + text + bytes(78),
        b"cprt": b"text\0\0\0\0none\0",
        b"wtpt": _xyz(0.9642, 1.0, 0.8249),
        **tags,
    }
    table, body = struct.pack(">I", len(tags)), b""
    for name, data in tags.items():
        table += struct.pack(">4sII", name, 128 + 4 + 12 * len(tags) + len(body), len(data))
        body += data + bytes(-len(data) % 4)
    length = 128 + len(table) + len(body)
    header = struct.pack(">I4sI4s4s4s", length, b"none", 0x02400000, b"mntr", space, b"XYZ ")
    header += struct.pack(">6H4s", 2026, 1, 1, 0, 0, 0, b"acsp")
    header = header.ljust(68, b"\0") + struct.pack(">3i", 63190, 65536, 54061)
    return header.ljust(128, b"\0") + table + body


def _xyz(*values: float) -> bytes:
    return b"XYZ \0\0\0\0" + struct.pack(">3i", *(round(value * 65536) for value in values))


def gamma_curve(gamma: float) -> bytes:
    """A ``curv`` tag with one number (8.8 fixed point)."""
    return b"curv\0\0\0\0" + struct.pack(">IH", 1, round(gamma * 256))


def sampled_curve(values: np.ndarray) -> bytes:
    """A ``curv`` tag with a table of values in [0, 1]."""
    return b"curv\0\0\0\0" + struct.pack(">I", len(values)) + np.rint(values * 65535).astype(">u2").tobytes()


def srgb_curve() -> bytes:
    """A ``para`` tag of kind 3: sRGB's."""
    numbers = (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)
    return b"para\0\0\0\0" + struct.pack(">HH5i", 3, 0, *(round(n * 65536) for n in numbers))


def matrix_icc(matrix: list[list[float]], curve: bytes, description: str = "Test RGB") -> bytes:
    """An RGB profile of one curve and a matrix."""
    columns = dict(
        zip((b"rXYZ", b"gXYZ", b"bXYZ"), (_xyz(*c) for c in zip(*matrix, strict=True)), strict=True)
    )
    return _profile(b"RGB ", {**columns, b"rTRC": curve, b"gTRC": curve, b"bTRC": curve}, description)


def grey_icc(curve: bytes) -> bytes:
    return _profile(b"GRAY", {b"kTRC": curve}, "Test grey")


def table_icc(matrix: list[list[float]], gamma: float) -> bytes:
    """An RGB profile of lookup tables (``mft2``) that does what the matrix profile of the same numbers does."""
    steps = np.linspace(0, 1, 1024)
    corners = np.stack(np.meshgrid([0, 1], [0, 1], [0, 1], indexing="ij"), axis=-1).reshape(-1, 3)

    def table(matrix_tag: np.ndarray, before: np.ndarray, nodes: np.ndarray, after: np.ndarray) -> bytes:
        head = b"mft2\0\0\0\0" + struct.pack(">4B", 3, 3, 2, 0)
        head += struct.pack(">9i", *np.rint(matrix_tag * 65536).astype(int).ravel())
        values = np.concatenate([np.tile(before, 3), nodes.ravel(), np.tile(after, 3)])
        head += struct.pack(">2H", len(before), len(after))
        return head + np.rint(np.clip(values, 0, 1) * 65535).astype(">u2").tobytes()

    half = 32768 / 65535  # XYZ is stored as half its value
    forth = table(np.eye(3), steps**gamma, corners @ np.array(matrix).T * half, np.array([0.0, 1.0]))
    back = table(np.linalg.inv(matrix) / half, np.array([0.0, 1.0]), corners, steps ** (1 / gamma))
    return _profile(b"RGB ", {b"A2B0": forth, b"B2A0": back}, "Test tables")


def folder_state(folder: Path) -> dict[str, bytes]:
    """Every file's name and content."""
    return {file.name: file.read_bytes() for file in sorted(folder.iterdir()) if file.is_file()}


def jpeg_exif(block: bytes) -> bytes:
    """The way Pillow wants a block for a JPEG."""
    return b"Exif\0\0" + block


def refusal(path: Path) -> str:
    """The sentence with which a file is refused."""
    with pytest.raises(PhotoError) as caught:
        read_photo(path)
    sentence = str(caught.value)
    assert str(path) in sentence and sentence.endswith(".") and "\n" not in sentence
    return sentence


def write_with_oiio(path: Path, pixels: np.ndarray, kind: str, **attributes: object) -> None:
    spec = OpenImageIO.ImageSpec(pixels.shape[1], pixels.shape[0], pixels.shape[2], kind)
    for name, value in attributes.items():
        spec.attribute(name.replace("__", ":"), value)
    target = OpenImageIO.ImageOutput.create(str(path))
    assert target.open(str(path), spec) and target.write_image(pixels) and target.close()
