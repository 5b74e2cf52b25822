"""``python -m pipelines.airflow_host.warm MODULE PROGRAM ARGUMENT…``: import MODULE, then run PROGRAM as ``__main__``.

The scheduler is started this way: LocalExecutor's tasks are forks of it, and find the libraries of the night
(two seconds of importing in each of some ninety tasks) already in memory.
"""

import importlib
import runpy
import sys


def main() -> None:
    """Import, then become the program."""
    module, program, *arguments = sys.argv[1:]
    importlib.import_module(module)
    sys.argv = [program, *arguments]
    runpy.run_module(program, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
