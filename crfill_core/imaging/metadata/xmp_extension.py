"""XMP of more than 64 kB in a JPEG, stored as a main packet and an extension (XMP specification, part 3, 1.1.3.1)."""

from __future__ import annotations

import hashlib
import re
import struct
from collections import defaultdict
from collections.abc import Iterable

from crfill_core.imaging.metadata import xmp

EXTENSION = b"http://ns.adobe.com/xmp/extension/\0"
LARGEST_MAIN = 65502
"""A main packet has at most this many bytes."""
_LARGEST_PART = 65000
_NOTE = "http://ns.adobe.com/xmp/note/"
_POINTER = (_NOTE, "HasExtendedXMP")
_GUID = 32
_LARGEST = 64 << 20
_PADDING = re.compile(rb"\s{64,}(?=<\?xpacket end)")


def merged(main: bytes, parts: Iterable[bytes]) -> bytes:
    """The main packet with the properties of its extension, and without the pointer to the extension.

    ``parts`` are the contents of the JPEG segments that begin with :data:`EXTENSION`. The main packet is returned unchanged
    if it has no extension, or if any part of the extension is missing or damaged.
    """
    try:
        data, root = xmp.parse(main)
        extension = _assembled(_guid(root), parts)
        if extension is None:
            return main
        spans = xmp.property_spans(data, root, lambda name, _: name == _POINTER)
        bags = [item for item in root.walk() if item.name == (xmp.RDF, "RDF")]
        more = _standing_alone(extension, bags[0].prefixes if bags else {})
    except xmp.XmpError:
        return main
    if not bags or data[bags[0].head - 2 : bags[0].head] == b"/>":
        return main
    return xmp.cut(data, spans, more, data.rindex(b"</", bags[0].start, bags[0].end))


def _guid(root: xmp.Element) -> bytes:
    """The name of the extension that a packet points to; b"" if it points to none."""
    for description in xmp.descriptions(root):
        value = description.attributes.get(_POINTER)
        for item in description.children:
            if item.name == _POINTER:
                value = "".join(item.text)
        if value is not None:
            return value.strip().encode()
    return b""


def _assembled(guid: bytes, parts: Iterable[bytes]) -> bytes | None:
    """The extension of that name; None if any part of it is missing or if it is larger than 64 MiB."""
    pieces, length = {}, 0
    for part in parts:
        head = part[len(EXTENSION) :]
        if len(guid) == _GUID and head[:_GUID] == guid and len(head) >= _GUID + 8:
            length, at = struct.unpack_from(">II", head, _GUID)
            pieces[at] = head[_GUID + 8 :]
    whole = b"".join(pieces[at] for at in sorted(pieces))
    return whole if 0 < length == len(whole) <= _LARGEST else None


def _standing_alone(extension: bytes, known: dict[str, str]) -> bytes:
    """The extension's rdf:Description elements, each with the namespaces of the elements around it, without those that are
    ``known`` (prefix → namespace).
    """
    data, root = xmp.parse(extension)
    result = b""
    for item in xmp.descriptions(root):
        tag = data[item.start : item.head]
        missing = {
            prefix: uri
            for prefix, uri in item.prefixes.items()
            if known.get(prefix) != uri and not re.search(rb"\sxmlns:%s\s*=" % prefix.encode(), tag)
        }
        name_end = item.start + len(re.match(rb"<[^\s/>]+", tag)[0])  # type: ignore[index]
        result += data[item.start : name_end] + _declarations(missing) + data[name_end : item.end]
    return result


def _declarations(prefixes: dict[str, str]) -> bytes:
    from xml.sax.saxutils import quoteattr  # on first use: it imports urllib

    return "".join(f" xmlns:{prefix}={quoteattr(uri)}" for prefix, uri in prefixes.items() if prefix).encode()


def split(packet: bytes) -> tuple[bytes | None, list[bytes]]:
    """Split a packet for a JPEG: (main packet of at most :data:`LARGEST_MAIN` bytes, contents of the extension's segments).

    The largest properties go into the extension. (None, []) if the main packet is still too large.
    """
    if len(packet) <= LARGEST_MAIN:
        return packet, []
    try:
        data, root = xmp.parse(_PADDING.sub(b"", packet))
    except xmp.XmpError:
        return None, []
    properties = [(item, outer) for outer in xmp.descriptions(root) for item in outer.children]
    properties.sort(key=lambda pair: pair[0].start - pair[0].end)
    moved, left = [], len(data) + 200  # room for the pointer
    for item, outer in properties:
        if left <= LARGEST_MAIN:
            break
        moved.append((item, outer))
        left -= item.end - item.start
    if left > LARGEST_MAIN or not moved:
        return (data, []) if len(data) <= LARGEST_MAIN else (None, [])
    extension = _extension(data, moved)
    guid = hashlib.md5(extension, usedforsecurity=False).hexdigest().upper()
    main = _pointing(data, next(xmp.descriptions(root)), guid, [(i.start, i.end) for i, _ in moved])
    head = EXTENSION + guid.encode() + struct.pack(">I", len(extension))
    starts = range(0, len(extension), _LARGEST_PART)
    return main, [head + struct.pack(">I", at) + extension[at : at + _LARGEST_PART] for at in starts]


def _extension(data: bytes, moved: list[tuple[xmp.Element, xmp.Element]]) -> bytes:
    from xml.sax.saxutils import quoteattr

    bags: dict[int, list[tuple[xmp.Element, xmp.Element]]] = defaultdict(list)
    for item, outer in sorted(moved, key=lambda pair: pair[0].start):
        bags[outer.start].append((item, outer))
    result = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><r:RDF xmlns:r="%s">' % xmp.RDF.encode()
    for bag in bags.values():
        outer = bag[0][1]
        about = quoteattr(outer.attributes.get((xmp.RDF, "about"), "")).encode()
        result += b"<r:Description r:about=" + about
        result += _declarations({prefix: uri for prefix, uri in outer.prefixes.items() if prefix != "r"})
        result += b">" + b"".join(data[item.start : item.end] for item, _ in bag) + b"</r:Description>"
    return result + b"</r:RDF></x:xmpmeta>"


def _pointing(data: bytes, first: xmp.Element, guid: str, spans: list[tuple[int, int]]) -> bytes:
    """The packet without the spans, and with the extension's name in its first description."""
    prefix = "xmpNote"
    while first.prefixes.get(prefix, _NOTE) != _NOTE:
        prefix += "1"
    declared = "" if prefix in first.prefixes else f' xmlns:{prefix}="{_NOTE}"'
    at = first.head - (2 if data[first.head - 2 : first.head] == b"/>" else 1)
    pointer = b'%s %s:HasExtendedXMP="%s"' % (declared.encode(), prefix.encode(), guid.encode())
    return xmp.cut(data, spans, pointer, at)
