"""packaging/bundle: libraries that are made smaller for the packed program do all that is still asked of them."""

from __future__ import annotations

import os
import shutil
import struct
import subprocess
import sys
from pathlib import Path

import pytest

from crfill_core.native import build

PACKAGING = Path(__file__).resolve().parents[2] / "packaging"
pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or shutil.which("readelf") is None or not build.compilers(),
    reason="needs Linux, binutils and a C compiler",
)
COLLATE = """
from functools import cmp_to_key
from PySide6.QtCore import QCollator, QLocale, QStringDecoder
names = ["zebra", "Äpfel", "apfel", "å", "z", "照片", "北京", "上海", "IMG_10", "IMG_9"]
for code in ("en_US", "sv_SE", "zh_CN", "ja_JP"):
    order = QCollator(QLocale(code))
    order.setNumericMode(True)
    print(code, sorted(names, key=cmp_to_key(order.compare)), QLocale("tr_TR").toUpper("i"))
print([QStringDecoder(name).isValid() for name in ("GB18030", "Shift_JIS", "KOI8-R", "no such thing")])
"""


def compile_library(target: Path, source: str, *options: str) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    code = target.with_suffix(".c")
    code.write_text(source)
    command = [*build.compilers()[0], "-shared", "-fPIC", f"-Wl,-soname,{target.name}", str(code), *options]
    subprocess.run([*command, "-o", str(target)], check=True)
    code.unlink()


@pytest.fixture
def packed(tmp_path: Path) -> Path:
    """OpenCV, FFmpeg and OpenBLAS in small."""
    own = tmp_path / "opencv_python_headless.libs"
    compile_library(own / "libgfortran-1.so", "int fortran(void) { return 1; }")
    compile_library(own / "libpng-1.so", "int png(void) { return 3; }")
    here = ["-Wl,--no-as-needed", f"-L{own}", "-Wl,-rpath,$ORIGIN"]
    blas = "int fortran(void); int solve(void) { return fortran(); } int unused(void) { return 0; }"
    compile_library(own / "libopenblas-1.so", blas, *here, "-l:libgfortran-1.so")
    versions = tmp_path / "versions"
    versions.write_text("LIBAVCODEC_62 { global: decode; };")
    script = f"-Wl,--version-script={versions}"
    compile_library(own / "libavcodec-1.so", "int decode(void) { return 5; }", script)
    opencv = (
        "int solve(void); int decode(void); int png(void); int equations(void) { return solve(); }"
        "int video(void) { return decode(); } int picture(void) { return png(); }"
    )
    users = ["-l:libopenblas-1.so", "-l:libavcodec-1.so", "-l:libpng-1.so"]
    path = f"-Wl,-rpath,$ORIGIN/../{own.name}"
    compile_library(tmp_path / "cv2/cv2.so", opencv, f"-L{own}", path, *users)
    return tmp_path


def call(packed: Path, function: str) -> subprocess.CompletedProcess[str]:
    """Load OpenCV as Python does, all names at once, and print what a function of it answers."""
    load = f"cv2 = ctypes.CDLL({str(packed / 'cv2/cv2.so')!r}, os.RTLD_NOW)"
    code = f"import ctypes, os; {load}; print(cv2.{function}())"
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)


def test_opencv_loads_without_ffmpeg_and_openblas_and_says_if_it_needs_them(bundle, packed):
    assert call(packed, "equations").stdout == "1\n" and call(packed, "video").stdout == "5\n"
    (packed / "libgfortran-1.so").symlink_to("opencv_python_headless.libs/libgfortran-1.so")
    bundle.shims.replace(packed, build.compilers()[0])
    assert not (packed / "libgfortran-1.so").is_symlink()
    assert call(packed, "picture").stdout == "3\n"
    for function, missing in (("video", "decode"), ("equations", "solve")):
        ended = call(packed, function)
        assert ended.returncode < 0 and f"OpenBLAS, and {missing} was called" in ended.stderr
    left = {path.name for path in (packed / "opencv_python_headless.libs").iterdir()}
    assert left == {"libopenblas-1.so", "libavcodec-1.so", "libpng-1.so"}


