"""Every method is scored on the composed image, the same however the work is split."""

import json
import math
import os
import shutil
import socket
import subprocess
import sys
from dataclasses import asdict, replace

import cv2
import numpy as np
import pytest
import torch
from PIL import Image

from crfill_core.errors import CrfillError, PhotoError
from crfill_core.evaluation import metrics, perceptual
from crfill_core.evaluation.cases import list_cases
from crfill_core.evaluation.methods import Classical, FromWeights, Results
from crfill_core.evaluation.runner import Plan, evaluate
from crfill_core.holes.maker import HoleSpec
from crfill_core.imaging.photo import Photo
from crfill_core.inference.inpainter import Inpainter
from crfill_core.inference.request import FillOptions, FillRequest
from crfill_core.progress import Cancelled, Progress
from crfill_core.weights.load import load_weights


def plan_for(sample, method, **others) -> Plan:
    return Plan(list_cases(sample.images, sample.masks), method, **others)


def saved(folder, name) -> np.ndarray:
    return np.array(Image.open(folder / f"{name}.png"))


def test_telea_is_opencvs_inside_the_hole_and_the_truth_outside(sample, tmp_path):
    evaluation = evaluate(plan_for(sample, Classical("telea"), save=tmp_path / "out"), "Telea", "square")
    for image in evaluation.images:
        truth, hole = sample.truth[image.name], sample.holes[image.name]
        incomplete = truth.copy()
        incomplete[hole] = 127
        expected = cv2.inpaint(incomplete, hole.astype(np.uint8) * 255, 5, cv2.INPAINT_TELEA)
        composed = saved(tmp_path / "out", image.name)
        assert (composed[hole] == expected[hole]).all() and (composed[~hole] == truth[~hole]).all()
        assert (saved(tmp_path / "out/masks", image.name) == hole * 255).all()
        scores = asdict(replace(image.scores, lite0=math.nan))
        assert scores == pytest.approx(
            asdict(metrics.score(composed, truth, hole)), rel=0, abs=0, nan_ok=True
        )
        assert image.hole == pytest.approx(hole.mean())
    assert [image.name for image in evaluation.images] == sorted(sample.truth)


def test_results_of_another_program_are_composed_and_scored(sample, tmp_path):
    rng = np.random.default_rng(1)
    squares = []
    for name, truth in sample.truth.items():
        filled = rng.integers(0, 256, truth.shape, np.uint8)  # also wrong outside the hole
        Image.fromarray(filled).save(tmp_path / f"{name}_filled.png")
        composed = np.where(sample.holes[name][..., None], filled, truth).astype(float)
        squares.append(10 * np.log10(255**2 / ((composed - truth) ** 2).mean()))
    evaluation = evaluate(plan_for(sample, Results(tmp_path)), "other", "square")
    assert evaluation.means().psnr == pytest.approx(np.mean(squares), abs=1e-9)


@pytest.mark.parametrize("coarse", ["auto", "full", "half"])
def test_raw_weights_run_the_plain_network_at_the_images_size(sample, tiny_weights, tmp_path, coarse):
    method = FromWeights(str(tiny_weights), device="cpu", name="tiny", coarse=coarse)
    assert method.label == ("tiny" if coarse == "auto" else f"tiny (coarse {coarse})")
    evaluate(plan_for(sample, method, save=tmp_path), "tiny", "square")
    generator = load_weights(tiny_weights).generator
    for name, truth in sample.truth.items():
        hole = sample.holes[name]
        image = torch.from_numpy(truth).permute(2, 0, 1)[None].float() / 127.5 - 1
        mask = torch.from_numpy(hole)[None, None].float()
        with torch.no_grad():
            output = generator(image * (1 - mask), mask, half_coarse=coarse == "half")
            fine = output.fine[0].permute(1, 2, 0).numpy()
        composed = np.where(hole[..., None], (fine + 1) * 127.5, truth)
        assert np.abs(saved(tmp_path, name) - composed).max() <= 0.51


def test_raw_weights_take_sizes_that_the_network_does_not(tiny_weights, tmp_path):
    Image.fromarray(np.random.default_rng(0).integers(0, 256, (45, 50, 3), np.uint8)).save(
        tmp_path / "odd.png"
    )
    plan = Plan(
        list_cases(tmp_path, None), FromWeights(str(tiny_weights), device="cpu"), HoleSpec("square", 0)
    )
    assert evaluate(plan, "tiny", "square").means().l1 > 0


