"""What the processes do that a campaign kills. Each begins as a fork of a server that has the modules."""

from __future__ import annotations

import os
import sys
import time
from multiprocessing.context import ForkServerContext
from pathlib import Path

PRELOADED = [
    "crfill_core.cli.batch",
    "crfill_core.cli.fill",
    "crfill_core.inference.inpainter",
    "crfill_core.imaging.write",
    "crfill_gui.app",
    "tests.campaign.children",
    "tests.fakes",
]


def context() -> ForkServerContext:
    """What starts them."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ["OMP_NUM_THREADS"] = "1"
    found = ForkServerContext()
    found.set_forkserver_preload(PRELOADED)
    return found


def command_line(arguments: list[str], log: Path) -> None:
    """``crfill`` with those arguments, what it prints in ``log``."""
    from crfill_core.cli import main

    with log.open("w") as file:
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)
        sys.exit(main(arguments))


def busy_editor(photo: Path, folder: Path, keep_after_ms: int, log: Path) -> None:
    """An editor in which one pixel more is avoided every 50 ms, and a hole filled and settings written now and then.

    ``log`` gets a line for each: what, number, and when (seconds since the epoch).
    """
    from PySide6.QtTest import QTest

    from crfill_core.geometry import Box
    from crfill_gui.app import build
    from crfill_gui.config import settings as keys
    from crfill_gui.config.settings import Settings
    from crfill_gui.editor.recovery import Recovery
    from tests.fakes import ScriptedFiller

    _, window = build(
        [str(photo)], Settings(folder / "config" / "settings.json"), ScriptedFiller().make, folder / "unsaved"
    )
    session = window.session
    recovery = session.findChild(Recovery)
    recovery.keep_after_ms = keep_after_ms
    while session.document is None:
        QTest.qWait(10)
    document = session.document
    with log.open("w", buffering=1) as lines:
        session.filling.landed.connect(
            lambda _: lines.write(f"filled {len(document.recipe) - 1} {time.time()}\n")
        )
        for number in range(document.size.area):
            y, x = divmod(number, document.size.width)
            document.steering.avoid_region(Box(x, y, x + 1, y + 1))
            session.state_changed.emit()
            lines.write(f"avoided {number} {time.time()}\n")
            if number % 8 == 3:
                mask = document.coverage.copy()
                mask[-20:-10, 10 : 20 + number % 30] = 255
                document.set_mask(mask, "Paint")
                session.filling.fill()
            session.settings.set(keys.BRUSH_RADIUS, 1.0 + number % 900)
            session.settings.save()
            QTest.qWait(50)
