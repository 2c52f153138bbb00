"""Recipes: nothing is lost on the way through JSON, nothing that is not a recipe gets in."""

from __future__ import annotations

import base64
import json
import zlib
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from crfill_core.errors import CrfillError
from crfill_core.geometry import Box, Size
from crfill_core.imaging.photo import Photo
from crfill_core.inference.request import FillOptions, FillPatch, FillRequest, FillResult
from crfill_core.jobs import recipe as recipes
from crfill_core.jobs.recipe import (
    FillEntry,
    PackedMask,
    Recipe,
    RecipeError,
    photo_sha256,
    read_recipe,
    write_recipe,
)
from crfill_core.references.lines import Line, LineSteering
from tests.core.imaging import samples

FILES = Path(__file__).parents[2] / "files"
SIZE = Size(37, 23)
LINES = LineSteering.of(
    [Line(((1, 2), (30, 20.5), (35, 2)))], [Line(((0, 0), (5, 5))), Line(((-2, 1), (9, 9)))]
)
OPTIONS = FillOptions("assembly", 0.25, 1.4, True, 2, Box(-1, 2, 30, 20), "half")


def photo(**fields) -> Photo:
    return Photo(samples.noise(SIZE.height, SIZE.width), **fields)


def masks() -> dict[str, np.ndarray]:
    coverage = np.zeros((SIZE.height, SIZE.width), np.uint8)
    coverage[5:12, 7:20] = np.arange(13)[None, :] * 20
    avoid = np.zeros(coverage.shape, bool)
    avoid[1:4, 3:36] = True
    prefer = np.random.default_rng(1).random(coverage.shape) > 0.5
    return {"mask": coverage, "avoid": avoid, "prefer": prefer}


def entry(photo: Photo, options: FillOptions = OPTIONS, **changes) -> FillEntry:
    request = FillRequest(photo, options=options, **{**masks(), "lines": LINES, **changes})
    structure = (
        {"structure": "structure", "structure_sha256": "cd" * 32} if options.mode == "assembly" else {}
    )
    result = FillResult((), (), "starter", "CPU (x86_64)", 1.0, "ab" * 32, **structure)
    return FillEntry.of(request, result)


def document(**changes) -> dict:
    """A sound recipe as JSON values."""
    whole = json.loads(Recipe.of(photo(), [entry(photo())]).to_json())
    return {**whole, **changes}


def test_a_recipe_survives_json_whole():
    subject = photo()
    recipe = Recipe.of(
        subject,
        [entry(subject), entry(subject, FillOptions(), avoid=None, prefer=None, lines=LineSteering())],
    )
    again = Recipe.from_json(recipe.to_json())
    assert again == recipe
    assert [fill.structure_sha256 for fill in again.fills] == ["cd" * 32, ""]
    request = again.fills[0].request(subject, revision=4)
    for name, mask in masks().items():
        kept = getattr(request, name)
        assert kept.dtype == mask.dtype and np.array_equal(kept, mask)
    assert (request.photo, request.options, request.revision, request.lines) == (subject, OPTIONS, 4, LINES)
    assert again.fills[1].request(subject).avoid is None and not again.fills[1].lines


def test_a_recipe_of_version_1_is_replayed_as_it_was_made():
    old = document(version=1)
    del old["fills"][0]["options"]["coarse"], old["fills"][0]["lines"], old["fills"][0]["structure"]
    (fill,) = Recipe.from_json(json.dumps(old)).fills
    assert fill.options == replace(OPTIONS, coarse="full")
    with pytest.raises(RecipeError, match="coarse"):
        Recipe.from_json(json.dumps(old | {"version": 2}))


def test_a_recipe_written_before_there_were_lines_is_read():
    recipe = read_recipe(FILES / "recipe-2.json")
    (fill,) = recipe.fills
    assert (fill.options.detail, fill.weights, fill.lines) == (0.5, "starter", LineSteering())
    assert fill.coverage.box == Box(12, 8, 22, 14) and fill.avoid is not None and fill.prefer is not None


def test_a_recipe_written_before_the_structure_network_was_named_is_read():
    old = document(version=3)
    del old["fills"][0]["structure"]
    (fill,) = Recipe.from_json(json.dumps(old)).fills
    assert (fill.structure, fill.structure_sha256, fill.lines) == ("", "", LINES)
    assert Recipe.from_json(json.dumps(document(fills=old["fills"]))).fills == (fill,)


def test_the_filled_area_is_that_of_all_fills():
    subject, other = photo(), np.zeros((SIZE.height, SIZE.width), np.uint8)
    other[20, 30] = 1
    area = recipes.filled_area([entry(subject), entry(subject, mask=other)], SIZE)
    assert np.array_equal(area, (masks()["mask"] > 0) | (other > 0))
    assert not recipes.filled_area([], SIZE).any()


def test_an_empty_steering_mask_is_none():
    assert entry(photo(), avoid=np.zeros((SIZE.height, SIZE.width), bool)).avoid is None


@given(
    hnp.arrays(st.sampled_from([np.uint8, np.bool_]), hnp.array_shapes(min_dims=2, max_dims=2, max_side=40))
)
@settings(max_examples=60, deadline=None)
def test_packing_a_mask_loses_nothing(mask):
    packed = PackedMask.of(mask)
    size = Size(mask.shape[1], mask.shape[0])
    kept = packed.unpack(size)
    assert packed.is_whole() and kept.dtype == mask.dtype and np.array_equal(kept, mask)


