"""Makes a raw drawing fit for a page: small, without styles of its own, with its words inside."""

import re
from xml.etree import ElementTree as ET

_SVG = "{http://www.w3.org/2000/svg}"
_NUMBER = re.compile(r"-?\d*\.\d+(?:e-?\d+)?")
_COORDINATES = frozenset(
    {"d", "transform", "x", "y", "x1", "x2", "y1", "y2", "width", "height", "cx", "cy", "r"}
)
_NEEDLESS = {
    "class", "role", "aria-hidden", "aria-label", "aria-roledescription", "pointer-events", "font-family",
    "stroke-miterlimit", "version",
}  # fmt: skip
_DEFAULTS = {("opacity", "1"), ("stroke-width", "1"), ("x2", "0"), ("y2", "0"),
             ("text-anchor", "start"), ("transform", "translate(0,0)")}  # fmt: skip
_NOT_INHERITED = frozenset({"fill", "stroke"})


def printable(text: str) -> str:
    """Return a text without control characters and marks that turn it around, which no drawing may hold."""
    return "".join(character for character in text if character.isprintable())


def tidy(raw: str, *, name: str, title: str, description: str) -> str:
    """Return an `svg` element for HTML with a title and a description that screen readers tell.

    Fonts and sizes on the page are left to the page's own style, so no style attribute and no id but
    those of the two texts are in it. Coordinates are rounded to a tenth of a pixel.
    """
    root = ET.fromstring(raw)  # noqa: S314 - see above
    _clean(root)
    size = {key: root.attrib.pop(key) for key in ("width", "height", "viewBox") if key in root.attrib}
    root.attrib.clear()
    root.set("viewBox", size["viewBox"])
    root.set("role", "img")
    root.set("aria-labelledby", f"{name}-title {name}-desc")
    for place, (tag, text) in enumerate((("title", title), ("desc", description))):
        element = ET.Element(tag, {"id": f"{name}-{tag}"})
        element.text = printable(text)
        root.insert(place, element)
    return ET.tostring(root, encoding="unicode")


def _clean(element: ET.Element) -> None:
    element.tag = element.tag.removeprefix(_SVG)
    kept = {key: _round(key, value) for key, value in element.attrib.items() if key not in _NEEDLESS}
    element.attrib = {key: value for key, value in kept.items() if (key, value) not in _DEFAULTS}
    children = list(element)
    for child in children:
        _clean(child)
        element.remove(child)
        element.extend(_worth_keeping(child))


def _worth_keeping(element: ET.Element) -> list[ET.Element]:
    """Return nothing for what shows nothing, the children of a group that says nothing, else the element."""
    is_hidden = element.get("display") == "none" or element.get("opacity") == "0"
    if is_hidden or element.get("fill") == "rgba(0,0,0,0)":
        return []
    if element.tag == "path" and _NOT_INHERITED.isdisjoint(element.keys()):
        return []
    if element.tag in ("g", "text") and not len(element) and not element.text:
        return []
    if element.tag == "g" and not element.attrib:
        return list(element)
    return [element]


def _round(key: str, value: str) -> str:
    if key not in _COORDINATES:
        return value
    return _NUMBER.sub(lambda found: f"{round(float(found[0]), 1) + 0.0:g}", value)
