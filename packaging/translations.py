#!/usr/bin/env python3
"""Collects what the editor says into ``resources/translations/*.ts`` and compiles them.

``python packaging/translations.py``          after texts in the source or in a .ts file were changed
``python packaging/translations.py add de``   begins another language

Everything is found by reading the source as syntax trees, nothing is imported: the first arguments of ``tr``, ``mark``
and ``plural``, the columns of typed tables (:data:`SHOWN`), and all sentences of the engine. Those hold ``{name}`` where
the engine fills something in; ``core.json`` lists them for :func:`crfill_gui.i18n.tr_core`. Texts that are gone lose
their translation, new ones are left open for Qt Linguist (``pyside6-linguist resources/translations/de.ts``).
"""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

ROOT = Path(__file__).resolve().parents[1]
N = TypeVar("N", bound=ast.expr)
EDITOR, CORE = "editor", "core"
SHOWN: dict[str, tuple[int | str, ...]] = {
    **{"tr": (0,), "mark": (0,), "plural": (1,)},
    **{"ActionSpec": (1, "tip"), "MenuSpec": (0,), "Page": (1,)},
    **{"Preference": (1, 3, "tip", "note"), "Selecting": (0,)},
    **{
        "set_mask": (1,),
        "change_mask": (1,),
        "_push": (0,),
        "_steer": (0,),
        "set_lines": (1,),
        "start": ("label",),
    },
}
"""Which arguments of which callables are texts that somebody passes through ``tr`` when they are shown."""
MESSAGES = (
    *(
        "Message",
        "CrfillError",
        "FileError",
        "PhotoError",
        "WeightsError",
        "FillError",
        "ConfigError",
        "RecipeError",
    ),
    *("KernelError", "ProjectError", "UnsavedError"),
)
"""What carries a message: its first argument is a template."""
UNSEEN = (
    "cli",
    "training",
    "evaluation",
    "networks",
    "holes",
    "sources.py",
    "__init__.py",
    "export.py",
    "sheet.py",
)
"""Parts of the engine whose sentences do not reach the editor, or are written into files."""
NOT_SAID = {"LittleCMS's own sRGB is a matrix profile", "only an in-place conversion returns None"}
"""Literals of the engine that are no sentences for people."""
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
SYSTEM = (
    *("Permission denied", "No such file or directory", "Is a directory", "Not a directory", "File exists"),
    *("No space left on device", "Read-only file system", "Input/output error", "File name too long"),
    *("Too many open files", "Disk quota exceeded", "Operation not permitted"),
)
"""Reasons of the operating system, which sentences of the engine quote."""
GLUE = ("{name}: {rest}", "{name} {rest}.", "{name} {rest}")
"""How the engine puts a name before a sentence or a part of one."""
QT = {"QFileDialog": ("&Look in:", "Files of &type:"), "QAbstractFileIconProvider": ("Drive", "Folder")}
"""Texts of Qt's own dialogs, by context, that some of its own translations lack."""


@dataclass(frozen=True)
class Message:
    """One text: ``one`` is the English singular where ``text`` is a plural."""

    context: str
    text: str
    place: str
    one: str = ""


def collect(root: Path = ROOT) -> list[Message]:
    """All texts, each once, in the order of the source."""
    found: dict[tuple[str, str], Message] = {}
    for message in _all(root):
        found.setdefault((message.context, message.text), message)
    return list(found.values())


def _all(root: Path) -> Iterator[Message]:
    for path in sorted((root / "crfill_gui").rglob("*.py")):
        place = path.relative_to(root).as_posix()
        tree = ast.parse(path.read_text(encoding="utf-8"))
        yield from _of_editor(tree, place)
        if path.parent.name == "document":
            yield from _of_core(tree, place)
    for path in sorted((root / "crfill_core").rglob("*.py")):
        relative = path.relative_to(root)
        if not set(relative.parts) & set(UNSEEN):
            yield from _of_core(ast.parse(path.read_text(encoding="utf-8")), relative.as_posix())
    catalog = root / "resources" / "weights" / "catalog.json"
    for entry in json.loads(catalog.read_text(encoding="utf-8")).values():
        yield Message(CORE, entry["title"], "resources/weights/catalog.json")
    for context, texts in {CORE: (*SYSTEM, *GLUE), **QT}.items():
        for text in texts:
            yield Message(context, text, "packaging/translations.py")


def _of_editor(tree: ast.AST, place: str) -> Iterator[Message]:
    for call in _in_order(tree, ast.Call):
        name = _called(call)
        for which in SHOWN.get(name, ()):
            text = _literal(_argument(call, which))
            if text:
                one = _literal(_argument(call, 0)) if name == "plural" else ""
                yield Message(EDITOR, text, place, one)


def _of_core(tree: ast.AST, place: str) -> Iterator[Message]:
    for call in _in_order(tree, ast.Call):
        words: int | str | None = {"update": 1, "part": "what"}.get(_called(call))
        what = "" if words is None else _literal(_argument(call, words))
        if what:  # progress: may be one word
            yield Message(CORE, what, place)
    unsaid = set(_unsaid(tree))
    for call in _in_order(tree, ast.Call):
        text = _literal(_argument(call, 0)) if _called(call) in MESSAGES else ""
        if text:
            yield Message(CORE, text, place)
            unsaid.add(call.args[0])
    for node in _in_order(tree, ast.JoinedStr, ast.Constant):
        if node not in unsaid:
            text = _template(node)
            if text not in NOT_SAID and _is_sentence(text):
                yield Message(CORE, text, place)


