"""A rater's way through a study, in a real window."""

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QProgressBar, QPushButton

from crfill_core.errors import CrfillError
from crfill_core.evaluation.study import Study, make_study
from crfill_gui.lab.study import StudyWindow, Tile, main

COLOURS = {"ours": (200, 0, 0), "telea": (0, 200, 0), "ns": (0, 0, 200)}


@pytest.fixture
def study(tmp_path) -> Study:
    """Four images; every method fills its holes with a colour of its own."""
    hole = np.zeros((40, 60), bool)
    hole[10:30, 15:45] = True
    for method, colour in COLOURS.items():
        (tmp_path / method / "masks").mkdir(parents=True)
        for number in range(4):
            image = np.where(hole[..., None], np.uint8(colour), np.uint8(100 + number))
            Image.fromarray(image).save(tmp_path / method / f"{number}.png")
            Image.fromarray(hole.astype(np.uint8) * 255).save(tmp_path / method / "masks" / f"{number}.png")
    return make_study([tmp_path / method for method in COLOURS], tmp_path / "study", seed=2)


@pytest.fixture
def opened(qtbot, study):
    def open_(rater: str = "Ann") -> StudyWindow:
        window = StudyWindow(study, rater)
        qtbot.addWidget(window)
        window.resize(900, 700)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)  # for the keys
        return window

    return open_


def tile(window: StudyWindow, number: int) -> Tile:
    found = window.findChild(Tile, f"study.result.{number}")
    assert found is not None
    return found


def colour_shown(shown: Tile) -> tuple[int, int, int]:
    """The colour in the middle of the image, as it is on the screen."""
    grabbed = shown.grab()
    middle = shown.image_rect().center() * grabbed.devicePixelRatio()
    return grabbed.toImage().pixelColor(middle.toPoint()).getRgb()[:3]


def voted_method(study: Study, rater: str, position: int) -> str:
    item = study.trials(rater)[position].item
    return study.key()[item.id][study.votes(rater)[item.id]]


def text(window: StudyWindow, name: str) -> str:
    return window.findChild(QLabel, name).text()


def test_a_click_votes_for_the_image_that_is_seen_and_continues(qtbot, study, opened):
    window = opened()
    assert text(window, "study.count") == "1 of 4"
    assert colour_shown(window.findChild(Tile, "study.input")) == (255, 255, 255)
    seen = colour_shown(tile(window, 2))
    QTest.mouseClick(tile(window, 2), Qt.MouseButton.LeftButton)
    assert tile(window, 2).isChecked()
    qtbot.waitUntil(lambda: window.position == 1)
    assert COLOURS[voted_method(study, "Ann", 0)] == seen
    assert not any(tile(window, number).isChecked() for number in (1, 2, 3))


def test_numbers_vote_and_the_last_choice_ends_the_study(qtbot, study, opened):
    window = opened()
    for position in range(4):
        assert window.position == position
        seen = colour_shown(tile(window, position % 3 + 1))
        with qtbot.waitSignal(window.finished, raising=position == 3, timeout=600):
            QTest.keyClick(window, str(position % 3 + 1))
        assert COLOURS[voted_method(study, "Ann", position)] == seen
    assert text(window, "study.count") == "Done"
    assert window.findChild(QProgressBar, "study.progress").value() == 4


def test_no_result_is_marked_before_a_choice(opened):
    """Not even by the keyboard's focus: it would favour one."""
    window = opened()
    assert not any(
        tile(window, number).hasFocus() or tile(window, number).isChecked() for number in (1, 2, 3)
    )


def test_a_rater_goes_back_and_changes_a_vote(qtbot, study, opened):
    window = opened()
    forward = window.findChild(QPushButton, "study.forward")
    assert not forward.isEnabled()
    QTest.keyClick(window, Qt.Key.Key_Right)
    assert window.position == 0  # nothing can be skipped
    QTest.keyClick(window, "1")
    qtbot.waitUntil(lambda: window.position == 1)
    first = voted_method(study, "Ann", 0)
    QTest.mouseClick(window.findChild(QPushButton, "study.back"), Qt.MouseButton.LeftButton)
    assert tile(window, 1).isChecked() and forward.isEnabled()
    QTest.keyClick(window, "3")
    qtbot.waitUntil(lambda: window.position == 1)
    assert voted_method(study, "Ann", 0) != first and len(study.votes("Ann")) == 1


def test_the_study_resumes_where_it_stopped(qtbot, study, opened):
    window = opened()
    QTest.keyClick(window, "1")
    qtbot.waitUntil(lambda: window.position == 1)
    QTest.keyClick(window, "2")
    window.close()  # at once: the choice counts
    again = opened()
    assert again.position == 2
    assert opened("Bob").position == 0


def test_a_second_click_in_the_pause_does_not_vote_on_the_next_image(qtbot, study, opened):
    window = opened()
    QTest.mouseClick(tile(window, 1), Qt.MouseButton.LeftButton)
    QTest.mouseClick(tile(window, 3), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.position == 1)
    letter = study.votes("Ann")[study.trials("Ann")[0].item.id]
    assert len(study.votes("Ann")) == 1
    assert letter == study.trials("Ann")[0].order[0]


def test_a_vote_that_cannot_be_saved_is_said_and_not_counted(study, opened, monkeypatch):
    window = opened()

    def full(*_):
        raise CrfillError("the disk is full.")

    monkeypatch.setattr(study, "vote", full)
    QTest.mouseClick(tile(window, 1), Qt.MouseButton.LeftButton)
    assert "not saved: the disk is full" in text(window, "study.hint")
    assert window.position == 0 and not tile(window, 1).isChecked()


def test_without_a_study_the_command_says_so(qapp, monkeypatch, tmp_path, capsys):
    monkeypatch.setattr("crfill_gui.lab.study.QApplication", lambda _: qapp)
    monkeypatch.setattr("crfill_gui.lab.study.themes.apply", lambda *_: None)
    assert main([str(tmp_path)]) == 2
    assert "holds no study" in capsys.readouterr().err
