"""Line steering in the JSON of recipes and projects: each line is [x1, y1, x2, y2, …] in photo pixels."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Annotated, Any

from msgspec import Meta, Struct

from crfill_core.base.messages import Message
from crfill_core.files.strict import StrictError, read
from crfill_core.references.lines import LARGEST, Line, LineSteering

_Numbers = Annotated[list[Annotated[float, Meta(ge=-LARGEST, le=LARGEST)]], Meta(max_length=20_000)]
_Lines = Annotated[list[_Numbers], Meta(max_length=10_000)]


class FileLines(Struct, forbid_unknown_fields=True):
    """Drawn and deleted lines in a file."""

    drawn: _Lines
    deleted: _Lines


def lines_to_json(lines: LineSteering) -> dict[str, Any] | None:
    """The lines for JSON; None if there are none."""
    if not lines:
        return None
    return {
        "drawn": [list(line.numbers) for line in lines.drawn],
        "deleted": [list(line.numbers) for line in lines.deleted],
    }


def lines_from_json(value: Any, where: str = "lines") -> LineSteering:
    """The lines that :func:`lines_to_json` gave. Raises StrictError for anything else; ``where`` names the value."""
    if value is None:
        return LineSteering()
    lines = read(value, FileLines, where)
    return LineSteering.of(_lines(lines.drawn, f"{where}.drawn"), _lines(lines.deleted, f"{where}.deleted"))


def _lines(lists: Iterable[list[float]], where: str) -> Iterator[Line]:
    for index, numbers in enumerate(lists):
        try:
            yield Line.of(numbers)
        except ValueError as error:
            raise StrictError(f"{where}[{index}]", Message("is not a line of two or more points")) from error
