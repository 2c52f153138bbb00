"""The languages of the editor. Apart from :mod:`crfill_gui.i18n`, which imports Qt: reading the command line needs none."""

from __future__ import annotations

ENGLISH = "en"
SYSTEM = "system"
LANGUAGES: dict[str, str] = {ENGLISH: "English", "zh_CN": "简体中文"}
"""Code to the language's own name. Every one but English has ``resources/translations/<code>.ts`` and ``.qm``."""
