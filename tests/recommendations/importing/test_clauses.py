"""An item is split into its requests, each with the States that made it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recommendations.importing.readers.attribution import read_states
from recommendations.importing.readers.clauses import split_clauses
from states.names import Spelling, StateNames

NAMES = StateNames(
    Spelling(name, code)
    for name, code in [
        ("France", "FRA"),
        ("Rwanda", "RWA"),
        ("Switzerland", "CHE"),
        ("Netherlands", "NLD"),
        ("Czech Republic", "CZE"),
        ("Guinea", "GIN"),
        ("Guinea-Bissau", "GNB"),
        ("Bosnia and Herzegovina", "BIH"),
        ("United Kingdom", "GBR"),
        ("United Kingdom of Great Britain and Northern Ireland", "GBR"),
        ("Iran (Islamic Republic of)", "IRN"),
        ("Korea, Republic of", "KOR"),
        ("Plurinational State of Bolivia", "BOL"),
        ("Lao People's Democratic Republic", "LAO"),
        ("Côte d'Ivoire", "CIV"),
    ]
)


def split(text):
    return [(clause.text, clause.states) for clause in split_clauses(text, NAMES)]


@pytest.mark.parametrize(
    ("printed", "codes"),
    [
        ("France", ("FRA",)),
        ("Rwanda; Switzerland", ("RWA", "CHE")),
        ("Rwanda, France and the Netherlands", ("RWA", "FRA", "NLD")),
        ("France/Rwanda", ("FRA", "RWA")),
        ("Bosnia and Herzegovina and France", ("BIH", "FRA")),
        ("United Kingdom of Great Britain and Northern Ireland, France", ("GBR", "FRA")),
        ("Korea, Republic of, France", ("KOR", "FRA")),
        ("Iran (Islamic Republic of); France", ("IRN", "FRA")),
        ("United Kingdom France, Rwanda", ("GBR", "FRA", "RWA")),
        ("Guinea Guinea-Bissau", ("GIN", "GNB")),
        ("Czech Republic 4", ("CZE",)),
        ("France,, Rwanda.", ("FRA", "RWA")),
        ("France, Rwanda, France", ("FRA", "RWA")),
        ("Lao People’s Democratic Republic; COTE D’IVOIRE", ("LAO", "CIV")),
    ],
)
def test_names_are_read_whatever_stands_between_them(printed, codes):
    states = read_states(printed, NAMES)
    assert (states.codes, states.unresolved) == (codes, ())


def test_a_name_that_is_not_known_is_answered_as_printed():
    states = read_states("France, Atlantis; Rwanda", NAMES)
    assert (states.codes, states.unresolved) == (("FRA", "RWA"), ("Atlantis",))


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("Go on (France);", [("Go on", ("FRA",))]),
        ("Go on (France) (Rwanda)", [("Go on", ("FRA", "RWA"))]),
        ("Go on(France)", [("Go on", ("FRA",))]),
        ("Sign (France); ratify (Rwanda)", [("Sign", ("FRA",)), ("Ratify", ("RWA",))]),
        ("(a) Sign (France); (b) ratify (Rwanda);", [("Sign", ("FRA",)), ("Ratify", ("RWA",))]),
        ("Sign (France)/ratify (Rwanda) the Act", [("Sign the Act", ("FRA",)), ("Ratify the Act", ("RWA",))]),
        ("Sign (France) and ratify (Rwanda)", [("Sign", ("FRA",)), ("Ratify", ("RWA",))]),
        ("Ratify the Protocol (OP-CAT) (France)", [("Ratify the Protocol (OP-CAT)", ("FRA",))]),
        ("Apply the plan (2006-2012) (France)", [("Apply the plan (2006-2012)", ("FRA",))]),
        ("Apply article 19 (3) (France)", [("Apply article 19 (3)", ("FRA",))]),
        ("Go on (Iran (Islamic Republic of))", [("Go on", ("IRN",))]),
        ("Go on (Plurinational State of Bolivia)", [("Go on", ("BOL",))]),
        ("Go on (Iran (Islamic Republic of); go (France)", [("Go on", ("IRN",)), ("Go", ("FRA",))]),
        ("Close the gap (see the report (France)", [("Close the gap (see the report", ("FRA",))]),
        ("Accede (Rome Statute, and France (Rwanda)", [("Accede (Rome Statute, and France", ("RWA",))]),
        ("Ratify the Convention (CEDAW)", [("Ratify the Convention (CEDAW)", ())]),
        ("Go on", [("Go on", ())]),
    ],
)
def test_an_item_is_split_at_the_brackets_that_name_states(text, clauses):
    assert split(text) == clauses


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        (  # the object is printed once, after the last verb
            "Consider acceding to (France), accede to (Rwanda) the Convention",
            ["Consider acceding to the Convention", "Accede to the Convention"],
        ),
        (
            "Sign (France) and ratify the Rome Statute (Rwanda)",
            ["Sign the Rome Statute", "Ratify the Rome Statute"],
        ),
        (  # ... or after the first
            "Ratify the Convention (France); accede (Rwanda); consider ratifying (Guinea)",
            ["Ratify the Convention", "Accede to the Convention", "Consider ratifying the Convention"],
        ),
        (
            "Ratify the Convention (France), as soon as possible (Rwanda) and without reservations (Guinea)",
            [
                "Ratify the Convention",
                "Ratify the Convention, as soon as possible",
                "Ratify the Convention and without reservations",
            ],
        ),
        (
            "Expedite ratification of the Convention (France) and its Optional Protocol (Rwanda)",
            ["Expedite ratification of the Convention", "Expedite ratification of its Optional Protocol"],
        ),
        ("To ratify ICCPR (France), CEDAW (Rwanda)", ["To ratify ICCPR", "To ratify CEDAW"]),
        (
            "Extend an invitation (France), to facilitate visits (Rwanda)",
            ["Extend an invitation", "Facilitate visits"],
        ),
    ],
)
def test_each_clause_stands_alone(text, clauses):
    assert [words for words, _ in split(text)] == clauses


def test_an_unknown_name_at_the_end_is_not_taken_for_words():
    [clause] = split_clauses("Go on with the reform (Kingdom of Atlantis);", NAMES)
    assert (clause.text, clause.states, clause.unresolved) == (
        "Go on with the reform",
        (),
        ("Kingdom of Atlantis",),
    )


words = st.from_regex(r"[A-Z][a-z]{2,9}( [a-z]{2,9}){0,5}", fullmatch=True).filter(
    lambda text: not NAMES.resolve(text)
)
states = st.lists(
    st.sampled_from(["France", "Rwanda", "Czech Republic", "Iran (Islamic Republic of)"]),
    min_size=1,
    unique=True,
)


@given(
    parts=st.lists(st.tuples(words, states), min_size=1, max_size=6),
    between=st.sampled_from(["; ", ", ", " / "]),
)
def test_what_is_put_together_is_taken_apart(parts, between):
    text = between.join(f"{request} ({'; '.join(made_by)})" for request, made_by in parts)
    assert split(text) == [
        (request, tuple(NAMES.resolve(name) for name in made_by)) for request, made_by in parts
    ]


@given(st.text(alphabet="aB ();,/.0(France)", max_size=200))
def test_no_brackets_are_beyond_reading_and_no_letter_is_lost(text):
    clauses = split_clauses(text, NAMES)
    kept = "".join(part for clause in clauses for part in (clause.text, *clause.unresolved))
    assert ("B" in kept) == ("B" in text)


def test_many_brackets_take_little_time():
    assert len(split_clauses("(" * 50_000 + "France" + ")" * 50_000, NAMES)) == 1


@pytest.mark.parametrize(
    ("printed", "codes"),
    [
        ("Go on [Chad];", ["TCD"]),
        ("Go on (Mali;", ["MLI"]),
        ("Go on (France; Iran (Islamic Republic of);", ["FRA", "IRN"]),
        ("Go on (France¹, Cuba2)12.", ["FRA", "CUB"]),
        ("Go on (France.Cuba-ChadMali)", ["FRA", "CUB", "TCD", "MLI"]),
        ("Go on (France and/or Cuba as well as Chad)", ["FRA", "CUB", "TCD"]),
        ("Go on (Denmark, on behalf of Finland, Iceland and Norway)", ["DNK", "FIN", "ISL", "NOR"]),
        ("Go on (Netherlands, also on behalf of: Belgium)", ["NLD", "BEL"]),
        ("Go on (Guinea-Bissau, Serbia and Montenegro)", ["GNB", "SRB", "MNE"]),
    ],
)
def test_states_are_read_however_their_brackets_are_printed(printed, codes, names):
    (clause,) = split_clauses(printed, names)
    assert (clause.text, list(clause.states), clause.unresolved) == ("Go on", codes, ())


def test_a_group_that_is_no_state_is_told(names):
    (clause,) = split_clauses("Go on (Egypt on behalf of the African Group)", names)
    assert (clause.states, clause.unresolved) == (("EGY",), ("the African Group",))
