from __future__ import annotations

import io
import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from crfill_core.geometry import Size
from crfill_core.imaging.metadata import exif, exif_refresh, exif_tiff
from tests.core.imaging import samples

ORDERS = pytest.mark.parametrize("order", ["<", ">"])


def by_pillow(block: bytes) -> Image.Exif:
    result = Image.Exif()
    result.load(b"Exif\0\0" + block)
    return result


@ORDERS
@pytest.mark.parametrize("value", range(1, 9))
def test_upright_changes_the_orientation_and_not_one_byte_more(order: str, value: int) -> None:
    block = samples.exif_block(value, order, thumbnail=samples.THUMBNAIL)
    assert exif.orientation(block) == value
    patched = exif.upright(block)
    assert patched == samples.exif_block(1, order, thumbnail=samples.THUMBNAIL)
    assert by_pillow(patched)[0x0112] == 1


@ORDERS
def test_the_orientation_can_be_taken_out_alone(order: str) -> None:
    block = samples.exif_block(6, order, samples.THUMBNAIL)
    bare = exif.without(block, [exif.ORIENTATION])
    before, after = by_pillow(block), by_pillow(bare)
    assert 0x0112 in before and 0x0112 not in after
    assert after[0x010F] == "Camera"
    assert after.get_ifd(0x8769) == before.get_ifd(0x8769)
    assert exif.first_directory(bare).next_offset == exif.first_directory(block).next_offset
    assert exif.without(bare, [exif.ORIENTATION]) == bare


@pytest.mark.parametrize("senseless", [0, 9, 4711])
def test_a_senseless_orientation_counts_as_upright(senseless: int) -> None:
    assert exif.orientation(samples.exif_block(senseless)) == 1


@ORDERS
@pytest.mark.parametrize("padding", [b"", b"something behind"])
def test_refreshed_notes_the_size_and_forgets_the_thumbnail(order: str, padding: bytes) -> None:
    block = samples.exif_block(1, order, samples.THUMBNAIL, size=(4000, 3000)) + padding
    result = exif_refresh.refreshed(block, Size(640, 480))
    tags = by_pillow(result).get_ifd(0x8769)
    assert (tags[0xA002], tags[0xA003]) == (640, 480)
    assert tags[0x927C] == samples.MAKER_NOTE
    assert tags[0x9003] == "2026:05:04 03:02:01"
    assert b"small picture" not in result
    assert exif.first_directory(result).next_offset == 0
    assert result.endswith(padding)


def test_refreshed_leaves_a_block_without_thumbnail_and_sizes_alone() -> None:
    block = samples.exif_block(size=(640, 480))
    assert exif_refresh.refreshed(block, Size(640, 480)) == block


def test_a_thumbnail_offset_that_points_at_other_data_blanks_nothing() -> None:
    block = samples.exif_block(1, "<", samples.THUMBNAIL)
    directory = exif.directory_at(block, exif.first_directory(block).next_offset, "<")
    damaged = bytearray(block)
    struct.pack_into("<I", damaged, directory.entries[0x0201].at, 8)
    result = exif_refresh.refreshed(bytes(damaged), Size(1, 1))
    assert exif.first_directory(result).entries == exif.first_directory(block).entries


@ORDERS
@pytest.mark.parametrize("target", ["<", ">"])
def test_tags_move_into_a_tiff_of_either_byte_order_and_out_again(order: str, target: str) -> None:
    tiff = io.BytesIO()
    Image.new("I;16" if target == "<" else "I;16B", (7, 5), 4711).save(tiff, "TIFF")
    data = bytearray(tiff.getvalue())
    assert exif.first_directory(data).order == target
    appendix, offset = exif_tiff.tiff_appendix(data, samples.exif_block(6, order, samples.THUMBNAIL), {})
    data += appendix
    struct.pack_into(target + "I", data, 4, offset)
    with Image.open(io.BytesIO(data)) as image:
        assert image.tag_v2[0x010F] == "Camera"
        assert image.tag_v2[0x0112] == 1
        assert image.getpixel((3, 3)) == 4711
    block = exif_tiff.from_tiff(data)
    assert block is not None and b"small picture" not in block
    camera = by_pillow(block)
    assert camera[0x010F] == "Camera"
    assert camera.get_ifd(0x8769)[0x927C] == samples.MAKER_NOTE
    assert camera.get_ifd(0x8825)[0] == b"\2\3\0\0"


def test_a_tiff_without_descriptive_tags_has_no_exif() -> None:
    tiff = io.BytesIO()
    Image.new("L", (4, 4)).save(tiff, "TIFF")
    assert exif_tiff.from_tiff(tiff.getvalue()) is None


def edits() -> st.SearchStrategy[bytes]:
    """Sound blocks, cut off or with bytes overwritten."""
    block = samples.exif_block(6, ">", samples.THUMBNAIL)
    changes = st.lists(st.tuples(st.integers(0, len(block) - 1), st.integers(0, 255)), max_size=12)

    def change(cut: int, edits: list[tuple[int, int]]) -> bytes:
        result = bytearray(block)
        for at, value in edits:
            result[at] = value
        return bytes(result[:cut])

    return st.one_of(st.binary(max_size=200), st.builds(change, st.integers(0, len(block)), changes))


@settings(max_examples=300, deadline=None)
@given(edits())
def test_damaged_blocks_raise_nothing_but_exif_error(block: bytes) -> None:
    tiff = io.BytesIO()
    Image.new("L", (4, 4)).save(tiff, "TIFF")
    for use in (
        exif.orientation,
        exif.upright,
        lambda b: exif.without(b, [exif.ORIENTATION]),
        exif_tiff.from_tiff,
        lambda b: exif_refresh.refreshed(b, Size(3, 2)),
        lambda b: exif_tiff.tiff_appendix(tiff.getvalue(), b, {}),
    ):
        try:
            use(block)
        except exif.ExifError:
            continue


@pytest.mark.parametrize("magic", [b"II+\0", b"MM\0+"])
def test_a_block_with_64_bit_offsets_is_damaged(magic: bytes) -> None:
    order = "<" if magic[:1] == b"I" else ">"
    block = magic + struct.pack(order + "HHQQHHQQQ", 8, 0, 16, 1, 0x14A, 4, 1, 0, 0)
    assert exif.first_directory(block).entries
    for change in (exif.upright, lambda whole: exif_refresh.refreshed(whole, Size(4, 3))):
        with pytest.raises(exif.ExifError):
            change(block)
