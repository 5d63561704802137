"""Rows of exports become records: what belongs together, what joins what, and what is left out."""

import datetime

import pytest

from recommendations.dimensions import Requests
from recommendations.importing import planning
from recommendations.importing.models import ChangeKind, Phase
from recommendations.importing.records import ReviewRecord, SourceRecord
from recommendations.models import Recommendation, Response
from reviews.models import Document, DocumentKind
from tests.factories import (
    CycleFactory,
    ReviewFactory,
    SessionFactory,
    ThemeFactory,
)
from tests.recommendations.importing.documents import (
    clause,
    listed,
    load_reference_data,
    reading,
    recommendation,
    tags,
    thematic_list,
)
from tests.recommendations.importing.made_up import (
    KHM_2,
    SCHOOLS,
    TORTURE,
    applied,
    changes,
    codes,
    export,
    line,
    planned,
    row,
    take_back,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("made_up_files")]


@pytest.fixture(autouse=True)
def _reference_data():
    load_reference_data()
    for slug in ("treaties", "torture"):
        ThemeFactory(slug=slug)


@pytest.fixture
def report():
    parts = clause(TORTURE, "FRA"), clause(SCHOOLS, "PRT")
    return applied(
        reading(
            recommendation("118.1", *parts, position="pending"), recommendation("118.2", clause("Pay", "ITA"))
        )
    )


def stated() -> list[tuple[str, str, str]]:
    return list(Response.objects.in_order().values_list("position", "stated_as", "source"))


class TestRowsOfOneWording:
    def test_are_one_recommendation_of_several_states(self):
        states = ("FRA", "PRT", "AUT")
        applied(export("upr-info", *(row(TORTURE, state, row=n) for n, state in enumerate(states, 2))))

        it = Recommendation.objects.get()
        assert (it.number, it.text) == ("u1", TORTURE)
        assert {state.code for state in it.recommending_states} == set(states)

    def test_are_two_where_figures_tell_them_apart(self):
        applied(
            export(
                "upr-info", row("Ratify ILO Convention 169", "FRA"), row("Ratify ILO Convention 189", "PRT")
            )
        )

        assert set(Recommendation.objects.values_list("text", flat=True)) == {
            "Ratify ILO Convention 169",
            "Ratify ILO Convention 189",
        }

    def test_gather_their_themes(self):
        applied(
            export(
                "upr-info",
                row(TORTURE, "FRA", themes=tags("treaties")),
                row(TORTURE, "PRT", themes=tags("torture"), action_category=3),
            )
        )

        it = Recommendation.objects.get()
        assert set(it.themes.values_list("slug", flat=True)) == {"treaties", "torture"}
        assert it.action_category == 3

    @pytest.mark.parametrize(
        ("said", "position", "words"),
        [
            ([("supported", ""), ("supported", "")], "supported", ""),
            ([("supported", ""), ("noted", "rejected")], "noted", "rejected; supported"),
            ([("supported", ""), ("noted", ""), ("supported", "")], "noted", "noted; supported"),
            ([("pending", ""), ("supported", "")], "supported", ""),
            ([("supported", ""), ("pending", "")], "supported", ""),
            ([(None, ""), ("noted", "rejected")], "noted", "rejected"),
            ([("pending", ""), (None, "")], "pending", ""),
        ],
    )
    def test_that_differ_in_the_position_are_answered_in_part(self, said, position, words):
        states = ("FRA", "PRT", "AUT")
        applied(
            export(
                "upr-info",
                *(
                    row(TORTURE, state, position=stand, stated_as=own)
                    for state, (stand, own) in zip(states, said, strict=False)
                ),
            )
        )

        assert stated() == [(position, words, "upr-info")]
        assert Recommendation.objects.get().position == position

    def test_never_say_more_than_a_response_can_hold(self):
        said = ("supported", "a" * 119), ("noted", "b" * 119)
        rows = [row(TORTURE, position=position, stated_as=words) for position, words in said]

        import_ = applied(export("upr-info", *rows))

        assert import_.phase == Phase.APPLIED
        assert len(Response.objects.get().stated_as) == 120

    def test_of_different_reviews_are_apart(self):
        SessionFactory(number=30, cycle=CycleFactory(number=3))
        cycle_3 = ReviewRecord("KHM", None, cycle=3)

        applied(
            export(
                "uhri-json",
                row(TORTURE, number="118.1"),
                row(SCHOOLS, number="118.1", review=cycle_3),
                row(TORTURE, review=ReviewRecord("FRA", 18)),
            )
        )

        keys = Recommendation.objects.in_order().values_list("review__slug", "number")
        assert set(keys) == {("khm-2", "118.1"), ("khm-3", "118.1"), ("fra-2", "u1")}


