"""Removes data that Qt never uses from ICU's library of tables, which has 32 MB (Linux).

Qt uses ICU for sorting, case conversion and encodings. Numbers, dates and names of languages come from Qt's own
tables. So the encodings, the properties of letters and the collation of every language are kept. Of the other tables
those of English and Chinese are kept, and those that all languages share: ICU takes a shared table where another one
is missing. Uses a C compiler.
"""

from __future__ import annotations

import re
import struct
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

OF_LANGUAGES = ("", "brkitr", "curr", "lang", "rbnf", "region", "unit", "zone")
"""Folders with a table per language for things that Qt has of its own: numbers, line breaks, currencies, names, times."""
_OTHER_LANGUAGE = re.compile(r"(?!(?:en|zh)(?:_|$))[a-z]{2,3}(?:_[A-Z0-9]\w*)?$")
"""A locale of a language that the editor does not have."""
_SYMBOL = re.compile(rb"icudt\d+_dat\0")
_ALIGNMENT = 16


class Table(NamedTuple):
    name: str
    """For example ``icudt73l/coll/sv.res``."""
    data: bytes


def keep(name: str) -> bool:
    """Whether the table is kept."""
    folder, _, file = name.partition("/")[2].rpartition("/")
    stem, _, kind = file.rpartition(".")
    if folder == "translit" or kind == "dict":
        return False
    if folder not in OF_LANGUAGES or kind != "res":
        return True
    return not _OTHER_LANGUAGE.match(stem)


def read(data: bytes) -> tuple[bytes, list[Table]]:
    """The header and the tables of ICU's common data. ValueError for other data."""
    size, magic = struct.unpack_from("<HH", data)
    if magic != 0x27DA or data[12:16] != b"CmnD":
        raise ValueError("These are not ICU's tables, or those of another kind of processor.")
    (count,) = struct.unpack_from("<I", data, size)
    places = [struct.unpack_from("<II", data, size + 4 + 8 * index) for index in range(count)]
    ends = [start for _, start in places[1:]] + [len(data) - size]
    tables = []
    for (name, start), end in zip(places, ends, strict=True):
        text = data[size + name : data.index(b"\0", size + name)].decode("ascii")
        tables.append(Table(text, data[size + start : size + end]))
    return data[:size], tables


def write(header: bytes, tables: Sequence[Table]) -> bytes:
    """ICU's common data with these tables, which must be in the order of their names."""
    names = b"".join(table.name.encode("ascii") + b"\0" for table in tables)
    name, start = 4 + 8 * len(tables), 4 + 8 * len(tables) + len(names)
    index, parts = struct.pack("<I", len(tables)), []
    for table in tables:
        padding = -start % _ALIGNMENT
        parts += [b"\0" * padding, table.data]
        start += padding
        index += struct.pack("<II", name, start)
        name, start = name + len(table.name) + 1, start + len(table.data)
    return header + index + names + b"".join(parts)


def _data_of(library: bytes) -> bytes:
    """The tables in the library, which are the whole of one of its sections."""
    start = library.index(b"CmnD") - 12
    offset, size, count = struct.unpack_from("<Q10xHH", library, 40)
    for index in range(count):
        place, length = struct.unpack_from("<QQ", library, offset + size * index + 24)
        if place == start:
            return library[start : start + length]
    raise ValueError("ICU's tables are not where they used to be in its library.")


def shrink(library: Path, compiler: Sequence[str]) -> int:
    """Rewrite ``libicudata.so.N`` with only the tables that are used; returns the bytes saved."""
    before = library.read_bytes()
    found = _SYMBOL.search(before)
    if found is None:
        raise ValueError(f"{library.name} does not name its tables as ICU does.")
    symbol = found.group()[:-1].decode("ascii")
    header, tables = read(_data_of(before))
    with tempfile.TemporaryDirectory() as scratch:
        data, code = Path(scratch) / "icu.dat", Path(scratch) / "icu.c"
        data.write_bytes(write(header, [table for table in tables if keep(table.name)]))
        lines = [".section .rodata", f".globl {symbol}", f".type {symbol}, %object", ".balign 16"]
        lines += [f"{symbol}:", f'.incbin \\"{data}\\"', f".size {symbol}, . - {symbol}"]
        code.write_text("".join(f'__asm__("{line}");\n' for line in lines), encoding="utf-8")
        library.unlink()  # PyInstaller may have made a hard link
        name = f"-Wl,-soname,{library.name}"
        subprocess.run(
            [*compiler, "-shared", "-fPIC", "-nostdlib", str(code), name, "-o", str(library)], check=True
        )
    return len(before) - library.stat().st_size
