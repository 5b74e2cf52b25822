"""``departments.yaml``: who owns which topics."""

from typing import Literal

from pydantic import Field, model_validator

from pipelines.config.model import SettingsModel, problem


class DepartmentSettings(SettingsModel):
    """One department.

    Attributes
    ----------
    id : str
        ``product``; used in addresses of reports and in the journal.
    name : str
        What readers see, for example 商品開発部.
    hint : str or None
        Value of ``department_hint`` that means this department, for example 嶺北.
    words : tuple of str
        A topic belongs where most of its sentences hold one of these.
    share_words : tuple of str
        A topic is shared with the department when its sentences hold one of these.
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    name: str = Field(min_length=1)
    hint: str | None = None
    words: tuple[str, ...] = ()
    share_words: tuple[str, ...] = ()


class DepartmentsFile(SettingsModel):
    """All departments and the rule that finds a topic's owner."""

    owner_from: Literal["topic", "department_hint"] = "topic"
    departments: tuple[DepartmentSettings, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _tell_departments_apart(self) -> "DepartmentsFile":
        for field in ("id", "name", "hint"):
            seen: set[str | None] = set()
            for number, department in enumerate(self.departments):
                value = getattr(department, field)
                if value is not None and value in seen:
                    raise problem(
                        f"{field} {value!r} is used by two departments", at=("departments", number, field)
                    )
                seen.add(value)
        return self
