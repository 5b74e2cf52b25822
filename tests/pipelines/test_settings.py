import pytest

from pipelines.errors import ConfigError
from pipelines.settings import REPOSITORY, load_settings


def test_the_configuration_is_looked_up_in_the_documented_order(tmp_path):
    home, named, other = tmp_path / "home", tmp_path / "named", tmp_path / "other"
    for folder in (home / "config", named, other):
        folder.mkdir(parents=True)
    env = {"KOE_HOME": str(home), "KOE_CONFIG": str(named)}
    assert load_settings(other, env).config_dir == other
    assert load_settings(None, env).config_dir == named
    assert load_settings(None, {"KOE_HOME": str(home)}).config_dir == home / "config"
    assert load_settings(None, {"KOE_HOME": str(tmp_path / "new")}).config_dir == REPOSITORY / "config"


def test_a_folder_that_is_not_there_is_named(tmp_path):
    with pytest.raises(ConfigError, match="nowhere does not exist; correct --config or KOE_CONFIG"):
        load_settings(None, {"KOE_HOME": str(tmp_path), "KOE_CONFIG": str(tmp_path / "nowhere")})


def test_the_key_may_not_lie_beside_the_data(tmp_path):
    with pytest.raises(ConfigError, match="keep the key apart from the data"):
        load_settings(None, {"KOE_HOME": str(tmp_path), "KOE_KEY_FILE": str(tmp_path / "x" / "key")})


def test_the_default_home_is_the_repositorys_var():
    assert load_settings(None, {}).home == REPOSITORY / "var"
