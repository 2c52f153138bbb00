"""JSON as text that can always be written, even with file names that are not text."""

from __future__ import annotations

import json
from typing import Any


def json_text(value: Any, indent: int | None = None, encoding: str = "utf-8") -> str:
    """``value`` as JSON. If ``encoding`` cannot hold one of its characters, all characters outside ASCII are escaped.

    A byte of a file name that is not text in the system's encoding becomes ``\\udcXX``, which ``json.loads`` and
    ``os.fsencode`` turn into the same byte again.
    """
    text = json.dumps(value, indent=indent, ensure_ascii=False)
    try:
        text.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return json.dumps(value, indent=indent)
    return text
