"""A small home with a night behind it, copies of it, and a search of its own that shares nothing with Koe's."""

import html
import io
import json
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.backfill import run_days
from pipelines.night import refit_topics
from pipelines.settings import Settings, load_settings
from pipelines.site import build_reports
from tests.pipelines.homes import NOW, last_days, make_home

DAYS = last_days(3)


def make_night(folder: Path) -> Settings:
    # planted contacts are of no interest here, and would stop a publication for reasons of their own
    settings = make_home(folder / "base", days=3, contacts_per_day=16, canaries=0)
    settings = settings_at(settings, folder / "base")
    run_days(DAYS, settings, now=NOW, workers=1)
    build_reports(settings, now=NOW)
    refit_topics(settings, now=NOW)
    build_reports(settings, now=NOW)
    return settings


def copy_home(settings: Settings, folder: Path) -> Settings:
    shutil.copytree(settings.home, folder / "home", symlinks=True)
    return settings_at(settings, folder)


def settings_at(settings: Settings, folder: Path) -> Settings:
    return load_settings(None, {"KOE_HOME": str(folder / "home"), "KOE_KEY_FILE": str(settings.key_file)})


def killed_at(settings: Settings, what: str, target: str, point: str) -> int:
    """Remove in a process that kills itself when a step begins; return the signal that ended it, 0 for none.

    Not a fork of the tests' own process: its threads' locks would be held for ever in the child.
    """
    words = (str(settings.home.parent), str(settings.key_file), what, target, point)
    command = [sys.executable, "-m", "tests.pipelines.removal.dying_removal", *words]
    return -subprocess.run(command, check=False, timeout=300).returncode


def contacts_of(settings: Settings, key: str | None = None) -> list[dict]:
    paths = sorted((settings.home / "lake" / "contacts").glob("*/*.parquet"))
    rows = [row for path in paths for row in pq.ParquetFile(path).read().to_pylist()]
    return [row for row in rows if key is None or row["customer_key"] == key]


def talkative_customer(settings: Settings) -> str:
    """Return the customer with the most words on the most days."""
    words: Counter[str] = Counter()
    for row in contacts_of(settings):
        if row["customer_key"]:
            words[row["customer_key"]] += 1000 + sum(len(turn["text"]) for turn in row["turns"])
    return words.most_common(1)[0][0]


def own_sentences(settings: Settings, key: str) -> set[str]:
    """Return sentences of 12 or more characters that stand in nobody else's turns."""
    others = "\n".join(
        turn["text"] for row in contacts_of(settings) if row["customer_key"] != key for turn in row["turns"]
    )
    own = {turn["text"] for row in contacts_of(settings, key) for turn in row["turns"]}
    return {text for text in own if len(text) >= 12 and text not in others}


def places_holding(home: Path, needles: set[str]) -> list[str]:
    """Return the files below a home, deliveries and own files aside, that hold one of the needles."""
    spelled = {spelling for text in needles for spelling in (text, html.escape(text), json.dumps(text)[1:-1])}
    found = []
    for path in sorted(home.rglob("*")):
        parts = path.relative_to(home).parts
        if parts[0] in ("demo", "config", "removal") or path.is_symlink() or not path.is_file():
            continue
        data = path.read_bytes()
        texts = [data.decode("utf-8", "replace")]
        if data[:4] == b"PAR1":
            texts.append(_as_text(pq.read_table(io.BytesIO(data))))
        elif data[8:12] == b"DUCK":
            with duckdb.connect(str(path), read_only=True) as opened:
                names = opened.sql("SELECT schema_name, table_name FROM duckdb_tables()").fetchall()
                texts += [
                    _as_text(opened.sql(f'FROM "{schema}"."{name}"').to_arrow_table())
                    for schema, name in names
                ]
        if any(text in content for text in spelled for content in texts):
            found.append(str(path.relative_to(home)))
    return found


def _as_text(table: pa.Table) -> str:
    return json.dumps(table.to_pylist(), default=str, ensure_ascii=False)
