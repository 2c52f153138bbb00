"""Reads the dependencies of Linux libraries and strips their symbols. Uses readelf and strip (binutils)."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path

STRIP_FROM = 1_000_000
"""Only files of at least this many bytes are stripped."""
OPTIONAL = (
    "platformthemes", "egldeviceintegrations",
    "libvulkan-server.so", "libdmabuf-server.so", "libdrm-egl-server.so",
)  # fmt: skip
"""Qt's plugins, by folder or file, that may lack libraries: Qt works without them."""
GLIBC = (
    "ld-linux", "libc.so", "libm.so", "libdl.so", "libpthread.so", "librt.so", "libutil.so", "libresolv.so",
)  # fmt: skip
"""How the names of glibc's own libraries begin."""


def is_elf(path: Path) -> bool:
    with open(path, "rb") as file:
        return file.read(4) == b"\x7fELF"


def programs(folder: Path) -> Iterator[Path]:
    """Every program and library in the folder, links not followed."""
    for path in sorted(folder.rglob("*")):
        if not path.is_symlink() and path.is_file() and is_elf(path):
            yield path


def strip(folder: Path) -> int:
    """Remove symbols that only debuggers read; returns the bytes saved. Libraries that auditwheel has rewritten (in
    ``*.libs``) are left alone: strip can damage them.
    """
    saved = 0
    for path in programs(folder):
        size = path.stat().st_size
        if size >= STRIP_FROM and not path.parent.name.endswith(".libs"):
            subprocess.run(["strip", "--strip-unneeded", str(path)], check=True)
            saved += size - path.stat().st_size
    return saved


def readelf(option: str, path: Path) -> str:
    """What ``readelf`` prints about a file."""
    command = ["readelf", option, "-W", str(path)]
    return subprocess.run(command, capture_output=True, text=True, errors="replace", check=True).stdout


def needed(report: str) -> list[str]:
    """The libraries that a file needs, from ``readelf -d``."""
    return re.findall(r"\(NEEDED\)\s+Shared library: \[([^\]]+)\]", report)


def glibc(report: str) -> tuple[int, ...]:
    """The newest glibc that a file needs, from ``readelf -V``; () if none."""
    versions = re.findall(r"Name: GLIBC_(\d+(?:\.\d+)+)", report)
    return max((tuple(map(int, version.split("."))) for version in versions), default=())


def outside(folder: Path) -> tuple[set[str], tuple[int, ...]]:
    """The libraries that the folder's programs need but the folder does not contain, and the newest glibc needed."""
    inside = {path.name for path in folder.rglob("*.so*")}
    wanted: set[str] = set()
    newest: tuple[int, ...] = ()
    for path in programs(folder):
        if any(name in path.parts for name in OPTIONAL):
            continue
        report = readelf("-dV", path)
        wanted.update(needed(report))
        newest = max(newest, glibc(report))
    return wanted - inside, newest


def packages(libraries: Iterable[str], table: dict[str, tuple[str, str]]) -> tuple[list[str], list[str]]:
    """Debian's packages that bring these libraries, sorted, and the libraries that are not in the table. Those of glibc
    are left out.
    """
    names, unknown = set(), []
    for library in sorted(libraries):
        stem = library.split(".so")[0] + ".so"
        if stem in table:
            names.add(table[stem][0])
        elif not library.startswith(GLIBC):
            unknown.append(library)
    return sorted(names), unknown
