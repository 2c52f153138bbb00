from __future__ import annotations

import errno
import json
from pathlib import Path

import pytest

from crfill_gui.config import settings as keys
from crfill_gui.config.settings import Settings


def test_what_is_set_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "settings.json"
    settings = Settings(path)
    assert settings.get(keys.THEME) == "system"
    settings.set(keys.THEME, "dark")
    settings.set(keys.BRUSH_RADIUS, 12.5)
    settings.save()
    again = Settings(path)
    assert (again.get(keys.THEME), again.get(keys.BRUSH_RADIUS)) == ("dark", 12.5)
    assert [file.name for file in path.parent.iterdir()] == ["settings.json"]


@pytest.mark.parametrize(
    "content", ["", "not json", "[1, 2]", "\x00\xff", '{"theme": "dark", "theme": "dark"}']
)
def test_a_damaged_file_means_defaults_and_is_kept(tmp_path: Path, content: str) -> None:
    path = tmp_path / "settings.json"
    path.write_text(content, encoding="utf-8")
    settings = Settings(path)
    assert settings.get(keys.FILL_MODE) == "auto"
    settings.save()
    assert path.with_suffix(".damaged").read_text(encoding="utf-8") == content
    assert Settings(path).get(keys.FILL_MODE) == "auto"


@pytest.mark.parametrize(
    "error", [PermissionError(errno.EACCES, "locked"), OSError(errno.EIO, "broken disk")]
)
def test_a_file_that_cannot_be_read_at_the_start_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError
) -> None:
    path = tmp_path / "settings.json"
    path.write_text('{"theme": "dark"}', encoding="utf-8")

    def refuse(_: Path) -> bytes:
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(Path, "read_bytes", refuse)
        settings = Settings(path)
    assert settings.get(keys.THEME) == "system"
    settings.set(keys.BRUSH_RADIUS, 12.5)
    settings.save()
    again = Settings(path)
    assert again.get(keys.THEME) == "dark"
    again.set(keys.BRUSH_RADIUS, 7.5)
    again.save()
    assert (Settings(path).get(keys.THEME), Settings(path).get(keys.BRUSH_RADIUS)) == ("dark", 7.5)


@pytest.mark.parametrize(
    ("key", "value"),
    [("theme", "pink"), ("theme", 3), ("brush.radius", "big"), ("brush.radius", -1), ("brush.radius", True)]
    + [pytest.param("brush.radius", 10**400, id="brush.radius-huge")]
    + [("overlay.color", "#12345g"), ("recent", [1])],
)
def test_stored_values_that_make_no_sense_count_as_not_stored(
    tmp_path: Path, key: str, value: object
) -> None:
    path = tmp_path / "settings.json"
    path.write_text(json.dumps({key: value}), encoding="utf-8")
    setting = next(s for s in vars(keys).values() if isinstance(s, keys.Setting) and s.key == key)
    assert Settings(path).get(setting) == setting.default


def test_whole_numbers_do_for_fractions_and_unknown_keys_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text(json.dumps({"brush.radius": 40, "from.the.future": [1]}), encoding="utf-8")
    settings = Settings(path)
    assert settings.get(keys.BRUSH_RADIUS) == 40.0
    settings.save()
    assert json.loads(path.read_text())["from.the.future"] == [1]


def test_nonsense_is_refused(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "settings.json")
    with pytest.raises(ValueError, match="theme"):
        settings.set(keys.THEME, "pink")


def test_watchers_hear_of_changes_only(tmp_path: Path) -> None:
    settings, heard = Settings(tmp_path / "settings.json"), []
    settings.watch(keys.THEME, heard.append)
    settings.set(keys.THEME, "dark")
    settings.set(keys.THEME, "dark")
    settings.set(keys.BRUSH_RADIUS, 3.0)
    assert heard == ["dark"]


def test_recent_files_are_few_and_latest_first(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "settings.json")
    for name in [*(f"{n}.png" for n in range(20)), "15.png"]:
        settings.add_recent(Path(name))
    recent = settings.get(keys.RECENT)
    assert recent[:2] == ["15.png", "19.png"] and len(recent) == keys.MAX_RECENT


def test_a_folder_that_cannot_be_written_is_no_drama(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    settings = Settings(tmp_path / "file" / "settings.json")
    settings.set(keys.THEME, "dark")
    settings.save()
    assert settings.get(keys.THEME) == "dark"
