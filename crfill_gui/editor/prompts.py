"""The questions of a session to the user, as an interface, so that tests need no dialogs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal, Protocol

from crfill_core.base.messages import Message

Unsaved = Literal["save", "discard", "cancel"]
Leave = Literal["leave", "stop", "cancel"]


class Prompts(Protocol):
    """The questions. If an answer is None, False, "cancel" or an empty list, the session does not go on with the task."""

    def photos_to_open(self, folder: Path | None) -> list[Path]: ...

    def mask_to_open(self, folder: Path | None) -> Path | None: ...

    def folder_for_references(self, folder: Path | None) -> Path | None: ...

    def where_to_write(self, title: str, suggestion: Path, kinds: Sequence[str]) -> Path | None:
        """``kinds``: file types in English, such as ``PNG (*.png)``."""

    def unsaved(self, name: str) -> Unsaved: ...

    def accept_loss(self, losses: Sequence[Message]) -> bool: ...

    def replace_changed(self, name: str) -> bool:
        """Whether to replace a file that another program or window has changed since it was opened or saved here."""

    def leave_lab(self, trains: bool, works: bool) -> Leave:
        """What to do with the lab's work when the editor closes. ``trains``: a training run is in progress, which can
        continue without the editor. ``works``: an evaluation or the making of a study is running, which cannot.
        """
