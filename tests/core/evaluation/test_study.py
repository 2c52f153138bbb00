"""A study is blind, repeats by seed, keeps votes, and its counts and tests are right."""

import errno
import json

import numpy as np
import pytest
from PIL import Image
from scipy.stats import binomtest, chisquare

from crfill_core.errors import CrfillError
from crfill_core.evaluation.study import Study, make_study
from crfill_core.evaluation.votes import report, sign_test, uniform_p_value, votes_table, wilson

METHODS = ("ours", "telea", "blur")
HOLE = np.zeros((24, 32), bool)
HOLE[8:16, 10:20] = True


@pytest.fixture
def methods(tmp_path):
    """Three methods on two kinds of holes, six images each; each fills its holes with its own number."""
    rng = np.random.default_rng(0)
    truths = {f"{n}": rng.integers(0, 200, (24, 32, 3), np.uint8) for n in range(6)}
    for value, method in enumerate(METHODS):
        for kind in ("square", "irregular"):
            folder = tmp_path / "results" / method / kind
            (folder / "masks").mkdir(parents=True)
            for name, truth in truths.items():
                filled = np.where(HOLE[..., None], np.uint8(value), truth)
                Image.fromarray(filled).save(folder / f"{name}.png")
                Image.fromarray(HOLE.astype(np.uint8) * 255).save(folder / "masks" / f"{name}.png")
    return [tmp_path / "results" / method for method in METHODS]


def pixels(path) -> np.ndarray:
    return np.asarray(Image.open(path))


def test_every_letter_is_the_method_that_the_key_says(methods, tmp_path):
    study = make_study(methods, tmp_path / "study", seed=1)
    key = study.key()
    assert len(study.items) == 12
    for item in study.items:
        assert set(key[item.id].values()) == set(METHODS)
        for letter in item.letters:
            shown = pixels(study.result_image(item, letter))
            assert (shown[HOLE] == METHODS.index(key[item.id][letter])).all()
        shown = pixels(study.input_image(item))
        assert (shown[HOLE] == 255).all() and (
            shown[~HOLE] == pixels(study.result_image(item, "A"))[~HOLE]
        ).all()
    assert len({tuple(letters.values()) for letters in key.values()}) > 3  # letters do not give methods away


def test_what_raters_get_names_no_method(methods, tmp_path):
    make_study(methods, tmp_path / "study")
    (tmp_path / "study" / "key.json").unlink()
    names = [str(path.relative_to(tmp_path / "study")) for path in (tmp_path / "study").rglob("*")]
    text = (tmp_path / "study" / "study.json").read_text() + " ".join(names)
    assert not any(method in text for method in METHODS)
    with pytest.raises(CrfillError, match=r"no readable key\.json"):
        Study(tmp_path / "study").key()


def test_images_are_drawn_by_seed_and_shared_among_kinds(methods, tmp_path):
    first = make_study(methods, tmp_path / "a", count=5, seed=3)
    kinds = [item.holes for item in first.items]
    assert sorted(kinds.count(kind) for kind in ("square", "irregular")) == [2, 3]
    key = json.loads((tmp_path / "a/key.json").read_text())
    assert len(set(key["images"].values())) == 5
    make_study(methods, tmp_path / "b", count=5, seed=3)
    make_study(methods, tmp_path / "c", count=5, seed=4)
    assert (tmp_path / "b/key.json").read_text() == (tmp_path / "a/key.json").read_text()
    assert (tmp_path / "c/key.json").read_text() != (tmp_path / "a/key.json").read_text()


def test_every_rater_has_an_order_of_their_own_that_stays(methods, tmp_path):
    study = make_study(methods, tmp_path / "study")
    ann, bob = study.trials("Ann"), study.trials("Bob")
    assert ann == Study(tmp_path / "study").trials("Ann")
    assert [trial.item.id for trial in ann] != [trial.item.id for trial in bob]
    assert {trial.item for trial in ann} == set(study.items) == {trial.item for trial in bob}
    assert len({trial.order for trial in ann}) > 3


