"""``--strict-skips``: a skip whose reason is not in allowed_skips.txt fails the run.

Properties try the same examples in every run, so that a change is judged by what it changes; ``make explore``
looks for new ones.
"""

import os
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("repeatable", derandomize=True)
settings.load_profile(os.environ.get("KOE_HYPOTHESIS", "repeatable"))

ALLOWED = Path(__file__).parent / "allowed_skips.txt"


def pytest_addoption(parser):
    parser.addoption(
        "--strict-skips", action="store_true", help=f"fail on skips that {ALLOWED.name} does not name"
    )


def allowed_reasons():
    lines = ALLOWED.read_text(encoding="utf-8").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session):
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if (
        reporter is None
        or hasattr(session.config, "workerinput")
        or not session.config.getoption("--strict-skips")
    ):
        return
    allowed = allowed_reasons()
    for report in reporter.stats.get("skipped", []):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        if not any(known in reason for known in allowed):
            reporter.write_line(f"not an allowed skip: {report.nodeid}: {reason}", red=True)
            session.exitstatus = pytest.ExitCode.TESTS_FAILED
