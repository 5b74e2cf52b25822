import pytest

from tests.pipelines.removal.removal_homes import copy_home, make_night


@pytest.fixture(scope="session")
def night(tmp_path_factory):
    return make_night(tmp_path_factory.mktemp("removal"))


@pytest.fixture
def settings(night, tmp_path):
    return copy_home(night, tmp_path)
