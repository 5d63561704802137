"""Which recommendation a row without a number is about, among those of its review that are loaded.

Pure: no Django, no database. UPR Info has a row for each State and request, UHRI has recommendations
without a paragraph, secondary sources have quotations. None gives a number, so wordings are compared, and
States. A wrong certain match puts one State's words into another's request and nobody notices; a question
costs a click. So a match is certain only where one of these holds, and everything else is asked:

1. The same letters. Case, accents, punctuation, a leading “To” and the States in brackets do not count.
   Figures do: conventions 169 and 189 have the same letters. Among several, the clause whose States include
   the row’s; if there are still several, a person decides.
2. Nearly the same letters (`SURE`) in a clause of the same State, clearly ahead of the next (`MARGIN`), with
   the same figures, the same telling words (“not”, “second”), and no acronym exchanged for another.
3. A piece (`PIECE`) of one single clause of the same State: UPR Info splits requests into two or more rows.

A clause of other States than the row’s never is certain, not even with the same letters.

Measured on the 3,471 rows of UPR Info (exports of sessions 6–9 and 17–20) that are about the 22 reviews
whose Working Group report is at hand, as our reader reads both:

    the same letters              3,398   97.9 %
    nearly the same, or a piece      33    1.0 %   all 33 read by eye: none wrong
    asked                            37    1.1 %   the right one is the first offered, or one of them
    not found                         3    0.1 %   pieces that UPR Info worded anew

No certain match is to a clause without the row’s State. What happens where the row’s own request is not
loaded was measured by taking it away: 8,909 requests of 64 reports, matched against the rest of their own
report, find 2 certain matches (one State made a request in the same letters twice) and 383 needless
questions; the 16,326 rows of 105 reviews find 2 (each the beginning of a longer request of that State) and
955 questions. A row costs about 0.05 ms, one that has to be compared 1 ms.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from enum import IntEnum

from rapidfuzz import fuzz, process
from rapidfuzz.distance import LCSseq

SURE = 95.0
"""The likeness of letters (0 to 100) at or above which nobody is asked, where the other rules hold too.

Of the different requests that one State made in one review, 15 pairs among 25,235 requests reach it: 14
exchange an acronym (“ratify ICCPR”, “ratify ICESCR”) and one adds “without reservations”, which is asked.
Below it come pairs that only this threshold stops: “the prosecution”, “the execution of minors” (93.3).
"""

WORTH_ASKING = 75.0
"""The score below which a row is not the same recommendation, and is one of its own.

