from hypothesis import given
from hypothesis import strategies as st

from recommendations.search.query import Query, Term, parse


def word(*words):
    return (Term(words),)


def test_words_must_all_occur():
    assert parse("death penalty") == Query(wanted=(word("death"), word("penalty")))


def test_a_phrase_stays_together():
    assert parse('"death penalty" abolish') == Query(wanted=(word("death", "penalty"), word("abolish")))


def test_or_joins_its_neighbours_only():
    assert parse("women OR girls education").wanted == (
        (Term(("women",)), Term(("girls",))),
        word("education"),
    )


def test_a_minus_excludes_a_word_or_a_phrase():
    query = parse('torture -"death penalty" -women')

    assert query.unwanted == (Term(("death", "penalty")), Term(("women",)))


def test_a_compound_is_a_phrase_of_its_parts():
    assert parse("OP-CAT").wanted == (word("OP", "CAT"),)


def test_lone_operators_and_open_quotes_are_forgiven():
    assert parse('OR - * "') == Query()
    assert parse('OR "death penalty') == Query(wanted=(word("death", "penalty"),))


@given(st.text())
def test_nothing_that_can_be_typed_is_an_error(text):
    parse(text)
