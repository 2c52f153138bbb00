"""`crfill replay` with a real, if untrained, network."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace

import numpy as np
import pytest

from crfill_core.errors import WeightsError
from crfill_core.geometry import Box
from crfill_core.imaging.read import read_photo
from crfill_core.imaging.write import write_photo
from crfill_core.inference.inpainter import Inpainter
from crfill_core.inference.request import FillOptions, FillRequest
from crfill_core.jobs.recipe import FillEntry, Recipe, write_recipe
from crfill_core.references.lines import Line, LineSteering
from crfill_core.weights import catalog
from crfill_core.weights.catalog import STRUCTURE, find
from crfill_core.weights.load import load_structure, load_weights

LINES = LineSteering.of([Line.of((0, 5, 90, 60))], [Line.of((10, 10, 60, 12))])


@pytest.fixture
def my_weights(small_weights, monkeypatch, tmp_path, structure_only):
    """The small weights and the structure network under other names in the user's folder, and no others."""
    from crfill_core.cli import replay

    folder = tmp_path / "user"
    folder.mkdir()
    shutil.copy(find(STRUCTURE).path, folder / "guide.safetensors")
    monkeypatch.setattr(catalog, "bundled_folder", lambda: tmp_path / "bundled")
    for module in (catalog, replay):
        monkeypatch.setattr(module, "user_folder", lambda: folder)
    return shutil.copy(small_weights, folder / "renamed.safetensors")


@pytest.fixture
def session(photo, small_weights):
    """Two steered fills in a row: the photo as opened, the recipe, and the result."""
    inpainter = Inpainter(load_weights(small_weights), "cpu")
    original = current = read_photo(photo)
    entries = []
    shape = original.pixels.shape[:2]
    for box, options in (
        (Box(30, 20, 50, 40), FillOptions("assembly", candidate_set=1)),
        (Box(45, 30, 60, 50), FillOptions("network", mirrored=True, window=Box(20, 5, 90, 64))),
    ):
        mask, avoid, prefer = np.zeros(shape, np.uint8), np.zeros(shape, bool), np.zeros(shape, bool)
        mask[box.slices] = 255
        mask[box.top, box.left : box.right] = 100
        avoid[:, 70:80] = True
        prefer[:15, :30] = True
        request = FillRequest(
            current, mask, options, avoid, prefer, LINES if options.mode == "assembly" else LineSteering()
        )
        result = inpainter.fill(request)
        entries.append(FillEntry.of(request, result))
        current = result.apply(current)
    return original, Recipe.of(original, entries), current


def replay(crfill, recipe, photo, tmp_path, *extra):
    write_recipe(recipe, tmp_path / "recipe.json")
    return crfill(
        "replay", tmp_path / "recipe.json", photo, "-o", tmp_path / "out.png", "--device", "cpu", *extra
    )


def test_the_same_pixels_come_out(crfill, session, photo, my_weights, tmp_path, monkeypatch):
    original, recipe, filled = session
    asked: list[LineSteering] = []
    fill = Inpainter.fill

    def listen(self, request, progress=None):
        asked.append(request.lines)
        return fill(self, request, progress)

    monkeypatch.setattr(Inpainter, "fill", listen)
    outcome = replay(crfill, recipe, photo, tmp_path)
    assert asked == [LINES, LineSteering()]
    assert (outcome.status, outcome.err) == (0, "")
    assert outcome.out.startswith(f"{tmp_path / 'out.png'}: 2 fills replayed in ")
    result = read_photo(tmp_path / "out.png").pixels
    assert np.array_equal(result, filled.pixels) and not np.array_equal(result, original.pixels)


def test_json_tells_what_was_done(crfill, session, photo, my_weights, tmp_path):
    recipe = session[1]
    elsewhere = replace(recipe, fills=tuple(replace(fill, device="Some GPU") for fill in recipe.fills))
    report = json.loads(replay(crfill, elsewhere, photo, tmp_path, "--json").out)
    assert set(report) == {*("output", "size", "seconds", "device", "weights", "structure", "fills", "notes")}
    assert report["structure"] == ["structure"]
    assert (report["size"], report["weights"], report["fills"]) == ([96, 64], ["small"], 2)
    assert len(report["notes"]) == 1 and "made on Some GPU" in report["notes"][0]


