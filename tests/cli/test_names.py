"""Results are reported for any bytes in a name and any encoding of the terminal."""

from __future__ import annotations

import io
import json
import os
import sys

import pytest

from crfill_core.cli import main

LATIN_1 = os.fsdecode(b"caf\xe9")


@pytest.fixture
def told(monkeypatch):
    """Runs the command line with a stdout of an encoding: status and bytes."""

    def run(encoding, *arguments):
        stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
        with monkeypatch.context() as patch:
            patch.setattr(sys, "stdout", stream)
            status = main([str(argument) for argument in arguments])
        return status, stream.buffer.getvalue()

    return run


@pytest.fixture
def named(tmp_path, photo, mask):
    """Copies the photo and its mask to a name, where the system takes such names."""

    def copies(name):
        path = tmp_path / "in" / f"{name}.png"
        path.parent.mkdir(exist_ok=True)
        try:
            path.write_bytes(photo.read_bytes())
        except OSError:
            pytest.skip("this system takes no such names")
        return path

    return copies


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "ascii"])
@pytest.mark.parametrize("name", [LATIN_1, "写真", "café"])
def test_a_name_is_printed(told, named, mask, painter, small_weights, tmp_path, encoding, name):
    output = tmp_path / f"{name}.png"
    arguments = ("fill", named(name), "--mask", mask, "-o", output, "--weights", small_weights)
    status, text = told(encoding, *arguments)
    assert status == 0 and output.exists()
    if name == LATIN_1:
        assert os.fsencode(output) in text  # the bytes that the file has
    elif encoding == "utf-8" or (encoding, name) == ("cp1252", "café"):
        assert str(output) in text.decode(encoding)
    else:
        assert name.encode("ascii", "backslashreplace") in text


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
@pytest.mark.parametrize("name", [LATIN_1, "写真"])
def test_json_gives_the_name_back(told, named, mask, painter, small_weights, tmp_path, encoding, name):
    output = tmp_path / f"{name}.png"
    status, text = told(
        encoding, "fill", named(name), "--mask", mask, "-o", output, "--weights", small_weights, "--json"
    )
    assert status == 0
    found = json.loads(text.decode(encoding))["output"]
    assert os.fsencode(found) == os.fsencode(output)


@pytest.mark.parametrize("as_json", [False, True])
def test_a_batch_skips_such_names(told, named, mask, painter, small_weights, tmp_path, as_json):
    for name in ("a", LATIN_1, "写真", f"{LATIN_1}2"):
        folder = named(name).parent
    extra = ("--workers", 1, *(("--json",) if as_json else ()))
    command = ("fill", folder, "--mask", mask, "-o", tmp_path / "out", "--weights", small_weights, *extra)
    status, text = told("cp1252", *command)
    assert status == 0 and len(list((tmp_path / "out").glob("*.png"))) == 4
    if as_json:
        assert len(json.loads(text.decode("cp1252"))["done"]) == 4
    status, text = told("utf-8", *command)
    assert status == 0 and painter.fills == 4
