"""Images find their masks and results; files are read as 8-bit RGB."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from crfill_core.errors import PhotoError
from crfill_core.evaluation.cases import at_short_side, list_cases, match_files, read_hole, read_rgb, spread
from crfill_core.geometry import Size
from crfill_core.imaging.photo import Photo
from crfill_core.imaging.write import write_photo


def save(path: Path, pixels: np.ndarray) -> Path:
    path.parent.mkdir(exist_ok=True, parents=True)
    Image.fromarray(pixels).save(path)
    return path


@pytest.fixture
def images(tmp_path) -> Path:
    for number in range(5):
        save(tmp_path / "images" / f"{number}.png", np.full((20, 24, 3), number, np.uint8))
    return tmp_path / "images"


def mask_pixels() -> np.ndarray:
    pixels = np.zeros((20, 24), np.uint8)
    pixels[5:10, 5:12] = 255
    return pixels


def test_masks_by_name_in_another_folder(images, tmp_path):
    for name in ("0.png", "1-mask.png", "2_mask.bmp", "3.png", "4.png"):
        save(tmp_path / "masks" / name, mask_pixels())
    cases = list_cases(images, tmp_path / "masks")
    assert [case.name for case in cases] == list("01234")
    assert [case.mask.name for case in cases] == ["0.png", "1-mask.png", "2_mask.bmp", "3.png", "4.png"]


def test_masks_beside_the_images_are_no_images(images):
    for number in range(5):
        save(images / f"{number}-mask.png", mask_pixels())
    cases = list_cases(images, images)
    assert [(case.image.name, case.mask.name) for case in cases] == [
        (f"{n}.png", f"{n}-mask.png") for n in range(5)
    ]


def test_an_image_without_a_mask_beside_it_is_not_its_own_mask(images):
    for number in range(4):
        save(images / f"{number}-mask.png", mask_pixels())
    with pytest.raises(PhotoError, match=r"no mask for 1 of 5 images \(4\)"):
        list_cases(images, images)


def test_the_folder_of_the_images_may_be_written_in_another_way(images, monkeypatch):
    for number in range(5):
        save(images / f"{number}-mask.png", mask_pixels())
    monkeypatch.chdir(images.parent)
    assert [case.name for case in list_cases(images, Path("images"))] == list("01234")


def test_one_mask_for_all_or_none(images, tmp_path):
    mask = save(tmp_path / "mask.png", mask_pixels())
    assert {case.mask for case in list_cases(images, mask)} == {mask}
    assert {case.mask for case in list_cases(images, None)} == {None}
    beside = save(images / "mask.png", mask_pixels())
    assert [case.name for case in list_cases(images, beside)] == list("01234")


def test_what_is_missing_is_counted_and_named(images, tmp_path):
    save(tmp_path / "masks" / "0.png", mask_pixels())
    with pytest.raises(PhotoError, match=r"no mask for 4 of 5 images \(1, 2, 3, …\)"):
        list_cases(images, tmp_path / "masks")
    with pytest.raises(PhotoError, match="no result for 1 of 1"):
        match_files(images, ["9"], ("",), "result")
    with pytest.raises(PhotoError, match="is not a folder"):
        list_cases(tmp_path / "nowhere", None)
    (tmp_path / "empty").mkdir()
    with pytest.raises(PhotoError, match="holds no images"):
        list_cases(tmp_path / "empty", None)
    save(images / "0.bmp", mask_pixels())
    with pytest.raises(PhotoError, match="same name"):
        list_cases(images, None)


def test_spread_takes_evenly_and_never_more_than_there_are(images):
    cases = list_cases(images, None)
    assert [case.name for case in spread(cases, 2)] == ["0", "2"]
    assert spread(cases, 99) == cases


def test_other_depths_become_8_bit_rgb(tmp_path):
    grey = np.arange(400, dtype=np.uint8).reshape(20, 20)
    read = read_rgb(save(tmp_path / "grey.png", grey))
    assert read.shape == (20, 20, 3) and (read == grey[..., None]).all()
    deep = np.full((16, 16, 3), 257 * 100 + 128, np.uint16)
    write_photo(Photo(deep), tmp_path / "deep.png")
    assert (read_rgb(tmp_path / "deep.png") == 100).all()
    with pytest.raises(PhotoError, match="too small"):
        read_rgb(save(tmp_path / "small.png", grey[:10]))


@pytest.mark.parametrize(("value", "extent"), [(0, "none"), (255, "all")])
def test_masks_without_a_hole_or_without_a_rest_are_refused(tmp_path, value, extent):
    mask = save(tmp_path / "mask.png", np.full((20, 24), value, np.uint8))
    with pytest.raises(PhotoError, match=f"marks {extent} of the image"):
        read_hole(mask, Size(24, 20))


def test_images_and_holes_are_reduced_to_a_short_side():
    image = np.arange(64 * 96 * 3, dtype=np.float64).reshape(64, 96, 3) % 251
    hole = np.zeros((64, 96), bool)
    hole[8:24, 16:51] = True  # ends in the middle of a reduced pixel, which more than half of it fills
    small, small_hole = at_short_side(image.astype(np.uint8), hole, 16)
    assert small.shape == (16, 24, 3)
    means = image.reshape(16, 4, 24, 4, 3).mean(axis=(1, 3))
    assert np.abs(small - means).max() <= 0.51
    assert np.argwhere(small_hole).min(0).tolist() == [2, 4]
    assert np.argwhere(small_hole).max(0).tolist() == [5, 12]
    same = at_short_side(small, small_hole, 16)
    assert same[0] is small and same[1] is small_hole


def test_a_hole_lost_by_reducing_is_said():
    hole = np.zeros((64, 64), bool)
    hole[10, 10] = True
    with pytest.raises(PhotoError, match="use a larger --size"):
        at_short_side(np.zeros((64, 64, 3), np.uint8), hole, 16)
