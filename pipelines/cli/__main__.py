"""``python -m pipelines.cli``: the command ``koe``."""

from pipelines.cli import main

main()
