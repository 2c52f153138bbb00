"""The system libraries that Qt loads, and the packages that bring them. Standard library only. Old Pythons must be able to
import this too: the bootstrap imports it before it says which Python it needs.
"""

import re
import shutil

# The name of a library -> the packages of Debian/Ubuntu and of Fedora that bring it.
SYSTEM_PACKAGES = {
    "libEGL.so": ("libegl1", "mesa-libEGL"),
    "libGL.so": ("libgl1", "mesa-libGL"),
    "libGLX.so": ("libglx0", "libglvnd-glx"),
    "libOpenGL.so": ("libopengl0", "libglvnd-opengl"),
    "libX11.so": ("libx11-6", "libX11"),
    "libX11-xcb.so": ("libx11-xcb1", "libX11-xcb"),
    "libbrotlidec.so": ("libbrotli1", "libbrotli"),
    "libdbus-1.so": ("libdbus-1-3", "dbus-libs"),
    "libfontconfig.so": ("libfontconfig1", "fontconfig"),
    "libfreetype.so": ("libfreetype6", "freetype"),
    "libglib-2.0.so": ("libglib2.0-0", "glib2"),
    "libgthread-2.0.so": ("libglib2.0-0", "glib2"),
    "libgssapi_krb5.so": ("libgssapi-krb5-2", "krb5-libs"),
    "libwayland-client.so": ("libwayland-client0", "libwayland-client"),
    "libwayland-cursor.so": ("libwayland-cursor0", "libwayland-cursor"),
    "libwayland-egl.so": ("libwayland-egl1", "libwayland-egl"),
    "libxcb.so": ("libxcb1", "libxcb"),
    "libxcb-cursor.so": ("libxcb-cursor0", "xcb-util-cursor"),
    "libxcb-glx.so": ("libxcb-glx0", "libxcb"),
    "libxcb-icccm.so": ("libxcb-icccm4", "xcb-util-wm"),
    "libxcb-image.so": ("libxcb-image0", "xcb-util-image"),
    "libxcb-keysyms.so": ("libxcb-keysyms1", "xcb-util-keysyms"),
    "libxcb-randr.so": ("libxcb-randr0", "libxcb"),
    "libxcb-render.so": ("libxcb-render0", "libxcb"),
    "libxcb-render-util.so": ("libxcb-render-util0", "xcb-util-renderutil"),
    "libxcb-shape.so": ("libxcb-shape0", "libxcb"),
    "libxcb-shm.so": ("libxcb-shm0", "libxcb"),
    "libxcb-sync.so": ("libxcb-sync1", "libxcb"),
    "libxcb-util.so": ("libxcb-util1", "xcb-util"),
    "libxcb-xfixes.so": ("libxcb-xfixes0", "libxcb"),
    "libxcb-xkb.so": ("libxcb-xkb1", "libxcb"),
    "libxkbcommon.so": ("libxkbcommon0", "libxkbcommon"),
    "libxkbcommon-x11.so": ("libxkbcommon-x11-0", "libxkbcommon-x11"),
    "libzstd.so": ("libzstd1", "libzstd"),
}


def missing_libraries(text: str) -> "list[str]":
    """Libraries (``libEGL.so.1``) that `ldd` or the loader's error message reports as missing, each once, in order."""
    hits = re.findall(r"(\S+\.so[.\d]*)(?: => not found|: cannot open shared object file)", text)
    return list(dict.fromkeys(hits))


MANAGERS = {
    "apt-get": ["apt-get", "install", "-y", "--no-install-recommends"],
    "dnf": ["dnf", "install", "-y", "--setopt=install_weak_deps=False"],
}
"""Package managers, in the order of the packages above -> the command that installs packages."""


def package_manager() -> "str | None":
    """The one of MANAGERS that this system has."""
    return next((name for name in MANAGERS if shutil.which(name)), None)


def packages_for(libraries: "list[str]", manager: str) -> "list[str]":
    """The packages that bring these libraries, each once. Libraries without a known package are left out."""
    stems = [name.split(".so")[0] + ".so" for name in libraries]
    column = list(MANAGERS).index(manager)
    return list(dict.fromkeys(SYSTEM_PACKAGES[stem][column] for stem in stems if stem in SYSTEM_PACKAGES))


def library_advice(libraries: "list[str]", manager: "str | None" = None) -> str:
    """A sentence that tells how to install these system libraries, for every known system if ``manager`` is None."""
    noun = "library" if len(libraries) == 1 else "libraries"
    text = f"the window toolkit Qt lacks the system {noun} {', '.join(libraries)}"
    debian, fedora = (" ".join(packages_for(libraries, name)) for name in MANAGERS)
    if not debian:
        return f"{text}: install the package of your system that brings it, then run this again."
    lines = {"apt-get": f"`sudo apt install {debian}`", "dnf": f"`sudo dnf install {fedora}`"}
    if manager is not None:
        return f"{text}: run {lines[manager]}, then run this again."
    return (
        f"{text}: on Debian or Ubuntu run {lines['apt-get']}, on Fedora {lines['dnf']}, then run this again."
    )
