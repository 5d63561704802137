"""What people read of a line of a plan: fields in order, old and new, who says so, what is not taken."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recommendations.importing.differences import (
    Named,
    conflicts,
    differences,
    field_label,
    rows_of,
    runs,
    source_label,
)
from recommendations.importing.models import PlannedChange
from recommendations.importing.precedence import BELIEVED
from tests.factories import (
    AffectedGroupFactory,
    StateFactory,
    SustainableDevelopmentGoalFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.django_db

RECORD = {
    "review": "khm-2",
    "number": "118.5",
    "source": "uhri",
    "text": "Ratify it (France)",
    "clauses": [{"text": "Ratify it", "states": ["FRA"], "unresolved": ["Ruritania"]}],
    "position": "supported",
    "stated_as": "in part",
    "comment": "Later.",
    "document": "A/HRC/26/16/Add.1",
    "paragraph": "3",
    "themes": ["torture"],
    "affected_groups": ["children"],
    "goals": ["16"],
    "page": 14,
    "rows": [12],
}


@pytest.fixture(autouse=True)
def _names():
    for code, name in {"FRA": "France", "AUT": "Austria", "KHM": "Cambodia"}.items():
        StateFactory(code=code, name=name)
    for slug in ("torture", "treaties", "trafficking"):
        ThemeFactory(slug=slug, name=slug.capitalize())
    AffectedGroupFactory(slug="children", name="Children of all ages")
    SustainableDevelopmentGoalFactory(code="16", name="Peace and justice")


def line(model="recommendation", kind="change", record=RECORD, **fields) -> PlannedChange:
    return PlannedChange(kind=kind, model=model, record=record, **fields)


def told(change: PlannedChange) -> dict[str, tuple[str, str]]:
    return {each.label: (each.old, each.new) for each in differences(change, Named.of([change]))}


class TestCreation:
    @pytest.mark.parametrize("kind", ["create", "undecided"])
    def test_all_that_the_file_says_is_told_by_name(self, kind):
        new = {label: new for label, (_old, new) in told(line(kind=kind)).items()}

        assert new == {
            "Official wording": "Ratify it (France)",
            "Clause 1: States": "France, Ruritania",
            "Position stated in paragraph 3 of A/HRC/26/16/Add.1": "supported",
            "Position in the State’s words": "in part",
            "The State’s comment": "Later.",
            "Themes": "Torture",
            "Affected groups": "Children of all ages",
            "Sustainable Development Goals": "16 Peace and justice",
            "Page of the document": "14",
        }

    def test_a_review_and_a_document(self):
        review = {"state": "KHM", "cycle": 2, "date": "2014-01-28", "troika": ["FRA", "AUT"], "session": None}
        document = {"title": "Views", "kind": "addendum", "date": None, "review": "khm-2"}

        assert told(line("review", "create", review)) == {
            "State under review": ("", "Cambodia"),
            "Cycle": ("", "2"),
            "Date": ("", "28 January 2014"),
            "Troika": ("", "France, Austria"),
        }
        assert list(told(line("document", "create", document))) == ["Title", "Kind of document", "Review"]

    def test_what_stays_the_same_says_nothing(self):
        assert told(line(kind="same", record={})) == {}


class TestChange:
    def test_fields_come_in_the_same_order_however_the_database_keeps_them(self):
        fields = {
            "page": [1, 2],
            "clauses.10.text": ["", "c"],
            "clauses.2.states": [[], ["FRA"]],
            "clauses.2.text": ["a", "b"],
            "text": ["a", "b"],
        }

        assert list(told(line(record={}, fields=fields))) == [
            "Official wording",
            "Clause 2: wording",
            "Clause 2: States",
            "Clause 10: wording",
            "Page of the document",
        ]

    def test_each_value_has_its_source(self):
        fields = {"text": ["a", "b"], "sources.text": ["upr-info", "uhri"], "page": [1, 2]}

        text, page = differences(line(fields=fields), Named())

        assert (text.old_source, text.new_source) == ("UPR Info", "Universal Human Rights Index")
        assert (page.old_source, page.new_source) == ("", "Universal Human Rights Index")

    def test_a_source_that_changes_alone_is_told(self):
        assert told(line(fields={"sources.text": ["upr-info", "uhri"]})) == {
            "Source of “Official wording”": ("UPR Info", "Universal Human Rights Index")
        }

    def test_tags_stay_come_and_go_as_wholes(self):
        old = {"torture": "upr-info", "treaties": "upr-info"}
        new = {"torture": "upr-info", "trafficking": "uhri"}
        change = line(fields={"themes": [old, new]})

        (themes,) = differences(change, Named.of([change]))

        assert [(run.kind, run.words) for run in themes.runs] == [
            ("same", "Torture, "),
            ("old", "Treaties, "),
            ("new", "Trafficking"),
        ]
        assert themes.new_source == "Universal Human Rights Index"

    def test_states_stay_come_and_go_as_wholes(self):
        change = line(fields={"clauses.1.states": [["FRA", "KHM"], ["FRA", "AUT"]]})

        (states,) = differences(change, Named.of([change]))

        assert [(run.kind, run.words) for run in states.runs] == [
            ("same", "France, "),
            ("old", "Cambodia, "),
            ("new", "Austria"),
        ]

    def test_statements_are_added_each_with_its_place_words_and_comment(self):
        statement = {
            "position": "noted",
            "stated_as": "not now",
            "comment": "Later.",
            "date": None,
            "document": "A/HRC/26/16/Add.1",
            "paragraph": "",
            "source": "addendum",
        }
        position, words, comment = differences(line(fields={"statements": [[], [statement]]}), Named())

        assert position.label == "Position stated in A/HRC/26/16/Add.1"
        assert (position.new, position.new_source) == ("noted", "addendum with the State's views")
        assert (words.new, comment.new) == ("not now", "Later.")

    def test_numbers_and_what_is_taken_in(self):
        fields = {"number": ["u12", "118.5"], "absorbs": [[], ["u13", "u14"]]}

        assert told(line(fields=fields)) == {
            "Number": ("u12", "118.5"),
            "Takes in the recommendations without a number": ("", "u13, u14"),
        }

    def test_the_wording_of_the_only_clause_is_not_told_twice(self):
        fields = {"text": ["a", "b"], "clauses.1.text": ["a", "b"], "clauses.1.states": [["FRA"], ["AUT"]]}
        fields["text_as_printed"] = ["a\n", "b\n"]

        assert told(line(fields=fields))["Clause 1: States"] == ("France", "Austria")
        assert list(told(line(fields=fields))) == ["Official wording", "Clause 1: States"]


class TestConflicts:
    def test_what_is_kept_and_what_is_not_taken_are_told_with_their_sources(self):
        change = line(
            conflicts={
                "themes": [["torture"], "thematic-list", ["treaties"]],
                "states": [["FRA"], "person", ["AUT"]],
                "position": ["noted", "working-group-report", "supported"],
            }
        )

        states, position, themes = conflicts(change, Named.of([change]))

        assert (states.label, states.kept, states.source) == ("Recommending States", "France", "a person")
        assert (states.refused, states.refused_source) == ("Austria", "Universal Human Rights Index")
        assert (position.kept, position.refused) == ("noted", "supported")
        assert (themes.kept, themes.source) == ("Torture", "thematic list of OHCHR")

    def test_every_field_that_sources_may_dispute_has_a_name(self):
        for field in BELIEVED:
            assert field_label(field)[0].isupper(), field


class TestRows:
    @pytest.mark.parametrize(
        ("rows", "words"),
        [
            ([], ""),
            ([12], "row 12"),
            ([12, 13, 14], "rows 12, 13, 14"),
            ([1, 2, 3, 4, 5], "rows 1, 2, 3 and 2 more"),
        ],
    )
    def test_rows_of_the_file(self, rows, words):
        assert rows_of(line(record={"rows": rows})) == words

    def test_a_record_without_rows(self):
        assert rows_of(line(record={})) == ""


class TestNames:
    def test_many_lines_take_as_many_queries_as_one(self, django_assert_num_queries):
        with django_assert_num_queries(4):
            names = Named.of([line(kind="create") for _ in range(50)])

        assert names.listed("states", ["FRA", "Ruritania"]) == "France, Ruritania"

    def test_an_unknown_source_has_no_name(self):
        assert source_label("carrier pigeon") == source_label(None) == ""


@given(st.text(alphabet="ab .", max_size=40), st.text(alphabet="ab .", max_size=40))
def test_runs_put_together_are_the_two_texts(old, new):
    told_apart = list(runs(old.strip(), new.strip()))

    assert "".join(run.words for run in told_apart if run.kind != "new") == old.strip()
    assert "".join(run.words for run in told_apart if run.kind != "old") == new.strip()


def test_texts_too_long_to_compare_are_told_as_wholes():
    old, new = "a " * 1001, "b"

    assert [run.kind for run in runs(old, new)] == ["old", "new"]
