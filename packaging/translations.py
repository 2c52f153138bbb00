#!/usr/bin/env python3
"""Collects the texts of the editor into ``resources/translations/*.ts`` and compiles them.

``python packaging/translations.py``          after texts in the source or in a .ts file were changed
``python packaging/translations.py add de``   begins another language

The sources are parsed, not imported. Texts are literal arguments of ``tr``, ``mark``, ``plural`` and of typed tables
(:data:`SHOWN`), and the templates of messages (:data:`MESSAGES`). Translations of deleted texts are dropped. New texts
are left open for Qt Linguist (``pyside6-linguist resources/translations/de.ts``).
"""

from __future__ import annotations

import ast
import json
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
EDITOR, CORE = "editor", "core"
PACKAGES = ("crfill_gui", "crfill_core")
SHOWN: dict[str, tuple[int | str, ...]] = {
    "tr": (0,), "mark": (0,), "plural": (1,),
    "ActionSpec": (1, "tip"), "MenuSpec": (0,), "Page": (1,), "_tool": (1, 4, 5),
    "Preference": (1, 2, "tip", "note"),
    "set_mask": (1,), "change_mask": (1,), "_push": (0,), "_steer": (0,), "bring_back": (0,), "set_lines": (1,),
    "start": ("label",),
}  # fmt: skip
"""Callables -> their arguments, by place or name, that are texts to be translated when they are shown."""
MESSAGES = (
    "Message", "CrfillError", "FileError", "PhotoError", "WeightsError", "FillError", "ConfigError",
    "RecipeError", "KernelError", "ProjectError", "UnsavedError",
)  # fmt: skip
"""Callables whose first argument is the template of a message (:mod:`crfill_core.base.messages`)."""
QT = {"QFileDialog": ("&Look in:", "Files of &type:"), "QAbstractFileIconProvider": ("Drive", "Folder")}
"""Texts of Qt's own dialogs, by context, that Qt's translations into some languages lack."""


@dataclass(frozen=True)
class Message:
    """A text to be translated. If it is a plural, ``one`` is the English singular."""

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
    for path in (path for package in PACKAGES for path in sorted((root / package).rglob("*.py"))):
        relative = path.relative_to(root)
        yield from _of_source(ast.parse(path.read_text(encoding="utf-8")), relative.as_posix())
    catalog = root / "resources" / "weights" / "catalog.json"
    for entry in json.loads(catalog.read_text(encoding="utf-8")).values():
        yield Message(CORE, entry["title"], "resources/weights/catalog.json")
    for context, texts in QT.items():
        for text in texts:
            yield Message(context, text, "packaging/translations.py")


def _of_source(tree: ast.AST, place: str) -> Iterator[Message]:
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    for call in sorted(calls, key=lambda call: (call.lineno, call.col_offset)):
        name = _called(call)
        for which in SHOWN.get(name, ()):
            if text := _literal(_argument(call, which)):
                one = _literal(_argument(call, 0)) if name == "plural" else ""
                yield Message(EDITOR, text, place, one)
        if name in MESSAGES and (template := _literal(_argument(call, 0))):
            yield Message(CORE, template, place)


def _called(call: ast.Call) -> str:
    return getattr(call.func, "id", getattr(call.func, "attr", ""))


def _argument(call: ast.Call, which: int | str) -> ast.AST | None:
    if isinstance(which, int):
        return call.args[which] if which < len(call.args) else None
    return next((keyword.value for keyword in call.keywords if keyword.arg == which), None)


def _literal(node: ast.AST | None) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def read(path: Path) -> dict[tuple[str, str], tuple[str, ...]]:
    """The translations in a .ts file by context and text: one for each plural form, else one. Open texts are left out."""
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
    """Update all languages, or begin a new one."""
    folder = ROOT / "resources" / "translations"
    messages = collect()
    now = {(message.context, message.text) for message in messages}
    files = sorted(folder.glob("*.ts"))
    if arguments[:1] == ["add"]:
        files += [folder / f"{language}.ts" for language in arguments[1:]]
    for path in files:
        known = read(path) if path.exists() else {}
        write(path, path.stem, messages, known)
        compile_ts(path)
        still_open, gone = len(now - known.keys()), len(known.keys() - now)
        print(f"{path.name}: {still_open} open, {gone} gone, {len(now)} in all")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
