#!/bin/sh
# Makes the JPEGs beside this file with ImageMagick and libjpeg-turbo's programs (Debian: imagemagick,
# libjpeg-turbo-progs). They are committed, so that the tests need neither; run it again only to change them.
set -eu
cd "$(dirname "$0")"
find . -name '*.jpg' ! -name lossless.jpg -delete
WORK=$(mktemp -d)
trap 'rm -r "$WORK"' EXIT
# Sides that no block fits into, but that all sampling factors divide.
convert -size 108x92 plasma:tomato-steelblue -seed 7 -attenuate 0.2 +noise Gaussian -depth 8 "$WORK/a.ppm"
cjpeg -quality 88 -sample 1x2 "$WORK/a.ppm" >440.jpg
cjpeg -quality 88 -sample 2x1 "$WORK/a.ppm" >"$WORK/422.jpg"
jpegtran -rotate 90 "$WORK/422.jpg" >turned.jpg
cjpeg -quality 88 -sample 4x1 "$WORK/a.ppm" >411.jpg
cjpeg -quality 88 -sample 1x4 "$WORK/a.ppm" >1x4.jpg
cjpeg -quality 88 -sample 4x2 "$WORK/a.ppm" >4x2.jpg
cjpeg -quality 88 -sample 2x2,1x2,2x1 "$WORK/a.ppm" >mixed.jpg
cjpeg -quality 88 -rgb "$WORK/a.ppm" >rgb.jpg
# Luma on table 1, chroma on table 0, and a coarse table 2 (all 90) that nothing uses.
cjpeg -quality 88 -qslots 1,0,0 -sample 1x1 "$WORK/a.ppm" >"$WORK/swapped.jpg"
python3 - "$WORK/swapped.jpg" tables.jpg <<'PY'
import sys
data = open(sys.argv[1], "rb").read()
at = data.index(b"\xff\xc0")
open(sys.argv[2], "wb").write(data[:at] + b"\xff\xdb\0\x43\2" + bytes([90] * 64) + data[at:])
PY
# What a camera writes and a caption, big-endian, with ExifTool (Debian: exiftool); the density is in EXIF alone.
cjpeg -quality 70 "$WORK/a.ppm" >camera.jpg
exiftool -q -overwrite_original -ExifByteOrder=MM -EXIF:XResolution=300 -EXIF:YResolution=300 -EXIF:ResolutionUnit=inches \
    -InteropIndex=R98 -UserComment="Größe 写真" -IPTC:Caption-Abstract=Caption camera.jpg
# Lossless (SOF3), by libjpeg-turbo 3 in the Python package imagecodecs, where that is installed.
python3 - "$WORK/a.ppm" lossless.jpg <<'PY' || true
import sys
import imagecodecs
import numpy
pixels = numpy.frombuffer(open(sys.argv[1], "rb").read()[-108 * 92 * 3 :], "u1").reshape(92, 108, 3)[:28, :40]
open(sys.argv[2], "wb").write(imagecodecs.jpeg8_encode(pixels.copy(), lossless=True))
PY