@pytest.mark.parametrize("coarse", ["auto", "half"])
def test_modes_of_the_editor_go_through_the_inpainter(sample, tiny_weights, tmp_path, coarse):
    method = FromWeights(str(tiny_weights), "network", "cpu", coarse=coarse)
    evaluate(plan_for(sample, method, save=tmp_path), "tiny", "square")
    inpainter = Inpainter(str(tiny_weights), "cpu")
    name, hole = "002", sample.holes["002"]
    photo = Photo(np.where(hole[..., None], np.uint8(127), sample.truth[name]))
    request = FillRequest(photo, hole.astype(np.uint8) * 255, FillOptions(mode="network", coarse=coarse))
    expected = inpainter.fill(request).apply(photo).pixels
    assert (saved(tmp_path, name)[hole] == expected[hole]).all()


def slow_jigsaw(generator, truth: np.ndarray, hole: np.ndarray) -> np.ndarray:
    """Paper, section 5.2: every missing patch replaced by the most similar known one, overlaps averaged."""
    image = torch.from_numpy(truth).permute(2, 0, 1)[None].float() / 127.5 - 1
    with torch.no_grad():
        feature = generator(image, torch.from_numpy(hole)[None, None].float()).similarity[0].double().numpy()
    places = [(y, x) for y in range(0, feature.shape[1] - 3, 2) for x in range(0, feature.shape[2] - 3, 2)]
    known = [(y, x) for y, x in places if not hole[4 * y : 4 * y + 16, 4 * x : 4 * x + 16].any()]
    total, count = np.zeros(truth.shape), np.zeros(hole.shape)
    for y, x in set(places) - set(known):
        wanted = feature[:, y : y + 4, x : x + 4].ravel()

        def cosine(place, wanted=wanted):
            other = feature[:, place[0] : place[0] + 4, place[1] : place[1] + 4].ravel()
            return wanted @ other / (np.linalg.norm(wanted) * np.linalg.norm(other))

        v, u = max(known, key=cosine)
        total[4 * y : 4 * y + 16, 4 * x : 4 * x + 16] += truth[4 * v : 4 * v + 16, 4 * u : 4 * u + 16]
        count[4 * y : 4 * y + 16, 4 * x : 4 * x + 16] += 1
    return np.where(hole[..., None], total / np.maximum(count, 1)[..., None], truth)


def test_references_piece_the_image_together_out_of_known_patches(sample, tiny_weights, tmp_path):
    evaluate(
        plan_for(sample, FromWeights(str(tiny_weights), "references", "cpu"), save=tmp_path), "t", "square"
    )
    generator = load_weights(tiny_weights).generator
    for name in ("000", "003"):
        expected = slow_jigsaw(generator, sample.truth[name], sample.holes[name])
        assert np.abs(saved(tmp_path, name) - expected).max() <= 0.51


def test_no_method_sees_the_truth_in_the_hole(sample, tiny_weights, tmp_path):
    """Two sets of images that differ in their holes only are filled the same."""
    for name, truth in sample.truth.items():
        changed = np.where(sample.holes[name][..., None], 255 - truth, truth)
        (tmp_path / "changed").mkdir(exist_ok=True)
        Image.fromarray(changed).save(tmp_path / "changed" / f"{name}.png")
    for method in (Classical("telea"), Classical("ns"), FromWeights(str(tiny_weights), "raw", "cpu")):
        evaluate(plan_for(sample, method, save=tmp_path / "a"), "m", "square")
        cases = list_cases(tmp_path / "changed", sample.masks)
        evaluate(Plan(cases, method, save=tmp_path / "b"), "m", "square")
        assert all(
            (saved(tmp_path / "a", name) == saved(tmp_path / "b", name)).all() for name in sample.truth
        )


def test_drawn_holes_are_saved_and_score_the_same_when_read_back(sample, tmp_path):
    cases = list_cases(sample.images, None)
    drawn = evaluate(Plan(cases, Classical("ns"), HoleSpec("irregular", 4), tmp_path), "NS", "irregular")
    cases = list_cases(sample.images, tmp_path / "masks")
    read = evaluate(Plan(cases, Classical("ns")), "NS", "irregular")
    assert drawn.texture == read.texture
    # Without its extra lite0 is not measured, and its figure is NaN.
    assert asdict(drawn.means()) == pytest.approx(asdict(read.means()), rel=0, abs=0, nan_ok=True)
    differences = drawn.against(read)
    if not perceptual.is_available():
        assert math.isnan(differences.pop("lite0").value)
    assert {one.value for one in differences.values()} == {0}


