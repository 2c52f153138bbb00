"""``crfill study`` from two evaluations to the votes."""

import json

import pytest

from crfill_core.evaluation.study import Study


def test_evaluate_make_vote_report(crfill, tmp_path, make_photo, make_mask):
    for name in ("images", "square"):
        (tmp_path / name).mkdir()
    for number in range(4):
        make_photo(tmp_path / "images" / f"{number}.png", seed=number)
        make_mask(tmp_path / "square" / f"{number}.png")
    for method in ("telea", "ns"):
        crfill(
            *("evaluate", "--images", tmp_path / "images", "--masks", tmp_path / "square"),
            *("--method", method, "--save", tmp_path / method),
        )
    outcome = crfill(
        *("study", "make", tmp_path / "telea", tmp_path / "ns", "-o", tmp_path / "study", "--count", 3)
    )
    assert outcome.status == 0, outcome.err
    assert "3 images with 2 results each" in outcome.out

    assert crfill("study", "report", tmp_path / "study").status == 2
    study = Study(tmp_path / "study")
    key = study.key()
    for item in study.items:
        study.vote("Ann", item, next(letter for letter, name in key[item.id].items() if name == "ns"))
    found = json.loads(crfill("study", "report", tmp_path / "study", "--json").out)
    assert found["tallies"][0]["votes"] == {"ns": 3, "telea": 0}
    assert "3 votes by 1 rater, 0 choices still open" in crfill("study", "report", tmp_path / "study").out


@pytest.mark.parametrize("action", ["rate", "report"])
def test_a_folder_without_a_study_is_said(crfill, tmp_path, action):
    outcome = crfill("study", action, tmp_path)
    assert outcome.status == 2 and "holds no study" in outcome.err


def test_rating_opens_the_window_in_its_own_process(crfill, tmp_path, monkeypatch):
    (tmp_path / "study.json").write_text('{"format": "crfill-study/1", "seed": 0, "items": []}')
    started = []
    monkeypatch.setattr("subprocess.call", lambda command: started.append(command) or 0)
    assert crfill("study", "rate", tmp_path, "--rater", "Ann").status == 0
    assert started[0][1:] == ["-m", "crfill_gui", "--study", str(tmp_path), "--rater", "Ann"]
    outcome = crfill("study", "rate", tmp_path, "--rater", "../Ann")
    assert outcome.status == 2 and len(started) == 1
