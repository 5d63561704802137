"""Numbers follow their sequence: right ones are kept, misprints repaired, and nothing is silent."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recommendations.importing.readers.layout import BodyLine
from recommendations.importing.readers.numbering import find_heads, number


def lines(*printed):
    """Lines that stand off from each other; those that begin with a blank are indented."""
    return [BodyLine(text.strip(), 1, 29.0 if text.startswith(" ") else 0.0, True) for text in printed]


def numbered(*printed):
    paragraphs, doubts = number(find_heads(lines(*printed)))
    items = [f"{paragraph.number}.{item.number}" for paragraph in paragraphs for item in paragraph.items]
    return items, [(doubt.code, doubt.number) for doubt in doubts]


@pytest.mark.parametrize("printed", ["118.2", "118.2.", "118. 2", "118.2.  ", "118 .2", "118,2", "2.", "2)"])
def test_a_number_may_be_printed_in_many_ways(printed):
    assert numbered("118. These:", " 118.1 Go on", f" {printed} Go on") == (["118.1", "118.2"], [])


@pytest.mark.parametrize("printed", ["1182 Go on", "118 2 Go on", "2 Go on"])
def test_a_missing_dot_is_mended_and_told(printed):
    items, doubts = numbered("118. These:", " 118.1 Go on", f" {printed}")
    assert items == ["118.1", "118.2"]
    assert doubts == [("number-undotted", "118.2")]


@pytest.mark.parametrize("misprint", ["118.09", "118.9", "118.19", "118.1009", "116.109", "119.109"])
def test_a_misprint_is_repaired_from_the_sequence_and_told(misprint):
    items, doubts = numbered(
        "118. These:",
        *(f" 118.{item} Go on" for item in range(1, 109)),
        f" {misprint} Go on",
        " 118.110 Go on",
    )
    assert items == [f"118.{item}" for item in range(1, 111)]
    assert doubts == [("number-repaired", "118.109")]


def test_a_number_that_the_document_leaves_out_is_left_out_and_told():
    items, doubts = numbered("9. These:", " 9.1 Go on", " 9.4 Go on", " 9.5 Go on")
    assert items == ["9.1", "9.4", "9.5"]
    assert doubts == [("number-missing", "9.2-3")]


def test_a_number_printed_twice_is_told():
    items, doubts = numbered("9. These:", " 9.1 Go on", " 9.2 Go on", " 9.2 Go on", " 9.3 Go on")
    assert items == ["9.1", "9.2", "9.3"]
    assert doubts == [("number-duplicated", "9.2")]


def test_items_may_be_counted_through_all_paragraphs():
    items, doubts = numbered(
        "74. These:", " 1. Go on", " 2. Go on", "75. And these:", " 3. Go on", " 4. Go on"
    )
    assert items == ["74.1", "74.2", "75.3", "75.4"]
    assert doubts == []


def test_at_the_margin_a_number_starts_a_paragraph_and_indented_an_item():
    items, _ = numbered(
        "2. These:", " 1. Go on", " 2. Go on", " 3. Go on", " 4. Go on", "3. And these:", " 1. Go on"
    )
    assert items == ["2.1", "2.2", "2.3", "2.4", "3.1"]


def test_a_main_paragraph_may_lack_its_number():
    items, doubts = numbered("The recommendations listed below:", " 118.1 Go on", " 118.2 Go on")
    assert items == ["118.1", "118.2"]
    assert doubts == []


def test_paragraphs_of_comments_may_stand_between_two_lists():
    items, doubts = numbered(
        "7. These:", " 7.1 Go on", "8. Comment", "9. Comment", "10. Those:", " 10.1 Go on"
    )
    assert items == ["7.1", "10.1"]
    assert doubts == []


@pytest.mark.parametrize(
    "words", ["2008, and ensure it", "118.45 above", "30 per cent of it", "3 of the Act"]
)
def test_a_number_in_the_middle_of_an_item_starts_nothing(words):
    inside = BodyLine(words, 1, 29.0, False)
    paragraphs, doubts = number(find_heads([*lines("118. These:", " 118.1 Go on"), inside]))
    assert [item.number for item in paragraphs[0].items] == [1]
    assert doubts == []


def test_at_the_head_of_a_page_only_the_number_that_is_due_starts_an_item():
    def first_on_page(words):
        return BodyLine(words, 2, 29.0, None)

    due, year = first_on_page("118.2 Go on"), first_on_page("1996, and ensure it")
    found, _ = number(find_heads([*lines("118. These:", " 118.1 Go on"), year, due]))
    assert [(item.number, item.line) for item in found[0].items] == [(1, 1), (2, 3)]


@pytest.mark.parametrize("words", ["2 of the Covenant", "2, paragraph 1, of the Covenant", "2 (1) of it"])
def test_at_the_head_of_a_page_a_later_and_better_number_counts(words):
    """The middle of a sentence ("in line with article 2 of the Covenant") may look like the item due."""
    printed = lines("82. These:", " 1. Go on", f" {words}", " 2. Go on")
    printed[2] = BodyLine(words, 2, 29.0, None)
    found, doubts = number(find_heads(printed))
    assert [(item.number, item.line) for item in found[0].items] == [(1, 1), (2, 3)]
    assert doubts == []


@pytest.mark.parametrize("printed", ["2. 16 days of activism", "2. 100 per cent", "2. 2030 Agenda"])
def test_words_may_start_with_a_number(printed):
    found, doubts = number(find_heads(lines("82. These:", " 1. Go on", f" {printed}")))
    assert [printed[item.words :].strip() for item in found[0].items[1:]] == [printed[3:]]
    assert doubts == []


def test_numbered_headings_and_parts_of_items_are_no_items_of_a_list_printed_in_full():
    printed = (" 118.1 Go on:", " 1. Ratify", " 2. Sign", " 3. Stop", " 1. Health", " 118.2 Go on")
    assert numbered("118. These:", *printed) == (["118.1", "118.2"], [])
    assert numbered("118. These:", " 1. Health", " 118.1 Go on", " 2. Work", " 118.2 Go on") == (
        ["118.1", "118.2"],
        [],
    )


@pytest.mark.parametrize(
    ("printed", "found", "code"),
    [("118.3", ["118.1", "118.3", "118.4"], "number-missing"), ("118.22", None, "number-repaired")],
)
def test_items_at_the_margin_follow_their_sequence_too(printed, found, code):
    last = "118.4" if found else "118.3"
    items, doubts = numbered("118. These:", "118.1 Go on", f"{printed} Go on", f"{last} Go on")
    assert items == (found or ["118.1", "118.2", "118.3"])
    assert doubts == [(code, "118.2")]


@pytest.mark.parametrize(
    ("sentence", "doubts"), [("Those:", []), ("19. Those:", [("number-repaired", "119")])]
)
def test_a_paragraph_may_lack_its_number(sentence, doubts):
    """Its items tell it; the sentence above them belongs to it."""
    printed = lines("118. These:", " 118.1 Go on", sentence, " 119.1 Go on", " 119.2 Go on")
    found, told = number(find_heads(printed))
    assert [(one.number, one.line, len(one.items)) for one in found] == [(118, 0, 1), (119, 2, 2)]
    assert [(doubt.code, doubt.number) for doubt in told] == doubts


in_full = st.booleans()
sizes = st.lists(st.integers(min_value=1, max_value=130), min_size=1, max_size=4)


@given(first=st.integers(min_value=40, max_value=180), sizes=sizes, in_full=in_full)
def test_a_correct_sequence_is_never_changed(first, sizes, in_full):
    printed, wanted = [], []
    for paragraph, size in enumerate(sizes, first):
        printed.append(f"{paragraph}. These:")
        for item in range(1, size + 1):
            printed.append(f" {paragraph}.{item} Go on" if in_full else f" {item}. Go on")
            wanted.append(f"{paragraph}.{item}")
    assert numbered(*printed) == (wanted, [])


@given(
    size=st.integers(min_value=3, max_value=150),
    place=st.integers(min_value=2, max_value=148),
    misprint=st.integers(min_value=0, max_value=999),
)
def test_one_misprint_never_costs_another_number(size, place, misprint):
    place = min(place, size - 1)
    items = [*range(1, size + 1)]
    items[place - 1] = misprint
    found, doubts = numbered("200. These:", *(f" 200.{item} Go on" for item in items))
    wanted = [f"200.{item}" for item in range(1, size + 1)]
    assert found == wanted
    assert bool(doubts) == (misprint != place)


@given(st.lists(st.from_regex(r" ?[0-9 .,:;)]{0,9}[A-Za-z0-9 ]{0,9}", fullmatch=True), max_size=30))
def test_no_line_is_beyond_reading_and_no_number_is_given_twice(printed):
    items, _ = numbered(*printed)
    assert len(items) == len(set(items))
