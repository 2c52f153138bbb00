"""Nothing that is saved after a fill still shows what was removed: each kind of copy within metadata, byte for byte."""

from __future__ import annotations

import base64
import io
import shutil
import struct
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from crfill_core.geometry import Size
from crfill_core.imaging.metadata import exif_refresh, photoshop, previews, xmp
from crfill_core.imaging.photo import Origin
from crfill_core.imaging.write import write_photo
from tests.core.imaging import samples


def jpeg(seed: int = 0) -> bytes:
    file = io.BytesIO()
    Image.fromarray(samples.noise(24, 32, seed=seed)).save(file, "JPEG", quality=60)
    return file.getvalue()


SMALL = jpeg()
SECRET = SMALL[-200:-150]
"""Bytes of the picture's own data."""


def packet(properties: str, attributes: str = "", namespaces: str = "") -> bytes:
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"'
        ' xmlns:xmpGImg="http://ns.adobe.com/xap/1.0/g/img/" xmlns:xmpNote="http://ns.adobe.com/xmp/note/"'
        ' xmlns:GCamera="http://ns.google.com/photos/1.0/camera/" xmlns:hdrgm="http://ns.adobe.com/hdr-gain-map/1.0/"'
        ' xmlns:GImage="http://ns.google.com/photos/1.0/image/" xmlns:own="http://example.com/own/"'
        ' xmlns:Container="http://ns.google.com/photos/1.0/container/" xmlns:GDepth="http://ns.google.com/photos/1.0/depthmap/"'
        f" {namespaces} {attributes}>"
        '<dc:title><rdf:Alt><rdf:li xml:lang="x-default">A &gt; title é</rdf:li></rdf:Alt></dc:title>'
        f"{properties}</rdf:Description></rdf:RDF></x:xmpmeta>" + " " * 50 + '<?xpacket end="w"?>'
    ).encode()


def wrapped(data: bytes, newline: str = "&#xA;") -> str:
    digits = base64.b64encode(data).decode()
    return newline.join(digits[i : i + 76] for i in range(0, len(digits), 76))


THUMBNAILS = (
    "<xmp:Thumbnails><rdf:Alt><rdf:li rdf:parseType='Resource'><xmpGImg:width>32</xmpGImg:width>"
    f"<xmpGImg:format>JPEG</xmpGImg:format><xmpGImg:image>{wrapped(SMALL)}</xmpGImg:image></rdf:li></rdf:Alt></xmp:Thumbnails>"
)
COPIES = {
    "thumbnails": (THUMBNAILS, ""),
    "of Google's": (f"<GImage:Data>{wrapped(SMALL, chr(10))}</GImage:Data>", 'GImage:Mime="image/jpeg"'),
    "as attribute": ("", f"GDepth:Data=\"{wrapped(SMALL)}\" GDepth:Format='RangeInverse'"),
    "of a kind that nobody knows": (f"<own:look>{wrapped(SMALL, '')}</own:look>", ""),
    "as data address": (
        f"<own:a><rdf:Seq><rdf:li>data:image/jpeg;base64,{wrapped(SMALL, '')}</rdf:li></rdf:Seq></own:a>",
        "",
    ),
    "in digits": (f"<own:hex>{SMALL.hex().upper()}</own:hex>", ""),
}


@pytest.mark.parametrize("kind", COPIES)
def test_copies_in_xmp_are_cut_out_and_nothing_else(kind: str) -> None:
    properties, attributes = COPIES[kind]
    keeps = '<own:kept xml:lang="de">/9j/ is no picture</own:kept><GCamera:BurstID>7</GCamera:BurstID>'
    rest = xmp.cleaned(packet(properties + keeps, f'xmp:Rating="4" {attributes} own:last="x"'))
    assert rest is not None
    expected = packet(keeps, 'xmp:Rating="4" own:last="x"')
    assert b"".join(rest.split()) == b"".join(expected.split())
    with_nothing_to_hide = packet(keeps, 'xmp:Rating="4"')
    assert xmp.cleaned(with_nothing_to_hide) == with_nothing_to_hide


def test_xmp_that_points_to_what_is_gone_is_cut_out() -> None:
    promises = (
        "<Container:Directory><rdf:Seq><rdf:li>GainMap</rdf:li></rdf:Seq></Container:Directory>"
        "<GCamera:MotionPhotoVersion>1</GCamera:MotionPhotoVersion>"
    )
    rest = xmp.cleaned(
        packet(
            promises,
            'hdrgm:Version="1.0" GCamera:MicroVideoOffset="9" xmpNote:HasExtendedXMP="AB" xmp:Rating="4"',
        )
    )
    assert rest is not None and b"".join(rest.split()) == b"".join(packet("", 'xmp:Rating="4"').split())


@pytest.mark.parametrize("code", ["utf-16-le", "utf-16-be", "utf-16", "utf-8-sig"])
def test_packets_in_other_encodings(code: str) -> None:
    rest = xmp.cleaned(packet(THUMBNAILS).decode().encode(code))
    assert rest is not None and xmp.parse(rest)[0] == xmp.parse(packet(""))[0]


@pytest.mark.parametrize(
    "damaged",
    [
        packet(THUMBNAILS)[:-100],
        packet(f"<!-- {wrapped(SMALL, '')} -->"),
        b"<!DOCTYPE a [<!ENTITY b 'c'>]>" + packet("<dc:b>&b;</dc:b>"),
        b"nothing",
    ],
)
def test_xmp_of_unknown_content_is_left_out(damaged: bytes) -> None:
    assert xmp.cleaned(damaged) is None


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_damaged_packets_never_raise_and_never_keep_the_thumbnail(data: st.DataObject) -> None:
    changed = bytearray(packet(THUMBNAILS, 'xmp:Rating="4"'))
    for _ in range(data.draw(st.integers(0, 4))):
        changed[data.draw(st.integers(0, len(changed) - 1))] = data.draw(st.integers(0, 255))
    rest = xmp.cleaned(bytes(changed[: data.draw(st.integers(0, len(changed)))]))
    assert rest is None or base64.b64encode(SMALL)[:64] not in rest


