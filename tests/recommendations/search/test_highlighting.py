import html
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recommendations.search import highlight
from recommendations.search.occurring import matches
from recommendations.search.query import Query, parse
from tests.recommendations.search.corpus import ANYTHING, QUERIES, TEXTS

TEXT = st.one_of(
    st.sampled_from([text for texts in TEXTS.values() for text in texts]),
    st.text(alphabet=st.sampled_from("ab <>&\"'-é\u0301\x00 \n🗳️")),
)


def marked(text):
    return f"<mark>{text}</mark>"


@pytest.mark.parametrize(
    ("text", "query", "expected"),
    [
        ("Ratify, having ratified", "ratifies", "<mark>Ratify</mark>, having <mark>ratified</mark>"),
        ("the death penalty", '"death penalty"', "the <mark>death penalty</mark>"),
        ("death, a penalty", '"death penalty"', "death, a penalty"),
        ("Education and educators", "educat*", "<mark>Education</mark> and <mark>educators</mark>"),
        ("access to education", '"to educat*"', "access <mark>to education</mark>"),
        ("ill-treatment", "ill-treatment", "<mark>ill-treatment</mark>"),
        ("Co\u0302te d’Ivoire", "cote d'ivoire", "<mark>Co\u0302te</mark> <mark>d’Ivoire</mark>"),
        ("women and girls", "women OR girls", "<mark>women</mark> and <mark>girls</mark>"),
        ("women and girls", "women -girls", "<mark>women</mark> and girls"),
        ("rights defenders act", '"rights defenders" "defenders act"', "<mark>rights defenders act</mark>"),
        ("<b>law</b> & x", "law b", f"&lt;{marked('b')}&gt;{marked('law')}&lt;/{marked('b')}&gt; &amp; x"),
        ("nothing", "", "nothing"),
    ],
)  # fmt: skip
def test_what_was_looked_for_is_marked_in_all_its_forms(text, query, expected):
    assert highlight(text, query) == expected


@settings(deadline=None)
@given(text=TEXT, query=st.one_of(QUERIES, ANYTHING))
def test_without_its_marks_it_is_the_escaped_text(text, query):
    marked = highlight(text, query)

    assert html.unescape(re.sub("</?mark>", "", marked)) == text
    assert re.fullmatch("(?:[^<>]|<mark>[^<>]+</mark>)*", marked)


@settings(deadline=None)
@given(text=TEXT, query=QUERIES)
def test_something_is_marked_exactly_where_a_term_is_found(text, query):
    terms = parse(query).terms

    assert ("<mark>" in highlight(text, query)) == any(matches(Query(((term,),)), text) for term in terms)
