"""XMP packets as bytes. What would still show the unedited photo is cut out; the other elements stay as they are."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from crfill_core.imaging.metadata import previews

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_XAP, _NOTE = "http://ns.adobe.com/xap/1.0/", "http://ns.adobe.com/xmp/note/"
_CAMERA = "http://ns.google.com/photos/1.0/camera/"
_GAIN_MAP = "http://ns.adobe.com/hdr-gain-map/"
_PICTURES = (
    f"{_XAP}g/img/",  # thumbnails
    _GAIN_MAP,
    "http://ns.apple.com/HDRGainMap/",
    "http://ns.apple.com/pixeldatainfo/",  # depth and other auxiliary pictures
    "http://ns.google.com/photos/1.0/container/",
    "http://ns.google.com/photos/1.0/image/",
    "http://ns.google.com/photos/1.0/depthmap/",
    "http://ns.google.com/photos/dd/1.0/",
)
"""Namespaces that hold pictures, or refer to further pictures in the file."""
_NAMES = frozenset(
    [
        (_XAP, "Thumbnails"),
        (_NOTE, "HasExtendedXMP"),
        ("http://purl.org/dc/terms/", "provenance"),  # where content credentials are
        *((_CAMERA, name) for name in ("HdrPlusMakernote", "shot_log_data")),
    ]
)
_VIDEO = re.compile("Micro[Vv]ideo|Motion[Pp]hoto")
_PICTURE = re.compile(
    r"(?<![A-Za-z0-9+/])(?:/9j/|iVBORw0KGgo|R0lGOD|UklGR|SUkqA|TU0AK|AAAA..Z0eXB)[A-Za-z0-9+/\s]{64}"
    r"|(?<![0-9A-Fa-f])(?:ffd8ff|89504e47)[0-9a-f\s]{96}",
    re.IGNORECASE,
)
"""How picture files begin: JPEG, PNG, GIF, WebP, TIFF or AVIF in base 64, JPEG or PNG in hexadecimal digits."""
_ATTRIBUTE = re.compile(rb"""\s+([^\s=<>"']+)\s*=\s*("[^"]*"|'[^']*')""")


class XmpError(ValueError):
    """The bytes are not an XMP packet."""


@dataclass
class Element:
    """An XML element and its place: ``data[start:head]`` is its start tag, ``data[start:end]`` the whole element."""

    name: tuple[str, str]  # namespace, local name
    attributes: dict[tuple[str, str], str]
    start: int
    head: int
    end: int = 0
    prefixes: dict[str, str] = field(default_factory=dict)
    """Namespace prefixes in scope."""
    text: list[str] = field(default_factory=list)
    children: list[Element] = field(default_factory=list)

    def walk(self) -> Iterator[Element]:
        yield self
        for child in self.children:
            yield from child.walk()


def parse(packet: bytes) -> tuple[bytes, Element]:
    """The packet as UTF-8, without white space and zeros around it, and its outermost element. Raises XmpError."""
    data = _utf8(packet)
    try:
        return data, _Parser(data).root()
    except XmpError:
        raise
    except (expat.ExpatError, RecursionError, IndexError, ValueError) as error:
        raise XmpError(str(error)) from error


def _utf8(packet: bytes) -> bytes:
    for code, mark in (("utf-16", b"\xff\xfe"), ("utf-16", b"\xfe\xff"), ("utf-8", b"\xef\xbb\xbf")):
        if packet.startswith(mark):
            return packet.decode(code, "replace").lstrip("\ufeff").strip("\0").encode()
    for code, start in (("utf-16-le", b"<\0"), ("utf-16-be", b"\0<")):
        if packet.startswith(start):
            return packet.decode(code, "replace").strip("\0").encode()
    return packet.strip(b"\0 \t\r\n")


class _Parser:
    def __init__(self, data: bytes) -> None:
        self._data, self._open, self._root = data, list[Element](), list[Element]()
        self._declared: dict[str, str] = {}
        self._expat = parser = expat.ParserCreate("utf-8", " ")
        parser.buffer_text = True
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.CharacterDataHandler = self._text
        parser.StartNamespaceDeclHandler = self._declare
        parser.StartDoctypeDeclHandler = self._refuse

    def root(self) -> Element:
        self._expat.Parse(self._data, True)
        return self._root[0]

    def _refuse(self, *_: object) -> None:
        raise XmpError("a packet has no document type")

    def _declare(self, prefix: str | None, uri: str | None) -> None:
        self._declared[prefix or ""] = uri or ""

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        at = self._expat.CurrentByteIndex
        outer = self._open[-1].prefixes if self._open else {}
        element = Element(
            _split(name),
            {_split(key): value for key, value in attributes.items()},
            at,
            _end_of_tag(self._data, at),
            prefixes={**outer, **self._declared},
        )
        self._declared = {}
        (self._open[-1].children if self._open else self._root).append(element)
        self._open.append(element)
        if len(self._open) > 200:
            raise XmpError("elements are nested too deeply")

    def _end(self, _: str) -> None:
        element = self._open.pop()
        empty = self._data[element.head - 2 : element.head - 1] == b"/"
        element.end = element.head if empty else self._data.index(b">", self._expat.CurrentByteIndex) + 1

    def _text(self, text: str) -> None:
        self._open[-1].text.append(text)


def _split(name: str) -> tuple[str, str]:
    namespace, _, local = name.rpartition(" ")
    return namespace, local


def _end_of_tag(data: bytes, at: int) -> int:
    """Offset after the ">" that ends the tag at ``at``; attribute values may contain this character, too."""
    quote = b""
    for match in re.compile(rb"[\"'>]").finditer(data, at):
        sign = match[0]
        if not quote and sign == b">":
            return match.end()
        quote = b"" if sign == quote else quote or sign
    raise XmpError("a tag without an end")


def cut(data: bytes, spans: list[tuple[int, int]], added: bytes = b"", where: int = 0) -> bytes:
    """``data`` without the spans (start, end), which may overlap, and with ``added`` at its offset ``where``."""
    result, at = bytearray(), 0
    for start, end, new in sorted([*((start, end, b"") for start, end in spans), (where, where, added)]):
        result += data[at : max(at, start)] + new
        at = max(at, end)
    return bytes(result + data[at:])


def descriptions(root: Element) -> Iterator[Element]:
    """The rdf:Description elements that hold the packet's properties."""
    for rdf in root.walk():
        if rdf.name == (RDF, "RDF"):
            yield from rdf.children


def cleaned(packet: bytes) -> bytes | None:
    """The packet for an edited photo: without thumbnails and other copies of the picture, without references to
    pictures and videos elsewhere in the original's file, and without what is valid for that file only.

    None for a packet that is not well-formed, because its content is unknown, or that holds a picture outside properties.
    """
    try:
        data, root = parse(packet)
    except XmpError:
        return None
    spans = property_spans(data, root, _shows)
    rest = cut(data, spans)
    if is_picture(rest.decode("utf-8", "replace")):  # a picture outside the properties, where none belongs
        return None
    return rest if spans else packet


def property_spans(
    data: bytes, root: Element, goes: Callable[[tuple[str, str], str], bool]
) -> list[tuple[int, int]]:
    """(start, end) of each property for which ``goes(name, value)`` is true, or is true for one of its attributes or inner
    elements.
    """
    spans = []
    for description in descriptions(root):
        for match in _ATTRIBUTE.finditer(data, description.start, description.head):
            prefix, _, local = match[1].decode("utf-8", "replace").rpartition(":")
            name = (description.prefixes.get(prefix, ""), local)
            if name in description.attributes and goes(name, description.attributes[name]):
                spans.append(match.span())
        for item in description.children:
            named = [(inner.name, "".join(inner.text)) for inner in item.walk()]
            named += [pair for inner in item.walk() for pair in inner.attributes.items()]
            if any(goes(name, value) for name, value in named):
                spans.append((item.start, item.end))
    return spans


def _shows(name: tuple[str, str], value: str) -> bool:
    namespace, local = name
    return (
        namespace.startswith(_PICTURES)
        or name in _NAMES
        or (namespace == _CAMERA and _VIDEO.match(local) is not None)
        or is_picture(value)
    )


def promises(packet: bytes) -> tuple[bool, bool]:
    """Whether the packet refers to a gain map, and whether to a video, elsewhere in the file."""
    try:
        _, root = parse(packet)
    except XmpError:
        return False, False
    names = {name for item in root.walk() for name in (item.name, *item.attributes)}
    gain_map = any(namespace.startswith(_GAIN_MAP) for namespace, _ in names)
    return gain_map, any(namespace == _CAMERA and _VIDEO.match(local) for namespace, local in names)


def is_picture(text: str) -> bool:
    """Whether text holds a picture in base 64 or hexadecimal digits."""
    return _PICTURE.search(text) is not None


def shows_picture(data: bytes) -> bool:
    """Whether data hold a JPEG, or a picture in base 64 or hexadecimal digits."""
    return any(previews.embedded_jpegs(data)) or is_picture(data.decode("latin-1"))
