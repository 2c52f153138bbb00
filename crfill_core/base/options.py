"""Options, each declared once as a field of a frozen dataclass.

A declaration holds the default, bounds, choices, help and title. The command line, settings, controls, recipes, training
configurations and the tables of the guide are made from it. Dataclasses derived from :class:`Options` check their values.
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
"""A message shows at most this many characters of a wrong value."""


class OptionError(ValueError):
    """A value that an option cannot have. ``str(error)`` begins with the option's name and has no full stop."""

    def __init__(self, name: str, what: Message) -> None:
        self.name, self.what = name, what
        self.message = Message("{name} {what}", name=name, what=what)
        super().__init__(self.message)


@dataclass(frozen=True)
class Choice:
    """How the editor names a choice (``title``), and what the choice does (``text``)."""

    title: Message
    text: Message = NOTHING


@dataclass(frozen=True, kw_only=True)
class Declared:
    """A declaration without name, type and default. The bounds of a list are those of its elements."""

    help: str = ""
    """What the option does, as part of a sentence for the command line and the guide."""
    negative: str = ""
    """What turning the option off does, for a flag that is on by default."""
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
    """Whether the editor keeps it in its settings; False for an option that belongs to a single fill."""
    since: int = 1
    """The first version of recipes that records the option."""
    before: Any = None
    """The option's value for recipes of earlier versions."""


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
    """The values of a choice."""
    items: tuple[Option, ...] = ()
    """For a list: the option of each element, or of all elements if ``repeated``."""
    repeated: bool = False
    """Whether a list may have any length."""

    @property
    def required(self) -> bool:
        return self.default is MISSING

    @property
    def expected(self) -> Message:
        """The allowed values, in words that follow "must be"."""
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
        """Whether a value is of the option's type and within its bounds. None is accepted only if ``optional``. If the kind
        is "other", any other value is accepted.
        """
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
        inside = self.low <= value <= self.high and self.above < value < self.below  # False for NaN
        return inside and (isinstance(value, int) or math.isfinite(value))

    def _all(self, values: typing.Sequence[Any]) -> bool:
        if not self.repeated and len(values) != len(self.items):
            return False
        items = self.items * len(values) if self.repeated else self.items
        return all(item.accepts(value) for item, value in zip(items, values, strict=True))

    def check(self, value: Any) -> None:
        """Raise OptionError for a value that is not accepted."""
        if not self.accepts(value):
            raise OptionError(self.name, refusal(self.expected, value))

    def clamp(self, value: N) -> N:
        """The nearest value within the closed bounds ``low`` and ``high``."""
        return type(value)(min(self.high, max(self.low, value)))


@dataclass(frozen=True)
class Options:
    """Base class of dataclasses whose fields are options. An object with a wrong value cannot be made: OptionError is raised
    for the first field that has one.
    """

    def __post_init__(self) -> None:
        for option in options(type(self)).values():
            option.check(getattr(self, option.name))

    def to_dict(self) -> dict[str, Any]:
        """The fields by name, for JSON."""
        return dataclasses.asdict(self)


def refusal(expected: Message, value: Any) -> Message:
    """Why a value is not accepted, in words that follow the name of the option or the value's place in the file."""
    return Message("must be {expected}, not {value}", expected=expected, value=shown(value))


def option(default: Any, help: str, **declared: Any) -> Any:
    """A dataclass field with a default and a declaration. The keywords are the fields of :class:`Declared`."""
    return field(default=default, metadata={"declared": Declared(help=help, **declared)})


def required(help: str, **declared: Any) -> Any:
    """An option without a default, see :func:`option`."""
    return option(MISSING, help, **declared)


def options(cls: type) -> Mapping[str, Option]:
    """The options of a dataclass by name, in the order of the fields."""
    return _options(cls)


@lru_cache
def _options(cls: Any) -> Mapping[str, Option]:
    hints = typing.get_type_hints(cls)
    result = {}
    for each in fields(cls):
        declared = each.metadata.get("declared") or Declared()
        default = each.default if each.default_factory is MISSING else each.default_factory()
        result[each.name] = option_of(hints[each.name], declared, each.name, default)
    return result


def option_of(hint: Any, declared: Declared, name: str = "", default: Any = MISSING) -> Option:
    """The option for a value of the type ``hint`` with the declaration ``declared``."""
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        inner = option_of(
            next(kind for kind in arguments if kind is not types.NoneType), declared, name, default
        )
        return dataclasses.replace(inner, optional=types.NoneType in arguments)
    known: dict[str, Any] = {each.name: getattr(declared, each.name) for each in fields(Declared)}
    known |= {"name": name, "default": default}
    if origin is Literal:
        return Option(kind="choice", values=arguments, **known)
    if hasattr(hint, "_fields") and hint is not Box:
        origin, arguments = tuple, tuple(typing.get_type_hints(hint).values())
    if origin in (tuple, list):
        repeated = origin is list or arguments[-1] is Ellipsis
        kinds = arguments[:1] if repeated else arguments
        items = tuple(option_of(kind, declared, name) for kind in kinds)
        return Option(kind="list", items=items, repeated=repeated, **known)
    return Option(kind=_KINDS.get(hint, "other"), **known)


_KINDS: dict[Any, Kind] = {bool: "flag", int: "whole", float: "number", str: "text", Box: "box"}


def is_box(value: Any) -> bool:
    """Whether a value is a box of whole numbers up to ± LARGEST_COORDINATE, with its edges in order."""
    if not isinstance(value, Box):
        return False
    whole = all(isinstance(edge, int) and abs(edge) <= LARGEST_COORDINATE for edge in value)
    return whole and value.left <= value.right and value.top <= value.bottom


def shown(value: Any) -> str:
    """A value as a message shows it. Long values are shortened. Tables, and lists of anything but numbers, appear only as
    "a table" or "a list".
    """
    if isinstance(value, Mapping):
        return Message("a table")
    if isinstance(value, list | tuple) and not all(isinstance(each, int | float) for each in value):
        return Message("a list")
    text = "true" if value is True else "false" if value is False else repr(value)
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
