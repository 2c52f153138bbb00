"""JSON as text that can always be written, even with file names that are not text."""

from __future__ import annotations

import json
from typing import Any


def json_text(value: Any, indent: int | None = None, encoding: str = "utf-8") -> str:
    """``value`` as JSON that ``encoding`` can hold: characters are escaped if any of them does not fit.

    A file name that is not text in the system's encoding comes out with ``\\udcXX`` for each such byte, which
    ``json.loads`` and ``os.fsencode`` turn into the same bytes again.
    """
    text = json.dumps(value, indent=indent, ensure_ascii=False)
    try:
        text.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return json.dumps(value, indent=indent)
    return text
