"""Builds, for the system that it runs on, a folder that needs no Python, and installers from that folder.

`build.py [folder|packages] [--python PYTHON] [--out DIR]`: Linux gets a .deb, a .tar.gz and a manifest for Flatpak, macOS
a .dmg, Windows an installer. Without --python, `.venv` is brought up to date and used. Standard library only.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import subprocess
import sys
import time
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path

import bootstrap
import system_packages
from bundle import elf, icu, imports, linux, macos, shims, sizes, windows

ROOT = Path(__file__).resolve().parent.parent
PACKAGING = ROOT / "packaging"
EXTRAS = frozenset({"build", "raw", "heic"})
SAMPLE = ROOT / "resources" / "samples" / "extreme-desert-hike.jpg"


class BuildError(Exception):
    """The reason why the build failed, as a sentence."""


def version() -> str:
    return str(tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"])


def call(*command: object, **environment: str) -> None:
    """Run a command, which prints its output; BuildError if it fails."""
    done = subprocess.run([str(part) for part in command], cwd=ROOT, env={**os.environ, **environment})
    if done.returncode:
        raise BuildError(f"{Path(str(command[0])).name} failed ({done.returncode}); its output is above.")


def make_folder(python: Path, out: Path) -> Path:
    """The folder with both programs, or on macOS the .app."""
    kernels = bootstrap.native_build()
    try:
        kernels.compile_all(bootstrap.NATIVE / "built")
    except kernels.BuildError as error:
        raise BuildError(f"The kernels cannot be compiled: {error}") from error
    icons = out / "icons"
    call(python, PACKAGING / "bundle" / "icons.py", ROOT / "resources" / "icon.svg", icons)
    options = ["--noconfirm", "--log-level", "WARN", "--distpath", out, "--workpath", out / "work"]
    environment = {"CRFILL_ICONS": str(icons), "CRFILL_VERSION": version(), "PYTHONPATH": str(ROOT)}
    call(python, "-m", "PyInstaller", PACKAGING / "crfill.spec", *options, **environment)
    folder = out / "crfill-studio"
    call(python, PACKAGING / "bundle" / "licences.py", folder / "licenses")
    if sys.platform == "darwin":
        app = out / "CR-Fill Studio.app"
        shutil.copytree(folder / "licenses", app / "Contents" / "Resources" / "licenses", dirs_exist_ok=True)
        shutil.rmtree(folder)
        (app / "Contents" / "MacOS" / "crfill").symlink_to("crfill-gui")
        return app
    if sys.platform != "win32":
        (folder / "crfill").symlink_to("crfill-gui")
        slim(folder / "_internal", kernels.compilers()[0])
    return folder


def slim(inside: Path, compiler: Sequence[str]) -> None:
    """Remove unused parts of the packed libraries, and print how much each step saved."""
    saved = shims.replace(inside, compiler)
    print(f"build: {saved / sizes.MB:.0f} MB of FFmpeg and of OpenCV's OpenBLAS removed")
    for tables in inside.rglob("libicudata.so.*"):
        if not tables.is_symlink():
            print(f"build: {icu.shrink(tables, compiler) / sizes.MB:.0f} MB of ICU's tables removed")
    print(f"build: {elf.strip(inside) / sizes.MB:.0f} MB of symbols removed")


def command_of(folder: Path) -> Path:
    """The path of the packed ``crfill``."""
    if sys.platform == "win32":
        return folder / "crfill.exe"
    return folder / ("Contents/MacOS/crfill" if folder.suffix == ".app" else "crfill")


def not_importable(command: Sequence[object], environment: Mapping[str, str]) -> dict[str, str]:
    """The imports of the program that fail if ``command`` (packaging/start.py, packed or not) makes them -> the error."""
    names = " ".join(imports.wanted(ROOT))
    asked = {**environment, "CRFILL_TRY_IMPORTS": names, "QT_QPA_PLATFORM": "offscreen"}
    line = [str(part) for part in command]
    done = subprocess.run(line, cwd=ROOT, env=asked, capture_output=True, text=True)
    if done.returncode:
        raise BuildError(f"The program ended when it was asked what it can import:\n{done.stderr}")
    return {line.partition(": ")[0]: line for line in done.stdout.splitlines() if line}


def try_out(folder: Path, out: Path, python: Path) -> None:
    """Test the packed program without access to this Python: all imports in its sources must work, and it must fill the
    sample.
    """
    filled = out / "filled.png"
    filled.unlink(missing_ok=True)
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "VIRTUAL_ENV"))}
    everywhere = not_importable([python, PACKAGING / "start.py"], {**clean, "PYTHONPATH": str(ROOT)})
    packed = not_importable([command_of(folder)], clean)
    if missing := [line for name, line in packed.items() if name not in everywhere]:
        raise BuildError("The packed program cannot import:\n" + "\n".join(missing))
    mask = SAMPLE.with_name(f"{SAMPLE.stem}-mask.png")
    command = [command_of(folder), "fill", SAMPLE, "--mask", mask, "-o", filled, "--device", "cpu"]
    done = subprocess.run([str(part) for part in command], cwd=out, env=clean)
    if done.returncode or not filled.is_file():
        raise BuildError("The packed program did not fill the sample photo.")


def make_packages(folder: Path, out: Path) -> list[Path]:
    """Build the installers for this system."""
    icons, name = out / "icons", version()
    if sys.platform == "darwin":
        return [macos.dmg(folder, out, name, platform.machine(), os.environ)]
    if sys.platform == "win32":
        return [windows.installer(folder, icons, out, name, os.environ)]
    date, table = time.strftime("%Y-%m-%d", time.gmtime()), system_packages.SYSTEM_PACKAGES
    libraries = linux.depends(folder, table)[1:]
    archive = linux.archive(folder, icons, out, name, date, libraries)
    if shutil.which("dpkg-deb") is None:
        print("build: there is no dpkg-deb here, so no .deb is made")
        return [archive, linux.flatpak(archive, out)]
    return [linux.deb(folder, icons, out, name, date, table), archive, linux.flatpak(archive, out)]


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="build.py", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("what", nargs="?", choices=("folder", "packages"), default="packages")
    parser.add_argument(
        "--python", type=Path, help="an environment's Python that has the extras build, raw and heic"
    )
    parser.add_argument(
        "--out", type=Path, default=ROOT / "dist", help="where the results go (default: dist)"
    )
    asked = parser.parse_args(arguments)
    out = asked.out.absolute()
    try:
        if asked.python is None:
            bootstrap.prepare(EXTRAS)
        out.mkdir(parents=True, exist_ok=True)
        python = (asked.python or bootstrap.venv_python(bootstrap.VENV)).absolute()
        folder = make_folder(python, out)
        print(sizes.table(sizes.measure(folder)))
        try_out(folder, out, python)
        if asked.what == "packages":
            for path in make_packages(folder, out):
                print(f"build: {path} ({path.stat().st_size / sizes.MB:.0f} MB)")
    except (
        BuildError,
        bootstrap.BootstrapError,
        OSError,
        ValueError,
        subprocess.CalledProcessError,
    ) as error:
        print(f"build: error: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
