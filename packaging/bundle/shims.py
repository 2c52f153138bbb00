"""Small libraries in place of large ones to which OpenCV is linked but which the program does not use (Linux).

OpenCV's one library does not load without FFmpeg, which only videos need, and without OpenBLAS, which only its
functions for systems of equations need. The small libraries have the same names and functions, but the functions end
the program with a sentence. Uses readelf (binutils) and a C compiler.
"""

from __future__ import annotations

import re
import subprocess
import tempfile
from collections.abc import Sequence
from fnmatch import fnmatch
from pathlib import Path
from typing import NamedTuple

from bundle import elf

LIBRARIES = "opencv_python_headless.libs"
LARGE = ("libavcodec-*", "libavformat-*", "libavutil-*", "libswscale-*", "libswresample-*", "libopenblas*")
LEFT_OUT = """
#include <stdio.h>
#include <stdlib.h>
static void left_out(const char *name) {
    fprintf(stderr, "CR-Fill Studio is packed without FFmpeg and OpenCV's OpenBLAS, and %s was called.\\n", name);
    abort();
}
"""
_SYMBOL = re.compile(
    r"^ *\d+: +[0-9a-f]+ +\w+ +(\w+) +(?:GLOBAL|WEAK) +\w+ +(\w+) ([^@\s]+)(?:@@?(\S+))?", re.M
)


class Symbol(NamedTuple):
    name: str
    version: str
    """For example ``LIBAVCODEC_62``; empty if the library has no versions."""


def symbols(report: str) -> tuple[set[Symbol], set[str]]:
    """The functions that a library defines, and the names that it imports, from ``readelf --dyn-syms``."""
    defined, asked = set(), set()
    for kind, section, name, version in _SYMBOL.findall(report):
        if section == "UND":
            asked.add(name)
        elif kind in ("FUNC", "IFUNC"):
            defined.add(Symbol(name, version))
    return defined, asked


def _symbols_of(path: Path) -> tuple[set[Symbol], set[str]]:
    return symbols(elf.readelf("--dyn-syms", path))


def _needs(path: Path) -> set[str]:
    return set(elf.needed(elf.readelf("-d", path)))


def version_script(wanted: Sequence[Symbol]) -> str:
    """The linker's list of versions. Libraries that were linked to the large one need the same in the small one."""
    names: dict[str, list[str]] = {}
    for symbol in wanted:
        if symbol.version:
            names.setdefault(symbol.version, []).append(symbol.name)
    return "".join(f"{version} {{ global: {'; '.join(each)}; }};\n" for version, each in names.items())


def make(wanted: Sequence[Symbol], target: Path, compiler: Sequence[str]) -> None:
    """Compile a library whose functions print which of them was called, and end the program."""
    with tempfile.TemporaryDirectory() as scratch:
        code, versions = Path(scratch) / "shim.c", Path(scratch) / "versions"
        functions = [f'void {name}(void) {{ left_out("{name}"); }}\n' for name, _ in wanted]
        code.write_text(LEFT_OUT + "".join(functions), encoding="utf-8")
        versions.write_text(version_script(wanted), encoding="utf-8")
        script = [f"-Wl,--version-script={versions}"] if versions.stat().st_size else []
        target.unlink(missing_ok=True)  # PyInstaller may have made a hard link
        command = [*compiler, "-shared", "-fPIC", "-O2", str(code), f"-Wl,-soname,{target.name}", *script]
        subprocess.run([*command, "-o", str(target)], check=True)


def wanted_by(users: Sequence[Path], library: Path) -> list[Symbol]:
    """The functions of the library that these programs and libraries import."""
    asked = {name for path in users for name in _symbols_of(path)[1]}
    return sorted(symbol for symbol in _symbols_of(library)[0] if symbol.name in asked)


def _orphans(inside: Path, folder: Path) -> list[Path]:
    """Libraries of the folder that nothing inside it needs any more."""
    libraries = list(folder.iterdir())
    needed = {name for path in elf.programs(inside) for name in _needs(path)}
    return [path for path in libraries if path.name not in needed]


def replace(inside: Path, compiler: Sequence[str]) -> int:
    """Replace the large libraries below ``inside`` (the folder of the packed libraries) by small ones, and remove
    libraries that only the large ones needed, with the links to them; returns the bytes saved.
    """
    folder = inside / LIBRARIES
    if not folder.is_dir():
        return 0
    before = sum(path.stat().st_size for path in folder.iterdir())
    large = [path for path in folder.iterdir() if any(fnmatch(path.name, pattern) for pattern in LARGE)]
    names = {path.name for path in large}
    users = [path for path in elf.programs(inside) if path not in large and names & _needs(path)]
    for path in large:
        make(wanted_by(users, path), path, compiler)
    while orphans := _orphans(inside, folder):
        for path in orphans:
            path.unlink()
    for link in inside.iterdir():
        if link.is_symlink() and not link.exists():
            link.unlink()
    return before - sum(path.stat().st_size for path in folder.iterdir())
