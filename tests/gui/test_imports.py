"""What must not be loaded: that is what keeps the start fast and the document free."""

from __future__ import annotations

import subprocess
import sys

import pytest

MODELS = (
    *(
        "editor.session",
        "editor.references.model",
        "editor.variants",
        "editor.batches",
        "editor.recovery",
    ),
    *("workers.engine", "config.preferences"),
)
"""They can be driven without a window."""
LATE = ("OpenImageIO", "qtawesome", "urllib.request", "crfill_core.jobs.batch")
"""Needed by few photos, or once the first photo is painted."""


@pytest.mark.parametrize(
    ("imported", "absent"),
    [
        ("crfill_gui.app", ("torch", "crfill_core.inference.inpainter", *LATE)),
        ("crfill_gui.__main__", ("PySide6", "numpy")),  # reading the first photo comes first
        ("crfill_gui.editor.ahead", ("PySide6", "cv2", *LATE)),
        ("crfill_gui.window.handover", ("crfill_gui.editor.session", "numpy")),  # a second start ends there
        ("crfill_gui.document.document", ("PySide6", "torch")),
        ("crfill_core.weights.description", ("torch",)),  # the weights manager says what files hold at once
        *((f"crfill_gui.{model}", ("PySide6.QtWidgets", "torch")) for model in MODELS),
    ],
)
def test_importing_does_not_load(imported: str, absent: tuple[str, ...]) -> None:
    code = f"import sys, {imported}; print([name for name in {absent!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
