"""Load themes, affected groups, Goals and recommendations from their files in `fixtures/`."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db.models import Model

from recommendations.models import (
    AffectedGroup,
    AffectedGroupTag,
    Clause,
    GoalTag,
    Recommendation,
    Recurrence,
    Response,
    ResponseKind,
    SustainableDevelopmentGoal,
    Theme,
    ThemeName,
    ThemeTag,
    Vocabulary,
)
from recommendations.responses import record_responses
from reviews.models import Document, Review
from states.models import State
from upr_tracker.lib.fixtures import FixtureFile, Known, Record, Stored
from upr_tracker.lib.text import normalise


def load_classification(folder: Path) -> list[Stored]:
    """Bring themes, affected groups and Goals up to date with their files; add to the crosswalk.

    A theme name that is known already keeps the themes that a person gave it. Raises FixtureError.
    """
    groups = FixtureFile(folder / "affected_groups.json")
    goals = FixtureFile(folder / "sdgs.json")
    return [
        *_load_themes(FixtureFile(folder / "themes.json")),
        groups.store(
            groups.read(groups.content, _affected_group, named=["slug"]),
            among=AffectedGroup.objects.all(),
            key=["slug"],
            fields=["name", "other_names"],
            overwrite=True,
        ),
        goals.store(
            goals.read(goals.content, _goal, named=["number"]),
            among=SustainableDevelopmentGoal.objects.all(),
            key=["code"],
            fields=["name"],
            overwrite=True,
        ),
    ]


def _affected_group(record: Record) -> AffectedGroup:
    return AffectedGroup(slug=record["slug"], name=record["name"], other_names=record["other_names"])


def _goal(record: Record) -> SustainableDevelopmentGoal:
    return SustainableDevelopmentGoal(
        code=str(record["number"]), number=record["number"], name=record["name"]
    )


def _load_themes(file: FixtureFile) -> list[Stored]:
    vocabularies = file.store(
        file.read(file.part("vocabularies"), lambda record: Vocabulary(**record), named=["slug"]),
        among=Vocabulary.objects.all(),
        key=["slug"],
        fields=["name", "version", "source"],
        overwrite=True,
    )
    places = {record["slug"]: place for place, record in enumerate(file.part("themes"), 1)}

    def store(records: list[Record], headings: Known) -> Stored[Theme]:
        def theme(record: Record) -> Theme:
            parent = headings[record["parent"]] if record["parent"] else None
            return Theme(
                slug=record["slug"], name=record["name"], parent=parent, order=places[record["slug"]]
            )

        return file.store(
            file.read(records, theme, named=["slug"]),
            among=Theme.objects.all(),
            key=["slug"],
            fields=["name", "parent_id", "order"],
            overwrite=True,
        )

    none = Known("heading", [])
    headings = store([record for record in file.part("themes") if not record.get("parent")], none)
    below = store([record for record in file.part("themes") if record.get("parent")], headings.by("slug"))
    themes = Stored(Theme, [*headings.rows, *below.rows], [*headings.new, *below.new])
    return [vocabularies, themes, _load_theme_names(file, vocabularies.by("slug"), themes.by("slug"))]


def _load_theme_names(file: FixtureFile, vocabularies: Known, themes: Known) -> Stored[ThemeName]:
    stands_for: dict[tuple[str, str], list[Theme]] = {}

    def theme_name(record: Record) -> ThemeName:
        vocabulary, key = vocabularies[record["vocabulary"]], normalise(record["name"])
        stands_for[vocabulary.slug, key] = [themes[slug] for slug in record["themes"]]
        return ThemeName(vocabulary=vocabulary, name=record["name"], key=key)

    names = file.store(
        file.read(file.part("names"), theme_name, named=["vocabulary", "name"]),
        among=ThemeName.objects.all(),
        key=["vocabulary_id", "key"],
        fields=[],
    )
    ThemeName.themes.through.objects.bulk_create(
        ThemeName.themes.through(themename=name, theme=theme)
        for name in names.new
        for theme in stands_for[name.vocabulary_id, name.key]
    )
    return names


@dataclass(frozen=True)
class _References:
    """What the records of recommendations refer to, read once for all files."""

    reviews: Known
    states: Known
    documents: Known
    themes: Known
    groups: Known
    goals: Known

    @classmethod
    def from_database(cls) -> "_References":
        def known(model: type[Model], key: str) -> Known:
            rows = model._default_manager.all()
            return Known(str(model._meta.verbose_name), ((getattr(row, key), row) for row in rows))

        return cls(
            reviews=known(Review, "slug"),
            states=known(State, "code"),
            documents=known(Document, "symbol"),
            themes=known(Theme, "slug"),
            groups=known(AffectedGroup, "slug"),
            goals=known(SustainableDevelopmentGoal, "code"),
        )


def load_recommendations(folder: Path) -> list[Stored]:
    """Add the recommendations of every file in `recommendations/`, one file for each review.

    One that is known already keeps its wording, clauses and tags; what it has none of is filled in.
    Positions are added as the State stated them,
    each statement once; then what was asked in earlier cycles. Raises FixtureError.
    """
    references = _References.from_database()
    files = [FixtureFile(path) for path in sorted((folder / "recommendations").glob("*.json"))]
    return [*(_load_review(file, references) for file in files), *_load_recurrences(files)]


def _load_review(file: FixtureFile, known: _References) -> Stored[Recommendation]:
    with file.record("review"):
        review = known.reviews[file.content["review"]]
    records = _still_to_load(file.part("recommendations"), review)
    recommendations = file.store(
        file.read(records, lambda record: _recommendation(record, review, known.documents), named=["number"]),
        among=Recommendation.objects.filter(review=review),
        key=["paragraph", "item"],
        fields=[
            "summary",
            "summary_source_id",
            "summary_place",
            "note",
            "action_category",
            "action_rule",
            "action_verb",
            "action_reason",
        ],
    )
    of_record = list(zip(recommendations.rows, records, strict=True))
    _add_clauses(file, of_record, known.states)
    _add_tags(file, of_record, ThemeTag, "theme", "themes", known.themes)
    _add_tags(file, of_record, AffectedGroupTag, "group", "groups", known.groups)
    _add_tags(file, of_record, GoalTag, "goal", "goals", known.goals, key=str)
    _add_responses(file, of_record, known.documents)
    return recommendations


def _still_to_load(records: list[Record], review: Review) -> list[Record]:
    """Leave out what is known without number only, once the review's report gave official numbers.

    Those that were not joined to one are here still.
    """
    present = Recommendation.objects.filter(review=review)
    if not present.filter(paragraph__isnull=False).exists():
        return records
    numbers = set(present.values_list("number", flat=True))
    return [record for record in records if record["number"] in numbers or "." in record["number"]]


def _recommendation(record: Record, review: Review, documents: Known) -> Recommendation:
    """Raises ValueError for a number that is neither "118.5" nor, where unknown, "u12"."""
    paragraph, separator, item = record["number"].rpartition(".")
    if not separator:
        if not record["number"].startswith("u"):
            raise ValueError("the number is neither like 118.5 nor like u12")
        item = record["number"][1:]
    return Recommendation(
        review=review,
        paragraph=int(paragraph) if separator else None,
        item=int(item),
        summary=record["summary"],
        summary_source=documents[record["source"]["document"]],
        summary_place=record["source"]["place"],
        note=record.get("note", ""),
        action_category=record["action"]["category"],
        action_rule=record["action"]["rule"],
        action_verb=record["action"]["verb"],
        action_reason=record["action"].get("reason", ""),
    )


def _add_clauses(
    file: FixtureFile, of_record: Sequence[tuple[Recommendation, Record]], states: Known
) -> None:
    have = set(
        Clause.objects.filter(recommendation__in=[recommendation.pk for recommendation, _ in of_record])
        .values_list("recommendation_id", flat=True)
        .distinct()
    )
    clauses, made_by = [], []
    for recommendation, record in of_record:
        if recommendation.pk in have:
            continue
        for order, clause in enumerate(record.get("clauses", []), 1):
            with file.record(f"{record['number']} clause {order}"):
                made_by.append([states[code] for code in clause["states"]])
            clauses.append(
                Clause(recommendation=recommendation, order=order, summary=clause.get("summary", ""))
            )
    Clause.objects.bulk_create(clauses)
    Clause.states.through.objects.bulk_create(
        Clause.states.through(clause=clause, state=state)
        for clause, its_states in zip(clauses, made_by, strict=True)
        for state in its_states
    )


def _add_tags(
    file: FixtureFile,
    of_record: Sequence[tuple[Recommendation, Record]],
    tag: type[Model],
    field: str,
    part: str,
    known: Known,
    key: Callable[[Any], Any] = lambda value: value,
) -> None:
    """Tag the recommendations that have no tag of this kind; a choice made since is kept."""
    tagged = set(
        tag._default_manager.filter(recommendation__in=[recommendation.pk for recommendation, _ in of_record])
        .values_list("recommendation_id", flat=True)
        .distinct()
    )
    tags = []
    for recommendation, record in of_record:
        with file.record(record["number"]):
            tags += [
                tag(recommendation=recommendation, source=record["tag_source"], **{field: known[key(value)]})
                for value in record[part]
                if recommendation.pk not in tagged
            ]
    tag._default_manager.bulk_create(tags)


def _add_responses(
    file: FixtureFile, of_record: Sequence[tuple[Recommendation, Record]], documents: Known
) -> None:
    numbered = {record["number"]: recommendation for recommendation, record in of_record}
    statements = [
        {**statement, "number": record["number"]}
        for _, record in of_record
        for statement in record.get("responses", [])
    ]

    def response(record: Record) -> Response:
        return Response(
            recommendation=numbered[record["number"]],
            kind=record.get("kind", ResponseKind.POSITION),
            position=record["position"],
            date=record["date"],
            document=documents[record["document"]],
            paragraph=record["paragraph"],
            stated_as=record.get("stated_as", ""),
            comment=record.get("comment", ""),
        )

    record_responses(file.read(statements, response, named=["number", "position", "document"]))


def known_recommendations(slugs: Iterable[str]) -> Known:
    """Answer the recommendations of these reviews by reference: "khm-2/118.5".

    One whose official number became known since is known by the earlier one, "khm-4/u12", too.
    """
    rows = list(Recommendation.objects.filter(review__slug__in=set(slugs)).select_related("review"))
    return Known(
        "recommendation",
        [
            *((f"{row.review.slug}/u{row.placeholder}", row) for row in rows if row.placeholder),
            *((f"{row.review.slug}/{row.number}", row) for row in rows),
        ],
    )


def is_gone(reference: str, known: Known) -> bool:
    """Whether one without number ("khm-4/u12") went into an official one together with others."""
    return reference not in known and "/u" in reference


def _load_recurrences(files: Sequence[FixtureFile]) -> list[Stored[Recurrence]]:
    """Link recommendations to those of earlier cycles that ask the same; links that are there are kept."""
    known = known_recommendations(file.content["review"] for file in files)
    return [_load_recurrences_of(file, known) for file in files]


def _load_recurrences_of(file: FixtureFile, known: Known) -> Stored[Recurrence]:
    links = [
        {**link, "later": f"{file.content['review']}/{record['number']}"}
        for record in file.part("recommendations")
        for link in record.get("asked_before", [])
    ]

    def recurrence(record: Record) -> Recurrence:
        link = Recurrence(
            later=known[record["later"]],
            earlier=known[record["recommendation"]],
            kind=record["kind"],
            reason=record["reason"],
        )
        link.clean()
        return link

    here = [
        link
        for link in links
        if not is_gone(link["later"], known) and not is_gone(link["recommendation"], known)
    ]
    return file.store(
        file.read(here, recurrence, named=["later", "recommendation"]),
        among=Recurrence.objects.all(),
        key=["later_id", "earlier_id"],
        fields=["reason"],
    )
