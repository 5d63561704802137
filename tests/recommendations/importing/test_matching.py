"""Rows without a number find the recommendation that they are about, or a person is asked."""

import random
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recommendations.importing.matching import (
    MOST,
    PIECE,
    SURE,
    WORTH_ASKING,
    Candidate,
    Likely,
    Match,
    Matcher,
    letters,
)

NOTHING = Match(None, ())
TORTURE = "Ratify the Optional Protocol to the Convention against Torture"
PRISONS = "Improve the conditions in prisons and reduce the number of people held before trial"
WOMEN = "Enact a law against violence in the family and train judges to apply it"
EVERY_DAY = [TORTURE, PRISONS, WOMEN, "Abolish the death penalty", "Invite the Special Rapporteurs", "Go on"]

texts = st.lists(
    st.sampled_from(["abolish", "the", "Convention", "169", "without", "CEDAW", "penalty", "women,", "of"]),
    max_size=12,
).map(lambda words: " ".join(["Ratify", *words]))
NAMES = {"FRA": "France", "CHL": "Chile", "PRT": "Portugal", "BRN": "Brunei Darussalam", "AUS": "Australia"}
states = st.frozensets(st.sampled_from(["FRA", "CHL", "PRT"]), max_size=2)


def made(number: str, *clauses: tuple[str, str], summary: str = "") -> Candidate:
    """A recommendation whose requests are given as (text, "FRA CHL"); no text where all have none."""
    printed = "; ".join(
        f"{text} ({', '.join(NAMES[code] for code in by.split())})" for text, by in clauses if text
    )
    parts = tuple((text, frozenset(by.split())) for text, by in clauses)
    return Candidate(number, printed, summary, parts)


@st.composite
def candidates(draw: st.DrawFn) -> list[Candidate]:
    found = []
    for item in range(draw(st.integers(0, 6))):
        clauses = tuple(draw(st.lists(st.tuples(st.just("") | texts, states), max_size=2)))
        text = "; ".join(text for text, _ in clauses if text)
        found.append(Candidate(f"118.{item}", text, draw(st.just("") | texts), clauses))
    return found


def found(number: str, clause: int | None = 1, score: float = 100.0) -> Match:
    return Match(Likely(number, clause, score), ())


def asked(match: Match) -> list[tuple[str, int | None]]:
    assert match.found is None
    return [(likely.number, likely.clause) for likely in match.doubtful]


@pytest.mark.parametrize(
    "text",
    [
        TORTURE,
        "To ratify the “Optional Protocol” to the convention against torture;",
        "RATIFY THE OPTIONAL PROTOCOL - TO THE CONVENTION AGAINST TORTURE!",
        f"{TORTURE} (France)",
        f"{TORTURE} (the Republic of France, Iran (Islamic Republic of));",
    ],
)
def test_the_same_letters_are_the_same_request(text: str) -> None:
    matcher = Matcher([made("118.4", (PRISONS, "FRA")), made("118.5", (TORTURE, "FRA"))])

    assert matcher.match(text, ["FRA"]) == found("118.5")


def test_accents_and_case_do_not_tell_wordings_apart() -> None:
    assert letters("To consider Côte d’Ivoire’s Straße, no. 4") == "toconsidercotedivoiresstrasseno"


def test_among_the_same_letters_the_state_tells() -> None:
    matcher = Matcher(
        [made("118.4", (TORTURE, "CHL")), made("120.9", (PRISONS, "PRT"), (TORTURE, "FRA PRT"))]
    )

    assert matcher.match(TORTURE, ["CHL"]) == found("118.4")
    assert matcher.match(TORTURE, ["FRA"]) == found("120.9", 2)
    assert asked(matcher.match(TORTURE, [])) == [("118.4", 1), ("120.9", 2)]


def test_the_same_letters_twice_of_one_state_are_asked() -> None:
    matcher = Matcher([made("118.10", (TORTURE, "FRA")), made("118.9", (TORTURE, "FRA"))])

    assert asked(matcher.match(TORTURE, ["FRA"])) == [("118.9", 1), ("118.10", 1)]


def test_the_same_letters_of_another_state_are_asked() -> None:
    matcher = Matcher([made("118.5", (TORTURE, "BRN"))])

    assert asked(matcher.match(TORTURE, ["BRA"])) == [("118.5", 1)]
    assert asked(matcher.match(TORTURE, ["BRA", "BRN"])) == [("118.5", 1)]


