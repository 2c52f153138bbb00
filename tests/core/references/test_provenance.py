"""The references of a fill, looked up by points of the photo."""

import subprocess
import sys

import numpy as np
import pytest

from crfill_core.geometry import Box
from crfill_core.progress import Cancelled, Progress
from crfill_core.references.confidence import agreement
from crfill_core.references.provenance import References
from crfill_core.references.similarity import Feature, select
from crfill_core.references.sources import Sources

WINDOW = Box(1000, 500, 1400, 820)
HOLE = Box(1150, 600, 1220, 690)
AVOID = Box(1000, 500, 1060, 560)
FACTOR = 2.5  # photo pixels per network pixel: the network saw 160 × 128


def masks():
    write, hidden = np.zeros((2, WINDOW.height, WINDOW.width), bool)
    write[HOLE.relative_to(WINDOW).slices] = True
    hidden |= write
    hidden[AVOID.relative_to(WINDOW).slices] = True
    return {"write": write, "hidden": hidden}


def make(**extra) -> References:
    rng = np.random.default_rng(0)
    image = rng.random((128, 160, 3)).astype(np.float32)
    feature = rng.random((5, 32, 40)).astype(np.float32)
    return References.of(WINDOW, image, Feature(feature), **masks(), **extra)


@pytest.fixture(scope="module")
def references() -> References:
    return make()


@pytest.fixture(scope="module")
def assembled() -> References:
    shift = np.zeros((WINDOW.height, WINDOW.width, 2), np.int32)
    write = masks()["write"]
    shift[write] = (-90, 20)
    shift[:, 190:][write[:, 190:]] = (60, -10)
    return make(sources=Sources.of(WINDOW, shift, write))


def test_the_selection_is_that_of_the_window(references):
    found, feature = references.selection, np.random.default_rng(0)
    feature.random((128, 160, 3))
    feature = feature.random((5, 32, 40)).astype(np.float32)
    avoid = np.zeros((128, 160), bool)
    avoid[:24, :24] = True
    expected = select(feature, found.hole, avoid=avoid)
    assert (found.references == expected.references).mean() > 0.95  # half precision turns close calls
    np.testing.assert_allclose(found.similarity, expected.similarity, atol=1e-3)
    assert found.hole[40:76, 60:88].all() and found.hole.sum() == 36 * 28


def test_tiny_and_huge_features_are_kept():
    for factor in (1e-9, 1e9):
        rng = np.random.default_rng(0)
        image, feature = (
            rng.random((128, 160, 3)).astype(np.float32),
            rng.random((5, 32, 40)).astype(np.float32),
        )
        found = References.of(WINDOW, image, Feature(feature * np.float32(factor)), **masks()).selection
        np.testing.assert_allclose(found.similarity, make().selection.similarity, atol=1e-3)


def test_a_filled_pixel_refers_to_known_regions(references):
    hidden = masks()["hidden"]
    for x, y in [(1150, 600), (1219, 689), (1180, 640)]:
        links = references.at(x, y)
        assert [link.rank for link in links] == [0, 1, 2, 3, 4]
        assert all(links[i].weight >= links[i + 1].weight for i in range(4))
        for link in links:
            assert link.filled.contains(Box(x, y, x + 1, y + 1)) and WINDOW.contains(link.known)
            assert link.filled.size == link.known.size == (40, 40)
            assert not link.copied and 0 < link.similarity <= 1
            assert not hidden[link.known.relative_to(WINDOW).slices].any()


def test_outside_the_hole_and_the_window_there_are_none(references):
    assert references.at(1149, 600) == references.at(1180, 690) == []
    assert references.at(5, 5) == references.selected_by(5, 5) == references.selected_by(1180, 640) == []


