"""Nothing in the program opens a connection, and nothing in files that it reads is run."""

from __future__ import annotations

import ast
import socket
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NETWORK = {
    "socket",
    "ssl",
    "http",
    "urllib",
    "urllib3",
    "requests",
    "httpx",
    "aiohttp",
    "ftplib",
    "smtplib",
    "QtNetwork",
}
LOCAL = {"QLocalServer", "QLocalSocket"}
"""Of QtNetwork: they connect programs of one person on one machine, such as a second start with the first."""
CODE = {"pickle", "cPickle", "dill", "marshal", "shelve", "runpy"}


def imported(path: Path) -> set[str]:
    """The names of all modules that a file imports, at any place."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {part for alias in node.names for part in alias.name.split(".")}
        elif isinstance(node, ast.ImportFrom):
            if node.module == "PySide6.QtNetwork" and {alias.name for alias in node.names} <= LOCAL:
                continue
            found |= {*(node.module or "").split("."), *(alias.name for alias in node.names)}
    return found


SOURCES = sorted(path for folder in ("crfill_core", "crfill_gui") for path in (ROOT / folder).rglob("*.py"))


def test_no_module_for_connections_or_for_stored_code_is_imported() -> None:
    assert len(SOURCES) > 100
    wrong = {str(path.relative_to(ROOT)): imported(path) & (NETWORK | CODE) for path in SOURCES}
    assert not {path: names for path, names in wrong.items() if names}


def test_stored_tensors_and_arrays_are_read_without_running_code() -> None:
    """``torch.load`` with ``weights_only``, ``numpy.load`` without pickles; nothing is evaluated."""
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = ast.unparse(node.func)
            options = {keyword.arg: ast.unparse(keyword.value) for keyword in node.keywords}
            assert name not in ("eval", "exec", "os.system"), path
            assert name != "torch.load" or options.get("weights_only") == "True", path
            assert name != "np.load" or options.get("allow_pickle", "False") == "False", path


def test_opening_and_saving_works_without_any_connection(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from crfill_core.imaging.photo import Photo
    from crfill_core.imaging.read import read_photo
    from crfill_core.imaging.write import write_photo
    from tests.core.imaging import samples

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    xmp = samples.XMP.replace(b"%d", b"1") + b"<!DOCTYPE x SYSTEM 'http://127.0.0.1/x'>"
    for suffix in (".jpg", ".png", ".tif", ".webp"):
        read_photo(write_photo(Photo(samples.noise(20, 30), xmp=xmp), tmp_path / f"a{suffix}"))
