"""From what readers yield to the records of a plan's lines; see `comparing` for their shape."""

import datetime
import re
from collections.abc import Iterable, Sequence
from typing import Any

from recommendations.importing.finding import Found, kind_by_symbol
from recommendations.importing.merging import Record
from recommendations.importing.precedence import SOURCE_OF_FORMAT
from recommendations.importing.problems import problem
from recommendations.importing.records import (
    Problem,
    Reading,
    RecommendationRecord,
    ResponseRecord,
    ReviewRecord,
    TagRecord,
)
from recommendations.models import Response
from reviews.models import Document, DocumentKind

_LONGEST_TITLE = Document._meta.get_field("title").max_length
_LONGEST_PARAGRAPH = Response._meta.get_field("paragraph").max_length
_LONGEST_STATED_AS = Response._meta.get_field("stated_as").max_length
_NUMBER = re.compile(r"[1-9]\d{0,3}\.[1-9]\d{0,3}")
_TITLES = {
    DocumentKind.NATIONAL_REPORT: "National report: {state}",
    DocumentKind.COMPILATION: "Compilation of United Nations information: {state}",
    DocumentKind.STAKEHOLDER_SUMMARY: "Summary of stakeholders' submissions: {state}",
    DocumentKind.WORKING_GROUP_REPORT: "Report of the Working Group: {state}",
    DocumentKind.ADDENDUM: "Views on conclusions and/or recommendations: {state}",
    DocumentKind.THEMATIC_LIST: "Thematic list of recommendations: {state}",
}


def storable(text: str) -> str:
    """Leave out what PostgreSQL keeps in no text: the character NUL and halves of characters."""
    return text.replace("\0", "").encode(errors="ignore").decode()


def symbol_of(reading: Reading, found: Found) -> str:
    """Answer the document's key: its symbol, or for a thematic list, which has none, a name of ours.

    A review has one thematic list, so a newer edition goes by the same name: "thematic-list-svn-4".
    """
    if reading.format == DocumentKind.THEMATIC_LIST:
        return reading.document.symbol or f"{DocumentKind.THEMATIC_LIST}-{found.slug}"
    return reading.document.symbol


def review_record(reading: Reading, found: Found, date: datetime.date | None) -> Record:
    """Only a report tells new things of a review that is known."""
    tells = found.known is None or reading.format == DocumentKind.WORKING_GROUP_REPORT
    return {
        "state": found.state,
        "cycle": found.cycle,
        "session": found.session if tells or not (found.known and found.known.session_id) else None,
        "date": iso(date) if tells else None,
        "adopted_on": iso(reading.review.adopted_on) if tells else None,
        "troika": sorted(reading.review.troika) if tells else [],
    }


def document_record(reading: Reading, found: Found, state_name: str) -> Record:
    kind = DocumentKind(reading.format) if reading.format in DocumentKind.values else DocumentKind.OTHER
    symbol = symbol_of(reading, found)
    title = reading.document.title or _title(kind, symbol, state_name)
    return _document(symbol, kind, title, iso(reading.document.date), found)


def quoted_document_record(symbol: str, found: Found, state_name: str) -> Record:
    """A document that is not known here yet, and that the document at hand quotes or rests on."""
    kind = kind_by_symbol(symbol)
    return _document(symbol, kind, _title(kind, symbol, state_name), None, found)


def _title(kind: DocumentKind, symbol: str, state_name: str) -> str:
    return _TITLES.get(kind, symbol).format(state=state_name)


def _document(symbol: str, kind: DocumentKind, title: str, date: str | None, found: Found) -> Record:
    return {
        "symbol": symbol,
        "kind": kind.value,
        "title": storable(title)[:_LONGEST_TITLE],
        "date": date,
        "review": found.slug,
    }


