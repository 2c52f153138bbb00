"""Saves the photo, the project, and exports for other programs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from crfill_core.errors import CrfillError
from crfill_core.files.versions import FileVersions, version_of
from crfill_gui.document.document import Document
from crfill_gui.document.project import Project, Snapshot
from crfill_gui.editor import photos
from crfill_gui.editor.current import Current
from crfill_gui.editor.photos import PROJECT_SUFFIX, is_project
from crfill_gui.i18n import mark, tr, tr_core

PROJECT_KINDS = (mark("CR-Fill project (*.crfill)"),)
PHOTO_KINDS = (
    *("JPEG (*.jpg *.jpeg)", "PNG (*.png)", "TIFF (*.tif *.tiff)"),
    *("WebP (*.webp)", "AVIF (*.avif)", "BMP (*.bmp)", *PROJECT_KINDS),
)
OPENRASTER_KINDS = (mark("OpenRaster (*.ora)"),)
RECIPE_KINDS = (mark("Recipe (*.json)"),)


class Saving:
    """Asks where to write the session's document, then writes it in the background. The methods return whether anything
    is being written.
    """

    def __init__(self, session: Current) -> None:
        self._session = session
        self.then: Callable[[], object] | None = None
        """Called once the current save is done; dropped if the save fails."""
        self.versions = FileVersions()

    def save(self) -> bool:
        """Save to the file of the last save or, if there is none, ask for a file."""
        document = self._session.document
        if document is None:
            return False
        if document.saved_as is None:
            return self.save_as()
        return self._write(document, document.saved_as)

    def save_as(self) -> bool:
        """Ask for a file, and save to it. The suggestion is the photo file of the last save or, if there is none, a new name
        based on the original's.
        """
        from crfill_core.imaging.codecs.formats import suggest_save_path
        from crfill_core.imaging.write import loss_on_save

        document, prompts = self._session.document, self._session.prompts
        if document is None or prompts is None:
            return False
        before = document.saved_as
        home = photos.home_of_copies(self._session.path)
        suggestion = before if before is not None and not is_project(before) else suggest_save_path(home)
        path = prompts.where_to_write(tr("Save photo"), suggestion, PHOTO_KINDS)
        if path is None:
            return False
        path = photos.with_known_suffix(path, suggestion.suffix)
        if not is_project(path):
            try:
                losses = loss_on_save(document.original, path)
            except CrfillError as error:
                self._session.fail(tr_core(error))
                return False
            if losses and not prompts.accept_loss(losses):
                return False
        return self._write(document, path)

    def save_project(self) -> bool:
        """Save photo, mask, fills and steering to the project's file or, if there is none, ask for a file."""
        document = self._session.document
        if document is not None and document.saved_as is not None and is_project(document.saved_as):
            return self._write(document, document.saved_as)
        return self.save_project_as()

    def save_project_as(self) -> bool:
        """Ask for a project file, and save photo, mask, fills and steering to it."""
        document = self._session.document
        path = self._ask(tr("Save project"), PROJECT_KINDS, PROJECT_SUFFIX)
        return document is not None and path is not None and self._write(document, path)

    def export_openraster(self) -> bool:
        """Ask for a file, and write the original photo and the fills to it as two layers."""
        document = self._session.document
        path = self._ask(tr("Export OpenRaster"), OPENRASTER_KINDS, ".ora")
        if document is None or path is None:
            return False
        now, fills, size = document.now, document.recipe, document.size

        def write() -> None:
            from crfill_core.imaging.openraster import write_openraster
            from crfill_core.jobs.recipe import filled_area

            write_openraster(path, now.opened, now.photo, filled_area(fills, size))

        return self._run(path, write)

    def export_recipe(self) -> bool:
        """Ask for a file, and write the recipe of the fills to it, for ``crfill replay``."""
        document = self._session.document
        path = self._ask(tr("Export recipe"), RECIPE_KINDS, ".json", ending="-recipe")
        if document is None or path is None:
            return False
        original, entries = document.original, document.recipe

        def write() -> None:
            from crfill_core.jobs.recipe import Recipe, write_recipe

            write_recipe(Recipe.of(original, entries), path)

        return self._run(path, write)

    def _ask(self, title: str, kinds: tuple[str, ...], suffix: str, ending: str = "") -> Path | None:
        """Ask for a file. The suggested name is the photo's without its suffix, followed by ``ending`` and ``suffix``."""
        if self._session.document is None or self._session.prompts is None:
            return None
        home = photos.home_of_copies(self._session.path)
        suggestion = home.with_name(f"{home.stem}{ending}{suffix}")
        path = self._session.prompts.where_to_write(title, suggestion, kinds)
        return None if path is None else photos.with_known_suffix(path, suffix)

    def _write(self, document: Document, path: Path) -> bool:
        """Save the photo or, if the suffix is that of projects, the whole project. Later saves go to this file. If another
        program or window has written the file since it was opened or saved here, ask first.
        """
        prompts, versions = self._session.prompts, self.versions
        if prompts is not None and versions.changed(path):
            theirs = version_of(path)
            if not prompts.replace_changed(path.name):
                return False
            versions.note(path, theirs)  # the user agreed to replace that version, not a later one
        if document.is_painting:
            document.commit_stroke()
        now, state = document.now, document.history.state
        whole = is_project(path)
        snapshot = Snapshot.of(document) if whole else None
        moment = document.history.moment if whole else None

        def write() -> None:
            if snapshot is None:
                from crfill_core.imaging.write import write_photo

                write_photo(now.photo, path, versions=versions)
            else:
                from crfill_gui.document.project_save import save_project

                save_project(path, Project.at(snapshot), versions)

        def saved() -> None:
            document.mark_saved(path, state, moment)
            self._session.settings.add_recent(path.resolve())

        return self._run(path, write, saved)

    def _run(self, path: Path, write: Callable[[], None], saved: Callable[[], None] = lambda: None) -> bool:
        session = self._session

        def done(_: None) -> None:
            saved()
            session.say("info", tr("Saved as {name}.", name=path.name))
            then, self.then = self.then, None
            if then is not None:
                then()

        def failed(_: str) -> None:
            self.then = None

        session.work(tr("Saving {name}…", name=path.name), write, done).failed.connect(failed)
        return True
