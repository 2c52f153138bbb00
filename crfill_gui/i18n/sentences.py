"""Recognises the engine's English sentences: which template each was made from, and what it was filled with.

The engine knows of no languages. Its templates ("{path} is empty (0 bytes); get a fresh copy of it.") are collected from
its source by ``packaging/translations.py`` into ``resources/translations/core.json``.
"""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from crfill_core.files.resources import resource

LookUp = Callable[[str], str]
"""Gives a template's translation, or the template itself if there is none."""
_FIELD = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Template:
    """A sentence with ``{name}`` fields."""

    text: str
    pattern: re.Pattern[str]

    @classmethod
    def of(cls, text: str) -> Template:
        pieces = _FIELD.split(text)  # what is fixed and the fields' names by turns
        pieces[::2] = [re.escape(_plain(piece)) for piece in pieces[::2]]
        pieces[1::2] = [f"(?P<{name}>.+?)" for name in pieces[1::2]]
        return cls(text, re.compile("".join(pieces), re.DOTALL))

    @property
    def fixed_length(self) -> int:
        return len(_FIELD.sub("", self.text))

    @property
    def is_glue(self) -> bool:
        """Whether it only puts a name before something, such as "{name}: {rest}"."""
        return not any(character.isalpha() for character in _FIELD.sub("", self.text))

    def match(self, sentence: str) -> Mapping[str, str] | None:
        """What the fields hold if the sentence was made from this."""
        found = self.pattern.fullmatch(sentence)
        return found.groupdict() if found else None

    def cuts(self, sentence: str) -> Iterator[tuple[str, str]]:
        """Of glue: every way to take the sentence apart into a name and the rest."""
        _, _, between, _, end = _FIELD.split(self.text)
        at = sentence.find(between)
        while at >= 0 and sentence.endswith(end):
            yield sentence[:at], sentence[at + len(between) : len(sentence) - len(end)]
            at = sentence.find(between, at + 1)


def translate(sentence: str, look_up: LookUp) -> str | None:
    """The sentence by way of its template, with what it was filled with translated likewise. None if no template that
    has a translation fits.
    """
    return _whole(sentence, look_up) or _glued(sentence, look_up)


def _whole(sentence: str, look_up: LookUp) -> str | None:
    for template in _templates():
        values = None if template.is_glue else template.match(sentence)
        translated = template.text if values is None else look_up(template.text)
        if values is not None and translated != template.text:
            return translated.format(
                **{name: translate(value, look_up) or value for name, value in values.items()}
            )
    return None


def _glued(sentence: str, look_up: LookUp) -> str | None:
    for template in _templates():
        for name, rest in template.cuts(sentence) if template.is_glue else ():
            known = _whole(rest, look_up)
            if known is not None:
                return look_up(template.text).format(name=name, rest=known)
    return None


@functools.cache
def _templates() -> Sequence[Template]:
    """All, the most telling first."""
    texts = json.loads(resource("translations", "core.json").read_text(encoding="utf-8"))
    return sorted(map(Template.of, texts), key=lambda template: -template.fixed_length)


def _plain(text: str) -> str:
    return text.replace("{{", "{").replace("}}", "}")
