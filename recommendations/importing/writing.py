"""Write the lines of a plan to the database, or take them back: the same steps in either direction.

A change is written by setting its fields to the new values and taken back by setting them to the old ones.
What a line created is deleted when it is taken back.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from recommendations.importing.absorbing import absorb, give_back
from recommendations.importing.comparing import DOCUMENT, RECOMMENDATION, RESPONSE, REVIEW, key_of
from recommendations.importing.merging import STATEMENT, Fields, Record
from recommendations.importing.models import ChangeKind, PlannedChange
from recommendations.importing.portraits import TAGS, ClausePortrait, Held, Portrait
from recommendations.models import (
    AffectedGroupTag,
    Clause,
    GoalTag,
    Position,
    Recommendation,
    Response,
    ResponseKind,
    ThemeTag,
)
from recommendations.responses import add_first_responses, record_responses, withdraw_responses
from reviews.models import Document, Review
from upr_tracker.lib.bulk import insert, next_keys, plain

OLD, NEW = 0, 1
"""Which side of a difference is written."""

_TAGS: dict[str, tuple[Any, str]] = {
    "themes": (ThemeTag, "theme_id"),
    "affected_groups": (AffectedGroupTag, "group_id"),
    "goals": (GoalTag, "goal_id"),
}
_COLUMNS = ("text", "text_as_printed", "page", "summary", "action_category")
_WRITTEN_HERE = ("summary_place", "note", "action_rule", "action_verb", "action_reason")
"""Columns that no import fills."""

_Changed = tuple[Portrait, Fields]


def write(lines: Sequence[PlannedChange], held: Held) -> None:
    """Write what the lines say. They are as the database is: see `comparing`."""
    for line in _of(lines, REVIEW):
        _write_review(line, held)
    for line in _of(lines, DOCUMENT):
        _write_document(line, held)
    recommendations = _of(lines, RECOMMENDATION)
    _create([line.record for line in recommendations if line.kind == ChangeKind.CREATE], held)
    changes = [line for line in recommendations if line.kind == ChangeKind.CHANGE]
    for line in changes:
        if "absorbs" in line.fields:
            absorb(_portrait(line, held, OLD), line, held)
    _change([(_portrait(line, held, OLD), line.fields) for line in changes], held, NEW)
    record_responses(
        _response(line.record, answered.pk, held)
        for line in _of(lines, RESPONSE)
        if (answered := held.portrait(line.record))
    )


def take_back(lines: Sequence[PlannedChange], held: Held) -> None:
    """Undo what the lines wrote. The database is as they left it: see `reverting`."""
    _withdraw((held.portrait(line.record), [line.record]) for line in _of(lines, RESPONSE))
    recommendations = _of(lines, RECOMMENDATION)
    changes = [line for line in recommendations if line.kind == ChangeKind.CHANGE]
    _change([(_portrait(line, held, NEW), line.fields) for line in changes], held, OLD)
    for line in changes:
        if "absorbs" in line.fields:
            give_back(_portrait(line, held, NEW), line)
    _delete([line.record for line in recommendations if line.kind == ChangeKind.CREATE], held)
    for line in _of(lines, DOCUMENT):
        _take_document_back(line, held)
    for line in _of(lines, REVIEW):
        _take_review_back(line, held)


def _of(lines: Sequence[PlannedChange], model: str) -> list[PlannedChange]:
    return [
        line for line in lines if line.model == model and line.kind in (ChangeKind.CREATE, ChangeKind.CHANGE)
    ]


def _write_review(line: PlannedChange, held: Held) -> None:
    record, key = line.record, key_of(REVIEW, line.record)
    if line.kind == ChangeKind.CHANGE:
        _change_review(held.reviews[key], line.fields, NEW)
        return
    review = Review.objects.create(
        state_under_review_id=record["state"],
        cycle_id=record["cycle"],
        session_id=record["session"],
        date=record["date"],
        adopted_on=record["adopted_on"],
    )
    review.troika.set(record["troika"])
    review.refresh_from_db()
    held.reviews[key] = review


def _change_review(review: Review, fields: Fields, side: int) -> None:
    for name, values in fields.items():
        if name == "troika":
            review.troika.set(values[side])
        else:
            setattr(review, "session_id" if name == "session" else name, values[side])
    review.save(update_fields=["session", "date", "adopted_on"])


def _take_review_back(line: PlannedChange, held: Held) -> None:
    review = held.reviews.get(key_of(REVIEW, line.record))
    if review and line.kind == ChangeKind.CHANGE:
        _change_review(review, line.fields, OLD)
    elif review:
        review.delete()


def _write_document(line: PlannedChange, held: Held) -> None:
    record = line.record
    if line.kind == ChangeKind.CHANGE:
        _change_document(held.documents[record["symbol"]], line.fields, held, NEW)
        return
    held.documents[record["symbol"]] = Document.objects.create(
        symbol=record["symbol"],
        kind=record["kind"],
        title=record["title"],
        date=record["date"],
        review=held.reviews.get(record["review"]),
    )


def _change_document(document: Document, fields: Fields, held: Held, side: int) -> None:
    for name, values in fields.items():
        setattr(document, name, held.reviews.get(values[side]) if name == "review" else values[side])
    document.save(update_fields=list(fields))


def _take_document_back(line: PlannedChange, held: Held) -> None:
    document = held.documents.get(line.record["symbol"])
    if document and line.kind == ChangeKind.CHANGE:
        _change_document(document, line.fields, held, OLD)
    elif document:
        document.delete()


def _create(records: Sequence[Record], held: Held) -> None:
    """Create recommendations with all that belongs to them."""
    if not records:
        return
    now = plain(timezone.now())
    created = list(zip(next_keys(Recommendation, len(records)), records, strict=True))
    insert(Recommendation, _NEW, (_new_row(key, record, held, now) for key, record in created))
    clauses = [
        (key, order, clause) for key, record in created for order, clause in enumerate(record["clauses"], 1)
    ]
    numbered_clauses = list(zip(next_keys(Clause, len(clauses)), clauses, strict=True))
    insert(
        Clause,
        ("id", "recommendation_id", "order", "text", "summary"),
        ((key, of, order, clause["text"], "") for key, (of, order, clause) in numbered_clauses),
    )
    insert(
        Clause.states.through,
        ("clause_id", "state_id"),
        ((key, state) for key, (_, _, clause) in numbered_clauses for state in clause["states"]),
    )
    for name, (tag, column) in _TAGS.items():
        keys = held.keys[name]
        insert(
            tag,
            ("recommendation_id", "source", column),
            (
                (key, record["source"], keys[slug])
                for key, record in created
                for slug in record[name]
                if slug in keys
            ),
        )
    add_first_responses(_response(record, key, held) for key, record in created if record["position"])


_NEW = (
    "id",
    "review_id",
    "paragraph",
    "item",
    *_COLUMNS,
    *_WRITTEN_HERE,
    "text_source_id",
    "position",
    "implementation_status",
    "sources",
    "updated_at",
)


def _new_row(key: int, record: Record, held: Held, now: Any) -> tuple[Any, ...]:
    return (
        key,
        held.reviews[record["review"]].pk,
        *numbered(record["number"]),
        *(record[name] for name in _COLUMNS),
        *("" for _name in _WRITTEN_HERE),
        held.documents[record["text_source"]].pk if record["text"] else None,
        record["position"] or Position.PENDING.value,
        Recommendation.NOT_ASSESSED,
        plain({name: record["source"] for name in ("text", "summary", "action_category") if record[name]}),
        now,
    )


def numbered(number: str) -> tuple[int | None, int]:
    """Answer paragraph and item: (118, 5) for "118.5", (None, 12) for "u12"."""
    paragraph, dot, item = number.rpartition(".")
    return (int(paragraph), int(item)) if dot else (None, int(number.removeprefix("u")))


def _response(record: Record, of: int, held: Held) -> Response:
    return Response(
        recommendation_id=of,
        document=held.documents[record["document"]],
        kind=record.get("kind", ResponseKind.POSITION),
        **{name: record[name] for name in STATEMENT if name != "document"},
    )


def _portrait(line: PlannedChange, held: Held, side: int) -> Portrait:
    """A line's recommendation, under the number that it has before (OLD) or after it is written (NEW)."""
    number = line.fields["number"][side] if "number" in line.fields else line.record["number"]
    return held.portraits[line.record["review"], number]


