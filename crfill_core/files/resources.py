"""Where the bundled files (weights, samples, icons, recipes) are, in a checkout and in an installed wheel alike."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]


def resource(*parts: str) -> Path:
    """The path of a bundled file or folder, e.g. ``resource("samples", "canyon-wren.jpg")``. It need not exist."""
    installed = _PACKAGE / "_resources"
    root = installed if installed.is_dir() else _PACKAGE.parent / "resources"
    return root.joinpath(*parts)
