"""The one family of errors a person may see: each carries a sentence that says what happened and what to do."""


class CrfillError(Exception):
    """Bad input or circumstances (not a bug). ``str(error)`` is one sentence a person can act on."""


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
