"""Line steering in the JSON of recipes and projects: every line as [x1, y1, x2, y2, …] in photo pixels."""

from __future__ import annotations

from typing import Any

from crfill_core.base.messages import Message
from crfill_core.files.strict_json import Node
from crfill_core.references.lines import LARGEST, Line, LineSteering

MOST_LINES = 10_000
MOST_NUMBERS = 20_000
"""Of one line."""


def lines_to_json(lines: LineSteering) -> dict[str, Any] | None:
    """None if nothing was said about lines."""
    if not lines:
        return None
    return {
        "drawn": [list(line.numbers) for line in lines.drawn],
        "deleted": [list(line.numbers) for line in lines.deleted],
    }


def lines_from_json(node: Node) -> LineSteering:
    """StrictError for anything else than what :func:`lines_to_json` gives."""
    if node.value is None:
        return LineSteering()
    members = node.object(("drawn", "deleted"))
    return LineSteering.of(*([_line(line) for line in members[name].items(MOST_LINES)] for name in members))


def _line(node: Node) -> Line:
    numbers = [number.number(-LARGEST, LARGEST) for number in node.items(MOST_NUMBERS)]
    try:
        return Line.of(numbers)
    except ValueError:
        node.fail(Message("is no line of two points or more"))
