"""Progress of a backfill: bars on a terminal, a line at each step elsewhere."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bars

from pipelines.airflow_host.watch import Progress


@contextmanager
def tell_progress(console: Console) -> Iterator[Callable[[Progress], None]]:
    """Yield what `backfill` tells its progress to."""
    if not console.is_terminal:
        yield _Lines(console).tell
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Bars(*columns, console=console) as bars:
        days, reports = bars.add_task("voc_daily"), bars.add_task("voc_reports")

        def tell(now: Progress) -> None:
            description = f"voc_daily ({now.tasks_done} tasks done)"
            bars.update(days, description=description, total=now.days, completed=now.days_done)
            bars.update(reports, total=now.reports, completed=now.reports_done)

        yield tell


class _Lines:
    """One line whenever a run has ended."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._told = ""

    def tell(self, now: Progress) -> None:
        line = f"voc_daily {now.days_done}/{now.days}, voc_reports {now.reports_done}/{now.reports}"
        if line != self._told:
            self._told = line
            self._console.print(f"{line} ({now.tasks_done} tasks done)")
