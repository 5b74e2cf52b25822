"""The site of a department's month: build time by part, weight of each kind of page, search."""

import os
import re
import resource
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from benchmarks.reports.million import make_copy
from benchmarks.reports.parts import parts_table, timed_parts
from nlp.masking import has_residual_risk, risk_fingerprint
from pipelines.canary.search import Search
from pipelines.canary.sinks import file_blocks
from reports.build import build_site
from reports.model.threads import Screen
from reports.portal.reach import Reach
from reports.portal.rights import Viewer
from reports.portal.search import search_voices
from warehouse.published import Reader, open_published

TITLE = "A department's month"
MADE_AT = datetime(2026, 11, 23, 20, 40, tzinfo=UTC)
MOST_SECONDS, MOST_BYTES, MOST_PAGED_BYTES = 60, 300_000, 2_000_000
_SCREEN = Screen(has_residual_risk, risk_fingerprint())
_KINDS = {
    "first page of a week": r"[a-z]+/\d{4}-W\d\d/index\.html",
    "sentences": r"[a-z]+/\d{4}-W\d\d/(?!index|thread).*\.html",
    "threads": r"[a-z]+/\d{4}-W\d\d/thread-\d+\.html",
    "day": r"[a-z]+/\d{4}-\d\d-\d\d/index\.html",
    "経営サマリー": r"executive\.html",
    "list of weeks": r"[a-z]+/index\.html",
    "index": r"index\.html",
    "Excel": r".*\.xlsx",
    "CSV of topics": r".*-W\d\d\.csv",
    "CSV of sentences": r".*-voices\.csv",
    "PDF": r".*\.pdf",
}
_PAGED = ("sentences", "threads")
_SEARCHES = ("うまくいきません", "説明書 うまく", "使う", "千回目")


def report(scratch: Path, voices: int) -> str:
    """Return a page's section; `scratch` takes the copy and the sites."""
    copy = make_copy(scratch / "warehouse", voices)
    first = scratch / "site"
    with open_published(copy) as reader:
        with timed_parts() as clock:
            whole, cpu = _measure(lambda: _build(reader, first, None))
        load = os.getloadavg()[0]
        again, cpu_again = _measure(lambda: _build(reader, scratch / "again", first))
        searches = _search_table(reader)
    wall, searched = _measure(lambda: _search_planted(first))
    sizes = _sizes(first)
    weight = max(sizes["first page of a week"])
    paged = max(size for kind in _PAGED for size in sizes[kind])
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    lines = [
        (
            f"{voices:,} voices in four weeks, a tenth as many in four older ones, all in one department; "
            f"copy {copy.stat().st_size / 2**20:,.0f} MiB.\n"
        ),
        (
            f"Built in {whole:.1f} s on the wall, {cpu:.1f} s of processor (wanted: ≤ {MOST_SECONDS}): "
            f"{_verdict(whole <= MOST_SECONDS)}; again with nothing changed {again:.1f} s on the wall, "
            f"{cpu_again:.1f} s of processor; peak {peak:,.0f} MiB."
        ),
        (
            f"While it was built the machine had {load:.1f} processes for its {os.cpu_count()} processors; "
            "with more than one for each, the wall tells how busy it was.\n"
        ),
        (
            f"Searching all of it for planted persons before readers see it: {wall:.1f} s on the wall, "
            f"{searched:.1f} s of processor for {sum(map(sum, sizes.values())) / 2**20:,.0f} MiB.\n"
        ),
        _say_weight("Heaviest first page", weight, MOST_BYTES) + "\n",
        _say_weight("Heaviest page of sentences or threads", paged, MOST_PAGED_BYTES) + "\n",
        *_weights_table(sizes),
        *parts_table(clock),
        *searches,
    ]
    return "\n".join(lines) + "\n"


def _build(reader: Reader, out: Path, previous: Path | None) -> None:
    build_site(reader, out, made_at=MADE_AT, previous=previous, screen=_SCREEN)


def _weights_table(sizes: dict[str, list[int]]) -> list[str]:
    head = "| page or file | number | mean bytes | most bytes |\n|---|---:|---:|---:|"
    rows = (
        f"| {kind} | {len(found):,} | {sum(found) // len(found):,} | {max(found):,} |"
        for kind, found in sizes.items()
        if found
    )
    return [head, *rows]


def _search_table(reader: Reader) -> list[str]:
    """Return how long a search in the portal takes, of a person who sees all departments."""
    reach = Reach(Viewer("bench", sees_all=True), (("product", "商品開発部"),))
    head = (
        "\n| search in the portal | sentences found | s on the wall | s of processor |\n|---|---:|---:|---:|"
    )
    rows = []
    for query in _SEARCHES:
        wall, cpu = _measure(partial(_search, reader, query, reach))
        rows.append(f"| 「{query}」 | {_search(reader, query, reach):,} | {wall:.2f} | {cpu:.2f} |")
    return [head, *rows]


def _search(reader: Reader, query: str, reach: Reach) -> int:
    def lemmas(word: str) -> tuple[str, ...]:
        return (word,)

    return search_voices(reader, query, reach, page=1, lemmas=lemmas, least_cases=5).voices


def _search_planted(site: Path) -> None:
    """Do what `pipelines.site` does with what was made anew."""
    days = [(MADE_AT - timedelta(days=back)).date() for back in range(1, 8)]
    files = sorted(path for path in site.rglob("*") if path.is_file())
    hits = Search(days).run(file_blocks("site", site, files))
    if hits:
        message = f"{len(hits)} hits in a site without persons; look at pipelines.canary"
        raise RuntimeError(message)


def _measure(run: Callable[[], object]) -> tuple[float, float]:
    """Return seconds on the wall and of processor."""
    wall, cpu = time.perf_counter(), time.process_time()
    run()
    return time.perf_counter() - wall, time.process_time() - cpu


def _sizes(site: Path) -> dict[str, list[int]]:
    files = {path.relative_to(site).as_posix(): path.stat().st_size for path in site.rglob("*.*")}
    return {
        kind: [size for path, size in files.items() if re.fullmatch(pattern, path)]
        for kind, pattern in _KINDS.items()
    }


def _say_weight(what: str, found: int, most: int) -> str:
    return f"{what} {found:,} bytes (wanted: ≤ {most:,}): {_verdict(found <= most)}."


def _verdict(holds: bool) -> str:
    return "yes" if holds else "no"
