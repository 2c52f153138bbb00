import json
import tarfile
from pathlib import Path

import cv2
import numpy as np
import pytest

from crfill_core.cli import main
from crfill_core.training.check import check_data
from tests.core.training.conftest import make_photo


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Six good photos of 80 px and more."""
    folder = tmp_path / "data"
    folder.mkdir()
    for i in range(6):
        cv2.imwrite(str(folder / f"photo_{i}.png"), make_photo(i, 80 + i, 100))
    return folder


def test_good_photos_are_fit(folder):
    report = check_data([folder], min_side=64)
    assert report.fit and report.photos == 6 and report.advice() == []
    assert report.sources == {"photo": 6}


def test_every_kind_of_finding_is_named(folder, tmp_path):
    (folder / "broken.jpg").write_bytes(b"not an image")
    (folder / "empty.png").write_bytes(b"")
    cv2.imwrite(str(folder / "small.png"), make_photo(20, 40, 90))
    grey = cv2.cvtColor(make_photo(21, 80, 90), cv2.COLOR_BGR2GRAY)
    cv2.imwrite(str(folder / "grey.png"), grey)
    again = cv2.resize(make_photo(2, 82, 100), (150, 123), interpolation=cv2.INTER_AREA)
    cv2.imwrite(str(folder / "again.jpg"), again, [cv2.IMWRITE_JPEG_QUALITY, 70])
    held_out = tmp_path / "val"
    held_out.mkdir()
    cv2.imwrite(str(held_out / "x.webp"), make_photo(4, 84, 100))
    cv2.imwrite(str(held_out / "y.png"), make_photo(60, 84, 100))

    report = check_data([folder], held_out, min_side=64)
    assert not report.fit
    assert [Path(name).name for name in report.unreadable] == ["broken.jpg", "empty.png"]
    assert [Path(name).name for name in report.too_small] == ["small.png"]
    assert [Path(name).name for name in report.grey] == ["grey.png"]
    assert [{Path(n).name for n in group} for group in report.duplicates] == [{"again.jpg", "photo_2.png"}]
    assert [tuple(Path(n).name for n in pair) for pair in report.leaked] == [("photo_4.png", "x.webp")]
    assert len(report.advice()) == 5 and all(": " in sentence for sentence in report.advice())


def test_a_photo_that_leaks_twice_counts_once(folder, tmp_path):
    held_out = tmp_path / "val"
    held_out.mkdir()
    for name in ("x.webp", "y.png"):
        cv2.imwrite(str(held_out / name), make_photo(4, 84, 100))
    report = check_data([folder], held_out, min_side=64)
    assert len(report.leaked) == 2
    assert any("in the validation set and make its metrics worthless: 1." in text for text in report.advice())


def test_small_grey_and_repeated_photos_do_not_forbid_training(folder):
    cv2.imwrite(str(folder / "again.png"), make_photo(0, 80, 100))
    report = check_data([folder])
    assert report.fit and len(report.too_small) == 7 and len(report.advice()) == 2


def test_several_copies_are_one_group(folder):
    for i in range(3):
        cv2.imwrite(str(folder / f"copy_{i}.jpg"), make_photo(3, 83, 100), [cv2.IMWRITE_JPEG_QUALITY, 80 + i])
    (group,) = check_data([folder], min_side=64).duplicates
    assert len(group) == 4


def test_photos_in_a_tar_are_named_by_shard_and_member(folder, tmp_path):
    (folder / "photo_9.png").write_bytes(b"broken")
    with tarfile.open(tmp_path / "a.tar", "w") as tar:
        for path in sorted(folder.iterdir()):
            tar.add(path, path.name)
    report = check_data([tmp_path / "a.tar"], min_side=64)
    assert report.photos == 7 and report.unreadable == (f"{tmp_path / 'a.tar'}:photo_9.png",)


def test_pictures_that_differ_are_no_duplicates(tmp_path):
    """Two flat photos of other brightness have the same hash; they are not the same picture."""
    for i, level in enumerate((60, 90, 200)):
        photo = np.full((80, 80, 3), level, np.uint8)
        photo[:, :, 0] += 20
        cv2.imwrite(str(tmp_path / f"{i}.png"), photo)
    assert check_data([tmp_path]).duplicates == ()


def test_the_command_says_what_to_do_and_exits_with_2(folder, tmp_path, capsys):
    assert main(["data", "check", str(folder), "--min-side", "64"]) == 0
    assert capsys.readouterr().out == "6 photos from 1 source\nNothing is wrong with these photos.\n"
    (folder / "broken.jpg").write_bytes(b"x")
    assert main(["data", "check", str(folder), "--min-side", "64", "--validation", str(folder)]) == 2
    out = capsys.readouterr().out
    assert "unreadable: " in out and "broken.jpg" in out and "Delete them" in out
    assert "Take them out of the training set" in out


def test_the_command_prints_json(folder, capsys):
    assert main(["data", "check", str(folder), "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["photos"] == 6 and report["fit"] and len(report["too_small"]) == 6


def test_an_empty_folder_and_a_wrong_path_are_refused(tmp_path, capsys):
    assert main(["data", "check", str(tmp_path)]) == 2
    assert "no photos here" in capsys.readouterr().out
    assert main(["data", "check", str(tmp_path / "nowhere")]) == 2
    assert "check the data paths" in capsys.readouterr().err
