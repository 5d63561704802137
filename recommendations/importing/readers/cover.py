"""What a report says about itself: symbol, date and title on its cover; review, session and troika
in its introduction.
"""

import datetime
import re
from collections.abc import Iterable, Iterator

from recommendations.importing.problems import problem
from recommendations.importing.readers.attribution import read_states
from recommendations.importing.readers.manuscript import Manuscript
from recommendations.importing.records import DocumentRecord, Problem, ReviewRecord
from states.names import StateNames

TITLE = "Report of the Working Group on the Universal Periodic Review"

_STATE = re.compile(r"Universal\s+Periodic\s+Review[\s*]*\n\s*(?!Report)(?P<state>[^\n*]+)", re.IGNORECASE)
_OPENING = "The Working Group on the Universal Periodic Review"
ANOTHER = re.compile(r"\b(?:Addendum|Corrigendum)\b", re.IGNORECASE)
_SYMBOL = re.compile(r"A/HRC/\d+/\d+(?:/[\w.]+)*")
_MONTHS = {
    "january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6,
    "july": 7, "august": 8, "september": 9, "october": 10, "november": 11, "december": 12,
}  # fmt: skip
_DAY = rf"(?P<day>\d{{1,2}})\s+(?P<month>{'|'.join(_MONTHS)})"
_DAYS = _DAY.replace(r"\s+", r"(?:\s*(?:and|to|[-–&])\s*\d{1,2})?\s+", 1)
_DATE = re.compile(rf"{_DAY}\s+(?P<year>\d{{4}})", re.IGNORECASE)
_DATE_LINE = re.compile(rf"(?:Distr\W*General\s+)?{_DATE.pattern}", re.IGNORECASE)
_SESSION = re.compile(r"\bheld its (?P<ordinal>[\w-]+) session\b(?:[^.]*?\b(?P<year>\d{4}))?", re.IGNORECASE)
_REVIEW = re.compile(
    rf"\bThe review of (?P<state>[^.]{{3,80}}?) (?:was held|took place)\b"
    rf".{{0,120}}?(?P<date>{_DAYS}(?:,?\s+(?P<year>\d{{4}}))?)",
    re.IGNORECASE,
)
_TROIKA = re.compile(
    r"\(troika\) to facilitate the review\b[^:.]{0,80}[:.]?\s*(?P<states>(?:\bSt\.|[^.]){5,200})\.",
    re.IGNORECASE,
)
_MEETING = rf"\bmeeting,?\s+(?:held )?on\s+(?P<date>{_DAY}(?:,?\s+(?P<year>\d{{4}}))?)"
_ADOPTION = re.compile(rf"{_MEETING},?\s+the Working Group adopted\b", re.IGNORECASE)
_ADOPTED_AT = re.compile(rf"\bthe Working Group adopted\b[^.;]{{0,120}}?{_MEETING}", re.IGNORECASE)
_PART = r"(?:Corr|Add|Rev)\.\d"
_BASIS = re.compile(
    rf"\b(?P<symbol>A/HRC/WG\.6/\d{{1,2}}/ ?[A-Z]{{3}} ?/[123](?:/{_PART})?)(?P<more>(?:(?:,| and) {_PART})*)"
)

_ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8,
    "ninth": 9, "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14,
    "fifteenth": 15, "sixteenth": 16, "seventeenth": 17, "eighteenth": 18, "nineteenth": 19,
    "twentieth": 20, "thirtieth": 30, "fortieth": 40, "fiftieth": 50, "sixtieth": 60, "seventieth": 70,
}  # fmt: skip
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70}


def is_report(manuscript: Manuscript) -> bool:
    """Tell whether a document begins as Working Group reports do; their addenda begin otherwise."""
    cover, opening = " ".join(manuscript.cover), manuscript.opening.casefold()
    titled = TITLE.casefold() in cover.casefold() or _OPENING.casefold() in opening
    return titled and not ANOTHER.search(cover)


def read_document(manuscript: Manuscript, title: str = TITLE) -> tuple[DocumentRecord, list[Problem]]:
    """Read symbol, date and title; what is missing is "" or None and a problem."""
    cover = "\n".join(manuscript.cover)
    page = 1 if manuscript.pages else None
    problems: list[Problem] = []
    # The head of every page prints the symbol alone; the cover may name other documents too.
    alone = (_SYMBOL.fullmatch(line.strip(" *∗")) for line in (*manuscript.heads, *manuscript.cover))
    symbol = next((found for found in alone if found), None) or _SYMBOL.search(cover)
    if not symbol:
        problems.append(problem("symbol-missing", page=page))
    printed = next((found for line in manuscript.cover if (found := _DATE_LINE.fullmatch(line))), None)
    date = _date(printed["day"], printed["month"], printed["year"], problems, page) if printed else None
    if not printed:
        problems.append(problem("document-date-unknown", page=page))
    state = _STATE.search(cover)
    title = f"{title}: {state['state'].strip()}" if state else title
    return DocumentRecord(symbol.group() if symbol else "", date, title), problems


