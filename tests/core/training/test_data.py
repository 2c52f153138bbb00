import tarfile
from collections import Counter
from pathlib import Path

import cv2
import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from crfill_core.errors import ConfigError
from crfill_core.files.sources import Entry, index_images, read_entry, source_of
from crfill_core.training.data import CropConfig, DevicePhotos, Draw, HostPhotos, Sampler, crop_boxes, decode
from tests.core.training.conftest import make_photo

sides = st.integers(16, 2000)
units = st.floats(0, 1, exclude_max=True)


@given(sides, sides, st.tuples(units, units, units), st.sampled_from([16, 64, 256]), st.integers(0, 300))
def test_crop_boxes_lie_inside_the_photo_and_keep_the_scale_in_range(height, width, uniform, crop, extra):
    config = CropConfig(crop=crop, short_side=(crop, crop + extra))
    ((left, top, side),) = crop_boxes(np.array([height]), np.array([width]), np.array([uniform]), config)
    assert left >= 0 and top >= 0 and side > 0
    assert left + side <= width + 1e-6 and top + side <= height + 1e-6
    short = min(height, width)
    if short >= crop:
        assert side >= crop * (1 - 1e-9)  # never enlarged
        assert side <= short * crop / min(config.short_side[0], short) + 1e-6
    else:
        assert side == short


def test_scales_are_spread_over_their_range():
    config = CropConfig(crop=104, short_side=(104, 416))
    uniform = np.random.default_rng(0).random((2000, 3))
    boxes = crop_boxes(np.full(2000, 416), np.full(2000, 600), uniform, config)
    short = 104 * 416 / boxes[:, 2]  # the size that the photo's short side was scaled to
    assert short.min() < 108 and short.max() > 400
    assert np.median(short) == pytest.approx(208, rel=0.1)  # log-uniform


def test_host_and_device_photos_cut_nearly_the_same_crops(photos):
    entries = index_images([photos])
    config = CropConfig(crop=32, short_side=(32, 60))
    draw = Sampler(entries, seed=3).draw(0, 24)
    host = HostPhotos(entries, "cpu", cache=True).crops(draw, config)
    device = DevicePhotos(entries, "cpu").crops(draw, config)
    assert host.shape == device.shape == (24, 3, 32, 32)
    assert host.min() >= -1 and host.max() <= 1
    difference = (host - device).abs()
    assert difference.mean() < 0.03  # other resampling, up to half a pixel of another place
    other = DevicePhotos(entries, "cpu").crops(Draw(draw.photo, ~draw.flip, draw.uniform), config)
    assert (host - other).abs().mean() > 4 * difference.mean()


def test_a_device_crop_of_a_whole_photo_is_that_photo(tmp_path):
    photo = make_photo(1, 64, 64)
    cv2.imwrite(str(tmp_path / "a.png"), photo[:, :, ::-1])
    draw = Draw(np.array([0, 0]), np.array([False, True]), np.zeros((2, 3)))
    crops = DevicePhotos(index_images([tmp_path]), "cpu").crops(
        draw, CropConfig(crop=64, short_side=(64, 64))
    )
    plain = torch.from_numpy(photo.copy()).permute(2, 0, 1) / 127.5 - 1
    assert (crops[0] - plain).abs().mean() < 0.03 and (crops[0] - plain).mean().abs() < 2e-3
    assert torch.allclose(crops[1], crops[0].flip(2), atol=1e-5)


def test_cached_and_streamed_photos_are_the_same(photos):
    entries = index_images([photos])
    draw = Sampler(entries, seed=1).draw(5, 8)
    config = CropConfig(crop=32, short_side=(32, 48))
    cached = HostPhotos(entries, "cpu", 60, cache=True).crops(draw, config)
    streamed = HostPhotos(entries, "cpu", 60, cache=False).crops(draw, config)
    assert torch.equal(cached, streamed)


def test_draws_depend_on_seed_and_step_alone(photos):
    entries = index_images([photos])
    a, b = Sampler(entries, seed=1), Sampler(entries, seed=1)
    b.draw(3, 4)
    for first, second in zip(a.draw(7, 16), b.draw(7, 16), strict=True):
        assert np.array_equal(first, second)
    assert not np.array_equal(a.draw(7, 16).uniform, a.draw(8, 16).uniform)
    assert not np.array_equal(a.draw(7, 16).uniform, Sampler(entries, seed=2).draw(7, 16).uniform)


def test_a_part_of_a_draw_is_that_part_of_the_batch(photos):
    draw = Sampler(index_images([photos]), seed=1).draw(0, 8)
    part = draw.part(slice(2, 5))
    assert np.array_equal(part.photo, draw.photo[2:5]) and np.array_equal(part.uniform, draw.uniform[2:5])


