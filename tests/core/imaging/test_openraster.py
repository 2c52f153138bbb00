"""OpenRaster files as other programs read them: the zip, the XML and the PNGs by Pillow and OpenImageIO."""

from __future__ import annotations

import io
import tempfile
import zipfile
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import OpenImageIO
import pytest
from PIL import Image

from crfill_core.errors import PhotoError
from crfill_core.geometry import Box
from crfill_core.imaging import openraster
from crfill_core.imaging.color import to_display
from crfill_core.imaging.openraster import write_openraster
from crfill_core.imaging.photo import Origin, Photo
from crfill_core.imaging.read import read_photo
from tests.core.imaging import samples

HOLE = Box(5, 8, 25, 20)
PROFILES = {
    1: samples.grey_icc(samples.gamma_curve(1.8)),
    3: samples.matrix_icc(samples.PROPHOTO_RGB, samples.gamma_curve(1.8)),
}


def filled(photo: Photo) -> tuple[Photo, np.ndarray]:
    """The photo with a ring of other pixels, some of which have by chance the old value; and where the ring is."""
    area = np.zeros(photo.pixels.shape[:2], bool)
    area[HOLE.slices] = True
    area[12:16, 10:20] = False
    pixels = photo.pixels.copy()
    pixels[area] = samples.noise(*area.shape, photo.channels, photo.pixels.dtype.type, seed=9)[area]
    pixels[8, 5:10] = photo.pixels[8, 5:10]
    return photo.with_pixels(pixels), area


def decode(archive: zipfile.ZipFile, name: str, folder: Path) -> np.ndarray:
    """(H, W, C) integers as another library reads them, not multiplied by alpha."""
    file = folder / "extracted.png"
    file.write_bytes(archive.read(name))
    config = OpenImageIO.ImageSpec()
    config.attribute("oiio:UnassociatedAlpha", 1)
    source = OpenImageIO.ImageInput.open(str(file), config)
    pixels = source.read_image(str(source.spec().format))
    source.close()
    return pixels


@pytest.mark.parametrize("channels", [1, 3])
@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
@pytest.mark.parametrize("with_area", [True, False])
@pytest.mark.parametrize("alpha", [True, False])
def test_layers_laid_over_each_other_are_the_filled_photo(tmp_path, channels, dtype, with_area, alpha):
    original = samples.photo(channels, dtype, alpha=alpha, icc=PROFILES[channels], exif=samples.exif_block())
    result, area = filled(original)
    path = write_openraster(tmp_path / "a.ora", original, result, area if with_area else None)
    with zipfile.ZipFile(path) as archive:
        image = ElementTree.fromstring(archive.read("stack.xml"))
        assert image.tag == "image" and (image.get("w"), image.get("h")) == ("37", "23")
        assert tuple(map(int, image.get("version").split("."))) >= (0, 0, 1)
        (stack,) = image
        fill, photo = stack
        assert [layer.get("name") for layer in stack] == ["Fill", "Photo"]
        for layer in stack:
            assert (layer.get("opacity"), layer.get("visibility")) == ("1.0", "visible")
        bottom = decode(archive, photo.get("src"), tmp_path)
        top = decode(archive, fill.get("src"), tmp_path)
        merged = decode(archive, "mergedimage.png", tmp_path)
        for name in (photo.get("src"), fill.get("src"), "mergedimage.png"):
            assert Image.open(io.BytesIO(archive.read(name))).info["icc_profile"] == PROFILES[channels]

    assert bottom.dtype == top.dtype == merged.dtype == dtype
    assert (photo.get("x"), photo.get("y")) == ("0", "0")
    assert np.array_equal(bottom[:, :, :channels], original.pixels)
    assert np.array_equal(merged[:, :, :channels], result.pixels)
    if alpha:
        assert np.array_equal(bottom[:, :, channels], original.alpha)
        assert np.array_equal(merged[:, :, channels], original.alpha)
    assert fill.get("composite-op") == ("svg:src-atop" if alpha else "svg:src-over")

    x, y = int(fill.get("x")), int(fill.get("y"))
    opaque = np.zeros(area.shape, bool)
    opaque[y : y + top.shape[0], x : x + top.shape[1]] = top[:, :, channels] == original.max_value
    assert set(np.unique(top[:, :, channels])) <= {0, original.max_value}
    assert np.array_equal(opaque, area if with_area else (original.pixels != result.pixels).any(axis=2))
    assert (top[top[:, :, channels] == 0] == 0).all()
    laid = original.pixels.copy()
    laid[opaque] = top[:, :, :channels][top[:, :, channels] > 0]
    assert np.array_equal(laid, result.pixels)


def test_the_type_comes_first_and_can_be_read_without_unpacking(tmp_path):
    original = samples.photo()
    data = write_openraster(tmp_path / "a.ora", original, filled(original)[0]).read_bytes()
    assert data[:4] == b"PK\3\4" and data[30:54] == b"mimetypeimage/openraster"
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        assert {"stack.xml", "mergedimage.png", "Thumbnails/thumbnail.png"} < set(archive.namelist())


