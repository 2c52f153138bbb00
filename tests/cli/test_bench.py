"""``crfill bench``: a table on stdout, figures in a file, clear refusals."""

import json

import pytest


def test_table_and_figures(crfill, tmp_path):
    arguments = (
        "--sizes",
        "64,32",
        "--device",
        "cpu",
        "--width",
        8,
        "--memory-limit",
        0,
        "--json",
        tmp_path / "b.json",
    )
    outcome = crfill("bench", *arguments)
    assert outcome.status == 0, outcome.err
    assert "| CA layer | – | out of memory | out of memory |" in outcome.out
    figures = json.loads((tmp_path / "b.json").read_text())
    assert [one["size"] for one in figures["measurements"]] == [32] * 3 + [64] * 3
    assert figures["width"] == 8


@pytest.mark.parametrize(
    ("option", "value", "message"),
    [
        ("--sizes", "a,b", "not a list of sizes"),
        ("--sizes", "100", "multiples of 8"),
        ("--sizes", "8", "at least 16"),
        ("--width", "10", "--width must be a multiple of 4"),
        ("--repeats", "0", "argument --repeats: '0' is not a whole number of at least 1"),
        ("--json", "nowhere/b.json", "The folder nowhere for b.json does not exist"),
        ("--json", ".", ". is a folder"),
        ("--memory-limit", "inf", "argument --memory-limit: 'inf' is not a number"),
        ("--memory-limit", "nan", "argument --memory-limit: 'nan' is not a number"),
    ],
)
def test_wrong_usage_is_one_line_and_status_2(crfill, option, value, message):
    outcome = crfill("bench", "--sizes", "64", "--memory-limit", 0, option, value)
    assert outcome.status == 2 and outcome.err.count("\n") == 1
    assert message in outcome.err
