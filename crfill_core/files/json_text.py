"""JSON as text that can always be written, even with file names that cannot be decoded."""

from __future__ import annotations

import json
from typing import Any


def json_text(value: Any, indent: int | None = None, encoding: str = "utf-8") -> str:
    """``value`` as JSON. If ``encoding`` is unknown or lacks one of its characters, all that are not ASCII are escaped.

    A byte that cannot be decoded in the system's encoding appears in a file name as ``\\udcXX``; ``json.loads`` followed by
    ``os.fsencode`` turns it back into that byte.
    """
    text = json.dumps(value, indent=indent, ensure_ascii=False)
    try:
        text.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return json.dumps(value, indent=indent)
    return text
