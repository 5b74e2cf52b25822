"""Tables of the schema ``mart``: counts that reports show. Cases are distinct counts and are never summed."""

import pyarrow as pa

from warehouse.contract.model import Column, Table, count, day, number, text, week, words

ALL_DEPARTMENTS = "*"
"""Stands for all departments together (全部署) where counts or alerts name a department."""

CASES = Table(
    "mart",
    "cases",
    "Contact to case (案件): contacts of one matter are linked",
    (
        day("Day of the contact"),
        text("contact_id", "The contact", nullable=False),
        text("case_id", "Id of the first contact of the case", nullable=False),
        count("contact_number", "Position of the contact in its case, from 1"),
    ),
    ("contact_id",),
)

VOICE_FACTS = Table(
    "mart",
    "voice_facts",
    "One row a counted voice with what it is broken down by; no words",
    (
        day(),
        text("voice_id", "The voice", nullable=False),
        text("contact_id", "Its contact", nullable=False),
        text("topic_id", "Topic after merges; null = unassigned"),
        text("kind", "Kind of voice", nullable=False),
        text("department", "Owner; null = 未割当"),
        words("shared_with", "Departments that see it too"),
        text("channel", "Channel", nullable=False),
        text("desk", "Desk"),
        text("product", "Product"),
        text("lot", "Lot"),
        words("risk", "Risk classes"),
    ),
    ("voice_id",),
)

DAILY_TOPIC_COUNTS = Table(
    "mart",
    "daily_topic_counts",
    "Counts per day, kind, topic, owner and channel",
    (
        day(),
        text("kind", "Kind of voice", nullable=False),
        text("topic_id", "Topic; null = unassigned"),
        text("department", "Owner; null = 未割当"),
        text("channel", "Channel", nullable=False),
        count("voices", "Sentences"),
        count("contacts", "Distinct contacts"),
        count("cases", "Distinct cases; not to be summed"),
    ),
    ("kind", "topic_id", "department", "channel"),
)

WEEKLY_TOPIC_COUNTS = Table(
    "mart",
    "weekly_topic_counts",
    "Counts per ISO week (its Monday), kind, topic and department that owns or shares it",
    (
        week(),
        text("kind", "Kind of voice", nullable=False),
        text("topic_id", "Topic; null = unassigned"),
        text("department", "Department that owns or shares it; null = 未割当"),
        text("role", "owner or shared", nullable=False),
        count("voices", "Sentences"),
        count("contacts", "Distinct contacts"),
        count("cases", "Distinct cases; not to be summed"),
    ),
    ("week", "kind", "topic_id", "department", "role"),
)

WEEKLY_DEPARTMENT_COUNTS = Table(
    "mart",
    "weekly_department_counts",
    "Contacts and cases per ISO week that concern a department (any kind, owner or shared)",
    (
        week(),
        text("department", "Department; null = 未割当", nullable=True),
        count("voices", "Sentences"),
        count("contacts", "Distinct contacts"),
        count("cases", "Distinct cases"),
    ),
    ("week", "department"),
)

WEEKLY_CASES = Table(
    "mart",
    "weekly_cases",
    "Cases per ISO week of the whole centre",
    (
        week(),
        count("cases", "Distinct cases"),
    ),
    ("week",),
)

WEEKLY_CASE_ARRIVALS = Table(
    "mart",
    "weekly_case_arrivals",
    "Cases of an ISO week on the day and channel of their first voice in it: additive within the week",
    (
        week(),
        day("Day of the case's first such voice in the week"),
        text("kind", "Kind of voice; null = all that concerns a department, owned or shared"),
        text("topic_id", "Topic; null = unassigned, or all topics where kind is null"),
        text("department", "Owner; null = 未割当; * = all departments together"),
        text("channel", "Channel of that voice", nullable=False),
        count("cases", "Distinct cases"),
        count(
            "separate_cases",
            "Without those that only repeat a sentence of another of the day, customer unknown",
        ),
    ),
    ("week", "day", "kind", "topic_id", "department", "channel"),
)

WEEKLY_EXPECTATIONS = Table(
    "mart",
    "weekly_expectations",
    "Normal range (平常の幅) of a week's cases on its published days; no row = not enough history",
    (
        week(),
        text("kind", "Kind of voice; null = all that concerns the department"),
        text("topic_id", "Topic; null = unassigned, or all topics where kind is null"),
        text("department", "Department that owns or shares it; null = 未割当"),
        text("role", "owner or shared; null where kind is null"),
        number("expected", "Cases that calendar, level and volume let expect", nullable=False),
        count("low", "Lower end of the 90 % range of the week's cases"),
        count("high", "Upper end of the 90 % range of the week's cases"),
        text("trend", "up or down: beyond chance at a false-discovery rate of 10 %; null = neither shown"),
    ),
    ("week", "kind", "topic_id", "department", "role"),
)

