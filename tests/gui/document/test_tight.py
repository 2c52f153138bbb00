"""What smart select cuts out closely, widened so that no outline stays."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from crfill_core.files.resources import resource
from crfill_core.geometry import Box
from crfill_core.imaging.widen import widened
from crfill_gui.document.mask_tools.smart_select import smart_selection
from crfill_gui.document.selection import MaskPatch


def test_no_outline_of_the_bird_against_the_sky_stays() -> None:
    photo = cv2.imread(str(resource("samples") / "canyon-wren.jpg"))
    assert photo is not None
    photo = photo[300:1000, 1200:1900]
    area, found = smart_selection(photo, Box(106, 191, 630, 690))
    mask = np.zeros(photo.shape[:2], np.uint8)
    mask[area.slices] = found
    wide = MaskPatch(*widened(photo, mask)).apply(mask)
    sky = np.median(photo[:150].reshape(-1, 3), axis=0)
    unlike = np.abs(photo - sky).max(axis=2) > 40
    unlike[480:] = False  # the rock

    def stays(coverage: np.ndarray) -> int:
        return np.count_nonzero(unlike & (coverage < 255))

    assert stays(mask) > 500
    assert stays(wide) < 0.03 * stays(mask)
    assert np.count_nonzero(wide > 127) < 1.15 * np.count_nonzero(mask > 127)


@pytest.mark.parametrize("radius", [2.0, 6.0])
def test_a_brush_stroke_over_a_photo_is_not_widened(radius: float) -> None:
    """Painted with room, across whatever is there."""
    photo = cv2.imread(str(resource("samples") / "oakland-zoo-otters.jpg"))
    assert photo is not None
    photo = photo[600:1300, 900:1900]
    mask = np.zeros(photo.shape[:2], np.uint8)
    cv2.polylines(mask, [np.array([[120, 500], [400, 200], [820, 420]])], False, 255, round(20 * radius))
    mask = cv2.GaussianBlur(mask, (0, 0), radius)
    assert np.array_equal(MaskPatch(*widened(photo, mask)).apply(mask), mask)
