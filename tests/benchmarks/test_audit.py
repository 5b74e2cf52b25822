"""The dependency audit says when it did not audit, which pip-audit alone does not."""

import json

import pytest

from benchmarks.audit import FOUND, NOT_AUDITED, audit, main, tell

CLEAN = {"name": "jinja2", "version": "3.1.6", "vulns": []}
BAD = {"name": "jinja2", "version": "3.1.2", "vulns": [{"id": "GHSA-x", "fix_versions": ["3.1.6"]}]}
UNKNOWN = {"name": "koe", "skip_reason": "Dependency not found on PyPI and could not be audited: koe (1)"}
OFFLINE = ("", "Traceback\nrequests.exceptions.ConnectionError: Failed to resolve 'pypi.org'\n")


def answers(*packages):
    return json.dumps({"dependencies": packages, "fixes": []}), "No known vulnerabilities found\n"


@pytest.mark.parametrize(
    ("first", "second", "code", "said"),
    [
        (answers(CLEAN), OFFLINE, 0, "1 packages, no known vulnerabilities"),
        (OFFLINE, OFFLINE, NOT_AUDITED, "NOT AUDITED: requests.exceptions.ConnectionError: Failed to resolve"),
        (("", ""), ("", "No module named pip_audit"), NOT_AUDITED, "NOT AUDITED: No module named pip_audit"),
        (answers(UNKNOWN), answers(UNKNOWN), NOT_AUDITED, "NOT AUDITED: 1 of 1 packages are unknown"),
        (answers(CLEAN, UNKNOWN), OFFLINE, NOT_AUDITED, "NOT AUDITED: 1 of 2 packages"),
        (answers(BAD, UNKNOWN), OFFLINE, FOUND, "jinja2 3.1.2: GHSA-x (fixed in 3.1.6)"),
        (answers(UNKNOWN), answers(BAD), FOUND, "GHSA-x"),
    ],
)  # fmt: skip
def test_what_was_not_asked_is_not_called_clean(capsys, first, second, code, said):
    found = audit("some.lock", lambda _, service: first if service == "pypi" else second)
    assert tell("some.lock", found) == code
    output = capsys.readouterr()
    assert said in output.out + output.err


def test_without_a_lock_there_is_nothing_to_do(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert main([]) == 0
