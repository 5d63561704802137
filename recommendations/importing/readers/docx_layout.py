"""Styles and automatic numbers of Word documents: what Word shows before a paragraph, and where it starts.

Rules of ECMA-376 part 1: 17.3.1 (paragraphs), 17.7 (styles), 17.9 (numbering). All elements are given
with local names, so that transitional and strict documents read alike.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

_TWIPS = 20.0  # in a point
_LEVELS = 9
_MOST_BASES = 20  # styles that a style is based on; Word allows 9
_LONGEST_LABEL = 40  # characters of its pattern; every number in it may be 30 letters long
_LARGEST = 32_767
_MOST_LETTERS = 780  # beyond, Word itself prints digits
_MOST_ROMAN = 3_999
_HEADING_ID = re.compile(r"H(?:Ch|M|\d{1,2})G")  # the headings of the United Nations' own template
_HEADING_NAME = re.compile(r"heading \d|title|subtitle", re.IGNORECASE)
_BODY_TEXT = 9  # the outline level of what is no heading
_PLACEHOLDER = re.compile("%([1-9])")
_DASH = re.compile("[-–—*]")
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Indent:
    """Where text starts, in points; None where not said. `first` is the first line's offset from `left`."""

    left: float | None = None
    first: float | None = None


@dataclass(frozen=True, slots=True)
class Style:
    """What one style says by itself; None or "" where it says nothing."""

    id: str
    indent: Indent
    number: str | None
    level: int | None
    heading: bool
    hidden: bool | None


@dataclass(frozen=True, slots=True)
class Place:
    """A paragraph's automatic number ("" for none), the start of its first line in points, and whether it
    is a heading.
    """

    label: str
    indent: float
    heading: bool


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    format: str
    text: str
    indent: Indent
    style: str
    decimal: bool
    restart: int | None


@dataclass(slots=True)
class _List:
    """One list ("num"): which definition it follows, and where it starts otherwise."""

    definition: str
    starts: dict[int, int] = field(default_factory=dict)
    levels: dict[int, _Level] = field(default_factory=dict)
    used: bool = False


def whole(value: str | None, default: int) -> int:
    """Read a whole number of a document, within what Word itself can hold."""
    try:
        return max(-_LARGEST, min(_LARGEST, int(value or "")))
    except ValueError:
        return default


def value(element: Element | None, path: str) -> str | None:
    """Answer the value of the property at `path`, or None where it is not set."""
    found = None if element is None else element.find(path)
    return None if found is None else found.get("val", "")


def is_on(element: Element | None, path: str) -> bool | None:
    """Tell whether a property that is on or off is on; None where it is not set."""
    said = value(element, path)
    return None if said is None else said not in ("0", "false", "off")


class Styles:
    """The styles of a document, each with those that it is based on."""

    def __init__(self, root: Element | None) -> None:
        self._chains: dict[str, tuple[Style, ...]] = {}
        self._bases: dict[str, str] = {}
        self._styles: dict[str, Style] = {}
        self._default = ""
        for element in root.iterfind("style") if root is not None else ():
            id = element.get("styleId", "")
            self._styles[id] = _style(id, element)
            self._bases[id] = value(element, "basedOn") or ""
            if element.get("type") == "paragraph" and element.get("default") in ("1", "true", "on"):
                self._default = id

    def chain(self, id: str | None) -> tuple[Style, ...]:
        """Answer a style and those it is based on, nearest first; None stands for the default style."""
        first = self._default if id is None else id
        if first not in self._chains:
            found: dict[str, Style] = {}
            following = first
            while following in self._styles and following not in found and len(found) <= _MOST_BASES:
                found[following] = self._styles[following]
                following = self._bases[following]
            self._chains[first] = tuple(found.values())
        return self._chains[first]

    def hidden(self, id: str | None) -> bool:
        """Tell whether a style hides its text."""
        return next((style.hidden for style in self.chain(id) if style.hidden is not None), False)


