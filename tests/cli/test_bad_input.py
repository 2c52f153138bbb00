"""Whatever is wrong with the input: status 2, one line that says what, nothing written and nothing lost."""

from __future__ import annotations

import errno
import os
import pickle
import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
import torch
from PIL import Image
from safetensors import safe_open
from safetensors.torch import load_file, save_file

from crfill_core.networks.generator import Generator, GeneratorConfig

pytestmark = pytest.mark.usefixtures("no_weights")


@dataclass
class Desk:
    """A folder with a good photo and mask, and good weights elsewhere; a case spoils something of it."""

    folder: Path
    weights: Path
    monkeypatch: pytest.MonkeyPatch
    photo: Path
    mask: Path

    @property
    def out(self) -> Path:
        return self.folder / "out.png"

    def fill(self, **changed: object) -> list[object]:
        """Arguments of a fill that would succeed but for what is changed; None leaves an option out."""
        options = {"--mask": self.mask, "-o": self.out, "--weights": self.weights, "--device": "cpu"}
        photo = changed.pop("photo", self.photo)
        options |= {"-o" if name == "output" else f"--{name}": value for name, value in changed.items()}
        return ["fill", photo, *[x for pair in options.items() if pair[1] is not None for x in pair]]


@pytest.fixture
def desk(tmp_path, make_photo, make_mask, small_weights, monkeypatch) -> Desk:
    folder = tmp_path / "desk"
    folder.mkdir()
    photo, mask = make_photo(folder / "photo.png"), make_mask(folder / "mask.png")
    return Desk(folder, small_weights, monkeypatch, photo, mask)


Case = Callable[[Desk], list[object]]
CASES: dict[str, tuple[str, Case]] = {}


def case(expected: str) -> Callable[[Case], Case]:
    """Register a case: it spoils the desk and returns the arguments; the error must contain ``expected``."""

    def register(function: Case) -> Case:
        CASES[function.__name__] = (expected, function)
        return function

    return register


def snapshot(folder: Path) -> dict[str, bytes | None]:
    """Every file below the folder with its content (None: no regular file)."""
    return {
        str(path.relative_to(folder)): open(path, "rb").read() if path.is_file() else None
        for path in folder.rglob("*")
    }


# The photo


@case("truncated.jpg is damaged")
def a_truncated_jpeg(desk):
    path = desk.folder / "truncated.jpg"
    Image.open(desk.photo).save(path, quality=95)
    path.write_bytes(path.read_bytes()[:2000])
    return desk.fill(photo=path)


@case("not a photo")
def text_renamed_to_png(desk):
    desk.photo.write_text("Dear diary, today I was renamed to .png.")
    return desk.fill()


@case("0 bytes")
def an_empty_file(desk):
    desk.photo.write_bytes(b"")
    return desk.fill()


@case("does not exist")
def no_photo(desk):
    return desk.fill(photo=desk.folder / "nonesuch.jpg")


@case("cannot be read (File name too long)")
def a_name_of_a_photo_that_is_too_long(desk):
    return desk.fill(photo=desk.folder / ("x" * 300 + ".jpg"))


@case("cannot be read (File name too long)")
def a_name_of_a_mask_that_is_too_long(desk):
    return desk.fill(mask=desk.folder / ("x" * 300 + ".png"))


@case("photos does not exist")
def no_folder_of_photos(desk):
    return desk.fill(photo=desk.folder / "photos", output=desk.folder / "filled")


@case("photo.png/inside.png")
def a_path_below_a_file(desk):
    return desk.fill(photo=desk.photo / "inside.png")


@case("you have no permission")
def a_photo_that_may_not_be_read(desk):
    real_open = Path.open

    def guarded(path, *arguments, **options):
        if path == desk.photo:
            raise PermissionError(errno.EACCES, "Permission denied")
        return real_open(path, *arguments, **options)

    desk.monkeypatch.setattr(Path, "open", guarded)
    return desk.fill()


@case("bomb.png")
def a_photo_too_large_for_any_memory(desk):
    header = struct.pack(">IIBBBBB", 900_000, 900_000, 8, 2, 0, 0, 0)
    chunk = b"IHDR" + header
    path = desk.folder / "bomb.png"
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n" + struct.pack(">I", len(header)) + chunk + struct.pack(">I", zlib.crc32(chunk))
    )
    return desk.fill(photo=path)


