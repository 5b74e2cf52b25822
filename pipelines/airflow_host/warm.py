"""``python -m pipelines.airflow_host.warm PROGRAM ARGUMENT…``: load what a night needs, then run PROGRAM.

The scheduler is started this way: LocalExecutor's tasks are forks of it, and find libraries, masker and
analyzer (three seconds of work in each of some hundred tasks) already in memory.
"""

import runpy
import sys
from importlib import import_module


def main() -> None:
    """Load, then become the program."""
    load()
    program = sys.argv[1]
    sys.argv = sys.argv[1:]
    runpy.run_module(program, run_name="__main__", alter_sys=True)


def load() -> None:
    """Import the night and make what `pipelines.resources` keeps once a process."""
    import_module("pipelines.night")
    from pipelines import resources

    resources.masker()
    resources.analyzer().analyse("電話がつながりません。")


if __name__ == "__main__":
    main()
