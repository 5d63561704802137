"""Recommendations that are known without a number get theirs when a document prints it."""

import pytest
from django.urls import reverse

from recommendations.implementation.models import Assessment
from recommendations.implementation.publication import discard, publish, submit
from recommendations.importing import choices
from recommendations.models import Clause, Recommendation
from states.models import State
from tests.factories import (
    AssessmentFactory,
    MembershipFactory,
    OrganisationFactory,
    RecommendationFactory,
    RecurrenceFactory,
    ResponseFactory,
    ThemeFactory,
)
from tests.recommendations.importing.documents import (
    clause,
    load_reference_data,
    reading,
    recommendation,
    tags,
)
from tests.recommendations.importing.made_up import (
    applied,
    changes,
    difference,
    everything,
    export,
    line,
    planned,
    row,
    take_back,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("made_up_files")]

TORTURE = "Ratify the Convention against Torture"
SCHOOLS = "Build a school in every village of the country"


@pytest.fixture(autouse=True)
def _reference_data():
    load_reference_data()
    ThemeFactory(slug="treaties")


@pytest.fixture
def rows():
    """What UPR Info says of one item with two clauses: two recommendations without a number."""
    return applied(
        export(
            "upr-info",
            row(TORTURE, "FRA", position="supported", themes=tags("treaties"), row=2),
            row(SCHOOLS, "PRT", position="noted", row=3),
        ),
        "rows.csv",
    )


def both(number: str = "118.5"):
    return reading(recommendation(number, clause(TORTURE, "FRA"), clause(SCHOOLS, "PRT"), position="pending"))


def alone(text: str, state: str, number: str):
    return recommendation(number, clause(text, state), position="pending")


def numbers() -> list[str]:
    return sorted(Recommendation.objects.values_list("number", flat=True))


def assess(number: str, organisation=None, *, published: bool = False) -> Assessment:
    found = Recommendation.objects.get(number=number)
    organisation = organisation or OrganisationFactory()
    assessment = AssessmentFactory(recommendation=found, organisation=organisation)
    assessment.clauses.set(found.clauses.all())
    if published:
        submit(assessment, by=MembershipFactory(organisation=organisation).user)
        publish(assessment, by=MembershipFactory(organisation=organisation, role="publisher").user)
    return assessment


class TestTheNumber:
    def test_comes_with_the_report_and_everything_else_stays(self, rows):
        before = Recommendation.objects.get(number="u1")
        assessment = assess("u1", published=True)

        import_ = applied(reading(alone(TORTURE, "FRA", "118.5"), alone(SCHOOLS, "PRT", "118.6")))

        assert numbers() == ["118.5", "118.6"]
        after = Recommendation.objects.get(number="118.5")
        assert (after.pk, after.placeholder, after.position) == (before.pk, 1, "supported")
        assert after.implementation_status == "in-progress"
        assert list(assessment.clauses.all()) == list(after.clauses.all())
        assert line(import_, "khm-2 118.5").fields["number"] == ["u1", "118.5"]

    def test_comes_with_an_export_that_prints_it_too(self, rows):
        applied(export("uhri-json", row(TORTURE, "FRA", number="118.5"), row(SCHOOLS, "PRT", row=3)))

        assert numbers() == ["118.5", "u2"]

    def test_is_never_given_to_what_is_not_certain_without_a_person(self, rows):
        applied(
            reading(alone("Ratify the Optional Protocol to the Convention against Torture", "FRA", "118.5"))
        )

        assert numbers() == ["118.5", "u1", "u2"]

    def test_is_given_to_what_a_person_says_is_the_same(self, rows):
        report = reading(alone("Consider ratifying the Convention against Torture", "FRA", "118.5"))
        import_ = planned(report)
        (question,) = choices.open_questions(import_)
        choices.answer({question.choice_id: "118.5"}, by=None)

        applied(report)

        assert numbers() == ["118.5", "u2"]
        assert Recommendation.objects.get(number="118.5").placeholder == 1

    def test_of_ours_is_never_used_again(self, rows):
        absorbing = applied(both())
        more = export("upr-info", row("Plant trees along every road", "ITA"))

        applied(more)
        assert numbers() == ["118.5", "u3"]
        assert take_back(absorbing) == []
        assert numbers() == ["u1", "u2", "u3"]

    def test_of_ours_is_not_used_again_after_its_import_was_taken_back(self, rows):
        take_back(rows)

        applied(export("upr-info", row("Plant trees along every road", "ITA")))

        assert numbers() == ["u3"]

    def test_of_a_plan_that_nobody_applied_is_free(self):
        planned(export("upr-info", row(TORTURE, "FRA")))

        applied(export("upr-info", row("Plant trees along every road", "ITA")))

        assert numbers() == ["u1"]


