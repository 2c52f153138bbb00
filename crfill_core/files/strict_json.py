"""JSON from files that anybody may have written: every value is asked for by its type, nothing else is let in."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, NoReturn, TypeVar

from crfill_core.geometry import Box

T = TypeVar("T")
LARGEST_COORDINATE = 2**31 - 1


class StrictError(ValueError):
    """What is wrong and where, to be put into a sentence: "fills[0].mask lacks 'box'"."""


def parse(text: str | bytes) -> Node:
    """The root of a JSON text. StrictError for what is not JSON, NaN, infinity and keys given twice."""
    try:
        return Node(json.loads(text, object_pairs_hook=_no_duplicates, parse_constant=_no_constant), "")
    except StrictError:
        raise
    except (ValueError, RecursionError) as error:
        raise StrictError(f"it is not JSON ({_reason(error)})") from error


def _reason(error: ValueError | RecursionError) -> str:
    """In our words, not Python's."""
    if isinstance(error, json.JSONDecodeError):
        return f"line {error.lineno}, column {error.colno}"
    if isinstance(error, UnicodeDecodeError):
        return "it is not even text"
    return "it is nested too deeply" if isinstance(error, RecursionError) else "a number is too long"


def _no_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) != len(pairs):
        raise StrictError("it gives a key twice")
    return result


def _no_constant(name: str) -> NoReturn:
    raise StrictError(f"{name} is not a number")


@dataclass(frozen=True)
class Node:
    """A JSON value and where it stands. Every method raises StrictError unless the value is what was asked for."""

    value: Any
    where: str

    def object(self, required: Iterable[str], optional: Iterable[str] = ()) -> dict[str, Node]:
        """The members of an object that has all the required keys and none but these and the optional ones."""
        if not isinstance(self.value, dict):
            self.fail("is not an object")
        required = tuple(required)
        for key in required:
            if key not in self.value:
                self.fail(f"lacks '{key}'")
        for key in self.value:
            if key not in required and key not in tuple(optional):
                self.fail(f"has a key '{key[:40]}' that nobody knows")
        return {key: Node(value, f"{self.where}.{key}".lstrip(".")) for key, value in self.value.items()}

    def items(self, most: int) -> list[Node]:
        """The elements of an array of at most so many."""
        if not isinstance(self.value, list):
            self.fail("is not a list")
        if len(self.value) > most:
            self.fail(f"has more than {most} elements")
        return [Node(value, f"{self.where}[{index}]") for index, value in enumerate(self.value)]

    def text(self, longest: int = 1000) -> str:
        if not isinstance(self.value, str):
            self.fail("is not a text")
        if len(self.value) > longest:
            self.fail(f"is longer than {longest} characters")
        return self.value

    def choice(self, allowed: Iterable[str]) -> str:
        value, allowed = self.text(), tuple(allowed)
        if value not in allowed:
            self.fail(f"is '{value[:40]}', which is none of {', '.join(allowed)}")
        return value

    def boolean(self) -> bool:
        if not isinstance(self.value, bool):
            self.fail("is neither true nor false")
        return self.value

    def whole(self, least: int, most: int) -> int:
        """A whole number within the limits."""
        if not isinstance(self.value, int) or isinstance(self.value, bool):
            self.fail("is not a whole number")
        if not least <= self.value <= most:
            self.fail(f"is not between {least} and {most}")
        return self.value

    def number(self, least: float, most: float) -> float:
        """A number within the limits, which are finite."""
        if not isinstance(self.value, (int, float)) or isinstance(self.value, bool):
            self.fail("is not a number")
        if not least <= self.value <= most:  # NaN is not, either
            self.fail(f"is not between {least} and {most}")
        return float(self.value)

    def box(self) -> Box:
        """[left, top, right, bottom], not turned inside out."""
        numbers = [node.whole(-LARGEST_COORDINATE, LARGEST_COORDINATE) for node in self.items(4)]
        if len(numbers) != 4 or numbers[0] > numbers[2] or numbers[1] > numbers[3]:
            self.fail("is no box [left, top, right, bottom]")
        return Box(*numbers)

    def optional(self, read: Callable[[Node], T]) -> T | None:
        """None for null, else what ``read`` makes of it."""
        return None if self.value is None else read(self)

    def fail(self, what: str) -> NoReturn:
        raise StrictError(f"{self.where or 'it'} {what}")
