"""Looks an installation over and says, line by line, what is well and what to do about the rest."""

import os
import shutil
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from importlib.metadata import version
from pathlib import Path

from pipelines.config.calendar_file import read_calendar
from pipelines.config.denominators_file import read_denominators
from pipelines.errors import PipelineError
from pipelines.manifest import days_with_manifest
from pipelines.night_line import read_nights
from pipelines.publication import publication_state
from pipelines.removal.plan import read_plan
from pipelines.settings import Settings
from pipelines.sources.listing import list_files
from pipelines.verify_state import read_states
from pipelines.words import check_words
from warehouse.errors import WarehouseError
from warehouse.published import newest, open_published

OK, WARN, FAIL = "ok", "warn", "fail"
MARKS = {OK: "✓", WARN: "!", FAIL: "✗"}
FEW_NIGHTS = 14
STALE_DAYS = 2
RUNAWAY_HOURS = 4
_PACKAGES = ("koe", "apache-airflow", "duckdb", "pyarrow", "fugashi", "unidic-lite", "scikit-learn", "numpy")


@dataclass(frozen=True)
class Finding:
    """One line: what was looked at, how it is, and what to do where it is not well."""

    level: str
    name: str
    text: str
    remedy: str = ""

    def line(self) -> str:
        """Return ``✗ key: … — chmod 600 …``."""
        return f"{MARKS[self.level]} {self.name}: {self.text}" + (f" — {self.remedy}" if self.remedy else "")


Check = Callable[[Settings, datetime], Iterator[Finding]]


def examine(settings: Settings, *, now: datetime) -> list[Finding]:
    """Return the findings of every check; one that cannot look becomes a finding itself."""
    found: list[Finding] = []
    for check in CHECKS:
        try:
            found += check(settings, now)
        except (PipelineError, WarehouseError, OSError) as error:
            found.append(Finding(FAIL, check.__name__.removeprefix("_").removeprefix("look_at_"), str(error)))
    return found


def look_at_configuration(settings: Settings, now: datetime) -> Iterator[Finding]:  # noqa: ARG001 a check's form
    """Look at the files of the configuration folder."""
    sources, departments = settings.sources.sources, settings.departments.departments
    yield Finding(
        OK,
        "configuration",
        f"{settings.config_dir}: {len(sources)} sources, {len(departments)} departments; "
        f"confirmed after {settings.general.provisional_days} days",
    )
    problems = check_words(settings)
    if problems:
        text = f"{len(problems)} rows of the word lists are not used"
        yield Finding(WARN, "word lists", text, "run 'koe words check' and correct the rows it names")
    else:
        yield Finding(OK, "word lists", "in order")
    events = read_calendar(settings.config_dir)
    if events.problems:
        text = f"{len(events.problems)} rows are not used: {'; '.join(map(str, events.problems[:3]))}"
        yield Finding(WARN, "calendar", text, "correct the rows")
    measures = read_denominators(settings.config_dir, [department.id for department in departments])
    if measures.problems:
        text = f"{len(measures.problems)} rows are not used: {'; '.join(map(str, measures.problems[:3]))}"
        yield Finding(WARN, "denominators", text, "correct the rows")


def look_at_folders(settings: Settings, now: datetime) -> Iterator[Finding]:  # noqa: ARG001 a check's form
    """Look at the rights on ``KOE_HOME`` and the disk below it."""
    home = settings.home
    if not home.is_dir():
        yield Finding(
            FAIL, "home", f"{home} does not exist", "set KOE_HOME, or make it by a first 'koe run DAY'"
        )
        return
    if not os.access(home, os.W_OK | os.X_OK):
        yield Finding(FAIL, "home", f"{home} cannot be written", "give its owner the right to write")
    elif stat.S_IMODE(home.stat().st_mode) & 0o007:
        mode = stat.S_IMODE(home.stat().st_mode)
        yield Finding(
            WARN, "home", f"{home} is open to everyone (mode {mode:04o})", f"run: chmod o-rwx {home}"
        )
    else:
        yield Finding(OK, "home", f"{home} can be written")
    yield _disk(settings)