def read_review(
    introduction: str,
    page: int | None,
    notes: Iterable[str],
    document: DocumentRecord,
    names: StateNames,
) -> tuple[ReviewRecord, list[Problem]]:
    """Read which State was reviewed when, in which session, its troika and what the review rests on.

    `introduction` is the text of the first numbered paragraphs, which start on `page`; later reports
    name the documents in `notes`. What is not
    said in known words is None or () and a problem.
    """
    problems: list[Problem] = []
    review, session = _REVIEW.search(introduction), _SESSION.search(introduction)
    on_cover = document.title.removeprefix(TITLE).strip(": ")
    printed = review["state"] if review else on_cover
    state = names.resolve(printed) or names.resolve(on_cover)
    if not state:
        problems.append(problem("review-state-unknown", page=page, name=printed))
    number = _ordinal(session["ordinal"]) if session else None
    if number is None:
        problems.append(problem("session-unknown", page=page))
    # Where the day is printed without its year, it is the year of the session.
    held_in = session["year"] if session else None
    date = _day_of(review, held_in, document, problems, page)
    if not date and not any(found.code == "date-impossible" for found in problems):
        problems.append(problem("review-date-unknown", page=page))
    adoption = _ADOPTION.search(introduction) or _ADOPTED_AT.search(introduction)
    adopted_on = _day_of(adoption, held_in, document, problems, page)
    troika = _TROIKA.search(introduction)
    rapporteurs = read_states(troika["states"], names) if troika else None
    if not troika or not rapporteurs or len(rapporteurs.codes) != 3 or rapporteurs.unresolved:
        problems.append(problem("troika-unknown", page=page, printed=troika["states"] if troika else ""))
    record = ReviewRecord(
        state=state,
        session=number,
        date=date,
        troika=rapporteurs.codes if rapporteurs else (),
        adopted_on=adopted_on,
        documents=tuple(dict.fromkeys(_basis(" ".join([introduction, *notes])))),
    )
    return record, problems


def _day_of(
    printed: re.Match[str] | None,
    held_in: str | None,
    document: DocumentRecord,
    problems: list[Problem],
    page: int | None,
) -> datetime.date | None:
    """Answer a printed day, unless it cannot be: none comes after the document that tells of it."""
    year = printed and (printed["year"] or held_in)
    if not (printed and year):
        return None
    date = _date(printed["day"], printed["month"], year, problems, page)
    if date and document.date and date > document.date:
        problems.append(problem("date-impossible", page=page, printed=printed["date"]))
        return None
    return date


def _basis(words: str) -> Iterator[str]:
    """Answer the documents for the review; "…/PAK/2 and Corr.1" names two."""
    for found in _BASIS.finditer(words):
        symbol = found["symbol"].replace(" ", "")
        yield symbol
        yield from (f"{symbol}/{part}" for part in re.findall(_PART, found["more"]))


def _date(day: str, month: str, year: str, problems: list[Problem], page: int | None) -> datetime.date | None:
    try:
        return datetime.date(int(year), _MONTHS[month.casefold()], int(day))
    except ValueError:
        problems.append(problem("date-impossible", page=page, printed=f"{day} {month} {year}"))
        return None


def _ordinal(printed: str) -> int | None:
    """Read "eighteenth", "forty-eighth" or "18th"."""
    word = printed.casefold()
    if digits := re.fullmatch(r"(\d{1,2})(?:st|nd|rd|th)?", word):
        return int(digits[1])
    tens, _, unit = word.partition("-")
    if unit and tens in _TENS and unit in _ORDINALS:
        return _TENS[tens] + _ORDINALS[unit]
    return _ORDINALS.get(word)


def read_ordinal(printed: str) -> int | None:
    """Read "eighteenth", "forty-eighth" or "18th"; None for other words."""
    return _ordinal(printed)


def find_day(words: str) -> datetime.date | None:
    """Answer the first day that is printed in full ("28 January 2025") and can be."""
    printed = _DATE.search(words)
    return _date(printed["day"], printed["month"], printed["year"], [], None) if printed else None
