"""packaging/translations.py: what it finds in the source, the files it writes, and that every language is complete."""

from __future__ import annotations

import ast
import importlib.util
import json
import re
import string
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from PySide6.QtCore import QTranslator

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "resources" / "translations"
LANGUAGES = sorted(FOLDER.glob("*.ts"))


def load() -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        "translations_under_test", ROOT / "packaging" / "translations.py"
    )
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look themselves up there
    spec.loader.exec_module(module)
    return module


script = load()
MESSAGES = script.collect()


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A small project."""
    for name, text in {
        "crfill_gui/panel.py": '''
"""Says nothing to people."""
log.info("Nor does this")
label.setText(tr("Open {name}", name=path.name))
label.setToolTip(plural("{n} file", "{n} files", 3))
TABLE = ("id", mark("A row"))
ACTIONS = (ActionSpec("open", "Open…", "folder", tip="Open a photo"), ActionSpec("quit", "Quit"))
document.set_mask(mask, "Open mask")
''',
        "crfill_core/read.py": '''
"""Reads things."""
def read(path):
    """Reads one."""
    if not path.size:
        raise PhotoError(f"{path} is empty ({len(data)} bytes); get {path!s} anew.")
    log.warning("Some reader is odd: %s", path)
    progress.update(0.5, "decoding")
    raise ValueError("pixels must be bytes")
NOTE = "The colours were converted."
KEY = "colours"
''',
        "crfill_core/cli/fill.py": 'print("All on the command line stays English")\n',
        "resources/weights/catalog.json": '{"a": {"title": "The small ones"}}',
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def test_everything_that_is_said_is_found_once(tree: Path) -> None:
    found = [message for message in script.collect(tree) if message.place != "packaging/translations.py"]
    assert [(message.context, message.text) for message in found] == [
        *(
            ("editor", text)
            for text in ("Open {name}", "{n} files", "A row", "Open…", "Open a photo", "Quit")
        ),
        ("editor", "Open mask"),
        ("core", "decoding"),
        ("core", "{path} is empty ({count} bytes); get {path} anew."),
        ("core", "The colours were converted."),
        ("core", "The small ones"),
    ]
    assert [message.one for message in found if message.one] == ["{n} file"]


def test_files_keep_what_is_known_and_drop_what_is_gone(tmp_path: Path) -> None:
    path = tmp_path / "de.ts"
    messages = [
        script.Message("editor", "Fill & <go>", "a.py"),
        script.Message("editor", "{n} files", "a.py", one="{n} file"),
        script.Message("core", "New", "b.py"),
    ]
    known = {
        ("editor", "Fill & <go>"): ("Füllen & <los>",),
        ("editor", "{n} files"): ("{n} Datei", "{n} Dateien"),
    }
    script.write(path, "de", messages, {**known, ("editor", "Gone"): ("Weg",)})
    assert script.read(path) == known
    script.compile_ts(path)
    translator = QTranslator()
    assert translator.load(str(path.with_suffix(".qm")))
    assert translator.translate("editor", "{n} files", "", 1) == "{n} Datei"
    assert not translator.translate("core", "New")


def test_a_language_is_begun_and_brought_up_to_date(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tree / "resources" / "translations"
    folder.mkdir()
    monkeypatch.setattr(script, "ROOT", tree)
    assert script.main(["add", "de"]) == 0
    path = folder / "de.ts"
    assert script.read(path) == {}
    assert "The colours were converted." in json.loads((folder / "core.json").read_text(encoding="utf-8"))
    path.write_text(
        path.read_text(encoding="utf-8").replace(
            '<source>Quit</source>\n   <translation type="unfinished" />',
            "<source>Quit</source>\n   <translation>Beenden</translation>",
        ),
        encoding="utf-8",
    )
    assert script.main([]) == 0
    assert script.read(path) == {("editor", "Quit"): ("Beenden",)}
    translator = QTranslator()
    assert translator.load(str(path.with_suffix(".qm")))
    assert translator.translate("editor", "Quit") == "Beenden"


def test_the_list_of_the_engine_s_sentences_is_current() -> None:
    listed = json.loads((FOLDER / "core.json").read_text(encoding="utf-8"))
    assert listed == [message.text for message in MESSAGES if message.context == script.CORE], (
        "run python packaging/translations.py"
    )


@pytest.mark.parametrize("path", LANGUAGES, ids=lambda path: path.stem)
class TestLanguage:
    def test_every_text_has_a_translation_and_none_is_left_over(self, path: Path) -> None:
        wanted, known = {(message.context, message.text) for message in MESSAGES}, script.read(path).keys()
        assert sorted(wanted - known) == [], "translate these; python packaging/translations.py puts them in"
        assert sorted(known - wanted) == [], "run python packaging/translations.py"

    def test_what_is_filled_in_is_the_same(self, path: Path) -> None:
        for (context, text), forms in script.read(path).items():
            for form in forms:
                assert fields(form) == fields(text), (context, text)

    def test_an_ellipsis_and_a_letter_to_press_are_kept(self, path: Path) -> None:
        known = script.read(path)
        for (_, text), forms in known.items():
            assert all(form.endswith("…") == text.endswith("…") for form in forms), text
            assert all(
                len(re.findall("&[A-Z]", form)) == len(re.findall("&[A-Za-z]", text)) for form in forms
            ), text
        menus = [forms[0] for (_, text), forms in known.items() if text in TITLES]
        letters = [re.findall("&(.)", title)[0] for title in menus]
        assert len(letters) == len(TITLES) == len(set(letters))

    def test_the_compiled_file_is_current(self, path: Path) -> None:
        translator = QTranslator()
        assert translator.load(str(path.with_suffix(".qm")))
        for (context, text), forms in script.read(path).items():
            many = [
                message.one for message in MESSAGES if (message.context, message.text) == (context, text)
            ][0]
            shown = translator.translate(context, text, "", 7 if many else -1)
            assert shown == forms[-1], "run python packaging/translations.py"


TITLES = ("&File", "&Edit", "&Mask", "F&ill", "&View", "&Help")


def fields(text: str) -> dict[str, str]:
    """The fields of a text with their formats."""
    return {name: form or "" for _, name, form, _ in string.Formatter().parse(text) if name is not None}


# Nothing is said without a translation

NOT_WORDS = {
    "theme.py": "the style sheet",
    "logs.py": "the log and the report, which stay English for those who help",
    "report.py": "the facts of the report",
    "i18n/__init__.py": "names of fonts and languages",
}
BARE = {
    "app.py": {
        "CR-Fill Studio",
        "Remove things from photos.",
        "photos to open",
        "instead of the one in the settings",
        "even if the editor is open already",
    },
    "main_window.py": {"CR-Fill Studio"},
    "about.py": {
        "<h2>CR-Fill Studio {version}</h2>",
        "CR-Fill: Generative Image Inpainting With Auxiliary Contextual Reconstruction",
        "Yu Zeng, Zhe Lin, Huchuan Lu, Vishal M. Patel",
    },
    "cursors.py": {"zoom in", "zoom out"},
    "tool_view.py": {"zoom in", "zoom out"},
    "study.py": {"crfill study rate", "Rate the images of a blind study."},
    "evaluation_page.py": {"Hole PSNR", "Markdown (*.md)", "LaTeX (*.tex)", "CSV (*.csv)"},
    "prompts.py": {
        *("JPEG (*.jpg *.jpeg)", "PNG (*.png)", "TIFF (*.tif *.tiff)"),
        *("WebP (*.webp)", "AVIF (*.avif)", "BMP (*.bmp)"),
    },
}
"""Names, ids, and the help of the command line, which stays English."""
LEVELS = {"info", "warning", "error"}
SHOWING = {
    *(
        "setText",
        "setToolTip",
        "setWindowTitle",
        "setAccessibleName",
        "setAccessibleDescription",
        "setStatusTip",
    ),
    *("setPlaceholderText", "setInformativeText", "setTitle", "setHeaderLabels", "setHorizontalHeaderLabels"),
    *("addAction", "addMenu", "addTab", "addRow", "addItem", "addButton", "say", "dim_label", "SliderRow"),
    *(
        "QLabel",
        "QPushButton",
        "QCheckBox",
        "QToolButton",
        "QAction",
        "QDockWidget",
        "QGroupBox",
        "draw_label",
    ),
}


def bare_literals(tree: ast.AST) -> Iterator[str]:
    """Texts that somebody may read and nobody translates."""
    wrapped = set(script._unsaid(tree))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and script._called(node) in (
            "setObjectName",
            "setStyleSheet",
            *script.MESSAGES,
        ):
            wrapped.update(ast.walk(node))
    shown = {
        part
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and script._called(node) in SHOWING
        for argument in (*node.args, *(keyword.value for keyword in node.keywords))
        for part in (argument.elts if isinstance(argument, ast.List) else [argument])
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr | ast.Constant) and node not in wrapped:
            text = script._template(node)
            plain = re.sub(r"\{\w+\}|\bpx\b|<[^>]*>", "", text)
            if script._is_sentence(re.sub(r"\bpx\b|<[^>]*>", "", text)) or (
                node in shown and re.search("[A-Za-z]{2}", plain)
            ):
                yield text


def test_nothing_is_said_without_a_translation() -> None:
    found = {}
    for path in sorted((ROOT / "crfill_gui").rglob("*.py")):
        name = f"{path.parent.name}/{path.name}" if path.name == "__init__.py" else path.name
        if name in NOT_WORDS or path.parent.name == "document":
            continue
        bare = (
            set(bare_literals(ast.parse(path.read_text(encoding="utf-8")))) - BARE.get(name, set()) - LEVELS
        )
        if bare:
            found[path.relative_to(ROOT).as_posix()] = bare
    assert found == {}, "wrap these in tr(), or in mark() where tr() shows them later"


@pytest.mark.parametrize(
    "line",
    [
        'label.setText("Open")',
        'label.setText(f"{n} files")',
        'session.say("info", "Done")',
        'QLabel("Size")',
        'table.setHeaderLabels(["Photo", tr("State")])',
        'words = "Not yet" if late else tr("Now")',
    ],
)
def test_a_bare_text_is_noticed(line: str) -> None:
    assert list(bare_literals(ast.parse(line)))


@pytest.mark.parametrize(
    "line",
    [
        'label.setText(tr("Open"))',
        'label.setText(f"{x}, {y} px")',
        'log.info("Opened it all")',
        'x.setObjectName("a b")',
    ]
    + [
        'raise ValueError("a mask is uint8")',
        'ActionSpec("open", "Open…", tip="Open a photo")',
        'size = "large"',
    ],
)
def test_what_nobody_reads_or_what_is_wrapped_is_left_alone(line: str) -> None:
    assert not list(bare_literals(ast.parse(line)))
