"""``access.yaml``: which roles and users see which department's reports."""

from pydantic import Field, field_validator

from pipelines.config.model import SettingsModel, problem, unknown_key


class GrantSettings(SettingsModel):
    """Who is let in; both lists may be empty, then nobody is but those who see everything.

    Attributes
    ----------
    roles : tuple of str
        Names of roles as Airflow's login has them, for example ``koe_product``; exact, capitals included.
    users : tuple of str
        Names of users.
    """

    roles: tuple[str, ...] = ()
    users: tuple[str, ...] = ()

    @field_validator("roles", "users")
    @classmethod
    def _plain_names(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for number, name in enumerate(value):
            if not name.strip() or name != name.strip() or "*" in name:
                raise problem(f"{name!r} is no name; write each role or user out, without *", at=(number,))
        return value


class AccessFile(SettingsModel):
    """All rights; a department that is not named is seen by those with its standard role ``koe_<id>``.

    Attributes
    ----------
    all_departments : GrantSettings
        Who sees every department, 未割当 and the pages of the whole company.
    departments : mapping
        Department id to who sees it.
    unassigned : GrantSettings
        Who sees the voices without an owner.
    """

    all_departments: GrantSettings = Field(
        default_factory=lambda: GrantSettings(roles=("koe_all", "admin", "Admin"))
    )
    departments: dict[str, GrantSettings] = Field(default_factory=dict)
    unassigned: GrantSettings = Field(default_factory=lambda: GrantSettings(roles=("koe_unassigned",)))

    @field_validator("departments")
    @classmethod
    def _known(cls, value: dict[str, GrantSettings], info: object) -> dict[str, GrantSettings]:
        context = getattr(info, "context", None) or {}
        known = context.get("departments")
        for name in value:
            if known is not None and name not in known:
                raise unknown_key(name, known)
        return value
