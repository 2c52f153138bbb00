"""Project files: all comes back, and nothing that is not a project gets in."""

from __future__ import annotations

import dataclasses
import io
import json
import re
import stat
import struct
import zipfile
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crfill_core.base.messages import Message
from crfill_core.errors import CrfillError, PhotoError
from crfill_core.geometry import Box
from crfill_core.imaging.photo import Origin, Photo
from crfill_core.inference.request import FillOptions, FillPatch, FillRequest, FillResult
from crfill_core.jobs.recipe import FillEntry
from crfill_core.references.lines import Line, LineSteering
from crfill_gui.document import project_archive, project_file
from crfill_gui.document.project import Project, ProjectFill
from crfill_gui.document.project_file import ProjectError, load_project
from crfill_gui.document.project_save import save_project
from tests.core.imaging import samples

LINES = LineSteering.of([Line(((1, 2), (30, 20.5)))], [Line(((0, 0), (5, 5), (9, 0)))])
FILES = Path(__file__).parents[2] / "files"
JPEG = Origin(
    path=Path("/somewhere/private/holiday.jpg"),
    format="JPEG",
    jpeg_quantization={0: list(range(1, 65)), 1: [9] * 64},
    jpeg_subsampling="4:2:0",
    lossless=False,
    dpi=(300.0, 299.5),
    iptc=b"\x1c\x02\x78\x00\x03abc",
    chunks=b"\0\0\0\4gAMA\0\1\x86\xa0\x31\xe8\x96\x5f",
    cicp=(9, 16),
    jpeg_rgb=True,
    photoshop=b"8BIM\x04\n\0\0\0\0\0\1\1\0",
    segments=b"\xff\xfe\0\4hi",
)


