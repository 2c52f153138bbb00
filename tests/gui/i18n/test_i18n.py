"""Languages: choosing one, plural forms, the engine's sentences, and a real window with nothing left in English."""

from __future__ import annotations

import errno
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QListWidget,
    QTableWidget,
    QTabWidget,
    QTextBrowser,
    QWidget,
)

from crfill_core.base.messages import NOTHING, Message, reason
from crfill_core.errors import CrfillError, PhotoError
from crfill_core.imaging.read import read_photo
from crfill_core.inference.plan import TrainedScale, plan_windows
from crfill_core.jobs.recipe import RecipeError, read_recipe
from crfill_gui import i18n
from crfill_gui.app import build
from crfill_gui.config import settings as keys
from crfill_gui.config.settings import Settings
from crfill_gui.i18n import plural, tr, tr_core
from crfill_gui.lab.recipes import bundled_recipes
from crfill_gui.languages import ENGLISH, LANGUAGES
from crfill_gui.window.main_window import MainWindow
from tests.fakes import SCRIPTED_WORK, ScriptedFiller, ScriptedPrompts


@pytest.fixture
def chinese(qapp: QApplication) -> Iterator[None]:
    assert i18n.install(qapp, "zh_CN") == "zh_CN"
    yield
    i18n.install(qapp, ENGLISH)


# Choosing


@pytest.mark.parametrize(
    ("setting", "system", "chosen"),
    [
        ("system", ["zh-Hans-CN", "zh-CN", "zh"], "zh_CN"),
        ("system", ["zh-Hans-SG", "en"], "zh_CN"),
        ("system", ["zh-Hant-TW", "zh-TW", "zh"], "en"),  # other letters
        ("system", ["de-DE", "zh-CN", "en"], "zh_CN"),
        ("system", ["en-GB", "zh-CN"], "en"),
        ("system", ["C"], "en"),
        ("en", ["zh-CN"], "en"),
        ("zh_CN", ["en"], "zh_CN"),
    ],
)
def test_the_language_is_the_chosen_one_or_the_first_of_the_system_s(
    monkeypatch: pytest.MonkeyPatch, setting: str, system: list[str], chosen: str
) -> None:
    monkeypatch.setattr(i18n, "system_languages", lambda: system)
    assert i18n.choose(setting) == chosen


def test_every_language_but_english_has_its_files() -> None:
    folder = i18n.resource("translations")
    assert {path.stem for path in folder.glob("*.ts")} == {path.stem for path in folder.glob("*.qm")}
    assert {path.stem for path in folder.glob("*.ts")} == LANGUAGES.keys() - {ENGLISH}


def test_a_language_can_be_taken_back(qapp: QApplication) -> None:
    i18n.install(qapp, "zh_CN")
    assert tr("Undo") == "撤销"
    i18n.install(qapp, ENGLISH)
    assert tr("Undo") == "Undo"


# Sentences


def test_english_has_a_singular() -> None:
    sentences = [plural("{done} of {n} photo", "{done} of {n} photos", n, done=1) for n in (1, 2)]
    assert sentences == ["1 of 1 photo", "1 of 2 photos"]


def test_chinese_has_one_form(chinese: None) -> None:
    sentences = [plural("… {n} older step", "… {n} older steps", n) for n in (1, 2)]
    assert sentences == ["… 更早的 1 步", "… 更早的 2 步"]


def test_braces_stand_for_themselves_where_nothing_is_filled_in() -> None:
    assert tr("{not a field}") == "{not a field}"
    assert tr("Saved as {name}.", name="{odd}.png") == "Saved as {odd}.png."


def test_errors_of_the_engine_are_told_in_the_language(chinese: None, tmp_path: Path) -> None:
    empty = tmp_path / "an odd: name.jpg"
    empty.touch()
    with pytest.raises(CrfillError) as unreadable:
        read_photo(empty)
    assert tr_core(unreadable.value) == f"{empty} 是空文件（0 字节）；请重新获取一份。"
    with pytest.raises(CrfillError) as unfillable:
        plan_windows(np.zeros((64, 64), bool), TrainedScale())
    assert tr_core(unfillable.value) == "没有蒙版：请先涂抹要去除的内容。"
    refused = PhotoError(
        "{path} cannot be read ({reason}); check the name and the disk.",
        path=empty,
        reason=reason(PermissionError(errno.EACCES, "Permission denied")),
    )
    assert tr_core(refused) == f"无法读取 {empty}（权限不足）；请检查文件名和磁盘。"
    assert tr_core(Message("Nobody has ever said this.")) == "Nobody has ever said this."
    assert tr_core(NOTHING) == ""


