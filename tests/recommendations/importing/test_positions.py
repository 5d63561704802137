"""The sentence that opens a list states the position on it; all of these are printed in reports."""

import pytest

from recommendations.importing.readers import positions


@pytest.mark.parametrize(
    "sentence",
    [
        "The recommendations formulated during the interactive dialogue and listed below have been examined "
        "by Afghanistan and enjoy its support:",
        "The recommendations listed below enjoy the support of Cambodia:",
        "The following recommendations enjoy the support of Spain, which considers that they are already "
        "implemented or in the process of implementation:",
        "Finland considered the recommendations made during the interactive dialogue and listed below, and "
        "agrees to follow up on them:",
        "The following recommendations have been examined by X and have its full support:",
        "The recommendations below have received the support of X:",
    ],
)
def test_supported(sentence):
    assert positions.stated_position(sentence) == "supported"


@pytest.mark.parametrize(
    "sentence",
    [
        "The recommendations below did not enjoy the support of Afghanistan:",
        "The recommendations listed below do not enjoy the support of Israel because they contain the term:",
        "The recommendations listed below were rejected by Azerbaijan for the following reasons:",
        "The recommendations below were noted by Luxembourg:",
        "The recommendations below have been examined by X and have been noted by X:",
        "The following recommendations would not enjoy the support of X:",
        "The following recommendations cannot be accepted by X:",
        "X has taken note of the following recommendations:",
        "X declines the following recommendations:",
        "The following recommendations fail to enjoy the support of X:",
    ],
)
def test_noted(sentence):
    assert positions.stated_position(sentence) == "noted"


@pytest.mark.parametrize(
    "sentence",
    [
        "The following recommendations will be examined by Slovenia, which will provide responses in due "
        "time, but no later than the fifty-ninth session of the Human Rights Council:",
        "Responses to the following recommendations will be provided by Germany in due time, but no later "
        "than the 24th session of the Human Rights Council in September 2013:",
        "Brunei Darussalam notes the following recommendations and will provide appropriate responses in due "
        "time. The responses will be included in the outcome report:",
        "Uzbekistan indicated that it would study the conformity of the following recommendations with the "
        "national legislation and will provide its answer in due time:",
        "The recommendations listed below will be further examined by Zambia:",
        "The following recommendations have been deferred by X:",
    ],
)
def test_pending(sentence):
    assert positions.stated_position(sentence) == "pending"


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("The following recommendations enjoy the partial support of X:", "partial support"),
        ("The recommendations below have been partially accepted by X:", "partially accepted"),
        ("X supports in part the recommendations below:", "supports in part"),
        ("The following recommendations were accepted in principle:", "accepted in principle"),
    ],
)
def test_what_is_accepted_in_part_is_noted_in_the_words_of_the_state(sentence, words):
    assert positions.stated_position(sentence) == "noted"
    assert positions.words_in_part(sentence) == words


def test_what_is_implemented_in_part_is_not_accepted_in_part():
    sentence = "These recommendations enjoy the support of X, which has partially implemented them:"
    assert (positions.stated_position(sentence), positions.words_in_part(sentence)) == ("supported", "")


def test_a_sentence_may_state_no_position_and_only_report():
    made = "In the course of the discussion, the following recommendations were made to Cambodia:"
    assert positions.stated_position(made) is None
    assert positions.only_reports(made)


def test_a_sentence_in_unknown_words_states_nothing():
    sentence = "Cambodia is grateful for these:"
    assert positions.stated_position(sentence) is None
    assert not positions.only_reports(sentence)


def test_a_sentence_may_look_back_at_all_or_name_numbers():
    all_above = "The recommendations listed above enjoy the support of Morocco."
    some = "The recommendations above numbered as recommendation 3 and 5 enjoy the support of Morocco."
    assert positions.looks_back(all_above)
    assert not positions.names_numbers(all_above)
    assert positions.names_numbers(some)


@pytest.mark.parametrize(
    ("sentence", "announced"),
    [
        ("Tajikistan offered the following comments:", True),
        (
            "The recommendations noted in paragraphs 31 (b), 33 (a) above did not enjoy the support of X:",
            True,
        ),
        ("The following recommendations will be examined by X:", False),
    ],
)
def test_comments_are_told_from_recommendations(sentence, announced):
    assert positions.announces_comments(sentence) is announced