class TestARowJoins:
    def test_the_recommendation_that_the_same_file_words_so_whatever_the_report_says(self):
        applied(reading(recommendation("118.1", clause("Ratify the Convention", "FRA"))))
        rows = row(TORTURE, "FRA", number="118.1"), row(TORTURE, "FRA")

        applied(export("uhri-json", *rows))

        assert [one.number for one in Recommendation.objects.all()] == ["118.1"]
        assert changes(planned(export("uhri-json", *rows))) == []

    def test_the_clause_of_its_state(self, report):
        import_ = applied(export("upr-info", row(SCHOOLS, "PRT", action_category=5)))

        assert changes(import_) == [("change", "khm-2 118.1")]
        it = Recommendation.objects.get(number="118.1")
        assert it.action_category == 5
        assert [one.text for one in it.clauses.order_by("order")] == [TORTURE, SCHOOLS]

    def test_two_rows_about_two_clauses_are_one_change(self, report):
        rows = row(TORTURE, "FRA", position="supported"), row(SCHOOLS, "PRT", position="noted")

        import_ = applied(export("upr-info", *rows))

        assert changes(import_) == [("create", "upr-info"), ("change", "khm-2 118.1")]
        assert Recommendation.objects.get(number="118.1").position == "noted"

    def test_and_gives_a_state_where_the_document_names_none(self):
        applied(reading(recommendation("118.1", clause(TORTURE), text=TORTURE)))

        applied(export("upr-info", row(TORTURE, "FRA")))

        it = Recommendation.objects.get()
        assert [state.code for state in it.recommending_states] == ["FRA"]
        assert it.sources["clauses.1.states"] == "upr-info"

    def test_and_what_it_gave_stays_its_word_however_often_the_report_is_imported(self):
        nameless = reading(recommendation("118.1", clause(TORTURE), text=TORTURE))
        applied(nameless)
        applied(export("upr-info", row(TORTURE, "FRA")))

        assert changes(planned(nameless)) == []

    def test_a_numbered_row_of_the_same_file(self):
        numbered = row(TORTURE, "FRA", "PRT", number="118.1")

        applied(export("uhri-json", numbered, row(TORTURE + ".", "PRT", themes=tags("torture"), row=3)))

        it = Recommendation.objects.get()
        assert {state.code for state in it.recommending_states} == {"FRA", "PRT"}
        assert it.themes.get().slug == "torture"

    def test_what_a_numbered_row_of_the_same_file_changes_and_both_count(self):
        applied(export("uhri-json", row(TORTURE, "AUT", number="118.1")))
        both = export("uhri-json", row(TORTURE, "FRA", number="118.1"), row(TORTURE, "AUT", row=3))

        applied(both)

        assert {state.code for state in Recommendation.objects.get().recommending_states} == {"AUT", "FRA"}
        assert changes(planned(both)) == []

    def test_nothing_of_another_state_without_a_person(self):
        import_ = applied(
            export("uhri-json", row(TORTURE, "FRA", number="118.1"), row(TORTURE, "PRT", row=3))
        )

        assert import_.counts["undecided"] == 1
        assert Recommendation.objects.count() == 1


class TestWhatIsOddIn:
    @pytest.mark.parametrize("format", ["uhri-json", "upr-info", "spreadsheet"])
    def test_a_file_without_rows(self, format):
        from recommendations.importing import progress
        from tests.recommendations.importing import made_up

        file = export(format, problem_of_nothing())
        made_up.readers.READERS = (*made_up.readers.READERS, file)
        from django.core.files.uploadedfile import SimpleUploadedFile

        import_ = progress.receive_file(SimpleUploadedFile("a", file.content), by=None)
        progress.read_and_plan(import_)

        assert import_.phase == Phase.FAILED
        assert import_.failure

    def test_a_row_without_clauses_or_states(self):
        applied(export("uhri-json", row(TORTURE, clauses=()), row(SCHOOLS)))

        assert Requests.objects.count() == 0
        assert changes(planned(export("uhri-json", row(TORTURE, clauses=()), row(SCHOOLS)))) == []

    def test_a_symbol_too_long_to_be_one(self):
        applied(export("uhri-json", row(TORTURE, symbol="A/" + "9" * 90)))

        assert Recommendation.objects.get().text_source.symbol == "uhri"

    def test_characters_that_no_database_keeps(self):
        words = "Ratify\0 the Convention\ud800"
        applied(
            export("upr-info", row(words, clauses=(clause(words, "FRA"),), comment="a\0b", position="noted"))
        )

        assert Recommendation.objects.get().text == "Ratify the Convention"
        assert Response.objects.get().comment == "ab"

    def test_a_very_long_wording(self):
        words = "Take all measures and " * 20_000
        applied(export("upr-info", row(words, "FRA")))

        assert Recommendation.objects.get().text == words
        assert changes(planned(export("upr-info", row(words, "FRA")))) == []

    def test_a_paragraph_of_very_many_letters(self):
        source = SourceRecord("A/HRC/26/16", "9" * 60)
        file = export("spreadsheet", row(TORTURE, position="noted", position_source=source))
        applied(file)

        assert Response.objects.get().paragraph == "9" * 40
        assert changes(planned(file)) == []

    def test_a_number_printed_twice_with_other_words(self):
        import_ = applied(
            export("uhri-json", row(TORTURE, number="118.1"), row(SCHOOLS, number="118.1", row=3))
        )

        assert Recommendation.objects.get().text == TORTURE
        assert codes(import_) == ["number-repeated"]

    def test_a_review_of_a_cycle_or_state_that_is_not_known(self):
        homeless = ReviewRecord("KHM", None, cycle=9), ReviewRecord("ZZZ", 18), ReviewRecord(None, None)
        rows = (row(TORTURE, review=review, row=n) for n, review in enumerate(homeless, 5))

        import_ = applied(export("uhri-json", row(SCHOOLS), *rows))

        assert Recommendation.objects.count() == 1
        assert codes(import_) == ["rows-without-review"]

    def test_a_row_of_words_that_are_no_letters(self):
        applied(export("upr-info", row("???"), row("123"), row("!!!")))

        assert Recommendation.objects.count() == 2


