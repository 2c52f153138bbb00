"""Options, each declared once as a field of a frozen dataclass.

A declaration holds default, bounds, choices, help and title. Command line, settings, controls, recipes, training
configurations and the tables of the guide are made from it; :class:`Options` checks it whenever an object is made.
"""

from __future__ import annotations

import dataclasses
import math
import types
import typing
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, fields
from functools import lru_cache
from typing import Any, Literal, TypeVar

from crfill_core.base.messages import NOTHING, Message
from crfill_core.geometry import Box

N = TypeVar("N", int, float)
Kind = Literal["choice", "flag", "whole", "number", "text", "box", "list", "other"]
LARGEST_COORDINATE = 2**31 - 1
_SHOWN = 40
"""Characters of a wrong value in a sentence."""


class OptionError(ValueError):
    """A value that an option cannot have. ``str(error)`` begins with the option's name and has no full stop."""

    def __init__(self, name: str, what: Message) -> None:
        self.name, self.what = name, what
        self.message = Message("{name} {what}", name=name, what=what)
        super().__init__(self.message)


@dataclass(frozen=True)
class Choice:
    """The name of a choice in the editor, and what it does."""

    title: Message
    text: Message = NOTHING


@dataclass(frozen=True, kw_only=True)
class Declared:
    """A declaration, apart from name, type and default. Bounds of a list apply to its elements."""

    help: str = ""
    """What the option does, as part of a sentence for the command line and the guide."""
    negative: str = ""
    """The same for a flag that is on by default: what turning it off does."""
    title: Message = NOTHING
    """Its name in the editor; options without a title have no control there."""
    tip: Message = NOTHING
    low: float = -math.inf
    """The smallest allowed value."""
    above: float = -math.inf
    """An exclusive lower bound, in place of ``low``."""
    high: float = math.inf
    below: float = math.inf
    choices: Mapping[str, Choice] = field(default_factory=dict)
    offered: tuple[float, float] | None = None
    """The range of a control, if smaller than the allowed range."""
    percent: bool = False
    """Whether the editor shows it as a percentage."""
    kept: bool = True
    """Whether the editor keeps it in its settings; False for what belongs to a single fill."""
    since: int = 1
    """The version of recipes that first records it."""
    before: Any = None
    """Its value in recipes of earlier versions."""


@dataclass(frozen=True, kw_only=True)
class Option(Declared):
    """An option as read from its declaration."""

    name: str
    kind: Kind
    default: Any
    """``MISSING`` if it has none."""
    optional: bool = False
    """Whether None is allowed."""
    values: tuple[str, ...] = ()
    """Of a choice."""
    items: tuple[Option, ...] = ()
    """Options of the elements of a list of fixed length; or a single one for all elements, if ``repeated``."""
    repeated: bool = False

    @property
    def required(self) -> bool:
        return self.default is MISSING

    @property
    def expected(self) -> Message:
        """Its allowed values, to follow "must be"."""
        if self.kind in ("whole", "number"):
            return self._number()
        if self.kind == "choice":
            return Message("one of {choices}", choices=", ".join(map(str, self.values)))
        if self.kind == "list":
            if self.items[0].kind == "other":
                return Message("a list")
            if self.repeated:
                return Message("a list of values, each {what}", what=self.items[0].expected)
            return Message(
                "a list of {count} values, each {what}", count=len(self.items), what=self.items[0].expected
            )
        return {
            "flag": Message("true or false"),
            "text": Message("a text"),
            "box": Message("left, top, right and bottom in whole pixels"),
        }.get(self.kind, Message("a table of keys with values"))

    def _number(self) -> Message:
        kind = Message("a whole number") if self.kind == "whole" else Message("a number")
        values = {
            name: str(value) if isinstance(value := getattr(self, name), int) else f"{value:g}"
            for name in ("low", "above", "high", "below")
            if math.isfinite(getattr(self, name))
        }
        match sorted(values):
            case ["high", "low"]:
                return Message("{kind} from {low} to {high}", kind=kind, **values)
            case ["below", "low"]:
                return Message("{kind} of at least {low} and below {below}", kind=kind, **values)
            case ["above", "high"]:
                return Message("{kind} above {above} and at most {high}", kind=kind, **values)
            case ["low"]:
                return Message("{kind} of at least {low}", kind=kind, **values)
            case ["above"]:
                return Message("{kind} above {above}", kind=kind, **values)
        return kind

    def accepts(self, value: Any) -> bool:
        """Whether a value is of the option's type and within its bounds. Objects of other classes check themselves."""
        if value is None:
            return self.optional
        if self.kind == "choice":
            return isinstance(value, str) and value in self.values
        if self.kind == "flag":
            return isinstance(value, bool)
        if self.kind == "text":
            return isinstance(value, str)
        if self.kind == "whole":
            return isinstance(value, int) and not isinstance(value, bool) and self._within(value)
        if self.kind == "number":
            return isinstance(value, int | float) and not isinstance(value, bool) and self._within(value)
        if self.kind == "list":
            return isinstance(value, tuple | list) and self._all(value)
        return is_box(value) if self.kind == "box" else True

    def _within(self, value: float) -> bool:
        inside = self.low <= value <= self.high and self.above < value < self.below  # NaN is not
        return inside and (isinstance(value, int) or math.isfinite(value))

    def _all(self, values: typing.Sequence[Any]) -> bool:
        if not self.repeated and len(values) != len(self.items):
            return False
        items = self.items * len(values) if self.repeated else self.items
        return all(item.accepts(value) for item, value in zip(items, values, strict=True))

    def check(self, value: Any) -> None:
        """OptionError for a value that is not accepted."""
        if not self.accepts(value):
            raise OptionError(self.name, self.refusal(value))

    def refusal(self, value: Any) -> Message:
        """Why a value is not accepted, to follow the option's name."""
        return refusal(self.expected, value)

    def clamp(self, value: N) -> N:
        """The nearest value within the closed bounds ``low`` and ``high``."""
        return type(value)(min(self.high, max(self.low, value)))


