"""Messages: what the engine tells people, as an English template and the values that fill it.

``Message("{path} is empty (0 bytes); get a fresh copy of it.", path=path)`` is a string, the English sentence. Errors,
notes and progress are messages, and :func:`crfill_gui.i18n.tr_core` translates them. Templates are literals, so that
``packaging/translations.py`` can collect them.
"""

from __future__ import annotations

import errno
import functools
from collections.abc import Callable, Iterable, Mapping
from typing import Any


class Message(str):
    """A sentence or a part of one, in English, with the ``template`` and the ``values`` it was made from.

    The template's ``{name}`` fields are filled as by ``str.format``. Without values, braces are literal. A value is either
    another message, which is translated along with this one, or text that is not translated. An error as a value stands
    for its message.
    """

    template: str
    values: Mapping[str, str]

    def __new__(cls, template: str, /, **values: object) -> Message:
        texts = {name: _text(value) for name, value in values.items()}
        self = super().__new__(cls, template.format(**texts) if texts else template)
        self.template, self.values = str(template), texts
        return self

    def __getnewargs_ex__(self) -> tuple[tuple[str], dict[str, Any]]:
        return (self.template,), dict(self.values)

    def to_data(self) -> dict[str, Any]:
        """The message as data for JSON, for another process."""
        values = {
            key: text.to_data() if isinstance(text, Message) else text for key, text in self.values.items()
        }
        return {"template": self.template, "values": values}

    @classmethod
    def from_data(cls, data: Any) -> Message:
        """The message that :meth:`to_data` gave as ``data``. Raises TypeError, LookupError or ValueError for other data."""
        values = data["values"].items()
        values = {key: cls.from_data(text) if isinstance(text, dict) else text for key, text in values}
        return cls(data["template"], **values)

    def translated(self, translate: Callable[[str], str]) -> str:
        """The sentence in another language. ``translate`` gives the translation of a template, or the template itself."""
        template, values = translate(self.template), dict(self.values)
        for key, text in values.items():
            values[key] = text.translated(translate) if isinstance(text, Message) else text
        return template.format(**values) if values else template


NOTHING = Message("")


def _text(value: object) -> str:
    message = getattr(value, "message", None) if isinstance(value, Exception) else value
    return message if isinstance(message, Message) else str(value)


def listed(names: Iterable[str]) -> str:
    """The names (at least one), separated by commas. Names that are messages are translated with the list."""
    return functools.reduce(lambda before, name: Message("{before}, {name}", before=before, name=name), names)


def reason(error: OSError) -> Message:
    """The reason that the system gives for an error, without the file's name. Uncommon reasons are in the system's words."""
    return _REASONS.get(errno.errorcode.get(error.errno or 0, "")) or Message(error.strerror or str(error))


_REASONS = {
    "EACCES": Message("Permission denied"),
    "ENOENT": Message("No such file or directory"),
    "EISDIR": Message("Is a directory"),
    "ENOTDIR": Message("Not a directory"),
    "EEXIST": Message("File exists"),
    "ENOSPC": Message("No space left on device"),
    "EROFS": Message("Read-only file system"),
    "EIO": Message("Input/output error"),
    "ENAMETOOLONG": Message("File name too long"),
    "EMFILE": Message("Too many open files"),
    "EDQUOT": Message("Disk quota exceeded"),
    "EPERM": Message("Operation not permitted"),
}
