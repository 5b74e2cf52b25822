"""Which part of a build takes how long: named functions are timed, each without the others inside it."""

import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from reports import build, department_week
from reports.formats import downloads
from reports.formats.voices import Voices
from reports.render import html

_PARTS: tuple[tuple[str, Any, str], ...] = (
    ("facts of a week", build, "load_week"),
    ("figures and quotes of a department's week", department_week, "build_weekly"),
    ("rows behind its numbers, counted again", department_week, "_list_rows"),
    ("first page of a week, with pictures", html, "render_weekly"),
    ("page of sentences", department_week, "render_rows"),
    ("turns of contacts", department_week, "list_thread_pages"),
    ("page of threads", html, "render_threads"),
    ("Excel", downloads, "make_workbook"),
    ("CSV of sentences: columns", downloads, "collect_voices"),
    ("CSV of sentences: text", Voices, "as_csv"),
    ("PDF", downloads, "_pdf"),
    ("pages of days", build, "write_days"),
    ("経営サマリー", build, "write_executive"),
    ("index", html, "render_index"),
)
REST = "all else (writing, digests, what may be kept)"


class Clock:
    """Seconds of processor by part, and how often each came; seconds of a part within another are its own."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)
        self.times: dict[str, int] = defaultdict(int)
        self._open = [REST]
        self._since = time.process_time()

    @contextmanager
    def part(self, name: str) -> Iterator[None]:
        """Charge what happens inside to a part."""
        self._charge()
        self._open.append(name)
        try:
            yield
        finally:
            self._charge()
            self._open.pop()

    def _charge(self) -> None:
        now = time.process_time()
        self.seconds[self._open[-1]] += now - self._since
        self._since = now

    def wrap(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        """Return the function timed; of an iterator, each step counts."""

        def timed(*values: Any, **named: Any) -> Any:
            with self.part(name):
                made = call(*values, **named)
            if isinstance(made, Iterator):
                return self._steps(name, made)
            self.times[name] += 1
            return made

        return timed

    def _steps(self, name: str, steps: Iterator[Any]) -> Iterator[Any]:
        while True:
            with self.part(name):
                step = next(steps, None)
            if step is None:
                return
            self.times[name] += 1
            yield step


@contextmanager
def timed_parts() -> Iterator[Clock]:
    """Time the parts of the builds inside."""
    clock = Clock()
    kept = [(holder, attribute, getattr(holder, attribute)) for _, holder, attribute in _PARTS]
    try:
        for (name, holder, attribute), (_, _, call) in zip(_PARTS, kept, strict=True):
            setattr(holder, attribute, clock.wrap(name, call))
        with clock.part(REST):
            yield clock
    finally:
        for holder, attribute, call in kept:
            setattr(holder, attribute, call)


def parts_table(clock: Clock) -> list[str]:
    """Return the parts as Markdown, in the order of a build."""
    head = "\n| part of the build | times | mean ms | all, s |\n|---|---:|---:|---:|"
    rows = []
    for name in (*dict.fromkeys(part[0] for part in _PARTS), REST):
        seconds, times = clock.seconds[name], clock.times[name]
        mean = f"{1000 * seconds / times:.1f}" if times else ""
        rows.append(f"| {name} | {times or ''} | {mean} | {seconds:.1f} |")
    return [head, *rows]
