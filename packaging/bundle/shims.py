"""Small libraries that replace large ones which OpenCV is linked to but the program does not use (Linux).

OpenCV's one library does not load without FFmpeg, which only videos need, and without an OpenBLAS of its own, although
SciPy brings another. In their place go libraries of the same names that hold only the functions that are asked for:
FFmpeg's end the program with a sentence, OpenBLAS's jump to SciPy's. Uses readelf (binutils) and a C compiler.
"""

from __future__ import annotations

import platform
import re
import subprocess
import tempfile
from collections.abc import Sequence
from fnmatch import fnmatch
from pathlib import Path
from typing import NamedTuple

from bundle import elf

LIBRARIES = "opencv_python_headless.libs"
FFMPEG = ("libavcodec-*", "libavformat-*", "libavutil-*", "libswscale-*", "libswresample-*")
OPENBLAS = "libopenblas*"
SCIPY = ("scipy.libs", "libscipy_openblas-*.so", "scipy_")
"""The folder of SciPy's OpenBLAS, its name, and the prefix of its functions."""
JUMPS = {"x86_64": "jmp {to}@PLT", "aarch64": "b {to}"}
"""Architecture -> the instruction that jumps to another function, leaving arguments and result untouched."""
LEFT_OUT = """
#include <stdio.h>
#include <stdlib.h>
static void left_out(const char *name) {
    fprintf(stderr, "CR-Fill Studio is packed without FFmpeg, and %s was called.\\n", name);
    abort();
}
"""
_SYMBOL = re.compile(
    r"^ *\d+: +[0-9a-f]+ +\w+ +(\w+) +(?:GLOBAL|WEAK) +\w+ +(\w+) ([^@\s]+)(?:@@?(\S+))?", re.M
)


class Symbol(NamedTuple):
    name: str
    version: str
    """As in ``LIBAVCODEC_62``; empty if the library has no versions."""


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
    command = ["readelf", "--dyn-syms", "-W", str(path)]
    return symbols(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def _needs(path: Path) -> set[str]:
    command = ["readelf", "-dW", str(path)]
    return set(elf.needed(subprocess.run(command, capture_output=True, text=True, check=True).stdout))


def version_script(wanted: Sequence[Symbol]) -> str:
    """The linker's list of versions, so that a library linked to the large one accepts the small one."""
    names: dict[str, list[str]] = {}
    for symbol in wanted:
        if symbol.version:
            names.setdefault(symbol.version, []).append(symbol.name)
    return "".join(f"{version} {{ global: {'; '.join(each)}; }};\n" for version, each in names.items())


def ending(wanted: Sequence[Symbol]) -> str:
    """C code of functions that print which of them was called, and end the program."""
    return LEFT_OUT + "".join(f'void {name}(void) {{ left_out("{name}"); }}\n' for name, _ in wanted)


def jumping(wanted: Sequence[Symbol], prefix: str, machine: str) -> str:
    """C code of functions that jump to those with the given ``prefix``."""
    lines = []
    for name, _ in wanted:
        jump = JUMPS[machine].format(to=prefix + name)
        lines.append(f'__asm__(".globl {name}\\n.type {name}, %function\\n{name}: {jump}\\n");\n')
    return '__asm__(".text\\n");\n' + "".join(lines)


def _compile(
    source: str, wanted: Sequence[Symbol], target: Path, compiler: Sequence[str], *more: str
) -> None:
    """Replace ``target`` by the compiled library."""
    with tempfile.TemporaryDirectory() as scratch:
        code, versions = Path(scratch) / "shim.c", Path(scratch) / "versions"
        code.write_text(source, encoding="utf-8")
        versions.write_text(version_script(wanted), encoding="utf-8")
        script = [f"-Wl,--version-script={versions}"] if versions.stat().st_size else []
        command = [*compiler, "-shared", "-fPIC", "-O2", str(code), f"-Wl,-soname,{target.name}", *script]
        # Unlinked first: PyInstaller may have made a hard link.
        target.unlink()
        subprocess.run([*command, "-o", str(target), *more], check=True)


def _orphans(inside: Path, folder: Path) -> list[Path]:
    """Libraries of the folder that nothing inside it needs any more."""
    libraries = list(folder.iterdir())
    needed = {name for path in elf.programs(inside) for name in _needs(path)}
    return [path for path in libraries if path.name not in needed]


def replace(inside: Path, compiler: Sequence[str]) -> int:
    """Put the small libraries in place below ``inside`` (the folder of the packed libraries), and remove what only the
    large ones needed, with the links to it; returns the bytes saved. A kind of processor that is not in JUMPS keeps all.
    """
    folder, machine = inside / LIBRARIES, platform.machine()
    if not folder.is_dir() or machine not in JUMPS:
        return 0
    before = sum(path.stat().st_size for path in folder.iterdir())
    large = [path for path in folder.iterdir() if any(fnmatch(path.name, one) for one in (*FFMPEG, OPENBLAS))]
    users = [(_needs(path), _symbols_of(path)[1]) for path in elf.programs(inside) if path not in large]
    (blas,) = (inside / SCIPY[0]).glob(SCIPY[1])
    for path in large:
        asked = {name for needs, names in users if path.name in needs for name in names}
        wanted = sorted(symbol for symbol in _symbols_of(path)[0] if symbol.name in asked)
        if fnmatch(path.name, OPENBLAS):
            more = [str(blas), f"-Wl,-rpath,$ORIGIN/../{SCIPY[0]}", "-Wl,--no-undefined"]
            _compile(jumping(wanted, SCIPY[2], machine), wanted, path, compiler, *more)
        else:
            _compile(ending(wanted), wanted, path, compiler)
    while orphans := _orphans(inside, folder):
        for path in orphans:
            path.unlink()
    for link in inside.iterdir():
        if link.is_symlink() and not link.exists():
            link.unlink()
    return before - sum(path.stat().st_size for path in folder.iterdir())
