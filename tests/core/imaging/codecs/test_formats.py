from __future__ import annotations

from pathlib import Path

import pytest

from crfill_core.imaging.codecs.formats import OPEN_SUFFIXES, SUFFIXES, sniff, suggest_save_path


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("photo.jpg", "photo-filled.jpg"),
        ("photo.JPG", "photo-filled.JPG"),
        ("a.b.tiff", "a.b-filled.tiff"),
        ("photo.NEF", "photo-filled.tif"),
        ("photo.heic", "photo-filled.jpg"),
        ("photo.gif", "photo-filled.png"),
        ("photo", "photo-filled.png"),
    ],
)
def test_suggested_names(tmp_path: Path, name: str, expected: str) -> None:
    assert suggest_save_path(tmp_path / name) == tmp_path / expected


def test_taken_names_get_a_number(tmp_path: Path) -> None:
    for taken in ("photo-filled.jpg", "photo-filled-2.jpg"):
        (tmp_path / taken).touch()
    assert suggest_save_path(tmp_path / "photo.jpg") == tmp_path / "photo-filled-3.jpg"


@pytest.mark.parametrize(
    ("head", "suffix", "expected"),
    [
        (b"II*\0\x08\0\0\0", ".tif", "TIFF"),
        (b"MM\0+\0\x08\0\0", ".tif", "TIFF"),
        (b"II*\0\x08\0\0\0", ".Dng", "RAW"),
        (b"II*\0\x10\0\0\0CR\2\0", "", "RAW"),
        (b"\0\0\0\x20ftypmif1\0\0\0\0avifmif1", ".heic", "AVIF"),
        (b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic", ".jpg", "HEIC"),
        (b"\0\0\0\x18ftypqt  \0\0\0\0qt  qt  ", ".mov", None),
        (b"RIFF\0\0\0\0WAVE", ".webp", None),
        (b"Dear diary", ".png", None),
    ],
)
def test_content_is_recognised(head: bytes, suffix: str, expected: str | None) -> None:
    assert sniff(head, suffix) == expected


def test_whatever_is_written_can_be_opened() -> None:
    assert set(SUFFIXES) <= OPEN_SUFFIXES


@pytest.mark.parametrize("letter", ["a", "字"])
def test_a_suggested_name_is_not_too_long_for_the_disk(tmp_path: Path, letter: str) -> None:
    path = tmp_path / (letter * (250 // len(letter.encode())) + ".jpg")
    path.touch()
    suggestion = suggest_save_path(path)
    assert suggestion.name.startswith(letter * 70) and suggestion.name.endswith("-filled.jpg")
    suggestion.touch()
    following = suggest_save_path(path)
    assert following.name.endswith("-filled-2.jpg") and not following.exists()
    following.touch()
