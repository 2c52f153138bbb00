"""Reads the folder of a run, without torch: its configuration, its log and its curves."""

from __future__ import annotations

import math
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from msgspec import Struct

from crfill_core.errors import ConfigError
from crfill_core.files.json_lines import Follower
from crfill_core.files.strict import StrictError, read_json

CONFIG_FILE = "config.json"
LOG_FILE = "log.jsonl"
SAMPLES_FOLDER = "samples"
RATE_ENTRIES = 10
"""How many of the last log entries the estimate of the remaining time uses."""
VALIDATED = "validated"
"""Key of a log entry about the progress of a validation: [holes done, all holes]."""
Series = dict[str, list[tuple[float, float]]]
"""Name → points (step, value)."""


@dataclass(frozen=True)
class RunFacts:
    """The part of a run's configuration that the lab shows."""

    name: str
    steps: int
    photos: tuple[str, ...] = ()
    """Paths or patterns of the training photos; absolute if the root of the run is."""
    validation: str = ""
    """The folder of the validation set; empty for none."""


class _Stage(Struct):
    steps: int


class _Data(Struct, frozen=True):
    photos: tuple[str, ...] = ()


class _Validation(Struct, frozen=True):
    folder: str | None = None


class _Run(Struct):
    """The part of config.json that is read."""

    name: str
    stages: list[_Stage]
    root: str = ""
    data: _Data = _Data()
    validation: _Validation | None = None


def read_facts(folder: Path) -> RunFacts:
    """The facts of the run in ``folder``. Raises ConfigError if there is no run."""
    try:
        run = read_json(folder / CONFIG_FILE, _Run)
    except (OSError, StrictError) as error:
        raise ConfigError(
            "{folder} is not the folder of a run (no readable {file}).", folder=folder, file=CONFIG_FILE
        ) from error
    # Unlike Path.expanduser, os.path.expanduser does not fail for an unknown user.
    photos = tuple(str(Path(run.root) / os.path.expanduser(path)) for path in run.data.photos)
    images = run.validation.folder if run.validation else None
    validation = str(Path(run.root) / os.path.expanduser(images)) if images else ""
    return RunFacts(run.name, sum(stage.steps for stage in run.stages), photos, validation)


class LogTail:
    """Follows a run's log while it is written. ``entries``: those read so far, oldest first."""

    def __init__(self, folder: Path) -> None:
        self._file = Follower(folder / LOG_FILE)
        self.entries: list[dict[str, Any]] = []

    def read(self) -> bool:
        """Read new lines. Returns whether anything changed. A log that was rewritten is read from its start."""
        news = self._file.read()
        if news is None:
            return False
        read = [entry for entry in news.objects if isinstance(entry.get("step"), int | float)]
        self.entries = read if news.anew else self.entries + read
        return news.anew or bool(read)


def read_log(folder: Path) -> list[dict[str, Any]]:
    """The entries of a run's log, oldest first. A last line that a crash cut off is left out."""
    tail = LogTail(folder)
    tail.read()
    return tail.entries


def sample_grids(folder: Path) -> list[Path]:
    """The pictures of fills of the run in ``folder``, by step."""
    # Pictures that are still being written have other names.
    return sorted(path for path in (folder / SAMPLES_FOLDER).glob("*.png") if path.stem.isdigit())


def curves(entries: Iterable[dict[str, Any]]) -> dict[str, Series]:
    """Title of a chart → its series.

    The speed and each loss have a chart, and each metric of a validation has one with all kinds of holes.
    """
    charts: dict[str, Series] = {}
    for entry in entries:
        step = float(entry["step"])
        if VALIDATED in entry:
            continue
        if "validation" in entry:
            for kind, figures in entry["validation"].items():
                for name, value in figures.items():
                    charts.setdefault(f"validation {name}", {}).setdefault(kind, []).append((step, value))
        else:
            for name, value in entry.items():
                if name not in ("step", "seconds", "memory_gib"):
                    charts.setdefault(name, {}).setdefault(name, []).append((step, value))
    return charts


def validated_holes(entry: dict[str, Any]) -> tuple[int, int] | None:
    """(Holes done, all holes) of an entry about the progress of a validation; None for any other entry."""
    match entry.get(VALIDATED):
        case [int(done), int(holes)]:
            return done, holes
    return None


def seconds_left(entries: list[dict[str, Any]], steps: int) -> float | None:
    """The remaining seconds of a run of ``steps`` steps at the speed of its last entries; None if unknown."""
    paced = [entry for entry in entries if isinstance(entry.get("seconds"), int | float)][-RATE_ENTRIES:]
    if len(paced) < 2:
        return None
    done = paced[-1]["step"] - paced[0]["step"]
    taken = paced[-1]["seconds"] - paced[0]["seconds"]
    if done <= 0 or not math.isfinite(taken) or taken < 0:
        return None
    return max(0.0, float((steps - paced[-1]["step"]) * taken / done))
