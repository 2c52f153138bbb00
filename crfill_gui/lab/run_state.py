"""The state of a training run, read from its folder. Imports neither Qt nor torch."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from crfill_core.base.messages import NOTHING, Message
from crfill_core.cli.terminal import read_error
from crfill_core.errors import ConfigError
from crfill_core.training.hold import STOP_FILE, is_held
from crfill_core.training.record import (
    CONFIG_FILE,
    LOG_FILE,
    LogTail,
    RunFacts,
    read_facts,
    sample_grids,
    seconds_left,
    validated_holes,
)

CONSOLE_FILE = "console.txt"
"""The file in a run's folder that holds the output of its process."""

Status = Literal["none", "starting", "running", "stopping", "stopped", "finished", "failed"]
"""none: there is no run in the folder; starting: its process is loading; stopping: it was asked to stop."""


@dataclass(frozen=True)
class RunState:
    """The state of the run in a folder."""

    folder: Path | None = None
    status: Status = "none"
    step: int = 0
    left: float | None = None
    """The remaining time in seconds; None if unknown."""
    error: Message = NOTHING
    validated: tuple[int, int] | None = None
    """During a validation: the number of holes done so far, and the number of all holes."""
    facts: RunFacts | None = None
    """The configuration; None if it cannot be read."""

    @property
    def name(self) -> str:
        return "" if self.facts is None else self.facts.name

    @property
    def steps(self) -> int:
        """The number of steps of the whole run; 0 if unknown."""
        return 0 if self.facts is None else self.facts.steps

    @property
    def is_under_way(self) -> bool:
        return self.status in ("starting", "running", "stopping")


@dataclass
class RunReader:
    """Reads the folder of a run repeatedly."""

    folder: Path
    entries: list[dict[str, Any]] = field(default_factory=list)
    samples: list[Path] = field(default_factory=list)
    """The files with grids of fills, in the order of their steps."""
    _facts: tuple[int, RunFacts] | None = None
    """(The configuration file's modification time in nanoseconds, the configuration read then.)"""

    def __post_init__(self) -> None:
        self._tail = LogTail(self.folder)

    def read(self, process_lives: bool) -> RunState:
        """The current state. ``process_lives``: the process that was started for this folder has not ended."""
        self._tail.read()
        self.entries = self._tail.entries
        self.samples = sample_grids(self.folder)
        facts, held = self._read_facts(), is_held(self.folder)
        state = RunState(self.folder, facts=facts)
        if process_lives and (facts is None or not held):
            return replace(state, status="starting")
        if facts is not None and held:
            return replace(
                state,
                status="stopping" if (self.folder / STOP_FILE).exists() else "running",
                step=self._step,
                left=seconds_left(self.entries, facts.steps),
                validated=validated_holes(self.entries[-1]) if self.entries else None,
            )
        error = last_error(self.folder)
        if facts is None:
            return replace(state, status="failed" if error else "none", error=error)
        status: Status = "finished" if self._step >= facts.steps else "failed" if error else "stopped"
        return replace(state, status=status, step=self._step, error=error)

    @property
    def _step(self) -> int:
        return max((int(entry["step"]) for entry in self.entries), default=0)

    def _read_facts(self) -> RunFacts | None:
        try:
            changed = (self.folder / CONFIG_FILE).stat().st_mtime_ns
            if self._facts is None or self._facts[0] != changed:
                self._facts = (changed, read_facts(self.folder))
            return self._facts[1]
        except (OSError, ConfigError):
            return None


def last_error(folder: Path) -> Message:
    """The error with which a run's process failed; empty if it did not fail, or has written to its log since."""
    console, log = folder / CONSOLE_FILE, folder / LOG_FILE
    try:
        lines = console.read_text(encoding="utf-8", errors="replace").splitlines()
        if log.exists() and log.stat().st_mtime > console.stat().st_mtime:
            return NOTHING
    except OSError:
        return NOTHING
    return (read_error(lines[-1]) if lines else None) or NOTHING
