"""Segments of a JPEG other than its picture, EXIF and profile: which stay valid after an edit, and which are left out."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterable, Iterator

from crfill_core.base.messages import Message, listed
from crfill_core.imaging.codecs.decoded import Decoded
from crfill_core.imaging.metadata import photoshop, previews, xmp, xmp_extension

COMMENT, XMP, PHOTOSHOP, _TEXTS = 0xFE, 0xE1, 0xED, 0xEC
_SCAN, _END, _LOSSLESS = 0xDA, 0xD9, (0xC3, 0xC7, 0xCB, 0xCF)
_APPLICATION = range(0xE0, 0xF0)
_KNOWN = (
    b"JFIF\0",
    b"JFXX\0",
    b"Exif\0",
    b"http://ns.adobe.com/",
    b"ICC_PROFILE\0",
    b"Adobe",
    b"MPF\0",
    b"XMP\0",
)
"""The first bytes of segments that are read elsewhere, belong to the picture's coding, or hold copies or lists of pictures.
"""
_VIDEO = re.compile(rb"\0\0\0.ftyp", re.DOTALL)
_GAIN_MAPS = (b"urn:iso:std:iso:ts:21496", b"JPEG_HDR", b"HDR_RI")

GAIN_MAP_GOES = Message(
    "The file holds an HDR gain map, a second picture of the unedited photo; saving leaves it out."
)
CREDENTIALS_GO = Message(
    "The file's content credentials (C2PA) vouch for the unedited photo; saving leaves them out."
)


def describe(decoded: Decoded, data: bytes) -> None:
    """Add the contents of the JPEG file ``data``'s segments, and notes on what saving leaves out, to ``decoded``, which must
    already have the file's main XMP packet if there is one.
    """
    kept, resources, credentials, extension, other, end = b"", b"", False, [], [], len(data)
    gain_map, video = (False, False) if decoded.xmp is None else xmp.promises(decoded.xmp)
    decoded.lossless = False
    for marker, content, at in parts(data):
        end = at
        if marker in _LOSSLESS:
            decoded.lossless = True
        elif marker == PHOTOSHOP and content.startswith(photoshop.SIGNATURE):
            resources += content[len(photoshop.SIGNATURE) :]
        elif content.startswith(xmp_extension.EXTENSION):
            extension.append(content)
        elif content.startswith(_GAIN_MAPS):
            gain_map = True
        elif content.startswith(b"JP") and b"c2pa" in content[:200]:
            credentials = True
        elif marker in (COMMENT, _TEXTS) and not xmp.shows_picture(content):
            kept += segment(marker, content)
        elif marker in _APPLICATION and not content.startswith(_KNOWN):
            other.append(f"APP{marker - _APPLICATION[0]}")
    if decoded.xmp is not None:
        decoded.xmp = xmp_extension.merged(decoded.xmp, extension)
    decoded.segments, decoded.photoshop = kept or None, photoshop.kept(resources) or None
    decoded.iptc = photoshop.iptc_of(resources)
    trailer = data[end:].strip(b"\0 \r\n\xff")
    video |= _VIDEO.search(data, end) is not None
    if gain_map:
        decoded.notes.append(GAIN_MAP_GOES)
    if video and trailer:
        decoded.notes.append(Message("The file holds a video (a motion photo); saving leaves it out."))
    elif trailer and not trailer.startswith(b"\xff\xd8") and not gain_map:
        other.append(Message("data after the end of the picture"))
    if credentials:
        decoded.notes.append(CREDENTIALS_GO)
    if other:
        decoded.notes.append(unknown_data_goes(other))


def unknown_data_goes(names: Iterable[str]) -> Message:
    """A note on data of unknown content, whose parts have these names."""
    return Message(
        "The file holds data written by a camera or program ({names}), which may show the unedited photo; saving leaves "
        "it out.",
        names=listed(dict.fromkeys(names)),
    )


def parts(data: bytes) -> Iterator[tuple[int, bytes, int]]:
    """(marker, content, offset of the next segment) of the main picture's segments, including scans and end mark, up to the
    first damaged one.
    """
    at = 2
    while at + 2 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xFF:
            at += 1
        elif marker in (_END, 0x01) or 0xD0 <= marker <= 0xD7:
            at += 2
            yield marker, b"", at
            if marker == _END:
                return
        else:
            following = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
            content = data[at + 4 : following]
            if marker == _SCAN:
                match = previews.MARKER_IN_SCAN.search(data, following)
                following = len(data) if match is None else match.start()
            yield marker, content, following
            at = following


def segment(marker: int, content: bytes) -> bytes:
    """A segment with at most 65533 bytes of content."""
    return struct.pack(">BBH", 0xFF, marker, 2 + len(content)) + content
