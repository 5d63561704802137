"""What a State says of one recommendation: its wording quoted, then "Response: Accepted. We have ..."."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from recommendations.importing.readers.addendum.numbers import Number, Numbering
from recommendations.importing.readers.addendum.stances import LONGEST_WORDS, STOPS, Stance, find_stances
from recommendations.importing.readers.addendum.statements import read_sentences
from recommendations.importing.readers.attribution import attributions
from states.names import StateNames

_HEAD = 240
_BRIEF = 60
_SUBJECT = 50
_IN_PARTS = 300
_WORDING_PARAGRAPHS = 4
_LABEL = re.compile(
    r"\W*(?:[\w’' -]{0,40}?\b)?(?:responses?|positions?|reply|replies|status|answer|decision|comments?|views?"
    r"|explanations?|remarks?|observations?)(?:\s+(?:of|by)\s+[^:.]{1,60}?)?\s*[:–—]\s*",
    re.IGNORECASE,
)
_ENDS_FORMULA = re.compile(r"[”’\"]?\s*(?:$|[.,:;)\]–—]|-\s|\n|\s[A-Z“])")
_GOES_ON = re.compile(
    r"\s+(?:and|as|because|since|but|although|given|in\s+(?:light|view|accordance|line|so)|to\s+the\s+extent|already|with)\b",
    re.IGNORECASE,
)
_AROUND = ' \t\n.,:;)]–—-”’"*'
_BEFORE_TAIL = re.compile(r"(?:[(\[–—]|\s-)\s*$")
_ABOUT_IT = re.compile(r"\brecommendations?\b", re.IGNORECASE)
_IT = re.compile(r"\s+(?:it|them)\b")
_THIS_IS = re.compile(
    r"^\W*(?:this|these|it|they)\b|\b(?:this|these|it|them)\s+(?:(?:as|to\s+be)\s+)?$", re.IGNORECASE
)
_FIRST_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")
_PART = re.compile(
    r"\((?:[a-e]|i{1,3}|iv)\)|\b(?:first|second|third|last|other|remaining|former|latter)\s+(?:\w+\s+)?(?:part|half|element)"
    r"|\bparts?\s+(?:of|on|that|which|concerning|about|regarding|relating)\b|\bas\s+(?:regards|to|for)\b",
    re.IGNORECASE,
)
# The verbs with which the recommendations of 2008 to 2025 begin most; some are nouns too.
_REQUEST = re.compile(
    r"[\W_]*(?:To\s+|That\s|)(?:Abolish|Accede|Accelerate|Accept|Adhere|Adopt|Address|Allocate|Allow|Amend|Apply|Bring|Combat"
    r"|Complete|Comply|Conduct|Consider|Continue|Cooperate|Create|Decriminali[sz]e|Develop|Eliminate|Enact|Encourage"
    r"|End|Engage|Enhance|Ensure|Establish|Expedite|Extend|Finali[sz]e|Give|Grant|Guarantee|Harmoni[sz]e|Implement|Improve"
    r"|Include|Incorporate|Increase|Intensify|Introduce|Investigate|Invite|Issue|Keep|Lift|Maintain|Make|Pay|Prevent"
    r"|Proceed|Prohibit|Promote|Protect|Provide|Pursue|Put|Ratify|Reconsider|Recogni[sz]e|Redouble|Reduce|Refrain|Reinforce"
    r"|Release|Remove|Repeal|Respect|Review|Revise|Seek|Set|Share|Sign|Speed|Step|Strengthen|Study|Submit|Support|Take"
    r"|Undertake|Withdraw)\s+(?!(?:of|for|on|is|are|was|were|has|have|will|in)\b)"
)
_PARTIALLY = re.compile(r"\W*(?:partial(?:ly)?|partly|in\s+part|in\s+principle)\W*", re.IGNORECASE)
_YES_NO = re.compile(r"\W*(?:yes|no)\b\W*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Answer:
    """A State's answer in its own place: the answer, if it says one, and its explanation.

    `plain` tells that it stands there as a label ("Accepted."), not within a sentence.
    """

    stance: Stance | None
    plain: bool
    comment: str


def read_answer(
    paragraphs: Sequence[str], numbers: Sequence[Number], numbering: Numbering, names: StateNames
) -> Answer:
    """Read the words under the number of a recommendation, paragraph by paragraph.

    The wording of the recommendation, which ends with its States in brackets, is left out of the comment.
    """
    texts = [text for text in paragraphs if text.strip()]
    if not texts:
        return Answer(None, False, "")
    texts[0] = without_wording(texts[0], names)
    if read_label(texts[0])[0] is None and not _read_tail(texts[0]):
        texts[0] = _without_request(texts[0], numbering)
    texts = [text for text in texts if text.strip(_AROUND)]
    if not texts:
        return Answer(None, False, "")
    if read_label(texts[0])[0] is None:
        # The wording may stand there without its States, up to "Response: Accepted".
        some = enumerate(texts[:_WORDING_PARAGRAPHS])
        texts = texts[
            next((index for index, text in some if _is_labelled(text) and read_label(text)[0]), 0) :
        ]
    texts = [text for text in texts if text.strip(_AROUND)]
    if not texts:
        return Answer(None, False, "")
    stance, first = read_label(texts[0])
    if stance:
        in_parts = _answer_in_parts(texts[0])
        return Answer(in_parts or stance, True, _joined([texts[0] if in_parts else first, *texts[1:]]))
    texts[0] = first
    for index, text in enumerate(texts[:_WORDING_PARAGRAPHS]):
        if found := _read_tail(text):
            # "Ratify the Convention (Accepted)"
            return Answer(found, True, _joined(texts[index + 1 :]))
    for index, text in enumerate(texts):
        stance, plain, after = _in_sentences(text, numbers, numbering)
        if stance and plain and index == 0:
            # Wording without States in brackets, then the answer: "Ratify the Convention. Accepted."
            return Answer(stance, True, _joined([after, *texts[1:]]))
        if stance:
            return Answer(stance, plain, _joined(texts))
    return Answer(None, False, _joined(texts))


def read_label(text: str) -> tuple[Stance | None, str]:
    """Read an answer that opens a text ("Accepted."); answer it and the text without it."""
    label = _LABEL.match(text[:_HEAD])
    rest = text[label.end() :] if label else text
    start = len(rest) - len(rest.lstrip(' \t\n“‘"(*–—-'))
    head = rest[start : start + _HEAD]
    stance = next((found for found in find_stances(head) if found.start == 0 and found.kind != "done"), None)
    if stance is None:
        return None, rest
    after = head[stance.end :]
    if _ENDS_FORMULA.match(after) and not re.match(r"\s+Recommendations?\b", after):
        return stance, rest[start + stance.end :].lstrip(_AROUND)
    if _GOES_ON.match(after):
        return stance, rest[start:]
    return None, rest


def _answer_in_parts(text: str) -> Stance | None:
    """Read one answer to one part of a recommendation and another to the rest: "(a) accepted; (b) noted"."""
    head = _FIRST_SENTENCE.split(text[:_IN_PARTS])[0]
    stances = [stance for stance in find_stances(head) if stance.kind != "done"]
    if len({stance.position for stance in stances}) < 2 or not _PART.search(head[: stances[-1].end + _BRIEF]):
        return None
    words = head[stances[0].start : stances[-1].end]
    return Stance("partial", "noted", words[:LONGEST_WORDS], stances[0].start, stances[-1].end)


def _read_tail(text: str) -> Stance | None:
    """Read an answer that stands in brackets or after a dash at the end of a text."""
    tail = text[-_HEAD:]
    for stance in find_stances(tail):
        if (
            stance.kind != "done"
            and _BEFORE_TAIL.search(tail[: stance.start])
            and not tail[stance.end :].strip(" .;)]")
        ):
            return stance
    return None


def read_cell(text: str) -> Stance | None:
    """Read an answer that a cell of a table gives in one word: "Yes", "Partially"."""
    if _PARTIALLY.fullmatch(text):
        return Stance("partial", "noted", text.strip(_AROUND), 0, 0)
    found = _YES_NO.fullmatch(text)
    if not found:
        return None
    if text.strip(_AROUND).casefold() == "yes":
        return Stance("supported", "supported", "", 0, 0)
    return Stance("refused", "noted", text.strip(_AROUND), 0, 0)


def without_wording(text: str, names: StateNames) -> str:
    """Leave out the wording of a recommendation: all up to the brackets that name its States."""
    found = [bracket for bracket in attributions(text, names) if bracket.states.codes]
    if not found or read_label(text)[0]:
        return text
    end = found[0].end
    for before, after in pairwise(found):
        between = text[before.end : after.start]
        if read_label(between)[0] or _is_labelled(between):
            break
        end = after.end
    return text[end:].lstrip(_AROUND)


def _without_request(text: str, numbering: Numbering) -> str:
    """Leave out a wording without its States, which the answer may follow: "Ratify it. It is noted."."""
    if not _REQUEST.match(text):
        return text
    _, *others = read_sentences(text, numbering)
    first = next((index for index, sentence in enumerate(others) if sentence.stances), len(others))
    return " ".join(sentence.printed for sentence in others[first:])


def is_wording(text: str, names: StateNames) -> bool:
    """Tell whether a text is, or begins with, the wording of a recommendation with its States."""
    return any(bracket.states.codes for bracket in attributions(text, names))


def _is_labelled(text: str) -> bool:
    found = _LABEL.match(text[:_HEAD])
    return found is not None


def _in_sentences(
    text: str, numbers: Sequence[Number], numbering: Numbering
) -> tuple[Stance | None, bool, str]:
    """Find the answer in the sentences of a paragraph, and what follows its sentence."""
    sentences = read_sentences(text, numbering)
    for index, sentence in enumerate(sentences):
        others = [n for listing, _ in sentence.answers for n in listing.numbers if n not in numbers]
        if others or not sentence.stances:
            continue
        if index == 0 and (in_parts := _answer_in_parts(text)):
            return in_parts, True, ""
        stance = sentence.stances[0]
        whole = sentence.words.strip(_AROUND + "“‘(")
        plain = stance.kind != "done" and stance.end - stance.start >= len(whole)
        brief = index == 0 and stance.kind != "done" and len(whole) <= _BRIEF
        about_it = _ABOUT_IT.search(sentence.words) or _IT.match(sentence.words, stance.end)
        direct = index == 0 and _is_direct(sentence.words, stance)
        if plain or brief or about_it or direct:
            return stance, plain, " ".join(later.words for later in sentences[index + 1 :])
    return None, False, ""


def _is_direct(words: str, stance: Stance) -> bool:
    """Tell "This is therefore accepted" and "Cambodia does not accept, because ..."."""
    if _THIS_IS.search(words[: stance.start]):
        return True
    return stance.kind != "done" and stance.start < _SUBJECT and STOPS.match(words, stance.end) is not None


def _joined(texts: Sequence[str]) -> str:
    """Join paragraphs, a label such as "Explanation:" before them left out."""
    texts = [text for text in texts if text.strip(_AROUND)]
    label = _LABEL.match(texts[0][:_HEAD]) if texts else None
    if label:
        texts[0] = texts[0][label.end() :]
    return "\n\n".join(text.strip() for text in texts if text.strip(_AROUND))