def test_votes_are_kept_changed_and_resumed(methods, tmp_path):
    study = make_study(methods, tmp_path / "study")
    first, second = study.items[:2]
    study.vote("Ann", first, "A")
    study.vote("Ann", second, "B")
    study.vote("Ann", first, "C")
    again = Study(tmp_path / "study")
    assert again.votes("Ann") == {first.id: "C", second.id: "B"} and again.votes("Bob") == {}
    assert again.raters() == ["Ann"]
    with pytest.raises(CrfillError, match="another name"):
        study.vote("../Ann", first, "A")
    (tmp_path / "study/votes/Ann.json").write_text('{"000": "Z"}')
    with pytest.raises(CrfillError, match="no choice 'Z' for item '000'"):
        again.votes("Ann")
    (tmp_path / "study/votes/Ann.json").write_text('{"999": "A"}')
    with pytest.raises(CrfillError, match="no choice 'A' for item '999'"):
        again.votes("Ann")


def test_votes_that_cannot_be_read_are_not_called_damaged(methods, tmp_path, monkeypatch):
    study = make_study(methods, tmp_path / "study")
    study.vote("Ann", study.items[0], "A")

    def refuse(path):
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    monkeypatch.setattr(type(tmp_path), "read_bytes", refuse)
    with pytest.raises(CrfillError, match=r"cannot be used \(Permission denied\)"):
        study.votes("Ann")


def test_files_of_votes_without_the_name_of_a_rater(methods, tmp_path):
    study = make_study(methods, tmp_path / "study")
    study.vote("Ann", study.items[0], "A")
    votes = tmp_path / "study" / "votes"
    (votes / "._Ann.json").write_bytes(b"\0")  # macOS puts such files on other disks
    assert study.raters() == ["Ann"] and report(study).raters == ("Ann",)
    (votes / "Ann (1).json").write_text("{}")
    with pytest.raises(CrfillError, match=r"Ann \(1\)\.json cannot be used \(no rater can have this name\)"):
        report(study)


def vote_for(study, rater, kind, method, count):
    key = study.key()
    items = [item for item in study.items if item.holes == kind]
    for item in items[:count]:
        letter = next(letter for letter, name in key[item.id].items() if name == method)
        study.vote(rater, item, letter)


def test_report_counts_by_method_and_holes(methods, tmp_path):
    study = make_study(methods, tmp_path / "study")
    vote_for(study, "Ann", "square", "ours", 6)
    vote_for(study, "Ann", "irregular", "blur", 2)
    vote_for(study, "Bob", "square", "telea", 1)
    vote_for(study, "Bob", "irregular", "ours", 6)
    found = report(study)
    assert found.all.counts == {"ours": 12, "telea": 1, "blur": 2}
    assert {tally.holes: dict(tally.counts) for tally in found.by_holes} == {
        "square": {"ours": 6, "telea": 1, "blur": 0},
        "irregular": {"ours": 6, "telea": 0, "blur": 2},
    }
    assert (found.raters, found.open_trials) == (("Ann", "Bob"), 9)
    assert found.all.p_value < 0.01
    assert found.all.p_leader == pytest.approx(2 * (1 + 14 + 91) / 2**14)  # 12 of 14, both tails
    share, low, high = found.all.share("ours")
    assert share == 0.8 and low < 0.8 < high
    lines = [[cell.strip() for cell in line.split("|")[1:-1]] for line in votes_table(found).splitlines()]
    assert lines[0] == ["Method", "irregular", "square", "all", "share (95 %)"]
    assert lines[2][:4] == ["ours", "6", "6", "12"] and lines[2][4].startswith("80%")


def test_a_study_without_votes_is_reported(methods, tmp_path):
    with pytest.raises(CrfillError, match="Nobody has voted"):
        report(make_study(methods, tmp_path / "study"))


def test_the_simulated_test_agrees_with_chi_square_where_that_holds():
    for counts in ([88, 13, 6, 27, 271], [30, 40, 50], [100, 101, 99]):
        assert uniform_p_value(counts) == pytest.approx(chisquare(counts).pvalue, abs=0.01)
    assert uniform_p_value([2, 0]) == pytest.approx(0.5, abs=0.02)  # exact where χ² is not


