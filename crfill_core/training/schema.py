"""Frozen dataclasses from plain data (TOML, JSON): types checked, unknown and missing keys refused by their full name."""

from __future__ import annotations

import types
import typing
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from typing import Any, Literal, TypeVar

from crfill_core.errors import ConfigError

T = TypeVar("T")


def from_dict(cls: type[T], values: Mapping[str, Any], file: str) -> T:
    """An instance of the dataclass ``cls``. ConfigError names ``file`` and the key, e.g. ``stages[1].steps``."""
    result: T = _table(cls, values, "", file)
    return result


def _table(cls: Any, values: Mapping[str, Any], where: str, file: str) -> Any:
    hints = typing.get_type_hints(cls)
    known = {f.name: f for f in fields(cls)}
    for key in values:
        if key not in known:
            raise ConfigError(f"{file}: unknown key '{where}{key}'; known are {', '.join(sorted(known))}.")
    for name, f in known.items():
        if name not in values and f.default is MISSING and f.default_factory is MISSING:
            raise ConfigError(f"{file}: the key '{where}{name}' is missing.")
    converted = {key: _value(hints[key], value, f"{where}{key}", file) for key, value in values.items()}
    try:
        return cls(**converted)
    except ValueError as error:
        raise ConfigError(f"{file}: {where.rstrip('.') or 'configuration'}: {error}.") from error


def _value(kind: Any, value: Any, where: str, file: str) -> Any:
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if is_dataclass(kind):
        if not isinstance(value, Mapping):
            raise ConfigError(f"{file}: {where} must be a table.")
        return _table(kind, value, f"{where}.", file)
    if origin is Literal:
        if value not in arguments:
            raise ConfigError(
                f"{file}: {where} must be one of {', '.join(map(str, arguments))}, not {value!r}."
            )
        return value
    if origin in (typing.Union, types.UnionType):
        if value is None:
            return None
        return _value(next(a for a in arguments if a is not type(None)), value, where, file)
    if origin is tuple:
        if not isinstance(value, list | tuple):
            raise ConfigError(f"{file}: {where} must be a list.")
        kinds = [arguments[0]] * len(value) if arguments[-1] is Ellipsis else list(arguments)
        if len(kinds) != len(value):
            raise ConfigError(f"{file}: {where} must have {len(kinds)} values.")
        return tuple(
            _value(k, v, f"{where}[{i}]", file) for i, (k, v) in enumerate(zip(kinds, value, strict=True))
        )
    if kind is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise ConfigError(f"{file}: {where} must be of type {kind.__name__}, not {value!r}.")
    return value
