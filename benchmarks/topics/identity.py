"""Sixty days of the demo company with a refit a week: which ids stay, and what of the planted is found."""

import random
import re
import shutil
import tempfile
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipelines.backfill import run_days
from pipelines.hashing import stored_hashes
from pipelines.refit import refit_topics
from pipelines.settings import Settings, load_settings
from samples.company import make_demo, trends
from warehouse.contract import core

TITLE = "Identity over sixty days of the demo company"
END = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 20, tzinfo=UTC)
DAYS, CONTACTS, WARM_UP = 95, 40, 35
WINDOW = 45
SILENT = ("sunscreen_white_cast", "ask_gift_wrapping", "want_reorder_in_app")
SILENCE = (64, 10)  # days back between which these issues are taken out
ORDER_DAYS = 8
_HEAD = (
    "| refit | topics | voices | same id as a week ago | same id as when first found | its issue's first id "
    "| topic still means its issue | unassigned | events |\n|---|---:|---:|---:|---:|---:|---:|---:|---|"
)


@dataclass
class History:
    """What the refits so far gave: by voice, by issue and by topic id."""

    issue_of: Mapping[str, str]
    first_topic: dict[str, str] = field(default_factory=dict)
    last_topic: dict[str, str] = field(default_factory=dict)
    first_id_of_issue: dict[str, str] = field(default_factory=dict)
    first_issue_of_id: dict[str, str] = field(default_factory=dict)
    found: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))


def report(corpora: Path | None) -> str:  # noqa: ARG001
    """One row a weekly refit, then what was planted and found, then hashes of days in other orders."""
    with tempfile.TemporaryDirectory(prefix="koe-identity-") as folder:
        settings = make_company(Path(folder) / "straight")
        first = END - timedelta(days=DAYS - 1)
        run_days([first + timedelta(days=n) for n in range(DAYS)], settings, now=NOW, workers=1)
        history = History(_issues(settings))
        _silence(settings, history.issue_of)
        lines = [_HEAD]
        refits = [*range(DAYS - WARM_UP, 0, -7), 0]
        lines += [_week(settings, history, END - timedelta(days=back)) for back in refits]
        lines += ["", *_planted(history, settings)]
        return "\n".join(lines) + "\n" + _orders(Path(folder)) + "\n"


def make_company(home: Path) -> Settings:
    """Make the demo's files in a folder; homes of one parent share their key."""
    make_demo(home, days=DAYS, contacts_per_day=CONTACTS, end=END, seed=7)
    general = home / "config" / "koe.yaml"
    text = re.sub(r"^refit_days:.*$", f"refit_days: {WINDOW}", general.read_text("utf-8"), flags=re.MULTILINE)
    general.write_text(text, "utf-8")
    return load_settings(None, {"KOE_HOME": str(home), "KOE_KEY_FILE": str(home.parent / "key")})


def _issues(settings: Settings) -> dict[str, str]:
    """Return voice → planted issue, where the words of one are the words of the other."""
    planted: dict[tuple[str, int], list[tuple[set[str], str]]] = defaultdict(list)
    for row in pq.read_table(settings.home / "demo" / "truth" / "voices.parquet").to_pylist():
        planted[row["contact_id"], row["turn"]].append((_pairs(row["sentence"]), row["issue"]))
    found = {}
    for day in settings.lake.days(core.VOICES):
        columns = ["voice_id", "contact_id", "seq", "sentence"]
        for row in settings.lake.read_day(core.VOICES, day, columns).to_pylist():
            own = _pairs(row["sentence"])
            rated = [
                (len(own & said) / max(1, min(len(own), len(said))), issue)
                for said, issue in planted[row["contact_id"], row["seq"]]
            ]
            best = max(rated, default=(0.0, ""))
            if best[0] >= 0.6:
                found[row["voice_id"]] = best[1]
    return found


def _pairs(text: str) -> set[str]:
    return {text[place : place + 2] for place in range(len(text) - 1)}


def _silence(settings: Settings, issue_of: Mapping[str, str]) -> None:
    """Take some issues out of the lake for a while, so that they fall silent and come back."""
    silent = pa.array([voice for voice, issue in issue_of.items() if issue in SILENT])
    for back in range(SILENCE[0], SILENCE[1], -1):
        day = END - timedelta(days=back)
        for table in (core.VOICES, core.ASSIGNMENTS):
            rows = settings.lake.read_day(table, day)
            kept = rows.filter(pc.invert(pc.is_in(rows.column("voice_id"), silent)))
            settings.lake.write_day(table, day, kept, attempt="benchmark")


