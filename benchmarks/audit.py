"""``python -m benchmarks.audit``: known vulnerabilities of the locked packages.

pip-audit says "No known vulnerabilities found" also when it could ask about none of them; this tells.
"""

import argparse
import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

LOCKS = ("requirements.lock", "requirements-system.lock")
FOUND, NOT_AUDITED = 1, 3
SERVICES = ("pypi", "osv")


@dataclass(frozen=True)
class Audit:
    """What was asked of one lock file and answered.

    Attributes
    ----------
    audited : int
        Packages that the service knows.
    skipped : int
        Packages that could not be asked about.
    vulnerable : tuple of str
        ``jinja2 3.1.2: GHSA-… (fixed in 3.1.6)``.
    trouble : str
        Why nothing was answered at all; "" when something was.
    """

    audited: int
    skipped: int
    vulnerable: tuple[str, ...]
    trouble: str = ""


def run_pip_audit(lock: str, service: str) -> tuple[str, str]:
    """Return standard output and error of pip-audit."""
    argv = [sys.executable, "-m", "pip_audit", "--disable-pip", "--require-hashes", "-r", lock]
    options = ["--format", "json", "--progress-spinner", "off", "--vulnerability-service", service]
    done = subprocess.run([*argv, *options], capture_output=True, text=True, check=False)
    return done.stdout, done.stderr


def audit(lock: str, run: Callable[[str, str], tuple[str, str]] = run_pip_audit) -> Audit:
    """Ask one service after the other until one knows packages of the lock file."""
    found = Audit(0, 0, (), "not asked")
    for service in SERVICES:
        found = read_answer(*run(lock, service))
        if found.audited:
            break
    return found


def read_answer(out: str, err: str) -> Audit:
    """Read pip-audit's JSON; without it the last line of its errors is the trouble."""
    try:
        packages = json.loads(out)["dependencies"]
    except (ValueError, KeyError):
        return Audit(0, 0, (), (err.strip().splitlines() or ["no answer"])[-1][:200])
    known = [package for package in packages if "skip_reason" not in package]
    vulnerable = tuple(
        f"{package['name']} {package['version']}: {each['id']} "
        f"(fixed in {', '.join(each['fix_versions']) or 'no version yet'})"
        for package in known
        for each in package["vulns"]
    )
    return Audit(len(known), len(packages) - len(known), vulnerable)


def tell(lock: str, found: Audit) -> int:
    """Print the result of a lock file in one line or more, and return its exit code."""
    for line in found.vulnerable:
        print(f"koe: {lock}: {line}", file=sys.stderr)
    if found.vulnerable:
        return FOUND
    if found.audited == 0 or found.skipped:
        why = (
            found.trouble
            or f"{found.skipped} of {found.audited + found.skipped} packages are unknown to the service"
        )
        print(f"koe: {lock} is NOT AUDITED: {why}; run 'make audit' with a network", file=sys.stderr)
        return NOT_AUDITED
    print(f"{lock}: {found.audited} packages, no known vulnerabilities")
    return 0


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.audit", description=__doc__)
    parser.add_argument("--required", action="store_true", help="what could not be audited fails, too")
    options = parser.parse_args(arguments)
    codes = {tell(lock, audit(lock)) for lock in LOCKS if Path(lock).exists()}
    if FOUND in codes:
        return FOUND
    return NOT_AUDITED if options.required and NOT_AUDITED in codes else 0


if __name__ == "__main__":
    sys.exit(main())
