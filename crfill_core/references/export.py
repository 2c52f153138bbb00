"""A fill explained in files: jigsaw, overlay, confidence, contact sheet, and every match as numbers.

``matches.json`` is one object::

    format      "crfill-matches"
    version     1
    photo       the photo's file name, or null
    size        [width, height] of the photo; all boxes are [left, top, right, bottom] in its pixels, half-open
    weights     the name of the weights
    windows     one object for each window that the network filled, in their order:
      window      box
      scale       [across, down]: network pixels per photo pixel
      patch       {"side", "stride"} of the patches, in network pixels
      candidates  how many known patches could be selected
      missing     one object for each missing patch, in reading order:
        box         box
        entropy     of the softmax over all candidates, in nats
        confidence  0 to 1
        references  best first: {"box", "similarity": cosine, "weight": share in the softmax}
      sources     only if the fill copied pixels: its connected pieces of one shift each, in reading order:
                  {"box": around the piece, "pixels": how many, "shift": [dx, dy] from the copy to its source}
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from crfill_core.base.messages import Message
from crfill_core.files.json_text import json_text
from crfill_core.files.replace import replacing, write_text
from crfill_core.geometry import union_all
from crfill_core.imaging.photo import Photo
from crfill_core.imaging.write import write_photo
from crfill_core.progress import Progress
from crfill_core.references.jigsaw import boxes_of
from crfill_core.references.pictures import View, confidence_picture, hole_picture, overlay_picture
from crfill_core.references.provenance import References
from crfill_core.references.sheet import contact_sheet, with_direction_legend, with_ramp_legend

PICTURE_SIDE = 1600
"""The longer side of overlay.png and confidence.png, which show all windows together."""

_TILE, _ROWS = 400, 12
"""On the contact sheet: the longer side of a picture in pixels, and the greatest number of rows."""


@dataclass(frozen=True, eq=False)
class Explained:
    """A filled photo and the references of its fill."""

    photo: Photo
    """The photo before the fill."""
    filled: Photo
    references: Sequence[References]
    """One for each window, in the order of filling; at least one."""
    weights: str


def export(explained: Explained, folder: Path, progress: Progress | None = None) -> list[Path]:
    """Write all :data:`FILES` into an existing folder, replacing older ones; returns their paths. Raises FileError."""
    progress = progress or Progress()
    shares = progress.part(0, 0.5).shares(len(explained.references))
    for refs, share in zip(explained.references, shares, strict=True):
        refs.prepare(share)
    written = []
    for i, (name, write) in enumerate(FILES.items()):
        progress.update(0.5 + 0.5 * i / len(FILES), Message("writing {name}", name=name))
        write(explained, folder / name)
        written.append(folder / name)
    progress.update(1.0, Message("done"))
    return written


def jigsaw_photo(explained: Explained) -> Photo:
    """The photo with every hole pieced together from its best references, at full resolution and in the photo's own
    encoding. Pixels that no reference covers show the fill.
    """
    pixels = explained.photo.pixels.copy()
    for refs in explained.references:
        write = refs.write
        # For this window the pixels that an earlier window filled were known.
        known = explained.filled.pixels[refs.window.slices].astype(np.float32)
        pixels[refs.window.slices][write] = np.rint(refs.jigsaw(known, write)[write]).astype(pixels.dtype)
    return explained.filled.with_pixels(
        pixels
    )  # with its alpha, or the pieces would not be seen in transparent places


def matches(explained: Explained) -> dict[str, Any]:
    """The content of ``matches.json``, as described above."""
    origin = explained.photo.origin
    return {
        "format": "crfill-matches",
        "version": 1,
        "photo": origin.path.name if origin is not None and origin.path is not None else None,
        "size": list(explained.photo.size),
        "weights": explained.weights,
        "windows": [_window(refs) for refs in explained.references],
    }


def _window(refs: References) -> dict[str, Any]:
    selection, sure = refs.selection, refs.confidence.combined
    described: dict[str, Any] = {
        "window": list(refs.window),
        "scale": [round(scale, 6) for scale in refs.scale],
        "patch": {"side": selection.side, "stride": selection.stride},
        "candidates": selection.candidates,
        "missing": [
            {
                "box": list(refs.to_photo(selection.box(int(patch)))),
                "entropy": round(float(selection.entropy[place]), 4),
                "confidence": round(float(sure[place]), 4),
                "references": [
                    {
                        "box": list(refs.to_photo(selection.box(int(best)))),
                        "similarity": round(float(similarity), 5),
                        "weight": round(float(weight), 6),
                    }
                    for best, similarity, weight in zip(
                        selection.references[place],
                        selection.similarity[place],
                        selection.weight[place],
                        strict=True,
                    )
                ],
            }
            for place, patch in enumerate(selection.missing)
        ],
    }
    if refs.sources is not None and refs.copied:
        labels, shifts = refs.sources.pieces()
        pixels = np.bincount(labels[labels >= 0], minlength=len(shifts))
        described["sources"] = [
            {
                "box": list(box.translate(refs.sources.box.left, refs.sources.box.top)),
                "pixels": int(count),
                "shift": shift.tolist(),
            }
            for box, count, shift in zip(boxes_of(labels), pixels, shifts, strict=True)
        ]
    return described


def _overlay(explained: Explained) -> np.ndarray:
    copied = any(refs.copied for refs in explained.references)
    title = "True sources of the copied pixels" if copied else "References that the features select"
    target = "source" if copied else "best reference"
    return with_direction_legend(
        overlay_picture(_whole_view(explained), explained.filled, explained.references),
        title,
        f"The colour of a filled part shows the direction of its {target}; a stronger colour means farther away. "
        f"Arrows lead from some of the parts to their {target}, which has a frame.",
    )


def _confidence(explained: Explained) -> np.ndarray:
    sure = np.concatenate([refs.confidence.combined for refs in explained.references])
    agreement = all(refs.confidence.agreement is not None for refs in explained.references)
    parts = "how similar the best reference is and how clearly it beats the others"
    parts += ", and whether the mirrored window selects it too" if agreement else ""
    mean = float(sure.mean()) if len(sure) else 0.0
    return with_ramp_legend(
        confidence_picture(_whole_view(explained), explained.filled, explained.references),
        f"Confidence of the references: {mean:.2f} on average",
        f"It combines {parts}. It is low where nothing known resembles what was filled in.",
    )


def _sheet(explained: Explained) -> np.ndarray:
    rows, captions = [], []
    jigsaw = jigsaw_photo(explained)
    for number, refs in enumerate(explained.references[:_ROWS], 1):
        view = View.of(refs.window, _TILE)
        rows.append(
            [
                view.base(explained.photo),
                hole_picture(view, explained.photo, [refs]),
                view.base(explained.filled),
                view.base(jigsaw),
                overlay_picture(view, explained.filled, [refs], arrows=6),
                confidence_picture(view, explained.filled, [refs]),
            ]
        )
        selection = refs.selection
        similar = f"{float(selection.similarity[:, 0].mean()):.2f}" if not selection.empty else "none"
        box = refs.window
        captions.append(
            f"Window {number}: {box.width} by {box.height} px at ({box.left}, {box.top}), seen at {refs.scale[0]:.0%} · "
            f"{len(selection.missing)} missing patches, {selection.candidates} known · "
            f"mean similarity of the best reference {similar}"
        )
    left_out = len(explained.references) - len(rows)
    note = f"Weights: {explained.weights}." + (
        f" Windows that only matches.json contains: {left_out}." if left_out else ""
    )
    where = "Sources" if any(refs.copied for refs in explained.references) else "References"
    return contact_sheet(rows, ("Original", "Hole", "Fill", "Jigsaw", where, "Confidence"), captions, note)


def _whole_view(explained: Explained) -> View:
    return View.of(union_all(refs.window for refs in explained.references), PICTURE_SIDE)


def _write_png(picture: np.ndarray, path: Path) -> None:
    with replacing(path) as temporary:
        Image.fromarray(picture).save(temporary, "PNG")


FILES: dict[str, Callable[[Explained, Path], object]] = {
    "jigsaw.png": lambda explained, path: write_photo(jigsaw_photo(explained), path),
    "overlay.png": lambda explained, path: _write_png(_overlay(explained), path),
    "confidence.png": lambda explained, path: _write_png(_confidence(explained), path),
    "contact-sheet.png": lambda explained, path: _write_png(_sheet(explained), path),
    "matches.json": lambda explained, path: write_text(path, json_text(matches(explained))),
}
"""The files that :func:`export` writes, in order, and the function that writes each."""
