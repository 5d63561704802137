"""The plan of an import, page by page: quick however long it is."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from recommendations.importing.differences import (
    Conflict,
    Difference,
    Named,
    conflicts,
    differences,
    field_label,
    rows_of,
    source_label,
)
from recommendations.importing.forms import PlanFilter
from recommendations.importing.models import ChangeKind, Import, PlannedChange
from recommendations.importing.precedence import BELIEVED
from recommendations.importing.views.paging import CountedPaginator

LINES_ON_PAGE = 25

CONFLICT = "conflict"
"""The tab of the lines in conflict with a better source, whatever happens to them."""

_NUMBER = re.compile(r"\d+\.\d+|u\d+")


def plan_context(import_: Import, asked: QueryDict) -> dict[str, Any]:
    """What a page shows of the plan: the lines that `asked` (kind, q, review, record, page) asks for.

    Nothing is counted that the import has counted already, and a page deep in the plan is found in an
    index, without reading the lines before it.
    """
    narrowed = PlanFilter(asked, import_=import_)
    lines = import_.changes.all()
    counts = dict.fromkeys((*ChangeKind.values, CONFLICT), 0) | import_.counts
    if narrowed.narrows:
        lines = narrowed.narrow(lines)
        counts = lines.counts()
    total = sum(counts[kind] for kind in ChangeKind.values)
    kind = asked.get("kind", "")
    if kind == CONFLICT:
        lines = lines.in_conflict()
    elif kind in ChangeKind.values:
        lines = lines.filter(kind=kind)
    else:
        kind = ""
    orders = lines.in_order().values_list("order", flat=True)
    page = CountedPaginator(orders, LINES_ON_PAGE, count=counts[kind] if kind else total).get_page(
        asked.get("page")
    )
    page.object_list = list(import_.changes.filter(order__in=list(page.object_list)).in_order())
    return {
        "filter": narrowed,
        "tabs": [
            ("", _("all"), total),
            (ChangeKind.CREATE, _("create"), counts[ChangeKind.CREATE]),
            (ChangeKind.CHANGE, _("change"), counts[ChangeKind.CHANGE]),
            (ChangeKind.SAME, _("same"), counts[ChangeKind.SAME]),
            (CONFLICT, _("in conflict"), counts[CONFLICT]),
            (ChangeKind.UNDECIDED, _("undecided"), counts[ChangeKind.UNDECIDED]),
        ],
        "kind": kind,
        "page": page,
        "lines": shown(page.object_list, import_),
        "believed": _believed(),
    }


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line with its record in words, the record's page once there is one, and what happens to it."""

    line: PlannedChange
    title: str
    address: str
    facts: list[str]
    differences: list[Difference]
    conflicts: list[Conflict]


def shown(lines: Sequence[PlannedChange], import_: Import) -> list[ShownLine]:
    names = Named.of(lines)
    return [
        ShownLine(
            line,
            *_title(line, written=line.order <= import_.written),
            _facts(line, import_),
            differences(line, names),
            conflicts(line, names),
        )
        for line in lines
    ]


def _facts(line: PlannedChange, import_: Import) -> list[str]:
    """What else is known of a line, in a few words: its review where there are several, who says it."""
    review = "" if import_.review_id or line.model == "review" else line.review_slug
    facts = [review, source_label(line.record.get("source")), rows_of(line)]
    return [fact for fact in facts if fact]


def _title(line: PlannedChange, *, written: bool) -> tuple[str, str]:
    exists = written or line.kind in (ChangeKind.CHANGE, ChangeKind.SAME)
    if line.model == "review":
        address = reverse("review", args=[line.key]) if exists else ""
        return _("Review %(review)s") % {"review": line.key}, address
    if line.model == "document":
        return _("Document %(symbol)s") % {"symbol": line.key}, ""
    review, _blank, number = line.key.partition(" ")
    if line.kind == ChangeKind.UNDECIDED or not _NUMBER.fullmatch(number):
        return _("A recommendation without a number"), ""
    there = number
    if "number" in line.fields and not written:  # it still has the number it had
        there = line.fields["number"][0]
    address = reverse("recommendation", args=[review, there]) if exists or line.model == "response" else ""
    title = _("Answer to %(number)s") if line.model == "response" else _("Recommendation %(number)s")
    return title % {"number": number}, address


def _believed() -> list[tuple[str, list[str]]]:
    """The table of precedence in words: fields that believe the same sources, and the sources in order."""
    fields: dict[tuple[str, ...], list[str]] = {}
    for field, sources in BELIEVED.items():
        fields.setdefault(tuple(str(source.label) for source in sources), []).append(field_label(field))
    return [(", ".join(labels), list(sources)) for sources, labels in fields.items()]
