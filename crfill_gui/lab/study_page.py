"""The lab's page for blind studies: it makes them, opens them for a rater, and shows the votes."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QWidget

from crfill_gui.i18n import plural, tr
from crfill_gui.lab.images_form import ImagesForm
from crfill_gui.lab.page import column, lay_out_page
from crfill_gui.lab.studies import Studies, StudySpec, Votes, study_in
from crfill_gui.lab.weights_box import WeightsBox
from crfill_gui.panels.boxes import hbox, vbox
from crfill_gui.panels.buttons import push_button
from crfill_gui.panels.fill import time_left
from crfill_gui.panels.forms import labelled
from crfill_gui.panels.hint import StartHint
from crfill_gui.panels.labels import NamedLabel
from crfill_gui.panels.widgets import Bar, dim_label


class StudyPage(QWidget):
    """Shows a study. Its buttons make it, open it for a rater, and count its votes."""

    def __init__(self, studies: Studies) -> None:
        super().__init__()
        self._studies = studies
        self.first, self.second = WeightsBox(tr("First weights")), WeightsBox(tr("Second weights"), first=1)
        self.form = ImagesForm(
            tr("A new folder for fills and votes, or the folder of an existing study"),
            (tr("&First weights"), self.first),
            (tr("&Second weights"), self.second),
        )
        self.make_button = push_button(tr("Make Study"), tr("Fill with both and make the study"), True)
        self.stop_button = push_button(tr("Stop"))
        self.rater = QLineEdit()
        self.rater.setAccessibleName(tr("Rater"))
        self.rater.setPlaceholderText(tr("A name or number"))
        self.rate_button = push_button(tr("Rate"), tr("Open the window in which this rater chooses"))
        self.count_button = push_button(tr("Count Votes"))
        self.bar = Bar(tr("Study progress"))
        self.status = NamedLabel(tr("Study status"), wrap=True)
        self._hint = StartHint(self.status, self.make_button.text())
        self.votes = NamedLabel(tr("Votes"), wrap=True)
        self._lay_out()
        self._connect()
        self._on_fields()

    def _lay_out(self) -> None:
        about = dim_label(
            tr(
                "Both sets of weights fill the same holes. Raters see the two fills of each image in random order, "
                "without names, and pick the better one. Any number of raters can join; each choice is saved immediately."
            ),
            wrap=True,
        )
        left = column(self.form, hbox(self.make_button, self.stop_button), self.bar, None)
        label = labelled(tr("R&ater"), self.rater)
        rating = hbox(label, self.rater, self.rate_button, self.count_button, None)
        lay_out_page(self, left, vbox(about, rating, self.status, self.votes, None, spacing=14))

    def _connect(self) -> None:
        studies = self._studies
        self.form.changed.connect(self._on_fields)
        for box in (self.first, self.second):
            box.currentIndexChanged.connect(lambda _: self._on_fields())
        self.rater.textChanged.connect(lambda _: self._enable())
        self.rater.returnPressed.connect(self.rate_button.click)
        self.make_button.clicked.connect(self._make)
        self.stop_button.clicked.connect(studies.stop)
        self.rate_button.clicked.connect(self._rate)
        self.count_button.clicked.connect(self._count)
        studies.running_changed.connect(self._on_running)
        studies.progressed.connect(self._on_progress)
        studies.message.connect(self.status.setText)
        studies.counted.connect(self._on_counted)
        studies.made.connect(lambda _: self.bar.show_share(1.0))

    def _make(self) -> None:
        folder = self.form.results.path
        base = self.form.spec(self.first.weights)
        if folder is None or base is None:
            return
        try:
            spec = StudySpec.of(base, (self.first.weights, self.second.weights), folder)
        except ValueError as error:
            self.status.setText(str(error))
            return
        self.votes.setText("")
        self._studies.make(spec)

    def _rate(self) -> None:
        if self.form.results.path is not None:
            self._studies.rate(self.form.results.path, self.rater.text().strip())

    def _count(self) -> None:
        if self.form.results.path is not None:
            self._studies.count(self.form.results.path)

    @property
    def _is_made(self) -> bool:
        """Whether the folder for results holds a study."""
        folder = self.form.results.path
        return folder is not None and (study_in(folder) / "study.json").exists()

    def _missing(self) -> str:
        return self.form.missing(self.first.weights, self.second.weights)

    def _on_fields(self) -> None:
        self._enable()
        if self._studies.running:
            return
        if self._is_made:
            self._hint.withdraw()
        else:
            self._hint.show(self._missing())

    def _enable(self) -> None:
        running, there = self._studies.running, self._is_made
        self.make_button.setEnabled(not running and not there and not self._missing())
        self.stop_button.setEnabled(running)
        self.rate_button.setEnabled(there and not running and bool(self.rater.text().strip()))
        self.count_button.setEnabled(there and not running)
        for widget in (self.form, self.first, self.second):
            widget.setEnabled(not running)

    def _on_running(self, running: bool) -> None:
        if running:
            self.bar.setValue(0)
        self._enable()

    def _on_progress(self, fraction: float, what: str, left: float | None) -> None:
        self.bar.show_share(fraction)
        self.status.setText(" · ".join(part for part in (what, time_left(left)) if part))

    def _on_counted(self, votes: Votes) -> None:
        tally = votes.tallies[0]
        total = sum(tally.votes.values()) or 1
        lines = [plural("{n} rater", "{n} raters", len(votes.raters))]
        lines += [
            tr("{name}: {votes} ({percent} %)", name=name, votes=count, percent=round(100 * count / total))
            for name, count in sorted(tally.votes.items(), key=lambda item: -item[1])
        ]
        lines += [tr("No preference: {votes}", votes=tally.ties)] if tally.ties else []
        lines += [plural("{n} choice still open", "{n} choices still open", votes.open_trials)]
        lines += [
            tr(
                "If both were equally good, the probability of votes at least this uneven would be {p}.",
                p=f"{tally.p_leader:.3f}",
            )
        ]
        self.votes.setText("\n".join(lines))