Of the 3,471 rows three are lost below it; at 70 there are half as many needless questions again.
"""

MARGIN = 3.0
"""By how much a similar wording must be ahead of the next: less would be one misprint in thirty letters."""

PIECE = 30
"""How many letters a piece of a clause must have to be certain, about five words: “Ratify CEDAW” has 11."""

MOST = 5
"""How many likely matches a person is offered."""

_OTHER_STATE = 10.0
"""What a score loses where the row’s State is not among the clause’s: misprints happen (BRA for BRN)."""

_SAME = 100.0
_NOT_SAME = 99.0
"""The most that a wording of other letters, or other figures, can score; a piece of a clause scores it."""

_UNSURE = 94.0
"""The most that summaries, and words scattered over a longer clause, can score: they never are certain."""

_NESTED = 3
_NO_LETTERS = {code: None for code in range(128) if not chr(code).isalpha()}
_BRACKET = re.compile(r"\(([^()]*)\)")
_MAKERS = re.compile(r"\(((?:[^()]|\([^()]*\))*)\)(?=\s*(?:[.;,]*\s*\Z|;))")
_LEADING_TO = re.compile(r"\A\W*to\s+", re.IGNORECASE)
_JOINED = re.compile(r"[-‐‑–’'/]")
_WORD = re.compile(r"[^\W\d_]+|\d+")
_FIGURES = re.compile(r"\d+")
_TELLING = frozenset({"no", "not", "without", "first", "second", "third"})


@dataclass(frozen=True, slots=True)
class Candidate:
    """A recommendation of the review that is loaded.

    `text` is the whole wording, States in brackets included, and "" where only a summary is known.
    `clauses` are its requests in order, clause 1 first: (text, codes of States); a text may be "".
    """

    number: str
    text: str
    summary: str
    clauses: tuple[tuple[str, frozenset[str]], ...]


@dataclass(frozen=True, slots=True)
class Likely:
    """A recommendation that a row may be about, or one of its clauses, counted from 1.

    `clause` is None where it is the recommendation as a whole. `score` is 0 to 100; 100 are the same letters.
    `named` tells whether the row’s States, all of them, are among those that made it.
    """

    number: str
    clause: int | None
    score: float
    named: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class Match:
    """What a row is about: `found` is certain, `doubtful` is for a person to decide, best first.

    Neither: the row is a recommendation of its own.
    """

    found: Likely | None
    doubtful: tuple[Likely, ...]


class _Agreement(IntEnum):
    """Whether the row’s States are those of a clause; UNKNOWN where either names none."""

    OTHER = 0
    UNKNOWN = 1
    NAMED = 2


@dataclass(frozen=True, slots=True)
class _Wording:
    """A text made comparable: its letters, its words, and the marks that nearly the same letters may hide."""

    letters: str
    words: tuple[str, ...]
    figures: tuple[str, ...]
    telling: tuple[str, ...]
    acronyms: frozenset[str]

    def __bool__(self) -> bool:
        return bool(self.letters)

    @classmethod
    def of(cls, text: str) -> "_Wording":
        plain = unicodedata.normalize("NFKC", _LEADING_TO.sub("", text))
        printed = _WORD.findall(_JOINED.sub("", plain))
        words = tuple(word.casefold() for word in printed)
        return cls(
            letters=letters(plain),
            words=words,
            figures=tuple(sorted(_FIGURES.findall(plain))),
            telling=tuple(sorted(word for word in words if word in _TELLING)),
            acronyms=frozenset(word for word in printed if sum(map(str.isupper, word)) > 1),
        )

    def may_be(self, other: "_Wording") -> bool:
        """Tell whether nearly the same letters can be one request: nothing that tells is exchanged."""
        return (
            self.figures == other.figures
            and self.telling == other.telling
            and (self.acronyms <= other.acronyms or other.acronyms <= self.acronyms)
        )

    def is_piece_of(self, other: "_Wording") -> bool:
        """Tell whether this is a part of a longer wording, without a gap and long enough."""
        return (
            PIECE <= len(self.letters) < len(other.letters)
            and self.letters in other.letters
            and set(self.figures) <= set(other.figures)
        )

    def share_in(self, other: "_Wording") -> float:
        """Answer the share of this wording’s words (0 to 1) that stand in a longer one, in this order."""
        if len(self.letters) >= len(other.letters):
            return 0.0
        return LCSseq.similarity(self.words, other.words) / max(len(self.words), 1)


@dataclass(frozen=True, slots=True)
class _Target:
    """What a row can be joined to: a clause, or a recommendation as a whole; by text or by summary alone."""

    number: str
    clause: int | None
    states: frozenset[str]
    wording: _Wording
    summary_only: bool = False

    def agreement(self, states: frozenset[str]) -> _Agreement:
        if not states or not self.states:
            return _Agreement.UNKNOWN
        return _Agreement.NAMED if states <= self.states else _Agreement.OTHER


@dataclass(frozen=True, slots=True)
class _Hit:
    """A target and how likely it is; `certain` as far as it alone can tell, others left aside."""

    target: _Target
    score: float
    agreement: _Agreement
    certain: bool

    @property
    def rank(self) -> tuple[float, _Agreement, bool]:
        """A recommendation without a number gives way to the one that a document prints."""
        return self.score, self.agreement, not self.target.number.startswith("u")

    @property
    def likely(self) -> Likely:
        named = self.agreement is _Agreement.NAMED
        return Likely(self.target.number, self.target.clause, round(self.score, 1), named)


class Matcher:
    """Finds what rows are about among the candidates of one review; made once for many rows."""

    def __init__(self, candidates: Iterable[Candidate]) -> None:
        self._targets: list[_Target] = []
        self._places: dict[str, list[int]] = defaultdict(list)
        for candidate in sorted(candidates, key=_place):
            self._add(candidate)
        self._letters = [target.wording.letters for target in self._targets]

    def match(self, text: str, states: Collection[str]) -> Match:
        """Find what a row is about by its text and its States (codes; none where the source names none)."""
        row, bare, made_by = _Wording.of(text), _Wording.of(_without_names(text)), frozenset(states)
        if not bare:
            return Match(None, ())
        same = self._same(row, bare, made_by)
        hits = _ranked(same.values())
        if not (found := _certain(hits)):
            alike = self._alike([row] if row == bare else [row, bare], made_by)
            hits = _ranked((alike | same).values())
            found = _certain(hits)
        if found:
            return Match(found.likely, ())
        return Match(None, tuple(hit.likely for hit in hits if hit.score >= WORTH_ASKING)[:MOST])

    def guess(self, summary: str, states: Collection[str]) -> tuple[Likely, ...]:
        """Answer what a summary in our own words may be about, best first; only a person can tell.

        Such words are rarely those of the document, so that whatever the same State asked is worth asking.
        """
        wording, made_by = _Wording.of(summary), frozenset(states)
        hits = _ranked(self._alike([wording], made_by).values())
        likely = (hit for hit in hits if hit.score >= WORTH_ASKING or hit.agreement is _Agreement.NAMED)
        return tuple(hit.likely for hit in likely)[:MOST]

    def _add(self, candidate: Candidate) -> None:
        number, clauses = candidate.number, candidate.clauses
        whole, summary = _Wording.of(_without_names(candidate.text)), _Wording.of(candidate.summary)
        one = len(clauses) == 1
        for clause, (text, states) in enumerate(clauses, 1):
            if wording := _Wording.of(text) or (one and whole):
                self._put(_Target(number, clause, states, wording), candidate.text if one else text)
            elif not whole:
                self._put(_Target(number, clause, states, summary, summary_only=True), "")
        if not one and whole:
            everybody = frozenset(state for _, states in clauses for state in states)
            self._put(_Target(number, None, everybody, whole), candidate.text)
        elif not clauses:
            self._put(_Target(number, None, frozenset(), summary, summary_only=True), "")

    def _put(self, target: _Target, printed: str) -> None:
        """Add a target that is found by its letters, and by those that are printed with its States."""
        if not target.summary_only:
            for key in {target.wording.letters, _Wording.of(printed).letters} - {""}:
                self._places[key].append(len(self._targets))
        self._targets.append(target)

    def _same(self, row: _Wording, bare: _Wording, states: frozenset[str]) -> dict[int, _Hit]:
        """Find the same letters and figures. Brackets are left out where nothing is the same as it stands.

        Then the State must be the same: what stood in the brackets may have been part of the wording.
        """
        found: dict[int, _Hit] = {}
        for place, target in self._having(row):
            agreement = target.agreement(states)
            other = agreement is _Agreement.OTHER
            found[place] = _Hit(target, _SAME - _OTHER_STATE * other, agreement, certain=not other)
        if not any(hit.certain for hit in found.values()):
            for place, target in self._having(bare):
                if target.agreement(states) is _Agreement.NAMED:
                    found[place] = _Hit(target, _SAME, _Agreement.NAMED, certain=True)
        return found

    def _having(self, wording: _Wording) -> Iterator[tuple[int, _Target]]:
        for place in self._places.get(wording.letters, ()):
            if self._targets[place].wording.figures == wording.figures:
                yield place, self._targets[place]

    def _alike(self, forms: Iterable[_Wording], states: frozenset[str]) -> dict[int, _Hit]:
        """Score what looks alike, and every clause of the same State; the best of a row’s forms counts."""
        found: dict[int, _Hit] = {}
        for form in forms:
            ratios = {
                place: ratio
                for _, ratio, place in process.extract(
                    form.letters, self._letters, scorer=fuzz.ratio, score_cutoff=WORTH_ASKING, limit=None
                )
            }
            for place, target in enumerate(self._targets):
                agreement = target.agreement(states)
                if place in ratios or agreement is _Agreement.NAMED:
                    hit = _compared(form, target, agreement, ratios.get(place, 0.0))
                    found[place] = max(hit, found.get(place, hit), key=lambda hit: (hit.score, hit.certain))
        return found


def letters(text: str) -> str:
    """Answer the letters alone, without case and accents: what tells two wordings apart."""
    if text.isascii():
        return text.lower().translate(_NO_LETTERS)
    decomposed = unicodedata.normalize("NFKD", text)
    plain = "".join(char for char in decomposed if not unicodedata.combining(char)).casefold()
    return "".join(filter(str.isalpha, unicodedata.normalize("NFKD", plain)))


def identity(text: str) -> str:
    """Answer letters and figures: what tells two wordings apart that are not printed alike."""
    return " ".join([letters(text), *sorted(_FIGURES.findall(text))])


def same_request(text: str, other: str) -> bool:
    """Tell whether two wordings are the same but for the States in brackets behind each request."""
    return identity(without_makers(text)) == identity(without_makers(other))


def without_makers(text: str) -> str:
    """Take away the States in brackets behind each request."""
    return _MAKERS.sub(_unless_names, text)


def _without_names(text: str) -> str:
    """Take away brackets that may name States, nested ones too: “(Iran (Islamic Republic of), France)”.

    They begin with a capital, “the” or “the former”. An acronym alone, “(CEDAW)”, belongs to the wording.
    """
    for _ in range(_NESTED):
        text = _BRACKET.sub(_unless_names, text)
    return text


def _unless_names(bracket: re.Match[str]) -> str:
    inside = bracket[1].strip().removeprefix("the ").removeprefix("former ")
    return "" if inside[:1].isupper() and not inside.isupper() else bracket[0]


def _compared(row: _Wording, target: _Target, agreement: _Agreement, alike: float) -> _Hit:
    """Score wordings whose letters differ; `alike` is how much of them is the same, 0 to 100."""
    if agreement is not _Agreement.NAMED:
        most = _UNSURE if target.summary_only else _NOT_SAME
        less = _OTHER_STATE if agreement is _Agreement.OTHER else 0.0
        return _Hit(target, min(alike, most) - less, agreement, certain=False)
    if target.summary_only:
        return _Hit(target, max(min(alike, _UNSURE), WORTH_ASKING), agreement, certain=False)
    # Which State’s a piece of several States’ clauses is, the whole does not tell.
    if target.clause and row.is_piece_of(target.wording):
        return _Hit(target, _NOT_SAME, agreement, certain=True)
    score = max(min(alike, _NOT_SAME), _UNSURE * row.share_in(target.wording))
    return _Hit(target, score, agreement, certain=alike >= SURE and row.may_be(target.wording))


def _ranked(hits: Iterable[_Hit]) -> list[_Hit]:
    """Sort, best first, and leave a recommendation as a whole out where one of its clauses is as likely."""
    best: dict[str, float] = defaultdict(float)
    found = list(hits)
    for hit in found:
        if hit.target.clause:
            best[hit.target.number] = max(best[hit.target.number], hit.score)
    left = (hit for hit in found if hit.target.clause or hit.score > best[hit.target.number])
    return sorted(left, key=lambda hit: hit.rank, reverse=True)


def _certain(ranked: list[_Hit]) -> _Hit | None:
    """Answer the best if it is certain: far enough ahead of what else there is, summaries aside."""
    texts = [hit for hit in ranked if not hit.target.summary_only]
    if not texts or not texts[0].certain:
        return None
    best, *others = texts
    if others:
        same = best.score == _SAME
        ahead = best.rank > others[0].rank if same else best.score - others[0].score >= MARGIN
        return best if ahead else None
    return best


def _place(candidate: Candidate) -> tuple[object, ...]:
    """Order candidates by number, “118.9” before “118.10”; the order in which they come never matters."""
    digits = _FIGURES.sub(lambda found: found[0].zfill(9), candidate.number)
    clauses = [(text, sorted(states)) for text, states in candidate.clauses]
    return digits, candidate.number, candidate.text, candidate.summary, clauses
