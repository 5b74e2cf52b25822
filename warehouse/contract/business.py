"""Tables of the schema ``core`` about the business around the contacts: orders, calendar, actions."""

import pyarrow as pa

from warehouse.contract.model import Column, Table, count, day, moment, number, text, words

DAILY_DENOMINATORS = Table(
    "core",
    "daily_denominators",
    "What counts are set against: shipments, subscribers, visitors per day",
    (
        day("Day the figure is for"),
        text("source", "Name of the source", nullable=False),
        text("measure", "shipments, subscribers, visitors …", nullable=False),
        text("product", "Product; empty = all", nullable=False),
        text("lot", "Lot; empty = all", nullable=False),
        number("value", "The figure", nullable=False),
    ),
    ("source", "measure", "product", "lot"),
)

ORDERS = Table(
    "core",
    "orders",
    "Orders of the shop or reservation site",
    (
        day("Day of the order"),
        text("source", "Name of the source", nullable=False),
        text("order_key", "Keyed HMAC of the order number", nullable=False),
        text("customer_key", "Keyed HMAC of the customer number"),
        text("product", "Product", nullable=False),
        text("lot", "Lot"),
        number("quantity", "Pieces"),
        number("amount_yen", "Amount", unit="JPY"),
    ),
    ("source", "order_key", "product"),
)

SUBSCRIPTIONS = Table(
    "core",
    "subscriptions",
    "Changes of a customer's subscription",
    (
        day("Day of the change"),
        text("source", "Name of the source", nullable=False),
        text("customer_key", "Keyed HMAC of the customer number", nullable=False),
        text("product", "Product subscribed to", nullable=False),
        text("status", "started, active, skipped, cancelled", nullable=False),
    ),
    ("source", "customer_key", "product", "status"),
)

CALENDAR = Table(
    "core",
    "calendar",
    "Campaigns, releases and other events; public holidays are computed",
    (
        day("First day of the event"),
        text("source", "Name of the source", nullable=False),
        text("event_type", "campaign, release, closure …", nullable=False),
        text("name", "Name of the event", nullable=False),
        Column("until_day", pa.date32(), "Last day; null = one day"),
    ),
    ("source", "event_type", "name"),
)

ACTIONS = Table(
    "core",
    "actions",
    "Improvement actions (打ち手) from the journal",
    (
        text("action_id", "Id of the journal entry", nullable=False),
        words("topic_ids", "Topics it is meant to move"),
        text("department", "Department that did it"),
        Column("done_on", pa.date32(), "Day it took effect"),
        text("what", "What was changed", nullable=False),
        text("expected_effect", "What was hoped for"),
        text("owner", "Who takes care of it: a role or a team"),
        Column("due_on", pa.date32(), "Day by which an answer is wanted"),
        text("status", "draft, done or closed", nullable=False),
        text("answer", "What was answered last"),
        Column("answered_on", pa.date32(), "Day of the last answer; null = none, or the date was put off"),
        Column("closed_on", pa.date32(), "Day it was closed"),
        moment("recorded_at", "When it was written down", nullable=False),
    ),
    ("action_id",),
)

DEPARTMENTS = Table(
    "core",
    "departments",
    "Departments of departments.yaml",
    (
        text("department", "Department id", nullable=False),
        text("name", "Name that readers see", nullable=False),
        count("position", "Order on the index page, from 1"),
        text("hint", "Value of department_hint that means this department"),
    ),
    ("department",),
)

SOURCES = Table(
    "core",
    "sources",
    "Sources of sources.yaml",
    (
        text("source", "Name of the source", nullable=False),
        text("source_label", "Name that readers see", nullable=False),
    ),
    ("source",),
)

LINEAGE = Table(
    "core",
    "lineage",
    "What each refit did to the topics",
    (
        count("registry_version", "Version the refit made"),
        Column("happened_on", pa.date32(), "Last day of the refit's window", nullable=False),
        text("event", "born, continued, split, merged, dormant or revived", nullable=False),
        text("topic_id", "Topic it happened to", nullable=False),
        words("related_ids", "Topics it came from or went to"),
    ),
    ("registry_version", "event", "topic_id"),
)

JOURNAL_CONFLICTS = Table(
    "core",
    "journal_conflicts",
    "People's edits that no longer apply, and journal files that cannot be read",
    (
        text("entry_id", "Entry or file name", nullable=False),
        text("action", "What it wanted to do", nullable=False),
        text("reason", "Why it does not apply, in Japanese", nullable=False),
    ),
    ("entry_id",),
)

TOPIC_CANDIDATES = Table(
    "core",
    "topic_candidates",
    "Groups of unassigned voices that may become topics (新しい話題の候補), found anew at every publication",
    (
        count("position", "Order, the one with the most cases first, from 1"),
        text("kind", "Kind of the voices", nullable=False),
        text("label", "Name a customer could have said", nullable=False, customer_text=True),
        count("case_count", "Cases (案件) of its voices"),
        count("voice_count", "Voices"),
        Column("first_day", pa.date32(), "Day of its first voice", nullable=False),
        Column("last_day", pa.date32(), "Day of its last voice", nullable=False),
        words("examples", "Quotable masked sentences near its middle", customer_text=True),
        words("voice_ids", "Its voices"),
    ),
    ("position",),
)

DAYS = Table(
    "core",
    "days",
    "State of each loaded day",
    (
        day(),
        text("verdict", "pass, warn or fail, from the data checks", nullable=False),
        count("warning_count", "Warnings of the checks"),
        count("failure_count", "Failures of the checks"),
        count("registry_version", "Registry version of its assignments"),
        text("input_hash", "Hash of all inputs (see the manifest)", nullable=False),
        text("counted_hash", "Hash of the inputs and owners that the marts reflect; null = not counted"),
    ),
    ("day",),
)

CHECK_RESULTS = Table(
    "core",
    "check_results",
    "What the data checks found",
    (
        day(),
        text("check_name", "File name of the check", nullable=False),
        text("level", "fail or warn", nullable=False),
        count("row_count", "Offending rows"),
        text("message", "What it means, for readers, in Japanese", nullable=False),
    ),
    ("check_name",),
)

DAY_INPUTS = Table(
    "core",
    "day_inputs",
    "What each loaded day was made from, piece by piece, so that a changed number can be explained",
    (
        day(),
        text("kind", "file, dictionary, synonyms, registry, code …", nullable=False),
        text("name", "Which of the kind: a source file, a library; else empty", nullable=False),
        text("digest", "Version, or the beginning of its hash", nullable=False),
    ),
    ("kind", "name"),
)

VERIFICATIONS = Table(
    "core",
    "verifications",
    "Days that were run again aside and compared with what is stored (koe verify), the newest time of each",
    (
        day(),
        moment("verified_at", "When", nullable=False),
        text("verdict", "identical, inputs_changed or different", nullable=False),
        count("row_count", "Rows compared"),
    ),
    ("day",),
)