def project(channels: int = 3, dtype: type = np.uint8, steered: bool = True, **fields) -> Project:
    photo = Photo(samples.noise(23, 37, channels, dtype), **fields)
    mask = samples.noise(23, 37, 1, seed=3)[:, :, 0]
    area = mask > 200
    request = FillRequest(photo, mask, FillOptions("network", window=Box(0, 0, 37, 20)), area, ~area)
    structure = {"structure": "structure", "structure_sha256": "cd" * 32}
    entry = FillEntry.of(request, FillResult((), (), "starter", "CPU", 0.0, "ab" * 32, **structure))
    patches = (
        FillPatch(Box(2, 3, 12, 9), samples.noise(6, 10, channels, dtype, seed=5)),
        FillPatch(Box(8, 3, 37, 23), samples.noise(20, 29, channels, dtype, seed=6)),
    )
    fills = (ProjectFill(entry, ()), ProjectFill(entry, patches))
    layers = (mask // 2, 255 - mask) if steered else (None, None)
    return Project(photo, mask, fills, *layers, LINES if steered else LineSteering())


def same(first: object, second: object) -> bool:
    """Equality of data classes with arrays in them, values and types."""
    if isinstance(first, np.ndarray):
        return (
            isinstance(second, np.ndarray) and first.dtype == second.dtype and np.array_equal(first, second)
        )
    if isinstance(first, tuple) and isinstance(second, tuple):
        return len(first) == len(second) and all(map(same, first, second))
    if dataclasses.is_dataclass(first) and type(first) is type(second):
        names = [field.name for field in dataclasses.fields(first)]
        return all(same(getattr(first, name), getattr(second, name)) for name in names)
    return type(first) is type(second) and first == second


@pytest.mark.parametrize("channels", [1, 3])
@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
@pytest.mark.parametrize("everything", [True, False])
def test_all_comes_back(tmp_path, channels, dtype, everything):
    fields = {}
    if everything:
        fields = {
            "alpha": samples.noise(23, 37, 1, dtype, seed=1)[:, :, 0],
            "icc": samples.matrix_icc(samples.PROPHOTO_RGB, samples.gamma_curve(1.8)),
            "exif": samples.exif_block(thumbnail=samples.THUMBNAIL),
            "xmp": samples.XMP,
            "origin": JPEG,
            "notes": (Message("CMYK was “converted”."),),
        }
    saved = project(channels, dtype, steered=everything, **fields)
    path = save_project(tmp_path / "a.crfill", saved)
    loaded = load_project(path)
    if everything:
        assert loaded.photo.origin is not None and loaded.photo.origin.path == tmp_path / "holiday.jpg"
        origin = dataclasses.replace(loaded.photo.origin, path=JPEG.path)
        loaded = dataclasses.replace(loaded, photo=dataclasses.replace(loaded.photo, origin=origin))
    assert same(loaded, saved)


def test_a_project_saved_before_there_were_lines_opens():
    loaded = load_project(FILES / "project-2.crfill")
    assert loaded.photo.size == (40, 24) and (loaded.mask > 0).sum() == 8 and not loaded.lines
    assert (
        loaded.avoid is not None
        and loaded.prefer is not None
        and (loaded.document().pixels[9, 15] == 77).all()
    )
    document = loaded.document()
    assert document.lines == LineSteering() and len(document.recipe) == 1


def test_the_folders_of_the_photo_are_not_told(tmp_path):
    path = save_project(tmp_path / "a.crfill", project(origin=JPEG))
    with zipfile.ZipFile(path) as archive:
        assert not any(b"private" in archive.read(name) for name in archive.namelist())
        assert archive.testzip() is None


@pytest.mark.parametrize(
    "odd",
    [
        Origin(Path("a\\b\n.png"), "PNG"),
        Origin(Path("caf\udce9.png"), "PNG"),
        Origin(None, "JPEG", {7: [0] * 64}, "4:1:1", False, (0.0, float("inf"))),
    ],
)
def test_what_is_saved_can_be_opened_however_odd_the_photo(tmp_path, odd):
    loaded = load_project(save_project(tmp_path / "a.crfill", project(origin=odd))).photo.origin
    assert loaded is not None and (loaded.path, loaded.dpi, loaded.format) == (None, None, odd.format)


def test_the_same_project_makes_the_same_file(tmp_path):
    files = [save_project(tmp_path / name, project()).read_bytes() for name in ("a.crfill", "b.crfill")]
    assert files[0] == files[1]


@pytest.mark.parametrize(
    ("failure", "sentence"),
    [(OSError(28, "No space left"), "disk is full"), (cv2.error("out"), "lack of memory")],
)
def test_a_save_that_fails_leaves_the_old_file(tmp_path, monkeypatch, failure, sentence):
    path = save_project(tmp_path / "a.crfill", project())
    before = samples.folder_state(tmp_path)

    def fail(values):
        raise failure

    monkeypatch.setattr(project_archive, "png", fail)
    with pytest.raises(PhotoError, match=sentence):
        save_project(path, project(channels=1))
    assert samples.folder_state(tmp_path) == before


# Hostile files


@pytest.fixture(scope="module")
def sound(tmp_path_factory) -> bytes:
    photo = {"alpha": samples.noise(23, 37, 1, seed=1)[:, :, 0], "xmp": samples.XMP, "origin": JPEG}
    return save_project(tmp_path_factory.mktemp("sound") / "a.crfill", project(**photo)).read_bytes()


def refusal(path: Path, data: bytes) -> str:
    path.write_bytes(data)
    with pytest.raises(ProjectError) as caught:
        load_project(path)
    sentence = str(caught.value)
    assert sentence.startswith(str(path)) and sentence.endswith(".") and "\n" not in sentence
    return sentence.removeprefix(str(path))


def rebuilt(sound: bytes, changes: dict[str, bytes | None], more=()) -> bytes:
    """The archive with some members replaced, left out (None) or added."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(sound)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        members = {name: old.read(name) for name in old.namelist()} | changes
        for name, data in members.items():
            if data is not None:
                new.writestr(name, data)
        for info, data in more:
            new.writestr(info, data)
    return target.getvalue()


def manifest(sound: bytes, change) -> bytes:
    """The archive with a changed manifest."""
    with zipfile.ZipFile(io.BytesIO(sound)) as archive:
        value = json.loads(archive.read("manifest.json"))
    change(value)
    return rebuilt(sound, {"manifest.json": json.dumps(value).encode()})


def png(height: int, width: int, dtype: type = np.uint8) -> bytes:
    return cv2.imencode(".png", np.zeros((height, width, 3), dtype))[1].tobytes()


def link() -> zipfile.ZipInfo:
    info = zipfile.ZipInfo("mask.png.link")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return info


def test_a_rebuilt_file_opens(sound, tmp_path):
    (tmp_path / "a.crfill").write_bytes(rebuilt(sound, {}))
    assert len(load_project(tmp_path / "a.crfill").fills) == 2


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"manifest.json": None}, "not a project file"),
        ({"manifest.json": b"{}"}, "not a project file"),
        ({"manifest.json": b"\xff{"}, "not JSON"),
        ({"mask.png": None}, "lacks mask.png"),
        ({"../../.profile": b"x"}, "unknown file ('../../.profile')"),
        ({"/etc/cron.d/x": b"x"}, "unknown file"),
        ({"fills/1/2.png": png(3, 3)}, "unknown file"),
        ({"mask.png": png(23, 37)}, "a picture of the wrong size or kind in mask.png"),
        ({"photo/pixels.png": png(23, 38)}, "a picture of the wrong size or kind in photo/pixels.png"),
        ({"photo/pixels.png": png(23, 37, np.uint16)}, "a picture of the wrong size or kind in photo/pixels.png"),
        ({"photo/pixels.png": png(23, 37)[:60]}, "damaged"),
        ({"photo/pixels.png": b"GIF89a"}, "wrong size or kind"),
        ({"photo/pixels.png": png(23, 37)}, "do not belong together"),
        ({"photo/pixels.png": bytes(10**7)}, "more data in photo/pixels.png"),
        ({"fills/1/0.png": bytes(10**7)}, "more data in fills/1/0.png"),
        ({"recipe.json": b"[]"}, "not a complete recipe"),
        ({"photo/": b""}, "a link or a folder"),
    ],
)  # fmt: skip
def test_members_that_do_not_belong_are_refused(sound, tmp_path, changes, message):
    assert message in refusal(tmp_path / "x.crfill", rebuilt(sound, changes))


def changed(*path: str | int, to: object):
    def change(value) -> None:
        for key in path[:-1]:
            value = value[key]
        value[path[-1]] = to

    return change


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (changed("version", to=5), "newer program"),
        (changed("painted", to=[True]), "list all fills"),
        (changed("lines", to={"drawn": [[1, 2, 3]], "deleted": []}), "not a line"),
        (changed("format", to="zip"), "not a project file"),
        (changed("surprise", to=1), "'surprise'"),
        (changed("photo", "width", to=10**6), "more data|wrong size or kind"),
        (changed("photo", "width", to=2 * 10**8), "more than 500000000 pixels"),
        (changed("photo", "height", to=10**12), "photo.height must be a whole number from 1 to 500000000"),
        (changed("photo", "channels", to=2), "photo.channels"),
        (changed("photo", "bits", to=12), "photo.bits"),
        (changed("photo", "blocks", to=["icc", "exe"]), "photo.blocks"),
        (changed("photo", "origin", "name", to="../x.jpg"), "photo.origin.name"),
        (changed("photo", "origin", "name", to="..\\x.jpg"), "photo.origin.name"),
        (changed("photo", "origin", "name", to=".."), "photo.origin.name"),
        (changed("photo", "origin", "dpi", to=[1]), "photo.origin.dpi"),
        (changed("photo", "origin", "jpeg_quantization", to={"0": [1, 2]}), "a list of 64 values"),
        (changed("fills", 1, 0, to=[30, 3, 40, 9]), "inside the photo"),
        (changed("fills", 1, 0, to=[2, 3, 2, 9]), "inside the photo"),
        (changed("fills", to=[[[0, 0, 37, 23]] * 50] * 2), "lacks fills"),
        (changed("fills", to=[[[0, 0, 37, 23]] * 50] * 40), "all fills"),
        (changed("avoid", to=False), "unknown file"),
    ],
)  # fmt: skip
def test_manifests_that_lie_are_refused(sound, tmp_path, change, message):
    assert re.search(message, refusal(tmp_path / "x.crfill", manifest(sound, change)))


def test_links_doubles_encryption_and_odd_packing_are_refused(sound, tmp_path):
    path = tmp_path / "x.crfill"
    assert "a link or a folder" in refusal(path, rebuilt(sound, {}, [(link(), b"/etc/passwd")]))
    with pytest.warns(UserWarning, match="Duplicate"):
        twice = rebuilt(sound, {}, [("mask.png", b"")])
    assert "twice" in refusal(path, twice)
    locked = bytearray(sound)
    for signature, flags in ((b"PK\1\2", 8), (b"PK\3\4", 6)):
        locked[locked.index(signature) + flags] |= 1
    assert "encrypted" in refusal(path, bytes(locked))
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("manifest.json", b"{}")
    assert "unusual way" in refusal(path, target.getvalue())


def test_more_fills_than_the_photo_calls_for_are_refused(sound, tmp_path, monkeypatch):
    monkeypatch.setattr(project_file, "patch_budget", lambda photo: 0)
    (tmp_path / "y.crfill").write_bytes(sound)
    load_project(tmp_path / "y.crfill")  # one whole photo is always allowed
    monkeypatch.setattr(project_file, "patch_budget", lambda photo: -1000)
    assert "more fills" in refusal(tmp_path / "x.crfill", sound)


def test_a_member_with_a_false_size_is_refused(sound, tmp_path):
    """The directory says 100 bytes, the packed data hold ten million."""
    data = bytearray(rebuilt(sound, {"mask.png": bytes(10**7)}))
    at = data.index(b"mask.png", data.index(b"PK\1\2")) - 46
    data[at + 24 : at + 28] = struct.pack("<I", 100)
    assert "damaged" in refusal(tmp_path / "x.crfill", bytes(data))


def test_files_that_are_none_are_refused(tmp_path):
    for data in (b"", b"PK", bytes(1000), b"\x89PNG\r\n\x1a\n" + bytes(50)):
        assert "not a project file" in refusal(tmp_path / "x.crfill", data)
    for path in (tmp_path, tmp_path / "absent.crfill"):
        with pytest.raises(ProjectError, match="cannot be read"):
            load_project(path)


@given(share=st.floats(0, 1, exclude_max=True))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_file_that_breaks_off_is_refused(sound, tmp_path, share):
    refusal(tmp_path / "x.crfill", sound[: int(len(sound) * share)])


@given(data=st.data())
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_damaged_bytes_are_refused_or_harmless(sound, tmp_path, data):
    damaged = bytearray(sound)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(sound) - 1))
        damaged[at] = data.draw(st.integers(0, 255))
    path = tmp_path / "x.crfill"
    path.write_bytes(bytes(damaged))
    try:
        loaded = load_project(path)
    except CrfillError as error:
        assert str(path) in str(error)
        return
    path.write_bytes(sound)
    assert np.array_equal(loaded.document().pixels, load_project(path).document().pixels)
