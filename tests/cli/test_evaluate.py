"""``crfill evaluate``: the promised JSON, an independent recomputation, tables and messages."""

import csv
import hashlib
import json

import numpy as np
import pytest
from PIL import Image

from crfill_core.evaluation import sheet
from crfill_core.weights.catalog import STRUCTURE, find


@pytest.fixture
def folders(tmp_path, make_photo, make_mask):
    for name in ("images", "square", "results"):
        (tmp_path / name).mkdir()
    for number in range(3):
        image = np.array(Image.open(make_photo(tmp_path / "images" / f"{number}.png", seed=number)))
        make_mask(tmp_path / "square" / f"{number}.png")
        worse = np.clip(
            image.astype(int) + np.random.default_rng(number).integers(-60, 60, image.shape), 0, 255
        )
        Image.fromarray(worse.astype(np.uint8)).save(tmp_path / "results" / f"{number}.png")
    return tmp_path


def arguments(folders, *others):
    return ("evaluate", "--images", folders / "images", "--masks", folders / "square", *others)


def test_results_reproduce_an_independent_computation(crfill, folders):
    """PIL, float64 and SciPy's Gaussian instead of our readers and OpenCV."""
    from scipy.ndimage import correlate1d

    taps = np.exp(-(np.arange(-5, 6) ** 2) / 4.5)
    taps /= taps.sum()

    def smooth(x):
        return correlate1d(correlate1d(x, taps, 0), taps, 1)[5:-5, 5:-5]

    l1s, psnrs, ssims = [], [], []
    for number in range(3):
        truth, filled = (
            np.asarray(Image.open(folders / name / f"{number}.png").convert("RGB"), np.float64)
            for name in ("images", "results")
        )
        hole = np.asarray(Image.open(folders / "square" / f"{number}.png")) > 127
        filled = np.where(hole[..., None], filled, truth)
        l1s.append(np.abs(filled - truth).mean() / 255)
        psnrs.append(20 * np.log10(255) - 10 * np.log10(((filled - truth) ** 2).mean()))
        for x, y in zip(np.moveaxis(filled, 2, 0), np.moveaxis(truth, 2, 0), strict=True):
            mx, my = smooth(x), smooth(y)
            vx, vy, cov = smooth(x * x) - mx**2, smooth(y * y) - my**2, smooth(x * y) - mx * my
            c1, c2 = 6.5025, 58.5225
            ssims.append(
                ((2 * mx * my + c1) * (2 * cov + c2) / ((mx**2 + my**2 + c1) * (vx + vy + c2))).mean()
            )

    report = json.loads(crfill(*arguments(folders, "--results", folders / "results")).out)
    assert report["images"] == 3
    assert report["l1"] == pytest.approx(np.mean(l1s), abs=1e-4)
    assert report["psnr"] == pytest.approx(np.mean(psnrs), abs=1e-4)
    assert report["ssim"] == pytest.approx(np.mean(ssims), abs=1e-4)
    assert [one["psnr"] for one in report["per_image"]] == pytest.approx(psnrs, abs=1e-4)
    assert [one["name"] for one in report["per_image"]] == ["0", "1", "2"]
    assert len(report["texture_distance"]) == 3 and report["gradient_ratio"] > 1


def test_files_and_the_paired_difference(crfill, folders):
    outcome = crfill(
        *arguments(folders, "--method", "telea", "--against", folders / "results"),
        *("--json", folders / "t.json", "--csv", folders / "t.csv", "--save", folders / "filled"),
    )
    assert outcome.status == 0, outcome.err
    report = json.loads(outcome.out)
    assert json.loads((folders / "t.json").read_text()) == report
    rows = list(csv.DictReader((folders / "t.csv").open()))
    assert [float(row["psnr"]) for row in rows] == [one["psnr"] for one in report["per_image"]]

    again = json.loads(crfill(*arguments(folders, "--results", folders / "filled")).out)
    assert again["psnr"] == report["psnr"]
    other = json.loads(crfill(*arguments(folders, "--results", folders / "results")).out)
    against = report["against"]
    assert against["method"] == "results"
    assert against["psnr"]["difference"] == pytest.approx(report["psnr"] - other["psnr"])
    assert against["psnr"]["standard_error"] > 0
    assert against["hole_psnr"]["difference"] == pytest.approx(report["hole_psnr"] - other["hole_psnr"])
    assert against["psnr"]["low"] <= against["psnr"]["difference"] <= against["psnr"]["high"]


