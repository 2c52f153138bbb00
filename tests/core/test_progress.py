import threading

import pytest

from crfill_core.base.messages import Message
from crfill_core.progress import Cancelled, Progress


class Seen:
    """What a progress reported."""

    def __init__(self) -> None:
        self.fractions: list[float] = []
        self.words: list[str] = []

    def __call__(self, fraction: float, what: str) -> None:
        self.fractions.append(fraction)
        self.words.append(what)


def test_reports_clamped_and_never_backwards():
    seen = Seen()
    progress = Progress(seen)
    for fraction in (-1.0, 0.3, 0.2, 0.9, 7.0):
        progress.update(fraction, Message(f"at {fraction}"))
    assert seen.fractions == [0.0, 0.3, 0.3, 0.9, 1.0]
    assert seen.words[2] == "at 0.2"


def test_parts_cover_their_share_of_the_whole():
    seen = Seen()
    progress = Progress(seen)
    first, second = progress.part(0.0, 0.5), progress.part(0.5, 1.0)
    first.update(0.5)
    first.update(1.0)
    second.part(0.0, 0.5).update(1.0, Message("deep"))
    second.update(1.0)
    assert seen.fractions == [0.25, 0.5, 0.75, 1.0]
    assert seen.words[2] == "deep"


def test_without_a_listener_updates_are_silent():
    progress = Progress()
    progress.update(0.5)
    progress.check()
    assert not progress.cancelled


@pytest.mark.parametrize("through", [lambda p: p.check(), lambda p: p.update(0.6)])
def test_a_cancelled_job_stops_at_its_next_step(through):
    seen = Seen()
    progress = Progress(seen)
    progress.update(0.5)
    progress.cancel()
    assert progress.cancelled
    with pytest.raises(Cancelled):
        through(progress)
    assert seen.fractions == [0.5]


def test_cancelling_reaches_parts_and_comes_from_them():
    whole = Progress()
    inner = whole.part(0, 0.5).part(0.1, 0.2)
    whole.cancel()
    with pytest.raises(Cancelled):
        inner.check()
    other = Progress()
    other.part(0, 0.5).cancel()
    assert other.cancelled


def test_cancelled_from_another_thread():
    progress = Progress()
    began = threading.Event()
    stopped = threading.Event()

    def job() -> None:
        try:
            while True:
                progress.update(0.1)
                began.set()
        except Cancelled:
            stopped.set()

    worker = threading.Thread(target=job, daemon=True)
    worker.start()
    assert began.wait(10)
    progress.cancel()
    assert stopped.wait(10)


def test_a_part_may_have_words_of_its_own():
    said: list[str] = []
    progress = Progress(lambda _, what: said.append(what))
    progress.part(0, 0.5).update(1.0, Message("first"))
    progress.part(0.5, 1, what=Message("second")).part(0, 1).update(1.0, Message("inner"))
    assert said == ["first", "second"]


def test_previews_are_made_only_for_those_who_look_and_turned_into_the_outer_kind():
    seen = []
    Progress().part(0, 1).preview(lambda: pytest.fail("nobody looks"))
    outer = Progress(show=seen.append)
    outer.part(0, 0.5, shown=lambda number: -number).part(0, 1).preview(lambda: 3)
    outer.shares(2)[1].preview(lambda: 4)
    assert seen == [-3, 4]
    outer.cancel()
    with pytest.raises(Cancelled):
        outer.part(0, 1).preview(lambda: 5)
