"""Starts, watches, stops and resumes a training run, which is a separate process and continues after the editor ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from crfill_core.base.messages import reason
from crfill_core.cli.command import crfill_command
from crfill_core.cli.terminal import PROGRESS_VARIABLE
from crfill_core.training.hold import ask_to_stop, holder
from crfill_core.training.record import Series, curves
from crfill_gui.i18n import tr, tr_core
from crfill_gui.lab.recipes import NewRun, resumed
from crfill_gui.lab.run_state import CONSOLE_FILE, RunReader, RunState

LOOK_MS = 1000
"""The time between two looks at the run's folder."""
NICENESS = 10
"""The lowest nice value of the training process, except on Windows. The editor's is usually 0, a higher priority."""


class Training(QObject):
    """The run in a folder: its state, and the curves and samples written so far."""

    state_changed = Signal()
    curves_changed = Signal()
    samples_changed = Signal()
    failed = Signal(str)  # why a request failed

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.state = RunState()
        self._reader: RunReader | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._seen = (0, 0, 0)
        """The number of entries in the log, the step of the last entry, and the number of samples."""
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self.look)

    @property
    def samples(self) -> list[Path]:
        return [] if self._reader is None else self._reader.samples

    def curves(self) -> dict[str, Series]:
        """For each logged name, its named series of (step, value)."""
        return {} if self._reader is None else curves(self._reader.entries)

    def watch(self, folder: Path | None) -> None:
        """Follow the run in that folder, even if another program started it; None: follow no run."""
        if folder == self.state.folder:
            return
        if self._process is not None and self._process.poll() is not None:
            self._process = None
        self._reader = None if folder is None else RunReader(folder)
        self._seen = (-1, -1, -1)
        self.look()
        if folder is None:
            self._timer.stop()
        else:
            self._timer.start()

    def start(self, run: NewRun) -> None:
        """Start a new run and watch it."""
        self._launch(run.arguments(), run.folder)

    def resume(self) -> None:
        if self.state.folder is not None and not self.state.is_under_way:
            self._launch(resumed(self.state.folder), self.state.folder)

    def stop(self) -> None:
        """Ask the run to save everything and end after the current step. If it is still loading, end it immediately."""
        folder = self.state.folder
        if folder is None or not self.state.is_under_way:
            return
        if self.state.status == "starting":
            self.end()
            return
        try:
            ask_to_stop(folder)
        except OSError as error:
            self.failed.emit(tr("The run cannot be stopped ({why}).", why=tr_core(reason(error))))
        self.look()

    def end(self) -> None:
        """End the run's process immediately. A resumed run continues from its last saved state."""
        folder = self.state.folder
        pid = None if folder is None else holder(folder)
        if self._process is not None and self._process.poll() is None:
            self._process.kill()
        elif pid is not None:
            os.kill(pid, signal.SIGTERM if sys.platform == "win32" else signal.SIGKILL)
        self.look()

    def look(self) -> None:
        """Read the folder again."""
        reader = self._reader
        if reader is None:
            self._show(RunState())
            return
        lives = self._process is not None and self._process.poll() is None
        self._show(reader.read(lives))
        last = int(reader.entries[-1]["step"]) if reader.entries else 0
        former, self._seen = self._seen, (len(reader.entries), last, len(reader.samples))
        if former[:2] != self._seen[:2]:
            self.curves_changed.emit()
        if former[2] != self._seen[2]:
            self.samples_changed.emit()

    def _show(self, state: RunState) -> None:
        if state != self.state:
            self.state = state
            self.state_changed.emit()

    def _launch(self, arguments: Sequence[str], folder: Path) -> None:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with open(folder / CONSOLE_FILE, "wb") as console:
                self._process = subprocess.Popen(
                    crfill_command(*arguments),
                    stdin=subprocess.DEVNULL,
                    stdout=console,
                    stderr=subprocess.STDOUT,
                    env=os.environ | {"PYTHONIOENCODING": "utf-8", PROGRESS_VARIABLE: "lines"},
                    **_detached(),
                )
        except OSError as error:
            self.failed.emit(tr("The run cannot be started ({why}).", why=tr_core(reason(error))))
            return
        if sys.platform != "win32":
            os.setpriority(
                os.PRIO_PROCESS, self._process.pid, max(NICENESS, os.getpriority(os.PRIO_PROCESS, 0))
            )
        self.watch(folder)
        self.look()


def _detached() -> dict[str, Any]:
    """Options for a process that does not end with this one."""
    if sys.platform == "win32":
        flags = subprocess.DETACHED_PROCESS | subprocess.BELOW_NORMAL_PRIORITY_CLASS
        return {"creationflags": flags | subprocess.CREATE_NEW_PROCESS_GROUP}
    return {"start_new_session": True}
