"""Score two methods on the same images and holes: ``python evaluate_folder.py [FOLDER]`` saves the fills there."""

import sys
from pathlib import Path

from crfill_core import Classical, FromWeights, HoleSpec, Plan, evaluate, list_cases

SAMPLES = Path(__file__).resolve().parent.parent / "samples"


def main(folder: Path) -> None:
    images = folder / "images"
    images.mkdir(exist_ok=True)
    for photo in SAMPLES.glob("*.jpg"):  # a folder of images only
        (images / photo.name).write_bytes(photo.read_bytes())

    cases = list_cases(images, None)
    holes = HoleSpec("irregular", seed=1)
    network, telea = (
        evaluate(Plan(cases, method, holes, save=folder / name, size=128), method.label, "irregular")
        for name, method in (("network", FromWeights("default", device="cpu")), ("telea", Classical("telea")))
    )
    assert network is not None and telea is not None  # None only for torchrun's other processes
    for evaluation in (network, telea):
        print(
            f"{evaluation.method}: PSNR {evaluation.mean('psnr').value:.2f} dB, SSIM {evaluation.mean('ssim').value:.4f}"
        )
    difference = network.against(telea)["psnr"]
    print(
        f"difference in PSNR {difference.value:.2f} dB, 95 % between {difference.low:.2f} and {difference.high:.2f}"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "."))
