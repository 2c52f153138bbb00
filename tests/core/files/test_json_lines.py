"""Files of JSON lines, read while they grow."""

import errno
import json

import pytest

from crfill_core.files import json_lines
from crfill_core.files.json_lines import Appender, Follower


def test_what_is_appended_is_read_once(tmp_path):
    path = tmp_path / "lines"
    follower = Follower(path)
    assert follower.read() is None
    path.write_bytes(b"")
    appender = Appender(path)
    appender.add({"step": 1})
    appender.add({"name": "café \udce9"})
    news = follower.read()
    assert news.anew and news.objects == [{"step": 1}, {"name": "café \udce9"}]
    again = follower.read()
    assert not again.anew and again.objects == [] and again.mark == news.mark


def test_an_unfinished_line_waits_and_a_broken_one_is_skipped(tmp_path):
    path = tmp_path / "lines"
    path.write_bytes(b'{"a": 1}\n{"b":')
    follower = Follower(path)
    assert follower.read().objects == [{"a": 1}]
    with path.open("ab") as file:
        file.write(b"\n[]\n12\n\xff\xfe\n" + b"[" * 100_000 + b'\n{"c": "\xe2\x80\xa8"}\n')
    assert follower.read().objects == [{"c": "\u2028"}]


def test_a_deleted_file_is_not_made_again(tmp_path):
    path = tmp_path / "lines"
    with pytest.raises(FileNotFoundError):
        Appender(path).add({"a": 1})
    assert not path.exists()


def test_a_line_cut_short_by_a_full_disk_does_not_spoil_the_next(tmp_path, monkeypatch):
    path = tmp_path / "lines"
    path.write_bytes(b"")
    appender = Appender(path)

    def full(file):
        file.truncate(file.tell() - 4)
        raise OSError(errno.ENOSPC, "full")

    with monkeypatch.context() as patch:
        patch.setattr(json_lines, "flush", lambda file: (file.flush(), full(file)))
        with pytest.raises(OSError, match="full"):
            appender.add({"a": 1})
    appender.add({"b": 2})
    assert Follower(path).read().objects == [{"b": 2}]
    assert json.loads(path.read_bytes().splitlines()[-1]) == {"b": 2}
