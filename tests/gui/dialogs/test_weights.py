"""The weights manager, with small weights on the disk."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
import torch
from PySide6.QtWidgets import QLabel

from crfill_core.networks.generator import Generator, GeneratorConfig
from crfill_core.weights.header import file_sha256
from crfill_core.weights.load import save_weights
from crfill_gui.config import settings as keys
from crfill_gui.dialogs.weights import WeightsDialog
from crfill_gui.window.main_window import MainWindow
from tests.fakes import ScriptedFiller


@pytest.fixture
def generator() -> Generator:
    torch.manual_seed(1)
    return Generator(GeneratorConfig(width=8))


@pytest.fixture
def dialog(window: MainWindow, folders: tuple[Path, Path], generator: Generator, qtbot) -> WeightsDialog:
    """Two weights: the default, and a person's own."""
    bundled, user = folders
    save_weights(bundled / "first.safetensors", generator, {"crop": 64})
    user.mkdir()
    save_weights(user / "mine.safetensors", generator, {"licence": "non-commercial", "crop": 256})
    window.actions_["weights"].trigger()
    dialog = window.findChild(WeightsDialog)
    assert dialog is not None and dialog.isVisible()
    return dialog


def shown(dialog: WeightsDialog) -> str:
    return "\n".join(
        label.accessibleName() for label in dialog.findChildren(QLabel) if label.accessibleName()
    )


def select(dialog: WeightsDialog, name: str, qtbot) -> None:
    for row in range(dialog.list.count()):
        dialog.list.setCurrentRow(row)
        if dialog.entry is not None and dialog.entry.name == name:
            qtbot.waitUntil(lambda: "SHA-256" in shown(dialog))
            return
    raise AssertionError(name)


def test_the_list_and_what_the_files_say(dialog: WeightsDialog, folders: tuple[Path, Path], qtbot) -> None:
    assert [dialog.list.item(row).text().split()[0] for row in range(dialog.list.count())] == [
        "first",
        "mine",
    ]
    assert dialog.entry is not None and dialog.entry.name == "first" and not dialog.use_button.isEnabled()
    select(dialog, "first", qtbot)
    assert file_sha256(folders[0] / "first.safetensors") in shown(dialog) and "Licence: CC0" in shown(dialog)
    assert dialog.warning.text() == ""
    select(dialog, "mine", qtbot)
    assert "non-commercial research only" in dialog.warning.text()


def test_what_a_file_says_is_read_while_the_engine_is_busy(dialog: WeightsDialog, qtbot) -> None:
    done = threading.Event()
    dialog._session.engine.worker.start(lambda _: done.wait(20))
    select(dialog, "mine", qtbot)
    assert not done.is_set() and not dialog.sentence.text()
    done.set()


def test_chosen_weights_are_loaded_and_remembered(
    dialog: WeightsDialog, window: MainWindow, filler: ScriptedFiller, qtbot
) -> None:
    select(dialog, "mine", qtbot)
    dialog.use_button.click()
    qtbot.waitUntil(lambda: ("mine", "auto") in filler.made_with)
    assert window.settings.get(keys.WEIGHTS) == "mine" and not dialog.use_button.isEnabled()
    select(dialog, "first", qtbot)
    dialog.use_button.click()
    assert window.settings.get(keys.WEIGHTS) == "default"


def test_verify(dialog: WeightsDialog, folders: tuple[Path, Path], qtbot) -> None:
    select(dialog, "mine", qtbot)
    dialog.verify_button.click()
    qtbot.waitUntil(lambda: "mine is complete" in dialog.sentence.text())
    file = folders[1] / "mine.safetensors"
    file.write_bytes(file.read_bytes()[:-100])
    dialog.verify_button.click()
    qtbot.waitUntil(lambda: "damaged" in dialog.sentence.text())


def test_import(
    dialog: WeightsDialog, folders: tuple[Path, Path], generator: Generator, tmp_path: Path, qtbot
) -> None:
    source = tmp_path / "latest_net_G.pth"
    torch.save(generator.state_dict(), source)
    dialog.import_file(source)
    qtbot.waitUntil(
        lambda: "was imported" in dialog.sentence.text() or "non-commercial" in dialog.warning.text()
    )
    assert dialog.entry is not None and dialog.entry.path == folders[1] / "latest_net_G.safetensors"
    qtbot.waitUntil(lambda: "non-commercial research only" in dialog.warning.text())


def test_a_file_that_is_refused_is_a_sentence(dialog: WeightsDialog, tmp_path: Path, qtbot) -> None:
    bad = tmp_path / "bad.pth"
    bad.write_bytes(b"hello")
    count = dialog.list.count()
    dialog.import_button.setFocus()
    dialog.import_file(bad)
    assert not dialog.import_button.isEnabled()
    qtbot.waitUntil(lambda: "bad.pth was refused" in dialog.sentence.text())
    assert dialog.focusWidget() is dialog.import_button
    assert dialog.list.count() == count and dialog.import_button.isEnabled()
