"""Which weeks the site that readers see holds."""

from pathlib import Path

from reports.keys import WeekKey
from reports.portal.site_files import find_build, read_beside
from reports.site import CURRENT
from reports.site_facts import FILE, load_facts


def site_weeks(site_dir: Path) -> frozenset[WeekKey]:
    """Return the weeks of the current build; none where another version of Koe wrote it."""
    build = find_build(site_dir, CURRENT)
    content = read_beside(site_dir, build, FILE) if build else None
    facts = load_facts(content) if content is not None else None
    return frozenset(line.week for line in facts.index.weeks) if facts else frozenset()