class TestTheOldAddress:
    @pytest.mark.parametrize("address", ["/recommendations/khm-2/u1/", "/api/v1/recommendations/khm-2/u1/"])
    def test_leads_on_for_ever(self, rows, client, address):
        applied(reading(alone(TORTURE, "FRA", "118.5")))

        answer = client.get(address)

        assert answer.status_code in (301, 308)
        assert answer.url.endswith("/recommendations/khm-2/118.5/")
        assert client.get(answer.url).status_code == 200

    def test_leads_on_from_one_that_was_absorbed(self, client):
        applied(both())
        applied(export("spreadsheet", row("Quite another thing to be done", "ITA")))
        other = reading(
            recommendation(
                "118.5",
                clause(TORTURE, "FRA"),
                clause(SCHOOLS, "PRT"),
                clause("Quite another thing to be done", "ITA"),
            )
        )
        import_ = applied(other)

        assert client.get("/recommendations/khm-2/u1/").url == "/recommendations/khm-2/118.5/"
        assert take_back(import_) == []
        assert client.get("/recommendations/khm-2/u1/").status_code == 200

    def test_is_its_own_as_long_as_there_is_no_other(self, rows, client):
        assert client.get("/recommendations/khm-2/u1/").status_code == 200
        assert client.get("/recommendations/khm-2/u9/").status_code == 404
        assert client.get("/recommendations/fra-2/u1/").status_code == 404
        assert client.get("/recommendations/khm-2/u99999999999999999999/").status_code == 404
        assert client.get("/api/v1/recommendations/khm-2/u99999/").status_code == 404

    def test_is_its_own_again_after_the_report_is_taken_back(self, rows, client):
        import_ = applied(reading(alone(TORTURE, "FRA", "118.5")))
        take_back(import_)

        assert client.get(reverse("recommendation", args=["khm-2", "u1"])).status_code == 200
        assert client.get("/recommendations/khm-2/118.5/").status_code == 404


class TestSeveralThatAreOne:
    def test_become_one_with_all_assessments(self, rows):
        same = OrganisationFactory()
        assess("u1", same, published=True)
        assess("u2", same, published=True)
        assess("u2")

        import_ = applied(both())

        assert numbers() == ["118.5"]
        assert line(import_, "khm-2 118.5").fields["absorbs"] == [[], ["u2"]]
        it = Recommendation.objects.get()
        assert it.assessments.count() == 3
        assert it.assessments.filter(is_current=True).count() == 1
        assert it.implementation_status == "in-progress"
        assert it.responses.filter(position="noted").exists()

    def test_are_several_again_row_by_row_when_it_is_taken_back(self, rows):
        assess("u1", published=True)
        assess("u2", published=True)
        assess("u2")
        before = everything()

        import_ = applied(both())
        assert difference(before, everything())

        assert take_back(import_) == []
        assert difference(before, everything()) == {}

    def test_say_when_they_came_back(self, rows):
        then = Recommendation.objects.get(number="u2").updated_at
        import_ = applied(both())

        take_back(import_)

        assert Recommendation.objects.get(number="u2").updated_at > then

    def test_come_back_without_a_draft_that_was_thrown_away_since(self, rows):
        member = MembershipFactory()
        assessment = assess("u2", member.organisation)
        import_ = applied(both())
        assessment.refresh_from_db()
        discard(assessment, by=member.user)

        assert take_back(import_) == []
        assert numbers() == ["u1", "u2"]

    def test_stay_one_where_what_was_moved_speaks_of_its_clauses_since(self, rows):
        assessment = assess("u2")
        import_ = applied(both())
        assessment.clauses.set(Clause.objects.filter(order=2))
        before = everything()

        assert take_back(import_) == [f"khm-2 118.5: assessed by {assessment.organisation.name}"]
        assert difference(before, everything()) == {}

    def test_stay_one_where_an_import_wrote_it_under_its_number_since(self, rows):
        import_ = applied(both())
        later = applied(export("spreadsheet", row("", number="118.5", summary="In short")), "later.csv")

        assert take_back(import_) == ["khm-2 118.5: number (by the import of later.csv)"]
        assert take_back(later) == []
        assert take_back(import_) == []
        assert numbers() == ["u1", "u2"]

    def test_are_not_asked_for_again_by_the_file_that_brought_them(self, rows):
        applied(both())

        again = planned(
            export(
                "upr-info", row(TORTURE, "FRA", position="supported"), row(SCHOOLS, "PRT", position="noted")
            )
        )

        assert changes(again) == []
        assert not choices.open_questions(again).exists()


