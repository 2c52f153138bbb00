"""Tables of evaluations in Markdown and LaTeX."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Literal

from crfill_core.errors import CrfillError
from crfill_core.evaluation.results import FIGURES, Evaluation, Figure
from crfill_core.holes.shapes import HOLE_KINDS

TableStyle = Literal["md", "tex"]
PAPERS = ("l1", "psnr", "ssim")
"""The metrics of the paper."""


_TEXTURE = "texture"
_COLUMNS = {
    **{name: FIGURES[name] for name in PAPERS},
    _TEXTURE: Figure("Texture distance", "texture", "less", 2, 2),
    **{name: figure for name, figure in FIGURES.items() if name not in PAPERS},
}


def _worse(evaluation: Evaluation, name: str) -> float:
    """A number that is larger for a worse value of a column."""
    if name == _TEXTURE:
        return evaluation.texture[0]
    return FIGURES[name].worse(evaluation.mean(name).value)


def _cell(evaluation: Evaluation, name: str, sign: str) -> str:
    """The cell of a column: the value, then ``sign`` (plus-minus) and the standard error, unless ``sign`` is empty.

    Texture distances have no standard error.
    """
    if name == _TEXTURE:
        return " / ".join(f"{value:.2f}" for value in evaluation.texture)
    mean, digits = evaluation.mean(name), FIGURES[name].digits
    return f"{mean.value:.{digits}f}" + (f" {sign} {mean.error:.{digits}f}" if sign else "")


def paper_table(
    evaluations: Sequence[Evaluation],
    style: TableStyle,
    *,
    errors: bool = False,
    preferences: Mapping[str, int] | None = None,
) -> str:
    """A table laid out as the paper's tables 1, 2 and 4: a row for each method, a group of columns for each kind of holes.

    Further metrics follow the paper's three. In a column of several values the best is bold. Methods keep their
    order. Where a method was not evaluated on some holes, its cells are dashes. ``errors`` adds the standard errors, and
    ``preferences`` (method → how often raters chose it) the last column of the paper's table 1. Raises CrfillError if a
    method occurs twice on the same holes.
    """
    cells: dict[tuple[str, str], Evaluation] = {}
    for one in evaluations:
        if (one.method, one.holes) in cells:
            raise CrfillError(
                "{method} on {holes} holes is given twice; leave one out or rename it.",
                method=one.method,
                holes=one.holes,
            )
        cells[one.method, one.holes] = one
    methods = list(dict.fromkeys(one.method for one in evaluations))
    names = [name for name in _COLUMNS if not all(math.isnan(_worse(one, name)) for one in evaluations)]
    kinds = sorted({one.holes for one in evaluations}, key=_kind_order)
    writer = {"md": _markdown, "tex": _latex}[style]
    sign = {"md": "±", "tex": r"$\pm$"}[style] if errors else ""
    bold = {"md": "**{}**", "tex": r"\textbf{{{}}}"}[style]
    rows = [[method] for method in methods]
    for kind in kinds:
        present = [cells[method, kind] for method in methods if (method, kind) in cells]
        for name in names:
            known = [worse for one in present if not math.isnan(worse := _worse(one, name))]
            best = min(known, default=math.nan)
            for row, method in zip(rows, methods, strict=True):
                if (method, kind) not in cells:
                    row.append("–")
                    continue
                one = cells[method, kind]
                text = _cell(one, name, sign)
                is_best = len(present) > 1 and _worse(one, name) == best
                row.append(bold.format(text) if is_best else text)
    if preferences is not None:
        for row, method in zip(rows, methods, strict=True):
            row.append(str(preferences.get(method, "–")))
    return writer(kinds, [_COLUMNS[name] for name in names], rows, preferences is not None)


def difference_table(pairs: Sequence[tuple[Evaluation, Evaluation]], style: TableStyle) -> str:
    """A table with a row for every pair (first, second): the paired differences first − second.

    Each difference has its 95 % confidence interval, and is bold if the interval excludes 0. Raises CrfillError if the
    images or holes of a pair differ.
    """
    bold = {"md": "**{}**", "tex": r"\textbf{{{}}}"}[style]
    minus = {"md": "−", "tex": "$-$"}[style]
    shown = [
        name
        for name in FIGURES
        if not all(math.isnan(one.mean(name).value) for pair in pairs for one in pair)
    ]
    rows = [["Difference", "Holes", *(FIGURES[name].title for name in shown)]]
    for one, other in pairs:
        differences = one.against(other)
        row = [f"{one.method} − {other.method}", one.holes]
        for name in shown:
            d, digits = differences[name], FIGURES[name].difference_digits
            text = f"{d.value:+.{digits}f} [{d.low:+.{digits}f}, {d.high:+.{digits}f}]".replace("-", minus)
            row.append(bold.format(text) if d.low > 0 or d.high < 0 else text)
        rows.append(row)
    if style == "md":
        return markdown(rows, left=2)
    head, *body = [[_escaped(row[0]).replace("−", minus), *row[1:]] for row in rows]
    return _tabular(f"ll {'c' * len(shown)}", [head], body)


def markdown(rows: Sequence[Sequence[str]], left: int = 1) -> str:
    """Rows of cells, the titles first, as a Markdown table whose first ``left`` columns are aligned to the left."""
    head, *body = rows
    rule = ["---"] * left + ["---:"] * (len(head) - left)
    return "".join(f"| {' | '.join(row)} |\n" for row in (head, rule, *body))


def _kind_order(kind: str) -> tuple[int, str]:
    known: tuple[str, ...] = HOLE_KINDS
    return (known.index(kind) if kind in known else len(known)), kind


def _markdown(
    kinds: Sequence[str], columns: Sequence[Figure], rows: Sequence[Sequence[str]], preference: bool
) -> str:
    arrows = {"more": " ↑", "less": " ↓", "close": " → 1"}
    titles = ["Method"]
    titles += [f"{kind}: {column.title}{arrows[column.better]}" for kind in kinds for column in columns]
    titles += ["User preference"] if preference else []
    return markdown([titles, *([cell.replace("|", "\\|") for cell in row] for row in rows)])


def _latex(
    kinds: Sequence[str], columns: Sequence[Figure], rows: Sequence[Sequence[str]], preference: bool
) -> str:
    arrows = {"more": r" $\uparrow$", "less": r" $\downarrow$", "close": r" $\to 1$"}
    count = len(columns)
    groups = ["Method"]
    groups += [rf"\multicolumn{{{count}}}{{c}}{{{_escaped(kind.capitalize())} holes}}" for kind in kinds]
    groups += ["User preference"] if preference else []
    titles = [""] + [f"{column.title}{arrows[column.better]}" for _ in kinds for column in columns]
    titles += [""] if preference else []
    layout = "l" + f" {'c' * count}" * len(kinds) + (" c" if preference else "")
    return _tabular(layout, [groups, titles], [[_escaped(row[0]), *row[1:]] for row in rows])


def _tabular(layout: str, head: Sequence[Sequence[str]], body: Sequence[Sequence[str]]) -> str:
    """Rows of cells as a LaTeX table."""
    titles, rows = (
        [" & ".join(cells).replace("–", "--") + r" \\" for cells in part] for part in (head, body)
    )
    start, end, line = rf"\begin{{tabular}}{{{layout}}}", r"\end{tabular}", r"\hline"
    return "\n".join([start, line, *titles, line, *rows, line, end, ""])


def _escaped(text: str) -> str:
    return "".join(f"\\{character}" if character in "&%$#_{}" else character for character in text)
