"""Makes the TIFF files beside this one: ``pip install tifffile imagecodecs`` in an environment of its own, then run it.

They are committed, so that the tests need neither. All show the same smooth picture of 40 × 28 pixels.
"""

from pathlib import Path

import numpy as np
from tifffile import TiffWriter, imwrite

FOLDER = Path(__file__).parent
HEIGHT, WIDTH = 28, 40
y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
RGB = np.stack([40 + 5 * x, 30 + 7 * y, 200 - 3 * x - y], axis=2).astype(np.uint8)
GREY = RGB[:, :, 0]
ALPHA = (255 - 6 * y).astype(np.uint8)
SELECTION = np.zeros((HEIGHT, WIDTH), np.uint8)
CMYK = np.dstack([255 - RGB, np.zeros_like(GREY)])
WIDE = {"uint8": 1, "uint16": 257}


def write(name, pixels, **options):
    options.setdefault("metadata", None)
    options.setdefault("compression", "zlib")
    imwrite(FOLDER / name, pixels, **options)


for kind in ("uint8", "uint16"):
    bits = np.dtype(kind).itemsize * 8
    rgb, alpha, grey = (a.astype(kind) * WIDE[kind] for a in (RGB, ALPHA, GREY))
    selection = SELECTION.astype(kind)
    write(f"selection{bits}.tif", np.dstack([rgb, selection]), photometric="rgb", extrasamples=[0])
    write(
        f"selection-alpha{bits}.tif",
        np.dstack([rgb, selection, alpha]),
        photometric="rgb",
        extrasamples=[0, 2],
    )
    write(
        f"grey-selection-alpha{bits}.tif",
        np.dstack([grey, selection, alpha]),
        photometric="minisblack",
        extrasamples=[0, 2],
        planarconfig="contig",
    )
    write(
        f"white-is-zero-alpha{bits}.tif",
        np.dstack([np.iinfo(kind).max - grey, alpha]),
        photometric="miniswhite",
        extrasamples=[2],
        planarconfig="contig",
    )
    cmyk = CMYK.astype(kind) * WIDE[kind]
    write(f"cmyk-spot{bits}.tif", np.dstack([cmyk, selection]), photometric="separated", extrasamples=[0])
    write(f"cmyk-alpha{bits}.tif", np.dstack([cmyk, alpha]), photometric="separated", extrasamples=[2])
    for compression in ("zstd", "lzma"):
        write(f"{compression}{bits}.tif", rgb, photometric="rgb", compression=compression)
    # CIELab: L 0 … 100 over the whole range, a and b signed.
    lab = np.dstack([np.full((HEIGHT, WIDTH), 54), x - 20, y - 14])
    lab = np.rint(lab * [np.iinfo(kind).max / 100, WIDE[kind] // 257 * 255 + 1, WIDE[kind] // 257 * 255 + 1])
    write(f"lab{bits}.tif", lab.astype(np.int32).astype(kind), photometric="cielab")
    iccl = np.dstack([lab[:, :, :1], lab[:, :, 1:] + (np.iinfo(kind).max + 1) // 2]).astype(kind)
    write(f"icclab{bits}.tif", iccl, photometric="icclab")

write("selections-two.tif", np.dstack([RGB, SELECTION, ALPHA]), photometric="rgb", extrasamples=[0, 0])
write(
    "separate-selection-alpha.tif",
    np.stack([*np.moveaxis(RGB, 2, 0), SELECTION, ALPHA]),
    photometric="rgb",
    extrasamples=[0, 2],
    planarconfig="separate",
)
write("alpha-selection.tif", np.dstack([RGB, ALPHA, SELECTION]), photometric="rgb", extrasamples=[2, 0])

# Hugin's cropped TIFFs: where the picture lies on the panorama, in rows and columns.
for name, options in {"offset": {"rowsperstrip": 4}, "offset-tiled": {"tile": (16, 16)}}.items():
    write(
        f"{name}.tif",
        np.dstack([RGB, ALPHA]),
        photometric="rgb",
        extrasamples=[2],
        resolution=(150, 150),
        resolutionunit="INCH",
        extratags=[(286, 5, 1, (300, 150), True), (287, 5, 1, (1500, 150), True)],
        **options,
    )

for name, scale in {"float": 1 / 255, "float-255": 1, "float-65535": 257, "float-huge": 1e6}.items():
    write(f"{name}.tif", (RGB.astype(np.float64) * scale).astype(np.float32), photometric="rgb")
write("float-half-255.tif", RGB.astype(np.float16), photometric="rgb")
write("float-double-255.tif", GREY.astype(np.float64), photometric="minisblack")
write("float-bright.tif", (RGB / 100).astype(np.float32), photometric="rgb")
write("float-alpha-255.tif", np.dstack([RGB, ALPHA]).astype(np.float32), photometric="rgb", extrasamples=[2])

with TiffWriter(FOLDER / "thumbnail-first.tif") as file:
    file.write(RGB[::4, ::4], photometric="rgb", subfiletype=1, metadata=None)
    file.write(RGB, photometric="rgb", compression="zlib", metadata=None)
with TiffWriter(FOLDER / "thumbnail-first-main-below.tif") as file:
    file.write(RGB[::4, ::4], photometric="rgb", subfiletype=1, subifds=1, metadata=None)
    file.write(RGB, photometric="rgb", compression="zlib", metadata=None)
with TiffWriter(FOLDER / "thumbnail-second.tif") as file:
    file.write(RGB, photometric="rgb", compression="zlib", metadata=None)
    file.write(RGB[::4, ::4], photometric="rgb", subfiletype=1, metadata=None)
with TiffWriter(FOLDER / "big-thumbnail-first.tif", bigtiff=True, byteorder=">") as file:
    file.write(RGB[::4, ::4], photometric="rgb", subfiletype=1, metadata=None)
    file.write(RGB, photometric="rgb", compression="zlib", metadata=None)

for compression in ("jpegxl", "webp", "jpeg2000", "lerc", "packbits", "lzw"):
    write(f"in-{compression}.tif", RGB, photometric="rgb", compression=compression)
write(
    "palette16.tif",
    (RGB[:, :, 0] // 16).astype(np.uint8),
    photometric="palette",
    colormap=(np.arange(256)[None, :] * np.array([[1], [2], [3]]) * 85 % 65536).astype(np.uint16),
)
write("signed16.tif", (RGB.astype(np.int32) * 128).astype(np.int16), photometric="rgb")

# Four samples, and no word on what the fourth is: the tag is given another number.
write("no-extra-tag.tif", np.dstack([RGB, SELECTION]), photometric="rgb", extrasamples=[0], compression=None)
untold = (FOLDER / "no-extra-tag.tif").read_bytes()
(FOLDER / "no-extra-tag.tif").write_bytes(
    untold.replace(b"\x52\x01\x03\0\1\0\0\0", b"\x51\x01\x03\0\1\0\0\0")
)

# Masks as programs for labels write them: 1, or 3, in a rectangle, and an object of several labels.
MASK = ((x >= 10) & (x < 30) & (y >= 8) & (y < 20)).astype(np.uint8)
for kind in ("uint8", "uint16", "uint32", "int32", "float32"):
    write(f"mask-01-{kind}.tif", MASK.astype(kind), photometric="minisblack")
write("mask-label3-uint16.tif", 3 * MASK.astype(np.uint16), photometric="minisblack")
write("mask-labels-uint16.tif", (MASK * (1 + x // 15)).astype(np.uint16), photometric="minisblack")
