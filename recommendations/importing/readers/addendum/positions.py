"""What an addendum states in its places to one position on each recommendation, and what is doubtful."""

from collections import Counter
from collections.abc import Iterator, Sequence

from recommendations.importing.problems import UnreadableDocument, problem
from recommendations.importing.readers.addendum.findings import Claim, Findings, Rank
from recommendations.importing.readers.addendum.numbers import Number
from recommendations.importing.readers.addendum.totals import mismatches, stated_totals
from recommendations.importing.records import Problem, ResponseRecord


def read_positions(findings: Findings) -> tuple[list[ResponseRecord], list[Problem]]:
    """Answer one response for each number, in the order of numbers, and all that is doubtful.

    A list that names the number and an answer that stands beside it outrank the section, the later of two
    that differ is kept, and what was still considered is not where the State decides it. Raises
    UnreadableDocument where nothing states a position.
    """
    claims: dict[Number, list[Claim]] = {}
    for claim in findings.claims:
        claims.setdefault(claim.number, []).append(claim)
    if not claims and not findings.rests:
        raise UnreadableDocument("positions-missing")
    kept = {number: _kept(claims[number]) for number in sorted(claims)}
    responses = [
        ResponseRecord(
            number=str(number),
            position=claim.stance.position,
            paragraph=claim.paragraph,
            comment="\n\n".join(findings.comments.get(number) or [findings.remarks.get(number, "")]),
            stated_as=claim.stance.words,
            page=claim.page,
        )
        for number, claim in kept.items()
    ]
    return responses, list(_doubts(findings, claims, kept))


def _kept(claims: Sequence[Claim]) -> Claim:
    decided = [claim for claim in claims if claim.stance.kind != "open"] or claims
    highest = max(claim.rank for claim in decided)
    strongest = [claim for claim in decided if claim.rank == highest]
    return next(claim for claim in strongest if claim.stance.position == strongest[-1].stance.position)


def _doubts(
    findings: Findings, claims: dict[Number, list[Claim]], kept: dict[Number, Claim]
) -> Iterator[Problem]:
    for number, claim in kept.items():
        yield from _contradictions(claim, claims[number])
    for number, page in dict([*findings.mentioned, *findings.unanswered]).items():
        if number not in claims:
            yield problem("position-not-stated", page=page, where=str(number), number=str(number))
    for rest in findings.rests:
        yield problem(
            "position-unnamed",
            page=rest.page,
            where=rest.paragraph,
            position=rest.stance.words or rest.stance.position,
            words=rest.words,
        )
    for printed, page in dict.fromkeys(findings.broken):
        yield problem("range-impossible", page=page, printed=printed)
    kinds = Counter(claim.stance.kind for claim in kept.values())
    if kinds["partial"]:
        yield problem("position-in-part", count=kinds["partial"])
    yield from _doubts_about_totals(findings, kinds)


def _contradictions(kept: Claim, claims: Sequence[Claim]) -> Iterator[Problem]:
    """Sections do not contradict lists: a heading may comment on a range that the list takes apart. Nor does
    what was still considered contradict what comes after it.
    """
    silent = _GROUPED if kept.rank is Rank.STATED else (Rank.DONE,)
    earlier = claims[: claims.index(kept)]
    others = [
        claim
        for claim in claims
        if claim.rank not in silent
        and claim.stance.position != kept.stance.position
        and not (claim.stance.kind == "open" and (claim in earlier or claim.rank in _GROUPED))
    ]
    if others:
        number = str(kept.number)
        yield problem(
            "position-stated-twice",
            page=kept.page,
            where=number,
            number=number,
            other=others[-1].stance.words or others[-1].stance.position,
            kept=kept.stance.words or kept.stance.position,
        )


def _doubts_about_totals(findings: Findings, kinds: Counter[str]) -> Iterator[Problem]:
    # What the State only calls implemented counts as supported.
    read = kinds + Counter(supported=kinds["done"])
    stated = [
        total
        for sentence, paragraph, page, answered in findings.sentences
        for total in stated_totals(sentence, paragraph, page, early=not answered)
    ]
    for found in mismatches(stated, read):
        yield problem(
            "total-differs",
            page=found.stated.page,
            where=found.stated.paragraph,
            stated=found.stated.count,
            kind=_KINDS[found.stated.kind],
            read=found.read,
        )


_GROUPED = (Rank.DONE, Rank.SECTION, Rank.HEADING)
_KINDS = {
    "listed": "recommendations in this list",
    "total": "recommendations in all",
    "supported": "supported",
    "noted": "noted",
    "partial": "accepted in part",
    "refused": "not accepted",
    "open": "still considered",
}
