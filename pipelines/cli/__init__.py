"""The command ``koe``."""

from pipelines.workers import pin_threads

pin_threads()


def main() -> None:
    """Run the command line; errors of ours become one plain message and exit code 1."""
    from pipelines.cli.app import run

    run()
