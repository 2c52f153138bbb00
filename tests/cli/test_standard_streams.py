"""Standard output and error that are full, closed, or whose reader has gone."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

ROOT = Path(__file__).parents[2]
FULL = Path("/dev/full")

pytestmark = pytest.mark.skipif(not FULL.exists(), reason="the system has no /dev/full")


def run(redirections: str, *arguments: object, unbuffered: str = "") -> tuple[int, str, str]:
    """Run crfill with a shell's redirections; its status and what still arrives on both streams."""
    command = f'"$0" -m crfill_core.cli "$@" {redirections}'
    done = subprocess.run(
        ["/bin/sh", "-c", command, sys.executable, *map(str, arguments)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": unbuffered},
    )
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize(
    "arguments", [["--version"], ["fill", "--help"], ["weights", "list"], ["weights", "list", "--json"]]
)
def test_a_full_standard_output_is_one_sentence(arguments, unbuffered):
    status, _, said = run(f">{FULL}", *arguments, unbuffered=unbuffered)
    assert status == 2
    assert said.startswith("crfill: error: Standard output cannot be written (") and said.count("\n") == 1


@pytest.mark.parametrize("arguments", [["--version"], ["weights", "list", "--json"]])
def test_output_to_a_closed_stream_goes_nowhere(arguments):
    assert run(">&-", *arguments) == (0, "", "")


@pytest.mark.parametrize("stream", ["2>&-", f"2>{FULL}"])
def test_an_error_that_cannot_be_told_leaves_its_status(stream):
    assert run(stream, "nonesuch") == (2, "", "")


def test_a_photo_for_a_closed_standard_output_is_refused(photo, mask, small_weights):
    command = ("fill", photo, "--mask", mask, "-o", "-", "--weights", small_weights, "--mode", "network")
    status, _, said = run(">&-", *command)
    assert status == 2
    assert said == "crfill: error: Standard output is closed; name a file with -o instead.\n"


def test_a_fill_goes_on_when_its_progress_cannot_be_told(photo, mask, small_weights, tmp_path, monkeypatch):
    monkeypatch.setenv("CRFILL_PROGRESS", "lines")
    out = tmp_path / "out.png"
    command = ("fill", photo, "--mask", mask, "-o", out, "--weights", small_weights, "--mode", "network")
    status, summary, _ = run(f"2>{FULL}", *command)
    assert status == 0 and str(out) in summary
    assert Image.open(out).size == Image.open(photo).size