def _change(changed: Sequence[_Changed], held: Held, side: int) -> None:
    _change_columns(changed, held, side)
    _change_clauses(changed, side)
    for name in TAGS:
        _change_tags(name, [one for one in changed if name in one[1]], held, side)
    stated = [(portrait, fields["statements"][NEW]) for portrait, fields in changed if "statements" in fields]
    if side == OLD:
        _withdraw(stated)
    else:
        record_responses(
            _response(said, portrait.pk, held) for portrait, several in stated for said in several
        )


def _change_columns(changed: Sequence[_Changed], held: Held, side: int) -> None:
    """One statement for all recommendations in which the same columns change."""
    now = timezone.now()
    alike: dict[frozenset[str], list[Recommendation]] = defaultdict(list)
    for portrait, fields in changed:
        values: dict[str, Any] = {"updated_at": now}
        sources = dict(portrait.sources)
        for name, sides in fields.items():
            new = sides[side]
            if name in _COLUMNS:
                values[name] = new
            elif name == "text_source":
                values[name] = held.documents[new] if new else None
            elif name == "number":
                values["paragraph"], values["item"] = numbered(new)
                values["placeholder"] = numbered(sides[OLD])[1] if side == NEW else None
            elif name == "absorbs" and "number" not in fields:
                # Of several the first: one old address leads here.
                first = numbered(sides[NEW][0])[1]
                if portrait.placeholder == (None if side == NEW else first):
                    values["placeholder"] = first if side == NEW else None
            elif name.startswith("sources."):
                field = name.removeprefix("sources.")
                sources.pop(field, None)
                sources |= {field: new} if new else {}
                values["sources"] = sources
        alike[frozenset(values)].append(Recommendation(pk=portrait.pk, **values))
    for columns, rows in alike.items():
        Recommendation.objects.bulk_update(rows, sorted(columns))


