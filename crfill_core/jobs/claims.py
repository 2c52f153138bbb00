"""Divides the photos of a folder among several processes on one or more computers.

The processes keep a hidden folder in the folder for the results. It holds a file for each claim, made by the owner of
the claim, and a ledger for each process (:mod:`crfill_core.jobs.ledger`). There is no server, and photos are not locked.
Exclusive creation of a file works on every shared file system, while locks on some of them work only within one computer
and yet raise no error. A claim is never deleted or taken over during the work. If its owner died, the next process makes
the next generation of the claim, NAME.2, and again only one process can. So no process can delete a claim that another
has just made.

An owner counts as dead if its process has ended, which only its own computer can see, or if its ledger has not changed for
:data:`PATIENCE` seconds. A living process touches its ledger every few seconds. Clocks of two computers are never
compared, because only the changes of the file count, by the clock of the watching process. When a process that was only
suspended goes on, it sees the next generation of its claim and drops its result, which is the same as that of the other
process.

A lock is taken to join, to leave and to report, so that only one process at a time writes the record of the folder. On a
disk without locks, two processes that join and leave at the same moment may fill one photo twice, but nothing worse can
happen.
"""

from __future__ import annotations

import logging
import os
import secrets
import shutil
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any, Literal

from filelock import FileLock, Timeout

from crfill_core.errors import FileError
from crfill_core.files.process import ProcessId
from crfill_core.files.replace import refusal
from crfill_core.jobs.ledger import Author, Ledger, Line, Reader
from crfill_core.jobs.record import Record

log = logging.getLogger(__name__)
FOLDER = ".crfill-batch"
PATIENCE = 60.0
"""A process counts as dead if its ledger has not changed for this many seconds."""
BEAT = 5.0
"""Seconds between the times at which a process touches its ledger."""
_LOCK_SECONDS = 30.0
"""Seconds to wait for the lock before the work goes on without it."""
_ATTEMPTS = 20
"""How many times to try to join."""


