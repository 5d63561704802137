"""Write a plan to the database, in chunks that each happen entirely or not at all.

Killed between two chunks or inside one, applying goes on where it stopped: a line is marked `done` in
the transaction that writes it.
"""

from collections.abc import Iterator, Sequence

from django.db import transaction
from django.db.models import F, Model
from django.utils import timezone

from recommendations.importing.comparing import (
    DOCUMENT,
    RECOMMENDATION,
    RESPONSE,
    REVIEW,
    Known,
    Record,
    compare,
    gives_wording,
    key_of,
    states_to_be,
    tag_key,
)
from recommendations.importing.models import ChangeKind, Import, Phase, PlannedChange
from recommendations.models import (
    AffectedGroupTag,
    Clause,
    GoalTag,
    Recommendation,
    Response,
    TagSource,
    ThemeTag,
)
from recommendations.responses import record_responses
from reviews.models import Document, Review

CHUNK = 100
"""Lines written in one transaction: a fraction of a second, so that progress is seen and locks are short."""

_STATEMENT = {"position", "stated_as", "comment"}

_TAGS: dict[str, tuple[type[Model], str]] = {
    "themes": (ThemeTag, "theme_id"),
    "affected_groups": (AffectedGroupTag, "group_id"),
    "goals": (GoalTag, "goal_id"),
}


class OutdatedPlanError(Exception):
    """The data changed after the plan was made, so that carrying it out would not do what it says."""


def apply_plan(import_: Import) -> None:
    """Write all lines that are not done yet. Repeating it, or running it twice at once, does no harm.

    Raises OutdatedPlanError where the database is not as the plan found it: before anything is written, or,
    where somebody changes the same records in the middle, before the chunk that is concerned.
    """
    for lines in _chunks(import_):
        _check(lines, Known(lines))
    while _apply_chunk(import_):
        pass


def _chunks(import_: Import) -> Iterator[list[PlannedChange]]:
    last = -1
    while lines := list(import_.changes.filter(done=False, order__gt=last).order_by("order")[:CHUNK]):
        yield lines
        last = lines[-1].order


@transaction.atomic
def _apply_chunk(import_: Import) -> bool:
    """Write the next lines; answer whether there were any."""
    if not Import.objects.select_for_update().filter(pk=import_.pk, phase=Phase.APPLYING).exists():
        return False
    lines = list(import_.changes.filter(done=False).order_by("order")[:CHUNK])
    if not lines:
        return False
    _lock_reviews(lines)
    known = Known(lines)
    _check(lines, known)
    _write(lines, known)
    PlannedChange.objects.filter(pk__in=[line.pk for line in lines]).update(done=True)
    # Attempts count those that came to nothing.
    Import.objects.filter(pk=import_.pk).update(
        rows_done=F("rows_done") + len(lines), heartbeat=timezone.now(), attempts=0
    )
    return True


def _lock_reviews(lines: Sequence[PlannedChange]) -> None:
    """Let two imports of one review write one after the other."""
    slugs = {key_of(REVIEW, line.record) if line.model == REVIEW else line.record["review"] for line in lines}
    list(Review.objects.select_for_update().filter(slug__in=slugs).order_by("pk").values_list("pk"))


def _check(lines: Sequence[PlannedChange], known: Known) -> None:
    for line in lines:
        if compare(line, known) != (line.kind, line.fields):
            raise OutdatedPlanError(line.key)


def _write(lines: Sequence[PlannedChange], known: Known) -> None:
    by_model: dict[str, list[PlannedChange]] = {REVIEW: [], DOCUMENT: [], RECOMMENDATION: [], RESPONSE: []}
    for line in lines:
        if line.kind != ChangeKind.SAME:
            by_model[line.model].append(line)
    for line in by_model[REVIEW]:
        known.reviews[line.key] = _write_review(line, known.reviews.get(line.key))
    for line in by_model[DOCUMENT]:
        known.documents[line.key] = _write_document(line, known)
    _write_recommendations(by_model[RECOMMENDATION], known)
    record_responses(
        _response(line.record, known.recommendations[line.record["review"], line.record["number"]], known)
        for line in by_model[RESPONSE]
    )


def _write_review(line: PlannedChange, review: Review | None) -> Review:
    record = line.record
    if review is None:
        review = Review.objects.create(
            state_under_review_id=record["state"],
            cycle_id=record["cycle"],
            session_id=record["session"],
            date=record["date"],
            adopted_on=record["adopted_on"],
        )
        review.troika.set(record["troika"])
        review.refresh_from_db()
        return review
    if "session" in line.fields:
        review.session_id = record["session"]
    if "date" in line.fields:
        review.date = record["date"]
    if "adopted_on" in line.fields:
        review.adopted_on = record["adopted_on"]
    review.save(update_fields=["session", "date", "adopted_on"])
    if "troika" in line.fields:
        review.troika.set(record["troika"])
    return review