def test_an_error_within_an_error_within_an_error_is_told_in_the_language(
    chinese: None, tmp_path: Path
) -> None:
    recipe = tmp_path / "{odd}.json"
    recipe.write_text('{"format": "crfill-recipe", "version": 1, "photo": [], "fills": []}')
    with pytest.raises(RecipeError) as unreadable:
        read_recipe(recipe)
    assert str(unreadable.value) == (
        f"{recipe}: This is not a complete recipe: photo must be a table of keys with values, not []; export it again or "
        "get a fresh copy."
    )
    assert (
        tr_core(unreadable.value)
        == f"{recipe}：这不是完整的配方：photo 必须是键值表，而不是 []；请重新导出或重新获取一份。"
    )


def test_in_english_sentences_stay_as_they_are(qapp: QCoreApplication) -> None:
    message = Message("{path} is empty (0 bytes); get a fresh copy of it.", path="/x.jpg")
    assert tr_core(message) == "/x.jpg is empty (0 bytes); get a fresh copy of it."


# A window

NAMES = re.compile(
    r"https?:\S+|\S*\.(?:png|jpg|json|safetensors|pth)|\*\.\S+|“-mask”|<[^>]+>|"
    r"CR-Fill(?: Studio)?|Apache(?: License)? ?[\d.-]*|ICCV|OpenRaster|Krita|GIMP|crfill replay|crfill-\w+|scripted|"
    r"Alt|Shift|Ctrl|Esc|PgUp|PgDown|Backspace|Delete|Return|Enter|Space|Tab|RGB|Alpha|CPU|GPU|NVIDIA|Apple|MB|px|SHA-256|"
    r"English|WebP|AVIF|HEIC|RAW|TIFF|JPEG|PNG|BMP|CC0|"
    r"Yu Zeng, Zhe Lin, Huchuan Lu, Vishal M. Patel|Generative Image Inpainting.*Reconstruction"
)
"""What is written in Latin letters in any language: names, keys, units."""


def said(root: QWidget) -> Iterator[str]:
    """Everything that a widget and those in it show or tell a screen reader."""
    for widget in (root, *root.findChildren(QWidget)):
        yield from (
            widget.windowTitle(),
            widget.toolTip(),
            widget.accessibleName(),
            widget.accessibleDescription(),
        )
        if isinstance(widget, QLabel | QAbstractButton):
            yield widget.text()
        elif isinstance(widget, QLineEdit):
            yield widget.placeholderText()
        elif isinstance(widget, QTextBrowser):
            yield widget.toPlainText()
        elif isinstance(widget, QComboBox):
            yield from (widget.itemText(index) for index in range(widget.count()))
        elif isinstance(widget, QTabWidget):
            yield from (widget.tabText(index) for index in range(widget.count()))
        elif isinstance(widget, QListWidget):
            yield from (widget.item(row).text() for row in range(widget.count()))
        elif isinstance(widget, QTableWidget):
            yield from (widget.item(row, 0).text() for row in range(widget.rowCount()))
    for action in root.findChildren(QAction):
        yield from (action.text(), action.toolTip(), action.iconText())


def left_in_english(root: QWidget, *names: str) -> set[str]:
    """Texts with Latin words in them that are no names."""
    known = sorted((*names, SCRIPTED_WORK), key=len, reverse=True)
    found = set()
    for text in said(root):
        rest = text
        for name in known:
            rest = rest.replace(name, "")
        if re.search("[A-Za-z]{3}", NAMES.sub("", rest)):
            found.add(text)
    return found


