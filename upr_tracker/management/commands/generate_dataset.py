"""Fill the database with made-up recommendations, to measure with and to look at large numbers."""

import datetime
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, transaction
from django.utils import timezone

from recommendations.generating import Invention, MadeUpItem, MadeUpReview, Sitting
from recommendations.implementation.models import (
    Assessment,
    Evidence,
    Organisation,
    OrganisationKind,
    Stage,
    Stance,
    Visibility,
)
from recommendations.models import (
    ActionRule,
    AffectedGroup,
    AffectedGroupTag,
    Clause,
    GoalTag,
    Recommendation,
    Recurrence,
    Response,
    ResponseKind,
    Source,
    Theme,
    ThemeTag,
)
from recommendations.responses import add_first_responses
from reviews.models import Document, DocumentKind, Review, Session
from states.models import State
from upr_tracker.lib.bulk import insert, next_keys, plain
from upr_tracker.lib.fixtures import FixtureFile

NOTE = "Made up by generate_dataset, to measure with: nobody said any of this."
CHUNK = 5_000
"""Recommendations written at a time."""


class Command(BaseCommand):
    help = (
        "Fills the database with N made-up recommendations: reviews of many States in four cycles, with "
        "clauses, positions, themes, affected groups, Goals, published assessments and recurrences. For "
        "measuring and for looking at large numbers, never for a site that people read. Equal seeds give "
        "equal recommendations."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("count", metavar="N", type=int, help="How many recommendations.")
        parser.add_argument("--seed", type=int, default=1, help="Another one gives others (1).")
        parser.add_argument(
            "--force",
            action="store_true",
            help="Even in production, or where there are recommendations that do not come from fixtures/.",
        )

    def handle(self, *args: Any, count: int, seed: int, force: bool, **options: Any) -> None:
        if count < 1:
            raise CommandError("Say how many recommendations, at least one.")
        if not force:
            refuse_a_database_in_use()
        if not (State.objects.exists() and Theme.objects.exists()):
            call_command("load_fixtures", verbosity=0)
        with transaction.atomic():
            written = write_made_up(count, seed)
        with connection.cursor() as cursor:
            # Both databases plan by what they know of their tables; SQLite never looks by itself.
            cursor.execute("ANALYZE")
        if options["verbosity"]:
            self.stdout.write(f"{written:6} recommendations made up")


def refuse_a_database_in_use() -> None:
    """Raises CommandError where what is made up could be taken for what was said, or could not be removed."""
    if settings.PRODUCTION:
        raise CommandError("This is a production site: made-up recommendations would be read as real ones.")
    files = sorted((settings.FIXTURES_DIR / "recommendations").glob("*.json"))
    ours = [FixtureFile(path).content["review"] for path in files]
    if Recommendation.objects.exclude(review__slug__in=ours).exists():
        raise CommandError(
            "There are recommendations here that do not come from fixtures/. Use an empty database "
            "(VAR_DIR=/tmp/large), or say --force to have made-up ones beside them."
        )


def write_made_up(count: int, seed: int) -> int:
    """Write so many made-up recommendations beside what is there; answer how many it came to.

    Reviews that are there already, and so all of Cambodia's, get none.
    """
    states = State.objects.order_by("code").values_list("code", "name", "regional_group")
    sessions = Session.objects.order_by("number")
    invention = Invention(
        [(code, name, group or "") for code, name, group in states],
        [
            Sitting(number, cycle, starts)
            for number, cycle, starts in sessions.values_list("number", "cycle", "starts")
            if starts
        ],
        seed=seed,
        taken=frozenset(Review.objects.values_list("state_under_review", "cycle")),
    )
    writing = _Writing()
    return sum(writing.write(reviews) for reviews in invention.reviews(count))


class _Writing:
    """Writes one State's reviews after another. What all of them need is read, or made, once."""

    def __init__(self) -> None:
        self.themes = dict(Theme.objects.values_list("slug", "pk"))
        self.groups = dict(AffectedGroup.objects.values_list("slug", "pk"))
        self.now = plain(timezone.now())
        self.organisations: dict[int, Organisation] = {}

    def write(self, reviews: Sequence[MadeUpReview]) -> int:
        keys: dict[int, Sequence[int]] = {}
        for made_up in reviews:
            cycle = made_up.sitting.cycle
            review = Review.objects.create(
                state_under_review_id=made_up.state,
                cycle_id=cycle,
                session_id=made_up.sitting.number,
                date=made_up.date,
                adopted_on=made_up.date + datetime.timedelta(3),
                note=NOTE,
            )
            report, answer = _documents(review, made_up)
            keys[cycle] = next_keys(Recommendation, len(made_up.items))
            items = zip(keys[cycle], made_up.items, strict=True)
            while chunk := list(islice(items, CHUNK)):
                self._recommendations(chunk, review, report)
                self._clauses(chunk)
                self._tags(chunk)
                add_first_responses(_responses(chunk, report, answer))
                self._recurrences(chunk, keys)
                self._assessments(chunk, review, made_up.date)
        return sum(len(made_up.items) for made_up in reviews)

    def _recommendations(self, chunk: "_Chunk", review: Review, report: Document) -> None:
        columns = (
            *("id", "review_id", "paragraph", "item", "text", "text_as_printed", "text_source_id"),
            *("summary", "summary_source_id", "summary_place", "note", "action_category", "action_rule"),
            *("action_verb", "action_reason", "sources", "position", "implementation_status", "updated_at"),
        )
        rules = {True: ActionRule.GUIDE_VERB.value, False: ActionRule.COMMON_VERB.value}
        official = plain({"text": Source.WORKING_GROUP_REPORT})
        rows = (
            (
                *(key, review.pk, item.paragraph, item.item),
                *(item.text, "", report.pk if item.text else None),
                *(item.summary, report.pk if item.summary else None, "", ""),
                *(item.request.action_category, rules[item.request.is_named_by_the_guide]),
                *(item.request.action_verb, "", official if item.text else "{}"),
                *(item.position, item.status, self.now),
            )
            for key, item in chunk
        )
        insert(Recommendation, columns, rows)

    def _clauses(self, chunk: "_Chunk") -> None:
        clauses = [
            (key, order, clause, bool(item.text))
            for key, item in chunk
            for order, clause in enumerate(item.clauses, 1)
        ]
        keyed = list(zip(next_keys(Clause, len(clauses)), clauses, strict=True))
        insert(
            Clause,
            ("id", "recommendation_id", "order", "text", "summary"),
            (
                (key, of, order, *((clause.text, "") if official else ("", clause.text)))
                for key, (of, order, clause, official) in keyed
            ),
        )
        made_by = ((key, state) for key, (_, _, clause, _) in keyed for state in clause.states)
        insert(Clause.states.through, ("clause_id", "state_id"), made_by)

    def _tags(self, chunk: "_Chunk") -> None:
        source = Source.THEMATIC_LIST.value
        for tag, column, rows in (
            (ThemeTag, "theme_id", ((key, self.themes[one]) for key, item in chunk for one in item.themes)),
            (
                AffectedGroupTag,
                "group_id",
                ((key, self.groups[one]) for key, item in chunk for one in item.groups),
            ),
            (GoalTag, "goal_id", ((key, str(goal)) for key, item in chunk for goal in item.goals)),
        ):
            insert(tag, ("recommendation_id", column, "source"), ((*row, source) for row in rows))

    def _recurrences(self, chunk: "_Chunk", keys: dict[int, Sequence[int]]) -> None:
        insert(
            Recurrence,
            ("later_id", "earlier_id", "kind", "reason"),
            (
                (key, keys[cycle][place], kind, "Both ask for the same, in words that were made up.")
                for key, item in chunk
                if item.asks_again
                for cycle, place, kind in [item.asks_again]
            ),
        )

    def _assessments(self, chunk: "_Chunk", review: Review, reviewed_on: datetime.date) -> None:
        said = [(key, one) for key, item in chunk for one in item.assessments]
        if not said:
            return
        reports = {
            made: self._report_of(*made, review, reviewed_on)
            for made in sorted({(one.organisation, one.years) for _, one in said})
        }
        latest = {
            (key, one.organisation): one.years for key, one in sorted(said, key=lambda pair: pair[1].years)
        }
        made = list(zip(next_keys(Assessment, len(said)), said, strict=True))
        insert(
            Assessment,
            (
                *("id", "recommendation_id", "organisation_id", "status", "confidence", "considered_up_to"),
                *(
                    "narrative",
                    "recorded_from_id",
                    "stage",
                    "is_current",
                    "reason",
                    "created_at",
                    "updated_at",
                ),
                *("published_at", "version"),
            ),
            (
                (
                    *(key, of, self.organisations[one.organisation].pk, one.status, one.confidence),
                    *((document.date - datetime.timedelta(60)).isoformat(), NOTE, document.pk),
                    *(Stage.PUBLISHED.value, latest[of, one.organisation] == one.years, ""),
                    *(self.now, self.now, _noon(document.date), 1),
                )
                for key, (of, one) in made
                for document in [reports[one.organisation, one.years]]
            ),
        )
        insert(
            Evidence,
            (
                *("assessment_id", "title", "stance", "publisher", "date", "document_id", "url", "file"),
                *("place", "excerpt", "visibility"),
            ),
            (
                (
                    *(key, document.title, Stance.SUPPORTS.value, document.publisher),
                    *(document.date.isoformat(), document.pk, "", "", "", "", Visibility.PUBLIC.value),
                )
                for key, (_, one) in made
                for document in [reports[one.organisation, one.years]]
            ),
        )

    def _report_of(self, number: int, years: int, review: Review, reviewed_on: datetime.date) -> Any:
        """Answer what an organisation published of a review, made if it is missing."""
        kinds = [kind for kind in OrganisationKind.values if kind != OrganisationKind.OTHER]
        if number not in self.organisations:
            kind = kinds[number % len(kinds)]
            self.organisations[number], _ = Organisation.objects.get_or_create(
                slug=f"made-up-{number + 1}",
                defaults={"name": f"Made-up organisation {number + 1} ({kind})", "kind": kind},
            )
        document, _ = Document.objects.get_or_create(
            symbol=f"made-up-{review.slug}-{number + 1}-{years}",
            defaults={
                "kind": DocumentKind.NGO_REPORT,
                "title": f"Made-up report on implementation, {years} years after",
                "publisher": self.organisations[number].name,
                "date": reviewed_on + datetime.timedelta(365 * years),
                "review": review,
                "note": NOTE,
            },
        )
        return document


_Chunk = Sequence[tuple[int, MadeUpItem]]


def _documents(review: Review, made_up: MadeUpReview) -> tuple[Document, Document]:
    """The report, or where the review has no official numbers an NGO's account, and the State's answer."""
    kind = DocumentKind.WORKING_GROUP_REPORT if made_up.is_numbered else DocumentKind.NGO_REPORT
    made = (("report", kind, 60), ("answer", DocumentKind.ADDENDUM, 140))
    report, answer = (
        Document.objects.create(
            symbol=f"made-up-{review.slug}-{name}",
            kind=kind,
            title=f"Made-up {kind.label}: {made_up.state}, cycle {made_up.sitting.cycle}",
            date=made_up.date + datetime.timedelta(days),
            review=review,
            note=NOTE,
        )
        for name, kind, days in made
    )
    return report, answer


def _responses(chunk: _Chunk, report: Document, answer: Document) -> Iterator[Response]:
    for key, item in chunk:
        for position, document, source in (
            (item.in_report, report, Source.WORKING_GROUP_REPORT),
            (item.in_answer, answer, Source.ADDENDUM),
        ):
            if position:
                yield Response(
                    recommendation_id=key,
                    document_id=document.pk,
                    kind=ResponseKind.POSITION.value,
                    position=position,
                    date=document.date and document.date.isoformat(),
                    paragraph=str(item.paragraph or ""),
                    comment=item.comment if document is answer else "",
                    source=source.value,
                )


def _noon(day: datetime.date) -> Any:
    return plain(datetime.datetime.combine(day, datetime.time(12), datetime.UTC))
