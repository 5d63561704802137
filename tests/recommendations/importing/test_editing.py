"""Rows that were exported from here and edited: a person's corrections, and nothing else."""

import datetime

import pytest

from recommendations.importing.models import ChangeKind
from recommendations.importing.records import SourceRecord
from recommendations.models import Recommendation, Response
from tests.factories import (
    RecommendationFactory,
    ReviewFactory,
    ThemeFactory,
)
from tests.recommendations.importing.documents import (
    clause,
    listed,
    load_reference_data,
    reading,
    recommendation,
    thematic_list,
)
from tests.recommendations.importing.made_up import (
    KHM_2,
    applied,
    changes,
    export,
    line,
    planned,
    row,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("made_up_files")]

TORTURE = "Ratify the Convention against Torture"
SCHOOLS = "Build a school in every village of the country"


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


def codes(import_) -> list[str]:
    return [found.code for found in import_.problems.order_by("pk")]


def stated() -> list[tuple[str, str, str]]:
    return list(Response.objects.in_order().values_list("position", "stated_as", "source"))


class TestASpreadsheetThatWasExportedFromHere:
    @pytest.fixture(autouse=True)
    def _here(self):
        applied(reading(recommendation("118.1", clause(TORTURE, "FRA"), text=TORTURE, position="pending")))

    def edited(self, *names: str, **fields):
        fields = {"number": "118.1", "symbol": "A/HRC/26/16", **fields}
        return export("spreadsheet", row(fields.pop("text", TORTURE), "FRA", edited=names, **fields))

    def test_untouched_says_nothing(self):
        assert changes(planned(self.edited(action_category=4, summary="Other"))) == []

        assert Recommendation.objects.get().summary == ""

    def test_beats_the_report(self):
        applied(self.edited("text", text="Ratify it, please"))

        it = Recommendation.objects.get()
        assert (it.text, it.sources["text"]) == ("Ratify it, please", "person")
        again = planned(
            reading(recommendation("118.1", clause(TORTURE, "FRA"), text=TORTURE, position="pending"))
        )
        assert changes(again) == []

    def test_records_a_position_that_stays(self):
        applied(self.edited("position", position="noted", position_source=SourceRecord("A/HRC/26/16", "118")))

        applied(thematic_list(listed("118.1", position="supported")))

        assert Recommendation.objects.get().position == "noted"

    def test_never_takes_away_what_was_stated_before(self):
        said = {"position_source": SourceRecord("A/HRC/26/16", "118")}
        back = self.edited("position", position="pending", **said)
        applied(self.edited("position", position="noted", **said))

        import_ = planned(back)

        assert changes(import_) == []
        assert line(import_, "khm-2 118.1").conflicts == {"position": ["noted", "person", "pending"]}

    def test_rewords_one_of_two_clauses_and_the_whole_follows(self):
        parts = clause("Ratify it", "FRA"), clause("Apply it", "PRT")
        applied(
            reading(recommendation("119.1", *parts, text="Ratify it (France); apply; Apply it (Portugal)"))
        )
        new = (clause("Sign it", "FRA"),)

        applied(export("spreadsheet", row("", number="119.1", clauses=new, edited=("clauses.1.text",))))

        assert (
            Recommendation.objects.get(number="119.1").text == "Sign it (France); apply; Apply it (Portugal)"
        )

    def test_beside_a_row_of_the_same_number_that_was_not_is_what_counts(self):
        file = export(
            "spreadsheet",
            row(TORTURE, "FRA", number="118.1", edited=("summary",), summary="In short"),
            row(SCHOOLS, "PRT", number="118.1", action_category=2, row=3),
        )

        import_ = applied(file)

        it = Recommendation.objects.get()
        assert (it.summary, it.action_category) == ("In short", None)
        assert codes(import_) == ["number-repeated"]

    def test_finds_what_got_its_number_since(self):
        RecommendationFactory(item=9, placeholder=3, review=Recommendation.objects.get().review)

        applied(
            export("spreadsheet", row(SCHOOLS, number="u3", edited=("action_category",), action_category=2))
        )

        assert Recommendation.objects.get(number="118.9").action_category == 2

    def test_of_what_is_gone_is_told(self):
        gone = row(SCHOOLS, number="119.1", edited=("summary",), summary="In short")

        import_ = planned(export("spreadsheet", gone))

        assert codes(import_)[0] == "edited-row-gone"
        assert changes(import_) == []


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
