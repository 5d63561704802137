"""What stands on an import keeps it, by name; what does not concern it does not."""

import datetime

import pytest

from recommendations.implementation.models import Assessment
from recommendations.implementation.publication import publish, submit
from recommendations.importing import later, reverting
from recommendations.importing.models import Import, Phase
from recommendations.models import Clause, Recommendation, Response, Source, ThemeTag
from recommendations.responses import record_response
from reviews.models import Document, Review
from tests.factories import (
    AssessmentFactory,
    DocumentFactory,
    EvidenceFactory,
    MembershipFactory,
    PublishedTotalFactory,
    RecommendationFactory,
    ThemeFactory,
    ThemeTagFactory,
)
from tests.recommendations.importing.documents import (
    addendum,
    answer,
    clause,
    listed,
    load_reference_data,
    reading,
    recommendation,
    tags,
    thematic_list,
)
from tests.recommendations.importing.made_up import (
    applied,
    difference,
    everything,
    export,
    row,
    take_back,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("made_up_files")]

WORDS = "Ratify the Convention against Torture"


@pytest.fixture(autouse=True)
def _reference_data():
    load_reference_data()
    for slug in ("treaties", "torture"):
        ThemeFactory(slug=slug)


@pytest.fixture
def report():
    return applied(reading(recommendation("118.1", clause(WORDS, "FRA"), position="pending")))


def it() -> Recommendation:
    return Recommendation.objects.get()


def stays(import_, *named: str) -> None:
    """The import is refused for reasons that say these words, and nothing is touched."""
    before = everything()
    reasons = take_back(import_)
    assert reasons
    for words in named:
        assert any(words in reason for reason in reasons), reasons
    assert difference(before, everything()) == {}


def goes(import_) -> None:
    assert take_back(import_) == []


class TestAnImportThatCreated:
    def test_stays_where_a_later_import_changed_what_it_wrote_and_names_it(self, report):
        applied(reading(recommendation("118.1", clause("Sign it", "FRA"))), "second.pdf")

        stays(report, "khm-2 118.1: wording")
        assert "second.pdf" in report.problems.get(details__record="khm-2 118.1").details["by"]

    @pytest.mark.parametrize(
        ("change", "named"),
        [
            (lambda: Recommendation.objects.update(text="Sign it"), "wording"),
            (lambda: Recommendation.objects.update(summary="Sign it"), "summary"),
            (lambda: Recommendation.objects.update(action_category=2), "action category"),
            (lambda: Clause.objects.update(text="Sign it"), "clauses"),
            (lambda: Clause.objects.update(summary="Sign it"), "summary of a clause"),
            (lambda: Clause.objects.get().states.add("PRT"), "clauses"),
            (lambda: ThemeTagFactory(recommendation=it(), theme=ThemeFactory(slug="treaties")), "themes"),
            (lambda: Recommendation.objects.update(item=7), "no longer here"),
            (lambda: Review.objects.update(council_session=26), "session of the Council"),
            (lambda: Review.objects.update(adopted_on=datetime.date(2014, 1, 31)), "adopted"),
            (lambda: Document.objects.update(note="Checked"), "note"),
            (lambda: Document.objects.update(title="The report"), "title"),
            (lambda: Document.objects.update(url="https://example.org"), "address"),
        ],
    )
    def test_stays_where_a_person_changed_what_would_be_lost(self, report, change, named):
        change()

        stays(report, named)

    def test_stays_where_somebody_recorded_a_position(self, report):
        record_response(
            Response(recommendation=it(), document=Document.objects.get(), position="noted", source="person")
        )

        stays(report, "khm-2 118.1: position")

    @pytest.mark.parametrize("published", [False, True])
    def test_stays_where_an_organisation_assessed_it(self, report, published):
        assessment = AssessmentFactory(recommendation=it(), considered_up_to=datetime.date(2024, 5, 1))
        organisation = assessment.organisation
        if published:
            member = MembershipFactory(organisation=organisation, role="publisher").user
            submit(assessment, by=member)
            publish(assessment, by=MembershipFactory(organisation=organisation, role="publisher").user)

        stays(report, f"khm-2 118.1: assessed by {organisation.name}")

    def test_stays_where_evidence_rests_on_its_document(self, report):
        other = RecommendationFactory(review=Review.objects.get(), item=9)
        assessment = AssessmentFactory(recommendation=other)
        EvidenceFactory(assessment=assessment, document=Document.objects.get())

        stays(report, f"{assessment.organisation.name} rests on it")

    def test_stays_where_the_review_has_something_else(self, report):
        DocumentFactory(symbol="A/HRC/WG.6/18/KHM/1", review=Review.objects.get())
        PublishedTotalFactory(source="UPR Info in 2015", review=Review.objects.get())
        RecommendationFactory(review=Review.objects.get(), item=9)

        stays(report, "A/HRC/WG.6/18/KHM/1 rests", "UPR Info in 2015 rests", "khm-2 118.9 rests")

    def test_stays_where_somebody_deleted_what_it_created(self, report):
        Response.objects.all()._raw_delete("default")
        it().delete()

        stays(report, "khm-2 118.1: it is no longer here")

    def test_stays_where_an_addendum_was_imported_and_goes_once_that_is_gone(self, report):
        views = applied(addendum(), "views.pdf")

        stays(report, "khm-2 118.1: position")
        goes(views)
        goes(report)
        assert not Review.objects.exists()

    def test_stays_where_the_report_numbered_what_it_created(self):
        rows = applied(export("upr-info", row(WORDS, "FRA")), "rows.csv")
        applied(reading(recommendation("118.1", clause(WORDS, "FRA"))), "report.pdf")

        stays(rows, "khm-2 u1: it is no longer here")
        details = rows.problems.get(code="later-change", details__record="khm-2 u1").details
        assert details["by"] == "report.pdf"

    def test_stays_where_another_import_uses_its_document_for_what_both_wrote(self, report):
        quoting = applied(thematic_list(listed("118.1", text="", position="supported")))
        Document.objects.filter(symbol="A/HRC/26/16/Add.1").update(date=datetime.date(2014, 6, 17))
        applied(addendum(answer("118.1", "supported", paragraph="4")), "views.pdf")
        Document.objects.filter(symbol="A/HRC/26/16/Add.1").update(date=None)

        stays(quoting, "A/HRC/26/16/Add.1: views.pdf rests on it")

    def test_an_obstacle_that_is_gone_is_not_told_any_more(self, report):
        Recommendation.objects.update(summary="Sign it")
        stays(report)
        Recommendation.objects.update(summary="")

        goes(report)
        assert report.problem_count == 0

    def test_nothing_is_touched_however_many_chunks_it_has(self, report, monkeypatch):
        monkeypatch.setattr(reverting, "CHUNK", 1)
        big = applied(reading(*(recommendation(f"119.{item}") for item in range(1, 4))))
        Recommendation.objects.filter(number="119.1").update(summary="Sign it")

        stays(big, "khm-2 119.1")

    def test_many_obstacles_are_named_up_to_a_limit(self, monkeypatch):
        monkeypatch.setattr(reverting, "MOST_NAMED", 2)
        import_ = applied(reading(*(recommendation(f"118.{item}") for item in range(1, 5))))
        Recommendation.objects.update(summary="Sign it")

        assert len(take_back(import_)) == 2


