"""Replacing a file all at once: the old one stays whole until the new one is on the disk."""

from __future__ import annotations

import errno
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from crfill_core.errors import PhotoError


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Yields the name of an empty temporary file beside ``path`` to write into; afterwards it takes
    ``path``'s place.

    The permissions of an existing file are kept, a symbolic link stays one. On any failure the temporary file
    goes and what was at ``path`` is untouched. Raises PhotoError for what the file system refuses; other
    exceptions of the body pass.
    """
    target = Path(os.path.realpath(path))
    temporary = target.with_name(f".crfill-{secrets.token_hex(8)}{target.suffix}")
    try:
        try:
            # Not mkstemp: a new file should get the permissions that the person's umask gives.
            os.close(os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
            yield temporary
            if target.exists():
                shutil.copymode(target, temporary)
            with open(temporary, "r+b") as file:
                os.fsync(file.fileno())
            os.replace(temporary, target)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as error:
        raise PhotoError(_sentence(path, error)) from error


def _sentence(path: Path, error: OSError) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return f"{path} was not saved because the disk is full; free some space or save to another disk."
    if error.errno in (errno.ENOENT, errno.ENOTDIR):
        return (
            f"{path} was not saved because the folder does not exist; choose another folder or make this one."
        )
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"{path} was not saved because writing there is not permitted; choose another folder."
    if error.errno == errno.EISDIR:
        return f"{path} was not saved because it is a folder; choose another name."
    return f"{path} was not saved ({error.strerror or error}); choose another folder or disk."
