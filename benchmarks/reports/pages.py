"""The site of a department's month: build time and weight of each kind of page."""

import re
import resource
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.reports.million import make_copy
from reports.build import build_site
from reports.render import html
from warehouse.published import open_published

TITLE = "A department's month"
MADE_AT = datetime(2026, 11, 23, 20, 40, tzinfo=UTC)
MOST_SECONDS, MOST_BYTES = 60, 300_000
_RENDERERS = (
    "render_weekly",
    "render_rows",
    "render_daily",
    "render_executive",
    "render_department",
    "render_index",
)
_KINDS = {
    "first page of a week": r"[a-z]+/\d{4}-W\d\d/index\.html",
    "sentences": r"[a-z]+/\d{4}-W\d\d/(?!index).*\.html",
    "day": r"[a-z]+/\d{4}-\d\d-\d\d/index\.html",
    "経営サマリー": r"executive\.html",
    "list of weeks": r"[a-z]+/index\.html",
    "index": r"index\.html",
}


def report(scratch: Path, voices: int) -> str:
    """Return a page's section; `scratch` takes the copy and the sites."""
    copy = make_copy(scratch / "warehouse", voices)
    seconds: dict[str, list[float]] = defaultdict(list)
    first = scratch / "site"
    with open_published(copy) as reader, _timed(seconds):
        start = time.process_time()
        whole = _wall(lambda: build_site(reader, first, made_at=MADE_AT))
        cpu = time.process_time() - start
        again = _wall(lambda: build_site(reader, scratch / "again", made_at=MADE_AT, previous=first))
    sizes = _sizes(first)
    weight = max(sizes["first page of a week"])
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    lines = [
        (
            f"{voices:,} voices in four weeks, a tenth as many in four older ones; "
            f"copy {copy.stat().st_size / 2**20:,.0f} MiB.\n"
        ),
        (
            f"Built in {whole:.1f} s on the wall, {cpu:.1f} s of processor (wanted: ≤ {MOST_SECONDS}): "
            f"{_verdict(whole <= MOST_SECONDS)}; "
            f"again with nothing changed {again:.1f} s; peak {peak:,.0f} MiB."
        ),
        (
            f"Heaviest first page {weight:,} bytes (wanted: ≤ {MOST_BYTES:,}): "
            f"{_verdict(weight <= MOST_BYTES)}.\n"
        ),
        *_weights_table(sizes),
        *_seconds_table(seconds),
    ]
    return "\n".join(lines) + "\n"


def _weights_table(sizes: dict[str, list[int]]) -> list[str]:
    head = "| page | number | mean bytes | most bytes |\n|---|---:|---:|---:|"
    rows = (
        f"| {kind} | {len(found):,} | {sum(found) // len(found):,} | {max(found):,} |"
        for kind, found in sizes.items()
        if found
    )
    return [head, *rows]


def _seconds_table(seconds: dict[str, list[float]]) -> list[str]:
    head = "\n| rendering | times | mean ms | all, s |\n|---|---:|---:|---:|"
    rows = (
        f"| {name} | {len(found):,} | {1000 * sum(found) / len(found):.1f} | {sum(found):.1f} |"
        for name, found in sorted(seconds.items())
    )
    return [head, *rows]


def _wall(run: Callable[[], object]) -> float:
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


@contextmanager
def _timed(seconds: dict[str, list[float]]) -> Iterator[None]:
    """Add up what each kind of page takes to render, pictures included."""
    kept = {name: getattr(html, name) for name in _RENDERERS}

    def timed(name: str) -> object:
        def render(*values: object, **named: object) -> object:
            start = time.perf_counter()
            page = kept[name](*values, **named)
            seconds[name].append(time.perf_counter() - start)
            return page

        return render

    for name in kept:
        setattr(html, name, timed(name))
    try:
        yield
    finally:
        for name, render in kept.items():
            setattr(html, name, render)


def _sizes(site: Path) -> dict[str, list[int]]:
    pages = {path.relative_to(site).as_posix(): path.stat().st_size for path in site.rglob("*.html")}
    return {
        kind: [size for path, size in pages.items() if re.fullmatch(pattern, path)]
        for kind, pattern in _KINDS.items()
    }


def _verdict(holds: bool) -> str:
    return "yes" if holds else "no"
