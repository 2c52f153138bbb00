"""Rows for paths, with Qt's own file dialog."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton, QWidget

from crfill_gui.panels.boxes import vbox
from crfill_gui.panels.paths import PathRow


@pytest.fixture
def rows(qtbot) -> Iterator[tuple[PathRow, PathRow]]:
    window = QWidget()
    qtbot.addWidget(window)
    photos, masks = PathRow("Photos", ""), PathRow("Masks", "", "Masks (*.png)")
    vbox(photos, masks, on=window)
    window.show()
    yield photos, masks


def begins_at(row: PathRow, button: str) -> Path:
    """The folder that the dialog of that button shows first."""
    shown: list[Path] = []

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QFileDialog)
        shown.append(Path(dialog.directory().absolutePath()))
        dialog.reject()

    QTimer.singleShot(0, look)
    next(each for each in row.findChildren(QPushButton) if each.text() == button).click()
    return shown[0]


@pytest.mark.parametrize("button", ["Folder…", "File…"])
def test_the_dialog_begins_where_another_row_points(rows, tmp_path: Path, button: str) -> None:
    photos, masks = rows
    assert begins_at(masks, button) == Path.home()
    photos.set_path(tmp_path)
    assert begins_at(masks, button) == tmp_path
    (tmp_path / "masks").mkdir()
    masks.set_path(tmp_path / "masks")
    assert begins_at(masks, button) == tmp_path / "masks"


@pytest.mark.parametrize("text", ["results", "no/such/folder", "  "])
def test_a_path_that_leads_nowhere_is_passed_over(rows, tmp_path: Path, text: str) -> None:
    photos, masks = rows
    photos.field.setText(text)
    masks.set_path(tmp_path)
    assert begins_at(photos, "Folder…") == tmp_path


def test_a_folder_still_to_be_made_is_looked_for_where_it_will_be(rows, tmp_path: Path) -> None:
    photos, masks = rows
    photos.set_path(Path.home())
    masks.set_path(tmp_path / "filled")
    assert begins_at(masks, "Folder…") == tmp_path
