"""HTML in the cells of an export to plain words."""

import html
import re

_TAG_NAMES = (
    "a|abbr|article|b|big|blockquote|body|caption|center|cite|code|col|colgroup|dd|del|dfn|div|dl|dt|em|font|"
    "footer|h[1-6]|head|header|hr|html|i|img|ins|kbd|label|li|link|main|mark|meta|nav|o:p|ol|p|pre|q|s|"
    "section|small|span|strike|strong|sub|sup|table|tbody|td|tfoot|th|thead|title|tr|tt|u|ul|var|br"
)
# A bracket that opens nothing known is part of the words: "a < b".
_TAG = re.compile(rf"<(?:/?\s*(?P<name>{_TAG_NAMES})\b[^<>]*|!(?:--)?[^<>]*)>", re.IGNORECASE)
_BREAKS = re.compile(r"br|p|div|li|tr|h[1-6]|hr|dd|dt|ul|ol|table|blockquote|section", re.IGNORECASE)
_CELLS = re.compile(r"td|th", re.IGNORECASE)
# Exports that were escaped once too often print "&amp;nbsp;".
_MOST_ESCAPES = 2


def plain(words: str) -> str:
    """Answer the words without tags and with characters for entities; paragraphs begin a new line."""
    for _ in range(_MOST_ESCAPES):
        if "<" not in words and "&" not in words:
            break
        words = _unescaped(_TAG.sub(_space_of, words))
    return _TAG.sub(_space_of, words)


def _space_of(tag: re.Match[str]) -> str:
    name = tag["name"] or ""
    if _BREAKS.fullmatch(name):
        return "\n"
    return " " if _CELLS.fullmatch(name) else ""


def _unescaped(words: str) -> str:
    try:
        return html.unescape(words)
    except ValueError:
        # An entity with thousands of digits: Python makes no number of it.
        return words
