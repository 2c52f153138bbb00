"""JSON and TOML from untrusted files, read strictly as typed data by msgspec.

Refused are keys that a dataclass, or a struct with ``forbid_unknown_fields``, does not have, keys given twice, integers
with too many digits, and in JSON the constants NaN and Infinity and numbers that are too large for a float.
:class:`StrictError` says where the fault is and what was expected.
"""

from __future__ import annotations

import json
import math
import re
import tomllib
import types
import typing
from collections.abc import Mapping
from dataclasses import is_dataclass
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, NoReturn, TypeVar

import msgspec

from crfill_core.base.messages import Message, reason
from crfill_core.base.options import Declared, Option, OptionError, option_of, options, refusal

T = TypeVar("T")
_STEP = re.compile(r"\.(\w+)|\[(\d+)\]")
_LONGEST_KEY = 40
EXPECTED = "expected"
"""The key in ``Meta(extra=…)`` under which a message says what a value must be, if the type alone does not say it."""


class StrictError(ValueError):
    """The fault and its place, as a message for use in a sentence: "fills[0].mask lacks 'box'"."""

    def __init__(self, where: str, what: Message) -> None:
        self.where, self.what = where, what
        self.message = Message("{where} {what}", where=where or Message("it"), what=what)
        super().__init__(self.message)


def why(error: OSError | StrictError) -> Message:
    """Why a file could not be read, as a message for use in a sentence."""
    return error.message if isinstance(error, StrictError) else reason(error)


def parse_json(text: str | bytes) -> Any:
    """The value of a JSON text. Raises StrictError for other texts, the constants NaN and Infinity, numbers that are too
    large for a float, and keys given twice.
    """
    try:
        return json.loads(
            text, object_pairs_hook=_no_duplicates, parse_constant=_no_constant, parse_float=_finite
        )
    except StrictError:
        raise
    except (ValueError, RecursionError) as error:
        raise StrictError("", Message("is not JSON ({reason})", reason=_reason(error))) from error


def read_json(path: Path, kind: type[T]) -> T:
    """A JSON file as ``kind``, see :func:`read`. Raises OSError if it cannot be read, StrictError for its contents."""
    return read(parse_json(path.read_bytes()), kind)


def parse_toml(text: bytes) -> dict[str, Any]:
    """The table of a TOML text in UTF-8. Raises StrictError for other texts."""
    try:
        return tomllib.loads(text.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise StrictError("", Message("is not valid TOML ({reason})", reason=_reason(error))) from error


def _reason(error: ValueError | RecursionError) -> str:
    """Why a text could not be parsed."""
    if isinstance(error, tomllib.TOMLDecodeError):
        return str(error)
    if isinstance(error, json.JSONDecodeError):
        return Message("line {line}, column {column}", line=error.lineno, column=error.colno)
    if isinstance(error, UnicodeDecodeError):
        return Message("it is not text in UTF-8")
    if isinstance(error, RecursionError):
        return Message("it is nested too deeply")
    return Message("a number is too long")


def _no_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) != len(pairs):
        raise StrictError("", Message("gives a key twice"))
    return result


def _no_constant(name: str) -> NoReturn:
    raise StrictError("", Message("holds {name}, which JSON does not allow", name=name))


def _finite(digits: str) -> float:
    """A number with a fraction or an exponent, which Python would otherwise read as infinity if it is too large."""
    value = float(digits)
    if math.isinf(value):
        raise StrictError("", Message("holds a number that is too large"))
    return value


def read(value: Any, kind: type[T], where: str = "") -> T:
    """A parsed value as ``kind``: a dataclass, a ``msgspec.Struct`` or a type that their fields may have. ``where`` is its
    place in the file. Raises StrictError for another type, a value that its option does not accept, a missing key, and a
    key that is unknown to a dataclass or to a struct with ``forbid_unknown_fields``. Other structs ignore unknown keys.
    """
    _refuse_unknown(value, kind, where)
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        raise _in_words(error, value, kind, where) from error


def _refuse_unknown(value: Any, kind: Any, where: str) -> None:
    """Raise StrictError for a key that a dataclass does not have, because msgspec ignores such keys."""
    kind = _bare(kind)
    if isinstance(value, list | tuple) and typing.get_origin(kind) in (list, tuple):
        for index, each in enumerate(value):
            _refuse_unknown(each, _element(kind, index), f"{where}[{index}]")
    elif isinstance(value, Mapping) and typing.get_origin(kind) is dict:
        for key, each in value.items():
            _refuse_unknown(each, typing.get_args(kind)[1], f"{where}.{key}".lstrip("."))
    elif isinstance(value, Mapping) and _has_fields(kind):
        known = _hints(kind)
        for key, each in value.items():
            if key in known:
                _refuse_unknown(each, known[key], f"{where}.{key}".lstrip("."))
            elif is_dataclass(kind):
                raise _unknown(where, str(key), kind)


