"""How long nights take on this machine: the last runs of the command line, kept for the next plan."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.settings import Settings
from pipelines.steps import Steps
from pipelines.writing import write_private

KEPT_RUNS = 14
# An assumption for two cores and one worker; in force until a run was timed here.
_FIRST_GUESS = {Steps.ALL: 0.02, Steps.ANALYSIS: 0.015, Steps.TOPICS: 0.001, Steps.REPORTS: 0.0}
START_SECONDS = 15.0  # loading the analysis, publishing, building the reports: once a run


@dataclass(frozen=True)
class Pace:
    """Seconds of one worker for one contact, and whether they were measured here."""

    seconds_per_contact: float
    measured: bool

    def minutes(self, contacts: int, *, workers: int) -> float:
        """Return how many minutes a run takes."""
        return (START_SECONDS + contacts * self.seconds_per_contact / max(workers, 1)) / 60


def read_pace(settings: Settings, steps: Steps) -> Pace:
    """Return the pace of the last runs with these steps, or a first guess."""
    runs = _read(settings).get(str(steps), [])
    contacts = sum(run[0] for run in runs)
    if not contacts:
        return Pace(_FIRST_GUESS[steps], measured=False)
    return Pace(sum(run[1] for run in runs) / contacts, measured=True)


def note_pace(settings: Settings, steps: Steps, *, contacts: int, seconds: float, workers: int) -> None:
    """Note a run: contacts, elapsed seconds and worker processes; runs without contacts say nothing."""
    if not contacts:
        return
    noted = _read(settings)
    spent = round(max(0.0, seconds - START_SECONDS) * max(workers, 1), 1)
    noted[str(steps)] = [*noted.get(str(steps), []), [contacts, spent]][-KEPT_RUNS:]
    write_private(settings.home / "pace.json", json.dumps(noted) + "\n")


def _read(settings: Settings) -> dict[str, list[Sequence[float]]]:
    path = settings.home / "pace.json"
    try:
        found: dict[str, list[Sequence[float]]] = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):  # the next run writes it anew
        return {}
    return found
