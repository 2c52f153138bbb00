"""The installer for Windows, made by Inno Setup and signed if the environment has credentials.

``CRFILL_WIN_CERTIFICATE`` is a ``.pfx`` file, and ``CRFILL_WIN_PASSWORD`` its password. Without it nothing is signed.
"""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path

from bundle import publisher

SCRIPT = Path(__file__).resolve().parent.parent / "windows" / "crfill-studio.iss"
TIME_SERVER = "http://timestamp.digicert.com"


def sign(environment: Mapping[str, str], *files: Path) -> list[list[str]]:
    """The command that signs these files; none without a certificate."""
    certificate = environment.get("CRFILL_WIN_CERTIFICATE")
    if not certificate:
        return []
    options = ["/f", certificate, "/p", environment.get("CRFILL_WIN_PASSWORD", "")]
    options += ["/fd", "sha256", "/td", "sha256", "/tr", TIME_SERVER]
    return [["signtool", "sign", *options, *map(str, files)]]


def commands(
    folder: Path, icons: Path, out: Path, version: str, environment: Mapping[str, str]
) -> list[list[str]]:
    """The commands that make ``crfill-studio-VERSION-windows.exe``, in order."""
    name, who = f"crfill-studio-{version}-windows", publisher.read()
    defines = {
        "Version": version,
        "Folder": folder,
        "Icon": icons / "crfill-studio.ico",
        "Out": out,
        "Name": name,
        "Publisher": who.name,
        "Id": who.app_id,
    }
    return [
        *sign(environment, folder / "crfill-gui.exe", folder / "crfill.exe"),
        ["iscc", "/Qp", *(f"/D{key}={value}" for key, value in defines.items()), str(SCRIPT)],
        *sign(environment, out / f"{name}.exe"),
    ]


def installer(folder: Path, icons: Path, out: Path, version: str, environment: Mapping[str, str]) -> Path:
    """Make the installer."""
    for command in commands(folder, icons, out, version, environment):
        subprocess.run(command, check=True)
    return out / f"crfill-studio-{version}-windows.exe"
