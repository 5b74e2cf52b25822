"""``koe.yaml``: the general settings, all with defaults."""

from datetime import time
from typing import Annotated

from pydantic import AfterValidator, Field

from pipelines.config.model import SettingsModel
from pipelines.config.protocols import refuse_strange_lake


class NotifiedDepartment(SettingsModel):
    """Whom a department's message goes to: mail addresses, and the id of an Airflow connection with a URL."""

    mail: tuple[str, ...] = ()
    webhook: str = ""


class NotifySettings(SettingsModel):
    """Messages to departments; none is sent to departments that are not named.

    Attributes
    ----------
    portal_url : str
        Address of the portal as readers open it, such as ``https://airflow.example.co.jp/koe``; empty = no
        link.
    """

    portal_url: str = ""
    departments: dict[str, NotifiedDepartment] = Field(default_factory=dict)


class KoeFile(SettingsModel):
    """General settings.

    Attributes
    ----------
    late_days : int
        How many days back files are looked for, and how far a correction may move a contact.
    provisional_days : int
        Days until figures turn from 速報 to 確定.
    published_days : int
        Days whose rows go into readers' copies.
    case_days : int
        Days within which contacts of one customer and topic are one case (案件).
    refit_days : int
        Days a topic refit looks at.
    shard_contacts : int
        Contacts in one annotate task.
    lake : str
        URL of the lake; empty = ``$KOE_HOME/lake``.
    min_cell_cases : int
        Cells with fewer cases are not broken down further.
    report_by : time
        When readers expect the morning's reports, in the sources' time zone; the operators' deadline.
    alert_mail : tuple of str
        Who is written to when a night needs somebody; empty = nobody. Needs Airflow's connection
        smtp_default.
    alert_webhook : str
        Id of Airflow's connection whose URL takes the alert as JSON ``{"text": …}`` (Slack, Teams);
        empty = none.
    canaries : int
        Fictitious contacts that are planted each night to see that masking works; 0 = none.
    notify : NotifySettings
        Messages to departments when their reports have something new.
    """

    late_days: int = Field(default=14, ge=0, le=366)
    provisional_days: int = Field(default=3, ge=0, le=366)
    published_days: int = Field(default=62, ge=1)
    case_days: int = Field(default=14, ge=0, le=366)
    refit_days: int = Field(default=180, ge=1)
    shard_contacts: int = Field(default=2000, ge=1)
    lake: Annotated[str, AfterValidator(refuse_strange_lake)] = ""
    min_cell_cases: int = Field(default=5, ge=1)
    report_by: time = time(8, 0)
    alert_mail: tuple[str, ...] = ()
    alert_webhook: str = ""
    canaries: int = Field(default=6, ge=0, le=100)
    notify: NotifySettings = Field(default_factory=NotifySettings)
