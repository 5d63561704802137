"""What stands on an import: what others changed of what it wrote, and what they built on it, by name."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, Q, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext as _

from recommendations.implementation.models import Assessment, Evidence
from recommendations.importing.comparing import (
    DOCUMENT,
    RECOMMENDATION,
    RESPONSE,
    REVIEW,
    held_for,
    key_of,
)
from recommendations.importing.merging import STATEMENT, VALUES, Record, as_created, as_it_is
from recommendations.importing.models import ChangeKind, Import, PlannedChange
from recommendations.importing.portraits import TAGS, Held, Portrait
from recommendations.importing.problems import problem
from recommendations.importing.records import Problem
from recommendations.models import Clause, Recommendation, Recurrence, Response
from reviews.models import Document, PublishedTotal, Review

MOST_NAMED = 1000
"""So many later changes are listed; whoever sees them will not take them back one by one."""

_OURS = re.compile(r" u\d+$")


def changes_since(lines: Sequence[PlannedChange], import_: Import) -> Iterator[Problem]:
    """Name what is no longer as these lines wrote it. A fixed number of queries."""
    held = held_for(lines)
    built_on = _built_on(lines, held)
    changed: dict[PlannedChange, str] = {}
    for line in lines:
        changed[line] = ", ".join(dict.fromkeys(_changed(line, held))) or ", ".join(
            sorted(built_on[line.order])
        )
    # What was written under the official number could not be found under ours.
    joined = [line for line in lines if "number" in line.fields]
    concerned = [line for line in lines if changed[line]] + joined
    later = _later_imports(import_, concerned) if concerned else {}
    for line, what in changed.items():
        by = later.get(line.key, ())
        if what or ("number" in line.fields and by):
            yield later_change(line.key, what or _("number"), by)


def later_change(record: str, what: str, by: Iterable[str] = ()) -> Problem:
    """`by` are the names of the imports that changed it."""
    names = ", ".join(by)
    change = _("%(what)s (by the import of %(names)s)") % {"what": what, "names": names} if names else what
    return problem("later-change", record=record, change=change, by=names)


def _built_on(lines: Sequence[PlannedChange], held: Held) -> dict[int, set[str]]:
    """What would be lost with the recommendations and clauses that lines created, by the order of the line.

    That is what organisations assessed, and summaries of clauses, which no import writes. What they say of
    the clauses of a recommendation cannot follow an assessment that goes back to an absorbed one.
    """
    created: dict[int, int] = {}
    clauses: dict[int, int] = {}
    moved: dict[int, int] = {}
    for line in lines:
        portrait = _portrait(line, held) if line.model == RECOMMENDATION else None
        if portrait is None:
            continue
        if line.kind == ChangeKind.CREATE:
            created[portrait.pk] = line.order
        for clause in portrait.clauses:
            if (
                line.kind == ChangeKind.CREATE
                or line.fields.get(f"clauses.{clause.order}.text", [""])[0] is None
            ):
                clauses[clause.pk] = line.order
        for parts in line.record.get("absorbed", {}).values():
            moved |= dict.fromkeys(parts["assessments"], line.order)
    found: dict[int, set[str]] = defaultdict(set)
    by = _("assessed by %s")
    whole = Assessment.objects.filter(recommendation__in=created)
    for recommendation, name in whole.values_list("recommendation", "organisation__name"):
        found[created[recommendation]].add(by % name)
    for link in Recurrence.objects.filter(Q(later__in=created) | Q(earlier__in=created)):
        for end in {link.later_id, link.earlier_id} & created.keys():
            found[created[end]].add(_("linked to what was asked in another cycle"))
    links = Assessment.clauses.through.objects
    of_clauses = links.filter(clause__in=clauses)
    for pk, name in of_clauses.values_list("clause", "assessment__organisation__name"):
        found[clauses[pk]].add(by % name)
    of_moved = links.filter(assessment__in=moved)
    for pk, name in of_moved.values_list("assessment", "assessment__organisation__name"):
        found[moved[pk]].add(by % name)
    for pk in Clause.objects.filter(pk__in=clauses).exclude(summary="").values_list("pk", flat=True):
        found[clauses[pk]].add(_("summary of a clause"))
    return found


def _portrait(line: PlannedChange, held: Held) -> Portrait | None:
    """The recommendation of a line, as it is called once the line is written."""
    return held.portraits.get((line.record["review"], line.record["number"]))


def _later_imports(import_: Import, lines: Sequence[PlannedChange]) -> dict[str, list[str]]:
    """The names of the imports that wrote the records of these lines after this one, by key.

    What had a number of ours may have been joined to its official one since.
    """
    keys = {line.key for line in lines}
    later = (
        PlannedChange.objects.writing()
        .filter(plan_of__applied_at__gte=import_.applied_at or import_.created_at)
        .filter(order__lte=F("plan_of__written"))
        .exclude(plan_of=import_)
        .order_by("plan_of__applied_at", "plan_of")
    )
    names: dict[str, list[str]] = defaultdict(list)
    for key, name in later.filter(key__in=keys).values_list("key", "plan_of__name"):
        names[key].append(name)
    reviews = {line.review_slug for line in lines if _OURS.search(line.key) and line.key not in names}
    if reviews:
        joined = later.filter(review_slug__in=reviews, model=RECOMMENDATION, kind=ChangeKind.CHANGE)
        for review, fields, name in joined.values_list("review_slug", "fields", "plan_of__name"):
            before = [fields.get("number", [""])[0], *fields.get("absorbs", [[], []])[1]]
            for number in before:
                names[f"{review} {number}"].append(name)
    return {key: list(dict.fromkeys(found)) for key, found in names.items()}


def _changed(line: PlannedChange, held: Held) -> Iterator[str]:
    """The names of the fields that are no longer as the line wrote them."""
    record = line.record
    match line.model:
        case "review" if review := held.reviews.get(key_of(REVIEW, record)):
            yield from _changed_row(line, review, ("session", "date", "adopted_on"))
            if line.kind == ChangeKind.CREATE and review.council_session:
                yield _name_of(review, "council_session")
            troika = line.fields.get("troika", [None, record["troika"]])[1]
            touched = line.kind == ChangeKind.CREATE or "troika" in line.fields
            if touched and sorted(troika) != sorted(state.code for state in review.troika.all()):
                yield _("troika")
        case "document" if document := held.documents.get(record["symbol"]):
            yield from _changed_row(line, document, ("kind", "date"))
            review_slug = document.review.slug if document.review else None
            wrote = line.fields["review"][1] if "review" in line.fields else record["review"]
            if (line.kind == ChangeKind.CREATE or "review" in line.fields) and review_slug != wrote:
                yield _name_of(document, "review")
            if line.kind == ChangeKind.CREATE:
                yield from _catalogued(record, document)
        case "response" | "recommendation":
            portrait = _portrait(line, held)
            if portrait is None:
                yield _("it is no longer here under this number")
            elif line.model == RESPONSE:
                yield from [] if _states(portrait, record) else [_("position")]
            elif line.kind == ChangeKind.CREATE:
                yield from _names(_differing(as_created(record), as_it_is(portrait)))
            else:
                yield from _names(_changed_fields(line, portrait))
        case _:
            yield _("it is no longer here")


def _changed_row(line: PlannedChange, row: Any, columns: Iterable[str]) -> Iterator[str]:
    for name in columns:
        if line.kind == ChangeKind.CREATE or name in line.fields:
            wrote = line.fields[name][1] if name in line.fields else line.record[name]
            value = getattr(row, f"{name}_id" if name == "session" else name)
            if str(value or "") != str(wrote or ""):
                yield _name_of(row, name)


def _catalogued(record: Record, document: Document) -> Iterator[str]:
    """What somebody noted of a document that the import created."""
    empty = Document()
    for name in ("title", "publisher", "language", "url", "note"):
        if getattr(document, name) != record.get(name, getattr(empty, name)):
            yield _name_of(document, name)


def _name_of(row: Any, name: str) -> str:
    return str(row._meta.get_field(name).verbose_name)


def _states(portrait: Portrait, said: Record) -> bool:
    parts = [name for name in STATEMENT if name not in ("date", "source")]
    return any(all(one[name] == said[name] for name in parts) for one in portrait.statements)


def _differing(wrote: dict[str, Any], there: dict[str, Any]) -> list[str]:
    return [name for name, value in wrote.items() if there[name] != value]


def _changed_fields(line: PlannedChange, portrait: Portrait) -> Iterator[str]:
    clauses = {clause.order: clause for clause in portrait.clauses}
    for name, (old, new) in line.fields.items():
        if name in (*VALUES, "text_source"):
            there = getattr(portrait, name)
        elif name in TAGS:
            there = portrait.tags[name]
        elif name.startswith("clauses."):
            _clauses, order, what = name.split(".")
            clause = clauses.get(int(order))
            there = clause and (clause.text if what == "text" else sorted(clause.states))
            added = what == "text" and old is None and f"clauses.{order}.states" not in line.fields
            if clause and added and clause.states:
                yield name
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
class Uses:
    """How often lines of a plan use the documents and reviews that it created: others may use them, too."""

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
            stated_by_others = responses.count() > self.stated[document.symbol]
            worded_by_others = worded.count() > self.worded[document.symbol]
            if stated_by_others:
                names |= _foreign(
                    responses, "recommendation__review__slug", "recommendation__number", import_
                )
            if worded_by_others:
                names |= _foreign(worded, "review__slug", "number", import_)
            rested = Evidence.objects.filter(document=document).select_related("assessment__organisation")
            names |= {str(evidence.assessment.organisation) for evidence in rested}
            if not names and (stated_by_others or worded_by_others):
                # By recommendations that this import wrote, too.
                names |= _imports_after(import_, document.symbol)
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
        yield later_change(record, _("%s rests on it") % name)


def _imports_after(import_: Import, symbol: str) -> set[str]:
    lines = PlannedChange.objects.filter(model=DOCUMENT, key=symbol, plan_of__written__gt=0)
    later = lines.filter(plan_of__applied_at__gte=import_.applied_at or import_.created_at)
    names = set(later.exclude(plan_of=import_).values_list("plan_of__name", flat=True))
    return names or {_("something else")}