def test_a_table_of_several_runs(crfill, folders):
    crfill(*arguments(folders, "--method", "ns", "--json", folders / "ns.json"))
    outcome = crfill(
        *("evaluate", "--images", folders / "images", "--holes", "irregular", "--method", "telea"),
        *("--label", "Telea 2004", "--table", "md", "--also", folders / "ns.json"),
    )
    lines = outcome.out.splitlines()
    assert [line.split("|")[1].strip() for line in lines[2:]] == ["Navier–Stokes", "Telea 2004"]
    assert "square: PSNR ↑" in lines[0] and "irregular: PSNR ↑" in lines[0]
    assert crfill(*arguments(folders, "--method", "ns", "--table", "tex")).out.startswith(r"\begin{tabular}")


def test_lite0_is_measured_or_its_absence_said(crfill, folders, monkeypatch):
    from crfill_core.evaluation import perceptual, runner

    command = arguments(folders, "--method", "telea", "--limit", "1")
    if perceptual.is_available():
        outcome = crfill(*command)
        report = json.loads(outcome.out)
        assert 0 < report["lite0"] == report["per_image"][0]["lite0"] < 20 and "lite0" not in outcome.err
        assert "square: lite0 ↓" in crfill(*command, "--table", "md").out
    for module in (perceptual, runner):
        monkeypatch.setattr(module, "is_available", lambda: False, raising=False)
    outcome = crfill(*command)
    assert "lite0 is not measured" in outcome.err and json.loads(outcome.out)["lite0"] is None
    assert "lite0" not in crfill(*command, "--table", "md").out


def test_weights_by_file_and_limit(crfill, folders, small_weights):
    outcome = crfill(*arguments(folders, "--weights", small_weights, "--device", "cpu", "--limit", 2))
    report = json.loads(outcome.out)
    assert (report["method"], report["images"]) == (small_weights.stem, 2)
    sha256 = hashlib.sha256(small_weights.read_bytes()).hexdigest()
    assert report["settings"] == {
        "images": str(folders / "images"),
        "masks": str(folders / "square"),
        "seed": 0,
        "limit": 2,
        "weights": {"file": str(small_weights), "sha256": sha256},
        "mode": "raw",
        "coarse": "auto",
    }
    assert [one["name"] for one in report["per_image"]] == ["0", "1"]


def test_the_settings_name_the_structure_network_of_an_assembly(crfill, folders, small_weights):
    options = ("--weights", small_weights, "--device", "cpu", "--limit", 1, "--mode", "assembly")
    settings = json.loads(crfill(*arguments(folders, *options)).out)["settings"]
    file = find(STRUCTURE).path
    sha256 = hashlib.sha256(file.read_bytes()).hexdigest()
    assert settings["structure"] == {"file": str(file), "sha256": sha256}


def test_a_contact_sheet_beside_the_figures(crfill, folders):
    options = ("--method", "telea", "--save", folders / "filled", "--sheet", folders / "sheet.png")
    outcome = crfill(*arguments(folders, *options, "--every", 2, "--against", folders / "results"))
    assert outcome.status == 0, outcome.err
    with Image.open(folders / "sheet.png") as shown, Image.open(folders / "images" / "0.png") as image:
        assert shown.width > 2 * 4 * image.width and image.height < shown.height < 2 * image.height


def test_a_sheet_too_large_for_its_format_costs_no_figures(crfill, folders, monkeypatch):
    monkeypatch.setitem(sheet.LONGEST, ".webp", 200)
    options = ("--method", "telea", "--save", folders / "filled", "--sheet", folders / "sheet.webp")
    outcome = crfill(*arguments(folders, *options, "--csv", folders / "telea.csv"))
    assert outcome.status == 2 and "at most 200 a side; choose a name that ends in .png" in outcome.err
    assert json.loads(outcome.out)["method"] == "Telea" and (folders / "telea.csv").exists()
    assert not (folders / "sheet.webp").exists()