def test_another_photo_is_refused_before_any_work(crfill, session, make_photo, my_weights, tmp_path):
    other = make_photo(tmp_path / "other.png", seed=5)
    outcome = replay(crfill, session[1], other, tmp_path)
    assert outcome.status == 2 and "another photo" in outcome.err
    assert not (tmp_path / "out.png").exists()


def test_a_lossless_copy_of_the_photo_will_do(crfill, session, photo, my_weights, tmp_path):
    copy = write_photo(read_photo(photo), tmp_path / "copy.tif")
    assert replay(crfill, session[1], copy, tmp_path).status == 0


def test_missing_weights_are_named(crfill, session, photo, no_weights, tmp_path):
    outcome = replay(crfill, session[1], photo, tmp_path)
    assert outcome.status == 2
    assert "weights 'small'" in outcome.err and session[1].fills[0].weights_sha256[:16] in outcome.err
    assert outcome.err.count("\n") == 1


def test_another_structure_network_than_the_recipes_is_told(crfill, session, photo, my_weights, tmp_path):
    recipe = session[1]
    assembled, plain = recipe.fills
    assert (assembled.structure, plain.structure) == ("structure", "")
    other = replace(assembled, structure_sha256="12" * 32)
    outcome = replay(crfill, replace(recipe, fills=(other, plain)), photo, tmp_path)
    assert outcome.status == 2 and outcome.err.count("\n") == 1
    assert (
        f"structure network's weights 'structure' (SHA-256 {'12' * 8}…), which are not installed"
        in outcome.err
    )
    assert not (tmp_path / "out.png").exists()


def test_the_structure_network_of_the_recipe_is_used(
    crfill, session, photo, my_weights, tmp_path, monkeypatch
):
    """Not the installed one: here that would fail."""
    _, recipe, filled = session

    def none() -> None:
        raise WeightsError("The bundled structure network was asked for.")

    monkeypatch.setattr("crfill_core.inference.inpainter.load_structure", none)
    assembled = replace(recipe, fills=recipe.fills[:1])
    assert replay(crfill, assembled, photo, tmp_path).status == 0
    assert "structure network" not in replay(crfill, assembled, photo, tmp_path).err
    old = replace(recipe.fills[0], structure="", structure_sha256="")
    assert "bundled structure network" in replay(crfill, replace(recipe, fills=(old,)), photo, tmp_path).err


def test_a_recipe_that_names_no_structure_network_says_which_was_used(
    crfill, session, photo, my_weights, tmp_path, monkeypatch
):
    """As those of versions before 4."""
    recipe = session[1]
    bundled = load_structure(my_weights.with_name("guide.safetensors"))
    monkeypatch.setattr("crfill_core.inference.inpainter.load_structure", lambda: bundled)
    old = replace(recipe.fills[0], structure="", structure_sha256="")
    outcome = replay(crfill, replace(recipe, fills=(old,)), photo, tmp_path)
    assert outcome.status == 0 and "does not name the structure network" in outcome.err + outcome.out


def test_bad_recipes_and_outputs_are_one_line(crfill, session, photo, my_weights, tmp_path):
    assert "records no fill" in replay(crfill, replace(session[1], fills=()), photo, tmp_path).err
    (tmp_path / "recipe.json").write_text("{}")
    for arguments in (
        (tmp_path / "recipe.json", photo, "-o", tmp_path / "out.png"),
        (tmp_path / "nonesuch.json", photo, "-o", tmp_path / "out.png"),
        (tmp_path / "recipe.json", photo, "-o", photo),
        (tmp_path / "recipe.json", photo, "-o", tmp_path / "recipe.json"),
        (tmp_path / "recipe.json", photo, "-o", tmp_path / "out.xyz"),
    ):
        outcome = crfill("replay", *arguments)
        assert outcome.status == 2
        assert outcome.err.startswith("crfill: error:") and outcome.err.count("\n") == 1


def test_a_picture_in_place_of_a_recipe_is_one_plain_sentence(crfill, photo, tmp_path):
    outcome = crfill("replay", photo, photo, "-o", tmp_path / "out.png")
    assert outcome.status == 2 and outcome.err.count("\n") == 1
    assert "This is not a complete recipe: it is not JSON (it is not text in UTF-8)" in outcome.err
    assert "codec" not in outcome.err and not (tmp_path / "out.png").exists()