def test_a_row_or_a_clause_without_states_is_told_by_the_same_letters_alone() -> None:
    unnamed = Matcher([made("118.5", (TORTURE, ""))])
    named = Matcher([made("118.5", (TORTURE, "FRA"))])

    assert unnamed.match(TORTURE, ["FRA"]) == found("118.5")
    assert named.match(TORTURE, []) == found("118.5")
    assert asked(named.match(f"{TORTURE}s", [])) == [("118.5", 1)]


def test_the_states_clause_comes_before_one_that_names_none() -> None:
    matcher = Matcher([made("118.4", (TORTURE, "")), made("118.5", (TORTURE, "FRA"))])

    assert matcher.match(TORTURE, ["FRA"]) == found("118.5")


def test_the_wording_of_several_clauses_is_the_recommendation_as_a_whole() -> None:
    candidate = made("118.5", (TORTURE, "FRA"), (PRISONS, "CHL"))

    assert Matcher([candidate]).match(candidate.text, ["FRA", "CHL"]) == found("118.5", None)
    assert Matcher([candidate]).match(f"{TORTURE}; {PRISONS}", ["FRA", "CHL"]) == found("118.5", None)


def test_a_text_whose_clauses_are_not_known_is_found_with_and_without_its_states() -> None:
    matcher = Matcher([Candidate("118.5", f"{TORTURE} (France)", "", (("", frozenset({"FRA"})),))])

    assert matcher.match(TORTURE, ["FRA"]) == found("118.5")
    assert matcher.match(f"{TORTURE} (France)", []) == found("118.5")
    assert matcher.match(TORTURE, []) == found("118.5")
    assert asked(matcher.match(TORTURE, ["CHL"])) == [("118.5", 1)]


def test_brackets_that_belong_to_the_wording_tell_requests_apart() -> None:
    sale, war = "Ratify the Protocol (On the sale of children)", "Ratify the Protocol (On children in wars)"

    assert Matcher([made("118.5", (war, "FRA"))]).match(sale, ["FRA"]).found is None
    assert Matcher([made("118.5", (war, "FRA")), made("118.6", (sale, "FRA"))]).match(sale, ["FRA"]) == found(
        "118.6"
    )
    acronym = Matcher([made("118.5", ("Ratify the Convention on Rights", "FRA"))])
    assert acronym.match("Ratify the Convention on Rights (CEDAW)", ["FRA"]).found is None


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ("Ratify ILO Convention No. 169 without delay", "Ratify ILO Convention No. 189 without delay"),
        (f"Without delay consider how to {PRISONS}", f"With delay consider how to {PRISONS}"),
        (f"{TORTURE} and the second Protocol to it", f"{TORTURE} and the first Protocol to it"),
        (
            "Accede to the international treaties on human rights and ratify ICCPR",
            "Accede to the international treaties on human rights and ratify ICESCR",
        ),
    ],
)  # fmt: skip
def test_what_tells_requests_apart_in_few_letters_is_asked(theirs: str, ours: str) -> None:
    match = Matcher([made("118.5", (ours, "FRA"))]).match(theirs, ["FRA"])

    assert asked(match) == [("118.5", 1)]
    assert match.doubtful[0].score < 100


def test_figures_tell_among_the_same_letters() -> None:
    matcher = Matcher(
        [made("118.4", ("Ratify Convention 169", "FRA")), made("118.5", ("Ratify Convention 189", "FRA"))]
    )

    assert matcher.match("Ratify convention 189", ["FRA"]) == found("118.5")


def test_nearly_the_same_letters_of_the_same_state_are_certain() -> None:
    matcher = Matcher([made("118.5", (f"{TORTURE} (OP)", "FRA CHL")), made("118.6", (WOMEN, "FRA"))])

    match = matcher.match("Ratify the Optionnal Protocol to the Convention against Tortures", ["FRA"])

    assert match.found
    assert (match.found.number, match.found.clause) == ("118.5", 1)
    assert SURE <= match.found.score < 100


def test_nearly_the_same_letters_of_another_state_are_asked() -> None:
    matcher = Matcher([made("118.5", (TORTURE, "CHL"))])

    assert asked(matcher.match(f"{TORTURE}s", ["FRA"])) == [("118.5", 1)]


