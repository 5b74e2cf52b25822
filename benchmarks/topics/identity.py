"""Sixty days of the demo company with a refit a week: which ids stay, and what of the planted is found."""

import random
import re
import shutil
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from itertools import cycle
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.topics.identity_truth import HEAD, LEGEND, Truth, Voice, ceiling, pairs
from pipelines.backfill import run_days
from pipelines.hashing import stored_hashes
from pipelines.refit import refit_topics
from pipelines.settings import Settings, load_settings
from pipelines.topics import topic_index
from samples.company import make_demo, trends
from warehouse.contract import core
from warehouse.registry import RegistryVersion

TITLE = "Identity over sixty days of the demo company"
SEEDS = (7, 23)  # thresholds of refits are chosen on 11 and 12
END = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 20, tzinfo=UTC)
DAYS, CONTACTS = 95, 40
SPAN, WINDOW, STEP = 60, 45, 10
ORDER_DAYS = 8

SILENT = ("sunscreen_white_cast", "ask_gift_wrapping", "want_reorder_in_app")
SILENCE = (64, 17)  # days back between which these issues are taken out
LATE = ("phone_not_connected", "point_balance_wrong", "ask_expiry_date")
LATE_SINCE = 40  # days back until which these are taken out
JOINED = ("register_queue_too_long", "staff_indifferent")
JOINED_SINCE = 60  # days back from which voices of both say both in one breath


def report(corpora: Path | None) -> str:  # noqa: ARG001
    """Ten days a row, then what was planted and found, for each seed; then hashes of days in other orders."""
    with tempfile.TemporaryDirectory(prefix="koe-identity-") as folder:
        homes = {seed: Path(folder) / str(seed) for seed in SEEDS}
        parts = [f"### Demo of seed {seed}\n\n{follow(home, seed)}" for seed, home in homes.items()]
        return "\n\n".join([LEGEND, *parts, _orders(homes[SEEDS[0]])]) + "\n"


def follow(folder: Path, seed: int) -> str:
    """Make a demo with its lake in a folder and return what sixty days of it give."""
    folder.mkdir(parents=True, exist_ok=True)
    settings = make_company(folder / "straight", seed)
    first = END - timedelta(days=DAYS - 1)
    run_days([first + timedelta(days=n) for n in range(DAYS)], settings, now=NOW, workers=1)
    return observe(settings)


def observe(settings: Settings) -> str:
    """Plant in a lake, refit every week, and return a row every ten days, then what was found."""
    voices = plant(settings)
    truth = Truth({name: voice for name, voice in voices.items() if voice.issue not in JOINED})
    everything = Truth(voices)  # the planted merger is told by its own line, not by the shares
    rows, versions = [HEAD], []
    for back in range(SPAN, -1, -1):
        until = END - timedelta(days=back)
        if (SPAN - back) % 7 == 0 or not back:
            versions.append(refit_topics(settings, until=until).version)
            topics = _assigned(settings, until)
            everything.learn({voice: topic for voice, topic in topics.items() if topic and voice in voices})
        if (SPAN - back) % STEP == 0:
            rows.append(truth.row(until, _assigned(settings, until), _successor(versions[-1])))
    embed = topic_index(versions[0]).embedder.transform
    limit = ceiling(truth.voices.values(), END - timedelta(days=SPAN), embed)
    return "\n".join([*rows, "", limit, "", *_planted(everything, versions)])


def make_company(home: Path, seed: int) -> Settings:
    """Make the demo's files in a folder; homes of one parent share their key."""
    make_demo(home, days=DAYS, contacts_per_day=CONTACTS, end=END, seed=seed)
    general = home / "config" / "koe.yaml"
    text = re.sub(r"^refit_days:.*$", f"refit_days: {WINDOW}", general.read_text("utf-8"), flags=re.MULTILINE)
    general.write_text(text, "utf-8")
    return load_settings(None, {"KOE_HOME": str(home), "KOE_KEY_FILE": str(home.parent / "key")})


def plant(settings: Settings) -> dict[str, Voice]:
    """Take issues out of the lake for a while and join two; return the voices left with their issues."""
    issue_of = _issues(settings)
    others = {JOINED[0]: JOINED[1], JOINED[1]: JOINED[0]}
    said: dict[str, Any] = {
        issue: cycle(_rows(settings, {voice for voice, of in issue_of.items() if of == issue}))
        for issue in JOINED
    }
    voices: dict[str, Voice] = {}
    for day in settings.lake.days(core.VOICES):
        back = (END - day).days
        table = settings.lake.read_day(core.VOICES, day)
        rows = [row for row in table.to_pylist() if not _is_out(issue_of.get(row["voice_id"], ""), back)]
        for row in rows:
            issue = issue_of.get(row["voice_id"], "")
            if issue in JOINED and back <= JOINED_SINCE:
                more = next(said[others[issue]])
                row["sentence"] += more["sentence"]
                row["tokens"] = [*row["tokens"], *more["tokens"]]
            if issue:
                tokens = tuple(row["tokens"])
                voices[row["voice_id"]] = Voice(row["voice_id"], day, row["kind"], issue, tokens)
        kept = pa.Table.from_pylist(rows, schema=table.schema)
        settings.lake.write_day(core.VOICES, day, kept, attempt="benchmark")
        assigned = settings.lake.read_day(core.ASSIGNMENTS, day)
        there = {row["voice_id"] for row in rows}
        mask = pa.array([voice in there for voice in assigned.column("voice_id").to_pylist()], pa.bool_())
        settings.lake.write_day(core.ASSIGNMENTS, day, assigned.filter(mask), attempt="benchmark")
    return voices


