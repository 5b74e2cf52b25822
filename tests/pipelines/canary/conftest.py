"""One night with planted contacts, which every test leaves as it was."""

import pytest

from pipelines.backfill import run_days
from pipelines.settings import Settings
from tests.pipelines.homes import CANARIES, END, NOW, make_home


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("homes") / "gate"
    made = make_home(folder, days=1, contacts_per_day=20, canaries=CANARIES)
    run_days([END], made, now=NOW, workers=1)
    return made