def look_at_key(settings: Settings, now: datetime) -> Iterator[Finding]:  # noqa: ARG001 a check's form
    """Place and mode of the pseudonyms' key; its content is not read."""
    path, mark = settings.key_file, settings.home / "key.fingerprint"
    if not path.exists():
        if mark.exists():
            yield Finding(
                FAIL, "key", f"{path} is gone, and the data were made with it", "restore it from a backup"
            )
        else:
            yield Finding(OK, "key", f"{path} is made by the first run")
        return
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & 0o077:
        yield Finding(
            FAIL, "key", f"{path} can be read by others (mode {mode:04o})", f"run: chmod 600 {path}"
        )
    else:
        yield Finding(OK, "key", f"{path} (mode {mode:04o}), apart from the data; keep a backup elsewhere")


def look_at_versions(settings: Settings, now: datetime) -> Iterator[Finding]:  # noqa: ARG001 a check's form
    """Tell what is installed."""
    yield Finding(OK, "versions", ", ".join(f"{name} {version(name)}" for name in _PACKAGES))


def look_at_lock(settings: Settings, now: datetime) -> Iterator[Finding]:
    """Tell who holds the warehouse, and for how long."""
    holder = settings.warehouse_dir / "lock.holder"
    try:
        who, since = holder.read_text(encoding="utf-8").strip(), holder.stat().st_mtime
    except FileNotFoundError:
        yield Finding(OK, "lock", "the warehouse is free")
        return
    age = now - datetime.fromtimestamp(since, UTC)
    pid = next((int(word) for word in who.split() if word.isdecimal()), 0)
    minutes = int(age.total_seconds() // 60)
    if not Path(f"/proc/{pid}").exists() and Path("/proc/self").exists():
        yield Finding(OK, "lock", f"free; {who} ended without clearing its name, the next run does")
    elif age > timedelta(hours=RUNAWAY_HOURS):
        yield Finding(
            WARN, "lock", f"held by {who} for {minutes} min", "see what it does; stop it if it hangs"
        )
    else:
        yield Finding(OK, "lock", f"held by {who} for {minutes} min")


def look_at_stores(settings: Settings, now: datetime) -> Iterator[Finding]:  # noqa: ARG001 a check's form
    """Look at registry, journal and the copy that readers see."""
    damaged = settings.registry.damaged()
    latest = settings.registry.latest()
    if damaged:
        yield Finding(FAIL, "registry", damaged[0], "nights use the last good version meanwhile")
    elif latest is None:
        yield Finding(
            WARN, "registry", "no topics yet, so all voices are unassigned", "run 'koe topics refit'"
        )
    else:
        yield Finding(OK, "registry", f"version {latest.version}, {len(latest.meta['index_ids'])} topics")
    unreadable = settings.journal.damaged()
    if unreadable:
        names = ", ".join(item.name for item in unreadable)
        yield Finding(FAIL, "journal", f"cannot be read: {names}", "restore these files from a backup")
    else:
        yield Finding(OK, "journal", f"{len(settings.journal.entries())} entries")
    copy = newest(settings.warehouse_dir)
    if copy is not None:
        with open_published(copy) as reader:
            yield Finding(OK, "published", f"build {reader.facts()['build']} opens")
    state = publication_state(settings)
    if state.held is not None:
        text = f"held since {state.held.since:%Y-%m-%d %H:%M} UTC by {state.held.by}"
        yield Finding(WARN, "publication", text, "'koe publish --release' when it is put right")
    for department in state.withdrawn:
        yield Finding(
            WARN, "publication", f"{department} is withdrawn", f"'koe publish --restore {department}'"
        )


def look_at_removals(settings: Settings, now: datetime) -> Iterator[Finding]:  # noqa: ARG001 a check's form
    """Tell whether a person or a time was removed to the end."""
    plan = read_plan(settings)
    if plan is None:
        yield Finding(OK, "removals", "none is under way")
        return
    text = f"'koe {plan.action}' was begun and not ended, so its rows may still be stored"
    yield Finding(FAIL, "removals", text, "give the same command again; it goes on where it was broken off")


def look_at_sources(settings: Settings, now: datetime) -> Iterator[Finding]:
    """Tell whether each source can be listed, and its last delivery."""
    today = now.astimezone(settings.sources.zone).date()
    last = [today - timedelta(days=back) for back in range(settings.general.late_days + 1)]
    for name, source in settings.sources.sources.items():
        label = f"source {name}"
        try:
            files = list_files(name, source, last)
        except PipelineError as error:
            yield Finding(FAIL, label, str(error))
            continue
        if not files:
            days = settings.general.late_days
            remedy = "see whether it is delivered there; path in sources.yaml"
            yield Finding(WARN, label, f"nothing of the last {days} days at {source.path}", remedy)
            continue
        newest_file = max(files, key=lambda file: file.modified_at)
        named = f" for {newest_file.nominal_day}" if newest_file.nominal_day else ""
        yield Finding(OK, label, f"last delivery {newest_file.modified_at:%Y-%m-%d %H:%M} UTC{named}")


def look_at_nights(settings: Settings, now: datetime) -> Iterator[Finding]:
    """Tell the last good day, and how long the last nights took."""
    day = last_good_day(settings)
    today = now.astimezone(settings.sources.zone).date()
    if day is None:
        yield Finding(WARN, "freshness", "nothing is published yet", "run 'koe backfill FROM TO'")
    elif (today - day).days > STALE_DAYS:
        missed = (today - day).days - 1
        remedy = f"run 'koe backfill {day + timedelta(days=1)} {today - timedelta(days=1)}'"
        yield Finding(
            WARN, "freshness", f"the last published day is {day}, {missed} days are missing", remedy
        )
    else:
        yield Finding(OK, "freshness", f"the last published day is {day}")
    nights = read_nights(settings)
    if nights:
        took = ", ".join(f"{night['day'][5:]} {night['seconds']:.0f} s" for night in nights)
        yield Finding(OK, "durations", took)
        if nights[-1]["must_act"]:
            yield Finding(WARN, "last night", nights[-1]["text"], "see the run's first error line")
    for night in nights:
        if night["broken"]:
            label, day = f"broken files of {night['day']}", night["day"]
            remedy = f"have them delivered again under the same names, then run 'koe run {day}'"
            yield Finding(WARN, label, ", ".join(night["broken"]), remedy)


def look_at_verification(settings: Settings, now: datetime) -> Iterator[Finding]:  # noqa: ARG001 a check's form
    """Tell what 'koe verify' found last."""
    states = read_states(settings)
    bad = [state["day"] for state in states if state["verdict"] == "different"]
    same = sum(state["verdict"] == "identical" for state in states)
    if bad:
        remedy = f"run 'koe verify {bad[0]}' again and report what it says"
        yield Finding(FAIL, "verify", f"same inputs, other result: {', '.join(bad)}", remedy)
    elif not states:
        yield Finding(
            WARN, "verify", "no day was run again yet", "run 'koe verify --sample 3', or unpause voc_verify"
        )
    else:
        newest_time = max(state["verified_at"] for state in states)[:10]
        yield Finding(OK, "verify", f"{same} of {len(states)} days identical, last on {newest_time}")


def last_good_day(settings: Settings) -> date | None:
    """Return the newest day that readers have; None where nothing is published."""
    copy = newest(settings.warehouse_dir)
    if copy is None:
        return None
    with open_published(copy) as reader:
        found: date | None = reader.query("SELECT max(day) AS day FROM published.days").column(0)[0].as_py()
        return found


CHECKS: tuple[Check, ...] = (
    look_at_configuration,
    look_at_folders,
    look_at_key,
    look_at_versions,
    look_at_lock,
    look_at_stores,
    look_at_removals,
    look_at_sources,
    look_at_nights,
    look_at_verification,
)


def _disk(settings: Settings) -> Finding:
    """Say how many nights still fit, by what the days so far take on average."""
    free = shutil.disk_usage(settings.home).free
    text = f"{free / 1e9:.1f} GB free"
    days = len(days_with_manifest(settings))
    used = sum(
        path.stat().st_size for path in settings.home.rglob("*") if path.is_file() and not path.is_symlink()
    )
    if not days or not used:
        return Finding(OK if free > 1e9 else WARN, "disk", text)
    nights = int(free // (used / days))
    text += f", {used / 1e6:.0f} MB used by {days} days: about {nights:,} more nights"
    if nights < FEW_NIGHTS:
        return Finding(FAIL, "disk", text, "free space, or 'koe purge --before DAY'")
    return Finding(OK, "disk", text)
