"""The questions that need an answer before going on, as an interface, so that a session can be tested without dialogs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal, Protocol

from crfill_core.base.messages import Message

Unsaved = Literal["save", "discard", "cancel"]
Leave = Literal["leave", "stop", "cancel"]


class Prompts(Protocol):
    """Every method may return None or "cancel": then nothing happens."""

    def photos_to_open(self, folder: Path | None) -> list[Path]: ...

    def where_to_save(self, suggestion: Path) -> Path | None: ...

    def mask_to_open(self, folder: Path | None) -> Path | None: ...

    def where_to_save_mask(self, suggestion: Path) -> Path | None: ...

    def folder_for_references(self, folder: Path | None) -> Path | None: ...

    def where_to_write(self, title: str, suggestion: Path, kinds: Sequence[str]) -> Path | None: ...

    def unsaved(self, name: str) -> Unsaved: ...

    def accept_loss(self, losses: Sequence[Message]) -> bool: ...

    def replace_changed(self, name: str) -> bool:
        """Whether to replace a file that another program has written since it was opened or saved here."""

    def leave_lab(self, trains: bool, works: bool) -> Leave:
        """What to do with a training run (``trains``), which can continue without the editor, and with a running
        evaluation or study (``works``), which cannot.
        """
