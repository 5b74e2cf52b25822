"""What a column and a table are; everything else about the data derives from these."""

from dataclasses import dataclass

import pyarrow as pa

TIME = pa.timestamp("us", tz="UTC")
EXPRESSION = pa.struct([("subject", pa.string()), ("predicate", pa.string()), ("negated", pa.bool_())])
TURN = pa.struct([("speaker", pa.string()), ("text", pa.string())])


@dataclass(frozen=True)
class Column:
    """One column, declared once.

    Attributes
    ----------
    name : str
        Carries its unit where it has one (``handle_seconds``).
    type : pyarrow.DataType
        Type in the lake; the DuckDB type derives from it.
    description : str
        One English sentence for the data dictionary.
    unit : str
        ``""`` where there is none.
    nullable : bool
        Whether null is allowed.
    customer_text : bool
        Whether masked words of a customer may stand in it.
    hashed : bool
        Whether it is part of the canonical hash (delivery times are not: a copied file has another).
    """

    name: str
    type: pa.DataType
    description: str
    unit: str = ""
    nullable: bool = True
    customer_text: bool = False
    hashed: bool = True


@dataclass(frozen=True)
class Table:
    """A table of the lake, the warehouse or both.

    Attributes
    ----------
    schema, name : str
        ``core.contacts`` is schema ``core``, name ``contacts``.
    description : str
        Grain and meaning.
    columns : tuple of Column
        In stored order. A table with a ``day`` column has it first; under ``day=…`` Parquet leaves it out.
    key : tuple of str
        Columns that identify a row; also the canonical order.
    """

    schema: str
    name: str
    description: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]

    @property
    def full_name(self) -> str:
        """Name with its schema, ``core.contacts``."""
        return f"{self.schema}.{self.name}"

    @property
    def has_day(self) -> bool:
        """Whether rows belong to one contact day."""
        return self.columns[0].name == "day"

    def column(self, name: str) -> Column:
        """Return the column called `name`; KeyError when the contract has none."""
        for column in self.columns:
            if column.name == name:
                return column
        message = f"{self.full_name} has no column {name!r}; the contract is in warehouse/contract/"
        raise KeyError(message)

    def arrow_schema(self, *, with_day: bool = True) -> pa.Schema:
        """Return the Parquet schema; without the day column for files under ``day=…``."""
        return pa.schema(
            [
                pa.field(column.name, column.type, column.nullable)
                for column in self.columns
                if with_day or column.name != "day"
            ]
        )


def day(description: str = "Contact day in Asia/Tokyo") -> Column:
    """Return the day column that dated tables begin with."""
    return Column("day", pa.date32(), description, nullable=False)


def week(description: str = "Monday of the ISO week") -> Column:
    """Return the week column that weekly tables begin with."""
    return Column("week", pa.date32(), description, nullable=False)


def text(name: str, description: str, *, nullable: bool = True, customer_text: bool = False) -> Column:
    """Return a string column."""
    return Column(name, pa.string(), description, nullable=nullable, customer_text=customer_text)


def words(name: str, description: str, *, customer_text: bool = False) -> Column:
    """Return a column that holds a list of strings (never null, maybe empty)."""
    return Column(name, pa.list_(pa.string()), description, nullable=False, customer_text=customer_text)


def count(name: str, description: str, *, unit: str = "", nullable: bool = False) -> Column:
    """Return a whole-number column."""
    return Column(name, pa.int64(), description, unit=unit, nullable=nullable)


def number(name: str, description: str, *, unit: str = "", nullable: bool = True) -> Column:
    """Return a floating-point column; six decimals count in the canonical hash."""
    return Column(name, pa.float64(), description, unit=unit, nullable=nullable)


def moment(name: str, description: str, *, nullable: bool = True, hashed: bool = True) -> Column:
    """Return a column with a point in time (UTC, microseconds)."""
    return Column(name, TIME, description, unit="UTC", nullable=nullable, hashed=hashed)


def flag(name: str, description: str, *, nullable: bool = False) -> Column:
    """Return a yes/no column."""
    return Column(name, pa.bool_(), description, nullable=nullable)
