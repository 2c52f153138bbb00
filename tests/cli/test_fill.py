"""`crfill fill PHOTO` with a real, if untrained, network."""

from __future__ import annotations

import io
import json
import sys

import numpy as np
import pytest
from PIL import Image, ImageCms

from crfill_core.geometry import Box
from crfill_core.imaging.photo import Photo
from crfill_core.imaging.read import read_photo
from crfill_core.imaging.write import write_photo
from crfill_core.inference.inpainter import Inpainter
from crfill_core.inference.request import FillOptions, FillRequest
from crfill_core.weights.load import load_structure, load_weights

REPORT_KEYS = {
    *("output", "size", "seconds", "device", "weights", "weights_sha256", "structure", "structure_sha256"),
    *("mode", "widen", "holes", "notes"),
}
HOLE_KEYS = {"box", "window", "scale", "mode", "seconds"}


@pytest.fixture
def fill(crfill, photo, mask, small_weights, tmp_path):
    """Fills a photo (the standing one by default) into out.png (by default) and gives the outcome."""

    def run(*extra: object, source=photo, output="out.png"):
        options = ("--mask", mask, "-o", tmp_path / output, "--weights", small_weights, "--device", "cpu")
        return crfill("fill", source, *options, "--mode", "network", *extra)

    return run


def hole_of(mask) -> np.ndarray:
    return np.array(Image.open(mask)) > 0


def test_changes_the_hole_and_nothing_else(fill, photo, mask, tmp_path):
    outcome = fill()
    assert (outcome.status, outcome.err) == (0, "")
    before, after = np.array(Image.open(photo)), np.array(Image.open(tmp_path / "out.png"))
    hole = hole_of(mask)
    assert (after[~hole] == before[~hole]).all()
    assert (after[hole] != before[hole]).any(axis=-1).mean() > 0.5


@pytest.mark.parametrize("coarse", ["auto", "half"])
def test_gives_what_the_inpainter_gives(fill, photo, mask, small_weights, tmp_path, coarse):
    fill("--coarse", coarse)
    source = read_photo(photo)
    coverage = hole_of(mask).astype(np.uint8) * 255
    request = FillRequest(source, coverage, FillOptions(mode="network", coarse=coarse))
    expected = Inpainter(load_weights(small_weights), "cpu").fill(request).apply(source)
    assert (read_photo(tmp_path / "out.png").pixels == expected.pixels).all()


def test_a_16_bit_tiff_keeps_its_depth_and_profile(fill, mask, tmp_path):
    icc = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    pixels = np.random.default_rng(1).integers(0, 65536, (64, 96, 3)).astype(np.uint16)
    source = write_photo(Photo(pixels, icc=icc), tmp_path / "deep.tif")
    assert fill(source=source, output="out.tif").status == 0
    filled = read_photo(tmp_path / "out.tif")
    assert filled.pixels.dtype == np.uint16
    assert filled.icc == icc
    hole = hole_of(mask)
    assert (filled.pixels[~hole] == pixels[~hole]).all()
    assert (filled.pixels[hole] != pixels[hole]).any()


def test_json_names_the_structure_network_where_it_guides_the_fill(fill):
    report = json.loads(fill("--json", "--mode", "assembly").out)
    bundled = load_structure()
    assert (report["structure"], report["structure_sha256"]) == (bundled.name, bundled.sha256)


def test_json_is_one_object_with_all_there_is_to_know(fill, small_weights, tmp_path):
    outcome = fill("--json")
    report = json.loads(outcome.out)
    assert outcome.err == ""
    assert set(report) == REPORT_KEYS
    assert report["output"] == str(tmp_path / "out.png")
    assert (report["size"], report["mode"], report["weights"]) == ([96, 64], "network", "small")
    assert report["weights_sha256"] == load_weights(small_weights).sha256
    assert report["structure"] is None and report["structure_sha256"] is None
    (hole,) = report["holes"]
    assert set(hole) == HOLE_KEYS
    left, top, right, bottom = hole["box"]
    assert left <= 30 and top <= 20 and right >= 54 and bottom >= 40
    assert hole["mode"] == "network" and hole["scale"] > 0


def test_says_in_a_line_what_was_done(fill, tmp_path):
    outcome = fill()
    assert outcome.out.startswith(f"{tmp_path / 'out.png'}: 1 hole filled in ")
    assert outcome.out.count("\n") == 1


def test_says_what_the_format_of_the_result_costs(fill):
    assert "crfill: note:" in fill(output="out.jpg").err


def test_an_avoid_mask_is_obeyed(fill, photo, tmp_path, make_mask):
    """Avoided pixels are hidden from the network, so what they show cannot matter."""
    avoid = make_mask(tmp_path / "avoid.png", hole=Box(60, 0, 96, 64))
    fill("--avoid", avoid)
    first = np.array(Image.open(tmp_path / "out.png"))
    changed = np.array(Image.open(photo))
    changed[:, 60:] = 255 - changed[:, 60:]
    Image.fromarray(changed).save(tmp_path / "changed.png")
    fill("--avoid", avoid, source=tmp_path / "changed.png")
    second = np.array(Image.open(tmp_path / "out.png"))
    assert (first[:, :60] == second[:, :60]).all()


def test_progress_is_shown_on_a_terminal_only(fill, monkeypatch):
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    fill()
    shown = terminal.getvalue()
    assert "100%" in shown
    assert shown.endswith("\r\x1b[K")


@pytest.mark.parametrize("deep", [False, True])
def test_a_transparent_border_becomes_visible(fill, small_weights, crfill, tmp_path, deep):
    """A stitched panorama: nothing at the top, and that is what is masked."""
    dtype = np.uint16 if deep else np.uint8
    highest = np.iinfo(dtype).max
    pixels = np.random.default_rng(2).integers(highest // 4, highest // 2, (64, 96, 3)).astype(dtype)
    alpha = np.full((64, 96), highest, dtype)
    alpha[:12] = 0
    source = write_photo(Photo(pixels, alpha), tmp_path / "panorama.tif")
    border = np.zeros((64, 96), np.uint8)
    border[:12] = 255
    soft = border.copy()
    soft[12:16] = 100
    for name, coverage in (("border", border), ("soft", soft)):
        from crfill_core.imaging.mask import write_mask

        mask = write_mask(coverage, tmp_path / f"{name}.png")
        output = tmp_path / f"{name}.tif"
        command = (
            "fill",
            source,
            "--mask",
            mask,
            "-o",
            output,
            "--weights",
            small_weights,
            "--device",
            "cpu",
        )
        assert crfill(*command, "--mode", "network").status == 0
        filled = read_photo(output)
        assert (filled.alpha == highest).all()
        assert (filled.pixels[16:] == pixels[16:]).all()
    partly = alpha.copy()
    partly[:] = highest // 2
    write_photo(Photo(pixels, partly), source)
    assert crfill(*command, "--mode", "network").status == 0
    seen = read_photo(output).alpha
    assert (seen[:12] == highest).all() and (seen[16:] == highest // 2).all()
    assert np.abs(seen[12:16] / highest - (0.5 + 0.5 * 100 / 255)).max() < 0.01