def test_known_and_filled_regions_find_each_other(references):
    links = references.at(1180, 640)
    for link in links:
        x, y = (int(v) for v in link.known.center)
        back = [found for found in references.selected_by(x, y) if found.filled == link.filled]
        assert len(back) == 1 and back[0].rank <= link.rank
    everything = {
        (link.filled, link.known)
        for y in range(WINDOW.top, WINDOW.bottom, 20)
        for x in range(WINDOW.left, WINDOW.right, 20)
        for link in references.selected_by(x, y)
    }
    selection = references.selection
    assert {filled for filled, _ in everything} == {
        references.to_photo(selection.box(p)) for p in selection.missing
    }


def test_copied_pixels_have_a_true_source(assembled):
    (link,) = assembled.at(1160, 650)
    assert link.copied and link.similarity is None and link.shift == (-90, 20)
    assert link.filled.contains(Box(1160, 650, 1161, 651))
    assert assembled.at(1200, 650)[0].shift == (60, -10)
    assert [found.shift for found in assembled.selected_by(1160 - 90, 650 + 20)] == [(-90, 20)]
    assert assembled.selected_by(1010, 810) == []
    assert len(assembled.references_at(1160, 650)) == 5 and not assembled.references_at(1160, 650)[0].copied


def test_the_colours_link_regions_to_where_they_lean(references, assembled):
    colours, shifts = assembled.colours(), assembled.shifts()
    assert colours.shape == (128, 160, 3) and (colours[~assembled.hole] == 0).all()
    assert (shifts[50, 70] == (-90, 20)).all() and (shifts[50, 80] == (60, -10)).all()
    assert len(np.unique(colours[assembled.hole], axis=0)) == 2
    point = references.at(1150 + 10, 600 + 10)[0]
    np.testing.assert_allclose(references.shifts()[44, 64], point.shift, atol=1)
    assert references.colours()[references.hole].any(axis=1).all()


def test_vetoes_bar_what_was_shown(references, assembled):
    link = references.at(1180, 640)[0]
    region = references.veto_region(link)
    assert region.contains(link.known) and WINDOW.contains(region) and region.width > link.known.width
    copied = assembled.at(1160, 650)[0]
    assert assembled.veto_region(copied).contains(copied.known)

    arguments = masks()
    arguments["hidden"][region.relative_to(WINDOW).slices] = True
    rng = np.random.default_rng(0)
    image, feature = rng.random((128, 160, 3)).astype(np.float32), rng.random((5, 32, 40)).astype(np.float32)
    refilled = References.of(WINDOW, image, Feature(feature), **arguments)
    boxes = refilled.selection.boxes(refilled.selection.references).reshape(-1, 4)
    assert not any(refilled.to_photo(Box(*box)).overlaps(region) for box in boxes)


def test_confidence_counts_the_mirrored_input(references):
    other = make()
    alone = other.confidence
    feature = np.random.default_rng(9).random((5, 32, 40)).astype(np.float32)
    other.add_mirrored(Feature(feature))
    assert alone.agreement is None
    mirrored = select(
        (feature / feature.max()).astype(np.float16), other.hole, avoid=other.masks.hidden & ~other.hole
    )
    assert (other.confidence.agreement == agreement(other.selection, mirrored)).all()
    shown = other.confidence_map()
    assert (np.isnan(shown) == ~other.hole).all() and np.nanmax(shown) <= 1
    with pytest.raises(ValueError, match="feature must be"):
        other.add_mirrored(Feature(feature[:, 1:]))
        _ = other.confidence


def test_the_jigsaw_at_both_scales(references):
    small = references.jigsaw()
    assert (small[~references.hole] == references.image[~references.hole]).all()
    photo = np.random.default_rng(1).random((WINDOW.height, WINDOW.width, 3)).astype(np.float32)
    write = masks()["write"]
    large = references.jigsaw(photo, write)
    assert (large[~write] == photo[~write]).all() and (large[write] != photo[write]).any(axis=1).all()


def test_preparing_can_be_cancelled_and_done_once():
    references = make()
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        references.prepare(progress)
    assert not references.ready
    assert references.prepare() is references.selection and references.ready


def test_the_module_needs_no_torch():
    code = "import sys, crfill_core.references.provenance; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