class TestAnImportThatChanged:
    @pytest.fixture
    def tagged(self, report):
        return applied(thematic_list(listed("118.1", text="", themes=tags("treaties"), position="pending")))

    def test_goes_where_other_fields_were_changed(self, tagged):
        Recommendation.objects.update(summary="In short", text="Sign it", sources={"text": "person"})
        AssessmentFactory(recommendation=it())

        goes(tagged)

        assert not ThemeTag.objects.exists()
        assert (it().text, it().summary) == ("Sign it", "In short")
        assert Assessment.objects.exists()

    def test_stays_where_the_same_field_was_changed(self, tagged):
        ThemeTag.objects.update(source=Source.PERSON)

        stays(tagged, "khm-2 118.1: themes")

    @pytest.fixture
    def longer(self, report):
        parts = clause(WORDS, "FRA"), clause("Apply it")
        return applied(reading(recommendation("118.1", *parts, position="pending")))

    def test_stays_where_a_clause_that_it_added_was_assessed(self, longer):
        assessment = AssessmentFactory(recommendation=it())
        assessment.clauses.set(Clause.objects.filter(order=2))

        stays(longer, f"assessed by {assessment.organisation.name}")

    def test_goes_where_another_clause_was_assessed(self, longer):
        assessment = AssessmentFactory(recommendation=it())
        assessment.clauses.set(Clause.objects.filter(order=1))

        goes(longer)

        assert [one.order for one in assessment.clauses.all()] == [1]

    @pytest.mark.parametrize(
        "change",
        [
            lambda added: added.states.add("PRT"),
            lambda added: Clause.objects.filter(pk=added.pk).update(summary="In short"),
            lambda added: added.delete(),
        ],
    )
    def test_stays_where_a_clause_that_it_added_was_changed(self, longer, change):
        change(Clause.objects.get(order=2))

        stays(longer, "khm-2 118.1")

    def test_stays_where_what_it_changed_was_deleted(self, tagged):
        Response.objects.all()._raw_delete("default")
        it().delete()

        stays(tagged, "khm-2 118.1: it is no longer here")

    def test_the_position_is_the_last_that_is_left(self, report):
        views = applied(addendum(answer("118.1", "noted")))
        assert it().position == "noted"

        goes(views)

        assert it().position == "pending"


def test_an_import_that_stopped_in_the_middle_stays_where_somebody_changed_what_it_wrote(report):
    Import.objects.update(applied_at=None, phase=Phase.PLANNED)
    Recommendation.objects.update(summary="In short")
    report.refresh_from_db()

    stays(report, "khm-2 118.1: summary")


def test_a_statement_stays_with_a_recommendation_that_was_renumbered(report):
    views = applied(addendum(answer("118.1", "noted")))
    Recommendation.objects.update(item=7)

    stays(views, "khm-2 118.1: it is no longer here")


def test_looking_takes_as_many_queries_for_many_lines_as_for_few(django_assert_max_num_queries):
    few = applied(reading(recommendation("118.1")))
    many = applied(reading(*(recommendation(f"119.{item}") for item in range(1, 60))))
    for import_ in (few, many):
        lines = list(import_.changes.writing().in_order())
        with django_assert_max_num_queries(17):
            assert not list(later.changes_since(lines, import_))
