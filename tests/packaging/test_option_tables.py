"""The page of all options is what their declarations say."""

from __future__ import annotations

import importlib.util
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_the_page_of_options_is_up_to_date() -> None:
    spec = importlib.util.spec_from_file_location("option_tables", ROOT / "packaging" / "option_tables.py")
    assert spec is not None and spec.loader is not None
    tables = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tables)
    page = tables.page()
    assert tables.PAGE.read_text(encoding="utf-8") == page, "run python packaging/option_tables.py"
    for row in (
        "| `detail` | `1.0` | a number from 0 to 1 | detail transfer",
        "| `mirrored` | `false` | true or false |",
        "| `data.photos` | must be given | a list of values, each a text |",
        "| `optimizer.warmup` | `0` | a whole number of at least 0 |",
        "| `structure.heads` | `4` |",
    ):
        assert row in page
