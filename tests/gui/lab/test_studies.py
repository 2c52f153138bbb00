"""A blind study of two weights in the lab, by real processes of ``crfill evaluate`` and ``crfill study``."""

import errno
from pathlib import Path

import pytest

from crfill_core.evaluation.study import Study
from crfill_core.weights.catalog import Entry, entries
from crfill_gui.lab.evaluations import EvaluationSpec
from crfill_gui.lab.recipes import NewRun, bundled_recipes
from crfill_gui.lab.studies import StudySpec
from crfill_gui.lab.weights_box import WeightsBox
from tests.gui.helpers import LONG


@pytest.fixture
def page(lab, data, two_weights):
    page = lab.study_page
    page.first.add_file(two_weights[0])
    page.second.add_file(two_weights[1])
    page.form.images.set_path(data / "val" / "images")
    page.form.masks.set_path(data / "val" / "square")
    page.form.results.set_path(data / "compared")
    return page


def test_a_study_is_made_and_its_votes_are_counted(lab, page, data, qtbot):
    said = []
    lab.studies.message.connect(said.append)
    page.make_button.click()
    assert lab.works and page.stop_button.isEnabled()
    assert not page.make_button.isEnabled() and not page.form.isEnabled()
    assert page.status.text() == "Filling with one"
    qtbot.waitUntil(lambda: not lab.works, timeout=LONG)
    assert said[-1] == "The study is ready: enter a rater and press Rate."
    study = Study(data / "compared" / "study")
    assert set(study.key()["000"].values()) == {"one", "two"}
    assert not page.make_button.isEnabled() and page.count_button.isEnabled()

    page.rater.setText("../Ann")
    page.rate_button.click()
    assert "choose another name" in page.status.text()

    for item in study.items:
        study.vote("Ann", item, next(a for a, name in study.key()[item.id].items() if name == "two"))
    page.count_button.click()
    qtbot.waitUntil(lambda: "two: 2 (100 %)" in page.votes.text(), timeout=LONG)
    assert "1 rater\n" in page.votes.text() and "one: 0 (0 %)" in page.votes.text()


def test_the_same_weights_are_no_study(lab, page, two_weights):
    page.second.add_file(two_weights[0])
    page.make_button.click()
    assert page.status.text() == "Choose two different sets of weights." and not lab.works


def test_the_hint_names_what_is_missing(page):
    assert page.status.text() == "Everything is set: press Make Study."
    page.form.masks.field.clear()
    assert page.status.text() == "Still missing: Masks." and not page.make_button.isEnabled()


def test_the_raters_window_opens_in_a_process_of_its_own(lab, page, data, monkeypatch):
    started = []
    monkeypatch.setattr("crfill_gui.lab.studies.Command.start", lambda command: started.append(command))
    (data / "compared").mkdir()
    (data / "compared" / "study.json").write_text('{"format": "crfill-study/1", "seed": 0, "items": []}')
    page.rater.setText("Ann")
    page.form.changed.emit()
    page.rate_button.click()
    arguments = started[0]._process.arguments()
    assert arguments[-5:] == ["study", "rate", str(data / "compared"), "--rater", "Ann"]


@pytest.mark.parametrize(
    ("weights", "names"),
    [
        (("starter", "other"), ("starter", "other")),
        (("runs/a/weights.safetensors", "runs/b/weights.safetensors"), ("a", "b")),
        (("x/a/w.safetensors", "y/a/w.safetensors"), ("a-a", "a-b")),
        (("starter", "runs/a/weights.safetensors"), ("starter", "weights")),
        (
            ("x/Base.safetensors", "x/base.safetensors"),
            ("Base-a", "base-b"),
        ),  # one folder on many file systems
        (("starter", "x/study.safetensors"), ("starter-a", "study-b")),  # not the folder of the study itself
    ],
)
def test_fills_of_both_have_folders_of_their_own(tmp_path, weights, names):
    base = EvaluationSpec("", "raw", tmp_path, tmp_path)
    spec = StudySpec.of(base, weights, tmp_path / "out")
    assert (spec.first.label, spec.second.label) == names
    assert spec.first.results == tmp_path / "out" / names[0] != spec.second.results


def test_a_study_begins_with_two_different_weights(lab):
    page = lab.study_page
    assert page.first.weights and page.second.weights and page.first.weights != page.second.weights


def test_with_one_file_of_weights_both_choices_show_it(monkeypatch, qtbot):
    monkeypatch.setattr("crfill_gui.lab.weights_box.entries", lambda: entries()[:1])
    box = WeightsBox("Second weights", first=1)
    qtbot.addWidget(box)
    assert box.weights == entries()[0].name


def test_weights_that_are_not_installed_any_more_leave_the_list(monkeypatch, qtbot, tmp_path):
    installed = ["one", "two", "three"]
    monkeypatch.setattr(
        "crfill_gui.lab.weights_box.entries", lambda: [Entry(name, Path(name)) for name in installed]
    )
    box = WeightsBox("Weights")
    qtbot.addWidget(box)
    box.add_file(tmp_path / "mine.safetensors")
    installed.remove("one")
    box.refresh()
    assert box.weights == str(tmp_path / "mine.safetensors")
    assert [box.itemData(index) for index in range(box.count() - 1)] == ["two", "three", box.weights]


def test_why_a_folder_cannot_be_made_is_in_our_words_on_every_page(lab, data, page, monkeypatch):
    def mkdir(self, *_, **__):
        raise OSError(errno.ENOSPC, "in the words of the system")

    monkeypatch.setattr(Path, "mkdir", mkdir)
    said = []
    lab.training.failed.connect(said.append)
    for work in (lab.evaluations, lab.studies):
        work.message.connect(said.append)
    base = page.form.spec("one")
    lab.evaluations.start(base)
    lab.studies.make(StudySpec.of(base, ("one", "two"), data / "compared"))
    lab.training.start(NewRun(bundled_recipes()[0], data, data / "run"))
    assert len(said) == 3 and all("No space left on device" in sentence for sentence in said)
