"""Settings files: YAML with line numbers, checked against pydantic models."""

from pipelines.config.access_file import AccessFile, GrantSettings
from pipelines.config.departments_file import DepartmentSettings, DepartmentsFile
from pipelines.config.koe_file import KoeFile
from pipelines.config.model import SettingsModel
from pipelines.config.sources_file import SourceSettings, SourcesFile
from pipelines.config.validated import load_validated

__all__ = [
    "AccessFile",
    "DepartmentSettings",
    "DepartmentsFile",
    "GrantSettings",
    "KoeFile",
    "SettingsModel",
    "SourceSettings",
    "SourcesFile",
    "load_validated",
]
