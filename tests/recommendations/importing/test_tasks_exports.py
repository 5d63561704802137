"""Exports of many reviews on their way: read row by row, put together, planned and applied."""

import tracemalloc
from pathlib import Path

import pytest
from django.conf import settings as project

from recommendations.importing import keeping, progress, readers, reading, tasks
from recommendations.importing.choices import answer, open_questions
from recommendations.importing.loading import load_columns
from recommendations.importing.models import ChangeKind, Import, Phase
from recommendations.importing.problems import UnreadableDocument, problem
from recommendations.importing.records import PledgeRecord, ReviewRecord
from recommendations.models import Clause, Recommendation, Response, Source
from reviews.models import Document, Review
from states.models import State
from tests.factories import CycleFactory, ReviewFactory, SessionFactory, StateFactory, StateNameFactory
from tests.recommendations.importing.documents import clause, load_reference_data, recommendation, write
from tests.recommendations.importing.documents import reading as report
from tests.recommendations.importing.steps import apply, plan, receive
from tests.recommendations.importing.test_upr_info import ROW as UPR_INFO_ROW
from tests.recommendations.importing.test_upr_info import SITE
from tests.recommendations.importing.test_upr_info import write as as_csv
from tests.recommendations.importing.uhri_files import ROW, as_json

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _reference_data(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    load_reference_data()


def uhri(text: str, *states: str, **fields: object) -> dict:
    """A row of the Universal Human Rights Index on Cambodia's second review."""
    return {**ROW, "AnnotationId": text, "Text": text, "UprRecommendingCountry": list(states), **fields}


def upr_info(text: str, state: str, **fields: str) -> list[str]:
    """A row of UPR Info on Cambodia's second review: one State's recommendation."""
    told = {"Recommendation": text, "RS": state, "Session": "18", **fields}
    return [told.get(name, value) for name, value in zip(SITE, UPR_INFO_ROW, strict=True)]


def requests() -> list[tuple[str, str, list[str]]]:
    """Number, wording and States of each clause that is here."""
    clauses = Clause.objects.order_by("recommendation__paragraph", "recommendation__item", "order")
    return [
        (found.recommendation.number, found.text, sorted(state.pk for state in found.states.all()))
        for found in clauses.select_related("recommendation").prefetch_related("states")
    ]


class TestIndex:
    """UHRI's JSON export."""

    def test_rows_with_numbers_become_recommendations_of_their_documents(self):
        export = as_json(
            [uhri("118.5 Ratify it (Portugal);", "Portugal"), uhri("118.6 Go on (France);", "France")]
        )

        planned = plan(receive(export, "uhri.json"))

        assert (planned.phase, planned.format, planned.review) == (Phase.PLANNED, "uhri-json", None)
        assert not Recommendation.objects.exists()
        assert list(planned.changes.in_order().values_list("kind", "key")) == [
            ("create", "khm-2"),
            ("create", "A/HRC/26/16"),
            ("create", "uhri"),
            ("create", "khm-2 118.5"),
            ("create", "khm-2 118.6"),
        ]

        applied = apply(planned)

        assert (applied.phase, applied.review.slug) == (Phase.APPLIED, "khm-2")
        assert requests() == [("118.5", "Ratify it", ["PRT"]), ("118.6", "Go on", ["FRA"])]
        found = Recommendation.objects.get(number="118.5")
        assert (found.text_source.symbol, found.sources["text"]) == ("A/HRC/26/16", Source.UHRI)
        assert (found.position, found.responses.get().source) == ("supported", Source.UHRI)
        assert Document.objects.get(symbol="uhri").review is None

    def test_rows_without_numbers_become_recommendations_without_numbers_one_for_each_wording(self):
        export = as_json(
            [
                uhri("Ratify the Optional Protocol", "Portugal"),
                uhri("Ratify the Optional Protocol;", "France", AnnotationId="2"),
                uhri("Send every child to school", "France"),
            ]
        )

        applied = apply(plan(receive(export, "uhri.json")))

        assert applied.phase == Phase.APPLIED
        assert requests() == [
            ("u1", "Ratify the Optional Protocol", ["FRA", "PRT"]),
            ("u2", "Send every child to school", ["FRA"]),
        ]
        assert applied.changes.get(key="khm-2 u1").record["rows"] == [1, 2]

    def test_planned_again_after_it_was_applied_it_finds_everything(self):
        export = as_json([uhri("118.5 Ratify it (Portugal);", "Portugal"), uhri("Go to school", "France")])
        apply(plan(receive(export, "uhri.json")))

        again = plan(receive(export, "uhri.json"))

        assert (again.phase, again.counts["same"], again.writes) == (Phase.APPLIED, 3, 0)
        assert Recommendation.objects.count() == 2

    def test_the_words_of_the_report_stay_and_what_differs_is_told(self):
        write(
            report(recommendation("118.5", clause("Ratify it all", "PRT"), text="Ratify it all (Portugal)"))
        )

        planned = plan(receive(as_json([uhri("118.5 Ratify it (Portugal);", "Portugal")]), "uhri.json"))

        line = planned.changes.get(key="khm-2 118.5")
        assert (line.kind, line.conflicting) == (ChangeKind.SAME, True)
        assert line.conflicts["text"][:2] == ["Ratify it all (Portugal)", Source.WORKING_GROUP_REPORT]
        assert planned.counts["conflict"] == 1


class TestUprInfo:
    """UPR Info's CSV export: a row for each State."""

    @pytest.fixture(autouse=True)
    def _columns(self):
        load_columns(Path(project.FIXTURES_DIR))

    def test_a_row_for_each_state_is_one_recommendation_where_the_words_are_the_same(self):
        rows = [upr_info("Ratify OP-CAT", "France"), upr_info("Ratify OP-CAT ", "Portugal")]

        applied = apply(plan(receive(as_csv(SITE, *rows), "upr-info.csv")))

        assert (applied.phase, applied.format) == (Phase.APPLIED, "upr-info")
        assert requests() == [("u1", "Ratify OP-CAT", ["FRA", "PRT"])]
        found = Recommendation.objects.get()
        assert (found.position, found.action_category) == ("supported", 5)
        assert found.sources["action_category"] == Source.UPR_INFO

    def test_a_row_that_the_report_has_joins_its_recommendation_and_keeps_its_words(self):
        write(
            report(recommendation("118.5", clause("Ratify OP-CAT;", "FRA"), text="Ratify OP-CAT; (France)"))
        )

        applied = apply(plan(receive(as_csv(SITE, upr_info("Ratify OP-CAT", "France")), "upr-info.csv")))

        found = Recommendation.objects.get()
        assert applied.phase == Phase.APPLIED
        assert (found.number, found.text) == ("118.5", "Ratify OP-CAT; (France)")
        assert found.action_category == 5
        assert list(found.responses.values_list("source", flat=True)) == [Source.WORKING_GROUP_REPORT]

    def test_a_doubtful_row_waits_for_a_person_and_the_rest_may_be_applied(self):
        doubtful, clear = (
            "Ratify the Optional Protocol to the Convention against Torture and create a national body soon",
            "Send every child of the country to school without delay",
        )
        known = "Ratify the Optional Protocol to the Convention against Torture"
        write(
            report(
                recommendation("118.5", clause(known, "FRA"), text=f"{known} (France)"),
                recommendation("118.6", clause(clear, "PRT"), text=f"{clear} (Portugal)"),
            )
        )
        export = as_csv(SITE, upr_info(doubtful, "France"), upr_info(clear, "Portugal"))

        applied = apply(plan(receive(export, "upr-info.csv")))

        assert applied.phase == Phase.APPLIED
        assert applied.counts["undecided"] == 1
        assert Recommendation.objects.count() == 2
        question = open_questions(applied).get(choice__kind="match")
        assert question.choice.suggestions[0]["answer"].startswith("118.5")

        answer({question.choice_id: ""}, by=None)
        again = apply(plan(progress.plan_again(applied, by=None)))

        assert (again.phase, again.counts["undecided"]) == (Phase.APPLIED, 0)
        assert Recommendation.objects.get(number="u1").text == doubtful


class ManyReviews:
    """A reader of an export that says as many rows as it is told, and breaks off where it is told to."""

    FORMAT = "upr-info"

    def __init__(self, rows=0, problems=0, broken=False, pledges=0, homeless=0, look=lambda: None):
        self.rows, self.problems, self.broken = rows, problems, broken
        self.pledges, self.homeless, self.look = pledges, homeless, look
        self.times_read = 0

    def matches(self, file):
        return True

    def entries(self, file, reference):
        self.times_read += 1
        for row in range(1, self.problems + 1):
            yield problem("unknown-state", sheet="UPR", row=row, column="SuR", name="Ruritania\0")
        for row in range(1, self.rows + 1):
            reviewed = ReviewRecord("KHM", 18) if row % 2 else ReviewRecord("FRA", None, cycle=2)
            yield recommendation(f"118.{row}", review=reviewed, page=None, row=row)
            self.look()
        for row in range(1, self.homeless + 1):
            yield recommendation("118.1", review=ReviewRecord("XKX", None, cycle=2), page=None, row=row)
        for _row in range(self.pledges):
            yield PledgeRecord("We promise", ReviewRecord("KHM", None, cycle=2))
        if self.broken:
            raise UnreadableDocument("damaged", sheet="UPR", row=7)


@pytest.fixture
def export(monkeypatch):
    """Plan an export that the reader above reads."""

    def export(**fields) -> Import:
        monkeypatch.setattr(readers, "READERS", (ManyReviews(**fields),))
        return plan(receive(b"rows", "export.csv"))

    return export


class TestReading:
    def test_an_export_of_two_reviews_is_planned_review_by_review(self, export):
        import_ = export(rows=4)

        assert (import_.review, import_.symbol) == (None, "")
        recommendations = import_.changes.filter(model="recommendation").in_order()
        assert list(recommendations.values_list("review_slug", "key")) == [
            ("fra-2", "fra-2 118.2"),
            ("fra-2", "fra-2 118.4"),
            ("khm-2", "khm-2 118.1"),
            ("khm-2", "khm-2 118.3"),
        ]
        assert apply(import_).review is None
        assert Review.objects.count() == 2

    def test_its_problems_are_kept_with_their_places(self, export):
        first, _second = export(rows=1, problems=2).problems.order_by("pk")

        assert (first.sheet, first.row, first.column) == ("UPR", 1, "SuR")
        assert first.place == "sheet UPR · row 1 · column SuR"
        assert "“Ruritania”" in first.message

    def test_a_name_that_many_rows_print_is_asked_once(self, export):
        question = open_questions(export(rows=1, problems=3)).get()

        assert (question.choice.printed, question.count) == ("Ruritania", 3)
        assert question.place == "sheet UPR · row 1 · column SuR"

    def test_of_very_many_problems_the_first_are_kept_and_the_others_counted(self, export, monkeypatch):
        monkeypatch.setattr(reading, "PROBLEMS_KEPT", 5)

        problems = export(rows=1, problems=12).problems.order_by("pk")

        assert [found.code for found in problems] == ["unknown-state"] * 5 + ["remarks-cut"]
        assert "7 more remarks" in problems.last().message

    def test_pledges_and_rows_of_no_known_review_are_counted_and_left_out(self, export):
        import_ = export(rows=1, pledges=2, homeless=3)

        left_out = {found.code: found.details["count"] for found in import_.problems.all()}
        assert left_out == {"pledges-left-out": "2", "rows-without-review": "3"}
        assert import_.counts["create"] == 3, "a review, what stands for the source, a recommendation"

    def test_what_holds_nothing_fails_and_says_so(self, export):
        import_ = export(homeless=3)

        assert import_.phase == Phase.FAILED
        assert import_.failure

    def test_what_was_found_before_a_file_broke_off_is_kept_with_the_place_where_it_did(self, export):
        import_ = export(rows=3, problems=1, broken=True)

        assert import_.failure.startswith("This file is damaged")
        assert [(found.code, found.row) for found in import_.problems.order_by("pk")] == [
            ("unknown-state", 1),
            ("damaged", 7),
        ]
        assert not import_.changes.exists()

    def test_rows_are_not_collected(self, monkeypatch):
        for code in ("ABC", "DEF", "GHI", "JKL", "MNO", "PQR"):
            StateFactory(code=code, code2=code[:2])
        for cycle in (1, 3, 4):
            SessionFactory(number=cycle, cycle=CycleFactory(number=cycle))
        places = [
            (code, cycle) for code in State.objects.values_list("pk", flat=True) for cycle in (1, 2, 3, 4)
        ]

        class Spread(ManyReviews):
            def entries(self, file, reference):
                for row in range(1, 4_001):
                    code, cycle = places[row % len(places)]
                    reviewed = ReviewRecord(code, None, cycle=cycle)
                    yield recommendation(f"118.{row % 9999 + 1}", review=reviewed, page=None, row=row)

        monkeypatch.setattr(readers, "READERS", (Spread(),))
        tracemalloc.start()
        import_ = plan(receive(b"many rows", "export.csv"))
        _now, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()

        assert import_.counts["create"] > 4_000
        assert peak < 9_000_000

    def test_while_a_large_file_is_read_people_see_how_far_it_is(self, export, monkeypatch):
        monkeypatch.setattr(keeping, "_SIGN_OF_LIFE", -1)
        monkeypatch.setattr(reading, "_ALIVE_EVERY", 1)
        seen = []

        def look():
            found = Import.objects.get()
            seen.append((found.phase, found.format, found.rows_done))

        export(rows=3, look=look)

        assert seen == [("reading", "upr-info", rows) for rows in (0, 1, 2)]


class TestReadingAgain:
    @pytest.fixture
    def reader(self, monkeypatch):
        reader = ManyReviews(rows=2, problems=1)
        monkeypatch.setattr(readers, "READERS", (reader,))
        return reader

    def test_a_file_that_was_read_once_is_planned_again_without_reading_it(self, reader):
        first = plan(receive(b"rows"))
        assert first.counts["create"] == 5
        ReviewFactory(session_id=18)

        again = plan(progress.plan_again(first, by=None))

        assert reader.times_read == 1
        assert again.counts["create"] == 4
        assert [found.code for found in again.problems.all()] == ["unknown-state"]

    def test_another_import_of_the_same_file_does_not_read_it_either(self, reader):
        first = apply(plan(receive(b"rows")))

        again = plan(receive(b"rows"))

        assert again != first
        assert (reader.times_read, again.phase) == (1, Phase.APPLIED)

    def test_a_new_name_of_a_state_has_it_read_again(self, reader):
        first = plan(receive(b"rows"))
        StateNameFactory(state=State.objects.get(pk="FRA"), name="Ruritania")

        plan(progress.plan_again(first, by=None))

        assert reader.times_read == 2

    def test_an_answer_of_a_person_has_it_read_again(self, reader):
        first = plan(receive(b"rows"))
        question = open_questions(first).get()
        answer({question.choice_id: "FRA"}, by=None)

        plan(progress.plan_again(first, by=None))

        assert reader.times_read == 2

    def test_a_reading_that_is_gone_is_made_again(self, reader, settings):
        first = plan(receive(b"rows"))
        for kept in (settings.VAR_DIR / "readings").iterdir():
            kept.unlink()

        again = plan(progress.plan_again(first, by=None))

        assert (reader.times_read, again.phase) == (2, Phase.PLANNED)

    def test_a_reading_that_broke_off_is_kept_nowhere(self, monkeypatch, settings):
        monkeypatch.setattr(readers, "READERS", (ManyReviews(rows=2, broken=True),))

        plan(receive(b"rows"))

        assert not list((settings.VAR_DIR / "readings").iterdir())


def test_an_export_goes_all_the_way_through_tasks(export, django_capture_on_commit_callbacks, worker_at_hand):
    import_ = export(rows=3)
    with django_capture_on_commit_callbacks(execute=True):
        progress.start_applying(import_, version=import_.plan_version, by=None)
        tasks.enqueue(import_)

    import_.refresh_from_db()
    assert (import_.phase, import_.written) == (Phase.APPLIED, import_.lines)
    assert Response.objects.count() == 3
