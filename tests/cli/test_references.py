"""`crfill references` with a real, if untrained, network."""

from __future__ import annotations

import json

import numpy as np
import pytest
from PIL import Image

from crfill_core.geometry import Box
from crfill_core.references.export import FILES
from tests.cli.conftest import HOLE, save_mask, save_photo

KEYS = {"output", "files", "weights", "device", "windows", "notes"}


@pytest.fixture
def references(crfill, photo, mask, small_weights, tmp_path):
    """Explains a photo (the standing one by default) in the folder out and gives the outcome."""

    def run(*extra: object, photo=photo, mask=mask, output=tmp_path / "out"):
        options = ("--mask", mask, "-o", output, "--weights", small_weights, "--device", "cpu")
        return crfill("references", photo, *options, *extra)

    return run


def saved(folder) -> dict:
    return json.loads((folder / "matches.json").read_text(encoding="utf-8"))


def test_writes_all_files_and_says_so(references, tmp_path):
    outcome = references()
    assert (outcome.status, outcome.err) == (0, "")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == sorted(FILES)
    assert "matches.json" in outcome.out and outcome.out.count("\n") == 1
    found = saved(tmp_path / "out")
    assert found["photo"] == "photo.png" and found["size"] == [96, 64]


def test_json_is_one_object_that_fits_the_files(references, tmp_path):
    outcome = references("--json", "--top", 3)
    report = json.loads(outcome.out)
    assert set(report) == KEYS and report["files"] == list(FILES)
    (window,) = report["windows"]
    (matched,) = saved(tmp_path / "out")["windows"]
    assert window["window"] == matched["window"] and window["missing"] == len(matched["missing"])
    assert 0 < window["confidence"] < 1
    assert all(len(missing["references"]) == 3 for missing in matched["missing"])


def test_nothing_is_selected_from_where_it_must_not_be(references, tmp_path):
    barred = Box(0, 0, 96, 16)
    avoid = save_mask(tmp_path / "avoid.png", hole=barred)
    assert references("--avoid", avoid, "--top", 100).status == 0
    for missing in saved(tmp_path / "out")["windows"][0]["missing"]:
        assert missing["references"]
        for reference in missing["references"]:
            assert not Box(*reference["box"]).overlaps(barred) and not Box(*reference["box"]).overlaps(HOLE)


def test_preferred_regions_weigh_more(references, tmp_path):
    liked = Box(0, 0, 96, 18)
    prefer = save_mask(tmp_path / "prefer.png", hole=liked)

    def share() -> float:
        missing = saved(tmp_path / "out")["windows"][0]["missing"]
        found = [r for one in missing for r in one["references"] if liked.contains(Box(*r["box"]))]
        return sum(reference["weight"] for reference in found)

    references("--top", 100)
    plain = share()
    references("--top", 100, "--prefer", prefer)
    assert share() > 1.5 * plain


def test_an_assembled_fill_shows_its_true_sources(references, tmp_path):
    assert references("--mode", "assembly").status == 0
    sources = saved(tmp_path / "out")["windows"][0]["sources"]
    assert sum(source["pixels"] for source in sources) == HOLE.area
    for source in sources:
        assert HOLE.contains(Box(*source["box"])) and source["shift"] != [0, 0]


def test_the_same_again_gives_the_same(references, tmp_path):
    for name in ("one", "two"):
        assert references(output=tmp_path / name).status == 0
    for name in FILES:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_the_jigsaw_changes_the_hole_alone(references, photo, tmp_path):
    references()
    before, after = np.array(Image.open(photo)), np.array(Image.open(tmp_path / "out" / "jigsaw.png"))
    outside = (before != after).any(2)
    outside[HOLE.slices] = False
    assert not outside.any() and (before != after)[HOLE.slices].any()


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"photo": "nothing.png"}, "nothing.png"),
        ({"mask": "small.png"}, "use a mask of the photo's size"),
        ({"mask": "empty.png"}, "Nothing is masked"),
        ({"mask": "full.png"}, "covers the whole photo"),
        ({"output": "mask.png"}, "is a file; name a folder"),
        ({"output": "no/such"}, "does not exist; make it first"),
        ({"extra": ("--top", "0")}, "not a whole number from 1 to 100"),
        ({"extra": ("--avoid", "none.png")}, "none.png"),
        ({"extra": ("--weights", "none")}, "no weights named 'none'"),
    ],
)
def test_bad_input_is_one_line_and_writes_nothing(references, tmp_path, monkeypatch, changed, expected):
    monkeypatch.chdir(tmp_path)
    save_mask(tmp_path / "small.png", size=(20, 20), hole=Box(2, 2, 9, 9))
    save_mask(tmp_path / "empty.png", hole=Box(0, 0, 0, 0))
    save_mask(tmp_path / "full.png", hole=Box(0, 0, 96, 64))
    before = sorted(tmp_path.rglob("*"))
    options = {name: tmp_path / value for name, value in changed.items() if name != "extra"}
    outcome = references(*changed.get("extra", ()), **options)
    assert outcome.status == 2 and outcome.out == ""
    assert outcome.err.startswith("crfill: error: ") and outcome.err.count("\n") == 1
    assert expected in outcome.err
    assert sorted(tmp_path.rglob("*")) == before


def test_an_input_is_never_written_over(references, tmp_path):
    folder = tmp_path / "out"
    folder.mkdir()
    photo = save_photo(folder / "jigsaw.png")
    content = photo.read_bytes()
    outcome = references(photo=photo)
    assert outcome.status == 2 and "written over the input" in outcome.err
    assert photo.read_bytes() == content and len(list(folder.iterdir())) == 1


def test_interpolated_holes_are_said_to_have_no_references(references, tmp_path):
    mask = save_mask(tmp_path / "thin.png", hole=Box(10, 10, 80, 12))
    outcome = references("--mode", "auto", mask=mask)
    assert outcome.status != 0 and "interpolated" in outcome.err and "--mode network" in outcome.err
    assert "Traceback" not in outcome.err and not (tmp_path / "out").exists()
    assert references("--mode", "network", mask=mask).status == 0
