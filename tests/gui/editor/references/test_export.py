"""Files that explain a fill, from the real window."""

from __future__ import annotations

import json
from pathlib import Path

from PySide6.QtCore import Qt

from tests.fakes import ScriptedPrompts
from tests.gui.editor.references.at_hole import Filled

Key, Keys = Qt.Key, Qt.KeyboardModifier


def test_export_writes_the_sheet_and_the_matches(
    filled: Filled, prompts: ScriptedPrompts, tmp_path: Path, qtbot
) -> None:
    window = filled("selected")
    prompts.folder_answer = tmp_path / "explained"
    prompts.folder_answer.mkdir()
    window.actions_["references.export"].trigger()
    qtbot.waitUntil(lambda: "files that explain" in window.message_bar.label.text(), timeout=20000)
    names = {path.name for path in prompts.folder_answer.iterdir()}
    assert {"contact-sheet.png", "matches.json", "jigsaw.png"} <= names
    matches = json.loads((prompts.folder_answer / "matches.json").read_text(encoding="utf-8"))
    assert matches["size"] == [400, 300] and matches["windows"][0]["missing"]


def test_an_export_that_cannot_be_written_is_one_sentence(
    filled: Filled, prompts: ScriptedPrompts, tmp_path: Path, qtbot
) -> None:
    window = filled("selected")
    prompts.folder_answer = tmp_path / "gone"
    window.actions_["references.export"].trigger()
    qtbot.waitUntil(lambda: window.session.last_error is not None, timeout=20000)
    assert "Traceback" not in (window.session.last_error or "")