def test_two_that_are_nearly_the_same_are_asked() -> None:
    matcher = Matcher([made("118.5", (f"{TORTURE}s", "FRA")), made("118.6", (f"{TORTURE}x", "FRA"))])

    assert asked(matcher.match(TORTURE + "y", ["FRA"])) == [("118.5", 1), ("118.6", 1)]


def test_a_piece_of_the_request_of_the_same_state_is_certain() -> None:
    matcher = Matcher([made("118.5", (PRISONS, "CHL"), (f"{TORTURE} and {WOMEN}", "FRA PRT"))])

    assert matcher.match(WOMEN, ["FRA"]) == found("118.5", 2, 99.0)
    assert matcher.match(TORTURE, ["PRT"]) == found("118.5", 2, 99.0)
    assert matcher.match(WOMEN, []) == NOTHING


def test_a_piece_of_the_request_of_another_state_is_asked() -> None:
    matcher = Matcher([made("118.5", (PRISONS, "CHL"), (f"{TORTURE} and {WOMEN}", "FRA PRT"))])

    assert asked(matcher.match(WOMEN, ["CHL"])) == [("118.5", None)]
    assert matcher.match(WOMEN, ["BRN"]) == NOTHING


def test_a_short_piece_and_one_with_gaps_are_asked() -> None:
    matcher = Matcher(
        [made("118.5", ("Ratify CEDAW, CAT, the Convention on Migrant Workers and CED", "FRA"))]
    )

    assert len(letters("Ratify CEDAW, CAT")) < PIECE
    assert asked(matcher.match("Ratify CEDAW, CAT", ["FRA"])) == [("118.5", 1)]
    assert asked(matcher.match("Ratify CAT and CED", ["FRA"])) == [("118.5", 1)]
    assert asked(matcher.match("Ratify the Convention on Migrant Workers and CED", ["FRA"])) == [("118.5", 1)]


def test_the_whole_is_not_offered_beside_its_clause() -> None:
    clauses = (("Ratify CEDAW, CAT, the Convention on Migrant Workers and CED", "FRA"), (PRISONS, "CHL"))

    assert asked(Matcher([made("118.5", *clauses)]).match("Ratify CAT and CED", ["FRA"])) == [("118.5", 1)]


def test_a_piece_of_two_requests_is_asked() -> None:
    both = [made("118.5", (f"{TORTURE} and {WOMEN}", "FRA")), made("118.6", (f"{TORTURE} soon", "FRA"))]

    assert asked(Matcher(both).match(TORTURE, ["FRA"])) == [("118.5", 1), ("118.6", 1)]


def test_a_piece_with_other_figures_is_asked() -> None:
    matcher = Matcher([made("118.5", (f"Amend article 301 of the Penal Code on insults and {WOMEN}", "FRA"))])

    assert asked(matcher.match("Amend article 318 of the Penal Code on insults", ["FRA"])) == [("118.5", 1)]


def test_another_request_is_one_of_its_own() -> None:
    matcher = Matcher([made("118.5", (TORTURE, "FRA")), made("118.6", (WOMEN, "CHL"))])

    assert matcher.match(PRISONS, ["FRA"]) == NOTHING
    assert Matcher([]).match(PRISONS, ["FRA"]) == NOTHING


@pytest.mark.parametrize("text", ["", " … ", "(France)", "118"])
def test_a_row_without_words_is_about_nothing(text: str) -> None:
    assert (
        Matcher([made("118.5", (TORTURE, "FRA")), made("118.6", ("", "FRA"))]).match(text, ["FRA"]) == NOTHING
    )


def test_a_recommendation_known_by_its_summary_is_asked_where_the_state_made_it() -> None:
    known = [
        made("118.5", ("", "FRA"), summary="Prison conditions"),
        made("118.6", ("", "CHL"), summary="Prison conditions"),
        made("118.7", ("", "CHL"), ("", "FRA"), summary=TORTURE),
    ]
    matcher = Matcher(known)

    match = matcher.match(TORTURE, ["FRA"])
    assert asked(match) == [("118.7", 2), ("118.7", 1), ("118.5", 1)]
    assert [likely.score for likely in match.doubtful] == [94.0, 84.0, WORTH_ASKING]
    assert asked(matcher.match(WOMEN, [])) == []


