"""The language on the screen. English is in the source; other languages are in ``resources/translations``.

Every sentence for the user goes through :func:`tr`, :func:`plural` or, for errors and other messages of the engine,
:func:`tr_core`. The calls' first arguments are literals, so that ``packaging/translations.py`` finds them. Tables
that are made on import (actions, menus, preferences; others inside :func:`mark`) hold the English text, and the code
that shows a row passes it through :func:`tr`.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QDateTime, QLibraryInfo, QLocale, QTranslator
from PySide6.QtGui import QFontDatabase, QGuiApplication

from crfill_core.base.messages import Message
from crfill_core.errors import CrfillError
from crfill_core.files.resources import resource
from crfill_gui.languages import ENGLISH, LANGUAGES

log = logging.getLogger(__name__)

CONTEXT = "editor"
"""Context of the editor's own sentences in the ``.ts`` files."""
CORE = "core"
"""Context of the templates of messages: errors, notes, progress."""

FONTS: dict[str, tuple[str, ...]] = {
    "zh_CN": (
        *("PingFang SC", "Microsoft YaHei UI", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC"),
        *("Source Han Sans SC", "WenQuanYi Micro Hei", "WenQuanYi Zen Hei", "Droid Sans Fallback"),
    )
}
"""Fonts of the systems for a language's letters, the best first. Without a hint Qt may use any font for what the
system's own lacks: another weight, or the shapes of another language.
"""


def tr(text: str, /, **values: object) -> str:
    """``text`` in the user's language. With ``values``, its ``{name}`` fields are filled in as by ``str.format``;
    without, braces are literal. A message is one of the engine's.
    """
    if isinstance(text, Message):
        return tr_core(text)
    found = QCoreApplication.translate(CONTEXT, text)
    return found.format(**values) if values else found


def plural(one: str, many: str, n: int, /, **values: object) -> str:
    """The sentence for ``n`` things: ``one`` ("{n} pixel") or ``many`` ("{n} pixels") in English, and whatever
    forms another language has. Its field ``{n}`` is ``n``.
    """
    found = QCoreApplication.translate(CONTEXT, many, None, n)
    if found == many and n == 1:  # English: Qt knows no plural forms without a translation
        found = one
    return found.format(n=n, **values)


def mark(text: str, /) -> str:
    """``text`` itself; marks it for translation, to be shown through :func:`tr`."""
    return text


def grouped(number: int) -> str:
    """A whole number with narrow spaces between thousands, which no language uses as a decimal sign."""
    return f"{number:,}".replace(",", "\u202f")


def short_time(seconds: float) -> str:
    """A moment, in seconds since the epoch, as people of the language write it."""
    return QLocale().toString(QDateTime.fromSecsSinceEpoch(int(seconds)), QLocale.FormatType.ShortFormat)


def without_mnemonic(title: str) -> str:
    """A menu's title as a heading: "&File" and "文件(&F)" without the mnemonic."""
    return re.sub(r"\s*\(&.\)", "", title).replace("&", "")


def tr_core(told: Message | CrfillError) -> str:
    """The text of an error or another message of the engine, in the user's language."""
    message = told.message if isinstance(told, CrfillError) else told
    return message.translated(lambda template: QCoreApplication.translate(CORE, template))


def system_languages() -> list[str]:
    """The languages of the system's settings, the preferred first."""
    return QLocale.system().uiLanguages()


def choose(setting: str) -> str:
    """The code of the language for a setting; for ``system`` the system's first available one."""
    if setting in LANGUAGES:
        return setting
    full = [name for name in system_languages() if "-" in name]  # Qt adds "zh", which is zh_CN, to zh_TW
    for wanted in map(QLocale, full):
        for code in LANGUAGES:
            locale = QLocale(code)
            if (locale.language(), locale.script()) == (wanted.language(), wanted.script()):
                return code
    return ENGLISH


def install(app: QCoreApplication, setting: str) -> str:
    """Set the application's language, including Qt's own dialogs, and return its code.

    Call it before the first window is made, because existing windows are not changed.
    """
    for former in app.findChildren(QTranslator):
        app.removeTranslator(former)
        former.deleteLater()
    language, system = choose(setting), QLocale.system()
    locale = QLocale(language)
    QLocale.setDefault(system if system.language() == locale.language() else locale)
    if isinstance(app, QGuiApplication):
        _set_font(app, FONTS.get(language, ()))
    if language == ENGLISH:
        return language
    folders = {
        "qtbase": QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath),
        "": str(resource("translations")),
    }
    for name, folder in folders.items():
        translator = QTranslator(app)
        if translator.load(f"{name}_{language}" if name else language, folder):
            app.installTranslator(translator)
        else:
            log.warning("No translation to %s in %s", language, folder)
    return language


def _set_font(app: QGuiApplication, wanted: Sequence[str]) -> None:
    """The system's font and, for what it lacks, the first available of the wanted ones."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    there = [family for family in wanted if QFontDatabase.hasFamily(family)]
    families = [font.family(), *there[:1]]
    if families != app.font().families():
        font.setFamilies(families)
        app.setFont(font)