def _is_out(issue: str, back: int) -> bool:
    silent = issue in SILENT and SILENCE[1] < back <= SILENCE[0]
    return silent or (issue in LATE and back > LATE_SINCE)


def _rows(settings: Settings, wanted: set[str]) -> list[dict[str, Any]]:
    days = settings.lake.days(core.VOICES)
    rows = [row for day in days for row in settings.lake.read_day(core.VOICES, day).to_pylist()]
    return [row for row in rows if row["voice_id"] in wanted]


def _issues(settings: Settings) -> dict[str, str]:
    """Return voice → planted issue, where the words of one are the words of the other."""
    planted: dict[tuple[str, int], list[tuple[set[str], str]]] = defaultdict(list)
    for row in pq.read_table(settings.home / "demo" / "truth" / "voices.parquet").to_pylist():
        planted[row["contact_id"], row["turn"]].append((pairs(row["sentence"]), row["issue"]))
    found = {}
    for day in settings.lake.days(core.VOICES):
        columns = ["voice_id", "contact_id", "seq", "sentence"]
        for row in settings.lake.read_day(core.VOICES, day, columns).to_pylist():
            own = pairs(row["sentence"])
            rated = [
                (len(own & said) / max(1, min(len(own), len(said))), issue)
                for said, issue in planted[row["contact_id"], row["seq"]]
            ]
            best = max(rated, default=(0.0, ""))
            if best[0] >= 0.6:
                found[row["voice_id"]] = best[1]
    return found


def _assigned(settings: Settings, until: date) -> dict[str, str | None]:
    found: dict[str, str | None] = {}
    for day in settings.lake.days(core.ASSIGNMENTS):
        if day <= until:
            rows = settings.lake.read_day(core.ASSIGNMENTS, day, ["voice_id", "topic_id"])
            found.update(zip(rows.column(0).to_pylist(), rows.column(1).to_pylist(), strict=True))
    return found


def _successor(version: RegistryVersion) -> Callable[[str, str], bool]:
    """Return whether a topic id goes on from another by the lineage."""
    origin = {
        row["topic_id"]: row["related_ids"][0]
        for row in version.lineage.to_pylist()
        if row["event"] == "split"
    }
    merged = {row["topic_id"]: row["merged_into"] for row in version.topics.to_pylist()}

    def goes_on(before: str, after: str) -> bool:
        into = merged.get(before) or before
        return after in (before, into) or origin.get(after) in (before, into)

    return goes_on


def _planted(truth: Truth, versions: list[RegistryVersion]) -> list[str]:
    """Return one row a planted event: what of it the lineage tells."""
    planted = [
        *(("appears", (issue,), LATE_SINCE, ("born", "split")) for issue in LATE),
        ("appears (demo)", (trends.NEW_ISSUE,), trends.NEW_SINCE, ("born", "split")),
        ("splits off (demo)", (trends.SPLIT_OFF,), trends.SPLIT_SINCE, ("born", "split")),
        ("merge", JOINED, JOINED_SINCE, ("merged",)),
        *(("falls silent", (issue,), SILENCE[0], ("dormant",)) for issue in SILENT),
        *(("comes back", (issue,), SILENCE[1], ("revived",)) for issue in SILENT),
    ]
    lines = ["| planted | issue | on | found |", "|---|---|---|---|"]
    lineage = versions[-1].lineage.to_pylist()
    labels = {row["topic_id"]: row["label"] for row in versions[-1].topics.to_pylist()}
    first = versions[0].version
    for what, issues, back, events in planted:
        found = [
            f"{row['event']} {row['happened_on']} {row['topic_id']} {labels[row['topic_id']]}"
            for row in lineage
            if row["event"] in events
            and row["registry_version"] > first
            and truth.issue_of_id.get(row["topic_id"]) in issues
        ]
        day = END - timedelta(days=back)
        lines.append(f"| {what} | {' + '.join(issues)} | {day} | {'; '.join(found) or '–'} |")
    total = Counter(row["event"] for row in lineage if row["event"] != "continued")
    lines.append(f"\nAll events of {len(versions)} versions: {dict(sorted(total.items()))}.")
    return lines


def _orders(folder: Path) -> str:
    """Run days forwards, backwards, shuffled and side by side on the same registry; compare the hashes."""
    days = [END - timedelta(days=back) for back in range(30 + ORDER_DAYS, 30, -1)]
    shuffled = random.Random(7).sample(days, len(days))
    source = folder / "straight"
    seen = {}
    for name, order, workers in (
        ("forwards", days, 1),
        ("backwards", days[::-1], 1),
        ("shuffled", shuffled, 1),
        ("side by side", days, 2),
    ):
        home = folder / name.replace(" ", "-")
        for part in ("demo", "config", "topics"):
            shutil.copytree(source / part, home / part)
        settings = load_settings(None, {"KOE_HOME": str(home), "KOE_KEY_FILE": str(folder / "key")})
        run_days(order, settings, now=NOW, workers=workers)
        seen[name] = tuple(item.line() for item in stored_hashes(days, settings))
    same = [name for name, lines in seen.items() if lines == seen["forwards"]]
    return (
        f"{ORDER_DAYS} days on the last version, in {len(seen)} orders ({', '.join(seen)}): "
        f"{len(same)} of {len(seen)} have the same {len(seen['forwards'])} hashes."
    )