class Options:
    """Base class of dataclasses whose fields are options. Raises OptionError for the first field with a wrong value."""

    def __post_init__(self) -> None:
        for option in options(type(self)).values():
            option.check(getattr(self, option.name))


def refusal(expected: Message, value: Any) -> Message:
    """Why a value is not accepted, to follow the name of where it is."""
    return Message("must be {expected}, not {value}", expected=expected, value=shown(value))


def option(default: Any, help: str, **declared: Any) -> Any:
    """A field of a dataclass with its default and declaration; keywords are the fields of :class:`Declared`."""
    return field(default=default, metadata={"declared": Declared(help=help, **declared)})


def required(help: str, **declared: Any) -> Any:
    """The same without a default."""
    return option(MISSING, help, **declared)


def options(cls: type) -> Mapping[str, Option]:
    """The options of a dataclass by name, in their order."""
    return _options(cls)


@lru_cache
def _options(cls: Any) -> Mapping[str, Option]:
    hints = typing.get_type_hints(cls)
    return {each.name: _option(each, hints[each.name]) for each in fields(cls)}


def _option(each: dataclasses.Field[Any], hint: Any) -> Option:
    declared = each.metadata.get("declared") or Declared()
    default = each.default if each.default_factory is MISSING else each.default_factory()
    return _of_type(hint, declared, name=each.name, default=default)


def option_of(hint: Any, declared: Declared) -> Option:
    """What a type allows within the bounds of a declaration, without a name."""
    return _of_type(hint, declared, name="", default=MISSING)


def _of_type(hint: Any, declared: Declared, **known: Any) -> Option:
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        inner = next(kind for kind in arguments if kind is not types.NoneType)
        return dataclasses.replace(_of_type(inner, declared, **known), optional=types.NoneType in arguments)
    said: dict[str, Any] = {each.name: getattr(declared, each.name) for each in fields(Declared)} | known
    if origin is Literal:
        return Option(kind="choice", values=arguments, **said)
    if hasattr(hint, "_fields") and hint is not Box:
        origin, arguments = tuple, tuple(typing.get_type_hints(hint).values())
    if origin in (tuple, list):
        repeated = origin is list or arguments[-1] is Ellipsis
        kinds = arguments[:1] if repeated else arguments
        items = tuple(_of_type(kind, declared, name=known["name"], default=MISSING) for kind in kinds)
        return Option(kind="list", items=items, repeated=repeated, **said)
    return Option(kind=_KINDS.get(hint, "other"), **said)


_KINDS: dict[Any, Kind] = {bool: "flag", int: "whole", float: "number", str: "text", Box: "box"}


def is_box(value: Any) -> bool:
    """Whether a value is a box with its edges in order and not too far out."""
    if not isinstance(value, Box) or not all(isinstance(edge, int) for edge in value):
        return False
    reach = all(abs(edge) <= LARGEST_COORDINATE for edge in value)
    return reach and value.left <= value.right and value.top <= value.bottom


def shown(value: Any) -> str:
    """A value for a sentence: short, and without the contents of a list or table."""
    if isinstance(value, Mapping):
        return Message("a table")
    if isinstance(value, list | tuple) and not all(isinstance(each, int | float) for each in value):
        return Message("a list")
    text = "true" if value is True else "false" if value is False else repr(value)
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
