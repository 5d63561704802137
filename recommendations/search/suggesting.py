"""Did you mean ...? Names of States and themes that a misspelt word may have meant. Pure.

Only a suggestion, never applied. A word is in doubt where it is neither in a recommendation nor in a name, in
any of its forms. It must begin as the name does and be as near as the table below says, counted in letters
that are changed, left out, added or exchanged with their neighbour; so "land" is not "Poland". A longer
or shorter form of a theme's word ("environmental") is none. Blanks do not count: "Srilanka" is "Sri Lanka".
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from rapidfuzz.distance import OSA

from recommendations.search.query import find_words, parse
from recommendations.search.stemming import fold, stem

#: As many suggestions for the same words.
MOST_FOR_ONE = 3

#: How far from a name, by the letters of what was written: (at least so many letters, mistakes allowed).
STATE_MISTAKES = ((8, 2), (6, 1), (4, 0))
#: The same for a word of a theme's name, which is more like ordinary words.
THEME_MISTAKES = ((12, 2), (6, 1))

#: Words after each other that are compared with a name.
_LONGEST_RUN = 7


class Suggestion(NamedTuple):
    """`key` is the code of a State or the slug of a theme, as filters take it; `written` is as typed."""

    written: str
    name: str
    kind: Literal["state", "theme"]
    key: str


@dataclass(frozen=True, slots=True)
class _Name:
    """A spelling to compare with, and what is suggested for it."""

    words: tuple[str, ...]
    letters: str
    name: str
    kind: Literal["state", "theme"]
    key: str
    mistakes: tuple[tuple[int, int], ...]
    is_right: bool
    """Whether someone who writes exactly this needs no suggestion."""
    is_word: bool = False


def words_in_doubt(text: str) -> list[str]:
    """Answer the words of a query that may be misspelt, to be looked up: see `suggestions`, `occurring`."""
    return list(dict.fromkeys(word for run in _runs(text) for word in run))


def suggestions(
    text: str,
    states: Mapping[str, Sequence[str]],
    themes: Mapping[str, str],
    occurring: Collection[str] = (),
) -> list[Suggestion]:
    """Answer what the query may have meant, in the order of its words; mostly nothing.

    `states` are the spellings of each State by its code, first the name to show; `themes` are names by
    slug; `occurring` are words of the query that stand in some recommendation. A spelling that is known
    without being part of a State's name ("Burma", "Afganistan") suggests that name.
    """
    names: dict[str, list[_Name]] = {}
    for name in (*_names_of_states(states), *_names_of_themes(themes)):
        names.setdefault(name.letters[:1], []).append(name)
    shown = [*(spellings[0] for spellings in states.values()), *themes.values()]
    right = {stem(word) for name in shown for word in _words(name)}
    right |= {stem(word) for word in occurring}
    answer: list[Suggestion] = []
    for run in _runs(text):
        doubted = [stem(word) not in right for word in run]
        for first, last in _windows(len(run)):
            if any(doubted[first:last]) and (found := _nearest(run[first:last], names)):
                doubted[first:last] = [False] * (last - first)
                answer += found
    return sorted(dict.fromkeys(answer), key=lambda found: text.find(found.written))


def _nearest(run: Sequence[str], names: Mapping[str, Sequence[_Name]]) -> list[Suggestion]:
    """Answer the nearest names that are near enough; nothing where one is written as it should be."""
    words = tuple(map(fold, run))
    letters = "".join(words)
    nearest: dict[int, list[_Name]] = {}
    for name in names.get(letters[:1], ()):
        allowed = _allowed(len(letters), name.mistakes)
        if abs(len(name.letters) - len(letters)) > allowed or (
            name.is_word and not _may_be_meant(words, name)
        ):
            continue
        distance = OSA.distance(letters, name.letters, score_cutoff=allowed)
        if distance <= allowed:
            nearest.setdefault(distance, []).append(name)
    best = nearest[min(nearest)] if nearest else []
    if any(name.is_right and name.words == words for name in best):
        return []
    written = " ".join(run)
    found = (Suggestion(written, name.name, name.kind, name.key) for name in sorted(best, key=_by_length))
    return list(dict.fromkeys(found))[:MOST_FOR_ONE]


def _may_be_meant(words: Sequence[str], name: _Name) -> bool:
    """Tell whether a single word may be a mistake for a word of a theme, not another form of it."""
    return len(words) == 1 and not (words[0].startswith(name.letters) or name.letters.startswith(words[0]))


def _names_of_states(states: Mapping[str, Sequence[str]]) -> Iterator[_Name]:
    for code, (name, *others) in states.items():
        words = set(map(fold, _words(name)))
        for spelling in (name, *others):
            is_right = words.issuperset(map(fold, _words(spelling)))
            yield _Name(*_compared(spelling), name, "state", code, STATE_MISTAKES, is_right)


def _names_of_themes(themes: Mapping[str, str]) -> Iterator[_Name]:
    for slug, name in themes.items():
        yield _Name(*_compared(name), name, "theme", slug, THEME_MISTAKES, is_right=True)
        for word in dict.fromkeys(form for one in _words(name) for form in _forms(fold(one))):
            yield _Name((word,), word, name, "theme", slug, THEME_MISTAKES, is_right=True, is_word=True)


def _forms(word: str) -> Iterator[str]:
    """Answer a word and, where it may be a plural, its singular."""
    yield word
    if word.endswith("ies"):
        yield f"{word[:-3]}y"
    elif word.endswith("s"):
        yield word[:-1]


def _runs(text: str) -> list[list[str]]:
    """Answer the words that are looked for, those that stand after each other together."""
    runs: list[list[str]] = [[]]
    for alternatives in parse(text).wanted:
        for term in alternatives:
            if len(alternatives) > 1 or term.is_beginning:
                runs.append([])
            if not term.is_beginning:
                runs[-1] += term.words
        if len(alternatives) > 1:
            runs.append([])
    return [run for run in runs if run]


def _windows(length: int) -> Iterator[tuple[int, int]]:
    """Answer every run of words within so many words, the longest first."""
    for size in range(min(length, _LONGEST_RUN), 0, -1):
        yield from ((first, first + size) for first in range(length - size + 1))


def _allowed(letters: int, mistakes: Iterable[tuple[int, int]]) -> int:
    return next((allowed for least, allowed in mistakes if letters >= least), -1)


def _by_length(name: _Name) -> tuple[int, str]:
    return len(name.name), name.name


def _compared(name: str) -> tuple[tuple[str, ...], str]:
    words = tuple(map(fold, _words(name)))
    return words, "".join(words)


def _words(name: str) -> list[str]:
    return [word[0] for word in find_words(name)]