ALERTS = Table(
    "mart",
    "alerts",
    "Topics that rise beyond chance: one row a topic and night (last days) or week, and new groups",
    (
        text(
            "alert_id", "Made from scope, day (of a week its Monday), kind, topic, department", nullable=False
        ),
        text("scope", "night or week", nullable=False),
        day("Last day that was judged"),
        text("kind", "Kind of voice", nullable=False),
        text("topic_id", "Topic; null = a group of voices without topic (see candidate)"),
        text("department", "Owner; null = 未割当; * = all departments together (全部署)"),
        count("window_days", "Days of the window"),
        Column("first_day", pa.date32(), "First day of the window", nullable=False),
        count("seen", "Cases in the window"),
        count("repeated_cases", "Those of them that only repeat a sentence of the day; they were not judged"),
        number("expected", "Cases that were to be expected in it", nullable=False),
        count("low", "Lower end of the 90 % range of its cases"),
        count("high", "Upper end of the 90 % range of its cases"),
        number(
            "adjusted_p",
            "p after Benjamini and Hochberg over all series of the night or week",
            nullable=False,
        ),
        Column("began", pa.date32(), "Day from which the window's cases fit a rise best", nullable=False),
        Column("since", pa.date32(), "That day of the first alert in the present run", nullable=False),
        text("dimension", "Where it concentrates: product, lot, store, desk or channel; null = nowhere"),
        text("value", "The value of that dimension"),
        count("value_cases", "Cases of the window with the value", nullable=True),
        count("known_cases", "Cases of the window where the dimension is known", nullable=True),
        count("candidate", "Position in topic_candidates; null = a topic", nullable=True),
        text("outcome", "real, false or known, from the journal, for the whole run; null = none yet"),
    ),
    ("alert_id",),
)

CHANGE_INPUTS = Table(
    "mart",
    "change_inputs",
    "From what the stored expectations and alerts of a week and its nights were computed",
    (
        week(),
        text("digest", "Hash of counts, volumes, calendar and method", nullable=False),
    ),
    ("week",),
)

WEEKLY_DENOMINATORS = Table(
    "mart",
    "weekly_denominators",
    "What a department's counts of a week are set against (denominators.csv); no row = its contacts alone",
    (
        week(),
        text("department", "Department; null = 未割当"),
        text("measure", "shipments, visitors, subscribers or users", nullable=False),
        number("value", "Counted days at four weeks' mean; members: how many there are", nullable=False),
    ),
    ("week", "department"),
)

DAILY_CONTACT_COUNTS = Table(
    "mart",
    "daily_contact_counts",
    "Contacts per day, source, channel and desk, with the centre's own figures",
    (
        day(),
        text("source", "Source", nullable=False),
        text("channel", "Channel", nullable=False),
        text("desk", "Desk"),
        count("contacts", "Counted contacts"),
        count("excluded", "Contacts kept out of counts"),
        count("resolved", "Contacts that were solved"),
        number("mean_csat", "Mean satisfaction", unit="1-5"),
        number("mean_handle_seconds", "Mean handling time", unit="s"),
    ),
    ("source", "channel", "desk"),
)

CORRECTIONS = Table(
    "mart",
    "corrections",
    "Published figures that became others: was, is, why; one row a figure and publication",
    (
        text("build", "Published build that brought the new figure", nullable=False),
        text("period", "day or week", nullable=False),
        Column("first_day", pa.date32(), "The day, or the Monday of the ISO week", nullable=False),
        text("measure", "contacts, voices or cases", nullable=False),
        text("department", "Department; null = 未割当, or the whole centre for days"),
        text("kind", "Kind of the topic's voices; null = not about a topic"),
        text("topic_id", "Topic; null = not about a topic"),
        count("was", "The figure as it was published"),
        count("became", "The figure as it is"),
        text("state", "confirmed or provisional, when it was changed", nullable=False),
        words("reasons", "late_file, forgotten, registry, dictionary, code, journal, related_days …"),
    ),
    ("build", "period", "first_day", "measure", "department", "kind", "topic_id"),
)

ACTION_EFFECTS = Table(
    "mart",
    "action_effects",
    "What became of each improvement action, worked out anew at every publication",
    (
        text("action_id", "Id of the journal entry", nullable=False),
        text("verdict", "decreased, increased, unchanged or undecidable", nullable=False),
        text(
            "reason",
            "Why it is undecidable: future, no_day, no_topic, topic_gone, … ; else empty",
            nullable=False,
        ),
        number("change_low", "Lower end of the 90 % range of the change; −0.3 = 30 % fewer than without it"),
        number("change_high", "Upper end of the 90 % range of the change"),
        number(
            "smallest_effect", "Smallest decrease, as a share, that would have been seen four times in five"
        ),
        count("before_cases", "Cases in the days before that are shown"),
        count("after_cases", "Cases in as many days after it"),
        count("before_days", "Counted days before that are shown"),
        count("after_days", "Counted days after that are shown"),
        number("volume_change", "Change of what the volume of contacts lets expect; −0.1 = 10 % less"),
        count("control_count", "Comparable topics that the change is measured against"),
        words("counted_topics", "Topics that were counted, after merges"),
        words("other_actions", "Actions on the same topics that cannot be told apart from it"),
        Column("judged_until", pa.date32(), "Last day that was looked at"),
        Column("judge_from", pa.date32(), "Day from which there can be a verdict; null = nobody can say"),
    ),
    ("action_id",),
)
