"""Results, errors and numbers of threads of work done side by side."""

import threading

import pytest

from crfill_core.base.parallel import Ahead, portions, side_by_side, start_threads, threads
from crfill_core.progress import Progress
from tests.fakes import limited


@pytest.mark.parametrize("count", [1, 2, 5])
def test_results_come_in_the_order_of_the_items(count: int) -> None:
    with limited(count):
        assert side_by_side(lambda n: n * n, range(20)) == [n * n for n in range(20)]
        assert side_by_side(lambda n: n, []) == []


def test_two_threads_work_at_the_same_time() -> None:
    meeting = threading.Barrier(2, timeout=20)
    with limited(2):
        side_by_side(lambda _: meeting.wait(), range(2))


def test_where_no_thread_starts_the_caller_does_all_the_work(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    with limited(4):
        monkeypatch.setattr(threading.Thread, "start", refuse)
        caller = threading.get_ident()
        for _ in range(3):
            assert side_by_side(lambda n: (n, threading.get_ident()), range(5)) == [
                (n, caller) for n in range(5)
            ]
        with Ahead(threading.get_ident) as ahead:
            assert ahead.result() == caller
        monkeypatch.undo()
        meeting = threading.Barrier(
            4, timeout=20
        )  # as many as before the refusals, and no work left over from then
        side_by_side(lambda _: meeting.wait(), range(4))


def test_all_threads_are_started_at_once_and_only_once() -> None:
    meeting, calls = threading.Barrier(3, timeout=20), list[int]()

    def touch() -> None:
        calls.append(meeting.wait())

    with limited(3):
        start_threads(touch)
        start_threads(touch)
    assert sorted(calls) == [0, 1, 2]


@pytest.mark.parametrize("count", [1, 2, 3])
def test_never_more_threads_than_allowed_even_when_nested(count: int) -> None:
    lock, working, most = threading.Lock(), set[int](), 0

    def inner(_: int) -> None:
        nonlocal most
        with lock:
            working.add(threading.get_ident())
            most = max(most, len(working))
        threading.Event().wait(0.002)
        with lock:
            working.discard(threading.get_ident())

    with limited(count):
        side_by_side(lambda _: side_by_side(inner, range(4)), range(4))
        assert threads() == count
    assert 1 <= most <= count


@pytest.mark.parametrize("count", [1, 2])
def test_the_first_error_is_raised(count: int) -> None:
    def check(number: int) -> int:
        if number >= 3:
            raise ValueError(number)
        return number

    with limited(count), pytest.raises(ValueError, match="3"):
        side_by_side(check, range(8))


@pytest.mark.parametrize("count", [1, 2])
def test_work_begun_ahead_gives_its_result_or_its_error_as_often_as_asked(count: int) -> None:
    calls = []

    def fail() -> None:
        raise KeyError("no")

    with limited(count), Ahead(lambda: calls.append(1) or 7) as seven, Ahead(fail) as nothing:
        assert seven.result() == 7 == seven.result()
        for _ in range(2):
            with pytest.raises(KeyError):
                nothing.result()
    assert len(calls) == 1


def test_nothing_begun_ahead_runs_on_after_its_block() -> None:
    ended = []
    with limited(2), Ahead(lambda: threading.Event().wait(0.05) or ended.append(1)):
        pass
    assert ended == [1]


def test_without_a_helper_nothing_is_begun_unasked() -> None:
    with limited(1), Ahead(lambda: pytest.fail("nobody asked")):
        pass


@pytest.mark.parametrize(("length", "least", "count"), [(10, 3, 3), (10, 100, 1), (7, 1, 3), (0, 5, 1)])
def test_portions_cover_everything_once(length: int, least: int, count: int) -> None:
    with limited(3):
        parts = portions(length, least)
    assert len(parts) == count
    assert [n for part in parts for n in range(length)[part]] == list(range(length))


def test_shares_of_progress_report_their_mean() -> None:
    seen: list[float] = []
    first, second = Progress(lambda fraction, what: seen.append(fraction)).part(0.0, 0.5).shares(2)
    first.update(1.0)
    second.update(0.5)
    second.update(1.0)
    assert seen == [0.25, 0.375, 0.5]
