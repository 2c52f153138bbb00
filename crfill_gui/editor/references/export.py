"""Exports the explanations of fills to a folder."""

from __future__ import annotations

from crfill_core.progress import Progress
from crfill_gui.editor import photos
from crfill_gui.editor.current import Current
from crfill_gui.i18n import plural, tr
from crfill_gui.workers.worker import Worker


def export_references(session: Current, worker: Worker) -> None:
    """Ask for a folder, and write a contact sheet, pictures and ``matches.json`` to it."""
    document = session.document
    if document is None or session.prompts is None:
        return
    if not document.references:
        session.say("warning", tr("No fill in the photo has references: press Fill Again, then export."))
        return
    folder = session.prompts.folder_for_references(photos.home_of_copies(session.path).parent)
    if folder is None:
        return
    now, references, weights = document.now, document.references, document.recipe[-1].weights

    def work(progress: Progress) -> int:
        from crfill_core.references.export import Explained, export

        return len(export(Explained(now.opened, now.photo, references, weights), folder, progress))

    def done(count: int) -> None:
        session.say(
            "info",
            plural(
                "Wrote {n} file that explains the fills to {folder}.",
                "Wrote {n} files that explain the fills to {folder}.",
                count,
                folder=folder.name,
            ),
        )

    session.say("info", tr("Writing the contact sheet and matches.json…"))
    worker.start(work, done, session.fail)