# The masks


@case("does not exist")
def no_mask(desk):
    return desk.fill(mask=desk.folder / "nonesuch.png")


@case("photo's size")
def a_mask_of_another_size(desk):
    Image.new("L", (50, 50), 255).save(desk.mask)
    return desk.fill()


@case("is a folder")
def a_folder_for_a_mask(desk):
    return desk.fill(mask=desk.folder)


@case("not a photo")
def a_mask_of_text(desk):
    desk.mask.write_text("white")
    return desk.fill()


@case("mask")
def an_empty_mask(desk):
    Image.new("L", Image.open(desk.photo).size, 0).save(desk.mask)
    return desk.fill()


@case("mask")
def a_mask_over_the_whole_photo(desk):
    Image.new("L", Image.open(desk.photo).size, 255).save(desk.mask)
    return desk.fill()


@case("photo's size")
def an_avoid_mask_of_another_size(desk):
    avoid = desk.folder / "avoid.png"
    Image.new("L", (50, 50), 255).save(avoid)
    return desk.fill(avoid=avoid)


@case("does not exist")
def no_avoid_mask(desk):
    return desk.fill(avoid=desk.folder / "nonesuch.png")


@case("--mask")
def a_fill_without_a_mask(desk):
    return desk.fill(mask=None)


for number, (expected, text) in enumerate(
    {
        "two points": "3,4",
        "an x and a y": "1,2,3",
        "separated by commas": "1;2;3;4",
        "pixel coordinates separated by commas": "1,2,,4",
        "within a million": "1,2,nan,4",
        "must not all be the same": "5,5,5,5",
        "outside the photo of 96×64 pixels": "200,10,300,20",
        "expected one argument": "",
    }.items()
):

    def a_line(desk, text=text):
        return [*desk.fill(), "--line", *([text] if text else [])]

    CASES[f"line_{number}"] = (expected, a_line)


# The result


@case("cannot be written")
def an_unknown_output_format(desk):
    return desk.fill(output=desk.folder / "out.xyz")


@case("without a suffix")
def an_output_without_a_suffix(desk):
    return desk.fill(output=desk.folder / "out")


@case("nowhere for out.png does not exist")
def a_missing_output_folder(desk):
    return desk.fill(output=desk.folder / "nowhere" / "out.png")


@case("its name is too long; choose a shorter name")
def a_name_for_an_output_that_is_too_long(desk):
    return desk.fill(output=desk.folder / ("x" * 300 + ".png"))


@case("is a folder")
def a_folder_for_an_output(desk):
    (desk.folder / "out.png").mkdir()
    return desk.fill()


@case("over the input")
def an_output_over_the_photo(desk):
    return desk.fill(output=desk.photo)


@case("over the input")
def an_output_over_the_photo_by_another_name(desk):
    link = desk.folder / "link.png"
    link.symlink_to(desk.photo)
    return desk.fill(output=link)


@case("over the input")
def an_output_over_the_mask(desk):
    return desk.fill(output=desk.mask)


@case("disk is full")
def a_full_disk(desk):
    desk.out.write_bytes(b"an earlier result")

    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    desk.monkeypatch.setattr(os, "fsync", full)
    return desk.fill()


@case("not permitted")
def an_output_folder_that_may_not_be_written(desk):
    real_open = os.open

    def guarded(path, flags, *arguments, **options):
        if flags & os.O_CREAT and Path(path).parent == desk.folder:
            raise PermissionError(errno.EACCES, "Permission denied")
        return real_open(path, flags, *arguments, **options)

    desk.monkeypatch.setattr(os, "open", guarded)
    return desk.fill()


# Weights and options


@case("no weights named 'nonesuch'")
def unknown_weights(desk):
    return desk.fill(weights="nonesuch")


@case("does not exist")
def a_missing_weights_file(desk):
    return desk.fill(weights=desk.folder / "nonesuch.safetensors")


@case("damaged.safetensors")
def damaged_weights(desk):
    path = desk.folder / "damaged.safetensors"
    path.write_bytes(desk.weights.read_bytes()[:5000])
    return desk.fill(weights=path)


