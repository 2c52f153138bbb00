"""The languages of the editor. They are not in :mod:`crfill_gui.i18n`, because the command line is read without Qt."""

from __future__ import annotations

ENGLISH = "en"
SYSTEM = "system"
LANGUAGES: dict[str, str] = {ENGLISH: "English", "zh_CN": "简体中文"}
"""Each language's name in that language, by code. All languages except English have ``resources/translations/<code>.ts``
and ``.qm``.
"""
