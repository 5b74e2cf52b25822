"""``python -m pipelines.airflow_host [--postgres] demo|up|unstick``."""

import argparse
import os
import sys
import time
from dataclasses import replace

from rich.console import Console

from pipelines.airflow_host.api import Api
from pipelines.airflow_host.demo import run_demo
from pipelines.airflow_host.errors import HostError, Interrupted
from pipelines.airflow_host.host import running
from pipelines.airflow_host.installation import USER, Installation, find_installation
from pipelines.airflow_host.signals import raise_on_signals
from pipelines.airflow_host.stranded import run_unstick
from pipelines.airflow_host.watch import wait_healthy
from pipelines.writing import keep_files_private

INTERRUPTED_EXIT = 130


def main() -> int:
    """Run a command; errors of ours become one sentence and exit code 1."""
    keep_files_private()
    raise_on_signals()
    parser = argparse.ArgumentParser(prog="python -m pipelines.airflow_host", description=__doc__)
    parser.add_argument(
        "--postgres", action="store_true", help="Airflow's tables in a PostgreSQL of our own, not SQLite"
    )
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("up", help="Airflow and its UI in the foreground, until Ctrl-C")
    commands.add_parser(
        "demo", help="the demo company, its last seven days by Airflow; options as of 'koe demo'"
    )
    commands.add_parser(
        "unstick", help="free the runs that a cancelled backfill left queued, and run their days"
    )
    arguments, options = parser.parse_known_args()
    if options and arguments.command != "demo":
        parser.error(f"unrecognized arguments: {' '.join(options)}")
    console = Console(width=None if sys.stdout.isatty() else 120, highlight=False)
    try:
        installation = replace(find_installation(os.environ), postgres=arguments.postgres)
        if arguments.command == "up":
            run_up(installation, console)
        elif arguments.command == "unstick":
            run_unstick(installation, console)
        else:
            run_demo(installation, options, console)
    except HostError as error:
        console.print(f"koe: {error}", soft_wrap=True, markup=False, style="red")
        return 1
    except (KeyboardInterrupt, Interrupted):
        console.print("Stopped; nothing of Airflow is left running.")
        return INTERRUPTED_EXIT
    return 0


def run_up(installation: Installation, console: Console) -> None:
    """Show the UI until Ctrl-C or SIGTERM."""
    console.print("Airflow: starting …")
    with running(installation) as host:
        wait_healthy(host, Api(installation))
        tables = "PostgreSQL" if installation.postgres else "SQLite"
        console.print(f"Airflow's UI: {installation.url}", soft_wrap=True)
        console.print(f"user: {USER}   password: in {installation.passwords}", soft_wrap=True)
        console.print(f"Airflow's tables: {tables}")
        console.print("Ctrl-C stops it.")
        while True:
            host.check_alive()
            time.sleep(1)


if __name__ == "__main__":
    sys.exit(main())
