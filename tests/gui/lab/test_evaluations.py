"""Evaluations of weights in the lab, by real processes of ``crfill evaluate``."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from crfill_core.errors import CrfillError
from crfill_core.evaluation.metrics import Scores
from crfill_core.evaluation.results import Evaluation, ImageScores
from crfill_gui.lab.evaluations import Done, EvaluationSpec, read_done
from tests.gui.helpers import LONG


@pytest.fixture
def page(lab, data, two_weights):
    page = lab.evaluation_page
    page.weights.add_file(two_weights[0])
    page.form.images.set_path(data / "val" / "images")
    page.form.masks.set_path(data / "val" / "square")
    page.form.results.set_path(data / "results")
    return page


def cells(table, column: int) -> list[str]:
    return [table.item(row, column).text() for row in range(table.rowCount())]


def test_weights_are_evaluated_shown_and_exported(lab, page, data, qtbot):
    steps = []
    lab.evaluations.progressed.connect(lambda fraction, image, left: steps.append((fraction, image)))
    page.start_button.click()
    assert lab.works and page.stop_button.isEnabled() and not page.form.isEnabled()
    qtbot.waitUntil(lambda: bool(lab.evaluations.done), timeout=LONG)
    assert steps == [(0.5, "0"), (1.0, "1")] and not lab.works

    assert page.table.rowCount() == 1 and cells(page.table, 0) == ["one · square"]
    assert sorted(cells(page.images, 0)) == ["0", "1"]
    page.figure.setCurrentIndex(page.figure.findData("psnr"))
    page.figure.activated.emit(page.figure.currentIndex())
    psnr = [float(text) for text in cells(page.images, 2)]
    assert psnr == sorted(psnr) and psnr[0] < psnr[1]
    page.best_button.click()
    assert page.images.currentRow() == 1
    assert not any(picture.is_empty for picture in page.comparison.pictures)

    for name, start in (
        ("table.md", "| Method"),
        ("table.tex", r"\begin{tabular}"),
        ("table.csv", "name,l1"),
    ):
        lab.evaluations.export(data / name)
        qtbot.waitUntil(lambda name=name: page.status.text() == f"Saved {data / name}.")
        assert (data / name).read_text().startswith(start)


def test_an_evaluation_is_stopped(lab, page, qtbot):
    page.start_button.click()
    page.stop_button.click()
    qtbot.waitUntil(lambda: not lab.works, timeout=LONG)
    assert page.status.text() == "The evaluation was stopped." and page.start_button.isEnabled()
    assert not lab.evaluations.done


def test_what_cannot_be_evaluated_is_said(lab, page, data, qtbot):
    (data / "val" / "square" / "1.png").unlink()
    page.start_button.click()
    qtbot.waitUntil(lambda: not lab.works, timeout=LONG)
    assert "has no mask for 1 of 2 images" in page.status.text()


def test_nothing_starts_while_a_field_is_missing_and_the_hint_names_it(lab, page, data):
    for row in (page.form.images, page.form.masks, page.form.results):
        before = row.field.text()
        row.field.clear()
        assert not page.start_button.isEnabled()
        assert page.status.text() == f"Still missing: {row.name}."
        row.field.setText(before)
        assert page.status.text() == "Everything is set: press Evaluate."
    page.form.masks.set_path(data / "nowhere")
    assert page.status.text() == "Masks: there is no such file or folder."
    assert not page.start_button.isEnabled()
    page.form.holes.setCurrentIndex(page.form.holes.findData("irregular"))
    assert page.start_button.isEnabled() and not page.form.masks.isEnabled()
    assert page.status.text() == "Everything is set: press Evaluate."
    assert page.form.spec("w").arguments()[3:5] == ["--holes", "irregular"]


def test_a_short_side_that_is_too_small_becomes_the_smallest(page):
    side = page.form.side
    side.setFocus()
    side.lineEdit().selectAll()
    QTest.keyClicks(side, "5")
    QTest.keyClick(side, Qt.Key.Key_Return)
    assert side.value() == 32 and page.form.spec("w").size == 32
    side.stepDown()
    assert side.text() == "Unchanged" and page.form.spec("w").size is None


def done(data, **psnr: float) -> Done:
    images = tuple(
        ImageScores(name, Scores(l1=0.1, psnr=value, ssim=0.5, gradient_ratio=1 + value / 100), 0.1, "x", 1.0)
        for name, value in psnr.items()
    )
    return Done(Evaluation("m", "square", images, (1.0, 1.0, 1.0)), data, {})


def test_the_worst_come_first_by_what_the_figure_means(tmp_path):
    three = done(tmp_path, a=20, b=-30, c=float("nan"))
    assert [image.name for image in three.worst_first("psnr")] == ["b", "a", "c"]
    assert [image.name for image in three.worst_first("gradient_ratio")] == ["b", "a", "c"]


def test_an_earlier_evaluation_is_opened_also_without_its_images(lab, tmp_path, qtbot):
    report = {"settings": {"images": str(tmp_path / "gone")}, **done(tmp_path, a=20).evaluation.to_dict()}
    (tmp_path / "scores.json").write_text(json.dumps(report))
    lab.evaluations.open(tmp_path / "scores.json")
    qtbot.waitUntil(lambda: bool(lab.evaluations.done))
    page = lab.evaluation_page
    assert cells(page.images, 0) == ["a"] and page.comparison.original.is_empty
    lab.evaluations.open(tmp_path / "scores.json")  # again: replaces the first
    qtbot.wait(50)
    assert page.table.rowCount() == 1


@pytest.mark.parametrize("text", ["", "[]", "3", '{"per_image": 3}', '{"settings": 3, "per_image": []}'])
def test_a_file_that_is_no_evaluation_is_said(tmp_path, text):
    (tmp_path / "bad.json").write_text(text)
    with pytest.raises(CrfillError, match="holds no evaluation"):
        read_done(tmp_path / "bad.json")


def test_the_fields_become_the_options_of_the_command(tmp_path):
    spec = EvaluationSpec("w", "raw", tmp_path, tmp_path / "out", limit=3, size=256, label="mine")
    assert spec.arguments() == [
        *("evaluate", "--images", str(tmp_path), "--holes", "square", "--weights", "w", "--mode", "raw"),
        *("--save", str(tmp_path / "out"), "--json", str(tmp_path / "out" / "scores.json")),
        *("--limit", "3", "--size", "256", "--label", "mine"),
    ]


def write_scores(folder, method: str, holes: str = "square") -> Path:
    folder.mkdir(parents=True)
    evaluation = replace(done(folder, a=20).evaluation, method=method, holes=holes)
    (folder / "scores.json").write_text(json.dumps({"settings": {}, **evaluation.to_dict()}))
    return folder / "scores.json"


def test_evaluations_of_the_same_weights_on_other_images_are_kept_apart(lab, tmp_path, qtbot):
    for number, folder in enumerate(("street", "garden"), start=1):
        lab.evaluations.open(write_scores(tmp_path / folder, "one"))
        qtbot.waitUntil(lambda number=number: len(lab.evaluations.done) == number)
    lab.evaluations.open(write_scores(tmp_path / "objects", "one", "object"))
    qtbot.waitUntil(lambda: len(lab.evaluations.done) == 3)
    assert cells(lab.evaluation_page.table, 0) == [
        "one [street] · square",
        "one [garden] · square",
        "one · object",
    ]
    lab.evaluations.export(tmp_path / "table.md")
    qtbot.waitUntil((tmp_path / "table.md").exists)
    assert "one [garden]" in (tmp_path / "table.md").read_text()


@pytest.mark.parametrize(("mode", "label"), [("raw", "run-7"), ("auto", "run-7 (auto)")])
def test_the_weights_of_a_run_have_its_name_in_the_table(page, data, monkeypatch, mode, label):
    specs = []
    monkeypatch.setattr(page._evaluations, "start", specs.append)
    page.weights.add_file(data / "run-7" / "weights.safetensors")
    page.form.mode.setCurrentIndex(page.form.mode.findData(mode))
    page.start_button.click()
    assert [spec.label for spec in specs] == [label]


@pytest.mark.parametrize(("name", "start"), [("table.CSV", "name,l1"), ("table.TEX", r"\begin{tabular}")])
def test_a_suffix_in_capitals_chooses_the_same_kind_of_table(lab, tmp_path, qtbot, name, start):
    lab.evaluations.done.append(done(tmp_path, a=20))
    lab.evaluations.export(tmp_path / name)
    qtbot.waitUntil((tmp_path / name).exists)
    assert (tmp_path / name).read_text().startswith(start)
