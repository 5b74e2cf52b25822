"""A finished picture: the drawing, what it says in words, and its numbers as a table."""

from dataclasses import dataclass

WIDTH = 360
"""Width of every drawing: that of a telephone, so that its writing is read there without zooming."""

INK, SOFT, LINE, PALE = "#1b2530", "#4d5b69", "#d5dce3", "#f4f6f8"
BLUE, BAND, VERMILION = "#0072B2", "#cfe6f5", "#D55E00"
"""Of the palette of Okabe and Ito, which colour-blind readers can tell apart; the band is a tint of it."""


@dataclass(frozen=True)
class Picture:
    """One picture of a page.

    Attributes
    ----------
    name : str
        Unique on its page; ids are made of it.
    svg : str
        The drawing, fit to stand in HTML as it is.
    title, description : str
        The text alternative; the description holds the numbers that matter.
    columns, rows : tuple
        The same numbers as a table; the first cell of a row names it.
    notes : tuple of str
        What stands below the drawing, for example what was done on a marked day.
    """

    name: str
    svg: str
    title: str
    description: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()