def test_a_recommendation_known_by_its_summary_without_states_is_asked_by_its_words() -> None:
    matcher = Matcher([Candidate("118.5", "", TORTURE, ())])

    assert asked(matcher.match(TORTURE, ["FRA"])) == [("118.5", None)]
    assert matcher.match(WOMEN, ["FRA"]) == NOTHING


def test_summaries_do_not_stop_what_is_certain() -> None:
    matcher = Matcher([made("118.5", ("", "FRA"), summary=TORTURE), made("118.6", (TORTURE, "FRA"))])

    assert matcher.match(TORTURE, ["FRA"]) == found("118.6")
    nearly = matcher.match(f"{TORTURE} soon", ["FRA"]).found
    assert nearly
    assert nearly.number == "118.6"
    assert nearly.score < 97


def test_no_more_than_a_handful_is_offered() -> None:
    matcher = Matcher([made(f"118.{item}", ("", "FRA")) for item in range(1, 12)])

    assert asked(matcher.match(TORTURE, ["FRA"])) == [(f"118.{item}", 1) for item in range(1, MOST + 1)]


@given(st.text())
def test_letters_do_not_depend_on_what_else_stands_in_the_text(text: str) -> None:
    assert letters(text) == letters(f"{text} \N{COMBINING ACUTE ACCENT}")


@given(st.text())
def test_letters_of_letters_are_the_same_letters(text: str) -> None:
    assert letters(letters(text)) == letters(text)
    assert all(char.isalpha() for char in letters(text))


@given(st.sampled_from(EVERY_DAY), st.randoms(use_true_random=False))
def test_punctuation_case_and_accents_never_matter(text: str, chance: random.Random) -> None:
    changed = "".join(
        chance.choice([char, char.upper(), char.lower(), unicodedata.normalize("NFC", char + "\u0301")])
        + chance.choice(["", "", ",", "; ", "”", " - "])
        for char in text
    )
    matcher = Matcher(made(f"118.{item}", (each, "FRA")) for item, each in enumerate(EVERY_DAY))

    assert matcher.match(changed, ["FRA"]) == found(f"118.{EVERY_DAY.index(text)}")


@given(candidates(), texts, states, st.randoms(use_true_random=False))
def test_the_order_of_candidates_never_matters(
    known: list[Candidate], text: str, made_by: frozenset[str], chance: random.Random
) -> None:
    shuffled = chance.sample(known, len(known))

    assert Matcher(shuffled).match(text, made_by) == Matcher(known).match(text, made_by)


@given(candidates(), texts, states)
def test_a_certain_match_has_the_states_of_the_row_and_the_highest_score(
    known: list[Candidate], text: str, made_by: frozenset[str]
) -> None:
    certain = Matcher(known).match(text, made_by).found
    if not certain:
        return
    (joined,) = [candidate for candidate in known if candidate.number == certain.number]
    named = [by for place, (_, by) in enumerate(joined.clauses, 1) if certain.clause in (None, place)]
    everybody = frozenset[str]().union(*named)
    others = Matcher([candidate for candidate in known if candidate is not joined]).match(text, made_by)
    rivals = [likely for likely in (others.found, *others.doubtful) if likely]

    assert not made_by or not everybody or made_by <= everybody
    assert certain.score >= SURE
    assert all(likely.score <= certain.score for likely in rivals)


@given(candidates(), texts, states)
def test_either_one_is_certain_or_some_are_asked_best_first(
    known: list[Candidate], text: str, made_by: frozenset[str]
) -> None:
    match = Matcher(known).match(text, made_by)
    scores = [likely.score for likely in match.doubtful]

    assert not (match.found and match.doubtful)
    assert len(scores) <= MOST
    assert scores == sorted(scores, reverse=True)
    assert all(WORTH_ASKING <= score <= 100 for score in scores)


@given(candidates(), texts)
def test_the_same_letters_beat_any_similar_ones(known: list[Candidate], text: str) -> None:
    same = made("999.1", (text, "AUS"))
    others = [
        Candidate(
            each.number, each.text, each.summary, tuple((own, by | {"AUS"}) for own, by in each.clauses)
        )
        for each in known
        if letters(text) not in {letters(own) for own in (each.text, *(own for own, _ in each.clauses))}
    ]

    assert Matcher([*others, same]).match(text, ["AUS"]) == found("999.1")