def _change_clauses(changed: Sequence[_Changed], side: int) -> None:
    """A clause that was not there before has no old wording, and goes when its change is taken back."""
    new: list[Clause] = []
    reworded: list[Clause] = []
    gone: list[int] = []
    states: list[tuple[Clause, set[str], list[str]]] = []
    for portrait, fields in changed:
        present = {clause.order: clause for clause in portrait.clauses}
        for order in sorted({int(name.split(".")[1]) for name in fields if name.startswith("clauses.")}):
            there: ClausePortrait | None = present.get(order)
            text = fields.get(f"clauses.{order}.text", [None, ""] if there is None else [there.text] * 2)[
                side
            ]
            if text is None:
                gone += [there.pk] if there else []
                continue
            clause = Clause(
                pk=there.pk if there else None, recommendation_id=portrait.pk, order=order, text=text
            )
            if there is None:
                new.append(clause)
            elif text != there.text:
                reworded.append(clause)
            if f"clauses.{order}.states" in fields:
                to_be = fields[f"clauses.{order}.states"][side]
                states.append((clause, there.states if there else set(), to_be))
    Clause.objects.filter(pk__in=gone).delete()
    Clause.objects.bulk_create(new)
    Clause.objects.bulk_update(reworded, ["text"])
    links = Clause.states.through
    for clause, before, after in states:
        if before.difference(after):
            links.objects.filter(clause_id=clause.pk, state_id__in=before.difference(after)).delete()
    links.objects.bulk_create(
        links(clause_id=clause.pk, state_id=state)
        for clause, before, after in states
        for state in after
        if state not in before
    )


def _change_tags(name: str, changed: Sequence[_Changed], held: Held, side: int) -> None:
    tag, column = _TAGS[name]
    new = []
    for portrait, fields in changed:
        before, after = portrait.tags[name], fields[name][side]
        gone = [held.keys[name][key] for key, source in before.items() if after.get(key) != source]
        if gone:
            tag.objects.filter(recommendation=portrait.pk, **{f"{column}__in": gone}).delete()
        new += [
            tag(recommendation_id=portrait.pk, source=source, **{column: held.keys[name][key]})
            for key, source in after.items()
            if before.get(key) != source and key in held.keys[name]
        ]
    tag.objects.bulk_create(new)


def _withdraw(stated: Iterable[tuple[Portrait | None, Sequence[Record]]]) -> None:
    """Take statements back, as if they had never been recorded."""
    keys = {
        (portrait.pk, *(said[name] for name in ("document", "paragraph", "position", "stated_as", "comment")))
        for portrait, several in stated
        if portrait
        for said in several
    }
    of = Response.objects.filter(recommendation__in={key[0] for key in keys})
    rows = of.values_list(
        "pk", "recommendation_id", "document__symbol", "paragraph", "position", "stated_as", "comment"
    )
    # Of a person's statements that say the same the latest is the one that was added last.
    latest = {tuple(key): pk for pk, *key in rows.order_by("pk") if tuple(key) in keys}
    withdraw_responses(latest.values())


def _delete(records: Sequence[Record], held: Held) -> None:
    portraits = [portrait for record in records if (portrait := held.portrait(record))]
    keys = [portrait.pk for portrait in portraits]
    withdraw_responses(Response.objects.filter(recommendation__in=keys).values_list("pk", flat=True))
    rows: QuerySet[Recommendation] = Recommendation.objects.filter(pk__in=keys)
    rows.delete()
