"""The ``.deb`` and the ``.tar.gz`` of the folder, and the manifest for Flatpak."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import tarfile
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from bundle import elf, publisher
from bundle.icons import SIZES

NAME = "crfill-studio"
HOME = Path("usr/lib") / NAME
PACKAGING = Path(__file__).resolve().parent.parent
FILES = PACKAGING / "linux"
_PLACE = re.compile(r"@([A-Z][A-Z0-9_]*)@")
ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}
"""The machine's name -> Debian's name for it."""
LIBRARIES = {
    "libz.so": ("zlib1g", "zlib"),
    "libstdc++.so": ("libstdc++6", "libstdc++"),
    "libgcc_s.so": ("libgcc-s1", "libgcc"),
    "libdrm.so": ("libdrm2", "libdrm"),
    "libgbm.so": ("libgbm1", "mesa-libgbm"),
    "libexpat.so": ("libexpat1", "expat"),
    "libuuid.so": ("libuuid1", "libuuid"),
    "libbrotlicommon.so": ("libbrotli1", "libbrotli"),
    "libatomic.so": ("libatomic1", "libatomic"),
}
"""Further libraries that Qt needs, besides those in the bootstrap: library -> packages of Debian and of Fedora."""


def control(version: str, architecture: str, depends: Sequence[str], kilobytes: int) -> str:
    """The text of DEBIAN/control."""
    return (
        f"Package: {NAME}\n"
        f"Version: {version}\n"
        "Section: graphics\n"
        "Priority: optional\n"
        f"Architecture: {architecture}\n"
        f"Installed-Size: {kilobytes}\n"
        f"Depends: {', '.join(depends)}\n"
        "Recommends: shared-mime-info, desktop-file-utils, hicolor-icon-theme\n"
        f"Maintainer: {publisher.read().maintainer}\n"
        "Description: remove things from photos, and see where the fill comes from\n"
        " An editor that fills what you paint over, in 8 or 16 bits, offline. It shows which\n"
        " known parts of the photo were used for every filled patch, and lets you say\n"
        ' "not from there". The command crfill does the same without a window.\n'
    )


def named(who: publisher.Publisher) -> dict[str, str]:
    """The values for the publisher in the files for the desktop."""
    home = f'<url type="homepage">{escape(who.homepage)}</url>' if who.homepage else ""
    return {
        "APP_ID": who.app_id,
        "DEVELOPER": who.developer_id,
        "PUBLISHER": escape(who.name),
        "HOMEPAGE": home,
    }


def fill_in(text: str, **values: str) -> str:
    """Replace ``@NAME@`` by the value of that name and remove lines that become empty. ValueError for an unknown
    name.
    """
    lines = []
    for line in text.splitlines():
        filled = _PLACE.sub(lambda place: values[place[1]] if place[1] in values else place[0], line)
        if left := _PLACE.search(filled):
            raise ValueError(f"There is no value for {left[0]}.")
        if filled.strip() or not line.strip():
            lines.append(filled)
    return "\n".join(lines) + "\n"


def share(target: Path, icons: Path, version: str, date: str) -> None:
    """Write menu entry, types of files, icons and the software centre's page below ``target`` (a ``share`` folder)."""
    who = publisher.read()
    for source, place in (
        (f"{NAME}.desktop", f"applications/{NAME}.desktop"),
        (f"{NAME}.xml", f"mime/packages/{NAME}.xml"),
        ("metainfo.xml", f"metainfo/{who.app_id}.metainfo.xml"),
    ):
        (target / place).parent.mkdir(parents=True, exist_ok=True)
        text = (FILES / source).read_text(encoding="utf-8")
        text = fill_in(text, VERSION=version, DATE=date, **named(who))
        (target / place).write_text(text, encoding="utf-8")
    for size in SIZES:
        folder = f"icons/hicolor/{size}x{size}"
        for kind, name in (("apps", NAME), ("mimetypes", "application-x-crfill-project")):
            (target / folder / kind).mkdir(parents=True, exist_ok=True)
            shutil.copy(icons / f"{NAME}-{size}.png", target / folder / kind / f"{name}.png")


