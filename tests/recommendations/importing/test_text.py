"""Words as printed become words as data."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recommendations.importing.readers.text import clean, join


@pytest.mark.parametrize(
    ("printed", "words"),
    [
        ("Continue\u00a0 its\t efforts", "Continue its efforts"),
        ("the \ufb01rst o\ufb03ce", "the first office"),
        ("women's rights", "women’s rights"),
        ("co\u00adoperation\u200b", "cooperation"),
        ("non\u2011citizens", "non-citizens"),
        ("Cafe\u0301", "Café"),
        ("efforts ( France ) ;", "efforts (France);"),
        ("15\u00bd \u2116 7", "15\u00bd \u2116 7"),
    ],
)
def test_one_spelling_of_blanks_quotes_hyphens_and_ligatures(printed, words):
    assert clean(printed) == words


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (["human", "rights"], "human rights"),
        (["the well-", "being of all"], "the well-being of all"),
        (["short- and long-", "term"], "short- and long-term"),
        (["short-", "and long-term"], "short- and long-term"),
        (["2009–", "2012"], "2009–2012"),
        (["violence – ", "including murder"], "violence – including murder"),
    ],
)
def test_lines_are_joined_and_hyphens_belong_to_their_words(lines, words):
    assert join(lines) == words


@given(st.text(max_size=200))
def test_cleaning_twice_changes_nothing_more(text):
    assert clean(clean(text)) == clean(text)