USED = """
import sys
import cv2
import numpy as np
from crfill_core import Box, read_photo
from crfill_core.cli import main
from crfill_gui.document.mask_tools.smart_select import smart_selection
photo, mask, out = sys.argv[1:]
assert main(["fill", photo, "--mask", mask, "-o", f"{out}/filled.png"]) == 0
assert main(["mask", photo, "--dust", "-o", f"{out}/dust.png"]) == 0
pixels = read_photo(photo).pixels
smart_selection(pixels, Box(100, 100, 400, 300))
cv2.inpaint(pixels[:200, :200], np.eye(200, dtype=np.uint8), 3, cv2.INPAINT_TELEA)
print("all done", flush=True)
cv2.solve(np.eye(300), np.ones((300, 1)))
"""


def test_nothing_that_the_program_does_needs_opencvs_openblas(bundle, tmp_path):
    """With a library loaded first that ends the program when OpenCV solves equations, everything still works."""
    import cv2

    package = Path(cv2.__file__).parent
    (opencv,), large = (
        package.glob("cv2*.so"),
        list((package.parent / bundle.shims.LIBRARIES).glob("libopenblas*")),
    )
    if len(large) != 1:
        pytest.skip("this OpenCV has no OpenBLAS of its own")
    made = tmp_path / large[0].name
    bundle.shims.make(bundle.shims.wanted_by([opencv], large[0]), made, build.compilers()[0])
    sample = PACKAGING.parent / "resources" / "samples" / "extreme-desert-hike.jpg"
    arguments = [sample, sample.with_name(f"{sample.stem}-mask.png"), tmp_path]
    environment = {**os.environ, "LD_PRELOAD": str(made), "PYTHONPATH": str(PACKAGING.parent)}
    done = subprocess.run(
        [sys.executable, "-c", USED, *arguments], env=environment, capture_output=True, text=True
    )
    assert "all done" in done.stdout, done.stderr
    assert done.returncode < 0 and "dgesv_ was called" in done.stderr


def test_an_opencv_without_libraries_of_its_own_stays_as_it_is(bundle, tmp_path):
    assert bundle.shims.replace(tmp_path, ["cc"]) == 0


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("icudt73l/coll/sv.res", True),
        ("icudt73l/gb18030.cnv", True),
        ("icudt73l/uprops.icu", True),
        ("icudt73l/root.res", True),
        ("icudt73l/supplementalData.res", True),
        ("icudt73l/zone/zh_Hant.res", True),
        ("icudt73l/zone/res_index.res", True),
        ("icudt73l/brkitr/word.brk", True),
        ("icudt73l/de.res", False),
        ("icudt73l/es_419.res", False),
        ("icudt73l/unit/fil.res", False),
        ("icudt73l/brkitr/thaidict.dict", False),
        ("icudt73l/translit/root.res", False),
    ],
)
def test_which_of_icus_tables_stay(bundle, name, kept):
    assert bundle.icu.keep(name) is kept


def test_tables_are_read_as_they_were_written(bundle):
    header = struct.pack("<HH8x4s16x", 32, 0x27DA, b"CmnD")
    tables = [
        bundle.icu.Table("icudt73l/a.icu", b"\1" * 16),
        bundle.icu.Table("icudt73l/coll/b.res", b"\2" * 48),
    ]
    assert bundle.icu.read(bundle.icu.write(header, tables)) == (header, tables)
    with pytest.raises(ValueError, match="not ICU's tables"):
        bundle.icu.read(b"\0" * 64)


def test_qt_sorts_as_before_with_half_of_icu(bundle, tmp_path):
    from PySide6 import QtCore

    (whole,) = (Path(QtCore.__file__).parent / "Qt/lib").glob("libicudata.so.*")
    made = Path(shutil.copy(whole, tmp_path))
    bundle.icu.shrink(made, build.compilers()[0])
    assert made.stat().st_size < whole.stat().st_size / 2
    told = [
        subprocess.run(
            [sys.executable, "-c", COLLATE], capture_output=True, text=True, check=True, env=environment
        ).stdout
        for environment in ({"LC_ALL": "C.UTF-8"}, {"LC_ALL": "C.UTF-8", "LD_PRELOAD": str(made)})
    ]
    assert told[0] == told[1] and "[True, True, True, False]" in told[0]