def test_fills_to_compare_with_are_not_replaced(crfill, folders):
    before = (folders / "results" / "0.png").read_bytes()
    options = ("--method", "telea", "--save", folders / "results", "--against", folders / "results")
    outcome = crfill(*arguments(folders, *options))
    assert outcome.status == 2 and "holds input files" in outcome.err
    assert (folders / "results" / "0.png").read_bytes() == before


def test_images_can_be_reduced_first(crfill, folders):
    """As if the images and masks had been reduced in another program."""
    reduced = json.loads(crfill(*arguments(folders, "--method", "telea", "--size", 32)).out)
    assert reduced["settings"]["size"] == 32
    whole = json.loads(crfill(*arguments(folders, "--method", "telea")).out)
    for small, large in zip(reduced["per_image"], whole["per_image"], strict=True):
        assert small["psnr"] != large["psnr"] and small["hole"] == pytest.approx(large["hole"], abs=0.05)


def test_references_are_scored_in_place_of_the_fill(crfill, folders, small_weights):
    arguments_ = arguments(folders, "--weights", small_weights, "--device", "cpu", "--references")
    report = json.loads(crfill(*arguments_, "--save", folders / "jigsaw").out)
    assert report["method"] == f"{small_weights.stem} (references)"
    pieced = np.asarray(Image.open(folders / "jigsaw" / "0.png"))
    truth = np.asarray(Image.open(folders / "images" / "0.png"))
    hole = np.asarray(Image.open(folders / "square" / "0.png")) > 127
    assert (pieced[~hole] == truth[~hole]).all()
    assert report["l1"] > 0


@pytest.mark.parametrize(
    ("others", "message"),
    [
        (("--jobs", 0), "argument --jobs: '0' is not a whole number of at least 1"),
        (("--limit", 0), "argument --limit: '0' is not a whole number of at least 1"),
        (("--size", 31), "argument --size: '31' is not a whole number of at least 32"),
        (("--objects", "x"), "--objects is for --holes object"),
        (("--method", "ns", "--mode", "auto"), "--mode, --coarse and --references are for weights"),
        (("--results", "x", "--references"), "--mode, --coarse and --references are for weights"),
        (("--references", "--mode", "auto"), "leave --mode out"),
        (("--method", "ns", "--study", "x"), "x holds no study"),
        (("--method", "ns", "--every", 3), "--every is for --sheet"),
        (("--method", "ns", "--sheet", "x.png"), "give both"),
        (("--method", "ns", "--save", "x", "--sheet", "x.gif"), "--sheet takes a .webp, .jpg, .png file"),
        (
            ("--method", "ns", "--save", "x", "--sheet", "x.png", "--every", 0),
            "--every: '0' is not a whole number of at least 1",
        ),
        (("--method", "ns", "--json", "nowhere/x.json"), "The folder nowhere"),
        (("--method", "ns", "--csv", "."), ". is a folder"),
        (
            ("--method", "ns", "--against", "telea", "--seed", "-1"),
            "argument --seed: '-1' is not a whole number",
        ),
        (("--method", "ns", "--also", "nowhere.json"), "nowhere.json cannot be read"),
        (("--weights", "nowhere"), "no weights named 'nowhere'"),
        (("--results", "nowhere"), "nowhere is not a folder"),
        (("--method", "ns", "--results", "x"), "not allowed with"),
    ],
)
def test_wrong_usage_is_one_line_and_status_2(crfill, folders, others, message):
    outcome = crfill(*arguments(folders, *others))
    assert outcome.status == 2 and outcome.out == ""
    assert outcome.err.startswith("crfill: error: ") and outcome.err.count("\n") == 1
    assert message in outcome.err


def test_a_missing_mask_is_named(crfill, folders):
    (folders / "square" / "1.png").unlink()
    outcome = crfill(*arguments(folders, "--method", "telea"))
    assert outcome.status == 2 and "no mask for 1 of 3 images (1)" in outcome.err
