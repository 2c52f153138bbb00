"""What is in the pictures: every state of the window, every panel, dialog and menu."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
from PIL import Image
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDoubleSpinBox,
    QKeySequenceEdit,
    QLineEdit,
    QMenu,
    QTabWidget,
    QTreeWidget,
    QWidget,
)

from crfill_core.evaluation.study import make_study
from crfill_core.files.resources import resource
from crfill_gui.document.brush import Brush
from crfill_gui.editor.recovery import Recovery
from crfill_gui.i18n import tr
from crfill_gui.lab.study import StudyWindow
from tests.gui.person import Keys, Person
from tests.screenshots.stage import Stage
from tests.tiny import TINY_RECIPE

HIKERS, WREN, OTTERS = "extreme-desert-hike", "canyon-wren", "oakland-zoo-otters"


def start(stage: Stage) -> None:
    stage.shot("start")


def masking(stage: Stage) -> None:
    stage.opens_sample(HIKERS)
    _waits_for_the_weights(stage)
    stage.shot("masked")
    stage.presses("Ctrl+2")
    stage.shot("masked-close")
    refine = stage.dialog("mask.refine", "dialog.refine_mask")
    edge, feather = refine.findChildren(QDoubleSpinBox)
    before = stage.canvas.grab().toImage()
    edge.setValue(18)
    feather.setValue(12)
    stage.waits(lambda: stage.canvas.grab().toImage() != before)
    stage.settles(1500)
    stage.shot("refine-mask")
    refine.close()
    stage.comes_back()
    stage.opens_sample(WREN)
    stage.presses("Ctrl+2", "-", "-", "Ctrl+D", "W")
    stage.drags((1240, 400), (1500, 700), (1880, 960))
    stage.waits(lambda: stage.window.canvas.tools.box.preview is not None)  # it searches in the background
    stage.shot("smart-select")
    stage.presses("Return")
    stage.waits(lambda: stage.document.mask_area)
    stage.shot("smart-selected")
    stage.presses("Ctrl+D", "G")
    stage.clicks(600, 300)
    stage.waits(lambda: stage.document.mask_area)
    stage.shot("bucket")
    stage.presses("Ctrl+D", "P")
    for corner in ((1250, 980), (1400, 480), (1900, 420), (1800, 1000)):
        stage.clicks(*corner)
    stage.points_at(1500, 1100)
    stage.shot("polygon")
    stage.presses("Esc", "B")
    stage.drags((1350, 900), (1450, 700), (1600, 560), (1750, 520))
    stage.points_at(1800, 560)
    stage.shot("brush")
    stage.presses("S")
    stage.drags((1300, 1080), (1800, 1160))
    stage.shot("avoid-brush")


def _waits_for_the_weights(stage: Stage) -> None:
    stage.waits(lambda: "·" in stage.window.fill_panel.engine.text())


def lines(stage: Stage) -> None:
    stage.opens_sample(HIKERS)
    stage.presses("Ctrl+D", "B")
    brush = stage.canvas.tools.brush  # type: ignore[attr-defined]
    stage.canvas.tools.set_brush(Brush(28, 1.0))  # type: ignore[attr-defined]
    stage.drags((2730, 1635), (2610, 1950))
    stage.drags((1296, 1080), (1296, 1320))
    stage.presses("Ctrl+2", "I")
    for place in ((1080, 1359), (1296, 1245), (1500, 1341)):
        stage.clicks(*place)
    stage.presses("Return")
    stage.waits(lambda: stage.window.canvas.tools.lines.found and not stage.window.lines.searching)
    stage.shot("line-drawn")
    stage.presses("Esc")
    stage.points_at(2000, 1100)
    stage.shot("lines")
    stage.presses(".", ".")
    stage.shot("line-found")
    stage.presses("Esc", "Ctrl+D", "B")
    stage.document.steering.clear()
    stage.canvas.tools.set_brush(brush)  # type: ignore[attr-defined]


def filling(stage: Stage) -> None:
    stage.opens_sample(HIKERS)
    _waits_for_the_weights(stage)
    stage.presses("Ctrl+2")
    grow = stage.window.fill_options.grow
    grow.field.setValue(24)
    stage.clicks_button(stage.panel("fill"), tr("Advanced"))
    check = next(
        box for box in stage.panel("fill").findChildren(QCheckBox) if box.text() == tr("Show the window")
    )
    stage.panel("brush").hide()
    stage.presses("Ctrl+0")
    stage.settles()
    before = stage.canvas.grab().toImage()
    check.click()
    stage.waits(lambda: stage.canvas.grab().toImage() != before)
    stage.settles(3000)
    stage.shot("advanced")
    stage.presses("Ctrl+2")
    stage.panel("brush").show()
    check.click()
    stage.clicks_button(stage.panel("fill"), tr("Advanced"))
    grow.field.setValue(0)
    stage.canvas.setFocus()
    stage.presses("Return")
    stage.waits(lambda: stage.window.fill_panel.bar.value() > 250 or not stage.window.session.filling.active)
    stage.shot("filling", at_once=True)
    stage.waits_for_the_fill()
    stage.window.fill_panel.set_ended("")
    stage.shot("filled")
    stage.presses("Ctrl+0", "Shift+\\")
    stage.drags_on_the_screen(
        QPoint(stage.canvas.width() // 2, stage.canvas.height() // 2),
        QPoint(round(stage.canvas.width() * 0.39), stage.canvas.height() // 2),
    )
    stage.shot("wipe")
    stage.presses("Shift+\\")


def references(stage: Stage) -> None:
    stage.opens_sample(OTTERS)
    stage.presses("Ctrl+2", "-", "-")
    stage.fills()
    stage.presses("V")
    stage.waits(lambda: stage.window.references.explanations)
    hole = (800, 300)
    for look in ("jigsaw", "colours", "confidence"):
        stage.window.references.set_look(look)  # type: ignore[arg-type]
        stage.settles()
        stage.waits(lambda: not stage.window.references.busy)
        stage.points_at(*hole)
        stage.shot(f"references-{look}")
    stage.window.references.set_look("jigsaw")
    inspected = stage.window.references.inspected
    assert inspected is not None
    Person.points_at(stage, *inspected.links[0].known.center)
    stage.settles(600)
    stage.shot("references-known-place")
    stage.chooses("view.split")
    stage.shot("references-split")
    stage.chooses("view.split")
    stage.window.references.set_look("colours")
    stage.points_at(*hole)
    source = stage.window.references.inspected.links[0].known.center  # type: ignore[union-attr]
    Person.clicks(stage, *source, Keys.ControlModifier | Keys.AltModifier)
    stage.points_at(*hole)
    stage.shot("steering")
    stage.chooses("fill.again")
    stage.waits_for_the_fill()
    stage.waits(lambda: not stage.window.references.busy)
    stage.settles(1000)
    stage.points_at(*hole)
    stage.shot("steered")
    stage.window.references.set_look("jigsaw")


def variants(stage: Stage) -> None:
    stage.panel("references").hide()
    stage.opens_sample(OTTERS)
    stage.fills()
    stage.presses("Ctrl+0", "Shift+Return")
    rows = stage.list_in("variants")
    stage.waits(lambda: rows.count() > 2)
    stage.shot("variants-making")
    stage.waits(lambda: not stage.window.variants.making)
    stage.window.fill_panel.set_ended("")
    stage.clicks_row(rows, 2)
    stage.shot("variants")
    stage.panel("variants").hide()
    stage.need_not_save()
    stage.opens(stage.album())
    stage.panel("filmstrip").show()
    stage.settles(2500)
    stage.shot("filmstrip")
    stage.panel("filmstrip").hide()


def dialogs(stage: Stage) -> None:
    stage.opens_sample(HIKERS)
    settings = stage.dialog("settings", "dialog.settings")
    tabs = settings.findChild(QTabWidget)
    assert tabs is not None
    stage.settles(1500)  # the devices
    for index in range(tabs.count()):
        tabs.setCurrentIndex(index)
        stage.shot(f"settings-{index + 1}", settings)
    field = settings.findChild(QKeySequenceEdit)
    assert field is not None
    field.setKeySequence("L")
    stage.shot("settings-conflict", settings)
    settings.close()
    stage.comes_back()
    stage.fills()
    for action, name in (("help.keys", "keys"), ("help.about", "about"), ("weights", "weights")):
        dialog = stage.dialog(action, f"dialog.{name}")
        stage.settles(2000)
        stage.shot(name, dialog)
        dialog.close()
    stage.comes_back()
    for name, action in (("unsaved", "close"), ("save-as", "save_as")):
        with stage.answering(QDialog, partial(_look_at, stage, name)):
            stage.chooses(action)
    _batch(stage)
    stage.need_not_save()
    bad = stage.home / "holiday.png"
    bad.write_text("no photo")
    stage.window.session.opening.open(bad)
    stage.waits(lambda: bad.name in stage.window.message_bar.label.text())
    stage.shot("error")


def _look_at(stage: Stage, name: str, dialog: QDialog) -> None:
    dialog.move(200, 100)
    stage.shot(name, dialog)
    dialog.reject()


def _batch(stage: Stage) -> None:
    photos, masks, results = (stage.home / name for name in ("Holiday", "Masks", "Filled"))
    for folder in (photos, masks, results):
        folder.mkdir()
    for sample in (HIKERS, WREN, OTTERS):
        for folder, name in ((photos, f"{sample}.jpg"), (masks, f"{sample}-mask.png")):
            with Image.open(resource("samples", name)) as picture:
                picture.resize((480, 300)).save(folder / name)
    (photos / "damaged.jpg").write_text("no photo")
    shutil.copy(masks / f"{WREN}-mask.png", masks / "damaged-mask.png")
    dialog = stage.dialog("batch", "dialog.batch")
    stage.shot("batch-empty", dialog)
    fields = dialog.findChildren(QLineEdit, "pathField")
    for line, folder in zip(fields, (photos, masks, results), strict=True):
        line.setText(f"~/{folder.name}")
    stage.clicks_button(dialog, tr("Start"))
    rows = dialog.findChild(QTreeWidget)
    assert rows is not None
    stage.waits(lambda: rows.topLevelItemCount() == 4)
    stage.waits(lambda: rows.topLevelItem(1).text(1) == tr("Failed"))  # type: ignore[union-attr]
    stage.settles(500)
    stage.shot("batch-running", dialog)
    stage.waits(lambda: rows.topLevelItem(3).text(1) == tr("Filled"))  # type: ignore[union-attr]
    stage.waits(lambda: dialog.start_button.isEnabled())  # type: ignore[attr-defined]  # it has ended
    stage.shot("batch", dialog)
    dialog.close()
    stage.comes_back()


def menus(stage: Stage) -> None:
    stage.opens_sample(HIKERS)
    bar = stage.window.menuBar()
    for index, action in enumerate(bar.actions()):
        menu = action.menu()
        assert isinstance(menu, QMenu)
        menu.popup(bar.mapToGlobal(bar.actionGeometry(action).bottomLeft()))
        stage.shot(f"menu-{index + 1}")
        for row in menu.actions():
            inner = row.menu()
            if isinstance(inner, QMenu) and inner.actions():
                menu.setActiveAction(row)
                inner.popup(menu.mapToGlobal(menu.actionGeometry(row).topRight()))
                stage.shot(f"menu-{index + 1}-{inner.title().replace('&', '').split('(')[0]}")
                inner.close()
        menu.close()


def recovery(stage: Stage) -> None:
    """As after a crash: an unlocked copy of the unsaved work."""
    stage.opens_sample(WREN)
    unsaved, left = stage.home / "unsaved", stage.home / "left"
    stage.presses("E")
    stage.clicks(1500, 700)
    stage.waits(lambda: list(unsaved.glob("*/about.json")))
    stage.settles(500)
    shutil.copytree(unsaved, left)
    stage.window.session.replace(None, None)
    Recovery(stage.window.session, left).look()
    stage.waits(stage.window.message_bar.isVisible)
    stage.shot("recovery")


def study(stage: Stage) -> None:
    hole = np.zeros((300, 480), bool)
    hole[100:200, 160:320] = True
    for method in ("ours", "telea", "ns"):
        (stage.home / method / "masks").mkdir(parents=True)
        for sample in (HIKERS, WREN, OTTERS):
            with Image.open(resource("samples", f"{sample}.jpg")) as picture:
                pixels = np.array(picture.resize((480, 300)))
            pixels[hole] = pixels[~hole].mean(axis=0) + len(method) * 8
            Image.fromarray(pixels).save(stage.home / method / f"{sample}.png")
            Image.fromarray(hole.astype(np.uint8) * 255).save(stage.home / method / "masks" / f"{sample}.png")
    made = make_study([stage.home / name for name in ("ours", "telea", "ns")], stage.home / "study")
    window = StudyWindow(made, "Ann", stage.window.theme)
    window.resize(1000, 760)
    window.move(0, 0)
    window.show()
    window.activateWindow()
    stage.settles()
    stage.shot("study", window)
    window.close()
    stage.comes_back()


LAB_RECIPE = f"""# A few steps on the sample photos.
{TINY_RECIPE}[[stages]]
steps = 60
[validation]
folder = "val"
every = 20
"""


def lab(stage: Stage) -> None:
    photos, val = stage.home / "Training photos", stage.home / "val"
    _windows_of_samples(photos, val)
    recipe = stage.home / "a-few-steps.toml"
    recipe.write_text(LAB_RECIPE)
    stage.chooses("lab")
    window = stage.window.windows.open_lab()
    window.move(0, 0)
    stage.settles()
    page = window.training_page
    stage.shot("lab-train-empty", window)
    page.choose_recipe_file(recipe)
    _types(page, photos, val, stage.home / "run")
    stage.clicks_button(page, tr("Start"))
    stage.waits(lambda: window.training.state.step > 30)
    stage.shot("lab-training", window)
    stage.waits(lambda: window.training.state.status == "finished")
    stage.shot("lab-trained", window)
    window.tabs.setCurrentWidget(window.evaluation_page)
    stage.shot("lab-evaluate-empty", window)
    _types(window.evaluation_page, val / "images", val / "square", stage.home / "figures")
    stage.clicks_button(window.evaluation_page, tr("Evaluate"))
    stage.waits(lambda: window.evaluation_page.table.rowCount() == 1 and not window.works)
    stage.shot("lab-evaluated", window)
    window.tabs.setCurrentWidget(window.study_page)
    stage.shot("lab-study-empty", window)
    window.close()
    stage.comes_back()


def _types(page: QWidget, *folders: Path) -> None:
    fields = page.findChildren(QLineEdit, "pathField")
    for field, folder in zip(fields, folders, strict=True):
        field.setText(str(folder))


def _windows_of_samples(photos: Path, val: Path) -> None:
    """Photos to train on, and a validation set of three with the same hole as each kind."""
    hole = np.zeros((128, 128), np.uint8)
    hole[40:80, 44:84] = 255
    kinds = [val / kind for kind in ("square", "irregular", "object")]
    for folder in (photos, val / "images", *kinds):
        folder.mkdir(parents=True)
    for sample in (HIKERS, WREN, OTTERS):
        with Image.open(resource("samples", f"{sample}.jpg")) as picture:
            small = picture.resize((480, 300))
        for number in range(4):
            small.crop((number * 100, 60, number * 100 + 128, 188)).save(photos / f"{sample}-{number}.png")
        small.crop((160, 86, 288, 214)).save(val / "images" / f"{sample}.png")
        for kind in kinds:
            Image.fromarray(hole).save(kind / f"{sample}.png")


SCENES: dict[str, Callable[[Stage], None]] = {
    scene.__name__: scene
    for scene in (start, masking, lines, filling, references, variants, dialogs, menus, recovery, study, lab)
}
