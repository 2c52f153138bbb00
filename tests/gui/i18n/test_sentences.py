from __future__ import annotations

import pytest

from crfill_gui.i18n import sentences
from crfill_gui.i18n.sentences import Template, translate

GERMAN = {
    "{path} is empty (0 bytes); get a fresh copy of it.": "{path} ist leer (0 Bytes); neu beschaffen.",
    "{path} was not saved ({strerror}); choose another folder or disk.": "{path} nicht gesichert ({strerror}).",
    "Is a directory": "Das ist ein Ordner",
    "is not a list": "ist keine Liste",
    "{name}: {rest}": "{name} – {rest}",
    "{name} {rest}.": "{name} {rest}!",
    "{name} {rest}": "{name} {rest}",
    "{first} and {count} more": "{first} und {count} andere",
}


@pytest.fixture(autouse=True)
def templates(monkeypatch: pytest.MonkeyPatch) -> None:
    made = sorted(map(Template.of, GERMAN), key=lambda template: -template.fixed_length)
    monkeypatch.setattr(sentences, "_templates", lambda: made)


def german(template: str) -> str:
    return GERMAN.get(template, template)


@pytest.mark.parametrize(
    ("english", "expected"),
    [
        (
            "/a b/x (1).jpg is empty (0 bytes); get a fresh copy of it.",
            "/a b/x (1).jpg ist leer (0 Bytes); neu beschaffen.",
        ),
        (
            "/x was not saved (Is a directory); choose another folder or disk.",
            "/x nicht gesichert (Das ist ein Ordner).",
        ),
        ("/x was not saved (Odd thing); choose another folder or disk.", "/x nicht gesichert (Odd thing)."),
        ("/a b/x.json: is not a list", "/a b/x.json – ist keine Liste"),
        ("sizes of it is not a list", "sizes of it ist keine Liste"),
        ("/a b/x.crfill is not a list.", "/a b/x.crfill ist keine Liste!"),
        ("Nothing like that is known here.", None),
        ("/x: nor that", None),
    ],
)
def test_sentences_are_recognised_with_what_is_filled_in(english: str, expected: str | None) -> None:
    assert translate(english, german) == expected


def test_a_template_without_a_translation_is_passed_over() -> None:
    assert translate("Is a directory", lambda template: template) is None


def test_long_unknown_sentences_take_no_time() -> None:
    calls = 0

    def count(template: str) -> str:
        nonlocal calls
        calls += 1
        return template

    translate("word " * 200, count)
    assert calls < 1000
