"""A run's state on disk. The file is always replaced as a whole, so a run that was killed at any moment can resume."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch

from crfill_core.errors import ConfigError
from crfill_core.files.replace import replacing

STATE_FILE = "state.pt"


def save_state(folder: Path, state: dict[str, Any]) -> None:
    """Write ``state`` (tensors and plain values) in place of the state saved before. Raises FileError."""
    with replacing(folder / STATE_FILE) as temporary:
        torch.save(state, temporary)


def load_state(folder: Path) -> dict[str, Any] | None:
    """The state in a run's folder; None if there is none yet. Never runs code from the file.

    Raises ConfigError if the file is damaged.
    """
    path = folder / STATE_FILE
    if not path.exists():
        return None
    try:
        return dict(torch.load(path, map_location="cpu", weights_only=True))
    except Exception as error:  # torch raises many kinds of exceptions for damaged files
        raise ConfigError(
            "{path} is damaged ({kind}), so the run cannot be resumed; restore the file from a copy, or begin a new run.",
            path=path,
            kind=type(error).__name__,
        ) from error
