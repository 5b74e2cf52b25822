"""Errors of the demo company's generator."""


class DemoError(Exception):
    """The demo company could not be made; the message says what stands in the way and what to do."""
