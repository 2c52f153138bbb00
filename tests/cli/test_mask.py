"""``crfill mask``: a mask of dust and scratches, and what keeps it from being written."""

from __future__ import annotations

import json

import cv2
import numpy as np
import pytest
from PIL import Image


@pytest.fixture
def dusty(tmp_path):
    """A grey wall with grain, three white specks on it; its path and the truth (H, W) bool."""
    pixels = np.random.default_rng(1).normal(120, 4, (120, 160, 3))
    truth = np.zeros((120, 160), np.uint8)
    for place in (30, 30), (90, 60), (130, 100):
        cv2.circle(truth, place, 2, 1, -1)
    pixels[truth > 0] = 235
    path = tmp_path / "scan.png"
    Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8)).save(path)
    return path, truth > 0


def test_specks_are_masked_and_counted(crfill, dusty, tmp_path):
    photo, truth = dusty
    outcome = crfill("mask", photo, "--dust", "-o", tmp_path / "mask.png", "--json")
    report = json.loads(outcome.out)
    mask = np.array(Image.open(tmp_path / "mask.png"))
    assert outcome.status == 0 and report["defects"] == 3 and report["sensitivity"] == 50
    assert mask.shape == truth.shape and set(np.unique(mask)) == {0, 255}
    assert mask[truth].all() and report["masked"] == pytest.approx((mask > 0).mean())
    assert not mask[cv2.dilate(truth.astype(np.uint8), np.ones((7, 7), np.uint8)) == 0].any()


def test_the_mask_can_be_filled(crfill, painter, dusty, tmp_path):
    photo, truth = dusty
    assert "3 defects masked" in crfill("mask", photo, "--dust", "-o", tmp_path / "mask.png").out
    filled = tmp_path / "filled.png"
    assert crfill("fill", photo, "--mask", tmp_path / "mask.png", "-o", filled).status == 0
    assert (np.array(Image.open(filled))[truth] == painter.value).all()


def test_a_clean_photo_gives_an_empty_mask(crfill, photo, tmp_path):
    outcome = crfill("mask", photo, "--dust", "--sensitivity", 0, "-o", tmp_path / "mask.png")
    assert outcome.status == 0 and "no defects" in outcome.out
    assert not np.array(Image.open(tmp_path / "mask.png")).any()


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("--dust", "--sensitivity", "101"), "'101' is not a number from 0 to 100"),
        (("--dust", "--sensitivity", "nan"), "'nan' is not a number from 0 to 100"),
        ((), "--dust"),
        (("--dust", "-o", "mask.jpg"), "mask.jpg"),
        (("--dust", "-o", "missing/mask.png"), "missing"),
        (("--dust", "-o", "photo.png"), "over the input"),
        (("--dust", "-o", "folder.png"), "is a folder"),
    ],
)
def test_what_cannot_be_done_is_said(crfill, photo, tmp_path, monkeypatch, arguments, named):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder.png").mkdir()
    before, files = photo.read_bytes(), sorted(tmp_path.iterdir())
    output = () if "-o" in arguments else ("-o", "mask.png")
    outcome = crfill("mask", "photo.png", *arguments, *output)
    assert outcome.status == 2 and not outcome.out
    assert outcome.err.startswith("crfill: error: ") and named in outcome.err and outcome.err.count("\n") == 1
    assert sorted(tmp_path.iterdir()) == files and photo.read_bytes() == before


@pytest.mark.parametrize("name", ["missing.png", "folder", "text.png"])
def test_what_is_no_photo_is_named(crfill, tmp_path, name):
    (tmp_path / "folder").mkdir()
    (tmp_path / "text.png").write_text("no photo")
    outcome = crfill("mask", tmp_path / name, "--dust", "-o", tmp_path / "mask.png")
    assert outcome.status == 2 and name in outcome.err and "Traceback" not in outcome.err
    assert not (tmp_path / "mask.png").exists()