def test_what_cannot_be_a_study_is_refused_and_leaves_nothing(methods, tmp_path):
    with pytest.raises(CrfillError, match="compares 2 to 26"):
        make_study(methods[:1], tmp_path / "s")
    with pytest.raises(CrfillError, match="same name"):
        make_study([methods[0], methods[0]], tmp_path / "s")
    with pytest.raises(CrfillError, match="between 1 and 12"):
        make_study(methods, tmp_path / "s", count=13)
    with pytest.raises(CrfillError, match="already exists"):
        make_study(methods, tmp_path / "results")
    with pytest.raises(CrfillError, match="is not a folder"):
        make_study([*methods, tmp_path / "nowhere"], tmp_path / "s")
    with pytest.raises(CrfillError, match="holds no study"):
        Study(tmp_path)
    Image.fromarray((~HOLE).astype(np.uint8) * 255).save(methods[1] / "square" / "masks" / "5.png")
    with pytest.raises(CrfillError, match="different holes in 5"):
        make_study(methods, tmp_path / "s")
    assert not (tmp_path / "s").exists()


def test_pairs_show_hole_left_and_right_as_the_key_says(methods, tmp_path):
    study = make_study(methods[:2], tmp_path / "study", seed=1, pairs=True)
    key = study.key()
    sides = set()
    for item in study.items:
        shown = pixels(tmp_path / "study" / "pairs" / f"{item.id}.png")
        part = (shown.shape[1] - 2 * 8) // 3
        assert part == 620 and (shown[:, part : part + 8] == 255).all()
        middle = shown.shape[0] // 2
        hole, left, right = (shown[middle, part // 2 + number * (part + 8)] for number in range(3))
        assert hole.tolist() == [255, 0, 255]
        left_method, right_method = key[item.id]["A"], key[item.id]["B"]
        assert (left == METHODS.index(left_method)).all() and (right == METHODS.index(right_method)).all()
        sides.add(left_method)
    assert sides == {"ours", "telea"}
    with pytest.raises(CrfillError, match="two methods"):
        make_study(methods, tmp_path / "other", pairs=True)


def test_left_right_and_tie_are_tallied(methods, tmp_path):
    study = make_study(methods[:2], tmp_path / "study", pairs=True)
    key = study.key()
    first, second, third = (item.id for item in study.items[:3])
    (tmp_path / "study" / "votes").mkdir()
    choices = {first: "left", second: "right", third: "tie"}
    (tmp_path / "study" / "votes" / "Eve.json").write_text(json.dumps(choices))
    found = report(study)
    expected = {"ours": 0, "telea": 0}
    expected[key[first]["A"]] += 1
    expected[key[second]["B"]] += 1
    assert found.all.counts == expected and (found.all.ties, found.all.total) == (1, 2)
    assert found.open_trials == len(study.items) - 3
    assert "| no preference | 1 |" in votes_table(found)


def test_nothing_but_ties_is_no_preference(methods, tmp_path):
    study = make_study(methods[:2], tmp_path / "study")
    (tmp_path / "study" / "votes").mkdir()
    votes = tmp_path / "study" / "votes" / "Eve.json"
    votes.write_text(json.dumps({study.items[0].id: "tie"}))
    found = report(study)
    assert (found.all.p_value, found.all.p_leader, found.all.ties) == (1.0, 1.0, 1)
    assert "nan" not in votes_table(found)
    three = make_study(methods, tmp_path / "three")
    (tmp_path / "three" / "votes").mkdir()
    (tmp_path / "three" / "votes" / "Eve.json").write_text(votes.read_text())
    with pytest.raises(CrfillError, match="no choice 'tie'"):
        three.votes("Eve")


def test_intervals_and_the_sign_test_are_those_of_scipy():
    for total in (1, 2, 7, 50, 1001):
        for votes in {0, 1, total // 3, total // 2, total - 1, total}:
            told = binomtest(votes, total)
            interval = told.proportion_ci(method="wilson")
            assert wilson(votes, total) == pytest.approx((interval.low, interval.high), abs=1e-12)
            assert sign_test(votes, total - votes) == pytest.approx(told.pvalue, rel=1e-9)
