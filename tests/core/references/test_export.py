"""The exported files: complete, true to the selection, readable by anything."""

import json

import numpy as np
import pytest
from PIL import Image

from crfill_core.errors import FileError
from crfill_core.geometry import Box
from crfill_core.imaging.photo import Photo
from crfill_core.imaging.read import read_photo
from crfill_core.progress import Cancelled, Progress
from crfill_core.references.export import FILES, Explained, export, jigsaw_photo, matches
from crfill_core.references.provenance import References
from crfill_core.references.similarity import Feature
from crfill_core.references.sources import Sources
from tests.core.references.scenes import HOLE, SHIFT, WINDOW, explained


@pytest.mark.parametrize("copied", [False, True])
def test_every_file_is_written_and_opens(tmp_path, copied):
    scene = explained(copied=copied)
    assert export(scene, tmp_path) == [tmp_path / name for name in FILES]
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(FILES)
    for name in FILES:
        if name.endswith(".png"):
            Image.open(tmp_path / name).load()
    saved = json.loads((tmp_path / "matches.json").read_text(encoding="utf-8"))
    assert saved == json.loads(json.dumps(matches(scene)))


def test_matches_say_what_was_selected():
    scene = explained()
    found, one = matches(scene), scene.references[0]
    assert (found["format"], found["version"], found["photo"]) == ("crfill-matches", 1, None)
    assert found["size"] == [240, 160] and found["weights"] == "stripes"
    (window,) = found["windows"]
    assert window["window"] == list(WINDOW) and window["scale"] == [1, 1] and "sources" not in window
    assert window["patch"] == {"side": 16, "stride": 8}
    assert len(window["missing"]) == len(one.selection.missing)
    for missing in window["missing"]:
        box = Box(*missing["box"])
        assert box.overlaps(HOLE) and len(missing["references"]) == 5
        x, y = (int(v) for v in box.center)
        if HOLE.contains(Box(x, y, x + 1, y + 1)):
            links = one.references_at(x, y)
            assert [reference["box"] for reference in missing["references"]] == [
                list(link.known) for link in links
            ]
            assert missing["references"][0]["similarity"] == pytest.approx(links[0].similarity, abs=1e-5)
            assert missing["references"][0]["weight"] == pytest.approx(links[0].weight, abs=1e-6)


def test_matches_of_a_copy_name_its_true_sources():
    (window,) = matches(explained(copied=True))["windows"]
    assert window["sources"] == [{"box": list(HOLE), "pixels": HOLE.area, "shift": list(SHIFT)}]


def test_an_assembly_that_copied_nothing_is_explained_by_its_references(tmp_path):
    plain, scene = explained(), explained()
    nothing = np.zeros((WINDOW.height, WINDOW.width), bool)
    scene.references[0].sources = Sources.of(WINDOW, np.zeros((*nothing.shape, 2), np.int32), nothing)
    export(scene, tmp_path)
    assert matches(scene) == matches(plain)
    other = tmp_path / "plain"
    other.mkdir()
    export(plain, other)
    for name in FILES:
        assert (tmp_path / name).read_bytes() == (other / name).read_bytes()
    known = next(
        (x, y)
        for y in range(WINDOW.top, WINDOW.bottom)
        for x in range(WINDOW.left, WINDOW.right)
        if plain.references[0].selected_by(x, y)
    )
    assert scene.references[0].selected_by(*known) == plain.references[0].selected_by(*known)


def test_the_jigsaw_can_be_seen_where_the_photo_was_transparent():
    scene = explained()
    alpha = np.full(scene.photo.pixels.shape[:2], 255, np.uint8)
    clear = alpha.copy()
    clear[HOLE.slices] = 0
    photo, filled = Photo(scene.photo.pixels, clear), Photo(scene.filled.pixels, alpha)
    pieced = jigsaw_photo(Explained(photo, filled, scene.references, "stripes"))
    assert pieced.alpha is not None and (pieced.alpha == 255).all()
    assert np.array_equal(pieced.pixels, jigsaw_photo(scene).pixels)


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_the_jigsaw_photo_keeps_everything_outside_the_hole(tmp_path, dtype):
    scene = explained(dtype=dtype)
    export(scene, tmp_path)
    saved = read_photo(tmp_path / "jigsaw.png").pixels
    assert saved.dtype == dtype and (saved == jigsaw_photo(scene).pixels).all()
    changed = (saved != scene.photo.pixels).any(2)
    outside = changed.copy()
    outside[HOLE.slices] = False
    assert not outside.any() and changed[HOLE.slices].mean() > 0.9


def test_what_an_earlier_window_filled_is_known_to_the_jigsaw_as_it_was_filled():
    scene = explained()
    write, hidden = np.zeros((2, WINDOW.height, WINDOW.width), bool)
    write[10:26, 10:26] = True
    hidden[:] = True
    hidden[HOLE.relative_to(WINDOW).slices] = False  # the grey fill is all that is known
    first = scene.references[0]
    feature = np.random.default_rng(1).random((4, 32, 40)).astype(np.float32)
    second = References.of(WINDOW, first.image, Feature(feature), hidden=hidden, write=write)
    pieced = jigsaw_photo(Explained(scene.photo, scene.filled, (first, second), "stripes")).pixels
    assert (pieced[WINDOW.slices][write] == 127).all()


def test_a_hole_without_references_is_told_as_such(tmp_path):
    scene = explained(known=False)
    export(scene, tmp_path)
    (window,) = json.loads((tmp_path / "matches.json").read_text())["windows"]
    assert window["candidates"] == 0 and all(missing["references"] == [] for missing in window["missing"])
    assert (read_photo(tmp_path / "jigsaw.png").pixels == scene.filled.pixels).all()


def test_cancelling_writes_nothing(tmp_path):
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        export(explained(), tmp_path, progress)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_an_error_for_people(tmp_path):
    with pytest.raises(FileError, match="folder does not exist"):
        export(explained(), tmp_path / "none")
