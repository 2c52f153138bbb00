"""Values are what was asked for, or the error says where and what."""

from __future__ import annotations

import json

import pytest

from crfill_core.files.strict_json import Node, StrictError, parse
from crfill_core.geometry import Box


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", r"not JSON \(line 1, column 1\)"),
        ("{", "not JSON"),
        (b"\xff\xfe\x00", r"not JSON \(it is not even text\)$"),
        ("[" * 200_000, "nested too deeply"),
        ("1" * 5000, r"not JSON \(a number is too long\)"),
        ('{"a": 1, "a": 2}', "twice"),
        ('{"a": NaN}', "NaN"),
        ('{"a": -Infinity}', "-Infinity"),
    ],
)
def test_what_is_not_strict_json_is_refused(text, message):
    with pytest.raises(StrictError, match=message):
        parse(text)


@pytest.mark.parametrize(
    ("value", "read", "message"),
    [
        ([], lambda n: n.object(()), "not an object"),
        ({}, lambda n: n.object(("k",)), "lacks 'k'"),
        ({"x": 1}, lambda n: n.object(()), "'x' that nobody knows"),
        ({"a": {"b": [1, "x"]}}, lambda n: n.object("a")["a"].object("b")["b"].items(2)[1].whole(0, 1), r"a\.b\[1\]"),
        ([1, 2], lambda n: n.items(1), "more than 1"),
        (1, Node.text, "not a text"),
        ("long", lambda n: n.text(3), "longer than 3"),
        ("d", lambda n: n.choice(("a", "b")), "none of a, b"),
        (1, Node.boolean, "true nor false"),
        (True, lambda n: n.whole(0, 5), "not a whole number"),
        (1.0, lambda n: n.whole(0, 5), "not a whole number"),
        (6, lambda n: n.whole(0, 5), "between 0 and 5"),
        (True, lambda n: n.number(0, 5), "not a number"),
        (10**400, lambda n: n.number(0, 5), "between"),
        ([1, 2, 3], Node.box, "no box"),
        ([3, 0, 1, 1], Node.box, "no box"),
        ([0, 0, 2**40, 1], Node.box, "between"),
    ],
)  # fmt: skip
def test_other_values_are_refused_with_their_place(value, read, message):
    with pytest.raises(StrictError, match=message):
        read(Node(value, ""))


def test_values_come_through():
    text = json.dumps({"b": [1, 2, 3, 4], "n": None, "x": 0.5, "i": 3, "t": "ü", "f": False})
    members = parse(text).object(("b", "n", "x"), ("i", "t", "f", "absent"))
    assert members["b"].box() == Box(1, 2, 3, 4)
    assert members["n"].optional(Node.box) is None
    assert members["b"].optional(Node.box) == Box(1, 2, 3, 4)
    assert members["x"].number(0, 1) == 0.5
    assert (members["i"].whole(0, 3), members["t"].choice("aü"), members["f"].boolean()) == (3, "ü", False)
    assert "absent" not in members
