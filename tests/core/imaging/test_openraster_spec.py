"""An OpenRaster file against the words of its specification (openraster.org, baseline 0.0.5), by a reader of our own
that shares nothing with the writer: the zip's records byte by byte, the XML by an event parser, pictures by Pillow.
"""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from xml.parsers import expat

import numpy as np
import pytest
from PIL import Image

from crfill_core.imaging.openraster import write_openraster
from crfill_core.imaging.photo import Photo
from tests.core.imaging import samples

BLENDS = {"svg:src-over", "svg:src-atop"}


def entries(data: bytes) -> Iterator[tuple[str, int, bytes]]:
    """(name, compression, content) in the order of the local records in the file."""
    end = data.rindex(b"PK\5\6")
    count, _, directory = struct.unpack_from("<HII", data, end + 10)
    rows, at = [], directory
    for _ in range(count):
        (method,) = struct.unpack_from("<H", data, at + 10)
        checksum, packed, size, name, extra, comment = struct.unpack_from("<IIIHHH", data, at + 16)
        (local,) = struct.unpack_from("<I", data, at + 42)
        rows.append((local, data[at + 46 : at + 46 + name].decode(), method, checksum, packed, size))
        at += 46 + name + extra + comment
    for local, name, method, checksum, packed, size in sorted(rows):
        start = local + 30 + sum(struct.unpack_from("<HH", data, local + 26))
        content = data[start : start + packed]
        if method == 8:
            content = zlib.decompress(content, -15)
        assert len(content) == size and zlib.crc32(content) == checksum
        yield name, method, content


def elements(xml: bytes) -> list[tuple[str, dict[str, str], int]]:
    """(tag, attributes, depth) in document order."""
    found: list[tuple[str, dict[str, str], int]] = []
    depth = 0
    parser = expat.ParserCreate()

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        found.append((tag, attributes, depth))
        depth += 1

    def end(_: str) -> None:
        nonlocal depth
        depth -= 1

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.Parse(xml, True)
    return found


@pytest.mark.parametrize("shape", [(600, 800), (23, 37), (900, 120)])
@pytest.mark.parametrize("alpha", [False, True])
def test_a_file_keeps_to_the_specification(tmp_path: Path, shape: tuple[int, int], alpha: bool) -> None:
    height, width = shape
    original = Photo(samples.noise(*shape), samples.noise(*shape, 1, seed=1)[:, :, 0] if alpha else None)
    pixels = original.pixels.copy()
    pixels[5:20, 7:30] = 100
    filled = original.with_pixels(pixels)
    stored = list(entries(write_openraster(tmp_path / "a.ora", original, filled).read_bytes()))

    # "The mimetype file must be the first file in the archive and must be stored without compression."
    assert stored[0] == ("mimetype", 0, b"image/openraster")
    files = {name: content for name, _, content in stored}
    assert len(files) == len(stored) and not any(".." in name or name.startswith("/") for name in files)

    # "The root element is image, with w, h; its child is one stack; a stack holds layers, the topmost first."
    (tag, image, _), (root, _, depth), *layers = elements(files["stack.xml"])
    assert (tag, root, depth) == ("image", "stack", 1)
    assert (int(image["w"]), int(image["h"])) == (width, height) and image["version"]
    canvas = np.zeros((height, width, 4), np.uint8)
    for tag, layer, depth in reversed(layers):
        assert (
            (tag, depth) == ("layer", 2)
            and layer["src"].startswith("data/")
            and layer["src"].endswith(".png")
        )
        assert layer["composite-op"] in BLENDS
        assert 0 <= float(layer["opacity"]) <= 1 and layer["visibility"] in ("visible", "hidden")
        with Image.open(io.BytesIO(files[layer["src"]]), formats=("PNG",)) as picture:
            part = np.asarray(picture.convert("RGBA"))
        x, y = int(layer["x"]), int(layer["y"])
        below = canvas[y : y + part.shape[0], x : x + part.shape[1]]
        if layer["src"] == "data/photo.png":
            below[:] = part
        else:  # opaque or nothing; src-atop leaves the alpha below as it is
            covers = part[:, :, 3] == 255
            below[covers, :3] = part[covers, :3]

    # "mergedimage.png: the image as it would be seen, of the image's size."
    with Image.open(io.BytesIO(files["mergedimage.png"]), formats=("PNG",)) as merged:
        assert np.array_equal(np.asarray(merged.convert("RGBA")), canvas)
    assert np.array_equal(canvas[:, :, :3], filled.pixels)

    # "Thumbnails/thumbnail.png: at most 256 × 256, non-interlaced, 8 bits per channel."
    with Image.open(io.BytesIO(files["Thumbnails/thumbnail.png"]), formats=("PNG",)) as small:
        assert max(small.size) <= 256 and small.mode in ("RGB", "RGBA")
        assert max(small.size) == min(256, max(shape)) and not small.info.get("interlace")
        assert small.size[0] / small.size[1] == pytest.approx(width / height, rel=0.05)
