"""The state of a training run, read from its folder. No Qt, no torch."""

from __future__ import annotations

from dataclasses import dataclass, field
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
    Series,
    curves,
    read_facts,
    sample_grids,
    seconds_left,
    validated_holes,
)

CONSOLE_FILE = "console.txt"
"""File in a run's folder with the output of its process."""

Status = Literal["none", "starting", "running", "stopping", "stopped", "finished", "failed"]
"""none: there is no run in the folder; starting: its process loads."""


@dataclass(frozen=True)
class RunState:
    """The state of a run, from its folder."""

    folder: Path | None = None
    status: Status = "none"
    name: str = ""
    step: int = 0
    steps: int = 0
    left: float | None = None
    """Seconds."""
    sentence: Message = NOTHING
    """The error."""
    validated: tuple[int, int] | None = None
    """Within a validation: the holes done and their total."""
    facts: RunFacts | None = None
    """What its configuration says; None where it cannot be read."""

    @property
    def is_under_way(self) -> bool:
        return self.status in ("starting", "running", "stopping")


@dataclass
class RunReader:
    """Reads the folder of a run repeatedly."""

    folder: Path
    entries: list[dict[str, Any]] = field(default_factory=list)
    samples: list[Path] = field(default_factory=list)
    """Grids of fills, by step."""
    _facts: tuple[int, RunFacts] | None = None

    def __post_init__(self) -> None:
        self._tail = LogTail(self.folder)

    def curves(self) -> dict[str, Series]:
        return curves(self.entries)

    def read(self, process_lives: bool) -> RunState:
        """The present state. ``process_lives``: a process that was started for this folder has not ended."""
        self._tail.read()
        self.entries = self._tail.entries
        self.samples = sample_grids(self.folder)
        facts = self._read_facts()
        held = is_held(self.folder)
        if facts is None or (process_lives and not held):
            status: Status = "starting" if process_lives else "none"
            sentence = NOTHING if process_lives else last_error(self.folder)
            known = facts or RunFacts("", 0)
            return RunState(
                self.folder,
                "failed" if sentence else status,
                known.name,
                0,
                known.steps,
                None,
                sentence,
                facts=facts,
            )
        step = max((int(entry["step"]) for entry in self.entries), default=0)
        left = seconds_left(self.entries, facts.steps)
        if held:
            status = "stopping" if (self.folder / STOP_FILE).exists() else "running"
            done = validated_holes(self.entries[-1]) if self.entries else None
            return RunState(
                self.folder, status, facts.name, step, facts.steps, left, validated=done, facts=facts
            )
        sentence = last_error(self.folder)
        status = "finished" if step >= facts.steps else "failed" if sentence else "stopped"
        return RunState(self.folder, status, facts.name, step, facts.steps, None, sentence, facts=facts)

    def _read_facts(self) -> RunFacts | None:
        try:
            changed = (self.folder / CONFIG_FILE).stat().st_mtime_ns
            if self._facts is None or self._facts[0] != changed:
                self._facts = (changed, read_facts(self.folder))
            return self._facts[1]
        except (OSError, ConfigError):
            return None


def last_error(folder: Path) -> Message:
    """The error with which the process of a run failed; empty if it did not, or if the run was resumed since."""
    console, log = folder / CONSOLE_FILE, folder / LOG_FILE
    try:
        lines = console.read_text(encoding="utf-8", errors="replace").splitlines()
        if log.exists() and log.stat().st_mtime > console.stat().st_mtime:
            return NOTHING
    except OSError:
        return NOTHING
    return (read_error(lines[-1]) if lines else None) or NOTHING
