"""The dialog that asks where to write, answered in Qt's own one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QWidget

from crfill_gui.panels.file_dialogs import ask_new_file

KINDS = ("PNG (*.png)", "TIFF (*.tif *.tiff)")


@pytest.fixture
def parent(qtbot) -> Iterator[QWidget]:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    yield window


def answered(
    parent: QWidget, folder: Path, *names: str | None, kind: str = KINDS[0]
) -> tuple[Path | None, list[str]]:
    """The dialog's result, and the names that it showed. Each time it is shown it gets one of ``names``; None: cancel."""
    left, shown = list(names), []

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, QFileDialog):
            return
        field = dialog.findChild(QLineEdit, "fileNameEdit")
        assert field is not None
        shown.append(field.text())
        name = left.pop(0) if left else None
        if name is None:
            dialog.reject()
            return
        dialog.selectNameFilter(kind)
        dialog.filterSelected.emit(kind)
        field.setText(name)
        dialog.accept()

    timer = QTimer(parent, interval=20)
    timer.timeout.connect(look)
    timer.start()
    path = ask_new_file(parent, "Save", folder / "photo.png", KINDS)
    timer.stop()
    return path, shown


@pytest.mark.parametrize(
    ("name", "kind", "written"),
    [
        ("photo", KINDS[0], "photo.png"),
        ("photo.v2", KINDS[0], "photo.v2.png"),
        ("photo.v2", KINDS[1], "photo.v2.tif"),
        ("photo.TIFF", KINDS[0], "photo.TIFF"),
    ],
)
def test_a_name_without_a_known_suffix_gets_that_of_the_chosen_kind(
    parent: QWidget, tmp_path: Path, name: str, kind: str, written: str
) -> None:
    assert answered(parent, tmp_path, name, kind=kind)[0] == tmp_path / written


def test_a_file_that_only_the_added_suffix_names_is_not_replaced_unasked(
    parent: QWidget, tmp_path: Path
) -> None:
    (tmp_path / "photo.v2.png").touch()
    path, shown = answered(parent, tmp_path, "photo.v2", None)
    assert path is None and shown[1:] == ["photo.v2.png"]