def _unsaid(tree: ast.AST) -> Iterator[ast.AST]:
    """Literals that nobody is shown: documentation, parts of f-strings, the log, labels, errors of the program's own."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node.value
        elif isinstance(node, ast.JoinedStr):
            yield from (part for part in ast.walk(node) if part is not node)
        elif (isinstance(node, ast.Call) and (_is_logging(node) or _called(node) in SHOWN)) or (
            isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call) and _called(node.exc) in OURS
        ):
            yield from ast.walk(node)


def _is_logging(call: ast.Call) -> bool:
    return (
        isinstance(call.func, ast.Attribute)
        and isinstance(call.func.value, ast.Name)
        and call.func.value.id in ("log", "logging", "warnings")
    )


def _is_sentence(text: str) -> bool:
    """Whether people could read that: two words, or a word beside something filled in."""
    fixed = re.sub(r"\{\w+\}", "", text)
    return (
        re.search(r"[a-z]{2}", fixed) is not None
        and re.search(r"[\w.,;:})“”'’] [\w({“”'‘]", text) is not None
    )


def _in_order(tree: ast.AST, *kinds: type[N]) -> list[N]:
    nodes = [node for node in ast.walk(tree) if isinstance(node, kinds)]
    return sorted(nodes, key=lambda node: (node.lineno, node.col_offset))


def _called(call: ast.Call) -> str:
    return getattr(call.func, "id", getattr(call.func, "attr", ""))


def _argument(call: ast.Call, which: int | str) -> ast.AST | None:
    if isinstance(which, int):
        return call.args[which] if which < len(call.args) else None
    return next((keyword.value for keyword in call.keywords if keyword.arg == which), None)


def _literal(node: ast.AST | None) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def _template(node: ast.AST) -> str:
    """The text of a literal, with ``{name}`` for what an f-string fills in."""
    if not isinstance(node, ast.JoinedStr):
        return _literal(node).replace("{", "{{").replace("}", "}}")
    text, seen = "", dict[str, str]()
    for part in node.values:
        if isinstance(part, ast.FormattedValue):
            name, source = _field(part.value), ast.unparse(part.value)
            while seen.setdefault(name, source) != source:
                name += "_"
            text += f"{{{name}}}"
        else:
            text += _literal(part).replace("{", "{{").replace("}", "}}")
    return text


def _field(value: ast.AST) -> str:
    """A name for what is filled in, from the expression that gives it."""
    match value:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name.strip("_").lower()
        case ast.Call(func=ast.Name(id="len")):
            return "count"
        case ast.Call(func=ast.Name(id="str" | "round" | "min" | "max"), args=[first, *_]):
            return _field(first)
        case ast.Call(func=function):
            return _field(function)
        case ast.Subscript(value=whole):
            return _field(whole)
        case ast.BoolOp(values=[first, *_]):
            return _field(first)
        case ast.BinOp(left=ast.Constant(), right=side) | ast.BinOp(left=side):
            return _field(side)
    return "value"


# Files


def read(path: Path) -> dict[tuple[str, str], tuple[str, ...]]:
    """The translations of a .ts file by context and text: one for each plural form, else one. Open ones are left out."""
    known = {}
    for context in ET.parse(path).getroot().iter("context"):
        for message in context.iter("message"):
            translation = message.find("translation")
            if translation is None or translation.get("type") is not None:
                continue
            forms = [form.text or "" for form in translation.iter("numerusform")] or [translation.text or ""]
            if all(forms):
                known[context.findtext("name", ""), message.findtext("source", "")] = tuple(forms)
    return known


def write(
    path: Path, language: str, messages: Iterable[Message], known: dict[tuple[str, str], tuple[str, ...]]
) -> None:
    """Write a .ts file with all messages and the translations that are known."""
    root = ET.Element("TS", version="2.1", language=language, sourcelanguage="en")
    contexts: dict[str, ET.Element] = {}
    for message in messages:
        if message.context not in contexts:
            contexts[message.context] = ET.SubElement(root, "context")
            ET.SubElement(contexts[message.context], "name").text = message.context
        element = ET.SubElement(contexts[message.context], "message")
        ET.SubElement(element, "location", filename=f"../../{message.place}")
        ET.SubElement(element, "source").text = message.text
        if message.one:
            element.set("numerus", "yes")
            ET.SubElement(element, "extracomment").text = f"For one: {message.one}"
        forms = known.get((message.context, message.text))
        translation = ET.SubElement(element, "translation", {} if forms else {"type": "unfinished"})
        if message.one:
            for form in forms or ("",):
                ET.SubElement(translation, "numerusform").text = form
        elif forms:
            translation.text = forms[0]
    ET.indent(root, " ")
    text = ET.tostring(root, encoding="unicode")
    path.write_text(f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n{text}\n', encoding="utf-8")


def compile_ts(path: Path) -> None:
    """Make the .qm file beside a .ts file."""
    tool = Path(sys.executable).with_name("pyside6-lrelease")
    subprocess.run([str(tool), "-silent", str(path), "-qm", str(path.with_suffix(".qm"))], check=True)


def main(arguments: list[str]) -> int:
    """Bring all languages up to date, or begin one."""
    folder = ROOT / "resources" / "translations"
    messages = collect(ROOT)
    sentences = [message.text for message in messages if message.context == CORE]
    text = json.dumps(sentences, ensure_ascii=False, indent=1)
    (folder / "core.json").write_text(text + "\n", encoding="utf-8")
    files = sorted(folder.glob("*.ts"))
    if arguments[:1] == ["add"]:
        files += [folder / f"{language}.ts" for language in arguments[1:]]
    for path in files:
        known = read(path) if path.exists() else {}
        write(path, path.stem, messages, known)
        compile_ts(path)
        now = {(message.context, message.text) for message in messages}
        print(
            f"{path.name}: {len(now - known.keys())} open, {len(known.keys() - now)} gone, {len(now)} in all"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
