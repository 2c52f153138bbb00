"""``report.html``: a page in one file with the curves, fills, metrics and configuration of a run."""

from __future__ import annotations

import base64
import html
import json
import math
import statistics
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import cv2

from crfill_core.training.config import RunConfig
from crfill_core.training.record import Series, curves, read_log, sample_grids

REPORT_FILE = "report.html"
WIDTH, HEIGHT, MARGIN = 420, 180, 44
"""Size of a chart, and the space for labels on its left, in pixels."""
COLOURS = ("#2f6db5", "#c2571a", "#3d8b40")
GRIDS = 3
"""Number of sample grids shown, evenly spaced over the run and always including the last."""

_STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; max-width: 1380px; margin: 2rem auto; padding: 0 1rem; color: #222; }
table { border-collapse: collapse; } td, th { padding: .2rem .8rem; text-align: right; border-bottom: 1px solid #ddd; }
figure { display: inline-block; margin: 0 1rem 1rem 0; } img { max-width: 100%; } pre { background: #f5f5f5; padding: 1rem; }
text { font-size: 11px; fill: #555; }
"""


def write_report(folder: Path, config: RunConfig) -> Path:
    """Write the report of the run in ``folder`` from its log and samples. Returns its path."""
    entries = read_log(folder)
    parts = [f"<h1>{html.escape(config.name)}</h1>", _summary(entries, config)]
    parts += [_figure(title, series) for title, series in curves(entries).items()]
    parts.append(_figures_table(entries))
    grids = sample_grids(folder)
    for i in sorted({round(k * (len(grids) - 1) / max(1, GRIDS - 1)) for k in range(GRIDS)} if grids else ()):
        parts.append(f"<h2>Fills at step {int(grids[i].stem)}: hole, fill, original</h2>{_image(grids[i])}")
    text = html.escape(json.dumps(config.to_dict(), indent=1))
    parts.append(f"<h2>Configuration</h2><pre>{text}</pre>")
    page = "<!doctype html><html lang=en><meta charset=utf-8>"
    page += f"<title>{html.escape(config.name)}</title><style>{_STYLE}</style>{''.join(parts)}</html>\n"
    path = folder / REPORT_FILE
    path.write_text(page, encoding="utf-8")
    return path


def _summary(entries: Sequence[dict[str, Any]], config: RunConfig) -> str:
    timed = [entry for entry in entries if "seconds" in entry]  # the progress of a validation has no time
    if not timed:
        return "<p>Nothing has been logged yet.</p>"
    last = max(timed, key=lambda entry: entry["step"])
    rates = [entry["images_per_second"] for entry in entries if "images_per_second" in entry]
    rate = f", {statistics.median_high(rates):.1f} images per second (median)" if rates else ""
    return (
        f"<p>Step {last['step']} of {config.steps}, {config.images_before(last['step'])} crops, "
        f"{last['seconds'] / 60:.1f} minutes{rate}.</p>"
    )


def _figure(title: str, series: Series) -> str:
    """A chart as inline SVG, empty if there is no finite value.

    Its axes run from the smallest to the largest coordinate of the points with finite values, the only ones drawn.
    """
    finite = {name: [p for p in points if math.isfinite(p[1])] for name, points in series.items()}
    points = [p for values in finite.values() for p in values]
    if not points:
        return ""
    left, right = min(p[0] for p in points), max(p[0] for p in points)
    low, high = min(p[1] for p in points), max(p[1] for p in points)

    def place(point: tuple[float, float]) -> str:
        x = MARGIN + (point[0] - left) / max(right - left, 1e-9) * (WIDTH - MARGIN - 8)
        y = HEIGHT - 22 - (point[1] - low) / max(high - low, 1e-9) * (HEIGHT - 40)
        return f"{x:.1f},{y:.1f}"

    bottom = HEIGHT - 22
    drawn = [f'<line x1="{MARGIN}" y1="{bottom}" x2="{WIDTH}" y2="{bottom}" stroke="#ddd"/>']
    for label, y in ((high, 22), (low, bottom)):
        drawn.append(f'<text x="{MARGIN - 4}" y="{y}" text-anchor="end">{label:.4g}</text>')
    for label, x, anchor in ((left, MARGIN, "start"), (right, WIDTH, "end")):
        drawn.append(f'<text x="{x}" y="{HEIGHT - 6}" text-anchor="{anchor}">{label:.0f}</text>')
    for i, (name, values) in enumerate(finite.items()):
        colour = COLOURS[i % len(COLOURS)]
        drawn.append(f'<polyline fill="none" stroke="{colour}" points="{" ".join(map(place, values))}"/>')
        if len(finite) > 1:
            drawn.append(
                f'<text x="{MARGIN + 90 * i}" y="12" style="fill:{colour}">{html.escape(name)}</text>'
            )
    chart = f'<svg width="{WIDTH}" height="{HEIGHT}" role="img">{"".join(drawn)}</svg>'
    return f"<figure>{chart}<figcaption>{html.escape(title)}</figcaption></figure>"


def _figures_table(entries: Sequence[dict[str, Any]]) -> str:
    """The metrics of the last validation, with one row for each kind of hole; empty if there was no validation."""
    validations = [entry for entry in entries if "validation" in entry]
    if not validations:
        return ""
    last = validations[-1]
    names = list(next(iter(last["validation"].values())))
    head = "".join(f"<th>{html.escape(name)}</th>" for name in ("kind of hole", *names))
    rows = "".join(
        f"<tr><td>{html.escape(kind)}</td>" + "".join(f"<td>{figures[n]:.4f}</td>" for n in names) + "</tr>"
        for kind, figures in last["validation"].items()
    )
    return f"<h2>Metrics at step {last['step']}</h2><table><tr>{head}</tr>{rows}</table>"


def _image(path: Path) -> str:
    grid = cv2.imread(str(path))
    if grid is None:
        return ""
    _, data = cv2.imencode(".jpg", grid, [cv2.IMWRITE_JPEG_QUALITY, 88])
    return f'<img alt="fills" src="data:image/jpeg;base64,{base64.b64encode(data.tobytes()).decode()}">'