@pytest.mark.parametrize("balance, share", [(0.0, 0.5), (1.0, 0.1), (0.5, 0.25)])
def test_sampling_by_source(balance, share):
    """One source of 10 photos, one of 90: alike by source (0), alike by photo (1), or between."""
    entries = [Entry(Path("x"), f"{'rare' if i < 10 else 'common'}/{i}.jpg") for i in range(100)]
    drawn = Sampler(entries, seed=0, balance=balance).draw(0, 4000).photo
    assert (drawn < 10).mean() == pytest.approx(share, abs=0.03)
    assert len(set(drawn.tolist())) == 100


def test_folders_tars_and_lists_hold_the_same_photos(photos, tmp_path):
    from_folder = index_images([photos])
    assert len(from_folder) == 5 and len({e.name for e in from_folder}) == 5
    with tarfile.open(tmp_path / "all-0.tar", "w") as tar:
        for entry in from_folder:
            tar.add(entry.path, entry.name)
        note = tmp_path / "note.md"
        note.write_text("no photo")
        tar.add(note, "note.md")
    from_tar = index_images([tmp_path / "all-*.tar"])
    assert [e.name for e in from_tar] == [e.name for e in from_folder]
    assert [read_entry(e) for e in from_tar] == [read_entry(e) for e in from_folder]
    (tmp_path / "list.txt").write_text("".join(f"{e.path.relative_to(tmp_path)}\n\n" for e in from_folder))
    assert [read_entry(e) for e in index_images([tmp_path / "list.txt"])] == [
        read_entry(e) for e in from_folder
    ]
    assert index_images([from_folder[0].path])[0].path == from_folder[0].path


@pytest.mark.parametrize("missing", ["nowhere", "photos-*.tar"])
def test_paths_that_hold_nothing_are_refused(tmp_path, missing):
    with pytest.raises(ConfigError, match="check the data paths"):
        index_images([tmp_path / missing])


def test_a_compressed_tar_is_refused(tmp_path):
    with tarfile.open(tmp_path / "a.tar", "w:gz") as tar:
        tar.add(__file__, "a.png")
    with pytest.raises(ConfigError, match="uncompressed tar"):
        index_images([tmp_path / "a.tar"])


@pytest.mark.parametrize("content", [b"", b"no image at all"])
def test_unreadable_photos_are_refused_by_name(tmp_path, content):
    (tmp_path / "broken.jpg").write_bytes(content)
    with pytest.raises(ConfigError, match="broken.jpg.*not a readable image"):
        decode(index_images([tmp_path])[0])


def test_photos_that_cannot_be_read_are_refused_by_name(tmp_path):
    """A list may name photos that are not there any more."""
    (tmp_path / "list.txt").write_text("gone.jpg\n")
    with pytest.raises(ConfigError, match=r"gone\.jpg cannot be read \(No such file or directory\)"):
        decode(index_images([tmp_path / "list.txt"])[0])


def test_photos_with_too_many_pixels_to_decode_are_refused_by_name(tmp_path, monkeypatch):
    def refuse(*_: object) -> None:
        raise cv2.error("pixels <= CV_IO_MAX_IMAGE_PIXELS")

    (tmp_path / "huge.png").write_bytes(b"x")
    monkeypatch.setattr(cv2, "imdecode", refuse)
    with pytest.raises(ConfigError, match="huge.png.*not a readable image"):
        decode(index_images([tmp_path])[0])


def test_tiny_photos_are_refused_by_name(tmp_path):
    cv2.imwrite(str(tmp_path / "dot.png"), np.zeros((3, 40, 3), np.uint8))
    with pytest.raises(ConfigError, match="dot.png.*too small"):
        decode(index_images([tmp_path])[0])


def test_large_photos_are_reduced_and_keep_their_colours(tmp_path):
    photo = np.zeros((90, 60, 3), np.uint8)
    photo[:] = (250, 100, 10)
    cv2.imwrite(str(tmp_path / "a.png"), photo[:, :, ::-1])
    small = decode(index_images([tmp_path])[0], max_short_side=30)
    assert small.shape == (45, 30, 3) and small[20, 20].tolist() == [250, 100, 10]


def test_sources_are_folders_or_names_without_numbers():
    names = ["sea/1.jpg", "sea/2.jpg", "sun_000123.jpg", "sun_000124.jpg", "dtd-7.png"]
    assert Counter(source_of(name) for name in names) == {"sea": 2, "sun": 2, "dtd": 1}


@pytest.mark.parametrize("wrong", [{"crop": 30}, {"crop": 8}, {"short_side": (400, 256)}])
def test_impossible_crops_are_refused(wrong):
    with pytest.raises(ValueError):
        CropConfig(**wrong)
