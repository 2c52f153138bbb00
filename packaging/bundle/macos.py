"""The ``.dmg`` of the ``.app``, signed and notarised if the environment has credentials.

``CRFILL_MAC_IDENTITY``: the name of the "Developer ID Application" certificate in the keychain; without it the app is
signed ad hoc. The image is notarised if there are ``CRFILL_APPLE_ID``, ``CRFILL_APPLE_TEAM`` and
``CRFILL_APPLE_PASSWORD``, an app-specific password.
"""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path

ENTITLEMENTS = Path(__file__).resolve().parent.parent / "macos" / "entitlements.plist"
ACCOUNT = ("CRFILL_APPLE_ID", "CRFILL_APPLE_TEAM", "CRFILL_APPLE_PASSWORD")


def commands(app: Path, image: Path, environment: Mapping[str, str]) -> list[list[str]]:
    """The commands that make the image, in order."""
    identity = environment.get("CRFILL_MAC_IDENTITY")
    sign = ["codesign", "--force", "--sign", identity or "-"]
    hardened = ["--options", "runtime", "--timestamp", "--entitlements", str(ENTITLEMENTS)]
    stage = image.with_suffix("")
    create = ["-volname", "CR-Fill Studio", "-srcfolder", str(stage), "-format", "UDZO", "-ov", str(image)]
    run = [
        [*sign, "--deep", *(hardened if identity else []), str(app)],
        ["codesign", "--verify", "--deep", "--strict", str(app)],
        ["mkdir", "-p", str(stage)],
        ["ditto", str(app), str(stage / app.name)],
        ["ln", "-sfn", "/Applications", str(stage / "Applications")],
        ["hdiutil", "create", *create],
        ["rm", "-rf", str(stage)],
    ]
    if identity:
        run.append([*sign, "--timestamp", str(image)])
        if all(environment.get(name) for name in ACCOUNT):
            who, team, password = (environment[name] for name in ACCOUNT)
            account = ["--apple-id", who, "--team-id", team, "--password", password]
            run.append(["xcrun", "notarytool", "submit", str(image), *account, "--wait"])
            run.append(["xcrun", "stapler", "staple", str(image)])
    return run


def dmg(app: Path, out: Path, version: str, machine: str, environment: Mapping[str, str]) -> Path:
    """Make the image."""
    image = out / f"crfill-studio-{version}-macos-{machine}.dmg"
    for command in commands(app, image, environment):
        subprocess.run(command, check=True)
    return image