def _write_document(line: PlannedChange, known: Known) -> Document:
    document = known.documents.get(line.key) or Document(symbol=line.key, title=line.record["title"])
    document.kind = line.record["kind"]
    document.date = line.record["date"] or document.date
    document.review = known.reviews[line.record["review"]]
    document.save()
    return document


def _write_recommendations(lines: Sequence[PlannedChange], known: Known) -> None:
    new: list[Recommendation] = []
    present: list[Recommendation] = []
    worded: list[tuple[PlannedChange, Recommendation]] = []
    for line in lines:
        record = line.record
        recommendation = known.recommendation(record)
        words = recommendation is None or gives_wording(recommendation, record)
        if recommendation is None:
            paragraph, item = record["number"].split(".")
            recommendation = Recommendation(
                review=known.reviews[record["review"]], paragraph=int(paragraph), item=int(item)
            )
            new.append(recommendation)
        else:
            present.append(recommendation)
        if words:
            _write_wording(recommendation, record, known)
            worded.append((line, recommendation))
        recommendation.updated_at = timezone.now()
        known.recommendations[record["review"], record["number"]] = recommendation
    clauses = {
        (recommendation.pk, clause.order): clause
        for recommendation in present
        for clause in recommendation.clauses.all()
    }
    Recommendation.objects.bulk_create(new)
    Recommendation.objects.bulk_update(
        present, ["text", "text_as_printed", "text_source", "page", "updated_at"]
    )

    _write_clauses(worded, clauses)
    written = [(line, known.recommendations[line.record["review"], line.record["number"]]) for line in lines]
    _write_tags(written, known, {recommendation.pk for recommendation in new})
    record_responses(
        _response(line.record, recommendation, known)
        for line, recommendation in written
        if line.record["position"] and (line.kind == ChangeKind.CREATE or _STATEMENT & line.fields.keys())
    )


def _write_wording(recommendation: Recommendation, record: Record, known: Known) -> None:
    if record["text"]:
        if record["text"] != recommendation.text or record["text_as_printed"]:
            recommendation.text_as_printed = record["text_as_printed"]
        recommendation.text = record["text"]
        recommendation.text_source = known.documents[record["text_source"]]
    recommendation.page = record["page"] or recommendation.page


def _response(record: Record, recommendation: Recommendation, known: Known) -> Response:
    return Response(
        recommendation=recommendation,
        position=record["position"],
        date=record["date"],
        document=known.documents[record["document"]],
        paragraph=record["paragraph"],
        stated_as=record["stated_as"],
        comment=record["comment"],
    )


def _write_tags(written: Sequence[tuple[PlannedChange, Recommendation]], known: Known, new: set[int]) -> None:
    """Add what the record tags a recommendation with; tags that are there stay as they are."""
    for name, (tag, column) in _TAGS.items():
        rows = []
        for line, recommendation in written:
            wanted = known.tags[name].keys() & set(line.record[name])
            if wanted and recommendation.pk not in new:
                wanted -= {tag_key(present) for present in getattr(recommendation, name).all()}
            rows += [
                tag(recommendation=recommendation, source=TagSource.OFFICIAL, **{column: key})
                for key in (known.tags[name][slug] for slug in sorted(wanted))
            ]
        tag._default_manager.bulk_create(rows, ignore_conflicts=True)


def _write_clauses(
    written: Sequence[tuple[PlannedChange, Recommendation]], clauses: dict[tuple[int, int], Clause]
) -> None:
    """Clauses are matched by their order; those after the document's last are left as they are."""
    new: list[Clause] = []
    present: list[Clause] = []
    wanted: list[tuple[Clause, Record]] = []
    for line, recommendation in written:
        for order, record in enumerate(line.record["clauses"], 1):
            clause = clauses.get((recommendation.pk, order))
            if clause is None:
                clause = Clause(recommendation=recommendation, order=order)
                new.append(clause)
            else:
                present.append(clause)
            clause.text = record["text"] or clause.text
            wanted.append((clause, record))
    Clause.objects.bulk_create(new)
    Clause.objects.bulk_update(present, ["text"])
    _write_states(wanted)


def _write_states(wanted: Sequence[tuple[Clause, Record]]) -> None:
    links = Clause.states.through
    present: dict[int, dict[str, int]] = {}
    for link in links.objects.filter(clause__in=[clause.pk for clause, _ in wanted]):
        present.setdefault(link.clause_id, {})[link.state_id] = link.pk
    new, gone = [], []
    for clause, record in wanted:
        before = present.get(clause.pk, {})
        after = states_to_be(record, set(before))
        new += [links(clause_id=clause.pk, state_id=state) for state in sorted(after.difference(before))]
        gone += [pk for state, pk in before.items() if state not in after]
    links.objects.bulk_create(new)
    links.objects.filter(pk__in=gone).delete()
