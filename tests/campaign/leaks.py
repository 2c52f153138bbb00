"""``python -m tests.campaign.leaks``: 500 fills and undos in the editor, 200 photos opened in one evening, 500 fills by
networks: afterwards memory is within 10 % of what it was after the first few, and no thread, file handle or temporary
file is left.
"""

from __future__ import annotations

import argparse
import gc
import os
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from tests.campaign.verdict import conclude

SHARE = 0.10
POOL = os.cpu_count() or 1
"""Threads that a pool may still start after the warm-up: it starts one whenever all of its others happen to be busy."""
WARM = 20
"""Number of warm-up steps, in which caches fill and libraries start their threads."""


@dataclass(frozen=True)
class State:
    """What a process holds."""

    memory: int
    """Bytes."""
    threads: int
    handles: int
    files: int
    """Temporary ones."""

    @staticmethod
    def now(folder: Path) -> State:
        import ctypes
        import resource

        gc.collect()
        ctypes.CDLL(None).malloc_trim(0)  # what is free is not held
        with open("/proc/self/statm") as file:
            memory = int(file.read().split()[1]) * resource.getpagesize()
        files = len(list(Path(tempfile.gettempdir()).glob("crfill-*-*"))) + len(
            list(folder.rglob(".crfill-*"))
        )
        return State(memory, threading.active_count(), len(os.listdir("/proc/self/fd")), files)

    def worse(self, before: State) -> list[str]:
        """What has grown since."""
        grown = [
            f"{name}: {getattr(before, name)} before, {getattr(self, name)} after"
            for name, spare in (("threads", POOL), ("handles", 0), ("files", 0))
            if getattr(self, name) > getattr(before, name) + spare
        ]
        if self.memory > before.memory * (1 + SHARE):
            grown.append(f"memory: {before.memory >> 20} MiB before, {self.memory >> 20} MiB after")
        return grown


def measured(
    step: Callable[[int], object], count: int, folder: Path, rest: Callable[[], object] = lambda: None
) -> tuple[State, State]:
    """What the process holds after the first few steps, and after ``count`` more; at ``rest`` each time."""
    for number in range(WARM):
        step(number)
    rest()
    before = State.now(folder)
    for number in range(count):
        step(WARM + number)
    rest()
    return before, State.now(folder)


def make_photo(path: Path, number: int, side: int) -> Path:
    from crfill_core.imaging.photo import Photo
    from crfill_core.imaging.write import write_photo

    rng = np.random.default_rng(number)
    small = rng.integers(0, 256, (side // 16, side // 16, 3))
    return write_photo(Photo(small.repeat(16, 0).repeat(16, 1).astype(np.uint8)), path)


class Editor:
    """The editor offscreen, over a scripted filler."""

    def __init__(self, folder: Path) -> None:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        from crfill_gui.app import build
        from crfill_gui.config.settings import Settings
        from crfill_gui.editor.recovery import Recovery
        from tests.fakes import ScriptedFiller, ScriptedPrompts

        self.filler = ScriptedFiller()
        _, self.window = build([], Settings(folder / "settings.json"), self.filler.make, folder / "unsaved")
        self.session = self.window.session
        self.keeping = self.session.findChild(Recovery)._worker
        self.session.prompts = ScriptedPrompts()
        self.session.prompts.unsaved_answer = "discard"
        self.window.show()

    def until(self, done: Callable[[], bool]) -> None:
        from PySide6.QtTest import QTest

        end = time.monotonic() + 600
        while not done():
            if time.monotonic() > end:
                raise TimeoutError
            QTest.qWait(2)

    def open(self, path: Path) -> Any:
        before = self.session.document
        self.session.opening.open(path)
        self.until(lambda: self.session.document is not None and self.session.document is not before)
        return self.session.document

    def fill_and_undo(self, number: int) -> None:
        document = self.session.document
        assert document is not None
        width, height = document.size
        mask = np.zeros((height, width), np.uint8)
        x, y = 37 * number % (width - 60), 53 * number % (height - 60)
        mask[y : y + 50, x : x + 50] = 255
        document.set_mask(mask, "Paint")
        self.session.filling.fill()
        self.until(lambda: not self.session.filling.active)
        document.undo()
        document.undo()
        self.filler.requests.clear()
        self.until(lambda: not self.keeping.busy)

    def rest(self) -> None:
        """No photo is open, and nothing is running."""
        self.session.opening.close()
        self.until(lambda: self.session.document is None and not self.session.files.busy)
        self.until(lambda: not self.keeping.busy)

    def close(self) -> None:
        self.window.close()


def fills_and_undos(count: int, folder: Path, side: int = 1024) -> tuple[State, State]:
    editor = Editor(folder)
    path = make_photo(folder / "a.png", 0, side)

    def step(number: int) -> None:
        if editor.session.document is None:
            editor.open(path)
        editor.fill_and_undo(number)

    result = measured(step, count, folder, editor.rest)
    editor.close()
    return result


def photos_opened(count: int, folder: Path, side: int = 1024) -> tuple[State, State]:
    """Each is filled once, too."""
    editor = Editor(folder)

    def step(number: int) -> None:
        suffix = (".png", ".jpg", ".tif", ".webp")[number % 4]
        path = make_photo(folder / f"{number}{suffix}", number, side)
        editor.open(path)
        editor.fill_and_undo(number)

    result = measured(step, count, folder, editor.rest)
    editor.close()
    return result


def fills_by_networks(count: int, folder: Path) -> tuple[State, State]:
    from tests.campaign.refused_memory import request
    from tests.tiny import tiny_inpainter

    inpainter = tiny_inpainter()
    asked = [request("auto"), request("network")]
    return measured(lambda number: inpainter.fill(asked[number % 2]), count, folder)


KINDS: dict[str, tuple[Callable[..., tuple[State, State]], int]] = {
    "fills and undos": (fills_and_undos, 500),
    "photos opened": (photos_opened, 200),
    "fills by networks": (fills_by_networks, 500),
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--share", type=float, default=1.0, help="of the stated numbers")
    parser.add_argument("--kind", choices=KINDS, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.kind is None:  # each in a process of its own
        import subprocess

        command = [sys.executable, "-m", "tests.campaign.leaks", "--share", str(arguments.share), "--kind"]
        return max(subprocess.run([*command, kind]).returncode for kind in KINDS)
    measure, count = KINDS[arguments.kind]
    with tempfile.TemporaryDirectory(prefix="crfill leaks ") as name:
        tempfile.tempdir = name
        before, after = measure(round(count * arguments.share), Path(name))
    grown = after.worse(before)
    print(f"{arguments.kind}: {round(count * arguments.share)} after {WARM}; before {before}; after {after}")
    return conclude(round(count * arguments.share), grown)


if __name__ == "__main__":
    sys.exit(main())
