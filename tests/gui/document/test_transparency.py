"""In the editor, too, what is filled is seen: through undo, variants, projects and OpenRaster."""

from __future__ import annotations

import numpy as np

from crfill_core.imaging.photo import Photo
from crfill_core.inference.request import FillRequest
from crfill_gui.document.document import Document
from crfill_gui.document.project import Project
from crfill_gui.document.project_file import load_project
from crfill_gui.document.project_save import save_project
from tests.core.imaging import samples
from tests.fakes import solid_fill


def panorama() -> Photo:
    alpha = np.full((40, 60), 255, np.uint8)
    alpha[:10] = 0
    return Photo(samples.noise(40, 60), alpha)


def fill_border(document: Document, value: int = 128, replaces: bool = False) -> None:
    mask = np.zeros((40, 60), np.uint8)
    mask[:10] = 255
    mask[10:12] = 100
    photo = document.before_last_fill() if replaces else document.photo
    request = FillRequest(photo, mask, revision=document.revision)
    document.apply_fill(request, solid_fill(request, value), replaces=replaces)


def test_alpha_follows_the_history(tmp_path) -> None:
    document = Document(panorama())
    before = document.alpha
    fill_border(document)
    assert document.alpha is not None and (document.alpha == 255).all()
    assert document.photo.alpha is document.alpha
    document.undo()
    assert np.array_equal(document.alpha, before)
    document.redo()
    assert (document.alpha == 255).all()
    assert np.array_equal(document.before_last_fill().alpha, before)
    fill_border(document, 60, replaces=True)
    assert (document.alpha == 255).all()
    document.undo()
    document.undo()
    assert np.array_equal(document.alpha, before) and np.array_equal(document.original.alpha, before)


def test_a_project_shows_it_again(tmp_path) -> None:
    document = Document(panorama())
    fill_border(document)
    project = load_project(save_project(tmp_path / "a.crfill", Project.of(document)))
    again = project.document()
    assert (again.alpha == 255).all()
    assert np.array_equal(again.alpha, document.alpha)
    again.undo()
    again.undo()
    assert np.array_equal(again.original.alpha, panorama().alpha)
