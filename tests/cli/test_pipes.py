"""`crfill fill` with the photo on standard input, the result on standard output, or both."""

from __future__ import annotations

import errno
import io
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from crfill_core.cli import main

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def piped(monkeypatch, capsysbinary, mask, small_weights):
    """Runs `crfill fill` with bytes on standard input: the status, standard output, and standard error as text."""

    def run(
        data: bytes, *arguments: object, photo: object = "-", output: object = "-"
    ) -> tuple[int, bytes, str]:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
        options = (
            "--mask",
            mask,
            "-o",
            output,
            "--weights",
            small_weights,
            "--device",
            "cpu",
            "--mode",
            "network",
        )
        status = main([str(a) for a in ("fill", photo, *options, *arguments)])
        out, err = capsysbinary.readouterr()
        return status, out, err.decode()

    return run


def encoded(photo: Path, name: str) -> bytes:
    data = io.BytesIO()
    Image.open(photo).save(data, name)
    return data.getvalue()


@pytest.mark.parametrize("name", ["PNG", "JPEG", "TIFF", "WEBP", "AVIF", "BMP"])
def test_the_result_has_the_format_of_the_photo(piped, photo, name):
    status, out, _ = piped(encoded(photo, name))
    assert status == 0
    image = Image.open(io.BytesIO(out))
    assert (image.format, image.size) == (name, (96, 64))


def test_the_pixels_are_those_of_a_file(piped, photo, tmp_path):
    _, out, err = piped(photo.read_bytes())
    assert piped(b"", photo=photo, output=tmp_path / "file.png")[0] == 0
    assert (np.asarray(Image.open(io.BytesIO(out))) == np.asarray(Image.open(tmp_path / "file.png"))).all()
    assert err == ""


def test_what_cannot_be_written_becomes_what_a_file_would(piped, photo):
    _, out, _ = piped(encoded(photo, "GIF"))
    assert Image.open(io.BytesIO(out)).format == "PNG"


def test_another_format_can_be_requested(piped, photo):
    _, out, _ = piped(photo.read_bytes(), "--format", "webp")
    assert Image.open(io.BytesIO(out)).format == "WEBP"


def test_a_photo_that_may_not_be_read_is_one_sentence(piped, photo, monkeypatch):
    real = Path.open

    def refuse(path: Path, *arguments: object, **options: object) -> object:
        if path == photo:
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return real(path, *arguments, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", refuse)
    status, out, err = piped(b"", photo=photo)
    assert status == 2 and out == b"" and "you have no permission" in err and str(photo) in err


def test_either_end_may_be_a_file(piped, photo, tmp_path):
    both = piped(photo.read_bytes())[1]
    assert piped(b"", photo=photo)[1] == both
    status, out, _ = piped(photo.read_bytes(), output=tmp_path / "out.png")
    assert status == 0 and b"1 hole filled" in out
    assert (np.asarray(Image.open(tmp_path / "out.png")) == np.asarray(Image.open(io.BytesIO(both)))).all()


def test_a_file_called_dash_is_a_file(piped, photo, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("-").write_bytes(photo.read_bytes())
    assert Image.open(io.BytesIO(piped(b"", photo="./-")[1])).format == "PNG"


@pytest.mark.parametrize(
    ("data", "arguments", "says"),
    [
        (b"", (), "The photo on standard input is empty"),
        (b"hello", (), "The photo on standard input is not a photo"),
        (b"\x89PNG\r\n\x1a\n" + bytes(40), (), "The photo on standard input is damaged"),
        (None, ("--json",), "--json"),
        (None, ("--format", "gif"), "gif"),
        (None, ("--weights", "nowhere"), "nowhere"),
        (None, ("--mask", "missing.png"), "missing.png"),
    ],
)
def test_bad_input_is_one_sentence_and_nothing_on_standard_output(piped, photo, data, arguments, says):
    status, out, err = piped(photo.read_bytes() if data is None else data, *arguments)
    assert (status, out) == (2, b"")
    assert says in err and err.startswith("crfill: error: ") and err.count("\n") == 1
    # No name of a file of ours: these two are names of weights.
    assert "crfill-" not in err.replace("crfill-starter", "").replace("crfill-64", "")


def test_a_format_is_for_standard_output_only(piped, photo, tmp_path):
    status, _, err = piped(photo.read_bytes(), "--format", "png", output=tmp_path / "out.jpg")
    assert status == 2 and "--format" in err and not (tmp_path / "out.jpg").exists()


def test_a_folder_does_not_go_to_standard_output(piped, tmp_path):
    status, out, err = piped(b"", photo=tmp_path)
    assert (status, out) == (2, b"") and "folder" in err


def test_nothing_is_left_in_the_temporary_folder(piped, photo, tmp_path, monkeypatch):
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    assert piped(photo.read_bytes())[0] == 0
    assert piped(b"hello")[0] == 2
    assert list(folder.iterdir()) == []


def test_real_pipes_carry_every_byte(photo, mask, small_weights):
    command = [sys.executable, "-m", "crfill_core.cli", "fill", "-", "--mask", str(mask), "-o", "-"]
    done = subprocess.run(
        [*command, "--weights", str(small_weights), "--device", "cpu", "--mode", "network"],
        input=photo.read_bytes(),
        capture_output=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert (done.returncode, done.stderr) == (0, b"")
    before, after = Image.open(photo), Image.open(io.BytesIO(done.stdout))
    known = np.asarray(Image.open(mask)) == 0
    assert (np.asarray(before)[known] == np.asarray(after)[known]).all()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no /dev/full")
def test_a_full_disk_at_the_other_end_is_one_sentence(photo, mask, small_weights):
    command = [sys.executable, "-m", "crfill_core.cli", "fill", str(photo), "--mask", str(mask), "-o", "-"]
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [*command, "--weights", str(small_weights), "--device", "cpu", "--mode", "network"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
    assert done.returncode == 2
    assert "Standard output cannot be written" in done.stderr and done.stderr.count("\n") == 1
