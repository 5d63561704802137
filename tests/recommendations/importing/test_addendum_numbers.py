"""Numbers of recommendations, however a State writes them, read back as the same set."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recommendations.importing.readers.addendum.numbers import Number, find_numbering, read_listing
from recommendations.importing.readers.text import join

MAIN = 118
DASHES = ["-", "–", "—", " - ", " – ", "-\n", "–\n", " to ", " through ", " until ", "\u2011", "\u2212"]
COMMAS = [", ", "; ", ",", " and ", ", and ", " & ", ",\n", " as well as ", ", recommendation ", " and nos. "]


@st.composite
def written_numbers(draw, commas, *, dotted):
    """A set of items and a way to write it: singles and ranges, the main paragraph repeated or left out."""
    items = draw(st.sets(st.integers(1, 300), min_size=1, max_size=40))
    runs: list[list[int]] = []
    for item in sorted(items):
        if runs and runs[-1][-1] == item - 1 and draw(st.booleans()):
            runs[-1].append(item)
        else:
            runs.append([item])
    runs = draw(st.permutations(runs))

    def number(item, *, first=False):
        written = dotted and (first or draw(st.booleans()))
        return f"{MAIN}.{item}" if written else str(item)

    words = ""
    for index, run in enumerate(runs):
        if index:
            words += draw(st.sampled_from(commas))
        words += number(run[0], first=index == 0)
        if len(run) > 1:
            words += draw(st.sampled_from(DASHES)) + number(run[-1])
        if draw(st.booleans()) and len(run) == 1:
            words += draw(st.sampled_from([" (a)", " (a) and (b)", "(iii)"]))
    return items, words


def items_of(words, mains=frozenset({MAIN})):
    text = join(words.split("\n"))
    listing = read_listing(text, 0, mains, MAIN)
    assert listing is not None
    assert text[listing.end :] == "", text
    assert {number.main for number in listing.numbers} == {MAIN}
    return {number.item for number in listing.numbers}


@settings(deadline=None)
@given(written_numbers(COMMAS, dotted=True))
def test_numbers_with_the_main_paragraph_read_back(written):
    items, words = written
    assert items_of(words) == items


@settings(deadline=None)
@given(written_numbers(COMMAS, dotted=False))
def test_numbers_without_the_main_paragraph_read_back(written):
    items, words = written
    assert items_of(words) == items


@settings(deadline=None)
@given(st.lists(st.integers(1, 300), min_size=1, max_size=40, unique=True), st.data())
def test_a_full_stop_or_a_blank_may_stand_for_a_comma(items, data):
    words = f"{MAIN}.{items[0]}"
    for item in items[1:]:
        words += data.draw(st.sampled_from([". ", ", ", " ", ".\n", "; "])) + f"{MAIN}.{item}"
    assert items_of(words) == set(items)


@settings(deadline=None)
@given(st.text(max_size=200))
def test_no_text_is_too_odd(text):
    for start in range(min(len(text), 5)):
        read_listing(text, start, {MAIN}, MAIN)
    find_numbering([text])


@pytest.mark.parametrize(
    ("words", "items", "after"),
    [
        ("118.1–5 are accepted", [1, 2, 3, 4, 5], " are accepted"),
        ("118.115-20 enjoy", [115, 116, 117, 118, 119, 120], " enjoy"),
        ("118.5 (France), 118.6 (Iran (Islamic Republic of); Spain): no", [5, 6], ": no"),
        ("118. 5 and 118 . 6", [5, 6], ""),
        ("118 (5), 118 (6)", [5, 6], ""),
        ("118.5. 118.6 Accepted", [5], ". 118.6 Accepted"),
        ("1, 2. 3 laws were made", [1, 2], ". 3 laws were made"),
        ("5, 6 and 20 of the recommendations", [5, 6], " and 20 of the recommendations"),
        ("7 and 2 per cent", [7], " and 2 per cent"),
        ("7, 12 March 2014", [7], ", 12 March 2014"),
    ],
)
def test_where_a_list_ends(words, items, after):
    listing = read_listing(words, 0, {MAIN}, MAIN)
    assert [number.item for number in listing.numbers] == items
    assert words[listing.end :] == after


@pytest.mark.parametrize(
    "words",
    [
        "99.9% of cases",
        "60/251",
        "142 recommendations",
        "1,000 persons",
        "3rd report",
        "12 January 2015",
        "2.5 million",
    ],
)
def test_other_numbers_are_none_of_recommendations(words):
    assert read_listing(words, 0, {MAIN}, MAIN) is None


def test_a_range_that_cannot_be_is_told():
    listing = read_listing("118.9-118.3", 0, {MAIN})
    assert listing.numbers == (Number(MAIN, 9), Number(MAIN, 3))
    assert listing.broken == ("118.9-118.3",)


@pytest.mark.parametrize(
    ("texts", "mains", "understood"),
    [
        (["Cambodia accepts 140.7, 140.8.", "99.9% of cases, EUR 2.5 million"], {140}, 140),
        (["The numbers follow the list in paragraph 115 of the Report of the Working Group."], {115}, 115),
        (["The recommendations contained in paragraph 82 of document A/HRC/12/3", "Rec. 5"], {82}, 82),
        (["recommendations in paragraphs 121 and 122 of the report"], {121, 122}, 0),
        (
            ["recommendations 5 and 6, in accordance with paragraph 32 of the annex to resolution 5/1"],
            set(),
            0,
        ),
        (["Rec. 115 See recommendation 112."], set(), 0),
        (["121.1 Accepted", "121.2 Noted", "122.1 Noted", "122.2 Accepted"], {121, 122}, 0),
    ],
)
def test_the_main_paragraph_is_found_where_the_document_names_it(texts, mains, understood):
    numbering = find_numbering(texts)
    assert (numbering.mains, numbering.understood) == (mains, understood)
