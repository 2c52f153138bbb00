"""Trying radii out leaves one step or none."""

from __future__ import annotations

import numpy as np
import pytest

from crfill_core.geometry import Box
from crfill_core.imaging.photo import Photo
from crfill_gui.document.document import Document
from crfill_gui.document.mask_adjustment import MaskAdjustment
from crfill_gui.document.mask_operations import grown, shrunk


@pytest.fixture
def document() -> Document:
    document = Document(Photo(np.zeros((120, 160, 3), np.uint8)))
    mask = np.zeros((120, 160), np.uint8)
    mask[Box(60, 40, 100, 80).slices] = 255
    document.set_mask(mask, "Rectangle")
    return document


def labels(document: Document) -> list[str]:
    return [step.label for step in document.history.done()]


def test_every_radius_starts_from_the_mask_as_it_was_and_one_step_remains(document):
    base = document.coverage.copy()
    adjustment = MaskAdjustment(document, grown, "Grow")
    for radius in (3, 12, 7):
        adjustment.set(radius)
        assert np.array_equal(document.coverage, grown(base, radius).apply(base))
    adjustment.accept()
    assert labels(document) == ["Rectangle", "Grow"] and not adjustment.cancel()
    document.undo()
    assert np.array_equal(document.coverage, base)


@pytest.mark.parametrize(
    "end", [lambda adjustment: adjustment.set(0), lambda adjustment: adjustment.cancel()]
)
def test_given_up_the_mask_is_as_it_was(document, end):
    base = document.coverage.copy()
    adjustment = MaskAdjustment(document, shrunk, "Shrink")
    adjustment.set(5)
    assert not np.array_equal(document.coverage, base)
    end(adjustment)
    assert np.array_equal(document.coverage, base) and labels(document) == ["Rectangle"]


def test_a_radius_that_changes_nothing_takes_nothing_back(document):
    document.set_mask(np.full((120, 160), 255, np.uint8), "All")
    adjustment = MaskAdjustment(document, grown, "Grow")
    adjustment.set(5)
    assert not adjustment.cancel() and labels(document) == ["Rectangle", "All"]


def test_what_was_done_in_between_stays(document):
    adjustment = MaskAdjustment(document, grown, "Grow")
    adjustment.set(5)
    document.invert_mask()
    adjustment.set(2)
    adjustment.cancel()
    assert labels(document) == ["Rectangle", "Grow", "Invert mask"]


def test_after_an_undo_by_hand_nothing_more_is_taken_back(document):
    adjustment = MaskAdjustment(document, grown, "Grow")
    adjustment.set(5)
    document.undo()
    assert not adjustment.cancel() and labels(document) == ["Rectangle"]
