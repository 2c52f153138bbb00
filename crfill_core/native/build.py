"""Compiles the kernels (the ``.c`` files in this folder) into a small shared library for each instruction set.

It imports only the standard library, because the installation runs this file before the package exists. The compiler is
GCC, Clang or a compatible one; without one of these, the compiler in the ``ziglang`` wheel is used.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import platform
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

SOURCES = Path(__file__).resolve().parent
FLAGS = ("-O3", "-shared", "-fvisibility=hidden", "-ffp-contract=off", "-Wall", "-Wextra", "-Wno-psabi")
"""``-ffp-contract=off``: no fused multiply-add where the code does not ask for it, so that sums do not depend on the
compiler. The libraries of
:data:`LEVELS` may still rank equally near patches differently: see ``multiplied_and_added`` in patches.c.
"""
PLAIN = "plain"
LEVELS = ("x86-64-v3", PLAIN) if platform.machine().lower() in ("x86_64", "amd64") else (PLAIN,)
"""Instruction sets with a library of their own, best first: AVX2, and what every processor of the architecture has."""

COMPILER_WHEEL = "ziglang>=0.13"
"""The requirement for pip that provides a compiler."""


class BuildError(Exception):
    """The library could not be built. The text gives the reason, with the end of each compiler's output."""


class NoCompiler(BuildError):
    """There is no compiler on this machine."""


def compilers() -> list[list[str]]:
    """Commands that start a compiler, in the order in which to try them."""
    named = os.environ.get("CC")
    commands = [shlex.split(named)] if named else []
    commands += [[path] for name in ("cc", "gcc", "clang") if (path := shutil.which(name))]
    if importlib.util.find_spec("ziglang"):
        commands.append([sys.executable, "-m", "ziglang", "cc"])
    return commands


def library_name(level: str) -> str:
    """The library's file name, which depends on sources, flags, system, processor architecture and ``level``."""
    digest = hashlib.sha256(repr((FLAGS, sys.platform, platform.machine())).encode())
    for path in sorted((*SOURCES.glob("*.c"), *SOURCES.glob("*.h"))):
        digest.update(path.read_bytes().replace(b"\r\n", b"\n"))
    suffix = {"win32": "dll", "darwin": "dylib"}.get(sys.platform, "so")
    return f"kernels-{digest.hexdigest()[:12]}-{level}.{suffix}"


def _instructions(level: str, compiler: list[str]) -> list[str]:
    if level == PLAIN:
        return []
    # zig spells the same names with underscores only.
    return [f"-march={level.replace('-', '_') if 'ziglang' in compiler else level}"]


def compile_library(folder: Path, level: str) -> Path:
    """The library for the instruction set ``level`` in ``folder``, built there unless it exists. Raises BuildError."""
    target = folder / library_name(level)
    if target.exists():
        return target
    flags = [*FLAGS]
    flags += [] if sys.platform == "win32" else ["-fPIC"]
    sources = [str(path) for path in sorted(SOURCES.glob("*.c"))]
    failures = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        # Compiled to a temporary name and then renamed, so that no other process loads an incomplete library.
        with tempfile.TemporaryDirectory(dir=folder) as scratch:
            made = Path(scratch) / target.name
            for compiler in compilers():
                command = [*compiler, *flags, *_instructions(level, compiler), *sources, "-o", str(made)]
                done = subprocess.run(command, capture_output=True, text=True, errors="replace")
                if done.returncode == 0 and made.exists():
                    os.replace(made, target)
                    return target
                failures.append(f"{' '.join(compiler)}: {done.stderr.strip()[-400:]}")
    except OSError as error:
        raise BuildError(f"{folder}: {error}") from error
    raise BuildError("\n".join(failures)) if failures else NoCompiler("there is no C compiler")


def compiler_works() -> bool:
    """Whether a library can be built on this machine."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            compile_library(Path(folder), PLAIN)
        except BuildError:
            return False
    return True


def compile_all(folder: Path) -> list[Path]:
    """Build the library of every instruction set of this architecture in ``folder``, and delete older libraries there.
    Raises BuildError.
    """
    made = [compile_library(folder, level) for level in LEVELS]
    for path in folder.glob("kernels-*"):
        if path not in made:
            path.unlink()
    return made
