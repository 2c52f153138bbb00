#!/bin/sh
# Makes the files beside this one with ImageMagick and libavif's avifenc (Debian: imagemagick, libavif-bin). They are
# committed, so that the tests need neither; run it again only to change them.
set -eu
cd "$(dirname "$0")"
rm -f ./*.png ./*.avif
WORK=$(mktemp -d)
trap 'rm -r "$WORK"' EXIT
convert -size 40x28 plasma:tomato-steelblue -seed 7 -depth 8 -strip PNG24:"$WORK/a.png"
avifenc -q 90 --cicp 12/13/6 "$WORK/a.png" p3.avif >/dev/null 2>&1 || avifenc --min 4 --max 8 --cicp 12/13/6 "$WORK/a.png" p3.avif >/dev/null
avifenc --min 4 --max 8 --cicp 9/16/9 "$WORK/a.png" pq.avif >/dev/null
avifenc -l "$WORK/a.png" lossless.avif >/dev/null
convert -size 40x28 plasma:tomato-steelblue -seed 7 -depth 16 -gamma 0.4545 -strip -set gamma 1.0 -set Copyright "© Ansel É." \
    -set Author "Ansel" -define png:include-chunk=gama,chrm,text,date PNG48:linear.png
