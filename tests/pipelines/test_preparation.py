"""Tasks of the first half, and workers of a backfill, start without what only the other half needs."""

import subprocess
import sys

HEAVY = ("sklearn", "scipy.stats", "pandas", "fastapi", "matplotlib", "spacy", "openpyxl")


def test_workers_start_without_statistics_and_pages():
    asked = f"import sys, pipelines.preparation; print([name for name in {HEAVY} if name in sys.modules])"

    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)

    assert told.stdout.strip() == "[]"
