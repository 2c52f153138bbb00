"""The language on the screen. English stands in the source; other languages lie in ``resources/translations``.

Every sentence that a person reads goes through :func:`tr`, :func:`plural` or, for errors and other messages of the
engine, :func:`tr_core`. The calls' first arguments are literals, so that ``packaging/translations.py`` finds them.
Tables that are made when their module is imported (actions, menus, preferences; others inside :func:`mark`) hold the
English text, and whoever shows a row passes it through :func:`tr`.
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

log = logging.getLogger(__name__)

CONTEXT = "editor"
"""Where the editor's own sentences stand in the ``.ts`` files."""
CORE = "core"
"""Where the templates of messages are: errors, notes, progress."""

ENGLISH = "en"
SYSTEM = "system"
LANGUAGES: dict[str, str] = {ENGLISH: "English", "zh_CN": "简体中文"}
"""Code to the language's own name. Every one but English has ``resources/translations/<code>.ts`` and ``.qm``."""
FONTS: dict[str, tuple[str, ...]] = {
    "zh_CN": (
        *("PingFang SC", "Microsoft YaHei UI", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC"),
        *("Source Han Sans SC", "WenQuanYi Micro Hei", "WenQuanYi Zen Hei", "Droid Sans Fallback"),
    )
}
"""What the systems bring for a language's letters, the best first. Without a hint Qt may take any fitting font for what
the system's own lacks: another weight, or the shapes of another language.
"""


def tr(text: str, /, **values: object) -> str:
    """``text`` in the person's language. With ``values``, its ``{name}`` fields are filled in as by ``str.format``;
    without, braces stand for themselves. A message is one of the engine's.
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
    """``text`` itself: says that it will be shown through :func:`tr`."""
    return text


def grouped(number: int) -> str:
    """A whole number with narrow spaces between its thousands, which no language takes for a decimal sign."""
    return f"{number:,}".replace(",", "\u202f")


def short_time(seconds: float) -> str:
    """A moment, in seconds since the epoch, as people of the language write it."""
    return QLocale().toString(QDateTime.fromSecsSinceEpoch(int(seconds)), QLocale.FormatType.ShortFormat)


def without_mnemonic(title: str) -> str:
    """A menu's title as a heading: "&File" and "文件(&F)" without the letter to be pressed."""
    return re.sub(r"\s*\(&.\)", "", title).replace("&", "")


def tr_core(told: Message | CrfillError) -> str:
    """What an error or another message of the engine says, in the person's language."""
    message = told.message if isinstance(told, CrfillError) else told
    return message.translated(lambda template: QCoreApplication.translate(CORE, template))


def system_languages() -> list[str]:
    """What the person has told the system, the dearest first."""
    return QLocale.system().uiLanguages()


def choose(setting: str) -> str:
    """The language's code for what the setting says: the system's first one that there is, for ``system``."""
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
    """Let the application speak the language that the setting says, Qt's own dialogs included, and return its code.

    Call it before the first window is made: what is on the screen already is not changed.
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
    """The system's font, and the first of the wanted ones that there is for what it lacks."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    there = [family for family in wanted if QFontDatabase.hasFamily(family)]
    families = [font.family(), *there[:1]]
    if families != app.font().families():
        font.setFamilies(families)
        app.setFont(font)
