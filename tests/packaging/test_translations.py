"""packaging/translations.py: what it finds in the source, the files it writes, and that every language is complete."""

from __future__ import annotations

import ast
import importlib
import importlib.util
import pkgutil
import re
import string
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from PySide6.QtCore import QTranslator

import crfill_core
from crfill_core.errors import CrfillError

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
        raise PhotoError("{path} is empty ({count} bytes); get {path} " "anew.", path=path, count=0)
    log.warning("Some reader is odd: %s", path)
    progress.update(0.5, Message("decoding"))
    raise ValueError("pixels must be bytes")
NOTE = Message("The colours were converted.")
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
        ("core", "{path} is empty ({count} bytes); get {path} anew."),
        ("core", "decoding"),
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


def test_every_error_for_people_takes_a_message() -> None:
    for module in pkgutil.walk_packages(crfill_core.__path__, "crfill_core."):
        if not {"cli", "native"} & set(module.name.split(".")[1:2]):
            importlib.import_module(module.name)
    from crfill_gui.document import project_archive, unsaved  # noqa: F401

    kinds, left = set(), [CrfillError]
    while left:
        kind = left.pop()
        kinds.add(kind)
        left += kind.__subclasses__()
    ours = {kind.__name__ for kind in kinds if not kind.__module__.startswith(("tests", "crfill_core.cli"))}
    assert ours <= set(script.MESSAGES)


def test_templates_are_literals() -> None:
    """What is put together beforehand has no translation."""
    for path in sorted(ROOT.glob("crfill_*/**/*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and script._called(node) in script.MESSAGES and node.args:
                assert not isinstance(node.args[0], ast.JoinedStr | ast.BinOp), ast.unparse(node)


def test_a_template_s_fields_are_names_without_formats() -> None:
    for text in (message.text for message in MESSAGES if message.context == script.CORE):
        assert all(name.isidentifier() and not form for name, form in fields(text).items()), text


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
    "identity.py": {"CR-Fill Studio"},
    "command_line.py": {
        "Remove things from photos.",
        "photos to open",
        "language for this run only",
        "open a new window even if one is open",
    },
    "about.py": {
        "<h2>CR-Fill Studio {}</h2>",
        "CR-Fill: Generative Image Inpainting With Auxiliary Contextual Reconstruction",
        "Yu Zeng, Zhe Lin, Huchuan Lu, Vishal M. Patel",
    },
    "cursors.py": {"zoom in", "zoom out"},
    "curves.py": {
        *("validation l1", "validation psnr", "validation ssim", "validation gradient_ratio"),
        *("validation hole_psnr", "validation layout_psnr", "validation likelihood", "validation lite0"),
    },
    "hover.py": {"zoom in", "zoom out"},
    "study.py": {"crfill study rate", "Rate the images of a blind study."},
    "evaluation_page.py": {"Hole PSNR", "Markdown (*.md)", "LaTeX (*.tex)", "CSV (*.csv)"},
    "mask_files.py": {"PNG (*.png)"},
    "saving.py": {
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


OURS = {
    "ValueError",
    "TypeError",
    "RuntimeError",
    "AttributeError",
    "AssertionError",
    "KeyError",
    "IndexError",
}
"""Exceptions that tell a programmer something."""


def unsaid(tree: ast.AST) -> Iterator[ast.AST]:
    """Literals that are never shown, and those that are translated: documentation, parts of f-strings, the log,
    errors of the program's own, and what the script collects.
    """
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node.value
        elif isinstance(node, ast.JoinedStr):
            yield from (part for part in ast.walk(node) if part is not node)
        elif isinstance(node, ast.Call) and (
            is_logging(node)
            or script._called(node)
            in (*script.SHOWN, *script.MESSAGES, *OURS, "setObjectName", "setStyleSheet")
        ):
            yield from ast.walk(node)


def is_logging(call: ast.Call) -> bool:
    return (
        isinstance(call.func, ast.Attribute)
        and isinstance(call.func.value, ast.Name)
        and call.func.value.id in ("log", "logging", "warnings")
    )


def words(node: ast.AST) -> str:
    """The text of a literal, with ``{}`` for what an f-string fills in."""
    parts = node.values if isinstance(node, ast.JoinedStr) else [node]
    return "".join(script._literal(part) or "{}" for part in parts)


def is_sentence(text: str) -> bool:
    """Whether people could read that: two words, or a word beside something filled in."""
    return bool(re.search(r"[a-z]{2}", text) and re.search(r"[\w.,;:})“”'’] [\w({“”'‘]", text))


def bare_literals(tree: ast.AST) -> Iterator[str]:
    """Visible texts that are not translated."""
    wrapped = set(unsaid(tree))
    shown = {
        part
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and script._called(node) in SHOWING
        for argument in (*node.args, *(keyword.value for keyword in node.keywords))
        for part in (argument.elts if isinstance(argument, ast.List) else [argument])
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr | ast.Constant) and node not in wrapped:
            text = words(node)
            plain = re.sub(r"\{\}|\bpx\b|<[^>]*>", "", text)
            if is_sentence(re.sub(r"\bpx\b|<[^>]*>", "", text)) or (
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
def test_untranslated_and_wrapped_texts_are_ignored(line: str) -> None:
    assert not list(bare_literals(ast.parse(line)))
