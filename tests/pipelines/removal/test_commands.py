"""The commands as an operator gives them, in processes of their own."""

import os
import stat
import subprocess
import sys

import pytest

from pipelines.settings import load_settings
from tests.pipelines.homes import set_canaries
from tests.pipelines.removal.removal_homes import contacts_of

pytestmark = pytest.mark.system


@pytest.fixture
def koe(tmp_path):
    environment = {**os.environ, "KOE_HOME": str(tmp_path / "home"), "KOE_KEY_FILE": str(tmp_path / "key")}

    def run(*arguments, stdin=""):
        command = [sys.executable, "-m", "pipelines.cli", *arguments]
        return subprocess.run(
            command, env=environment, input=stdin, capture_output=True, text=True, umask=0o022, check=False
        )

    return run


def test_every_file_is_its_owners_alone_and_a_number_never_stands_in_the_arguments(koe, tmp_path):
    assert koe("demo", "--days", "1", "--contacts-per-day", "12", "--end", "2026-11-21").returncode == 0
    set_canaries(tmp_path / "home" / "config", 0)
    done = koe("run", "2026-11-21", "--workers", "1")
    assert done.returncode == 0, done.stderr
    settings = load_settings(
        None, {"KOE_HOME": str(tmp_path / "home"), "KOE_KEY_FILE": str(tmp_path / "key")}
    )
    key = next(row["customer_key"] for row in contacts_of(settings) if row["customer_key"])
    refused = koe("forget", "C-0012345")
    assert refused.returncode != 0
    assert "C-0012345" not in refused.stdout + refused.stderr
    done = koe("forget", key, "--by", "sato", "--why", "2026-014")
    assert done.returncode == 0, done.stderr
    assert "nothing found" in done.stdout
    assert (
        koe("forget", "--id", stdin="会員-999\n").returncode == 0
    )  # nothing stored, but never taken in either
    assert len(list((tmp_path / "home" / "suppressed").iterdir())) == 2
    assert _open_to_others(tmp_path / "home") == []
    assert stat.S_IMODE((tmp_path / "key").stat().st_mode) == 0o600


def _open_to_others(home):
    places = [home, *home.rglob("*")]
    return [str(path) for path in places if not path.is_symlink() and path.stat().st_mode & 0o077]
