"""A session without a window: open, mask, fill, explain, vary, undo, save."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from crfill_core.imaging.read import read_photo
from crfill_gui.config.settings import Settings
from crfill_gui.document.document import Document
from crfill_gui.editor.notices import Notice
from crfill_gui.editor.references.model import ReferencesController
from crfill_gui.editor.session import Session
from crfill_gui.editor.variants import VariantsController
from crfill_gui.workers.engine import Engine
from crfill_gui.workers.worker import Worker
from tests.fakes import ScriptedFiller, ScriptedPrompts


@pytest.fixture
def session(filler: ScriptedFiller, prompts: ScriptedPrompts, tmp_path: Path, qtbot) -> Iterator[Session]:
    settings = Settings(tmp_path / "config" / "settings.json")
    session = Session(settings, Engine(make_filler=filler.make), Worker("files"))
    session.prompts = prompts
    yield session
    filler.release()
    session.close()


@pytest.fixture
def document(session: Session, photo_file: Path, qtbot) -> Document:
    """Of 400 × 300 pixels, with a mask."""
    session.opening.open(photo_file)
    qtbot.waitUntil(lambda: session.document is not None)
    assert session.document is not None
    mask = np.zeros((300, 400), np.uint8)
    mask[120:168, 160:224] = 255
    session.document.set_mask(mask, "Paint")
    return session.document


def test_a_photo_is_filled_undone_and_saved(
    session: Session, document: Document, prompts: ScriptedPrompts, tmp_path: Path, qtbot
) -> None:
    assert "fill" in session.groups or "mask" in session.groups
    ends: list[str] = []
    session.filling.ended.connect(ends.append)
    session.filling.fill()
    assert session.filling.active and "filling" in session.groups
    qtbot.waitUntil(lambda: not session.filling.active)
    assert len(ends) == 1 and ends[0].startswith("Filled in") and document.is_dirty
    assert (document.pixels[120:168, 160:224] == 128).all()
    prompts.save_answer = tmp_path / "filled.png"
    session.saving.save()
    qtbot.waitUntil(lambda: not document.is_dirty)
    assert np.array_equal(read_photo(tmp_path / "filled.png").pixels, document.pixels)
    session.document.undo()
    assert np.array_equal(document.pixels, document.original.pixels)


def test_a_job_tells_its_own_end(session: Session, document: Document, filler: ScriptedFiller, qtbot) -> None:
    """The requester of a fill is told how that fill ended, and of no other."""
    filler.hold()
    first = session.filling.fill()
    assert first is not None and session.filling.fill() is None
    told: list[str] = []
    first.cancelled.connect(lambda: told.append("cancelled"))
    first.done.connect(lambda _: told.append("done"))
    session.filling.cancel()
    qtbot.waitUntil(lambda: first.is_over)
    filler.release()
    second = session.filling.fill()
    assert second is not None
    second.done.connect(lambda _: told.append("second done"))
    qtbot.waitUntil(lambda: second.is_over)
    assert told == ["cancelled", "second done"] and (first.state, second.state) == ("cancelled", "done")


def test_a_result_that_cannot_be_landed_is_a_failure(
    session: Session, document: Document, monkeypatch: pytest.MonkeyPatch, qtbot
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("oops")

    before = document.pixels.copy()
    with monkeypatch.context() as patched:
        patched.setattr(document, "apply_fill", broken)
        job = session.filling.fill()
        assert job is not None
        qtbot.waitUntil(lambda: job.is_over)
    assert job.state == "failed" and not session.filling.active and "oops" in (session.last_error or "")
    assert np.array_equal(document.pixels, before)


def test_a_stale_result_is_dropped_and_said(
    session: Session, document: Document, filler: ScriptedFiller, qtbot
) -> None:
    session.filling.fill()
    qtbot.waitUntil(lambda: not session.filling.active)
    said: list[Notice] = []
    session.message.connect(said.append)
    document.invert_mask()
    filler.hold()
    filler.reached_half.clear()
    job = session.filling.fill()
    assert job is not None
    qtbot.waitUntil(filler.reached_half.is_set)
    document.undo()
    document.undo()
    before = document.pixels.copy()
    filler.release()
    qtbot.waitUntil(lambda: job.is_over)
    assert job.state == "stale" and "dropped" in said[-1].text
    assert np.array_equal(document.pixels, before)


def test_references_and_variants_need_no_view(
    session: Session, document: Document, filler: ScriptedFiller, qtbot
) -> None:
    filler.leans, filler.varies = "copied", True
    references, variants = ReferencesController(session), VariantsController(session)
    references.set_shown(True)
    session.filling.fill()
    qtbot.waitUntil(lambda: bool(references.explanations), timeout=20000)
    drawn: list[tuple] = []
    references.links_changed.connect(lambda links, chosen: drawn.append(links))
    references.hover((190, 140))
    assert references.inspected is not None and drawn[-1] == references.inspected.drawn(references.look)
    variants.next()
    qtbot.waitUntil(lambda: not variants.making, timeout=20000)
    assert len(variants.variants) > 2
    variants.choose(1)
    assert document.history.steps[-1].label.startswith("Variant")
