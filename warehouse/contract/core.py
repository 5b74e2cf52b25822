"""Tables of the schema ``core``: what was said, what it means, where it belongs."""

import pyarrow as pa

from warehouse.contract.model import EXPRESSION, Column, Table, count, day, flag, moment, number, text, words

CONTACTS = Table(
    "core",
    "contacts",
    "One row a contact: the winner over all versions that were received",
    (
        day("Day the contact started, in Asia/Tokyo"),
        text("contact_id", "Stable id: source and native id", nullable=False),
        text("source_case_id", "Case or ticket number of the source system"),
        text("source", "Name of the source in sources.yaml", nullable=False),
        text("channel", "phone, mail, chat, sns, survey, bot or store", nullable=False),
        moment("started_at", "Start of the contact", nullable=False),
        moment("ended_at", "End of the contact"),
        moment("updated_at", "Time of the last change as the source declares it"),
        text("customer_key", "Keyed HMAC of the customer number"),
        text("agent_key", "Keyed HMAC of the agent"),
        text("desk", "Desk that answered (in-house or outsourced)"),
        text("queue", "Queue or skill group"),
        text("product", "Product the contact is about"),
        text("lot", "Production lot of the product"),
        text("department_hint", "Department id that the source names"),
        flag("resolved", "Whether the contact was solved", nullable=True),
        number("first_reply_seconds", "Wait until the first reply", unit="s"),
        number("handle_seconds", "Handling time", unit="s"),
        number("csat", "Customer satisfaction", unit="1-5"),
        number("nps", "Willingness to recommend", unit="0-10"),
        Column(
            "attributes", pa.string(), "Further source columns as a JSON object, masked", customer_text=True
        ),
        text("excluded_reason", "Why the contact is kept out of all counts; null = counted"),
        text(
            "source_file",
            "File the winner came from, relative to the source's folder, masked",
            nullable=False,
        ),
        count("source_row", "Row of the winner in its file (first of a group), from 1"),
        count("version", "How many versions were received up to now"),
    ),
    ("contact_id",),
)

UTTERANCES = Table(
    "core",
    "utterances",
    "One row a turn (masked), with its analysis",
    (
        day(),
        text("contact_id", "Contact the turn belongs to", nullable=False),
        count("seq", "Position in the contact, from 1"),
        text("speaker", "customer, operator, bot, system, memo or unknown", nullable=False),
        text("text", "Masked words", nullable=False, customer_text=True),
        text("intent", "Kind of the most prominent sentence", nullable=False),
        number("intent_score", "How sure that is", unit="0-1", nullable=False),
        number("sentiment", "Tone", unit="-1-1", nullable=False),
    ),
    ("contact_id", "seq"),
)

VOICES = Table(
    "core",
    "voices",
    "One row a customer (or memo) sentence that is a complaint, request, procedure, question or praise",
    (
        day(),
        text("voice_id", "contact_id/seq.sentence", nullable=False),
        text("contact_id", "Contact it was said in", nullable=False),
        count("seq", "Turn it was said in, from 1"),
        text("sentence", "Masked sentence", nullable=False, customer_text=True),
        words("tokens", "Content lemmas in order", customer_text=True),
        text("kind", "complaint, request, procedure, question or praise", nullable=False),
        number("kind_score", "How sure the kind is", unit="0-1", nullable=False),
        number("sentiment", "Tone", unit="-1-1", nullable=False),
        words("flags", "cancel_intent, repair_exchange"),
        words("risk", "Risk classes that count at n = 1"),
        flag("quotable", "Whether no trace of personal or sensitive data was seen in it"),
        Column(
            "expressions",
            pa.list_(EXPRESSION),
            "Subject-predicate expressions",
            nullable=False,
            customer_text=True,
        ),
    ),
    ("voice_id",),
)

