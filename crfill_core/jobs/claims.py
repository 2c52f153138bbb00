"""Who fills which photo, where several processes, of one computer or of many, fill the same folder.

In the folder for the results they keep a hidden folder: a file for each claim, which its owner makes, and a ledger for each
process (:mod:`crfill_core.jobs.ledger`). There is no server, and no locks keep photos apart: making a file that must not
exist yet is decided by the disk alone on every shared file system, while locks work on some only between the processes of
one computer, without a word. A claim is never deleted or taken over while the work lasts. Where its owner died, the next
process makes the claim's next generation, NAME.2, and again only one can. So nobody can delete a claim that somebody else
has just made.

An owner is dead if its process has ended, which only its own computer can see, or if its ledger has shown no sign of life
for :data:`PATIENCE` seconds. A living process touches its ledger every few seconds. No two clocks are compared: what counts
is that the file changes, by the clock of the process that watches it. A process that only slept finds its claim's next
generation and drops what it made, which is the same as what the other made.

A lock serves to join, to leave and to report, so that the record of the folder has one writer. Where the disk has no locks,
two processes that come and go in the same moment may fill one photo twice; nothing else can happen.
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
"""Seconds without a sign of life after which a process of another computer counts as dead."""
BEAT = 5.0
"""Seconds between signs of life."""
_LOCK_SECONDS = 30.0
_ATTEMPTS = 20


class Claims:
    """The part that this process takes in the filling of a folder. One thread at a time may use it.

    ``job``: see :class:`crfill_core.jobs.world.World`. ``record`` is the record of the folder, as it was when this process
    joined. Raises FileError for what the file system refuses.
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
        self._author = Author(process or ProcessId.here(), job)
        self._token = ""
        self._ledger: Ledger | None = None
        self._readers: dict[str, Reader] = {}
        self._watched: dict[str, tuple[object, float]] = {}
        self._held: dict[str, int] = {}
        self._told_by_others = False
        self._stopped = threading.Event()

    # To take part

    def join(self) -> None:
        """Take part. What dead processes left is put into the record, if none that may be alive takes part."""
        for _ in range(_ATTEMPTS):
            if self._ledger is not None:
                return
            try:
                for folder in (self._members, self._claims):
                    folder.mkdir(parents=True, exist_ok=True)
                with self._alone():
                    self._enter()
            except FileNotFoundError:  # the process that reports has just removed the folder
                continue
            except OSError as error:
                raise FileError(refusal(self.folder, error)) from error
        raise FileError("{path} comes and goes; delete that folder and start again.", path=self.folder)

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
        """Give back what is claimed and take part no more. The last one that leaves brings the record up to date."""
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
        """Once nothing is left to do: bring the record up to date and end the work of all. True for one process only, which
        is the one to tell how it went.
        """
        if self._told_by_others:
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
            if self._others_have_begun():  # another folder of photos, or other options: they go on
                with suppress(OSError):
                    ledger.leave()
                return True
            return self._remove()

    @property
    def is_over(self) -> bool:
        """Whether another process has reported already."""
        return self._ledger is not None and not self._ledger.path.exists()

    # Photos, by the names of their results

    def take(self, name: str, made_from: str) -> Line | Literal["ours", "theirs"]:
        """Claim a result: "ours" now, or "theirs" while it is another process's, or the line of what became of it.

        What the record knows is "skipped". What was made from something else, and what failed in a process that is gone,
        is to be done again.
        """
        self.join()
        generation = 1
        while True:
            path = self._claim(name, generation)
            try:
                with open(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666), "w") as file:
                    file.write(self._token)
                if self.is_over:  # and the folder is another's
                    raise FileNotFoundError(path)
            except FileExistsError:
                state = self._state(path, name, generation, made_from)
                if state != "free":
                    return state
                generation += 1
            except FileNotFoundError:  # others have reported already
                self._ledger, self._told_by_others = None, True
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
        """From now on the result may be written; what is at its place afterwards is no stranger's file."""
        self._add(Line(name, self._held[name], "begun"))

    def settle(self, name: str, made_from: str, outcome: dict[str, Any]) -> bool:
        """Tell what became of a photo. False where another process has taken it meanwhile: then it does not count."""
        generation = self._held.pop(name)
        if self._claim(name, generation + 1).exists() or not self._claim(name, generation).exists():
            return False
        self._told_by_others = False
        return self._add(Line(name, generation, "settled", made_from, outcome))

    def give_back(self, name: str) -> None:
        """Claim it no more: whoever comes next may take it."""
        with suppress(FileError):
            self._add(Line(name, self._held.pop(name), "released"))

    def may_be_ours(self, name: str) -> bool:
        """Whether one of the processes may have written that result."""
        self._read_all()
        return any(
            name == other and (line.filled or line.state == "begun")
            for reader in self._readers.values()
            for (other, _), line in reader.lines.items()
        )

    # Inside

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
        """Whether this process still takes part."""
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
        """Of a claim that exists."""
        try:
            token = path.read_text(encoding="utf-8")
        except FileNotFoundError:
            return "theirs"  # removed with its folder: the next look will tell
        if not token:  # its owner has yet to write there, or died before
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
        if mark is None or reader.left or (reader.author and reader.author.process.has_ended):
            return False
        return self._has_changed(token, mark)

    def _has_changed(self, what: str, mark: object) -> bool:
        """Whether what is watched was not always the same for as long as the patience lasts."""
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
        """Put what all ledgers tell into the record."""
        self._read_all()
        lines = [line for reader in self._readers.values() for line in reader.lines.values()]
        self._record.read()
        self._record.add(sorted(lines, key=lambda line: line.generation))

    def _remove(self) -> bool:
        """Delete all that was kept. False where another process has: the disk lets only one rename the ledgers' folder."""
        ended = self.folder / f"ended-{self._token}"
        try:
            self._members.rename(ended)
        except OSError:
            return False
        for folder in (ended, self._claims):
            shutil.rmtree(folder, ignore_errors=True)
        return True

    def _remove_lock(self) -> None:
        """Where nothing else is left, or was made anew to wait for the lock."""
        if not self._members.is_dir():
            with suppress(OSError):
                (self.folder / "lock").unlink(missing_ok=True)
                self.folder.rmdir()

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """No other process joins, leaves or reports meanwhile, where the disk has locks."""
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
            if sys.platform == "win32":  # where open files cannot be deleted
                self._remove_lock()


def _beat(ledger: Path, interval: float, stopped: threading.Event) -> None:
    while not stopped.wait(interval):
        try:
            os.utime(ledger)
        except FileNotFoundError:
            return
        except OSError:  # a network disk that does not answer for a moment
            continue
