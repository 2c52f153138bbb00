#!/bin/sh
# Makes the PNG and JPEG files beside this one with ImageMagick, libjpeg-turbo's cjpeg and Python. They are committed, so
# that the tests need none of these. All show parts of the same smooth picture of 40 × 28 pixels as make_tiffs.py's.
set -eu
cd "$(dirname "$0")"
convert in-lzw.tif -strip rgb.ppm
cjpeg -quality 92 -outfile rgb.jpg rgb.ppm
cjpeg -quality 92 -progressive -outfile rgb-progressive.jpg rgb.ppm
for name in rgb rgb-progressive; do
    head -c -2 $name.jpg >$name-no-end.jpg
    rm $name.jpg
done
convert rgb.ppm -set Author nobody -density 118 -units PixelsPerCentimeter rgb-side.png
convert rgb.ppm -depth 16 -define png:bit-depth=16 -set Author nobody -density 118 -units PixelsPerCentimeter rgb16-side.png
python3 - <<'PY'
import struct
import zlib
from pathlib import Path


def chunk(name, content):
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


for bits in (1, 2, 4, 8, 16):
    # A ramp over all values, 40 columns wide; of those the second darkest is transparent.
    values = [x * ((1 << bits) - 1) // 39 for x in range(40)]
    row = int("".join(f"{value:0{bits}b}" for value in values), 2).to_bytes(40 * bits // 8, "big")
    header = struct.pack(">IIBBBBB", 40, 28, bits, 0, 0, 0, 0)
    transparent = struct.pack(">H", sorted(set(values))[1])
    Path(f"grey{bits}-transparent.png").write_bytes(
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"tRNS", transparent)
        + chunk(b"IDAT", zlib.compress((b"\0" + row) * 28)) + chunk(b"IEND", b"")
    )
for name in ("rgb-side", "rgb16-side"):
    data = bytearray(Path(f"{name}.png").read_bytes())
    at = data.index(b"pHYs") + 4 + 9
    data[at] ^= 0xFF
    Path(f"{name}-wrong-checksum.png").write_bytes(data)
    Path(f"{name}.png").unlink()
PY
rm rgb.ppm
