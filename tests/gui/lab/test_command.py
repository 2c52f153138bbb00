"""A command in a process of its own tells as data why it failed, so that the editor can translate it."""

from __future__ import annotations

import pytest

from crfill_core.base.messages import Message
from crfill_gui.lab.command import Command


def test_the_message_of_a_failed_command_comes_with_its_template_and_values(qtbot) -> None:
    command = Command(["weights", "verify", "no{such}weights"])
    with qtbot.waitSignal(command.ended, timeout=60000) as said:
        command.start()
    how, message = said.args
    assert how == "failed" and isinstance(message, Message)
    assert message.template == "There are no weights named '{name_or_path}'; known: {names}."
    assert message.values["name_or_path"] == "no{such}weights"


def test_a_program_that_cannot_be_started_is_named(qtbot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crfill_gui.lab.command.crfill_command", lambda *arguments: ["/nonexistent/crfill"])
    command = Command([])
    with qtbot.waitSignal(command.ended, timeout=60000) as said:
        command.start()
    assert said.args == ["failed", "/nonexistent/crfill cannot be started."]
