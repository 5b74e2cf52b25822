"""The report model: numbers, words and notes of each page, independent of the format."""

from reports.model.candidates import list_candidate_rows
from reports.model.context import SiteContext, load_site
from reports.model.figures import TopicFigure
from reports.model.index import IndexPage, build_index
from reports.model.report import build_weekly
from reports.model.rows import NumberRows, list_risk_rows, list_topic_rows
from reports.model.week import WeekContext, load_week
from reports.model.weekly import Department, WeeklyReport

__all__ = [
    "Department",
    "IndexPage",
    "NumberRows",
    "SiteContext",
    "TopicFigure",
    "WeekContext",
    "WeeklyReport",
    "build_index",
    "build_weekly",
    "list_candidate_rows",
    "list_risk_rows",
    "list_topic_rows",
    "load_site",
    "load_week",
]
