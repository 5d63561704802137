"""Where a file contradicts what is known of a review and of the documents that it names."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from recommendations.importing.finding import Found
from recommendations.importing.portraits import Held
from recommendations.importing.problems import problem
from recommendations.importing.records import Problem
from recommendations.importing.spooling import Row


def contradicted_session(found: Found, symbol: str) -> Iterator[Problem]:
    """Tell where a document prints another session than the one of its review."""
    known = found.known.session_id if found.known else None
    if known and found.session and found.session != known:
        yield problem(
            "session-of-document", where=symbol, session=found.session, review=found.slug, known=known
        )


def contradicted_sessions(review: str, rows: Sequence[Row], held: Held) -> Iterator[Problem]:
    """Tell each session that rows give and that is not the review's, with the first of its rows."""
    known = held.reviews[review].session_id if review in held.reviews else None
    others = [row for row in rows if known and row["session"] not in (None, known)]
    counts = Counter(row["session"] for row in others)
    firsts = {row["session"]: row["row"] for row in reversed(others)}
    for session, count in counts.items():
        yield problem(
            "session-contradicted",
            row=firsts[session],
            where=review,
            session=session,
            review=review,
            known=known or "",
            count=count,
        )


def without_documents_of_others(
    review: str, rows: Sequence[Row], held: Held, claimed: Mapping[str, str], problems: list[Problem]
) -> list[Row]:
    """Leave out the rows that name a document of another review, and tell each such document once.

    `claimed` are documents that are not known here and whose review the same file has told already.
    """
    kept: list[Row] = []
    named: dict[str, list[Row]] = {}
    for row in rows:
        others = (symbol for symbol in _symbols(row) if _review_of(symbol, held, claimed) not in ("", review))
        other = next(others, None)
        (kept if other is None else named.setdefault(other, [])).append(row)
    for symbol, several in named.items():
        problems.append(
            problem(
                "document-of-other-review",
                row=several[0]["row"],
                where=symbol,
                symbol=symbol,
                known=_review_of(symbol, held, claimed),
                review=review,
                count=len(several),
            )
        )
    return kept


def _symbols(row: Row) -> tuple[str, str]:
    return row["symbol"], row["document"]


def symbols_of(rows: Sequence[Row]) -> set[str]:
    """Answer the documents that rows name."""
    return {symbol for row in rows for symbol in _symbols(row)} - {""}


def _review_of(symbol: str, held: Held, claimed: Mapping[str, str]) -> str:
    """Answer the slug of the review that a document belongs to; "" where to none, or nobody knows."""
    document = held.documents.get(symbol)
    if document is None:
        return claimed.get(symbol, "")
    return document.review.slug if document.review else ""
