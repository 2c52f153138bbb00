"""Reading a run's folder while the run writes into it."""

import json
from pathlib import Path

import pytest

from crfill_core.errors import ConfigError
from crfill_core.training.record import LOG_FILE, LogTail, curves, read_facts, read_log, seconds_left
from crfill_core.training.runs import write_config


def line(step: int, **values: object) -> str:
    return json.dumps({"step": step, **values}) + "\n"


def append(folder: Path, text: str) -> None:
    with open(folder / LOG_FILE, "a", encoding="utf-8") as file:
        file.write(text)


def test_the_tail_reads_what_is_new_and_waits_for_the_end_of_a_line(tmp_path):
    tail = LogTail(tmp_path)
    assert not tail.read() and tail.entries == []
    append(tmp_path, line(1) + '{"step": 2')
    assert tail.read() and [entry["step"] for entry in tail.entries] == [1]
    assert not tail.read()
    append(tmp_path, "}\n" + line(3))
    assert tail.read() and [entry["step"] for entry in tail.entries] == [1, 2, 3]


def test_a_log_rewritten_is_read_from_its_start(tmp_path):
    append(tmp_path, line(1) + line(2) + line(3))
    tail = LogTail(tmp_path)
    tail.read()
    (tmp_path / "new").write_text(line(1) + line(2) + line(9))
    (tmp_path / "new").replace(tmp_path / LOG_FILE)
    assert tail.read() and [entry["step"] for entry in tail.entries] == [1, 2, 9]


@pytest.mark.parametrize("garbage", ["[]\n", "12\n", '{"loss": 1}\n', "\x00\x00\n", '{"step": "x"}\n', "\n"])
def test_lines_that_are_no_entries_are_left_out(tmp_path, garbage):
    append(tmp_path, line(1) + garbage + line(2))
    assert [entry["step"] for entry in read_log(tmp_path)] == [1, 2]


def test_what_is_shown_of_a_run(tmp_path, config):
    write_config(tmp_path, config)
    facts = read_facts(tmp_path)
    assert (facts.name, facts.steps) == ("tiny", config.steps)
    assert facts.photos == config.data.photos


@pytest.mark.parametrize("text", [None, "", "{}", "[]", '{"name": "x", "stages": 3}'])
def test_a_folder_without_a_run_is_said(tmp_path, text):
    if text is not None:
        (tmp_path / "config.json").write_text(text)
    with pytest.raises(ConfigError, match="not the folder of a run"):
        read_facts(tmp_path)


def test_curves_are_losses_and_validation_figures_by_kind(tmp_path):
    entries = [
        {"step": 1, "seconds": 2.0, "memory_gib": 1.0, "loss": 0.5},
        {"step": 2, "seconds": 4.0, "validation": {"square": {"psnr": 20.0}, "object": {"psnr": 21.0}}},
        {"step": 3, "seconds": 5.0, "memory_gib": 1.0, "loss": 0.25},
    ]
    assert curves(entries) == {
        "loss": {"loss": [(1.0, 0.5), (3.0, 0.25)]},
        "validation psnr": {"square": [(2.0, 20.0)], "object": [(2.0, 21.0)]},
    }


def test_the_time_left_follows_the_last_entries(tmp_path):
    slow = [{"step": n, "seconds": 100.0 * n} for n in range(1, 4)]
    fast = [{"step": n, "seconds": 300.0 + n} for n in range(10, 30)]
    assert seconds_left(slow + fast, 40) == pytest.approx(11)  # a second a step, from step 29
    assert seconds_left(slow[:1], 40) is None
    assert seconds_left([], 40) is None
    assert seconds_left([slow[0], slow[0]], 40) is None
