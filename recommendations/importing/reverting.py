"""Take an applied plan back: the same lines in reverse, in chunks that each happen entirely or not at all.

What an import wrote is taken away only as long as it is as the import left it. Where something was built on it
since - another import, a person's correction, an assessment - nothing is touched, and what stands in the way
is answered by name. The time of the last change stays the one exception to "as before": whoever asks what
changed since yesterday must learn of it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import F, ProtectedError, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext as _

from recommendations.implementation.models import Assessment, Evidence
from recommendations.importing.applying import CHUNK, keep_alive, lock, lock_reviews, move_cursor
from recommendations.importing.comparing import (
    DOCUMENT,
    RECOMMENDATION,
    RESPONSE,
    REVIEW,
    STATEMENT,
    Record,
    held_for,
    key_of,
)
from recommendations.importing.models import ChangeKind, Import, Phase, PlannedChange
from recommendations.importing.portraits import TAGS, Held, Portrait
from recommendations.importing.problems import problem
from recommendations.importing.records import Problem
from recommendations.importing.writing import take_back
from recommendations.models import Recommendation, Response
from reviews.models import Document, PublishedTotal, Review

MOST_NAMED = 1000
"""So many later changes are listed; whoever sees them will not take them back one by one."""

_VALUES = ("text", "text_as_printed", "page", "summary", "action_category")


class LaterChangesError(Exception):
    """Later changes stand on what the import wrote; `problems` name them."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = problems
        super().__init__(f"{len(problems)} later changes")


def revert_plan(import_: Import) -> None:
    """Take all lines back that are written, the last one first. Repeating it does no harm.

    Raises LaterChangesError before anything is taken back, or, where somebody changes the same records in the
    middle, before the chunk that is concerned.
    """
    later = list(_later_changes(import_))
    if later:
        raise LaterChangesError(later)
    while _revert_chunk(import_):
        pass


def _later_changes(import_: Import) -> Iterator[Problem]:
    uses = _Uses()
    count, last = 0, 0
    while lines := list(
        import_.changes.writing().filter(order__gt=last, order__lte=import_.written).in_order()[:CHUNK]
    ):
        for found in changes_since(lines, import_):
            yield found
            count += 1
            if count >= MOST_NAMED:
                return
        uses.count(lines)
        last = lines[-1].order
        keep_alive(import_)
    yield from uses.by_others(import_)


@transaction.atomic
def _revert_chunk(import_: Import) -> bool:
    """Take the last lines back; answer whether there were any."""
    written = lock(import_, Phase.REVERTING)
    if written is None:
        return False
    lines = list(import_.changes.writing().filter(order__lte=written).order_by("-order")[:CHUNK])
    if lines:
        lock_reviews(lines)
        if later := list(changes_since(lines, import_)):
            raise LaterChangesError(later)
        try:
            take_back(lines, held_for(lines))
        except ProtectedError as error:
            names = ", ".join(sorted({str(row) for row in error.protected_objects})[:20])
            raise LaterChangesError([problem("later-change", record=names, change="", by="")]) from error
        move_cursor(import_, lines[-1].order - 1)
    else:
        move_cursor(import_, 0)
    return bool(lines)


def changes_since(lines: Sequence[PlannedChange], import_: Import) -> Iterator[Problem]:
    """Name what is no longer as these lines wrote it. A fixed number of queries."""
    held = held_for(lines)
    assessed = _assessed(lines, held)
    changed: list[tuple[PlannedChange, str]] = []
    for line in lines:
        what = ", ".join(_changed(line, held))
        if line.model == RECOMMENDATION and line.kind == ChangeKind.CREATE:
            portrait = held.portrait(line.record)
            by = assessed.get(portrait.pk, ()) if portrait else ()
            what = what or ", ".join(_("assessed by %s") % name for name in sorted(by))
        if what:
            changed.append((line, what))
    later = _later_imports(import_, [line.key for line, _ in changed]) if changed else {}
    for line, what in changed:
        yield problem("later-change", record=line.key, change=what, by=", ".join(later.get(line.key, ())))


