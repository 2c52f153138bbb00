"""The language on the screen. English is in the source, and other languages are in ``resources/translations``.

Every sentence for the user goes through :func:`tr` or :func:`plural`. Errors and other messages of the engine go
through :func:`tr_core`. The first arguments of the calls are literals, so that ``packaging/translations.py`` finds
them. Tables that are made on import hold the English text, and the code that shows a row passes it through :func:`tr`.
The script knows the tables of actions, menus and preferences. The texts of all other tables are inside
:func:`mark`.
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
"""Context of the engine's messages: errors, notes and progress."""

FONTS: dict[str, tuple[str, ...]] = {
    "zh_CN": (
        *("PingFang SC", "Microsoft YaHei UI", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC"),
        *("Source Han Sans SC", "WenQuanYi Micro Hei", "WenQuanYi Zen Hei", "Droid Sans Fallback"),
    )
}
"""For each language, fonts that come with operating systems and have its characters, the best first. Without them Qt
may choose any font for characters that the system's font lacks, for example one with another language's shapes.
"""


def tr(text: str, /, **values: object) -> str:
    """``text`` in the user's language. ``values`` are put into its ``{name}`` fields as by ``str.format``. Without values,
    braces are literal. A :class:`Message` of the engine is translated by :func:`tr_core`.
    """
    if isinstance(text, Message):
        return tr_core(text)
    found = QCoreApplication.translate(CONTEXT, text)
    return found.format(**values) if values else found


def plural(one: str, many: str, n: int, /, **values: object) -> str:
    """A sentence about ``n`` things. In English it is ``one`` ("{n} pixel") or ``many`` ("{n} pixels"); other languages
    have their own forms. The field ``{n}`` is ``n``.
    """
    found = QCoreApplication.translate(CONTEXT, many, None, n)
    if found == many and n == 1:  # English: Qt knows no plural forms without a translation
        found = one
    return found.format(n=n, **values)


def mark(text: str, /) -> str:
    """``text`` itself. Marks a text for translation that is shown through :func:`tr` later."""
    return text


def grouped(number: int) -> str:
    """A whole number with narrow spaces between thousands. No language uses them as a decimal sign."""
    return f"{number:,}".replace(",", "\u202f")


def short_time(seconds: float) -> str:
    """A date and time, given in seconds since the epoch, as the language writes it."""
    return QLocale().toString(QDateTime.fromSecsSinceEpoch(int(seconds)), QLocale.FormatType.ShortFormat)


def without_mnemonic(title: str) -> str:
    """A menu's title without its mnemonic: "File" for "&File", "文件" for "文件(&F)"."""
    return re.sub(r"\s*\(&.\)", "", title).replace("&", "")


def tr_core(told: Message | CrfillError) -> str:
    """The text of an error or another message of the engine, in the user's language."""
    message = told.message if isinstance(told, CrfillError) else told
    return message.translated(lambda template: QCoreApplication.translate(CORE, template))


def system_languages() -> list[str]:
    """The languages in the settings of the system, the preferred language first."""
    return QLocale.system().uiLanguages()


def choose(setting: str) -> str:
    """The code of the language for a setting. For "system" it is the first of the system's languages that is available,
    or else English.
    """
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
    """Set the language of the application, including Qt's own dialogs, and return its code.

    Call this before the first window is made, because existing windows are not translated again.
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
            log.warning("No translation into %s in %s", language, folder)
    return language


def _set_font(app: QGuiApplication, wanted: Sequence[str]) -> None:
    """Use the system's font and, for characters that it lacks, the first available font of the wanted ones."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    there = [family for family in wanted if QFontDatabase.hasFamily(family)]
    families = [font.family(), *there[:1]]
    if families != app.font().families():
        font.setFamilies(families)
        app.setFont(font)
