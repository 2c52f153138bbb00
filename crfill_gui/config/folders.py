"""Folders of the program on the user's computer."""

from __future__ import annotations

from pathlib import Path

import platformdirs


def unsaved_work() -> Path:
    """The folder for unsaved work, separate from the user's files."""
    return platformdirs.user_state_path("crfill-studio", appauthor=False) / "unsaved"
