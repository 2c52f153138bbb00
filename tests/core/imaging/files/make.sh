#!/bin/sh
# Makes the photos beside this file with ImageMagick and ExifTool (Debian: imagemagick, exiftool). They are committed, so
# that the tests need neither; run it again only to change them. PROFILE: an RGB profile that is not sRGB.
set -eu
cd "$(dirname "$0")"
PROFILE=${1:?name an ICC profile file}
rm -f ./*.png ./*.tif ./*.jpg ./*.webp ./*.bmp ./*.avif
SIZE=40x28

# name, then ImageMagick's options
photo() {
    name=$1
    shift
    convert -size $SIZE plasma:tomato-steelblue -seed 7 -attenuate 0.3 +noise Gaussian "$@" -strip "$name"
}
alpha='( -size 40x28 gradient: ) -alpha off -compose copy_opacity -composite'

for suffix in png tif; do
    photo rgb8.$suffix -depth 8 -type TrueColor -define png:color-type=2
    photo rgb16.$suffix -depth 16 -type TrueColor -define png:bit-depth=16 -define png:color-type=2
    photo grey8.$suffix -colorspace gray -depth 8 -type Grayscale -define png:color-type=0
    photo grey16.$suffix -colorspace gray -depth 16 -type Grayscale -define png:bit-depth=16 -define png:color-type=0
    # shellcheck disable=SC2086
    photo rgba8.$suffix $alpha -depth 8 -type TrueColorAlpha -define png:color-type=6
    # shellcheck disable=SC2086
    photo rgba16.$suffix $alpha -depth 16 -type TrueColorAlpha -define png:bit-depth=16 -define png:color-type=6
done
photo zip16.tif -depth 16 -type TrueColor -compress zip
photo lzw16.tif -depth 16 -type TrueColor -compress lzw
photo split8.tif -depth 8 -type TrueColor -interlace plane
photo rgb8.bmp -type TrueColor
photo rgb8.webp -define webp:lossless=true
# shellcheck disable=SC2086
photo rgba8.webp $alpha -define webp:lossless=true -define webp:exact=true
photo lossy.webp -quality 80
SIZE=96x80
photo full.jpg -quality 90 -sampling-factor 1x1
photo half.jpg -quality 85 -sampling-factor 2x1
photo quarter.jpg -quality 92 -sampling-factor 2x2
photo progressive.jpg -quality 88 -sampling-factor 2x2 -interlace JPEG
photo grey.jpg -quality 88 -colorspace gray
SIZE=40x28
photo lossy.avif -quality 85

for file in rgb*.png rgb*.tif *16.tif split8.tif rgb*.webp lossy.webp full.jpg half.jpg quarter.jpg progressive.jpg; do
    case $file in grey*) ;; *) exiftool -q -overwrite_original "-icc_profile<=$PROFILE" "$file" ;; esac
done
for file in *.png *.tif *.webp *.jpg *.avif; do
    exiftool -q -overwrite_original -Make=Camera -Model="Model 1" -Artist="Ansel É." -DateTimeOriginal="2026:05:04 03:02:01" \
        -ISO=400 -FNumber=2.8 -GPSLatitude=47.5 -GPSLatitudeRef=N -XMP-dc:Title="A title" -XMP-xmp:Rating=4 "$file"
done
for file in *.jpg; do
    exiftool -q -overwrite_original -IPTC:Caption-Abstract="A caption" "$file"
done
