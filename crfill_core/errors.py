"""The errors that users see: each carries a message that says what happened and what to do."""

from crfill_core.base.messages import Message


class CrfillError(Exception):
    """An error due to bad input or circumstances, not to a bug. ``str(error)`` is one English sentence that says what to do.

    ``PhotoError("{path} is empty (0 bytes); get a fresh copy of it.", path=path)``: the arguments are those of
    :class:`crfill_core.base.messages.Message`, or a single existing message.
    """

    def __init__(self, message: str | Message = "", /, **values: object) -> None:
        self.message = message if isinstance(message, Message) else Message(message, **values)
        super().__init__(self.message)


class FileError(CrfillError):
    """A file cannot be read or written."""


class PhotoError(FileError):
    """A photo or mask file cannot be read or written."""


class WeightsError(CrfillError):
    """A weights file is missing, damaged, unsafe or does not fit the network."""


class FillError(CrfillError):
    """A fill request that cannot be carried out (no hole, nothing known to fill from, …)."""


class ConfigError(CrfillError):
    """A training configuration or data set that cannot be used."""