def _week(settings: Settings, history: History, until: date) -> str:
    version = refit_topics(settings, until=until).version
    rows = {row["topic_id"]: row for row in version.topics.to_pylist()}
    lineage = version.lineage.to_pylist()
    origin = {row["topic_id"]: row["related_ids"][0] for row in lineage if row["event"] == "split"}
    now = {voice: topic for voice, topic in _assigned(settings, until).items() if voice in history.issue_of}
    held = {voice: topic for voice, topic in now.items() if topic}
    by_issue, by_topic = _counted(held, history)
    for issue, topics in by_issue.items():
        if topics.total() >= 3:
            history.first_id_of_issue.setdefault(issue, topics.most_common(1)[0][0])

    def goes_on(before: str, after: str) -> bool:
        merged = rows.get(before, {}).get("merged_into") or before
        return after in (before, merged) or origin.get(after) in (before, merged)

    week = [goes_on(topic, held[voice]) for voice, topic in history.last_topic.items() if voice in held]
    start = [goes_on(topic, held[voice]) for voice, topic in history.first_topic.items() if voice in held]
    issues = history.first_id_of_issue
    right = [
        goes_on(issues[issue], topic)
        for voice, topic in held.items()
        if (issue := history.issue_of[voice]) in issues
    ]
    for topic, counts in by_topic.items():
        history.first_issue_of_id.setdefault(topic, counts.most_common(1)[0][0])
    meant = sum(
        counts.total()
        for topic, counts in by_topic.items()
        if counts.most_common(1)[0][0] == history.first_issue_of_id[topic]
    )
    events = [row for row in lineage if row["registry_version"] == version.version]
    for row in events:
        topic_id = row["topic_id"]
        issue = by_topic[topic_id].most_common(1)[0][0] if by_topic[topic_id] else ""
        issue = issue or history.first_issue_of_id.get(topic_id, "")
        history.found[row["event"]].append(f"{until} {topic_id} {issue} {rows[topic_id]['label']}")
    history.last_topic = held
    history.first_topic = {**held, **history.first_topic}
    kinds = Counter(row["event"] for row in events if row["event"] != "continued")
    told = ", ".join(f"{count} {event}" for event, count in sorted(kinds.items())) or "none"
    return (
        f"| {until} | {len(set(held.values()))} | {len(now)} | {_share(week)} | {_share(start)} "
        f"| {_share(right)} | {meant / max(len(held), 1):.1%} | {1 - len(held) / len(now):.1%} | {told} |"
    )


def _assigned(settings: Settings, until: date) -> dict[str, str | None]:
    found: dict[str, str | None] = {}
    for day in settings.lake.days(core.ASSIGNMENTS):
        if day <= until:
            rows = settings.lake.read_day(core.ASSIGNMENTS, day, ["voice_id", "topic_id"])
            found.update(zip(rows.column(0).to_pylist(), rows.column(1).to_pylist(), strict=True))
    return found


def _counted(
    held: Mapping[str, str], history: History
) -> tuple[dict[str, Counter[str]], dict[str, Counter[str]]]:
    by_issue: dict[str, Counter[str]] = defaultdict(Counter)
    by_topic: dict[str, Counter[str]] = defaultdict(Counter)
    for voice, topic in held.items():
        by_issue[history.issue_of[voice]][topic] += 1
        by_topic[topic][history.issue_of[voice]] += 1
    return by_issue, by_topic


def _share(hits: Sequence[bool]) -> str:
    return f"{sum(hits) / len(hits):.1%}" if hits else "–"


def _planted(history: History, settings: Settings) -> list[str]:
    """Return one row a planted event: what of it the lineage tells."""
    planted = [
        ("appears", trends.NEW_ISSUE, trends.NEW_SINCE, ("born", "split")),
        ("splits off", trends.SPLIT_OFF, trends.SPLIT_SINCE, ("born", "split")),
        *(("falls silent", issue, SILENCE[0], ("dormant",)) for issue in SILENT),
        *(("comes back", issue, SILENCE[1], ("revived",)) for issue in SILENT),
    ]
    lines = ["| planted | issue | on | found |", "|---|---|---|---|"]
    for what, issue, back, events in planted:
        found = [
            f"{event} {line}" for event in events for line in history.found[event] if f" {issue} " in line
        ]
        day = END - timedelta(days=back)
        lines.append(f"| {what} | {issue} | {day} | {'; '.join(found) or '–'} |")
    total = {event: len(lines) for event, lines in sorted(history.found.items())}
    lines.append(f"\nAll events of {len(settings.registry.versions())} versions: {total}.")
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
        f"\n{ORDER_DAYS} days on the last version, in {len(seen)} orders ({', '.join(seen)}): "
        f"{len(same)} of {len(seen)} have the same {len(seen['forwards'])} hashes."
    )