def _assessed(lines: Sequence[PlannedChange], held: Held) -> dict[int, set[str]]:
    created = [
        portrait.pk
        for line in lines
        if line.model == RECOMMENDATION and line.kind == ChangeKind.CREATE
        if (portrait := held.portrait(line.record))
    ]
    by: dict[int, set[str]] = defaultdict(set)
    rows = Assessment.objects.filter(recommendation__in=created)
    for recommendation, organisation in rows.values_list("recommendation_id", "organisation__name"):
        by[recommendation].add(organisation)
    return by


def _later_imports(import_: Import, keys: Sequence[str]) -> dict[str, list[str]]:
    """The names of the imports that wrote the same records after this one."""
    later = (
        PlannedChange.objects.writing()
        .filter(key__in=keys, plan_of__applied_at__gte=import_.applied_at, order__lte=F("plan_of__written"))
        .exclude(plan_of=import_)
    )
    names: dict[str, list[str]] = defaultdict(list)
    for key, name in later.order_by("plan_of__applied_at").values_list("key", "plan_of__name"):
        if name not in names[key]:
            names[key].append(name)
    return names


def _changed(line: PlannedChange, held: Held) -> Iterator[str]:
    """The names of the fields that are no longer as the line wrote them."""
    record = line.record
    match line.model:
        case "review" if review := held.reviews.get(key_of(REVIEW, record)):
            yield from _changed_row(line, review, ("session", "date", "adopted_on"))
            troika = line.fields.get("troika", [None, record["troika"]])[1]
            touched = line.kind == ChangeKind.CREATE or "troika" in line.fields
            if touched and sorted(troika) != sorted(state.code for state in review.troika.all()):
                yield _("troika")
        case "document" if document := held.documents.get(record["symbol"]):
            yield from _changed_row(line, document, ("kind", "date"))
        case "response":
            portrait = held.portrait(record)
            if portrait and not _states(portrait, record):
                yield _("position")
        case "recommendation" if line.kind == ChangeKind.CREATE:
            portrait = held.portrait(record)
            if portrait:
                yield from _names(_differing(_as_written(record), _as_it_is(portrait)))
        case "recommendation":
            yield from _names(_changed_fields(line, held))
        case _:
            pass


def _changed_row(line: PlannedChange, row: Any, columns: Iterable[str]) -> Iterator[str]:
    for name in columns:
        if line.kind == ChangeKind.CREATE or name in line.fields:
            wrote = line.fields[name][1] if name in line.fields else line.record[name]
            value = getattr(row, f"{name}_id" if name == "session" else name)
            if str(value or "") != str(wrote or ""):
                yield str(row._meta.get_field(name).verbose_name)


def _states(portrait: Portrait, said: Record) -> bool:
    parts = [name for name in STATEMENT if name not in ("date", "source")]
    return any(all(one[name] == said[name] for name in parts) for one in portrait.statements)


def _as_written(record: Record) -> dict[str, Any]:
    """What a line created, as it must still be."""
    statement = {name: record[name] for name in STATEMENT}
    return {
        **{name: record[name] for name in _VALUES},
        "text_source": record["text_source"] if record["text"] else "",
        "clauses": [(clause["text"], sorted(clause["states"])) for clause in record["clauses"]],
        "statements": [statement] if record["position"] else [],
        **{name: dict.fromkeys(record[name], record["source"]) for name in TAGS},
    }


def _as_it_is(portrait: Portrait) -> dict[str, Any]:
    return {
        **{name: getattr(portrait, name) for name in _VALUES},
        "text_source": portrait.text_source,
        "clauses": [(clause.text, sorted(clause.states)) for clause in portrait.clauses],
        "statements": portrait.statements,
        **{name: portrait.tags[name] for name in TAGS},
    }


def _differing(wrote: dict[str, Any], there: dict[str, Any]) -> list[str]:
    return [name for name, value in wrote.items() if there[name] != value]


