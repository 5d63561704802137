import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from recommendations.dimensions import Requests
from recommendations.importing import applying
from recommendations.importing.applying import OutdatedPlanError, apply_plan
from recommendations.importing.models import Import, Phase
from recommendations.importing.planning import plan
from recommendations.importing.records import Reading
from recommendations.models import Clause, Recommendation, Response, Source, ThemeTag
from reviews.models import Document, Review
from tests.counting import count_by_position
from tests.factories import RecommendationFactory, ReviewFactory, ThemeFactory
from tests.recommendations.importing.documents import (
    addendum,
    answer,
    clause,
    keep,
    listed,
    load_reference_data,
    reading,
    recommendation,
    tags,
    thematic_list,
    write,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _reference_data():
    load_reference_data()


@pytest.fixture(autouse=True)
def _small_chunks(monkeypatch):
    monkeypatch.setattr(applying, "CHUNK", 4)


@pytest.fixture
def report() -> Reading:
    return reading(
        *(
            recommendation(f"118.{item}", clause(f"Do {item}", "FRA"), clause(f"Do {item} again", "PRT"))
            for item in range(1, 11)
        )
    )


def planned(document: Reading) -> Import:
    return keep(plan(document))


def everything() -> dict[str, list]:
    """All that imports write, without the numbers that the database gives."""
    return {
        "reviews": list(Review.objects.order_by("slug").values_list("slug", "session", "date", "troika")),
        "documents": list(Document.objects.order_by("symbol").values_list("symbol", "kind", "review__slug")),
        "recommendations": list(
            Recommendation.objects.order_by("paragraph", "item").values_list(
                "review__slug", "number", "text", "text_source__symbol", "page", "summary", "position"
            )
        ),
        "clauses": list(
            Clause.objects.order_by("recommendation__paragraph", "recommendation__item", "order", "states")
            .values_list("recommendation__number", "order", "text", "states")
        ),
        "responses": list(
            Response.objects.order_by("recommendation__paragraph", "recommendation__item", "pk").values_list(
                "recommendation__number", "position", "document__symbol", "paragraph", "date"
            )
        ),
    }  # fmt: skip


def test_a_plan_is_written_to_its_last_line(report):
    import_ = planned(report)

    apply_plan(import_)

    import_.refresh_from_db()
    assert count_by_position(Recommendation.objects.all()) == {"supported": 10}
    assert Requests.objects.count() == 20
    assert (import_.written, import_.rows_done) == (12, 12)
    assert list(Review.objects.get().troika.order_by("pk").values_list("pk", flat=True)) == [
        "ITA",
        "MAR",
        "PHL",
    ]


def test_progress_is_seen_after_each_chunk(report, monkeypatch):
    import_, seen = planned(report), []
    write = applying.write

    def look_and_write(lines, held):
        seen.append(Import.objects.get(pk=import_.pk).rows_done)
        write(lines, held)

    monkeypatch.setattr(applying, "write", look_and_write)

    apply_plan(import_)

    assert seen == [0, 4, 8]


def test_applying_twice_writes_once(report):
    import_ = planned(report)
    apply_plan(import_)
    before = everything()

    apply_plan(Import.objects.get(pk=import_.pk))

    assert everything() == before


class KilledError(BaseException):
    """The worker is gone."""


@pytest.mark.parametrize("chunk", [1, 2, 3])
@pytest.mark.parametrize("moment", ["before", "inside", "after"])
def test_killed_at_any_chunk_and_continued_the_database_is_as_if_nothing_had_happened(
    report, monkeypatch, chunk, moment
):
    undisturbed = planned(report)
    with transaction.atomic():
        apply_plan(undisturbed)
        expected = everything()
        transaction.set_rollback(True)

    interrupted, chunks = planned(report), []
    apply_chunk, write = applying._apply_chunk, applying.write

    def killed_around(import_):
        chunks.append(import_)
        if len(chunks) == chunk and moment == "before":
            raise KilledError
        more = apply_chunk(import_)
        if len(chunks) == chunk and moment == "after":
            raise KilledError
        return more

    def killed_inside(lines, held):
        write(lines, held)
        if len(chunks) == chunk and moment == "inside":
            raise KilledError

    with monkeypatch.context() as patched:
        patched.setattr(applying, "_apply_chunk", killed_around)
        patched.setattr(applying, "write", killed_inside)
        with pytest.raises(KilledError):
            apply_plan(interrupted)
    apply_plan(Import.objects.get(pk=interrupted.pk))

    assert everything() == expected
    assert Import.objects.get(pk=interrupted.pk).written == 12


def test_a_plan_that_the_data_have_overtaken_writes_nothing(report):
    import_ = planned(report)
    RecommendationFactory(item=9, review=ReviewFactory(session_id=18))

    with pytest.raises(OutdatedPlanError):
        apply_plan(import_)

    assert Import.objects.get(pk=import_.pk).written == 0
    assert Recommendation.objects.count() == 1


def test_a_change_made_while_a_plan_is_applied_is_never_overwritten(report, monkeypatch):
    apply_plan(planned(report))
    better = reading(*(recommendation(f"118.{item}", text=f"Better {item}") for item in range(1, 11)))
    import_, write = planned(better), applying.write

    def write_while_somebody_corrects(lines, held):
        write(lines, held)
        Recommendation.objects.filter(item=10).update(text="Corrected by a person")

    monkeypatch.setattr(applying, "write", write_while_somebody_corrects)

    with pytest.raises(OutdatedPlanError):
        apply_plan(import_)

    assert Recommendation.objects.get(item=10).text == "Corrected by a person"
    assert Import.objects.get(pk=import_.pk).written < import_.lines, (
        "what it did not write it does not claim"
    )


@pytest.mark.parametrize("taken_away", [{"phase": Phase.LEAVING}, {"taken_as": "another worker"}])
def test_an_import_that_is_no_longer_being_applied_by_this_worker_is_left_alone(report, taken_away):
    import_ = planned(report)
    Import.objects.update(**taken_away)

    apply_plan(import_)

    assert not Recommendation.objects.exists()


def test_lines_that_write_nothing_are_passed_over(report):
    write(report)
    import_ = planned(
        thematic_list(listed("118.10", themes=tags("treaties")), listed("118.5", position=None))
    )
    kinds = import_.changes.counts()

    apply_plan(import_)

    import_.refresh_from_db()
    assert kinds["same"] > 0
    assert import_.written == import_.changes.writing().order_by("-order").first().order


def test_a_theme_that_went_after_the_plan_was_made_makes_it_an_old_one(report):
    write(report)
    theme = ThemeFactory(slug="treaties")
    import_ = planned(thematic_list(listed("118.1", themes=tags("treaties"))))
    theme.delete()

    with pytest.raises(OutdatedPlanError):
        apply_plan(import_)


def test_answers_and_tags_are_written_chunk_by_chunk_too(report):
    write(report)
    ThemeFactory(slug="treaties")

    write(addendum(*(answer(str(item), comment=f"About {item}") for item in range(1, 11))))
    write(thematic_list(*(listed(f"118.{item}", themes=tags("treaties")) for item in range(1, 11))))

    assert Response.objects.filter(document__symbol="A/HRC/26/16/Add.1").count() == 10
    assert ThemeTag.objects.filter(source=Source.THEMATIC_LIST).count() == 10


def test_a_chunk_takes_as_many_queries_for_many_recommendations_as_for_few(report, monkeypatch):
    counts = []
    for chunk in (4, 12):
        monkeypatch.setattr(applying, "CHUNK", chunk)
        with CaptureQueriesContext(connection) as queries, transaction.atomic():
            apply_plan(planned(report))
            transaction.set_rollback(True)
        counts.append(len(queries))

    assert counts[1] < counts[0]
    assert counts[1] < 110


@pytest.mark.django_db(transaction=True)
def test_others_may_write_while_the_next_lines_are_read(report, monkeypatch):
    """SQLite has room for one writer: between two chunks there must be a time without a transaction."""
    next_lines, alone = applying._next_lines, []

    def read(import_):
        alone.append(connection.in_atomic_block)
        return next_lines(import_)

    monkeypatch.setattr(applying, "_next_lines", read)

    apply_plan(planned(report))

    assert Recommendation.objects.count() == 10
    assert len(alone) > 2
    assert not any(alone)
