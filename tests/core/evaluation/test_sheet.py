"""A contact sheet has the promised images in the promised columns."""

import numpy as np
import pytest
from PIL import Image

from crfill_core.errors import PhotoError
from crfill_core.evaluation.cases import list_cases
from crfill_core.evaluation.methods import Classical
from crfill_core.evaluation.runner import Plan, evaluate
from crfill_core.evaluation.sheet import LONGEST, write_sheet

MAGENTA = (255, 0, 255)


@pytest.fixture
def saved(sample, tmp_path):
    """Fills of two methods with their holes."""
    for method in ("telea", "ns"):
        plan = Plan(list_cases(sample.images, sample.masks), Classical(method), save=tmp_path / method)
        evaluate(plan, method, "square")
    return tmp_path


def find(sheet: np.ndarray, picture: np.ndarray) -> list[tuple[int, int]]:
    """(top, left) of every place where the sheet shows the picture pixel by pixel."""
    height, width = picture.shape[:2]
    candidates = np.argwhere((sheet[: -height + 1, : -width + 1] == picture[0, 0]).all(axis=2))
    return [
        (int(top), int(left))
        for top, left in candidates
        if (sheet[top : top + height, left : left + width] == picture).all()
    ]


def test_every_second_image_is_shown_beside_other_fills_and_the_truth(sample, saved):
    cases = list_cases(sample.images, sample.masks)
    write_sheet(saved / "sheet.png", cases, saved / "telea", {"ns": saved / "ns"}, "Telea", every=2)
    sheet = np.array(Image.open(saved / "sheet.png"))
    for number, case in enumerate(cases):
        truth, hole = sample.truth[case.name], sample.holes[case.name]
        fills = [np.array(Image.open(saved / name / f"{case.name}.png")) for name in ("ns", "telea")]
        holed = np.where(hole[..., None], np.array(MAGENTA, np.uint8), truth)
        places = [find(sheet, picture) for picture in (holed, *fills, truth)]
        if number % 2:
            assert places == [[]] * 4
        else:
            tops, lefts = zip(*(place for (place,) in places), strict=True)
            assert len(set(tops)) == 1 and sorted(lefts) == list(lefts)


@pytest.mark.parametrize("suffix", ["webp", "jpg"])
def test_sheets_may_be_compressed(sample, saved, suffix):
    cases = list_cases(sample.images, sample.masks)
    write_sheet(saved / f"sheet.{suffix}", cases, saved / "telea", {}, "Telea", every=4)
    width, height = Image.open(saved / f"sheet.{suffix}").size
    assert width > 2 * 3 * 64 and height > 48


def test_a_missing_fill_is_named(sample, saved):
    cases = list_cases(sample.images, sample.masks)
    (saved / "ns" / f"{cases[0].name}.png").unlink()
    with pytest.raises(PhotoError, match="no result for 1 of 3 images"):
        write_sheet(saved / "sheet.png", cases, saved / "telea", {"ns": saved / "ns"}, "Telea", every=2)


def test_the_largest_sides_are_those_of_the_formats(tmp_path):
    for suffix, most in LONGEST.items():
        Image.new("L", (most, 1)).save(tmp_path / f"a{suffix}")
        with pytest.raises((ValueError, OSError)):
            Image.new("L", (most + 1, 1)).save(tmp_path / f"b{suffix}")