@pytest.fixture
def chinese_editor(qtbot, tmp_path: Path, photo_file: Path, filler: ScriptedFiller) -> Iterator[MainWindow]:
    """A window with a photo that was filled, in Chinese."""
    settings = Settings(tmp_path / "config" / "settings.json")
    settings.set(keys.LANGUAGE, "zh_CN")
    app, window = build([], settings, filler.make)
    prompts = window.session.prompts = ScriptedPrompts()
    prompts.unsaved_answer = "discard"
    window.show()
    window.session.opening.open(photo_file)
    qtbot.waitUntil(lambda: window.session.document is not None)
    document = window.session.document
    mask = np.zeros(document.coverage.shape, np.uint8)
    mask[100:140, 100:160] = 255
    document.set_mask(mask, "Open mask")
    window.actions_["fill"].trigger()
    qtbot.waitUntil(lambda: bool(document.recipe))
    yield window
    window.close()
    window.deleteLater()
    i18n.install(app, ENGLISH)


def test_nothing_in_the_window_is_left_in_english(
    chinese_editor: MainWindow, photo_file: Path, qtbot
) -> None:
    window = chinese_editor
    window.actions_["view.references"].trigger()
    window.actions_["mask.invert"].trigger()
    for id in ("tool.smart", "tool.bucket", "tool.avoid"):
        window.actions_[id].trigger()
    qtbot.wait(100)
    assert left_in_english(window, photo_file.name, str(photo_file)) == set()
    assert "文件(&F)" in [action.text() for action in window.menuBar().actions()]
    steps = window.findChild(QWidget, "panel.history").findChild(QListWidget)
    assert [steps.item(row).text() for row in range(3)] == ["已打开", "打开蒙版", "填充"]


@pytest.mark.parametrize("leans", ["selected", "copied"])
def test_nothing_about_references_and_variants_is_left_in_english(
    chinese_editor: MainWindow,
    filler: ScriptedFiller,
    leans: Literal["selected", "copied"],
    photo_file: Path,
    qtbot,
) -> None:
    window = chinese_editor
    filler.leans, filler.varies, references = leans, True, window.references
    window.actions_["fill.again"].trigger()
    window.actions_["view.references"].trigger()
    qtbot.waitUntil(lambda: bool(references.explanations), timeout=20000)
    seen = set()
    for look in ("jigsaw", "colours", "confidence", "off"):
        references.set_look(look)
        seen |= left_in_english(window, photo_file.name, str(photo_file))
    for place in ((130, 120), (75, 112)):
        references.hover(place)
        qtbot.waitUntil(lambda: references.inspected is not None)
        seen |= left_in_english(window, photo_file.name, str(photo_file))
    qtbot.waitUntil(lambda: not window.session.filling.active)
    window.actions_["variants"].trigger()
    qtbot.waitUntil(lambda: len(window.variants.variants) > 3, timeout=20000)
    assert seen | left_in_english(window, photo_file.name, str(photo_file)) == set()


@pytest.mark.parametrize(
    "id", ["settings", "help.keys", "help.about", "mask.refine", "mask.dust", "batch", "weights"]
)
def test_nothing_in_a_dialog_is_left_in_english(
    chinese_editor: MainWindow, id: str, photo_file: Path, qtbot
) -> None:
    window = chinese_editor
    window.actions_["mask.restore"].trigger()
    before = set(window.findChildren(QDialog))
    window.actions_[id].trigger()
    qtbot.waitUntil(lambda: bool(set(window.findChildren(QDialog)) - before))
    dialog = next(iter(set(window.findChildren(QDialog)) - before))
    assert left_in_english(dialog, str(photo_file.parent)) == set()
    dialog.close()


def test_messages_are_chinese(chinese_editor: MainWindow, tmp_path: Path, qtbot) -> None:
    broken = tmp_path / "broken.png"
    broken.write_bytes(b"no photo")
    chinese_editor.session.opening.open(broken)
    qtbot.waitUntil(lambda: bool(chinese_editor.session.last_error))
    assert chinese_editor.session.last_error.startswith(f"{broken} 不是已知格式的照片")


def test_nothing_in_the_lab_is_left_in_english(chinese_editor: MainWindow) -> None:
    lab = chinese_editor.windows.open_lab()
    own_words = [recipe.name for recipe in bundled_recipes()]  # and what a recipe's file says of itself
    own_words += [recipe.about for recipe in bundled_recipes()]
    formats = ("images/", "square/", "irregular/", "object/", "scores.json")
    for index in range(lab.tabs.count()):
        lab.tabs.setCurrentIndex(index)
        assert left_in_english(lab, *own_words, *formats) == set()
    lab.close()
