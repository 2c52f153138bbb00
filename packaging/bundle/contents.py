"""Which parts of the installed packages go into the folder."""

from __future__ import annotations

import fnmatch
import re
import sys
from pathlib import PurePath

EXCLUDED_MODULES = (
    # Other toolkits and optional packages that are imported if they are installed.
    "tkinter", "readline", "IPython", "matplotlib", "pandas", "scipy", "tensorboard", "triton", "setuptools", "pip", "wheel",
    "pytest", "hypothesis", "mypy", "PyQt5", "PyQt6", "PySide2", "pydoc_data", "lib2to3",
    # Tests, and parts that need a compiler on the user's machine.
    "torch.testing._internal.distributed", "torch.utils.tensorboard", "torch.utils.benchmark", "torch.utils.hipify",
    "networkx", "caffe2", "jax", "cupy",
    # OpenSSL and SQLite: the program opens no connections and no databases.
    "ssl", "_ssl", "_hashlib", "sqlite3", "_sqlite3",
    # Parts of Qt that the editor does not use.
    "PySide6.QtQml", "PySide6.QtQuick", "PySide6.QtOpenGL", "PySide6.QtOpenGLWidgets", "PySide6.QtSql",
    "PySide6.QtTest", "PySide6.QtXml", "PySide6.QtDesigner", "PySide6.QtHelp", "PySide6.QtUiTools",
    "PySide6.QtConcurrent", "PySide6.QtPrintSupport",
)  # fmt: skip
"""Modules that the program never imports."""

UNUSED_BINARIES = (
    "*Qt6Qml*", "*Qt6Quick*", "*Qt6Pdf*", "*Qt6VirtualKeyboard*", "*Qt6EglFs*", "*Qt6EglFS*",
    "*/plugins/platforminputcontexts/*virtualkeyboard*", "*/plugins/imageformats/*qpdf*",
    "*/plugins/egldeviceintegrations/*", "*/plugins/platforms/*qeglfs*", "*/plugins/platforms/*qlinuxfb*",
    "*/plugins/platforms/*qvnc*", "*/plugins/platforms/*qminimalegl*", "*/plugins/platforms/*qvkkhrdisplay*",
    "*/plugins/tls/*", "*/plugins/networkinformation/*", "*/plugins/generic/*",
    "opencv_videoio_ffmpeg*.dll", "cv2/opencv_videoio_ffmpeg*.dll",
    "libssl*", "libcrypto*",
)  # fmt: skip
"""Libraries that hooks would include but nothing loads: other screens, networks, videos, OpenSSL."""

UNUSED_DATA = (
    "*/Qt/translations/*", "*/PySide6/translations/*", "qtawesome/fonts/*",
    "*.h", "*.hpp", "*.pyi", "*.a", "*.lib", "*.cmake",
)  # fmt: skip
KEPT_DATA = re.compile(r"qt(base)?_(en|zh_CN)\.qm$|^qtawesome/fonts/phosphor-")
"""Qt's own texts in the editor's languages, for its dialogs, and the icon font that the editor uses."""

SYSTEM_FOLDERS = ("/lib/", "/lib64/", "/usr/lib/", "/usr/lib64/")
OF_THE_SYSTEM = (
    "libX*", "libxcb*", "libxkb*", "libwayland*", "libdbus*", "libfontconfig*", "libfreetype*", "libglib*",
    "libgthread*", "libEGL*", "libGL*", "libOpenGL*", "libdrm*", "libgbm*", "libexpat*", "libstdc++*",
    "libgcc_s*", "libz.so*", "libpcre*", "libgraphite*", "libharfbuzz*", "libpng*", "libbrotli*",
    "libsystemd*", "libcap*", "libgcrypt*", "libgpg-error*", "liblz4*", "libzstd*", "libbsd*", "libmd.*",
    "libcom_err*", "libk5*", "libkrb5*", "libgssapi*", "libkeyutils*", "libselinux*", "libatomic*",
    "libgtk*", "libgdk*", "libpango*", "libcairo*", "libatk*", "libgio*", "libgobject*", "libgmodule*",
    "libmount*", "libblkid*", "libthai*", "libdatrie*", "libfribidi*", "libepoxy*", "libpixman*",
    "libtinfo*", "libatspi*",
)  # fmt: skip
"""Libraries of a Linux desktop. They come from the system, because they must fit its drivers and settings. The .deb names
the packages that bring them.
"""


def matches(name: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatch.fnmatch(name, pattern) for pattern in patterns)


def keep_binary(target: str, source: str) -> bool:
    """Whether a library is included. ``target``: its path in the folder; ``source``: its present path."""
    target, source = target.replace("\\", "/"), (source or "").replace("\\", "/")
    if matches(target, UNUSED_BINARIES):
        return False
    from_system = sys.platform.startswith("linux") and source.startswith(SYSTEM_FOLDERS)
    return not (from_system and matches(source.rpartition("/")[2], OF_THE_SYSTEM))


def keep_data(target: str) -> bool:
    """Whether another file is included. ``target``: its path in the folder."""
    target = target.replace("\\", "/")
    kept = target.startswith("crfill_core/") or KEPT_DATA.search(target) is not None
    return kept or not matches(target, UNUSED_DATA)


def keep_resource(path: PurePath) -> bool:
    """Whether a file of ``resources`` is included. Sources of translations are not; their compiled files are."""
    return path.suffix not in (".ts", ".pyc") and "__pycache__" not in path.parts