def _unknown(where: str, key: str, kind: Any) -> StrictError:
    known = ", ".join(sorted(_hints(kind)))
    what = Message(
        "has an unknown key '{key}'; the known keys are {known}", key=key[:_LONGEST_KEY], known=known
    )
    return StrictError(where, what)


def _in_words(error: msgspec.ValidationError, value: Any, kind: Any, where: str) -> StrictError:
    text, _, place = str(error).partition(" - at `") if "`$" in str(error) else (str(error), "", "")
    path, mapping, _ = place.rpartition("$")[2].removesuffix("`").partition("[...]")
    at = f"{where}{path}".lstrip(".")
    if mapping:  # msgspec does not name the mapping's key, only "[...]"
        inner, _, found = _at(path, value, kind)
        if fault := _first_fault(found, _bare(inner), at):
            return fault
    cause = error.__cause__
    if isinstance(cause, OptionError | StrictError):
        inner = cause.name if isinstance(cause, OptionError) else cause.where
        return StrictError(f"{at}.{inner}".strip("."), cause.what)
    if isinstance(cause, ValueError):
        return StrictError(at, Message("cannot be used: {why}", why=cause))
    what, _, key = text.removesuffix("`").partition("`")  # Object missing required field `key`
    if "missing" in what:
        return StrictError(at, Message("lacks '{key}'", key=key))
    inner, option, found = _at(path, value, kind)
    if "unknown" in what:
        return _unknown(at, key, _bare(inner))
    return StrictError(at, refusal(option.expected if option else _expected(inner), found))


def _first_fault(values: Mapping[Any, Any], kind: Any, where: str) -> StrictError | None:
    """The first fault of a mapping's values, with its key; ``kind`` is the mapping's type."""
    for key, each in values.items():
        try:
            read(each, typing.get_args(kind)[1], f"{where}.{str(key)[:_LONGEST_KEY]}".lstrip("."))
        except StrictError as fault:
            return fault
    return None


def _at(path: str, value: Any, kind: Any) -> tuple[Any, Option | None, Any]:
    """The type at a place in the data, the option that it belongs to, and the value there."""
    option = None
    for name, index in _STEP.findall(path):
        kind = _bare(kind)
        if name:
            option = options(kind).get(name) if isinstance(kind, type) and is_dataclass(kind) else None
            value, kind = value[name], _hints(kind)[name]
        else:
            value, kind, option = value[int(index)], _element(kind, int(index)), None
    return kind, option, value


def _expected(kind: Any) -> Message:
    """What a value of a type must be, in words that follow "must be"."""
    declared = Declared()
    bare = _bare(kind)
    for meta in _metas(kind):
        if meta.extra and EXPECTED in meta.extra:
            said: Message = meta.extra[EXPECTED]
            return said
        if meta.max_length is not None and bare is str:
            return Message("a text of at most {count} characters", count=meta.max_length)
        if meta.max_length is not None and meta.min_length == meta.max_length:
            return Message("a list of {count} values", count=meta.max_length)
        if meta.max_length is not None:
            return Message("a list of at most {count} values", count=meta.max_length)
        declared = Declared(
            low=-float("inf") if meta.ge is None else meta.ge,
            high=float("inf") if meta.le is None else meta.le,
        )
    if bare is bytes:
        return Message("data in base64")
    return option_of(bare, declared).expected


def _metas(kind: Any) -> list[msgspec.Meta]:
    """The annotations of a type or, in a union, of all its types."""
    if typing.get_origin(kind) is Annotated:
        return [each for each in typing.get_args(kind)[1:] if isinstance(each, msgspec.Meta)]
    if typing.get_origin(kind) in (typing.Union, types.UnionType):
        return [meta for each in typing.get_args(kind) for meta in _metas(each)]
    return []


def _bare(kind: Any) -> Any:
    """A type without annotations; of a union, its first type other than None and ``msgspec.UNSET``."""
    if typing.get_origin(kind) is Annotated:
        return _bare(typing.get_args(kind)[0])
    if typing.get_origin(kind) in (typing.Union, types.UnionType):
        nothing = (types.NoneType, msgspec.UnsetType)
        return _bare(next(each for each in typing.get_args(kind) if each not in nothing))
    return kind


def _element(kind: Any, index: int) -> Any:
    """The type of an element of a list, a tuple or a named tuple."""
    if issubclass(typing.get_origin(kind) or kind, tuple) and hasattr(kind, "_fields"):
        return list(_hints(kind).values())[index]
    arguments = typing.get_args(kind)
    fixed = typing.get_origin(kind) is tuple and arguments[-1] is not Ellipsis
    return arguments[min(index, len(arguments) - 1)] if fixed else arguments[0]


def _has_fields(kind: Any) -> bool:
    return is_dataclass(kind) or (isinstance(kind, type) and issubclass(kind, msgspec.Struct))


@lru_cache
def _hints(kind: Any) -> dict[str, Any]:
    return typing.get_type_hints(kind, include_extras=True)