@pytest.mark.parametrize(
    "change",
    [
        lambda p: replace(p, pixels=np.where(np.arange(37)[None, :, None] == 5, p.pixels ^ 1, p.pixels)),
        lambda p: replace(p, icc=samples.matrix_icc(samples.ADOBE_RGB, samples.srgb_curve())),
        lambda p: replace(p, alpha=np.full(p.pixels.shape[:2], 255, np.uint8)),
        lambda p: replace(p, pixels=p.pixels.astype(np.uint16)),
    ],
)
def test_another_photo_is_refused_in_a_sentence(change):
    recipe = Recipe.of(photo(), [])
    recipe.check_photo(photo(exif=samples.exif_block()))
    with pytest.raises(RecipeError, match="another photo"):
        recipe.check_photo(change(photo()))
    with pytest.raises(RecipeError, match="37 × 23"):
        recipe.check_photo(Photo(samples.noise(23, 38)))


def test_the_hash_does_not_depend_on_how_the_pixels_lie_in_memory():
    pixels = samples.noise(20, 30, dtype=np.uint16)
    turned = np.asfortranarray(pixels)
    assert photo_sha256(Photo(pixels)) == photo_sha256(Photo(turned))
    assert photo_sha256(Photo(pixels)) != photo_sha256(Photo(pixels.reshape(30, 20, 3)))


def test_replay_does_one_fill_on_the_result_of_the_other():
    subject = photo()

    def add_one(entry: FillEntry, request: FillRequest) -> FillResult:
        pixels = request.photo.pixels + np.uint8(1)
        return FillResult((FillPatch(Box.of(SIZE), pixels),), (), "w", "CPU", 0.0)

    filled = Recipe.of(subject, [entry(subject)] * 3).replay(subject, add_one)
    assert np.array_equal(filled.pixels, subject.pixels + np.uint8(3))


def test_a_file_is_written_and_read(tmp_path):
    recipe = Recipe.of(photo(), [entry(photo())])
    assert read_recipe(write_recipe(recipe, tmp_path / "a.json")) == recipe


def damaged_mask(**changes) -> dict:
    fill = document()["fills"][0]
    return document(fills=[{**fill, "mask": {**fill["mask"], **changes}}])


def with_lines(lines: object) -> dict:
    fill = document()["fills"][0]
    return document(fills=[{**fill, "lines": lines}])


def with_structure(structure: object) -> dict:
    fill = document()["fills"][0]
    return document(fills=[{**fill, "structure": structure}])


def packed(data: bytes) -> str:
    return base64.b64encode(data).decode()


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ([], "does not say"),
        ({"format": "crfill-recipe", "version": 1}, "lacks 'photo'"),
        (document(version=5), "knows only versions up to"),
        (document(version=3), "'structure' that version 3 does not know"),
        (document(version=2), "'lines' that version 2 does not know"),
        (with_structure({"name": "structure"}), "structure lacks 'sha256'"),
        (with_structure({"name": "structure", "sha256": "cd"}), "SHA-256"),
        (with_structure("structure"), "structure must be a table of keys with values, not 'structure'"),
        (with_lines({"drawn": [[1, 2]], "deleted": []}), r"drawn\[0\] is not a line"),
        (with_lines([]), r"fills\[0\].lines must be a table of keys"),
        (document(version=True), "version must be a whole number from 1 to 4, not true"),
        (document(extra=1), "an unknown key 'extra'"),
        (document(photo={"width": 10**6, "height": 10**6, "sha256": "ab" * 32}), "pixels"),
        (document(photo={"width": 37, "height": 23, "sha256": "AB" * 32}), "SHA-256"),
        (document(fills=[{}]), r"fills\[0\] lacks 'options'"),
        (damaged_mask(box=[0, 0, 38, 2]), "inside the photo"),
        (damaged_mask(box=[3, 3, 3, 9]), "inside the photo"),
        (damaged_mask(data="?"), "base64"),
        (damaged_mask(data=packed(b"no zlib")), "pixels of its box"),
        (damaged_mask(data=packed(zlib.compress(bytes(90)))), "pixels of its box"),
        (damaged_mask(data=packed(zlib.compress(bytes(10**7)))), "pixels of its box"),
        (damaged_mask(data=packed(zlib.compress(bytes(91))[:-5])), "pixels of its box"),
    ],
)  # fmt: skip
def test_what_is_no_recipe_is_refused_in_a_sentence(value, message, tmp_path):
    path = tmp_path / "bad.json"
    path.write_text(json.dumps(value), encoding="utf-8")
    with pytest.raises(RecipeError, match=message) as caught:
        read_recipe(path)
    assert str(path) in str(caught.value) and "\n" not in str(caught.value)


def test_files_that_cannot_be_read_are_named(tmp_path):
    for path in (tmp_path / "absent.json", tmp_path):
        with pytest.raises(RecipeError, match="cannot be read"):
            read_recipe(path)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=6,
)


def paths(value, at=()) -> list[tuple]:
    """The places of the values in a JSON document."""
    children = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    return [at, *(path for key, child in children for path in paths(child, (*at, key)))]


@given(place=st.sampled_from([path for path in paths(document()) if path]), garbage=JSON)
@settings(max_examples=150, deadline=None)
def test_garbage_anywhere_is_refused_or_harmless(place, garbage):
    whole = document()
    target = whole
    for key in place[:-1]:
        target = target[key]
    target[place[-1]] = garbage
    try:
        recipe = Recipe.from_json(json.dumps(whole))
    except CrfillError:
        return
    for fill in recipe.fills:
        fill.request(Photo(np.zeros((recipe.size.height, recipe.size.width, 3), np.uint8)))


def test_weights_may_have_a_name_that_is_no_text():
    subject = photo()
    named = replace(entry(subject), weights="caf\udce9")
    text = Recipe.of(subject, [named]).to_json()
    assert Recipe.from_json(text.encode("utf-8")).fills[0].weights == "caf\udce9"
