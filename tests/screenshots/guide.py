"""Makes the guide's pictures, small enough to be committed, out of what ``python -m tests.screenshots`` has taken:

python -m tests.screenshots.guide SHOTS resources/screenshots
"""

from __future__ import annotations

import argparse
import io
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

WIDTH = 1200
MOST_BYTES = 150_000
GAP = 6


@dataclass(frozen=True)
class Picture:
    """One or several shots side by side; ``crop`` (left, top, right, bottom) in parts of a shot."""

    shots: tuple[str, ...]
    crop: tuple[float, float, float, float] = (0, 0, 1, 1)

    def made_from(self, folder: Path) -> Image.Image:
        parts = []
        for shot in self.shots:
            with Image.open(folder / f"{shot}.png") as picture:
                width, height = picture.size
                box = [
                    round(share * side) for share, side in zip(self.crop, (width, height) * 2, strict=True)
                ]
                parts.append(picture.convert("RGB").crop((box[0], box[1], box[2], box[3])))
        width = sum(part.width for part in parts) + GAP * (len(parts) - 1)
        sheet = Image.new("RGB", (width, parts[0].height), "white")
        left = 0
        for part in parts:
            sheet.paste(part, (left, 0))
            left += part.width + GAP
        if sheet.width > WIDTH:
            sheet.thumbnail((WIDTH, sheet.height), Image.Resampling.LANCZOS)
        return sheet


DARK, LIGHT, CHINESE = "en-dark-1x", "en-light-1x", "zh_CN-light-1x"
PICTURES: dict[str, Picture] = {
    "editor": Picture((f"{DARK}/masked-close",)),
    "smart-select": Picture((f"{LIGHT}/smart-select",)),
    "refine-mask": Picture((f"{DARK}/refine-mask",)),
    "advanced": Picture((f"{DARK}/advanced",)),
    "compare": Picture((f"{DARK}/wipe",)),
    "variants": Picture((f"{DARK}/variants",)),
    "references-colours": Picture((f"{DARK}/references-colours",)),
    "references-split": Picture((f"{DARK}/references-split",)),
    "steering": Picture((f"{DARK}/steering", f"{DARK}/steered"), (0.285, 0.09, 0.775, 0.8)),
    "lines": Picture((f"{DARK}/lines",), (0, 0.09, 0.778, 0.975)),
    "batch": Picture((f"{LIGHT}/batch",)),
    "chinese": Picture((f"{CHINESE}/references-colours",)),
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.screenshots.guide")
    parser.add_argument("shots", type=Path, metavar="SHOTS")
    parser.add_argument("output", type=Path, metavar="OUT")
    arguments = parser.parse_args()
    for name, picture in PICTURES.items():
        data = packed(picture.made_from(arguments.shots))
        (arguments.output / f"{name}.jpg").write_bytes(data)
        print(f"{name}.jpg: {len(data) // 1000} kB")


def packed(picture: Image.Image) -> bytes:
    """As a JPEG of the best quality that is small enough."""
    for quality in (88, 84, 80, 75, 70, 60):
        file = io.BytesIO()
        picture.save(file, "JPEG", quality=quality, optimize=True, progressive=True)
        if file.tell() <= MOST_BYTES:
            break
    return file.getvalue()


if __name__ == "__main__":
    main()
