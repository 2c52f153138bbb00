"""Makes command-line flags from declared options (:mod:`crfill_core.base.options`), and options from parsed arguments."""

from __future__ import annotations

import argparse
import math
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Literal, TypeVar

from crfill_core.base.options import Option, Options, options
from crfill_core.geometry import Box

T = TypeVar("T", bound=Options)


def add_options(
    parser: argparse.ArgumentParser, cls: type[Options], names: Iterable[str] | None = None, **changes: Any
) -> None:
    """Add a flag for each option of a class, or only for ``names``.

    ``changes``: option name → keywords of ``add_argument``, such as ``default`` and ``help``, that replace those of the
    declaration; not for flags.
    """
    for name in options(cls) if names is None else names:
        _add(parser, options(cls)[name], changes.get(name, {}))


def number(kind: Literal["whole", "number"], low: float, high: float = math.inf) -> Callable[[str], Any]:
    """A parser (argparse's ``type``) of numbers from ``low`` to ``high``."""
    return _reader(Option(name="", kind=kind, default=None, low=low, high=high))


def options_of(arguments: argparse.Namespace, cls: type[T]) -> T:
    """The options in parsed arguments. Those without a flag have their defaults."""
    given = vars(arguments)
    return cls(**{name: given[name] for name in options(cls) if name in given})


def _add(parser: argparse.ArgumentParser, option: Option, changes: Mapping[str, Any]) -> None:
    flag = option.name.replace("_", "-")
    if option.kind == "flag":
        if option.default:
            parser.add_argument(f"--no-{flag}", dest=option.name, action="store_false", help=option.negative)
        else:
            parser.add_argument(f"--{flag}", action="store_true", help=option.help)
        return
    how: dict[str, Any] = {"default": option.default, "help": option.help, **changes}
    if (default := how["default"]) is not None:
        how["help"] += f" (default: {default:g})" if isinstance(default, float) else f" (default: {default})"
    if option.kind == "choice":
        how["choices"] = option.values
    else:
        bounds = "LEFT,TOP,RIGHT,BOTTOM" if option.kind == "box" else f"{option.low:g}..{option.high:g}"
        how |= {"type": _reader(option), "metavar": bounds}
    parser.add_argument(f"--{flag}", **how)


def _reader(option: Option) -> Callable[[str], Any]:
    converters: dict[str, Callable[[str], Any]] = {"whole": int, "number": float, "box": _box}
    convert = converters[option.kind]

    def read(text: str) -> Any:
        try:
            value = convert(text)
        except ValueError:
            value = None
        if value is None or not option.accepts(value):
            raise argparse.ArgumentTypeError(f"'{text}' is not {option.expected}")
        return value

    return read


def _box(text: str) -> Box | None:
    edges = [int(edge) for edge in text.split(",")]
    return Box(*edges) if len(edges) == 4 else None
