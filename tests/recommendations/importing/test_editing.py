"""Rows that were exported from here and edited: a person's corrections, and nothing else."""

import pytest

from recommendations.importing.records import SourceRecord
from recommendations.models import Recommendation
from tests.factories import (
    RecommendationFactory,
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
    SCHOOLS,
    TORTURE,
    applied,
    changes,
    codes,
    export,
    line,
    planned,
    row,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("made_up_files")]


@pytest.fixture(autouse=True)
def _reference_data():
    load_reference_data()
    for slug in ("treaties", "torture"):
        ThemeFactory(slug=slug)


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
