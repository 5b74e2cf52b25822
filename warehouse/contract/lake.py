"""Tables that only the lake holds."""

import pyarrow as pa

from warehouse.contract.core import CONTACTS
from warehouse.contract.model import TURN, Column, Table, moment

_TURNS = Column(
    "turns",
    pa.list_(pa.field("element", TURN)),
    "Masked turns in order",
    nullable=False,
    customer_text=True,
)

RECEIVED = Table(
    "lake",
    "received",
    "What one delivered file held for one day: contacts in all versions, masked, with their turns",
    (
        *CONTACTS.columns,
        Column("row_count", pa.int64(), "Rows of the file the contact was made from", nullable=False),
        moment("delivered_at", "Delivery time of the file", nullable=False, hashed=False),
        _TURNS,
    ),
    ("contact_id", "source_row"),
)

LAKE_CONTACTS = Table(
    "lake",
    "contacts",
    "One row a contact with its masked turns; what annotate reads",
    (*CONTACTS.columns, _TURNS),
    CONTACTS.key,
)
