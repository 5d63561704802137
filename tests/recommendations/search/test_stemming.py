"""Stems are those of SQLite, and no word that begins as typed is missed."""

import sqlite3

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recommendations.search.stemming import begin, fold, stem

ENDINGS = (
    "s", "es", "ies", "ed", "ing", "y", "ly", "al", "ally", "ation", "ational", "ization", "izer", "ance",
    "ence", "er", "ic", "ical", "able", "ably", "ible", "ibly", "ability", "ant", "ement", "ment", "ent",
    "ion", "ism", "ate", "ative", "ous", "ously", "ousness", "ive", "iveness", "ize", "ful", "fulness",
    "ness", "logy", "logies", "logical", "e", "ll", "eed",
)  # fmt: skip
STARTS = st.text(alphabet="aeiouybcdlmnprstvz", min_size=2, max_size=7)
WORDS = st.builds("{}{}".format, STARTS, st.sampled_from(("", *ENDINGS)))


@pytest.fixture(scope="module")
def sqlite_stem():
    database = sqlite3.connect(":memory:")
    database.execute(
        "CREATE VIRTUAL TABLE words USING fts5(word, tokenize='porter unicode61 remove_diacritics 2')"
    )
    database.execute("CREATE VIRTUAL TABLE stems USING fts5vocab(words, instance)")

    def stem_of(word):
        database.execute("DELETE FROM words")
        database.execute("INSERT INTO words VALUES (?)", [word])
        return " ".join(row[0] for row in database.execute("SELECT term FROM stems"))

    yield stem_of
    database.close()


@settings(deadline=None)
@given(word=WORDS)
def test_stems_are_those_of_sqlite(sqlite_stem, word):
    assert stem(word) == sqlite_stem(word)


@pytest.mark.parametrize(
    "word",
    ["assembly", "possibly", "responsibly", "technology", "terminologies", "as", "is", "us", "s", "1990s",
     "Côte", "CÔTE", "Türkiye", "São", "Løgstør", "ខ", "trekking", "biology", "G20"],
)  # fmt: skip
def test_stems_of_unusual_words_are_those_of_sqlite(sqlite_stem, word):
    assert stem(word) == sqlite_stem(word)


def test_case_and_accents_are_folded_and_other_letters_stay():
    assert [fold(word) for word in ("CÔTE", "Co\u0302te", "Türkiye", "Ørsted", "Ἀθήνα")] == [
        "cote", "cote", "turkiye", "ørsted", "ἀθήνα",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "found", "not_found"),
    [
        ("educat", "educate education educational educating educators", "edutainment"),
        ("discriminat", "discriminate discrimination discriminatory discriminating", "crime"),
        ("police", "police policed policeman policewomen", "policy policies political"),
        ("general", "general generally generalise", "genre genocide"),
        ("internal", "internal internally", "interim intent"),
        ("countr", "country countries", "counter"),
        ("duty", "duty", "dutch"),
        ("traffick", "trafficking trafficked traffickers", "traffic"),
    ],
)
def test_a_beginning_finds_the_words_that_begin_so_and_not_their_neighbours(typed, found, not_found):
    assert [word for word in found.split() if not is_found(typed, word)] == []
    assert [word for word in not_found.split() if is_found(typed, word)] == []


@settings(deadline=None)
@given(word=WORDS, length=st.integers(2, 12))
def test_no_word_that_begins_as_typed_is_missed(word, length):
    assert is_found(word[:length], word)


@settings(deadline=None)
@given(word=WORDS)
def test_what_an_engine_is_asked_for_has_the_stem_that_is_meant(word):
    beginning = begin(word)

    assert stem(beginning.word) == beginning.stem
    assert word.startswith(beginning.stem)


def is_found(typed, word):
    beginning = begin(typed)
    return stem(word).startswith(beginning.stem) or stem(word) in beginning.stems
