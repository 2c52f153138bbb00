"""Values have the requested types, or a sentence tells where they are and what was expected, without msgspec's
words.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Annotated, Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import UNSET, Meta, Struct, UnsetType

from crfill_core.base.options import Options, option, required
from crfill_core.files.strict import StrictError, parse_json, parse_toml, read
from crfill_core.geometry import Box


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", r"it is not JSON \(line 1, column 1\)"),
        ("{", "not JSON"),
        (b"\xff\xfe\x00", r"not JSON \(it is not text in UTF-8\)$"),
        ("[" * 200_000, "nested too deeply"),
        ("1" * 5000, r"not JSON \(a number is too long\)"),
        ('{"a": 1, "a": 2}', "twice"),
        ('{"a": NaN}', "NaN"),
        ('{"a": -Infinity}', "-Infinity"),
        ('{"a": 1e999}', "a number that is too large"),
        ('{"a": [-1.5e400]}', "a number that is too large"),
    ],
)
def test_what_is_not_strict_json_is_refused(text, message):
    with pytest.raises(StrictError, match=message):
        parse_json(text)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (b"a = ", r"it is not valid TOML \("),
        (b"\xff", "it is not text in UTF-8"),
        (b"a = 1\na = 2", "TOML"),
        (b"a = " + b"[" * 50_000, "nested too deeply"),
    ],
)
def test_what_is_not_toml_is_refused(text, message):
    with pytest.raises(StrictError, match=message):
        parse_toml(text)


@dataclass(frozen=True)
class Inner(Options):
    share: float = option(0.5, "a share", above=0, high=1)
    kind: Literal["a", "b"] = option("a", "a kind")
    pair: tuple[int, int] = option((1, 2), "a pair", low=0)
    name: str | None = option(None, "a name")
    on: bool = option(False, "on or off")


class Part(Struct, forbid_unknown_fields=True):
    box: Box
    data: bytes = b""
    short: Annotated[str, Meta(max_length=3)] = ""


@dataclass(frozen=True)
class Whole(Options):
    count: int = required("how many", low=1)
    inner: Inner = option(Inner(), "a part")
    parts: tuple[Inner, ...] = option((), "more parts")


class File(Struct, forbid_unknown_fields=True):
    whole: Whole
    parts: Annotated[list[Part], Meta(max_length=2)] = []
    maybe: Part | None | UnsetType = UNSET
    later: Annotated[int, Meta(ge=1, le=4)] | UnsetType = UNSET
    tables: dict[str, Annotated[list[int], Meta(max_length=1)]] = {}
    named: dict[str, Inner] = {}


SOUND: dict[str, Any] = {"whole": {"count": 3, "inner": {"share": 1}}, "parts": [{"box": [1, 2, 3, 4]}]}


def test_values_come_through():
    file = read(parse_json(json.dumps(SOUND)), File)
    assert file.whole == Whole(3, Inner(1.0)) and type(file.whole.inner.share) is float
    assert file.parts[0].box == Box(1, 2, 3, 4) and file.later is UNSET


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ([], "it must be a table of keys with values, not []"),
        ({}, "it lacks 'whole'"),
        ({"whole": {}}, "whole lacks 'count'"),
        ({"whole": {"count": 0}}, "whole.count must be a whole number of at least 1, not 0"),
        ({"whole": {"count": 1.0}}, "whole.count must be a whole number of at least 1, not 1.0"),
        ({"whole": {"count": True}}, "whole.count must be a whole number of at least 1, not true"),
        ({"whole": {"count": 1, "more": 2}}, "whole has an unknown key 'more'; the known keys are count, inner, parts"),
        ({"whole": {"count": 1, "parts": [{}, {"x": 2}]}}, "whole.parts[1] has an unknown key 'x'; the known keys are"),
        ({"whole": {"count": 1}, "x" * 99: 2}, f"it has an unknown key '{'x' * 40}'; the known keys are later, maybe"),
        ({"whole": {"count": 1, "inner": {"share": 0}}}, "whole.inner.share must be a number above 0 and at most 1, not 0"),
        ({"whole": {"count": 1, "inner": {"share": 10**400}}}, "whole.inner.share must be a number above 0 and at most 1"),
        ({"whole": {"count": 1, "inner": {"kind": "c"}}}, "whole.inner.kind must be one of a, b, not 'c'"),
        ({"whole": {"count": 1, "inner": {"pair": [1]}}}, "whole.inner.pair must be a list of 2 values, each a whole"),
        ({"whole": {"count": 1, "inner": {"pair": [1, "2"]}}}, "whole.inner.pair[1] must be a whole number"),
        ({"whole": {"count": 1, "inner": {"name": 5}}}, "whole.inner.name must be a text, not 5"),
        ({"whole": {"count": 1, "inner": {"on": 1}}}, "whole.inner.on must be true or false, not 1"),
        ({**SOUND, "parts": [{"box": [1, 2, 3]}]}, "parts[0].box must be left, top, right and bottom in whole pixels"),
        ({**SOUND, "parts": [{"box": [1, 2, 3, "4"]}]}, "parts[0].box[3] must be a whole number, not '4'"),
        ({**SOUND, "parts": [{"box": [0] * 4, "data": "?"}]}, "parts[0].data must be data in base64, not '?'"),
        ({**SOUND, "parts": [{"box": [0] * 4, "short": "long"}]}, "parts[0].short must be a text of at most 3 characters"),
        ({**SOUND, "parts": [{"box": [0] * 4}] * 3}, "parts must be a list of at most 2 values, not a list"),
        ({**SOUND, "maybe": {"box": [0] * 4, "": 1}}, "maybe has an unknown key ''; the known keys are box, data, short"),
        ({**SOUND, "later": 5}, "later must be a whole number from 1 to 4, not 5"),
        ({**SOUND, "tables": {"a": [1, 2]}}, "tables.a must be a list of at most 1 values, not [1, 2]"),
        ({**SOUND, "named": {"a": {}, "b": {"x": 2}}}, "named.b has an unknown key 'x'; the known keys are kind, name"),
    ],
)  # fmt: skip
def test_other_values_are_refused_with_their_place_and_what_was_expected(value, message):
    with pytest.raises(StrictError) as caught:
        read(value, File)
    said = str(caught.value)
    assert said.startswith(message) and "`" not in said and "$" not in said and len(said) < 200


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abwhole"), inner, max_size=3)
    ),
    max_leaves=5,
)


@given(st.sampled_from(["count", "inner", "parts"]), ANYTHING)
def test_garbage_is_refused_in_a_plain_sentence_or_harmless(key, garbage):
    try:
        read({"whole": {"count": 1, key: garbage}}, File)
    except StrictError as error:
        assert "`" not in error.what.template and "Expected" not in error.what.template


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ({"a": {"n": 1}, "b": {"n": "x"}}, "b.n must be a whole number, not 'x'"),
        ({"a": {}}, "a lacks 'n'"),
        ({"a": [1]}, "a must be a table"),
    ],
)
def test_a_fault_in_a_mapping_is_named_with_its_key(value, message):
    @dataclass(frozen=True)
    class Item:
        n: int

    with pytest.raises(StrictError) as caught:
        read(value, dict[str, Item])
    assert message in str(caught.value)
    with pytest.raises(StrictError, match=r"^a\.b must be a text, not 3$"):
        read({"a": {"b": 3}}, dict[str, dict[str, str]])