def problem_of_nothing():
    from recommendations.importing.problems import problem

    return problem("unknown-state", name="Nowhere")


class TestPositions:
    def test_of_a_newer_export_replace_those_of_the_older_one(self):
        for position in ("supported", "noted"):
            applied(export("upr-info", row(TORTURE, "FRA", position=position)))

        assert [position for position, *_ in stated()] == ["supported", "noted"]
        assert Recommendation.objects.get().position == "noted"

    def test_of_the_older_export_are_no_news_afterwards(self):
        for position in ("supported", "noted"):
            applied(export("upr-info", row(TORTURE, "FRA", position=position)))

        again = planned(export("upr-info", row(TORTURE, "FRA", position="supported")))

        assert changes(again) == []
        assert line(again, "khm-2 u1").conflicts == {"position": ["noted", "upr-info", "supported"]}

    def test_are_taken_back_one_by_one(self):
        first = applied(export("upr-info", row(TORTURE, "FRA", position="supported")))
        second = applied(export("upr-info", row(TORTURE, "FRA", position="noted")))

        assert take_back(second) == []
        assert Recommendation.objects.get().position == "supported"
        assert take_back(first) == []


class TestDocuments:
    def test_a_database_stands_for_itself_and_belongs_to_no_review(self):
        applied(export("upr-info", row(TORTURE)))

        own = Document.objects.get()
        assert (own.symbol, own.kind, own.review) == ("upr-info", DocumentKind.DATABASE, None)

    def test_a_symbol_is_that_of_a_document_of_the_review(self):
        applied(export("uhri-json", row(TORTURE, number="118.1", symbol="A/HRC/26/16")))

        found = Document.objects.get(symbol="A/HRC/26/16")
        assert (found.kind, found.review.slug) == (DocumentKind.WORKING_GROUP_REPORT, "khm-2")

    def test_are_created_once_for_all_reviews(self):
        import_ = applied(export("upr-info", row(TORTURE), row(TORTURE, review=ReviewRecord("FRA", 18))))

        assert [key for _, key in changes(import_)].count("upr-info") == 1


def test_a_goal_that_is_not_known_is_told_once_however_many_reviews_name_it(monkeypatch):
    monkeypatch.setattr(planning, "ROWS_AT_ONCE", 1)
    rows = [
        row(number="118.1", goals=("16.2",), review=ReviewRecord(state, 18, cycle=2))
        for state in ("KHM", "FRA")
    ]

    import_ = planned(export("uhri-json", *rows))

    assert import_.problems.filter(code="goal-unknown").count() == 1


def test_a_report_may_have_an_item_without_words_and_none_is_created():
    import_ = planned(thematic_list(listed("118.1"), listed("118.2", clause("", "FRA"), text="")))

    applied(thematic_list(listed("118.1"), listed("118.2", clause("", "FRA"), text="")))

    assert [one.number for one in Recommendation.objects.all()] == ["118.1"]
    assert import_.changes.filter(kind=ChangeKind.CREATE, model="recommendation").count() == 1


def test_the_review_learns_its_session_from_the_rows():
    ReviewFactory()

    applied(export("upr-info", row(TORTURE)))

    assert Recommendation.objects.get().review.session_id == KHM_2.session


def test_a_document_keeps_characters_that_every_database_can_hold():
    words = "Ratify\0 it"
    applied(
        reading(
            recommendation("118.1", clause(words, "FRA"), text=words, printed=words),
            date=datetime.date(2014, 1, 28),
        )
    )

    assert Recommendation.objects.get().text == "Ratify it"