def test_different_holes_are_not_compared(sample):
    a = evaluate(plan_for(sample, Classical("ns")), "a", "square")
    cases = list_cases(sample.images, None)
    b = evaluate(Plan(cases, Classical("ns"), HoleSpec("square", 0)), "b", "square")
    with pytest.raises(CrfillError, match="same images and holes"):
        a.against(b)


def figures(evaluation) -> dict:
    report = evaluation if isinstance(evaluation, dict) else evaluation.to_dict()
    for one in (report, *report["per_image"]):
        del one["seconds"]
    return report


def test_several_processes_give_the_same_figures(sample, tiny_weights):
    cases = list_cases(sample.images, None)
    plan = Plan(cases, FromWeights(str(tiny_weights), "raw", "cpu"), HoleSpec("object", 2))
    alone, split = (evaluate(plan, "tiny", "object", jobs=jobs) for jobs in (1, 2))
    assert figures(split) == figures(alone)


def test_torchruns_processes_give_the_same_figures(sample):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "crfill_core.cli", "evaluate", "--images", str(sample.images)]
    command += ["--holes", "square", "--seed", "5", "--method", "telea", "--against", "ns"]
    environment = {**os.environ, "WORLD_SIZE": "2", "MASTER_ADDR": "127.0.0.1", "MASTER_PORT": str(port)}
    processes = [
        subprocess.Popen(command, env={**environment, "RANK": str(rank)}, stdout=subprocess.PIPE, text=True)
        for rank in (0, 1)
    ]
    first, second = (process.communicate(timeout=120)[0] for process in processes)
    assert [process.returncode for process in processes] == [0, 0]
    assert second == ""
    report = json.loads(first)
    assert report.pop("against")["method"] == "Navier–Stokes"
    assert report.pop("settings")["seed"] == 5
    plan = Plan(list_cases(sample.images, None), Classical("telea"), HoleSpec("square", 5))
    assert figures(report) == figures(json.loads(json.dumps(evaluate(plan, "Telea", "square").to_dict())))


def test_problems_are_sentences(sample, tmp_path):
    Image.fromarray(np.zeros((5, 5, 3), np.uint8)).save(tmp_path / "000.png")
    with pytest.raises(PhotoError, match="no result for 4 of 5 images"):
        evaluate(plan_for(sample, Results(tmp_path)), "other", "square")
    for name in sample.truth:
        Image.fromarray(np.zeros((20, 20, 3), np.uint8)).save(tmp_path / f"{name}.png")
    with pytest.raises(PhotoError, match="20 × 20 pixels but the image has 64 × 48"):
        evaluate(plan_for(sample, Results(tmp_path)), "other", "square")
    with pytest.raises(CrfillError, match="choose another folder with --save"):
        evaluate(plan_for(sample, Classical("ns"), save=sample.images), "NS", "square")


def test_problems_of_several_processes_are_the_same_sentences(sample, tmp_path):
    with pytest.raises(PhotoError, match="no result for 5 of 5 images"):
        evaluate(plan_for(sample, Results(tmp_path)), "other", "square", jobs=2)
    cases = list_cases(sample.images, None)
    with pytest.raises(CrfillError, match="nowhere"):
        holes = HoleSpec("object", 0, tmp_path / "nowhere")
        evaluate(Plan(cases, Classical("ns"), holes), "NS", "object", jobs=2)


def test_cancelling_stops_between_images(sample):
    progress = Progress(lambda fraction, what: progress.cancel() if what == "001" else None)
    with pytest.raises(Cancelled):
        evaluate(plan_for(sample, Classical("ns")), "NS", "square", progress=progress)


@pytest.mark.parametrize(("masks", "save"), [("masks", "."), ("holes", "holes")])
def test_saved_fills_do_not_replace_the_masks(sample, tmp_path, masks, save):
    shutil.copytree(sample.masks, tmp_path / masks)
    before = {path.name: path.read_bytes() for path in (tmp_path / masks).iterdir()}
    plan = Plan(
        list_cases(sample.images, tmp_path / masks), Classical("telea"), save=tmp_path / save, size=32
    )
    with pytest.raises(CrfillError, match="choose another folder with --save"):
        evaluate(plan, "Telea", "square")
    assert {path.name: path.read_bytes() for path in (tmp_path / masks).iterdir()} == before