@case("lacks conv5.bias")
def weights_of_another_network(desk):
    path = desk.folder / "other.safetensors"
    with safe_open(desk.weights, "pt") as file:
        metadata = file.metadata()
    state = load_file(desk.weights)
    del state["conv5.bias"]
    save_file(state, path, metadata)
    return desk.fill(weights=path)


@case("'magic'")
def an_unknown_mode(desk):
    return desk.fill(mode="magic")


@case("'abacus'")
def an_unknown_device(desk):
    return desk.fill(device="abacus")


@case("cuda")
def a_device_that_is_not_there(desk):
    desk.monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    return desk.fill(device="cuda")


@case("from 0 to 1")
def detail_out_of_range(desk):
    return desk.fill(detail="1.5")


@case("from 0 to 1")
def detail_that_is_no_number(desk):
    return desk.fill(detail="nan")


@case("--colour")
def an_unknown_option(desk):
    return desk.fill(colour="red")


@case("'paint'")
def an_unknown_command(desk):
    return ["paint", desk.photo]


@case("COMMAND")
def no_command(desk):
    return []


# Folders


@case("no photos")
def a_folder_without_photos(desk):
    (desk.folder / "empty").mkdir()
    return desk.fill(photo=desk.folder / "empty", output=desk.folder / "results")


@case("does not exist")
def a_folder_with_a_missing_mask(desk):
    return desk.fill(photo=desk.folder, mask=desk.folder / "nonesuch.png", output=desk.folder / "results")


@case("is a file")
def a_folder_into_a_file(desk):
    return desk.fill(photo=desk.folder, output=desk.mask)


# The other commands


@case("no weights named 'nonesuch'")
def showing_unknown_weights(desk):
    return ["weights", "show", "nonesuch"]


@case("with code in it")
def importing_a_pickle_with_code(desk):
    class Payload:
        def __reduce__(self):
            return os.system, (f"touch '{desk.folder / 'ran'}'",)

    path = desk.folder / "evil.pth"
    path.write_bytes(pickle.dumps({"conv1.weight": Payload()}, protocol=2))
    return ["weights", "import", path, "-o", desk.folder / "w.safetensors"]


@case("also holds conv99.bias")
def importing_another_network(desk):
    path = desk.folder / "latest_net_G.pth"
    torch.save({**Generator(GeneratorConfig(width=8)).state_dict(), "conv99.bias": torch.zeros(1)}, path)
    return ["weights", "import", path, "-o", desk.folder / "w.safetensors"]


@case("ends in .safetensors")
def importing_into_another_format(desk):
    return ["weights", "import", desk.folder / "latest_net_G.pth", "-o", desk.photo]


@case("folder does not exist")
def importing_into_a_missing_folder(desk):
    path = desk.folder / "latest_net_G.pth"
    torch.save(Generator(GeneratorConfig(width=8)).state_dict(), path)
    return ["weights", "import", path, "-o", desk.folder / "nowhere" / "w.safetensors"]


@case("broken.toml")
def training_by_a_broken_configuration(desk):
    path = desk.folder / "broken.toml"
    path.write_text('name = "x\n[[[')
    return ["train", path]


@case("nonesuch.toml")
def training_by_a_missing_configuration(desk):
    return ["train", desk.folder / "nonesuch.toml"]


@case("nonesuch")
def resuming_a_missing_run(desk):
    return ["train", "--resume", desk.folder / "nonesuch"]


@case("nothing to train")
def training_nothing(desk):
    return ["train"]


@pytest.mark.parametrize("name", CASES)
def test_bad_input(name, desk, crfill):
    expected, spoil = CASES[name]
    arguments = spoil(desk)
    before = snapshot(desk.folder)
    outcome = crfill(*arguments)
    assert (outcome.status, outcome.out) == (2, "")
    lines = outcome.err.splitlines()
    assert len(lines) == 1 and lines[0].startswith("crfill: error: "), outcome.err
    assert expected in lines[0]
    assert snapshot(desk.folder) == before


def test_the_unspoilt_desk_is_fine(desk, crfill):
    outcome = crfill(*desk.fill())
    assert (outcome.status, outcome.err.count("crfill: error:")) == (0, 0)
    assert desk.out.exists()