class Claims:
    """The claims of this process on results in a folder. Only one thread at a time may use it.

    ``record``: the record of the folder, which is read anew when this process joins. ``job``: see
    :class:`crfill_core.jobs.world.World`. Methods raise FileError if the file system refuses an operation.
    """

    def __init__(
        self,
        output: Path,
        record: Record,
        job: str = "",
        *,
        patience: float = PATIENCE,
        beat: float = BEAT,
        process: ProcessId | None = None,
    ) -> None:
        self.folder = output / FOLDER
        self._record, self._patience, self._interval = record, patience, beat
        self._author = Author(**asdict(process or ProcessId.here()), job=job)
        self._token = ""
        self._ledger: Ledger | None = None
        self._readers: dict[str, Reader] = {}
        self._watched: dict[str, tuple[object, float]] = {}
        """Ledger or claim that is watched → its last mark, and since when it has that mark (time.monotonic())."""
        self._held: dict[str, int] = {}
        """Name of a claimed result → generation of the claim."""
        self._reported_by_other = False
        self._stopped = threading.Event()

    # Joining and leaving

    def join(self) -> None:
        """Join. If no other member seems to be alive, what dead processes did is added to the record."""
        for _ in range(_ATTEMPTS):
            if self._ledger is not None:
                return
            try:
                for folder in (self._members, self._claims):
                    folder.mkdir(parents=True, exist_ok=True)
                with self._alone():
                    self._enter()
            except FileNotFoundError:  # the reporting process has just removed the folder
                continue
            except OSError as error:
                raise FileError(refusal(self.folder, error)) from error
        raise FileError(
            "{path} disappears again and again; delete that folder and start again.", path=self.folder
        )

    def _enter(self) -> None:
        if not (self._members.is_dir() and self._claims.is_dir()):
            raise FileNotFoundError(self._members)
        self._token, self._stopped = secrets.token_hex(8), threading.Event()
        self._readers.clear()
        if not any(self._is_alive(token) for token in self._tokens()):
            self._merge()
            for path in (*self._members.iterdir(), *self._claims.iterdir()):
                path.unlink()
        self._record.read()
        self._ledger = Ledger(self._file(self._token), self._author)
        beat = threading.Thread(target=_beat, args=(self._ledger.path, self._interval, self._stopped))
        beat.daemon = True
        beat.start()

    def leave(self) -> None:
        """Release what is claimed, and leave. The last process to leave brings the record up to date."""
        for name in list(self._held):
            self.give_back(name)
        ledger, self._ledger = self._ledger, None
        self._stopped.set()
        if ledger is None:
            return
        with suppress(OSError, FileError):
            ledger.leave()
            with self._alone():
                others = self._tokens() - {self._token}
                if ledger.path.exists() and not any(self._is_alive(token) for token in others):
                    self._merge()
                    self._remove()

    def report(self) -> bool:
        """Bring the record up to date and end the work of all processes, after every photo is settled.

        Returns whether this process must report; of the processes that share the work only one must.
        """
        if self._reported_by_other:
            self.leave()
            return False
        ledger, self._ledger = self._ledger, None
        self._stopped.set()
        if ledger is None:
            return True
        with self._alone():
            if not ledger.path.exists():
                return False
            self._merge()
            if self._others_have_begun():  # with another folder of photos, or other options: they continue
                with suppress(OSError):
                    ledger.leave()
                return True
            return self._remove()

    @property
    def is_over(self) -> bool:
        """Whether another process has reported."""
        return self._ledger is not None and not self._ledger.path.exists()

    # Photos, by the names of their results

    def take(self, name: str, made_from: str) -> Line | Literal["ours", "theirs"]:
        """Claim a result. Returns "ours" if it is claimed now, "theirs" while another process has it, or its last line.

        The outcome in the line is "skipped" if the result is in the record. Results that were made from something else,
        and failures of processes that have left or died, are done again.
        """
        self.join()
        generation = 1
        while True:
            path = self._claim(name, generation)
            try:
                with open(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666), "w") as file:
                    file.write(self._token)
                if self.is_over:  # then this folder was made by another process
                    raise FileNotFoundError(path)
            except FileExistsError:
                state = self._state(path, name, generation, made_from)
                if state != "free":
                    return state
                generation += 1
            except FileNotFoundError:  # another process has reported already
                self._ledger, self._reported_by_other = None, True
                self._stopped.set()
                self.join()
                generation = 1
            except OSError as error:
                raise FileError(refusal(path, error)) from error
            else:
                self._held[name] = generation
                if not self._record.knows(self.folder.with_name(name), made_from):
                    return "ours"
                self.give_back(name)
                return Line(name, generation, "settled", made_from, {"state": "skipped"})

    def begin(self, name: str) -> None:
        """Announce that this process may write the result's file from now on, so that a batch may replace that file."""
        self._add(Line(name, self._held[name], "begun"))

    def settle(self, name: str, made_from: str, outcome: dict[str, Any]) -> bool:
        """Publish the outcome of a result. Returns False if another process has claimed it in the meantime."""
        generation = self._held.pop(name)
        if self._claim(name, generation + 1).exists() or not self._claim(name, generation).exists():
            return False
        self._reported_by_other = False
        return self._add(Line(name, generation, "settled", made_from, outcome))

    def give_back(self, name: str) -> None:
        """Release the claim, so that any process may claim the result."""
        with suppress(FileError):
            self._add(Line(name, self._held.pop(name), "released"))

    def may_be_ours(self, name: str) -> bool:
        """Whether one of the processes may have written the result's file."""
        self._read_all()
        return any(
            name == other and (line.filled or line.state == "begun")
            for reader in self._readers.values()
            for (other, _), line in reader.lines.items()
        )

    # Internals

    @property
    def _members(self) -> Path:
        return self.folder / "members"

    @property
    def _claims(self) -> Path:
        return self.folder / "claims"

    def _file(self, token: str) -> Path:
        return self._members / f"{token}.jsonl"

    def _claim(self, name: str, generation: int) -> Path:
        return self._claims / f"{name}.{generation}"

    def _tokens(self) -> set[str]:
        return {path.stem for path in self._members.glob("*.jsonl")}

    def _reader(self, token: str) -> Reader:
        return self._readers.setdefault(token, Reader(self._file(token)))

    def _read_all(self) -> None:
        for token in self._tokens():
            self._reader(token).refresh()

    def _add(self, line: Line) -> bool:
        """Append to the ledger. Returns False if this process is no longer a member."""
        if self._ledger is None:
            return False
        try:
            self._ledger.add(line)
        except FileNotFoundError:
            return False
        except OSError as error:
            raise FileError(refusal(self._ledger.path, error)) from error
        return True

    def _state(
        self, path: Path, name: str, generation: int, made_from: str
    ) -> Line | Literal["theirs", "free"]:
        """The state of an existing claim: as :meth:`take`, or "free" if the next generation may be claimed."""
        try:
            token = path.read_text(encoding="utf-8")
        except FileNotFoundError:
            return "theirs"  # it was removed with its folder, which the next call notices
        if not token:  # the owner has not written its token yet, or died before that
            return "theirs" if self._has_changed(path.name, "") else "free"
        alive, reader = self._is_alive(token), self._reader(token)
        line = reader.lines.get((name, generation))
        if line is None or line.state == "begun":
            return "theirs" if alive else "free"
        if line.state == "released" or not (line.filled or alive):
            return "free"
        job = reader.author.job if reader.author else ""
        return line if line.made_from == made_from or (job and job == self._author.job) else "free"

    def _is_alive(self, token: str) -> bool:
        reader = self._reader(token)
        mark = reader.refresh()
        if token == self._token:
            return True
        if mark is None or reader.left or (reader.author and reader.author.has_ended):
            return False
        return self._has_changed(token, mark)

    def _has_changed(self, what: str, mark: object) -> bool:
        """Whether the mark of a watched ledger or claim has changed within the last ``patience`` seconds."""
        now = time.monotonic()
        before, since = self._watched.get(what, (None, now))
        if before != mark:
            self._watched[what] = mark, now
            return True
        return now - since < self._patience

    def _others_have_begun(self) -> bool:
        return any(
            line.state == "begun"
            for token in self._tokens() - {self._token}
            if self._is_alive(token)
            for line in self._reader(token).lines.values()
        )

    def _merge(self) -> None:
        """Add the lines of all ledgers to the record."""
        self._read_all()
        lines = [line for reader in self._readers.values() for line in reader.lines.values()]
        self._record.read()
        self._record.add(sorted(lines, key=lambda line: line.generation))

    def _remove(self) -> bool:
        """Delete all claims and ledgers. Returns False if another process does that."""
        ended = self.folder / f"ended-{self._token}"
        try:
            self._members.rename(ended)  # only one process can
        except OSError:
            return False
        for folder in (ended, self._claims):
            shutil.rmtree(folder, ignore_errors=True)
        return True

    def _remove_lock(self) -> None:
        """Remove the lock and the folder if the work has ended."""
        if not self._members.is_dir():
            with suppress(OSError):
                (self.folder / "lock").unlink(missing_ok=True)
                self.folder.rmdir()

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Within the context no other process joins, leaves or reports, if the disk supports locks."""
        lock = FileLock(self.folder / "lock", thread_local=False)
        try:
            lock.acquire(timeout=_LOCK_SECONDS, poll_interval=0.02)
        except (Timeout, OSError, NotImplementedError) as error:
            log.info("There is no lock on %s (%s)", self.folder, error)
        try:
            yield
        finally:
            self._remove_lock()
            lock.release()
            if sys.platform == "win32":  # where the file of a lock that is held cannot be deleted
                self._remove_lock()


def _beat(ledger: Path, interval: float, stopped: threading.Event) -> None:
    """Touch the ledger every ``interval`` seconds until it is gone."""
    while not stopped.wait(interval):
        try:
            os.utime(ledger)
        except FileNotFoundError:
            return
        except OSError:  # a network disk may not answer for a moment
            continue