class TestWhatIsKnownByASummaryAlone:
    """As with an NGO's account of a review: our own words, the State, what was said in the dialogue."""

    @pytest.fixture
    def account(self, rows):
        take_back(rows)
        france = State.objects.get(code="FRA")
        known = RecommendationFactory(
            paragraph=None, item=4, summary="End ill-treatment by joining the treaty", states=[france]
        )
        ResponseFactory(recommendation=known, kind="dialogue", position="pending", comment="It is joined.")
        RecurrenceFactory(earlier__review__cycle__number=1, earlier__paragraph=82, later=known)
        return known

    def answer_first(self, import_):
        question = choices.open_questions(import_).get()
        choices.answer({question.choice_id: question.choice.suggestions[0]["answer"]}, by=None)

    def test_is_never_joined_without_a_person(self):
        RecommendationFactory(paragraph=None, item=4, summary=TORTURE)

        import_ = applied(reading(alone(TORTURE, "FRA", "118.5")))

        assert numbers() == ["118.5", "u4"]
        assert choices.open_questions(import_).count() == 1

    def test_is_asked_about_whatever_its_state_asked(self, account):
        import_ = planned(reading(alone(TORTURE, "FRA", "118.5"), alone(SCHOOLS, "PRT", "118.6")))

        question = choices.open_questions(import_).get()
        assert [suggestion["answer"] for suggestion in question.choice.suggestions] == ["118.5/1"]
        assert question.choice.suggestions[0]["score"] < 75

    def test_is_asked_about_for_each_state_that_asked_in_the_same_words(self, account):
        portugal = State.objects.get(code="PRT")
        RecommendationFactory(paragraph=None, item=5, summary=account.summary, states=[portugal])

        import_ = planned(reading(alone(TORTURE, "FRA", "118.5"), alone(SCHOOLS, "PRT", "118.6")))

        asked = choices.open_questions(import_)
        assert {question.choice.suggestions[0]["answer"] for question in asked} == {"118.5/1", "118.6/1"}

    def test_takes_everything_along_when_a_person_joins_it_and_gives_it_back(self, account):
        before = everything()
        import_ = planned(reading(alone(TORTURE, "FRA", "118.5")))
        self.answer_first(import_)

        import_ = applied(reading(alone(TORTURE, "FRA", "118.5")))

        account.refresh_from_db()
        assert (account.number, account.text) == ("118.5", f"{TORTURE} (FRA)")
        assert account.summary == "End ill-treatment by joining the treaty"
        assert [said.comment for said in account.responses.filter(kind="dialogue")] == ["It is joined."]
        assert account.asked_before.count() == 1
        assert take_back(import_) == []
        assert difference(before, everything()) == {}

    def test_takes_everything_into_one_that_is_here_and_gives_it_back(self, account):
        applied(reading(alone(SCHOOLS, "PRT", "118.6")))
        there = RecommendationFactory(item=5, text=TORTURE)
        before = everything()
        import_ = planned(reading(alone(TORTURE, "FRA", "118.5")))
        self.answer_first(import_)

        import_ = applied(reading(alone(TORTURE, "FRA", "118.5")))

        assert "u4" not in numbers()
        assert [said.comment for said in there.responses.filter(kind="dialogue")] == ["It is joined."]
        assert there.asked_before.count() == 1
        assert take_back(import_) == []
        assert difference(before, everything()) == {}

    def test_one_that_an_import_made_stays_where_a_person_linked_it_since(self, rows):
        link = RecurrenceFactory(
            earlier__review__cycle__number=1, later=Recommendation.objects.get(number="u1")
        )

        assert take_back(rows) == ["khm-2 u1: linked to what was asked in another cycle"]
        link.delete()
        assert take_back(rows) == []
