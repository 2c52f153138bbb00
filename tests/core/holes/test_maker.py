"""Drawn holes repeat by name and seed, have their kind's shape and can be anywhere."""

import cv2
import numpy as np
import pytest

from crfill_core.cli.evaluate import KINDS
from crfill_core.errors import CrfillError
from crfill_core.geometry import Size
from crfill_core.holes.maker import HoleMaker, HoleSpec
from crfill_core.holes.shapes import HOLE_KINDS

SIZE = Size(96, 64)


def test_the_command_line_offers_all_kinds():
    assert KINDS == HOLE_KINDS


@pytest.mark.parametrize("kind", HOLE_KINDS)
def test_holes_repeat_by_seed_and_name(kind):
    holes = [HoleMaker(HoleSpec(kind, 7)).hole(name, SIZE) for name in ("a", "b")]
    again = HoleMaker(HoleSpec(kind, 7))
    assert (again.hole("b", SIZE) == holes[1]).all()  # whatever was drawn before
    assert (again.hole("a", SIZE) == holes[0]).all()
    assert (holes[0] != holes[1]).any()
    assert (HoleMaker(HoleSpec(kind, 8)).hole("a", SIZE) != holes[0]).any()


@pytest.mark.parametrize("kind", HOLE_KINDS)
def test_holes_are_of_a_sensible_size(kind):
    maker = HoleMaker(HoleSpec(kind, 1))
    for number in range(30):
        hole = maker.hole(str(number), SIZE)
        assert hole.shape == (64, 96) and hole.dtype == bool
        assert 0.01 * 64 * 64 <= hole.sum() <= 0.6 * 64 * 64


def test_squares_are_half_the_short_side_and_lie_anywhere():
    maker = HoleMaker(HoleSpec("square", 3))
    corners = []
    for number in range(40):
        ys, xs = np.nonzero(maker.hole(str(number), SIZE))
        assert np.ptp(xs) == np.ptp(ys) == 31 and len(xs) == 32 * 32
        corners.append((xs.min(), ys.min()))
    left, top = np.array(corners).T
    assert left.min() < 16 and left.max() > 48 and top.min() < 8 and top.max() > 24


def test_object_holes_come_from_the_given_silhouettes(tmp_path):
    frame = np.zeros((40, 40), np.uint8)
    cv2.rectangle(frame, (2, 2), (37, 37), 255, 6)  # a ring: nothing that is generated has a hole in it
    cv2.imwrite(str(tmp_path / "ring.png"), frame)
    maker = HoleMaker(HoleSpec("object", 0, tmp_path))
    rings = 0
    for number in range(20):
        hole = maker.hole(str(number), Size(96, 96)).astype(np.uint8)
        _, hierarchy = cv2.findContours(hole, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
        rings += bool((hierarchy[0][:, 3] >= 0).any())
    assert rings > 5


def test_an_image_too_small_for_any_hole_is_said():
    class Never(HoleMaker):
        def _draw(self, side, generator):
            return np.zeros((side, side), bool)

    with pytest.raises(CrfillError, match="No square hole fits into tiny"):
        Never(HoleSpec("square", 0)).hole("tiny", SIZE)


def test_another_kind_is_refused():
    with pytest.raises(ValueError, match="square, irregular, object"):
        HoleSpec("circle", 1)


def test_images_whose_names_are_no_text_get_holes_too():
    name = b"caf\xe9.jpg".decode("utf-8", "surrogateescape")
    maker = HoleMaker(HoleSpec("square", 1))
    assert (maker.hole(name, SIZE) == maker.hole(name, SIZE)).all()
    assert (maker.hole(name, SIZE) != maker.hole("caf.jpg", SIZE)).any()


def test_silhouettes_with_nothing_bright_are_left_out(tmp_path):
    """Masks of 0 and 1 have no pixel above 127, so they are no silhouettes, and shapes are generated."""
    cv2.imwrite(str(tmp_path / "dark.png"), np.eye(40, dtype=np.uint8))
    given, generated = (HoleMaker(HoleSpec("object", 0, path)) for path in (tmp_path, None))
    assert (given.hole("a", SIZE) == generated.hole("a", SIZE)).all()
