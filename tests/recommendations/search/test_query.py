import pytest
from hypothesis import given
from hypothesis import strategies as st

from recommendations.search.query import LONGEST_WORD, MOST_WORDS, Query, Slip, Term, parse


def word(*words):
    return (Term(words),)


def test_words_must_all_occur():
    assert parse("death penalty") == Query(wanted=(word("death"), word("penalty")))


def test_a_phrase_stays_together():
    assert parse('"death penalty" abolish') == Query(wanted=(word("death", "penalty"), word("abolish")))


@pytest.mark.parametrize("marks", ["“”", "„“", "«»"])
def test_quotation_marks_of_any_language_hold_a_phrase(marks):
    assert parse(f"{marks[0]}death penalty{marks[1]}") == Query(wanted=(word("death", "penalty"),))


def test_or_joins_its_neighbours_only():
    assert parse("women OR girls education").wanted == (
        (Term(("women",)), Term(("girls",))),
        word("education"),
    )


def test_a_minus_excludes_a_word_or_a_phrase():
    query = parse('torture -"death penalty" -women')

    assert query.unwanted == (Term(("death", "penalty")), Term(("women",)))


def test_pieces_between_hyphens_and_apostrophes_are_a_phrase():
    assert parse("OP-CAT").wanted == (word("OP", "CAT"),)
    assert parse("women's").wanted == (word("women", "s"),)
    assert parse("d’Ivoire").wanted == (word("d", "Ivoire"),)


def test_a_star_ends_the_beginning_of_a_word_of_a_compound_or_of_a_phrase():
    assert parse("educat*").wanted == ((Term(("educat",), is_beginning=True),),)
    assert parse("anti-discriminat*").wanted == ((Term(("anti", "discriminat"), is_beginning=True),),)
    expected = ((Term(("right", "to", "educat"), is_beginning=True),),)
    assert parse('"right to educat*"').wanted == parse('"right to educat"*').wanted == expected


def test_a_star_elsewhere_is_left_out():
    assert parse("wom*n").wanted == ((Term(("wom",), is_beginning=True),),)
    assert parse("*ing").wanted == (word("ing"),)
    assert parse('"educat* for all"').wanted == (word("educat", "for", "all"),)
    assert parse("e*").wanted == (word("e"),)


def test_lone_operators_and_open_quotes_are_forgiven():
    assert parse('OR - * "') == Query()
    assert parse('OR "death penalty') == Query(wanted=(word("death", "penalty"),))


def test_or_before_an_exclusion_joins_nothing():
    assert parse("women OR -girls education") == Query(
        wanted=(word("women"), word("education")), unwanted=(Term(("girls",)),)
    )


def test_and_is_no_word_to_look_for():
    assert parse("women AND girls") == parse("women girls")


def test_more_words_than_anybody_types_are_cut_and_said():
    query = parse("word " * 5000)

    assert len(query.wanted) == MOST_WORDS
    assert query.slips == {Slip.TOO_MANY_WORDS}
    assert parse("a" * 5000).wanted == (word("a" * LONGEST_WORD),)


OPERATORS = st.sampled_from(
    ['"', "*", "-", "OR", "AND", "NOT", "NEAR", "^", ":", "(", ")", "\x00", "word", " "]
)


@given(st.one_of(st.text(), st.lists(OPERATORS).map("".join), st.lists(OPERATORS).map(" ".join)))
def test_nothing_that_can_be_typed_is_an_error(text):
    query = parse(text)

    words = [word for term in (*query.terms, *query.unwanted) for word in term.words]
    assert all(word[0].isalnum() and not set(word) & set("\"'*^:() \x00") for word in words)
    assert len(words) <= MOST_WORDS
    assert all(query.wanted)