ASSIGNMENTS = Table(
    "core",
    "assignments",
    "Voice to topic on one registry version; topic null = left unassigned",
    (
        day(),
        text("voice_id", "The voice", nullable=False),
        text("topic_id", "Its topic; null = unassigned"),
        number("similarity", "Cosine to the topic's centre", nullable=False),
        count("registry_version", "Registry version that decided; 0 = no registry yet"),
    ),
    ("voice_id",),
)

TOPICS = Table(
    "core",
    "topics",
    "Topics of the registry version in force, with people's edits applied",
    (
        text("topic_id", "Never reused, never made from a label", nullable=False),
        text("kind", "Kind of the voices in it", nullable=False),
        text("label", "Name a customer could have said", nullable=False, customer_text=True),
        text("label_source", "machine or human", nullable=False),
        text("parent_id", "Theme (主題) above the topic; null for a theme"),
        Column("born_on", pa.date32(), "Last day of the window it was first found in", nullable=False),
        text("status", "active, dormant, merged or muted", nullable=False),
        text("merged_into", "Topic that took it over"),
        words("keywords", "Five words typical of it", customer_text=True),
        words("representatives", "Ids of voices near its centre"),
        count("registry_version", "Registry version"),
    ),
    ("topic_id",),
)

ROUTES = Table(
    "core",
    "routes",
    "Topic to owner department and to those who share it",
    (
        text("topic_id", "The topic", nullable=False),
        text("owner_department", "Department id; null = 未割当"),
        words("shared_with", "Department ids that see it too"),
        text("route_source", "rule, human or none", nullable=False),
    ),
    ("topic_id",),
)

RECEIPTS = Table(
    "core",
    "receipts",
    "What each expected or delivered file brought for a day: rows in = contacts + superseded + quarantined",
    (
        day(),
        text("source", "Name of the source", nullable=False),
        text("source_file", "File, relative to the source's folder, masked", nullable=False),
        text("file_hash", "SHA-256 of the delivered bytes; empty when missing", nullable=False),
        text(
            "status",
            "received, empty, broken, replaced (broken, later whole), missing or canary (planted contacts)",
            nullable=False,
        ),
        text("encoding", "Encoding found"),
        count("row_count", "Rows of the file that belong to the day"),
        count("contact_rows", "Rows that became (part of) the winning version of a contact"),
        count("superseded_rows", "Rows of versions that lost against a later one"),
        count("quarantined_rows", "Rows in quarantine"),
        moment("delivered_at", "Delivery time", hashed=False),
    ),
    ("source", "source_file", "file_hash"),
)

QUARANTINE = Table(
    "core",
    "quarantine",
    "What could not be read, with file, row and reason; detail is masked",
    (
        day(),
        text("source", "Name of the source", nullable=False),
        text("source_file", "File, relative to the source's folder, masked", nullable=False),
        text("file_hash", "SHA-256 of the delivered bytes", nullable=False),
        count("source_row", "Row in the file, from 1; 0 = the file as a whole"),
        text("reason", "Code such as bad_date, no_text, broken_file", nullable=False),
        text("detail", "What was wrong, in English, masked", nullable=False, customer_text=True),
    ),
    ("source", "source_file", "file_hash", "source_row", "reason"),
)

FILE_WARNINGS = Table(
    "core",
    "file_warnings",
    "Columns of a delivered file that were not there, or whose cells could not be read and became null",
    (
        day("Day the file is for, else the first day it holds"),
        text("source", "Name of the source", nullable=False),
        text("source_file", "File, relative to the source's folder, masked", nullable=False),
        text("file_hash", "SHA-256 of the delivered bytes", nullable=False),
        text("warning", "absent = the column is not there; unreadable = cells became null", nullable=False),
        text("column_name", "Column of the contract that it would have filled", nullable=False),
        count("cells", "Cells that could not be read; 0 for a column that is not there"),
    ),
    ("source", "source_file", "file_hash", "warning", "column_name"),
)
