"""The data dictionary, made from the contract by ``make docs``."""

import sys

from warehouse.contract import CORE_TABLES, LAKE_TABLES, MART_TABLES, Table

_HEAD = """# Data dictionary

Made from `warehouse/contract/` by `make docs`; change the contract, not this page.
"""


def render_dictionary() -> str:
    """Return the page as Markdown."""
    return "\n".join([_HEAD, *(_section(table) for table in (*CORE_TABLES, *MART_TABLES, *LAKE_TABLES))])


def _section(table: Table) -> str:
    lines = [f"## {table.full_name}", "", f"{table.description}. Key: {', '.join(table.key)}.", ""]
    lines += ["| column | type | unit | null | customer text | meaning |", "|---|---|---|---|---|---|"]
    for column in table.columns:
        marks = ("yes" if column.nullable else "", "yes" if column.customer_text else "")
        kind = str(column.type).replace("|", "\\|")
        lines.append(
            f"| {column.name} | {kind} | {column.unit} | {marks[0]} | {marks[1]} | {column.description} |"
        )
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    sys.stdout.write(render_dictionary())
