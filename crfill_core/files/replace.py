"""Replaces a file as a whole: the old contents stay complete until the new ones are on the disk."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import IO, Any

from crfill_core.base.messages import Message, reason
from crfill_core.errors import FileError
from crfill_core.files.leftovers import clear, temporary_beside
from crfill_core.files.versions import FileVersions

_NOT_OFFERED = frozenset((errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP))
"""Errors of file systems that do not offer a system call, as some network shares do not offer ``fsync``."""
_MODES_REFUSED = _NOT_OFFERED | {errno.EPERM, errno.EACCES}
"""Errors of file systems without permissions (NTFS, FAT, network shares) when a mode is changed."""


@contextmanager
def replacing(
    path: Path, error: type[FileError] = FileError, versions: FileVersions | None = None
) -> Iterator[Path]:
    """Yields the path of an empty temporary file beside ``path`` to write into, which replaces ``path`` after the block.

    The permissions of an existing file are kept where the file system has any, and a symbolic link stays a link. On any
    failure the temporary file is deleted and ``path`` is unchanged. If the process is killed, a later process that writes
    in the folder deletes the temporary file. With ``versions``, a file that another program has changed in the meantime is
    not replaced. Raises ``error`` in that case and for every OSError, also one of the block; other exceptions of the block
    pass through.
    """
    target = Path(os.path.realpath(path))
    clear(target.parent)
    temporary = temporary_beside(target)
    try:
        try:
            # Unlike with mkstemp, a new file gets the permissions that the user's umask gives.
            os.close(os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
            yield temporary
            if target.exists():
                _copy_mode(target, temporary)
            with open(temporary, "r+b") as file:
                flush(file)
            with versions.replacing(target, temporary) if versions else nullcontext(True) as allowed:
                if not allowed:
                    raise error(
                        Message(
                            "{path} was not saved because another program or window has changed it in the meantime; "
                            "save again, or under another name.",
                            path=path,
                        )
                    )
                os.replace(temporary, target)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as refused:
        raise error(refusal(path, refused)) from refused


def write_text(path: Path, text: str) -> None:
    """Replace a file's contents with this text in UTF-8 (see :func:`replacing`). Raises FileError."""
    with replacing(path) as temporary:
        temporary.write_text(text, encoding="utf-8")


def _copy_mode(source: Path, target: Path) -> None:
    try:
        shutil.copymode(source, target)
    except OSError as error:
        if error.errno not in _MODES_REFUSED:
            raise


def flush(file: IO[Any]) -> None:
    """Wait until the file's contents are on the disk. Raises OSError."""
    file.flush()
    try:
        os.fsync(file.fileno())
    except OSError as error:
        if error.errno not in _NOT_OFFERED:
            raise


def refusal(path: Path, error: OSError) -> Message:
    """The message for a file that the file system refused to write."""
    if error.errno == errno.EFBIG:
        return Message(
            "{path} was not saved because its disk does not allow files this large; save to another disk.",
            path=path,
        )
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return Message(
            "{path} was not saved because the disk is full; free some space or save to another disk.",
            path=path,
        )
    if error.errno in (errno.ENOENT, errno.ENOTDIR):
        return Message(
            "{path} was not saved because the folder does not exist; choose another folder or create this one.",
            path=path,
        )
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return Message(
            "{path} was not saved because writing there is not permitted; choose another folder.", path=path
        )
    if error.errno == errno.ENAMETOOLONG:
        return Message("{path} was not saved because its name is too long; choose a shorter name.", path=path)
    if error.errno == errno.EISDIR:
        return Message("{path} was not saved because it is a folder; choose another name.", path=path)
    return Message(
        "{path} was not saved ({reason}); choose another folder or disk.", path=path, reason=reason(error)
    )
