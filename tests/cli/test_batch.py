"""`crfill fill DIR`: with a stand-in for the network, since this is about files."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from crfill_core.files.process import ProcessId
from crfill_core.geometry import Box
from crfill_core.inference.request import FillOptions
from crfill_core.jobs.batch import MaskSource, list_photos, output_names
from crfill_core.jobs.claims import Claims
from crfill_core.jobs.record import RECORD, Record
from crfill_core.references.lines import Line, LineSteering
from crfill_core.weights import catalog


@pytest.fixture
def batch(tmp_path, make_photo, make_mask, small_weights, painter, crfill):
    """Three photos with masks, and a function that runs the batch on them."""
    photos, masks, out = (tmp_path / name for name in ("photos", "masks", "out"))
    photos.mkdir()
    masks.mkdir()
    for seed, name in enumerate(("a.png", "b.png", "c.png")):
        make_photo(photos / name, seed=seed)
        make_mask(masks / name)

    def run(*extra: object):
        return crfill(
            "fill", photos, "--mask", masks, "-o", out, "--weights", small_weights, "--workers", 1, *extra
        )

    run.photos, run.masks, run.out, run.painter = photos, masks, out, painter
    return run


def pixels(path):
    return np.array(Image.open(path))


def names(paths):
    return [path.split("/")[-1] for path in paths]


def test_fills_every_photo(batch):
    outcome = batch()
    assert (outcome.status, outcome.err.count("error")) == (0, 0)
    for name in ("a.png", "b.png", "c.png"):
        mask = pixels(batch.masks / name) > 0
        assert (pixels(batch.out / name)[mask] == 7).all()
        assert (pixels(batch.out / name)[~mask] == pixels(batch.photos / name)[~mask]).all()


def test_one_mask_may_serve_all(batch, crfill, small_weights):
    outcome = crfill(
        *("fill", batch.photos, "--mask", batch.masks / "a.png", "-o", batch.out, "--weights", small_weights),
        *("--workers", 1),
    )
    assert outcome.status == 0
    assert batch.painter.fills == 3


def test_the_mask_for_all_may_lie_among_the_photos(batch, crfill, make_mask, small_weights):
    mask, avoid = (
        make_mask(batch.photos / "hole.png"),
        make_mask(batch.photos / "stay.png", hole=Box(0, 0, 8, 8)),
    )
    outcome = crfill(
        *(
            "fill",
            batch.photos,
            "--mask",
            mask,
            "--avoid",
            avoid,
            "-o",
            batch.out,
            "--weights",
            small_weights,
        ),
        *("--workers", 1),
    )
    assert (outcome.status, batch.painter.fills) == (0, 3)
    assert {path.name for path in batch.out.glob("*.png")} == {"a.png", "b.png", "c.png"}


def test_another_structure_network_fills_again(batch, monkeypatch, tmp_path):
    folder = tmp_path / "weights"
    folder.mkdir()
    network = shutil.copy(catalog.find(catalog.STRUCTURE).path, folder / f"{catalog.STRUCTURE}.safetensors")
    monkeypatch.setattr(catalog, "bundled_folder", lambda: folder)
    for fills in (3, 3):
        assert batch().status == 0 and batch.painter.fills == fills
    os.utime(network, (1, 1))
    assert batch().status == 0 and batch.painter.fills == 6


def test_skips_bad_photos_and_lists_them_at_the_end(batch):
    (batch.photos / "a.png").write_text("no photo")
    (batch.masks / "b.png").unlink()
    outcome = batch()
    assert outcome.status == 2
    lines = [line for line in outcome.err.splitlines() if line.startswith("crfill: error:")]
    assert len(lines) == 2
    assert any("a.png" in line for line in lines) and any("b.png has no mask" in line for line in lines)
    assert sorted(path.name for path in batch.out.iterdir()) == ["c.png", RECORD]


def test_json_tells_done_skipped_and_failed(batch):
    batch()
    (batch.photos / "a.png").write_bytes(b"")
    (batch.photos / "b.png").touch()
    os.utime(batch.photos / "b.png", (1, 1))
    report = json.loads(batch("--json").out)
    assert names(entry["output"] for entry in report["done"]) == ["b.png"]
    assert names(report["skipped"]) == ["c.png"]
    assert names(entry["photo"] for entry in report["failed"]) == ["a.png"]


def test_a_fault_of_ours_costs_one_photo_and_is_status_1(batch, monkeypatch):
    fill = batch.painter.fill

    def trip(request, progress):
        if batch.painter.fills == 1:
            batch.painter.fills += 1
            raise ZeroDivisionError
        return fill(request, progress)

    monkeypatch.setattr(batch.painter, "fill", trip)
    outcome = batch()
    assert outcome.status == 1
    assert "b.png: internal error: ZeroDivisionError" in outcome.err
    assert (batch.out / "c.png").exists() and not (batch.out / "b.png").exists()


def test_resumes_where_it_stopped(batch, monkeypatch):
    fill = batch.painter.fill

    def interrupted(request, progress):
        if batch.painter.fills == 1:
            raise KeyboardInterrupt
        return fill(request, progress)

    monkeypatch.setattr(batch.painter, "fill", interrupted)
    assert batch().status == 130
    assert sorted(path.name for path in batch.out.iterdir()) == ["a.png", RECORD]
    monkeypatch.setattr(batch.painter, "fill", fill)
    assert batch().status == 0
    assert batch.painter.fills == 3
    assert batch().status == 0
    assert batch.painter.fills == 3


def test_fills_again_what_has_changed(batch, make_mask):
    batch()
    make_mask(batch.masks / "b.png")
    os.utime(batch.masks / "b.png", (2, 2))
    (batch.out / "c.png").unlink()
    assert batch().status == 0
    assert batch.painter.fills == 5
    batch("--detail", "0.5")
    assert batch.painter.fills == 8


def test_lines_are_for_every_photo_and_others_are_another_result(batch):
    lines = ("--line", "20,30,60,31", "--line=-4,8,40,9,60,30")
    assert batch(*lines).status == 0
    expected = LineSteering.of([Line.of((20, 30, 60, 31)), Line.of((-4, 8, 40, 9, 60, 30))])
    assert batch.painter.lines == [expected] * 3
    batch(*lines)
    assert batch.painter.fills == 3
    batch("--line", "20,30,60,32")
    batch()
    assert batch.painter.fills == 9


def test_a_strangers_file_in_the_output_folder_is_not_replaced(batch):
    batch.out.mkdir()
    (batch.out / "b.png").write_text("a letter")
    outcome = batch()
    assert outcome.status == 2
    assert (batch.out / "b.png").read_text() == "a letter"
    assert "b.png already exists" in outcome.err
    assert (batch.out / "c.png").exists()


@pytest.mark.parametrize("place", ["photos", "masks"])
def test_results_never_go_among_the_originals(batch, crfill, small_weights, place):
    folder = getattr(batch, place)
    before = sorted(folder.iterdir())
    outcome = crfill("fill", batch.photos, "--mask", batch.masks, "-o", folder, "--weights", small_weights)
    assert outcome.status == 2
    assert sorted(folder.iterdir()) == before


@pytest.mark.parametrize("content", ["{", "[1]", "3", '{"a.png": 1}'])
def test_a_damaged_record_is_said(batch, content):
    batch.out.mkdir()
    (batch.out / RECORD).write_text(content)
    outcome = batch()
    assert outcome.status == 2
    assert RECORD in outcome.err
    assert batch.painter.fills == 0


def test_masks_beside_their_photos_are_no_photos(tmp_path):
    for name in ("a.jpg", "a-mask.png", "b.jpg", "b_mask.png", "face-mask.jpg", "notes.txt", ".hidden.jpg"):
        (tmp_path / name).touch()
    assert [path.name for path in list_photos(tmp_path)] == ["a.jpg", "b.jpg", "face-mask.jpg"]
    assert MaskSource(tmp_path).mask_for(tmp_path / "a.jpg") == tmp_path / "a-mask.png"
    assert MaskSource(tmp_path).mask_for(tmp_path / "b.jpg") == tmp_path / "b_mask.png"
    assert MaskSource(tmp_path).mask_for(tmp_path / "face-mask.jpg") is None


def test_result_names_can_be_written_and_never_meet(tmp_path):
    photos = [tmp_path / name for name in ("a.jpg", "b.NEF", "c.heic", "d.gif", "d.png", "e.nef", "e.dng")]
    expected = ["a.jpg", "b.tif", "c.jpg", "d.gif.png", "d.png", "e.tif", "e.dng.tif"]
    assert output_names(photos) == expected


@pytest.mark.parametrize(
    ("photo", "mask"),
    [("A.JPG", "A.PNG"), ("A.JPG", "a.Png"), ("Straße.jpg", "STRASSE_mask.TIF"), ("b.jpg", "B-Mask.png")],
)
def test_upper_and_lower_case_do_not_matter_to_masks(tmp_path, photo, mask):
    folder = tmp_path / "masks"
    folder.mkdir()
    (folder / mask).touch()
    assert MaskSource(folder).mask_for(tmp_path / photo) == folder / mask


def test_the_mask_of_the_very_name_comes_first(tmp_path):
    folder = tmp_path / "masks"
    folder.mkdir()
    for name in ("a.PNG", "A.jpg", "A.png", "A-mask.png"):
        (folder / name).touch()
    assert MaskSource(folder).mask_for(tmp_path / "A.PNG") == folder / "A.png"
    assert MaskSource(folder).mask_for(tmp_path / "a.tif") == folder / "a.PNG"


def test_the_jpeg_of_a_raw_file_is_no_mask(tmp_path):
    for name in ("A.JPG", "A.NEF", "B.JPG", "B-MASK.PNG"):
        (tmp_path / name).touch()
    assert [path.name for path in list_photos(tmp_path)] == ["A.JPG", "A.NEF", "B.JPG"]
    assert MaskSource(tmp_path).mask_for(tmp_path / "A.NEF") is None
    assert MaskSource(tmp_path).mask_for(tmp_path / "B.JPG") == tmp_path / "B-MASK.PNG"


def test_names_that_meet_where_case_does_not_count_are_kept_apart(tmp_path):
    assert output_names([tmp_path / name for name in ("A.NEF", "a.tif")]) == ["A.NEF.tif", "a.tif"]


def test_no_two_results_have_the_same_name(tmp_path):
    names = ("a.cr2", "a.tif", "a.cr2.tif", "B.jpg", "b.jpg")
    expected = ["a.cr2-2.tif", "a.tif", "a.cr2.tif", "B.jpg", "b-2.jpg"]
    assert output_names([tmp_path / name for name in names]) == expected


def test_a_program_that_is_killed_while_saving_knows_its_result_again(batch):
    dead_process_in(batch.out).begin("a.png")
    (batch.out / "a.png").write_bytes(b"half a result")
    outcome = batch()
    assert (outcome.status, batch.painter.fills) == (0, 3)
    assert sorted(path.name for path in batch.out.iterdir()) == ["a.png", "b.png", "c.png", RECORD]


def test_what_a_killed_program_had_not_begun_is_a_strangers(batch):
    dead_process_in(batch.out)
    (batch.out / "a.png").write_text("a letter")
    outcome = batch()
    assert (outcome.status, batch.painter.fills) == (2, 2)
    assert (batch.out / "a.png").read_text() == "a letter" and "a.png already exists" in outcome.err


def dead_process_in(output):
    """The part that a process took which was killed after it had claimed a.png."""
    output.mkdir()
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    process = replace(ProcessId.here(), number=ended.pid)
    claims = Claims(output, Record(output / RECORD), process=process)
    assert claims.take("a.png", "made from this") == "ours"
    return claims


def test_a_photo_that_fails_leaves_no_claim_to_its_name(batch):
    (batch.photos / "a.png").write_text("no photo")
    batch()
    assert set(json.loads((batch.out / RECORD).read_text())) == {"b.png", "c.png"}


def test_results_of_earlier_versions_count_as_done():
    """What a result was made from is recorded as a hash of this text, with which earlier versions began."""
    text = "(FillOptions(mode='auto', detail=1.0, scale=1.0, mirrored=False, candidate_set=0, window=None, "
    text += "coarse='auto'), LineSteering(drawn=(), deleted=()), True)"
    assert repr((FillOptions(), LineSteering(), True)) == text
