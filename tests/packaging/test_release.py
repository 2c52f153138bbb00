"""packaging/release.py: versions agree, and the notes of a release are its part of the changes."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
CHANGES = "# Changes\n\n## Unreleased\n- new\n\n## 1.10.0 (2026-01-02)\n### Fills\n- ten\n\n## 1.1.0\n- one\n\n## 1.0.0\n\n"


def load(name: str) -> ModuleType:
    """A file of packaging/ as a module."""
    spec = importlib.util.spec_from_file_location(f"{name}_under_test", ROOT / "packaging" / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


release = load("release")


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    (tmp_path / "crfill_core").mkdir()
    (tmp_path / "pyproject.toml").write_text('[project]\nversion = "1.1.0"\n')
    (tmp_path / "crfill_core" / "__init__.py").write_text('__version__ = "1.1.0"\n')
    (tmp_path / "CHANGELOG.md").write_text(CHANGES)
    monkeypatch.setattr(release, "ROOT", tmp_path)
    return tmp_path


def test_notes_are_those_of_the_version_alone(checkout, capsys):
    assert release.main(["notes", "v1.1.0"]) == 0
    assert capsys.readouterr().out == "- one\n"
    assert release.main(["notes", "v1.10.0"]) == 0
    assert capsys.readouterr().out == "### Fills\n- ten\n"


def test_a_checkout_that_agrees_with_the_tag_passes(checkout, capsys):
    assert release.main(["check", "v1.1.0"]) == 0
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["check", "v1.10.0"], "pyproject.toml says 1.1.0"),
        (["check", "1.1.0"], "no tag"),
        (["check", "vnext"], "no tag"),
        (["notes", "v1.0.0"], "no changes"),
        (["notes", "v2.0.0"], "no heading 2.0.0"),
        (["publish"], "Usage"),
        ([], "Usage"),
    ],
)
def test_what_is_wrong_is_one_sentence(checkout, capsys, arguments, says):
    assert release.main(arguments) == 2
    out, err = capsys.readouterr()
    assert out == "" and says in err and err.count("\n") == 1


def test_the_package_must_agree_too(checkout, capsys):
    (checkout / "crfill_core" / "__init__.py").write_text('__version__ = "1.0.9"\n')
    assert release.main(["check", "v1.1.0"]) == 2
    assert "crfill_core says 1.0.9" in capsys.readouterr().err


def test_this_checkout_could_be_released(capsys):
    version = release.tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"][
        "version"
    ]
    assert release.main(["check", f"v{version}"]) == 0
    assert release.main(["notes", f"v{version}"]) == 0
    assert "### " in capsys.readouterr().out


@pytest.mark.parametrize(
    ("tags", "environment", "tag"),
    [
        (["linux_x86_64", "manylinux_2_36_x86_64", "manylinux_2_35_x86_64"], {}, "manylinux_2_36_x86_64"),
        (["linux_riscv64"], {}, "linux_riscv64"),
        (["macosx_15_0_arm64"], {}, "macosx_15_0_arm64"),
        (["macosx_15_0_arm64"], {"MACOSX_DEPLOYMENT_TARGET": "14.0"}, "macosx_14_0_arm64"),
        (["macosx_15_0_arm64"], {"MACOSX_DEPLOYMENT_TARGET": "14"}, "macosx_14_0_arm64"),
        (["win_amd64"], {"MACOSX_DEPLOYMENT_TARGET": "14.0"}, "win_amd64"),
    ],
)
def test_a_wheel_names_the_oldest_system_that_it_is_for(tags, environment, tag):
    pytest.importorskip("hatchling")
    hook = load("hatch_build")
    assert hook.platform_tag(tags, environment, "arm64") == tag