class Numbering:
    """The lists of a document, counted on paragraph by paragraph."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        self._styles = styles
        self._definitions: dict[str, dict[int, _Level]] = {}
        self._lists: dict[str, _List] = {}
        self._counts: dict[str, dict[int, int]] = {}
        if root is None:
            return
        self._lists = {element.get("numId", ""): _list(element) for element in root.iterfind("num")}
        links: dict[str, str] = {}
        for element in root.iterfind("abstractNum"):
            id = element.get("abstractNumId", "")
            self._definitions[id] = dict(_levels(element))
            if link := value(element, "numStyleLink"):
                links[id] = link
        for one in self._lists.values():
            one.definition = self._linked(links.get(one.definition), one.definition)

    def place(self, properties: Element | None) -> Place:
        """Tell where a paragraph with these properties stands, and count it. Call it in printed order."""
        styles = self._styles.chain(value(properties, "pStyle"))
        number, level, supplier = self._number(properties, styles)
        levels = self._levels_of(number)
        of_level = levels[level].indent if level in levels else Indent()
        sources = [indent_of(properties)]
        if supplier is None:
            sources.append(of_level)
        for style in styles:
            sources += [style.indent, of_level] if style is supplier else [style.indent]
        left = next((source.left for source in sources if source.left is not None), 0.0)
        first = next((source.first for source in sources if source.first is not None), 0.0)
        outline = whole(value(properties, "outlineLvl"), _BODY_TEXT)
        heading = outline < _BODY_TEXT or any(style.heading for style in styles)
        return Place(self._count(number, level) if level in levels else "", left + first, heading)

    def _linked(self, style: str | None, definition: str) -> str:
        """Follow the link from a definition to the style whose list defines it."""
        number = next((one.number for one in self._styles.chain(style or "") if one.number), None)
        return self._lists[number].definition if number in self._lists else definition

    def _number(self, properties: Element | None, styles: tuple[Style, ...]) -> tuple[str, int, Style | None]:
        """Answer a paragraph's list, its level there, and the style that says so (None: itself)."""
        said = value(properties, "numPr/ilvl")
        if (number := value(properties, "numPr/numId")) is not None:
            return number, whole(said, 0), None
        supplier = next((style for style in styles if style.number is not None), None)
        if supplier is None or supplier.number is None:
            return "", 0, None
        levels = self._levels_of(supplier.number)
        own = (level for style in styles for level, of in levels.items() if of.style == style.id)
        default = next(own, supplier.level or 0)
        return supplier.number, whole(said, default), supplier

    def _levels_of(self, number: str) -> dict[int, _Level]:
        one = self._lists.get(number)
        return self._definitions.get(one.definition, {}) | one.levels if one else {}

    def _count(self, number: str, level: int) -> str:
        one, levels = self._lists[number], self._levels_of(number)
        # Lists of one definition go on counting together, unless one says where it starts.
        counts = self._counts.setdefault(one.definition, {})
        if not one.used:
            one.used = True
            for restarted in one.starts:
                counts.pop(restarted, None)
        counts[level] = counts[level] + 1 if level in counts else _start(one, levels, level)
        for deeper in [other for other in counts if other > level]:
            restart = levels[deeper].restart if deeper in levels else None
            if restart is None or level < restart:
                del counts[deeper]
        this = levels[level]

        def shown(found: re.Match[str]) -> str:
            at = int(found[1]) - 1
            if at not in levels:
                return ""
            count = counts[at] if at in counts else _start(one, levels, at)
            return format_number(count, "decimal" if this.decimal else levels[at].format)

        if this.format == "bullet":
            # Letters of symbol fonts stand for pictures: "o" of Courier, U+F0B7 of Symbol.
            return this.text.strip() if _DASH.fullmatch(this.text.strip()) else "•"
        return _PLACEHOLDER.sub(shown, this.text[:_LONGEST_LABEL]).strip()


def format_number(number: int, format: str) -> str:
    """Write a number as Word does in a list; formats that are not known are written in digits."""
    lower = format.replace("upper", "lower")
    if format == "none" or format == "bullet":
        return ""
    if format == "decimalZero":
        return f"{number:02}"
    if lower == "lowerLetter" and 0 < number <= _MOST_LETTERS:
        written = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
    elif lower == "lowerRoman" and 0 < number <= _MOST_ROMAN:
        written = _roman(number)
    else:
        return str(number)
    return written.upper() if format.startswith("upper") else written


def indent_of(properties: Element | None) -> Indent:
    """Read the indent that properties of a paragraph, a style or a level set themselves."""
    element = None if properties is None else properties.find("ind")
    if element is None:
        return Indent()
    left, first = _points(element, "left", "start"), _points(element, "firstLine")
    hanging = _points(element, "hanging")
    return Indent(left, -hanging if hanging is not None else first)


def _points(element: Element, *names: str) -> float | None:
    for name in names:
        if name in element.attrib:
            return whole(element.get(name), 0) / _TWIPS
    return None


def _roman(number: int) -> str:
    written = ""
    for size, letters in _ROMAN:
        times, number = divmod(number, size)
        written += letters * times
    return written


def _start(one: _List, levels: dict[int, _Level], level: int) -> int:
    return one.starts.get(level, levels[level].start)


def _style(id: str, element: Element) -> Style:
    properties = element.find("pPr")
    name, level = value(element, "name") or "", value(properties, "numPr/ilvl")
    outline = whole(value(properties, "outlineLvl"), _BODY_TEXT)
    return Style(
        id=id,
        indent=indent_of(properties),
        number=value(properties, "numPr/numId"),
        level=None if level is None else whole(level, 0),
        heading=bool(
            outline < _BODY_TEXT or _HEADING_ID.fullmatch(id) or _HEADING_NAME.fullmatch(name.strip())
        ),
        hidden=is_on(element, "rPr/vanish"),
    )


def _list(element: Element) -> _List:
    one = _List(value(element, "abstractNumId") or "")
    for override in element.iterfind("lvlOverride"):
        level = whole(override.get("ilvl"), -1)
        start = value(override, "startOverride")
        if start is not None and 0 <= level < _LEVELS:
            one.starts[level] = whole(start, 1)
        one.levels.update(_levels(override, level))
    return one


def _levels(element: Element, default: int = -1) -> Iterator[tuple[int, _Level]]:
    for level in element.iterfind("lvl"):
        index = whole(level.get("ilvl"), default)
        restart = value(level, "lvlRestart")
        if 0 <= index < _LEVELS:
            yield (
                index,
                _Level(
                    start=whole(value(level, "start"), 0),
                    format=value(level, "numFmt") or "decimal",
                    text=value(level, "lvlText") or "",
                    indent=indent_of(level.find("pPr")),
                    style=value(level, "pStyle") or "",
                    decimal=bool(is_on(level, "isLgl")),
                    restart=None if restart is None else whole(restart, 0),
                ),
            )