def _changed_fields(line: PlannedChange, held: Held) -> Iterator[str]:
    record, fields = line.record, line.fields
    number = fields["number"][1] if "number" in fields else record["number"]
    portrait = held.portraits.get((record["review"], number))
    if portrait is None:
        yield "number"
        return
    clauses = {clause.order: clause for clause in portrait.clauses}
    for name, (_old, new) in fields.items():
        if name in (*_VALUES, "text_source"):
            there = getattr(portrait, name)
        elif name in TAGS:
            there = portrait.tags[name]
        elif name.startswith("clauses."):
            _clauses, order, what = name.split(".")
            clause = clauses.get(int(order))
            there = clause and (clause.text if what == "text" else sorted(clause.states))
        elif name.startswith("sources."):
            there = portrait.sources.get(name.removeprefix("sources."))
        elif name == "statements":
            there = new if all(_states(portrait, said) for said in new) else None
        else:
            continue
        if there != new:
            yield name


def _names(fields: Iterable[str]) -> list[str]:
    """The fields in words, each once."""
    words = {
        "text": _("wording"),
        "text_as_printed": _("wording"),
        "text_source": _("source of the wording"),
        "page": _("page"),
        "summary": _("summary"),
        "action_category": _("action category"),
        "clauses": _("clauses"),
        "statements": _("position"),
        "themes": _("themes"),
        "affected_groups": _("affected groups"),
        "goals": _("Goals"),
        "number": _("number"),
        "sources": _("source"),
    }
    return list(dict.fromkeys(words[name.partition(".")[0]] for name in fields))


@dataclass
class _Uses:
    """How often the lines of a plan use the documents and reviews that it created: others may use them, too."""

    created: set[str] = field(default_factory=set)
    reviews: set[str] = field(default_factory=set)
    stated: Counter[str] = field(default_factory=Counter)
    worded: Counter[str] = field(default_factory=Counter)
    recommended: Counter[str] = field(default_factory=Counter)

    def count(self, lines: Sequence[PlannedChange]) -> None:
        for line in lines:
            record, creates = line.record, line.kind == ChangeKind.CREATE
            if line.model == DOCUMENT and creates:
                self.created.add(record["symbol"])
            elif line.model == REVIEW and creates:
                self.reviews.add(line.key)
            elif line.model == RESPONSE:
                self.stated[record["document"]] += 1
            elif line.model == RECOMMENDATION and creates:
                self.recommended[record["review"]] += 1
                self.stated[record["document"]] += bool(record["position"])
                self.worded[record["text_source"]] += bool(record["text"])
            elif line.model == RECOMMENDATION:
                for said in line.fields.get("statements", [[], []])[1]:
                    self.stated[said["document"]] += 1
                if "text_source" in line.fields:
                    self.worded[line.fields["text_source"][1]] += 1

    def by_others(self, import_: Import) -> Iterator[Problem]:
        """Name what others rest on a document or a review that the import created."""
        for document in Document.objects.filter(symbol__in=self.created).order_by("symbol"):
            responses = Response.objects.filter(document=document)
            worded = Recommendation.objects.filter(text_source=document)
            names: set[str] = set()
            if responses.count() > self.stated[document.symbol]:
                names |= _foreign(
                    responses, "recommendation__review__slug", "recommendation__number", import_
                )
            if worded.count() > self.worded[document.symbol]:
                names |= _foreign(worded, "review__slug", "number", import_)
            rested = Evidence.objects.filter(document=document).select_related("assessment__organisation")
            names |= {str(evidence.assessment.organisation) for evidence in rested}
            yield from _rests(document.symbol, names)
        for review in Review.objects.filter(slug__in=self.reviews).order_by("slug"):
            names = set()
            if review.recommendations.count() > self.recommended[review.slug]:
                names |= _foreign(review.recommendations.all(), "review__slug", "number", import_)
            documents = review.documents.exclude(symbol__in=self.created)
            names |= set(documents.values_list("symbol", flat=True))
            names |= set(PublishedTotal.objects.filter(review=review).values_list("source", flat=True))
            yield from _rests(review.slug, names)


def _foreign(rows: Any, review: str, number: str, import_: Import) -> set[str]:
    """The recommendations of these rows that the import did not write."""
    keys = rows.annotate(key=Concat(review, Value(" "), number))
    own = import_.changes.writing().values("key")
    return set(keys.exclude(key__in=own).values_list("key", flat=True)[:MOST_NAMED])


def _rests(record: str, names: Iterable[str]) -> Iterator[Problem]:
    for name in sorted(names):
        yield problem("later-change", record=record, change=_("%s rests on it") % name, by="")
