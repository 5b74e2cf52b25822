"""みなもと暮らし: a fictional company whose contacts, and what is true of them, are made by seed."""

from samples.company.demo import DemoSummary, make_demo, write_config
from samples.company.errors import DemoError

__all__ = ["DemoError", "DemoSummary", "make_demo", "write_config"]
