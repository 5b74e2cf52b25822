"""Errors of the launcher: one plain sentence that names the log to read."""

from pipelines.errors import PipelineError


class HostError(PipelineError):
    """Airflow cannot be started, or did not do what it was asked."""


class Interrupted(BaseException):
    """SIGTERM or SIGHUP arrived; like KeyboardInterrupt it passes through every handler on its way out."""
