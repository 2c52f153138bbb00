"""The references of a fill are kept in its project; impossible values are refused."""

from __future__ import annotations

import dataclasses
import io
import json
import zipfile
from pathlib import Path

import numpy as np
import pytest

from crfill_core.inference.request import FillPatch, FillRequest, FillResult
from crfill_core.jobs.recipe import FillEntry
from crfill_core.references.export import Explained
from crfill_core.references.provenance import References
from crfill_core.references.similarity import Feature
from crfill_gui.document import project_file, project_save
from crfill_gui.document.project import Project, ProjectFill
from crfill_gui.document.project_file import ProjectError, load_project
from crfill_gui.document.project_save import save_project
from crfill_gui.document.stored_references import Described, packed
from crfill_gui.editor.references.explanation import explain
from tests.core.references.scenes import HOLE, WINDOW, explained

BLOCK, PICTURE = "fills/0/references/0.bin", "fills/0/references/0.png"


def project(scene: Explained, fills: int = 1) -> Project:
    photo = scene.photo
    mask = np.zeros(photo.pixels.shape[:2], np.uint8)
    mask[HOLE.slices] = 255
    entry = FillEntry.of(FillRequest(photo, mask), FillResult((), (), "starter", "CPU", 0.0, "ab" * 32))
    patch = FillPatch(HOLE, scene.filled.pixels[HOLE.slices])
    fill = ProjectFill(entry, (patch,), tuple(scene.references))
    return Project(photo, np.zeros_like(mask), (fill,) * fills)


def reopened(scene: Explained, path: Path) -> References:
    (one,) = load_project(save_project(path, project(scene))).document().references
    return one


def answers(one: References) -> list[object]:
    """To all that can be asked by hovering, every few pixels."""
    points = [
        (x, y) for y in range(WINDOW.top, WINDOW.bottom, 7) for x in range(WINDOW.left, WINDOW.right, 7)
    ]
    asked = (one.at, one.selected_by, one.references_at, one.source_at, one.referring_to)
    found: list[object] = [ask(x, y) for ask in asked for x, y in points]
    links = [link for x, y in points for link in one.at(x, y)]
    return [*found, [one.veto_region(link) for link in links], [link.shift for link in links]]


@pytest.mark.parametrize("copied", [True, False])
@pytest.mark.parametrize("twice", [True, False])
def test_the_same_answers_without_a_fill(tmp_path, copied, twice):
    scene = explained(copied=copied)
    (before,) = scene.references
    if twice:
        before.add_mirrored(Feature(np.random.default_rng(3).random((4, 32, 40))))
    after = reopened(scene, tmp_path / "p.crfill")
    assert after.ready and answers(after) == answers(before)
    assert np.array_equal(after.write, before.write) and np.array_equal(after.colours(), before.colours())
    assert (after.confidence.agreement is not None) == twice
    assert np.array_equal(after.confidence_map(), before.confidence_map(), equal_nan=True)
    shown, expected = explain(after, scene.filled), explain(before, scene.filled)
    for field in dataclasses.fields(shown):
        values = getattr(shown, field.name)
        if isinstance(values, np.ndarray):
            assert np.array_equal(values, getattr(expected, field.name))


def test_a_reopened_window_can_still_be_looked_at_mirrored(tmp_path):
    after = reopened(explained(), tmp_path / "p.crfill")
    after.add_mirrored(Feature(np.random.default_rng(3).random((4, 32, 40))))
    assert after.confidence.agreement is not None
    with pytest.raises(ValueError, match="cannot be selected again"):
        after.keep(9)


def test_a_hole_without_references_comes_back(tmp_path):
    after = reopened(explained(known=False), tmp_path / "p.crfill")
    assert after.selection.empty and after.references_at(*HOLE[:2]) == []


def test_the_block_is_as_long_as_described():
    for scene in (explained(), explained(copied=True), explained(known=False)):
        (one,) = scene.references
        assert len(packed(one)) == Described.of(one).nbytes
        one.add_mirrored(Feature(np.ones((4, 32, 40))))
        assert len(packed(one)) == Described.of(one).nbytes


def test_a_project_of_version_1_opens_without_references(tmp_path):
    data = sound()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        manifest = json.loads(archive.read("manifest.json"))
    manifest["version"] = 1
    del manifest["references"], manifest["lines"], manifest["painted"]
    old = rebuilt(data, {"manifest.json": json.dumps(manifest).encode(), BLOCK: None, PICTURE: None})
    (tmp_path / "p.crfill").write_bytes(old)
    document = load_project(tmp_path / "p.crfill").document()
    assert document.references == () and len(document.recipe) == 1


def test_old_references_are_left_out_where_there_are_too_many(tmp_path, monkeypatch):
    scene = explained()
    held = Described.of(scene.references[0]).memory_bytes
    monkeypatch.setattr(project_save, "patch_budget", lambda photo: 2 * held)
    monkeypatch.setattr(project_file, "patch_budget", lambda photo: 2 * held)
    again = load_project(save_project(tmp_path / "p.crfill", project(scene, 4)))
    assert [len(fill.references) for fill in again.fills] == [0, 0, 1, 1]
    monkeypatch.setattr(project_file, "patch_budget", lambda photo: held)
    with pytest.raises(ProjectError, match="more references"):
        load_project(tmp_path / "p.crfill")