def depends(folder: Path, table: dict[str, tuple[str, str]]) -> list[str]:
    """Debian's packages that the folder needs. ValueError if the package of a needed library is unknown."""
    libraries, glibc = elf.outside(folder)
    names, unknown = elf.packages(libraries, {**table, **LIBRARIES})
    if unknown:
        raise ValueError(f"No package is known for {', '.join(unknown)}: add it to bundle/linux.py.")
    return [f"libc6 (>= {'.'.join(map(str, glibc))})" if glibc else "libc6", *names]


def tree(root: Path, folder: Path, icons: Path, version: str, date: str) -> None:
    """Write the files of the package below ``root``."""
    shutil.copytree(folder, root / HOME, symlinks=True)
    (root / "usr/bin").mkdir(parents=True)
    for name in ("crfill", "crfill-gui"):
        (root / "usr/bin" / name).symlink_to(Path("..") / HOME.relative_to("usr") / name)
    share(root / "usr/share", icons, version, date)
    documents = root / "usr/share/doc" / NAME
    documents.mkdir(parents=True)
    shutil.copy(FILES / "copyright", documents / "copyright")


def deb(
    folder: Path, icons: Path, out: Path, version: str, date: str, table: dict[str, tuple[str, str]]
) -> Path:
    """Make the ``.deb``, in which all files belong to root."""
    machine = os.uname().machine
    architecture = ARCHITECTURES.get(machine, machine)
    root = out / "deb"
    shutil.rmtree(root, ignore_errors=True)
    tree(root, folder, icons, version, date)
    size = sum(path.stat().st_size for path in root.rglob("*") if path.is_file() and not path.is_symlink())
    (root / "DEBIAN").mkdir()
    text = control(version, architecture, depends(folder, table), size // 1024)
    (root / "DEBIAN/control").write_text(text, encoding="utf-8")
    for path in (root, *root.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)
    target = out / f"{NAME}_{version}_{architecture}.deb"
    subprocess.run(
        ["dpkg-deb", "--root-owner-group", "-Zzstd", "-z12", "--build", str(root), str(target)], check=True
    )
    shutil.rmtree(root)
    return target


def archive(folder: Path, icons: Path, out: Path, version: str, date: str, libraries: Sequence[str]) -> Path:
    """Make the ``.tar.gz``: the folder, ``share`` for a menu entry, and a README that names the system ``libraries``."""
    name = f"{NAME}-{version}-linux-{os.uname().machine}"
    extra = out / "share"
    shutil.rmtree(extra, ignore_errors=True)
    share(extra, icons, version, date)
    readme = out / "README.txt"
    text = (FILES / "README.txt").read_text(encoding="utf-8")
    readme.write_text(fill_in(text, LIBRARIES=" ".join(libraries)), encoding="utf-8")
    target = out / f"{name}.tar.gz"

    def by_root(entry: tarfile.TarInfo) -> tarfile.TarInfo:
        entry.uid = entry.gid = 0
        entry.uname = entry.gname = "root"
        return entry

    with tarfile.open(target, "w:gz", compresslevel=6) as tar:
        tar.add(folder, name, filter=by_root)
        tar.add(extra, f"{name}/share", filter=by_root)
        tar.add(readme, f"{name}/README.txt", filter=by_root)
    shutil.rmtree(extra)
    readme.unlink()
    return target


def flatpak(archive: Path, out: Path) -> Path:
    """Write the manifest that makes a Flatpak of the ``.tar.gz``."""
    app_id = publisher.read().app_id
    target = out / f"{app_id}.yml"
    digest = hashlib.sha256(archive.read_bytes()).hexdigest()
    text = (PACKAGING / "flatpak" / "manifest.yml").read_text(encoding="utf-8")
    target.write_text(fill_in(text, APP_ID=app_id, ARCHIVE=archive.name, SHA256=digest), encoding="utf-8")
    return target
