"""The documentation site: a page for every public name, and everything in it can be reached."""

from __future__ import annotations

import ast
import importlib.util
import re
from pathlib import Path

import pytest

import crfill_core

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "resources" / "docs"
NAMES = [name for name in crfill_core.__all__ if name != "__version__"]


@pytest.fixture(scope="module")
def docs():
    spec = importlib.util.spec_from_file_location("docs", ROOT / "packaging" / "docs.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def nav() -> dict[str, str]:
    """Page → its title in the navigation ("" for that of the page)."""
    text = (ROOT / "packaging" / "mkdocs.yml").read_text(encoding="utf-8")
    lines = re.findall(r"^ +- (?:([^:\n]+): )?(\S+\.md)$", text.partition("\nnav:\n")[2], re.MULTILINE)
    return {page: title for title, page in lines}


@pytest.fixture(scope="module")
def pages(docs) -> dict[str, Path]:
    """Place in the site → file, of all pages."""
    own = {path.relative_to(DOCS).as_posix(): path for path in DOCS.rglob("*.md")}
    return own | {place: path for place, path in docs.shared_files() if place.endswith(".md")}


def test_every_public_name_has_its_page_and_no_other_has_one(nav):
    assert {path.stem for path in (DOCS / "api").iterdir()} == set(NAMES)
    for name in NAMES:
        text = (DOCS / "api" / f"{name}.md").read_text(encoding="utf-8")
        assert text.startswith(f"::: crfill_core.{name}\n") and text.count(":::") == 1
        assert nav[f"api/{name}.md"] == name
    overview = (DOCS / "python.md").read_text(encoding="utf-8")
    assert set(re.findall(r"\[`(\w+)`\]\(api/(\w+)\.md\)", overview)) == {(name, name) for name in NAMES}


def test_examples_of_the_pages_are_included_from_files_that_are_there():
    text = "".join(path.read_text(encoding="utf-8") for path in (DOCS / "api").iterdir())
    included = re.findall(r'^--8<-- "(.+)"$', text, re.MULTILINE)
    assert len(included) == text.count("--8") >= 6
    assert all((ROOT / name).is_file() for name in included)


def test_every_page_can_be_reached_and_is_there(nav, pages):
    assert set(nav) == set(pages)


def test_links_and_pictures_of_the_site_are_there(docs, pages):
    places = {place for place, _ in docs.shared_files()} | set(pages)
    for place, path in pages.items():
        text = re.sub(r"^```.*?^```", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
        for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", text):
            if not re.match(r"[a-z]+:", target):
                resolved = (Path("/") / Path(place).parent / target).resolve()
                assert resolved.relative_to("/").as_posix() in places, f"{place} links to {target}"


def test_examples_are_python_that_uses_public_names_alone():
    for path in sorted(DOCS.rglob("*.md")):
        for code in re.findall(
            r"^```python\n(.*?)^```", path.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE
        ):
            if included := re.match(r'--8<-- "(.*)"', code):
                assert (ROOT / included[1]).is_file()
                continue
            for node in ast.walk(ast.parse(code)):
                used = []
                if isinstance(node, ast.ImportFrom) and node.module == "crfill_core":
                    used = [alias.name for alias in node.names]
                elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                    used = [node.attr] if node.value.id == "crfill_core" else []
                assert set(used) <= set(NAMES), f"{path.name}: {used}"


def test_marks_of_sphinx_roles_are_left_out(docs):
    html = "<p>see :class:<code>Photo</code>, a ratio 4:3, :func:<code>fill</code></p>"
    assert docs.on_page_content(html) == "<p>see <code>Photo</code>, a ratio 4:3, <code>fill</code></p>"


def test_without_its_tools_the_script_says_what_to_install(docs, monkeypatch, capsys):
    monkeypatch.setattr(docs, "find_spec", lambda name: None)
    assert docs.main([]) == 2
    assert "'.[docs]'" in capsys.readouterr().err


@pytest.mark.skipif(importlib.util.find_spec("mkdocstrings") is None, reason="needs the extra docs")
def test_the_site_builds_without_a_warning(docs, tmp_path):
    assert docs.main([str(tmp_path / "site")]) == 0
    assert "Raises PhotoError" in (tmp_path / "site" / "api" / "fill.html").read_text(encoding="utf-8")
