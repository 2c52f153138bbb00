import json
from dataclasses import replace
from pathlib import Path

import pytest

from crfill_core.errors import ConfigError
from crfill_core.files.strict import read
from crfill_core.training.config import RunConfig, Stage, load_config, with_settings, with_steps

LEAST = 'name = "x"\n[data]\nphotos = ["a", "b"]\n[[stages]]\nsteps = 10\n[[stages]]\nsteps = 30\n'


def load(tmp_path: Path, text: str) -> RunConfig:
    (tmp_path / "recipe.toml").write_text(text)
    return load_config(tmp_path / "recipe.toml")


def test_the_least_recipe_gets_the_defaults(tmp_path):
    config = load(tmp_path, LEAST)
    assert config.data.photos == ("a", "b")
    assert config.steps == 40 and config.generator.width == 48 and config.crops.crop == 256
    assert config.losses.beta == 1.5 and config.losses.cr == 0.5


@pytest.mark.parametrize(
    "addition, words",
    [
        (
            "[losses]\nbetta = 1.0",
            "recipe.toml: losses has an unknown key 'betta'; the known keys are adversarial, .*beta",
        ),
        (
            "[[stages]]\nsteps = 3\nlosses = 4",
            r"stages\[2\] has an unknown key 'losses'",
        ),
        ("[optimizer]\nlr = true", "optimizer.lr must be a number above 0, not true"),
        (
            "[optimizer]\nbetas = [0.5]",
            "optimizer.betas must be a list of 2 values, .* and below 1, not \\[0.5\\]",
        ),
        ("[optimizer]\nbetas = [0.5, 1.0]", "optimizer.betas must be .*, not \\(0.5, 1.0\\)"),
        ("[optimizer]\nlr = 0", "optimizer.lr must be a number above 0, not 0.0"),
        ("[generator]\nwidth = 48.0", "generator.width must be a whole number of at least 8, not 48.0"),
        ("[generator]\nwidth = 7", "generator.width must be a whole number of at least 8, not 7"),
        ("[crops]\ncrop = 100", "crops.crop must be a multiple of 8"),
        (
            "[crops]\nshort_side = 256",
            "crops.short_side must be a list of 2 values, .*, not 256",
        ),
        ("[losses]\nadversarial_form = 'best'", "losses.adversarial_form must be one of release, paper"),
        ("[holes]\nsquare = -1", "holes.square must be a number of at least 0, not -1"),
        ("[[stages]]\nsteps = 0", r"stages\[2\].steps must be a whole number of at least 1, not 0"),
        ("[optimizer]\nlr = nan", "optimizer.lr must be a number above 0, not nan"),
        ("[losses]\nbeta = inf", "losses.beta must be a number of at least 0, not inf"),
        ("[crops]\ncrop = 1\ncrop = 2", "not valid TOML"),
        ("[[stages]]\ntrain = 'both'", r"stages\[2\] lacks 'steps'"),
        ("[[stages]]\nsteps = 1\ntrain = 'none'", r"stages\[2\]\.train must be one of coarse"),
        ("[validation\n", "not valid TOML"),
    ],
)
def test_wrong_recipes_are_refused_with_the_keys_full_name(tmp_path, addition, words):
    with pytest.raises(ConfigError, match=words):
        load(tmp_path, LEAST + addition)


def test_a_table_that_is_no_table_is_refused(tmp_path):
    with pytest.raises(ConfigError, match="recipe.toml: crops must be a table of keys with values, not 256"):
        load(tmp_path, "crops = 256\n" + LEAST)


def test_a_recipe_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(ConfigError, match="cannot be read"):
        load_config(tmp_path / "none.toml")


def test_a_configuration_survives_json(tmp_path):
    text = (
        "threads = 2\nseed = 7\n" + LEAST + "adversarial = true\n[optimizer]\nclip = 1\nbetas = [0.5, 0.9]\n"
    )
    config = load(tmp_path, text)
    again = read(json.loads(json.dumps(config.to_dict())), RunConfig)
    assert again == config and again.optimizer.clip == 1.0 and again.threads == 2


def test_configurations_written_before_a_key_existed_still_load(config):
    values = json.loads(json.dumps(config.to_dict()))
    del values["root"]
    for stage in values["stages"]:
        del stage["batch"]
    assert read(values, RunConfig) == config


def test_stages_follow_each_other(config):
    stages = (Stage(2), Stage(3, batch=9), Stage(1))
    config = replace(config, stages=stages, batch=4)
    assert [config.stage_at(step)[::2] for step in range(6)] == [
        (0, 0),
        (0, 1),
        (1, 0),
        (1, 1),
        (1, 2),
        (2, 0),
    ]
    assert [config.images_before(step) for step in range(7)] == [0, 4, 8, 17, 26, 35, 39]
    with pytest.raises(ConfigError, match="complete"):
        config.stage_at(6)


def test_a_shortened_run_keeps_its_stages_in_proportion(config):
    config = replace(config, stages=(Stage(1000), Stage(3000, adversarial=True), Stage(2)))
    short = with_steps(config, 40)
    assert [stage.steps for stage in short.stages] == [10, 29, 1]
    assert short.stages[1].adversarial and short.batch == config.batch


@pytest.mark.parametrize("steps", [1, 2, 3, 4, 7, 100, 4001, 9000])
def test_a_shortened_run_has_exactly_so_many_steps(config, steps):
    config = replace(config, stages=(Stage(1000), Stage(3000), Stage(2)))
    short = with_steps(config, steps)
    assert short.steps == steps and len(short.stages) == min(steps, 3)
    with pytest.raises(ConfigError, match="at least one step"):
        with_steps(config, 0)


def test_single_keys_are_changed_by_settings(config):
    changed = with_settings(config, ["optimizer.lr=5e-5", "crops.short_side=[40, 48]", "batch=3"])
    assert changed.optimizer.lr == 5e-5 and changed.crops.short_side == (40, 48) and changed.batch == 3
    rest = replace(changed, optimizer=config.optimizer, crops=config.crops, batch=config.batch)
    assert rest == config


@pytest.mark.parametrize(
    "setting, words",
    [
        ("optimizer.speed=1", "--set: optimizer has an unknown key 'speed'"),
        ("batch=many", "'batch=many' is not KEY=VALUE with a TOML value"),
        ("batch=0", "batch must be a whole number of at least 1, not 0"),
        ("optimizer=3", "--set: optimizer must be a table of keys with values, not 3"),
    ],
)
def test_settings_that_make_no_sense_are_refused(config, setting, words):
    with pytest.raises(ConfigError, match=words):
        with_settings(config, [setting])


def test_relative_data_paths_start_from_the_root(config, tmp_path):
    rooted = replace(config, root=str(tmp_path))
    assert rooted.data_path("data/a.tar") == tmp_path / "data/a.tar"
    assert rooted.data_path("/data/a.tar") == Path("/data/a.tar")
    assert config.data_path("data") == Path("data")
