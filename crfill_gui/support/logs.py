"""The log file, and the report made from it. Folders, which may contain user names, are left out of the report."""

from __future__ import annotations

import faulthandler
import logging
import os
import platform
import re
import sys
from collections.abc import Mapping
from logging.handlers import RotatingFileHandler
from pathlib import Path

import platformdirs
import PySide6
from PySide6.QtCore import qVersion

from crfill_core import __version__

LOG, CRASHES = "crfill-studio.log", "crashes.log"
LARGEST, OLD_FILES = 1 << 20, 3
"""The largest size of a log file in bytes, and the number of older files that are kept."""
LAST_LINES = 60
"""The number of lines of the log in a report."""
_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
_FOLDERS = re.compile(r"""(?:(?<=^)|(?<=[\s"'(“=,\[]))(?:~|[A-Za-z]:)?[/\\][^"'“”\n]*[/\\]""", re.MULTILINE)
_ADDRESS = re.compile(r"0x[0-9a-fA-F]{6,}")


def user_folder() -> Path:
    """The folder of the log."""
    return platformdirs.user_log_path("crfill-studio", appauthor=False)


def start(folder: Path) -> None:
    """From now on, log to a file in a folder, and warnings also to stderr. If the folder cannot be written, log only the
    warnings. Crashes are logged to a second file.
    """
    root = logging.getLogger()
    root.setLevel(logging.INFO)
    stderr = logging.StreamHandler()
    stderr.setLevel(logging.WARNING)
    stderr.setFormatter(logging.Formatter("%(levelname)s %(name)s: %(message)s"))
    root.addHandler(stderr)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = RotatingFileHandler(
            folder / LOG, maxBytes=LARGEST, backupCount=OLD_FILES, encoding="utf-8", errors="backslashreplace"
        )
        crashes = open(folder / CRASHES, "ab", buffering=0)  # noqa: SIM115 (open as long as the program runs)
    except OSError as error:
        root.warning("There will be no log in %s: %s", folder, error)
        return
    file.setFormatter(logging.Formatter(_FORMAT))
    root.addHandler(file)
    faulthandler.enable(crashes)
    root.info("CR-Fill Studio %s starts (%s)", __version__, platform.platform())


def current() -> Path | None:
    """The log file; None if there is none."""
    for handler in logging.getLogger().handlers:
        if isinstance(handler, RotatingFileHandler):
            return Path(handler.baseFilename)
    return None


def report(facts: Mapping[str, str]) -> str:
    """A text for bug reports: versions, ``facts`` (a text by name), and the last lines of the log."""
    rows = {
        "CR-Fill Studio": __version__,
        "System": f"{platform.platform()}, {platform.machine()}, {os.cpu_count()} cores",
        "Python": platform.python_version(),
        "Qt": f"{qVersion()}, PySide6 {PySide6.__version__}",
        "torch": _torch(),
        **facts,
    }
    lines = [f"{name}: {without_folders(value)}" for name, value in rows.items()]
    log = current()
    if log is not None:
        lines += ["", f"The last lines of {log.name}:", *(without_folders(line) for line in _tail(log))]
    return "\n".join(lines) + "\n"


def without_folders(text: str) -> str:
    """The text with each path reduced to its last part, and without addresses in memory. If in doubt, it removes more."""
    home = str(Path.home())
    if len(home) > 1:
        text = text.replace(home, "~")
    return _ADDRESS.sub("0x…", _FOLDERS.sub("", text))


def _torch() -> str:
    torch = sys.modules.get("torch")
    if torch is None:
        return "not loaded"
    return f"{torch.__version__}, CUDA {getattr(torch.version, 'cuda', None) or 'none'}"


def _tail(path: Path) -> list[str]:
    try:
        with open(path, "rb") as file:
            file.seek(max(0, path.stat().st_size - 64 * 1024))
            return file.read().decode("utf-8", "replace").splitlines()[-LAST_LINES:]
    except OSError:
        return []