@pytest.mark.parametrize(
    ("shape", "expected"), [((300, 900), (256, 85)), ((40, 30), (30, 40)), ((2, 900), (256, 1))]
)
@pytest.mark.parametrize("alpha", [True, False])
def test_the_thumbnail_is_a_small_picture_in_srgb(tmp_path, shape, expected, alpha):
    pixels = np.full((*shape, 3), 65535 // 2, np.uint16)
    photo = Photo(pixels, np.full(shape, 65535, np.uint16) if alpha else None, PROFILES[3])
    path = write_openraster(tmp_path / "a.ora", photo, photo)
    with zipfile.ZipFile(path) as archive:
        thumbnail = Image.open(io.BytesIO(archive.read("Thumbnails/thumbnail.png")))
        assert (thumbnail.size, thumbnail.mode) == (expected, "RGBA" if alpha else "RGB")
        # Half of the code range at gamma 1.8 is lighter than at sRGB's.
        assert 140 < np.asarray(thumbnail)[0, 0, 0] < 155
        assert np.asarray(thumbnail)[..., 3:].all()


def test_without_a_fill_there_is_one_layer(tmp_path):
    photo = samples.photo(origin=Origin(None, "PNG", dpi=(300.0, 300.0)))
    with zipfile.ZipFile(write_openraster(tmp_path / "a.ora", photo, photo)) as archive:
        image = ElementTree.fromstring(archive.read("stack.xml"))
        assert [layer.get("src") for layer in image.iter("layer")] == ["data/photo.png"]
        assert (image.get("xres"), image.get("yres")) == ("300", "300")


def test_what_cannot_be_saved_changes_nothing(tmp_path):
    photo = samples.photo()
    with pytest.raises(PhotoError, match="folder does not exist"):
        write_openraster(tmp_path / "none" / "a.ora", photo, photo)
    with pytest.raises(ValueError, match="size and depth"):
        write_openraster(tmp_path / "a.ora", photo, replace(photo, pixels=samples.noise(5, 5)))
    assert samples.folder_state(tmp_path) == {}


def test_a_filled_border_is_seen_in_layers_and_merged(tmp_path: Path) -> None:
    """The fill's layer laid over the photo's has the alpha of the filled photo."""
    alpha = np.full((23, 37), 255, np.uint8)
    alpha[:6], alpha[6:8] = 0, 90
    original = Photo(samples.noise(23, 37), alpha)
    opaque = alpha.copy()
    opaque[:6], opaque[6:8] = 255, 180
    pixels = original.pixels.copy()
    pixels[:10] = 77
    filled = Photo(pixels, opaque)
    with zipfile.ZipFile(write_openraster(tmp_path / "a.ora", original, filled)) as archive:
        layers = [np.array(Image.open(archive.open(f"data/{name}.png"))) for name in ("fill", "photo")]
        merged = np.array(Image.open(archive.open("mergedimage.png")))
        stack = archive.read("stack.xml").decode()
    assert "src-atop" not in stack
    over, under = (layer[..., 3].astype(float) / 255 for layer in (layers[0], layers[1][: len(layers[0])]))
    assert np.abs((over + under * (1 - over)) * 255 - opaque[: len(over)]).max() <= 1
    assert np.array_equal(merged[..., 3], opaque)


@pytest.mark.parametrize("channels", [1, 3])
def test_sixteen_bits_name_srgb_for_programs_that_take_them_for_linear_light(
    tmp_path: Path, channels
) -> None:
    """Krita asks for a profile otherwise, and offers linear light."""
    original = samples.photo(channels, np.uint16)
    assert original.icc is None
    pixels = original.pixels.copy()
    pixels[4:9, 5:12] = 60_000
    write_openraster(tmp_path / "a.ora", original, replace(original, pixels=pixels))
    with zipfile.ZipFile(tmp_path / "a.ora") as archive:
        pictures = [name for name in archive.namelist() if name.endswith(".png") and "Thumbnail" not in name]
        assert len(pictures) == 3
        for name in pictures:
            (tmp_path / "picture.png").write_bytes(archive.read(name))
            photo = read_photo(tmp_path / "picture.png")
            assert photo.icc is not None and photo.pixels.dtype == np.uint16
            shown = to_display(photo.pixels, photo.icc).astype(int)
            assert np.abs(shown - to_display(photo.pixels, None)).max() <= 1
    read_eight = samples.photo(channels, np.uint8)
    write_openraster(tmp_path / "b.ora", read_eight, read_eight)
    with zipfile.ZipFile(tmp_path / "b.ora") as archive:
        assert "icc_profile" not in Image.open(io.BytesIO(archive.read("mergedimage.png"))).info


def test_a_full_folder_for_temporary_files_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    photo = samples.photo()
    (tmp_path / "out").mkdir()
    path = tmp_path / "out" / "a.ora"

    def refused(picture: Photo, to: Path, **options: object) -> Path:
        raise PhotoError("{path} was not saved because the disk is full.", path=to)

    with monkeypatch.context() as patch:
        patch.setattr(openraster, "write_photo", refused)
        with pytest.raises(PhotoError, match=r"a\.ora was not saved .* temporary files") as caught:
            write_openraster(path, photo, photo)
        assert "photo.png" not in str(caught.value)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
    with pytest.raises(PhotoError, match=r"a\.ora was not saved .* temporary files \(.*gone\)"):
        write_openraster(path, photo, photo)
    assert not list(path.parent.iterdir())
