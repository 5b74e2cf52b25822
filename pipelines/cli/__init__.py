"""The command ``koe``."""

from pipelines.workers import pin_threads
from pipelines.writing import keep_files_private

pin_threads()


def main() -> None:
    """Run the command line; errors of ours become one plain message and exit code 1."""
    from pipelines.cli.app import run

    keep_files_private()
    run()
