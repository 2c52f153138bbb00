"""Messages: English wherever a string is wanted, translated with the messages in them."""

from __future__ import annotations

import copy
import errno
import json
import pickle
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crfill_core.base.messages import Message, listed, reason
from crfill_core.errors import CrfillError, PhotoError

GERMAN = {
    "{path} was not saved ({reason}).": "{path} nicht gesichert ({reason}).",
    "Permission denied": "Zugriff verweigert",
    "{label} lacks {names}": "{names} fehlen in {label}",
    "{before}, {name}": "{before}; {name}",
    "its end": "sein Ende",
    "100 {percent}": "100 Prozent",
}


def german(template: str) -> str:
    return GERMAN.get(template, template)


def test_a_message_is_its_sentence_in_english() -> None:
    message = Message(
        "{path} was not saved ({reason}).", path=Path("a{b}.png"), reason=Message("Permission denied")
    )
    assert message == "a{b}.png was not saved (Permission denied)." == str(message)
    assert json.loads(json.dumps({"notes": [message]})) == {"notes": [str(message)]}
    assert message.translated(german) == "a{b}.png nicht gesichert (Zugriff verweigert)."


def test_braces_stand_for_themselves_where_nothing_is_filled_in() -> None:
    assert Message("100 {percent}") == "100 {percent}"
    assert Message("100 {percent}").translated(german) == "100 Prozent"


def test_lists_of_messages_are_translated_and_fields_may_change_places() -> None:
    message = Message(
        "{label} lacks {names}", label="PNG", names=listed(["its end", Message("its end"), "{x}"])
    )
    assert message == "PNG lacks its end, its end, {x}"
    assert message.translated(german) == "its end; sein Ende; {x} fehlen in PNG"


def test_an_error_carries_its_message_also_into_another_sentence_and_process() -> None:
    inner = PhotoError(
        "{path} was not saved ({reason}).", path="x", reason=reason(PermissionError(errno.EACCES, "?"))
    )
    outer = CrfillError("{label} lacks {names}", label=inner, names=ValueError("odd"))
    for error in (outer, pickle.loads(pickle.dumps(outer)), copy.deepcopy(outer), CrfillError(outer.message)):
        assert str(error) == "x was not saved (Permission denied). lacks odd"
        assert error.message.translated(german) == "odd fehlen in x nicht gesichert (Zugriff verweigert)."
    assert str(CrfillError("{as it is}")) == "{as it is}"


def test_uncommon_reasons_are_as_the_system_says_them() -> None:
    assert (
        reason(OSError(errno.EXDEV, "Invalid cross-device link", "a", None, "b"))
        == "Invalid cross-device link"
    )
    assert reason(OSError("the picture is cut off")) == "the picture is cut off"


ODD = st.one_of(st.text(), st.from_regex(r"[{}%!:\[\]\n.0-9a-z]*", fullmatch=True), st.floats(), st.binary())


@given(ODD, ODD, st.sampled_from([Message, CrfillError]))
def test_no_value_is_too_odd_to_be_told(
    path: object, why: object, kind: type[Message] | type[CrfillError]
) -> None:
    inner = Message("{before}, {name}", before=why, name=path)
    told = kind("{path} was not saved ({reason}).", path=path, reason=inner)
    message = told.message if isinstance(told, CrfillError) else told
    assert str(told) == f"{path} was not saved ({why}, {path})."
    assert message.translated(german) == f"{path} nicht gesichert ({why}; {path})."
    again = Message.from_data(json.loads(json.dumps(message.to_data())))
    assert again.translated(german) == message.translated(german) and again == message
    assert pickle.loads(pickle.dumps(message)).values == message.values


@pytest.mark.parametrize("template", ["{path", "{0} is odd", "{other}"])
def test_a_faulty_template_is_noticed_at_once(template: str) -> None:
    with pytest.raises((ValueError, LookupError)):
        Message(template, path="x")
