"""JSON from files that anybody may have written: every value is asked for by its type, nothing else is let in."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, NoReturn, TypeVar

from crfill_core.base.messages import Message
from crfill_core.geometry import Box

T = TypeVar("T")
LARGEST_COORDINATE = 2**31 - 1


class StrictError(ValueError):
    """What is wrong and where, to be put into a sentence: "fills[0].mask lacks 'box'"."""

    def __init__(self, message: Message) -> None:
        self.message = message
        super().__init__(message)


def parse(text: str | bytes) -> Node:
    """The root of a JSON text. StrictError for what is not JSON, NaN, infinity and keys given twice."""
    try:
        return Node(json.loads(text, object_pairs_hook=_no_duplicates, parse_constant=_no_constant), "")
    except StrictError:
        raise
    except (ValueError, RecursionError) as error:
        raise StrictError(Message("it is not JSON ({reason})", reason=_reason(error))) from error


def _reason(error: ValueError | RecursionError) -> Message:
    """In our words, not Python's."""
    if isinstance(error, json.JSONDecodeError):
        return Message("line {line}, column {column}", line=error.lineno, column=error.colno)
    if isinstance(error, UnicodeDecodeError):
        return Message("it is not even text")
    if isinstance(error, RecursionError):
        return Message("it is nested too deeply")
    return Message("a number is too long")


def _no_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) != len(pairs):
        raise StrictError(Message("it gives a key twice"))
    return result


def _no_constant(name: str) -> NoReturn:
    raise StrictError(Message("{name} is not a number", name=name))


@dataclass(frozen=True)
class Node:
    """A JSON value and where it stands. Every method raises StrictError unless the value is what was asked for."""

    value: Any
    where: str

    def object(self, required: Iterable[str], optional: Iterable[str] = ()) -> dict[str, Node]:
        """The members of an object that has all the required keys and none but these and the optional ones."""
        if not isinstance(self.value, dict):
            self.fail(Message("is not an object"))
        required = tuple(required)
        for key in required:
            if key not in self.value:
                self.fail(Message("lacks '{key}'", key=key))
        for key in self.value:
            if key not in required and key not in tuple(optional):
                self.fail(Message("has a key '{key}' that nobody knows", key=key[:40]))
        return {key: Node(value, f"{self.where}.{key}".lstrip(".")) for key, value in self.value.items()}

    def items(self, most: int) -> list[Node]:
        """The elements of an array of at most so many."""
        if not isinstance(self.value, list):
            self.fail(Message("is not a list"))
        if len(self.value) > most:
            self.fail(Message("has more than {most} elements", most=most))
        return [Node(value, f"{self.where}[{index}]") for index, value in enumerate(self.value)]

    def text(self, longest: int = 1000) -> str:
        if not isinstance(self.value, str):
            self.fail(Message("is not a text"))
        if len(self.value) > longest:
            self.fail(Message("is longer than {longest} characters", longest=longest))
        return self.value

    def choice(self, allowed: Iterable[str]) -> str:
        value, allowed = self.text(), tuple(allowed)
        if value not in allowed:
            self.fail(
                Message("is '{value}', which is none of {names}", value=value[:40], names=", ".join(allowed))
            )
        return value

    def boolean(self) -> bool:
        if not isinstance(self.value, bool):
            self.fail(Message("is neither true nor false"))
        return self.value

    def whole(self, least: int, most: int) -> int:
        """A whole number within the limits."""
        if not isinstance(self.value, int) or isinstance(self.value, bool):
            self.fail(Message("is not a whole number"))
        if not least <= self.value <= most:
            self.fail(Message("is not between {least} and {most}", least=least, most=most))
        return self.value

    def number(self, least: float, most: float) -> float:
        """A number within the limits, which are finite."""
        if not isinstance(self.value, (int, float)) or isinstance(self.value, bool):
            self.fail(Message("is not a number"))
        if not least <= self.value <= most:  # NaN is not, either
            self.fail(Message("is not between {least} and {most}", least=least, most=most))
        return float(self.value)

    def box(self) -> Box:
        """[left, top, right, bottom], not turned inside out."""
        numbers = [node.whole(-LARGEST_COORDINATE, LARGEST_COORDINATE) for node in self.items(4)]
        if len(numbers) != 4 or numbers[0] > numbers[2] or numbers[1] > numbers[3]:
            self.fail(Message("is no box [left, top, right, bottom]"))
        return Box(*numbers)

    def optional(self, read: Callable[[Node], T]) -> T | None:
        """None for null, else what ``read`` makes of it."""
        return None if self.value is None else read(self)

    def fail(self, what: Message) -> NoReturn:
        raise StrictError(Message("{name} {what}", name=self.where or Message("it"), what=what))
