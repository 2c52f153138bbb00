"""The workflows are sound YAML, and what they start is there."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
SCRIPT = re.compile(r"(?<![\w./-])(?:\.ci|packaging|resources|tests)/[\w./-]+")


def read(path: Path) -> dict[Any, Any]:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def steps(workflow: dict[Any, Any]) -> list[dict[str, Any]]:
    return [step for job in workflow["jobs"].values() for step in job["steps"]]


def test_both_are_there():
    assert [path.name for path in WORKFLOWS] == ["ci.yml", "release.yml"]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_every_step_does_something_and_every_script_exists(path):
    workflow = read(path)
    for step in steps(workflow):
        assert ("uses" in step) != ("run" in step)
    commands = "\n".join(step.get("run", "") for step in steps(workflow))
    scripts = SCRIPT.findall(commands)
    assert scripts
    for script in scripts:
        assert (ROOT / script).is_file(), script
        if not script.endswith((".py", ".txt")) and os.name == "posix":
            assert os.access(ROOT / script, os.X_OK), script


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_jobs_wait_for_jobs_that_exist_and_end_some_time(path):
    jobs = read(path)["jobs"]
    for job in jobs.values():
        needed = job.get("needs", [])
        assert set([needed] if isinstance(needed, str) else needed) <= jobs.keys()
        assert job["timeout-minutes"] <= 60


def test_every_job_that_uses_an_action_takes_the_same_version_of_it():
    used = {step["uses"] for path in WORKFLOWS for step in steps(read(path)) if "uses" in step}
    names = [action.partition("@")[0] for action in used]
    assert len(names) == len(set(names)), used
    assert all(re.fullmatch(r"actions/[\w-]+@v\d+", action) for action in used)


def test_the_supported_systems_and_versions_are_tested():
    matrix = read(ROOT / ".github" / "workflows" / "ci.yml")["jobs"]["check"]["strategy"]["matrix"]
    assert {name.split("-")[0] for name in matrix["os"]} == {"ubuntu", "windows", "macos"}
    assert matrix["python"] == ["3.11", "3.12", "3.13"]  # as strings: 3.10 would be 3.1


def test_only_the_draft_may_write():
    for path in WORKFLOWS:
        workflow = read(path)
        assert workflow["permissions"] == {"contents": "read"}
        writers = [name for name, job in workflow["jobs"].items() if "write" in str(job.get("permissions"))]
        assert writers == (["draft"] if path.name == "release.yml" else [])


def test_commits_are_checked_by_the_checks_of_the_whole():
    """.pre-commit-config.yaml names every check of .ci/run, and runs them from this checkout alone."""
    (local,) = read(ROOT / ".pre-commit-config.yaml")["repos"]
    checks = re.findall(
        r'^ *check "([\w-]+)"', (ROOT / ".ci" / "run").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert local["repo"] == "local" and [hook["id"] for hook in local["hooks"]] == checks
    for hook in local["hooks"]:
        assert hook["entry"] == f"bash .ci/run {hook['id']}" and hook["language"] == "system"


@pytest.mark.skipif(os.name == "nt", reason="bash")
def test_a_check_that_does_not_exist_is_refused():
    asked = subprocess.run(["bash", ".ci/run", "mypi"], cwd=ROOT, capture_output=True, text=True)
    assert asked.returncode == 2 and "no check named mypi" in asked.stdout
