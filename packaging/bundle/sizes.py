"""The size of a folder by its parts: the table that a build prints."""

from __future__ import annotations

import os
from pathlib import Path

MB = 1_000_000
GOAL_MB = 450
EXPLAINED_MB = 50
REASONS = {
    "torch": "libtorch_cpu is one library (345 MB without its symbols) with every operator and Intel's MKL. PyPI has no "
    "smaller one, and training needs it. CUDA, headers, tests and sources are left out.",
    "OpenCV": "cv2 is one library of 74 MB. FFmpeg and OpenBLAS, to which it is linked, are left out.",
    "Qt": "Core, Gui, Widgets, Network, Svg, their Python sides (16 MB), and ICU's tables (12 of 32 MB).",
    "Python and the rest": "Two thirds are the compressed code of all modules, of which half is torch's and a sixth "
    "SymPy's; torch imports SymPy for training.",
}
"""Why parts have more than EXPLAINED_MB."""
PARTS = {
    "torch": ("torch", "functorch"),
    "OpenCV": ("cv2", "opencv_python_headless.libs"),
    "Qt": ("PySide6", "shiboken6"),
    "NumPy": ("numpy", "numpy.libs"),
    "OpenImageIO, Pillow": ("OpenImageIO", "PIL", "pillow.libs"),
    "RAW and HEIC": ("rawpy", "rawpy.libs", "pi_heif", "pi_heif.libs"),
    "weights, guide, samples": ("crfill_core",),
}
OTHER = "Python and the rest"
"""Mostly the compiled code of every module, inside the program."""


def measure(folder: Path) -> dict[str, int]:
    """Bytes by part, the largest first. Links do not count."""
    owners = {name: part for part, names in PARTS.items() for name in names}
    sizes: dict[str, int] = {}
    for path in folder.rglob("*"):
        if path.is_symlink() or not path.is_file():
            continue
        inside = path.relative_to(folder).parts
        inside = inside[1:] if inside[0] in ("_internal", "Contents") and len(inside) > 1 else inside
        inside = inside[1:] if inside[0] in ("Frameworks", "Resources") and len(inside) > 1 else inside
        part = owners.get(inside[0], OTHER)
        sizes[part] = sizes.get(part, 0) + os.path.getsize(path)
    return dict(sorted(sizes.items(), key=lambda item: -item[1]))


def table(sizes: dict[str, int]) -> str:
    """The parts and the sum, with reasons where a part is large."""
    total = sum(sizes.values())
    lines = [f"{size / MB:7.1f} MB  {part}" for part, size in {**sizes, "all": total}.items()]
    if total > GOAL_MB * MB:
        lines.append(f"More than {GOAL_MB} MB, because:")
        lines += [
            f"- {part}: {REASONS.get(part, 'not explained yet')}"
            for part, size in sizes.items()
            if size > EXPLAINED_MB * MB
        ]
    return "\n".join(lines)
