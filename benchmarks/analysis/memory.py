"""Memory of ``koe annotate`` over many utterances: it must not grow with their number.

KOE_BENCH_UTTERANCES=1000000 makes the run as long as a night.
"""

import os
from pathlib import Path

from benchmarks.analysis.corpora import distinct_texts
from benchmarks.analysis.filter_run import recombined, run_annotate

TITLE = "Memory"
_PARTS = (0.1, 0.5, 0.95)  # the last one while the processes are still there
_WORKERS = 2


def report(corpora: Path | None) -> str:
    """Resident memory of the processes at a tenth, at the half and at the end."""
    count = int(os.environ.get("KOE_BENCH_UTTERANCES", "200000"))
    marks = [int(count * part) for part in _PARTS]
    lines = ["| answered | parent, MB | workers, MB | of these their own, MB |", "|---:|---:|---:|---:|"]

    def look(pid: int, answers: int) -> None:
        if marks and answers >= marks[0]:
            marks.pop(0)
            workers = _children(pid)
            cells = [
                f"{answers:,}",
                str(_memory(pid, "Rss:")),
                " + ".join(str(_memory(worker, "Rss:")) for worker in workers),
                " + ".join(str(_memory(worker, "Private_Dirty:")) for worker in workers),
            ]
            lines.append("| " + " | ".join(cells) + " |")

    run = run_annotate(recombined(distinct_texts(corpora), count), workers=_WORKERS, look=look)
    lines.append(
        f"\n{count:,} distinct utterances, {count / run.seconds:,.0f} a second by {_WORKERS} processes."
    )
    lines.append("The dictionary (some 250 MB of each process's memory) is one file that all of them share.")
    return "\n".join(lines) + "\n"


def _children(pid: int) -> list[int]:
    text = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    return [int(child) for child in text.split()]


def _memory(pid: int, name: str) -> int:
    """Megabytes of one kind that Linux counts for a process."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines():
        if line.startswith(name):
            return int(line.split()[1]) // 1024
    return 0