# What is let in


def sound() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        project_save._write(
            archive,
            project(explained(copied=True)),
            project_save.Recipe.of(explained().photo, [fill.entry for fill in project(explained()).fills]),
        )
    return target.getvalue()


def rebuilt(data: bytes, changes: dict[str, bytes | None]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w") as new:
        for name, content in ({name: old.read(name) for name in old.namelist()} | changes).items():
            if content is not None:
                new.writestr(name, content)
    return target.getvalue()


@pytest.fixture(scope="module")
def data() -> bytes:
    return sound()


def refusal(path: Path, data: bytes) -> str:
    path.write_bytes(data)
    with pytest.raises(ProjectError) as caught:
        load_project(path)
    assert str(path) in str(caught.value)
    return str(caught.value)


def described(data: bytes) -> tuple[dict, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return json.loads(archive.read("manifest.json")), archive.read(BLOCK)


@pytest.mark.parametrize(
    ("key", "to", "message"),
    [
        ("window", [40, 20, 900, 148], "inside the photo"),
        ("window", [40, 20, 40, 148], "inside the photo"),
        ("size", [10**9, 128], "size is not the size of a window"),
        ("size", [0, 128], "size is not the size of a window"),
        ("size", [160], "size must be a list of 2 values"),
        ("size", [65536, 65536], "more references than its photo can have"),
        ("missing", 10**6, "missing is more than 285"),
        ("missing", 3, "holds more data in fills/0/references/0.bin"),
        ("references", 10**6, "references must be a whole number from 0 to 1000"),
        ("references", 100, "holds less data in fills/0/references/0.bin"),
        ("candidates", -1, "candidates must be a whole number of at least 0"),
        ("mirrored", 1, "mirrored must be true or false, not 1"),
        ("other", "x", "other must be a whole number"),
        ("sources", {"box": [0, 0, 9, 9], "shifts": 1}, "inside its window"),
        ("sources", {"box": [100, 60, 140, 100], "shifts": 10**9}, "sources.shifts is more than 1600"),
        ("sources", 5, "sources must be a table of keys"),
    ],
)
def test_descriptions_that_lie_are_refused(data, tmp_path, key, to, message):
    manifest, _ = described(data)
    manifest["references"][0][0][key] = to
    lying = rebuilt(data, {"manifest.json": json.dumps(manifest).encode()})
    assert message in refusal(tmp_path / "x.crfill", lying)


@pytest.mark.parametrize(
    ("part", "value", "message"),
    [
        ("missing", b"\xff\xff\xff\x7f", "missing patches that are out of range"),
        ("missing", b"\xff\xff\xff\xff", "missing patches that are out of range"),
        ("missing", b"\0\0\0\0" * 2, "not in order"),
        ("references", b"\xff\xff\xff\x7f", "references that are out of range"),
        ("similarity", b"\0\0\xc0\x7f", "similarities that are out of range"),
        ("weight", b"\0\0\x80\x7f", "weights that are out of range"),
        ("entropy", b"\0\0\x80\xbf", "entropies that are out of range"),
        ("table", b"\xff\xff\xff\x7f", "shifts that are out of range"),
        ("index", b"\xff", "numbers of shifts that are out of range"),
    ],
)
def test_numbers_that_cannot_be_are_refused(data, tmp_path, part, value, message):
    manifest, block = described(data)
    one = manifest["references"][0][0]
    missing, table = one["missing"], one["missing"] * one["references"]
    width, height = one["size"]
    at = WINDOW.height * -(-WINDOW.width // 8) + width * height
    lengths = {
        "missing": 4 * missing,
        "references": 4 * table,
        "similarity": 4 * table,
        "weight": 4 * table,
        "entropy": 4 * missing,
        "table": 8 * one["sources"]["shifts"],
        "index": 0,
    }
    for name, length in lengths.items():
        if name == part:
            break
        at += length
    assert len(block) == at + sum(list(lengths.values())[list(lengths).index(part) :]) + HOLE.area
    broken = block[:at] + value + block[at + len(value) :]
    assert message in refusal(tmp_path / "x.crfill", rebuilt(data, {BLOCK: broken}))


def test_blocks_and_pictures_of_another_size_are_refused(data, tmp_path):
    path, (_, block) = tmp_path / "x.crfill", described(data)
    assert "less data" in refusal(path, rebuilt(data, {BLOCK: block[:-1]}))
    assert "more data" in refusal(path, rebuilt(data, {BLOCK: block + b"x"}))
    assert f"lacks {BLOCK}" in refusal(path, rebuilt(data, {BLOCK: None}))
    assert "wrong size or kind" in refusal(path, rebuilt(data, {PICTURE: b"GIF89a"}))
    assert "unknown file" in refusal(path, rebuilt(data, {"fills/0/references/1.bin": b""}))
