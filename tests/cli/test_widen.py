"""Masks that follow a thing closely: widened on the command line by default."""

from __future__ import annotations

import json

import cv2
import numpy as np
import pytest
from PIL import Image


@pytest.fixture
def close(tmp_path):
    """A photo with a dark disc whose edge is soft, and a mask of the disc without its edge: two paths, and the share."""
    disc = np.zeros((160, 200), np.uint8)
    cv2.circle(disc, (100, 80), 40, 255, -1)
    share = cv2.GaussianBlur(disc.astype(np.float32) / 255, (0, 0), 1.3)[:, :, None]
    pixels = np.rint(np.array([190, 170, 150]) * (1 - share) + 30 * share).astype(np.uint8)
    for name, array in (("photo.png", pixels), ("mask.png", disc)):
        Image.fromarray(array).save(tmp_path / name)
    return tmp_path / "photo.png", tmp_path / "mask.png", share[:, :, 0]


def test_the_rim_is_filled_too(crfill, painter, close, tmp_path):
    photo, mask, share = close
    arguments = ("fill", photo, "--mask", mask, "--json", "-o")
    wide, plain = tmp_path / "wide.png", tmp_path / "plain.png"
    report = json.loads(crfill(*arguments, wide).out)
    assert report["widen"] is True
    assert json.loads(crfill(*arguments, plain, "--no-widen").out)["widen"] is False
    painted = (np.array(Image.open(wide)) == painter.value).all(axis=2)
    hole = np.array(Image.open(mask)) > 0
    assert painted[hole].all() and not share[~painted].max() > 0.05
    assert not painted[share == 0].any()
    assert np.array_equal((np.array(Image.open(plain)) == painter.value).all(axis=2), hole)


def test_a_batch_is_done_again_when_the_choice_changes(crfill, painter, close, tmp_path):
    photo, mask, _ = close
    photos, out = tmp_path / "photos", tmp_path / "out"
    photos.mkdir()
    photo.rename(photos / "photo.png")
    arguments = ("fill", photos, "--mask", mask, "-o", out)
    for choice, fills in ((), 1), ((), 1), (("--no-widen",), 2), (("--no-widen",), 2):
        assert crfill(*arguments, *choice).status == 0
        assert painter.fills == fills
    painted = (np.array(Image.open(out / "photo.png")) == painter.value).all(axis=2)
    assert np.array_equal(painted, np.array(Image.open(mask)) > 0)


def test_a_part_that_the_mask_leaves_out_is_not_guessed(crfill, painter, close, tmp_path):
    photo, mask, _ = close
    half = np.array(Image.open(mask))
    half[:, :94] = 0
    Image.fromarray(half).save(mask)
    assert crfill("fill", photo, "--mask", mask, "-o", tmp_path / "out.png").status == 0
    painted = (np.array(Image.open(tmp_path / "out.png")) == painter.value).all(axis=2)
    assert painted[half > 0].all() and not painted[:, :85].any()