def recommendation_record(
    item: RecommendationRecord, reading: Reading, found: Found, dates: dict[str, datetime.date | None]
) -> Record:
    """`dates` are the days on which documents, by symbol, state positions."""
    text_source = symbol_of(reading, found)
    source = item.position_source
    document = source.symbol if source and source.symbol else text_source
    paragraph = source.paragraph if source else item.number.partition(".")[0]
    if reading.format != DocumentKind.WORKING_GROUP_REPORT and source is None:
        paragraph = ""  # of a list that numbers no paragraphs
    return {
        "review": found.slug,
        "number": item.number,
        "held_as": None,
        "source": SOURCE_OF_FORMAT[reading.format].value,
        "text": storable(item.text),
        "text_as_printed": storable(item.printed),
        "text_source": text_source,
        "page": item.page,
        "clauses": [
            {
                "text": storable(clause.text),
                "states": sorted(set(clause.states)),
                "unresolved": list(clause.unresolved),
            }
            for clause in item.clauses
        ],
        "position": item.position,
        "stated_as": storable(item.stated_as)[:_LONGEST_STATED_AS],
        "comment": storable(item.comment),
        "document": document,
        "paragraph": paragraph[:_LONGEST_PARAGRAPH],
        "date": iso(dates.get(document)),
        "themes": _slugs(item.themes),
        "affected_groups": _slugs(item.affected_groups),
        "goals": sorted(set(item.goals)),
        "joined": [],
        "summary": "",
        "action_category": None,
        "edited": None,
        "absorbs": [],
        "rows": [],
    }


def row_of(item: RecommendationRecord, review: ReviewRecord) -> dict[str, Any]:
    """Answer a row of an export, JSON-ready, as it waits to be put together with others of its review."""
    source = item.position_source
    return {
        "session": review.session,
        "number": item.number,
        "text": storable(item.text),
        "printed": storable(item.printed),
        "symbol": item.symbol,
        "page": item.page,
        "clauses": [
            {
                "text": storable(clause.text),
                "states": sorted(set(clause.states)),
                "unresolved": list(clause.unresolved),
            }
            for clause in item.clauses
        ],
        "position": item.position,
        "stated_as": storable(item.stated_as)[:_LONGEST_STATED_AS],
        "comment": storable(item.comment),
        "document": source.symbol if source else "",
        "paragraph": source.paragraph[:_LONGEST_PARAGRAPH] if source else "",
        "themes": _slugs(item.themes),
        "affected_groups": _slugs(item.affected_groups),
        "goals": sorted(set(item.goals)),
        "summary": storable(item.summary),
        "action_category": item.action_category,
        "edited": None if item.edited is None else list(item.edited),
        "row": item.row,
    }


def response_record(item: ResponseRecord, number: str, reading: Reading, found: Found) -> Record:
    return {
        "review": found.slug,
        "number": number,
        "source": SOURCE_OF_FORMAT[reading.format].value,
        "position": item.position,
        "stated_as": storable(item.stated_as)[:_LONGEST_STATED_AS],
        "comment": storable(item.comment),
        "document": symbol_of(reading, found),
        "paragraph": item.paragraph[:_LONGEST_PARAGRAPH],
        "date": iso(reading.document.date),
    }


def possible(items: Sequence[RecommendationRecord], problems: list[Problem]) -> list[RecommendationRecord]:
    """Leave out what has no possible number or one that was there before, and say so."""
    kept: dict[str, RecommendationRecord] = {}
    for item in items:
        code = (
            "number-impossible"
            if not _NUMBER.fullmatch(item.number)
            else "number-repeated"
            if item.number in kept
            else ""
        )
        if code:
            problems.append(
                problem(code, page=item.page, row=item.row, where=item.number, number=item.number)
            )
        else:
            kept[item.number] = item
    return list(kept.values())


def _slugs(tags: Iterable[TagRecord]) -> list[str]:
    """What the names stand for; of a name that is not known the reader has told."""
    return sorted({slug for tag in tags for slug in tag.slugs or ()})


def iso(date: datetime.date | None) -> str | None:
    return date.isoformat() if date else None