def block_with(tag: int, data: bytes, order: str = "<", sub: bytes = b"") -> bytes:
    """An EXIF block: Make, one more tag, and what follows it."""
    head = (b"II*\0" if order == "<" else b"MM\0*") + struct.pack(order + "I", 8)
    at = 8 + 2 + 24 + 4
    table = struct.pack(order + "H", 2) + struct.pack(order + "HHI4s", 0x010F, 2, 4, b"Cam\0")
    table += struct.pack(order + "HHII", tag, 7, len(data), at)
    table = b"".join(
        [table[:2], *sorted([table[2:14], table[14:26]], key=lambda row: struct.unpack(order + "H", row[:2]))]
    )
    following = at + len(data) + len(data) % 2 if sub else 0
    return head + table + struct.pack(order + "I", following) + data + bytes(len(data) % 2) + sub


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("spoilt", [False, True])
def test_a_preview_in_a_maker_note_becomes_zeros(order: str, spoilt: bool) -> None:
    small = b"\x02" + SMALL[1:] if spoilt else SMALL
    note = b"Maker\0" + bytes(range(256)) + small + b"what comes after"
    block = block_with(0x927C, note, order)
    result = exif_refresh.refreshed(block, Size(9, 9))
    assert result == block.replace(small, bytes(len(small)))


@pytest.mark.parametrize("order", ["<", ">"])
def test_an_uncompressed_thumbnail_is_blanked(order: str) -> None:
    pixels = samples.noise(6, 8).tobytes()
    rows = [(0x0100, 3, 1, 8), (0x0103, 3, 1, 1), (0x0111, 4, 1, 0), (0x0117, 4, 1, len(pixels))]
    start = len(block_with(0x9000, b"0230!")) + 2 + 12 * len(rows) + 4

    def row(tag: int, kind: int, count: int, value: int) -> bytes:
        value = start if tag == 0x0111 else value
        packed = struct.pack(order + ("H" if kind == 3 else "I"), value).ljust(4, b"\0")
        return struct.pack(order + "HHI", tag, kind, count) + packed

    sub = struct.pack(order + "H", len(rows)) + b"".join(row(*r) for r in rows) + bytes(4) + pixels
    block = block_with(0x9000, b"0230!", order, sub)
    assert block.endswith(pixels)
    result = exif_refresh.refreshed(block, Size(9, 9))
    assert pixels[10:40] not in result and b"0230!" in result and b"Cam" in result


@pytest.mark.parametrize("tag", [0x501B, 0x8649, 0x935C, 0x02BC, 0xCD41])
def test_tags_that_hold_copies_of_the_photo_are_taken_out(tag: int) -> None:
    data = b"uncompressed pixels of what was removed"
    result = exif_refresh.refreshed(block_with(tag, data), Size(9, 9))
    assert data not in result and b"Cam" in result


def test_previews_within_iptc() -> None:
    def dataset(record: int, number: int, data: bytes) -> bytes:
        if len(data) < 32768:
            return struct.pack(">BBBH", 0x1C, record, number, len(data)) + data
        return struct.pack(">BBBHI", 0x1C, record, number, 0x8004, len(data)) + data

    caption, title = dataset(2, 120, b"A caption"), dataset(2, 5, b"A title")
    preview = dataset(2, 200, b"\0\x0b") + dataset(2, 202, SMALL + bytes(40000))
    assert (
        photoshop.without_previews(caption + preview + title + dataset(8, 10, b"a file")) == caption + title
    )
    assert photoshop.without_previews(caption + title + b"!") == caption + title + b"!"


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_pass(data: bytes) -> None:
    photoshop.kept(data)
    photoshop.kept(b"8BIM" + data)
    photoshop.without_previews(b"\x1c" + data)
    assert len(previews.blanked(b"\xff\xd8\xff" + data)) == len(data) + 3


SUFFIXES = (".jpg", ".png", ".tif", ".webp", ".avif")


def saved_with_copies(path: Path) -> Path:
    note = b"Maker\0" + SMALL + bytes(8)
    origin = Origin(None, "JPEG", iptc=b"\x1c\x02\xca" + struct.pack(">H", len(SMALL)) + SMALL)
    photo = samples.photo(xmp=packet(THUMBNAILS), exif=block_with(0x927C, note), origin=origin)
    return write_photo(photo, path)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_saved_photo_shows_nothing_of_the_original_in_any_format(tmp_path: Path, suffix: str) -> None:
    content = saved_with_copies(tmp_path / f"a{suffix}").read_bytes()
    assert SECRET not in content and base64.b64encode(SMALL)[90:150] not in content


@pytest.mark.skipif(shutil.which("exiftool") is None, reason="ExifTool is not installed")
@pytest.mark.parametrize("suffix", SUFFIXES)
def test_exiftool_gets_no_copy_out_of_a_saved_photo(tmp_path: Path, suffix: str) -> None:
    path = saved_with_copies(tmp_path / f"a{suffix}")
    tags = ("-ThumbnailImage", "-PreviewImage", "-PhotoshopThumbnail", "-XMP-xmp:all", "-XMP-dc:all")
    told = subprocess.run(["exiftool", "-a", "-b", *tags, str(path)], capture_output=True, check=False).stdout
    assert told == "A > title é".encode()
