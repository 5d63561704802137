"""How the answer to a question is laid out: counting unit, order, view, columns. All of it is in the address.

One question in one layout has one address: `canonical` leaves out what is empty, the default or not ours.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import combinations, islice
from typing import Any

from django import forms
from django.db.models import Count, F, OuterRef, Subquery
from django.http import QueryDict
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from recommendations import search
from recommendations.assessments import current_assessments
from recommendations.dimensions import Requests, Unit, counted_units
from recommendations.export.columns import COLUMNS, Column
from recommendations.facets import Facets
from recommendations.filters import NUMBER, RecommendationFilter
from recommendations.models import Recommendation
from recommendations.querysets import RecommendationQuerySet

LIST, TABLE = "list", "table"
REFERENCE, RELEVANCE = "reference", "relevance"
#: Orders by name in the address; a minus turns one round, as elsewhere on the web.
SORTS = {
    RELEVANCE: _("Relevance"),
    REFERENCE: _("Reference"),
    "-date": _("Review, newest first"),
    "date": _("Review, oldest first"),
    "-assessed": _("Last assessment, newest first"),
    "assessed": _("Last assessment, oldest first"),
    "-states": _("Most States first"),
    "states": _("Fewest States first"),
}
#: What the columns of `export.columns` are called above a table for people.
HEADINGS = {
    "review": _("Review"),
    "state_under_review": _("State under review"),
    "cycle": _("Cycle"),
    "number": _("Number"),
    "text": _("Official wording"),
    "summary": _("Summary"),
    "recommending_states": _("Recommending States"),
    "recommending_states_iso": _("Recommending States (codes)"),
    "requests": _("Requests"),
    "position": _("Position"),
    "implementation": _("Implementation"),
    "action_category": _("Action category"),
    "action_rule": _("Rule of the category"),
    "themes": _("Themes"),
    "source": _("Source of the wording"),
    "page": _("Page"),
    "summary_source": _("Source of the summary"),
    "summary_place": _("Place in that source"),
    "note": _("Note"),
    "address": _("Address"),
}
#: Columns of a table for which none were chosen; of the wordings, those that its rows have.
USUAL_COLUMNS = ("number", "review", "text", "summary", "recommending_states", "position", "implementation")
#: Columns of numbers, set to the right.
FIGURES = ("cycle", "requests", "action_category", "page")

#: How a question is told in words, filter by filter.
ASKED: dict[str, Any] = {
    "state_under_review": _("to %s"),
    "review": _("in the review of %s"),
    "state": _("by %s"),
    "group": _("by %s"),
    "theme": _("on %s"),
    "q": _("with “%s”"),
    "cycle": _("in %s"),
    "affected_group": _("about %s"),
    "goal": _("towards Goal %s"),
    "position": "%s",
    "position_ever": "%s",
    "implementation": "%s",
    "judged": _("judged %s"),
    "assessed_by": _("assessed by %s"),
    "action_category": _("of action category %s"),
    "wording": _("known by %s"),
}
#: As many values of one filter are named in words.
MOST_LISTED = 3

#: Pairs of filters that are tried where nothing is found and dropping one is not enough.
MOST_PAIRS = 15

#: Parameters with one value; of several the last counts, as in the forms.
SINGLE = ("q", "unit", "sort", "view", "page")

_UNKNOWN = {"invalid_choice": _("“%(value)s” is not a known value.")}


class LayoutForm(forms.Form):
    """The parameters of the address that change how an answer looks and not what it is."""

    unit = forms.ChoiceField(label=_("Count"), choices=Unit.choices, required=False, error_messages=_UNKNOWN)
    sort = forms.ChoiceField(
        label=_("Sort"), choices=list(SORTS.items()), required=False, error_messages=_UNKNOWN
    )
    view = forms.ChoiceField(
        label=_("View"),
        choices=[(LIST, _("List")), (TABLE, _("Table"))],
        required=False,
        error_messages=_UNKNOWN,
    )
    column = forms.MultipleChoiceField(
        label=_("Column"),
        choices=[(column.name, column.name) for column in COLUMNS],
        required=False,
        error_messages=_UNKNOWN,
    )


@dataclass(frozen=True, slots=True)
class Layout:
    """What was chosen of a valid `LayoutForm`, defaults filled in. `columns` is empty for the usual ones."""

    unit: Unit
    sort: str
    view: str
    columns: list[str]
    text: str

    @property
    def sorts(self) -> list[tuple[str, Any, bool]]:
        """The orders to choose from: value in the address (the default has none), words, whether it is on."""
        default = default_sort(self.text)
        offered = sorted(
            (name for name in SORTS if name != RELEVANCE or default == RELEVANCE), key=lambda n: n != default
        )
        return [("" if name == default else name, SORTS[name], name == self.sort) for name in offered]


@dataclass(frozen=True, slots=True)
class Cell:
    """One value of a table, the name of its column, and whether it is a number."""

    name: str
    value: str | int | None
    is_figure: bool


@dataclass(frozen=True, slots=True)
class Heading:
    name: str
    words: Any
    meaning: str
    is_shown: bool
    is_figure: bool


@dataclass(frozen=True, slots=True)
class Table:
    """All columns there are, and the rows with those that are shown."""

    columns: list[Heading]
    rows: list[tuple[Recommendation, list[Cell]]]

    @property
    def shown(self) -> list[Heading]:
        return [column for column in self.columns if column.is_shown]


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is on, what it and its value are called in words, and the query without it."""

    name: str
    value: str
    label: str
    words: str
    query_without: str


@dataclass(frozen=True, slots=True)
class WayOut:
    """Filters that give something again when they are dropped together, and how much."""

    labels: tuple[str, ...]
    query_without: str
    count: int

    @property
    def words(self) -> str:
        if len(self.labels) == 1:
            return f"“{self.labels[0]}”"
        return gettext("“%(one)s” and “%(other)s”") % dict(zip(("one", "other"), self.labels, strict=True))


def layout_of(form: LayoutForm, text: str) -> Layout:
    """Answer the layout that a valid form asks for, for an answer to this text ("" for none)."""
    chosen = form.cleaned_data
    return Layout(
        unit=Unit(chosen["unit"] or Unit.RECOMMENDATIONS),
        sort=chosen["sort"] or default_sort(text),
        view=chosen["view"] or LIST,
        columns=chosen["column"],
        text=text,
    )


def default_sort(text: str) -> str:
    """Answer the order where none is chosen: what was searched for comes best first."""
    return RELEVANCE if text.strip() and not NUMBER.fullmatch(text.strip()) else REFERENCE


def canonical(query: QueryDict) -> QueryDict:
    """Answer the query that is the one address of a question and its layout.

    Without what an empty field of a form sends, what is so by default, what says nothing here (an order by
    relevance of no text, "all of" no themes), and the parameters that other sites hang on links.
    """
    kept = QueryDict(mutable=True)
    for name, values in query.lists():
        given = list(dict.fromkeys(value for value in values if value.strip()))
        if given and _is_ours(name):
            kept.setlist(name, given[-1:] if name in SINGLE else given)
    text = kept.get("q", "")
    idle = {
        "unit": {Unit.RECOMMENDATIONS.value},
        "view": {LIST},
        "sort": {default_sort(text)} if text and default_sort(text) == RELEVANCE else {REFERENCE, RELEVANCE},
        "all_of": {name for name in RecommendationFilter.base_filters if not kept.getlist(name)},
    }
    for name, says_nothing in idle.items():
        if rest := [value for value in kept.getlist(name) if value not in says_nothing]:
            kept.setlist(name, rest)
        else:
            kept.pop(name, None)
    return kept


def query_without(query: QueryDict, *names: str, value: str | None = None) -> str:
    """Answer the first page of the query less one value of a filter, or less all values of filters."""
    rest = query.copy()
    for name in names:
        rest.setlist(name, [other for other in rest.getlist(name) if value not in (None, other)])
    rest.pop("page", None)
    return canonical(rest).urlencode()


def only(query: QueryDict, names: Collection[str]) -> str:
    """Answer the part of a query with these parameters."""
    part = QueryDict(mutable=True)
    for name, values in query.lists():
        if name in names:
            part.setlist(name, values)
    return part.urlencode()


def chips_of(question: RecommendationFilter, query: QueryDict) -> Iterator[Chip]:
    """Answer the filters that are on, value by value."""
    for name, chosen in question.form.cleaned_data.items():
        field: Any = question.form.fields[name]
        if isinstance(chosen, str):
            if chosen:
                yield Chip(name, chosen, field.label, f"“{chosen}”", query_without(query, name))
        elif chosen:
            words = dict(field.choices)
            for value in chosen:
                yield Chip(name, value, field.label, words[value], query_without(query, name, value=value))


def in_words(question: RecommendationFilter) -> str:
    """Answer what is asked, to stand behind "Recommendations": "by France, on Land"; "" where all are."""
    pieces = []
    for name, phrase in ASKED.items():
        if chosen := question.form.cleaned_data[name]:
            field: Any = question.form.fields[name]
            words = [chosen] if isinstance(chosen, str) else [dict(field.choices)[value] for value in chosen]
            pieces.append(phrase % _listed(words, all_of=question.asks_for_all_of(name)))
    return ", ".join(pieces)


def _listed(words: list[str], all_of: bool) -> str:
    """Answer some of the alternatives, and how many more there are."""
    if len(words) > MOST_LISTED:
        more = len(words) - MOST_LISTED + 1
        others = ngettext("%(count)s other", "%(count)s others", more) % {"count": more}
        words = [*words[: MOST_LISTED - 1], others]
    *first, last = words
    if not first:
        return last
    joined = gettext("%(first)s and %(last)s") if all_of else gettext("%(first)s or %(last)s")
    return joined % {"first": ", ".join(first), "last": last}


def ways_out_of(question: RecommendationFilter, query: QueryDict, facets: Facets) -> list[WayOut]:
    """Try the question without each of its filters, and where none is enough without two; best first.

    One query for each try of which the facets do not know the outcome, and not many pairs.
    """
    chosen = [name for name, values in question.form.cleaned_data.items() if values]
    for together in (1, 2):
        ways = [
            WayOut(
                tuple(_label_of(question, name) for name in names),
                query_without(query, *names),
                _count_without(question, names, facets),
            )
            for names in islice(combinations(chosen, together), max(MOST_PAIRS, len(chosen)))
        ]
        if found := sorted((way for way in ways if way.count), key=lambda way: -way.count):
            return found
    return []


def _count_without(question: RecommendationFilter, names: tuple[str, ...], facets: Facets) -> int:
    if len(names) == 1 and names[0] in facets.without:
        return facets.without[names[0]]
    return counted_units(question, facets.unit, but=names)[0].count()


def _label_of(question: RecommendationFilter, name: str) -> str:
    """What a filter is called; "All of" says of what."""
    field: Any = question.form.fields[name]
    if name != "all_of":
        return str(field.label)
    words = dict(field.choices)
    return f"{field.label} {', '.join(words[value] for value in question.chosen(name))}"


def in_chosen_order(rows: RecommendationQuerySet, layout: Layout) -> RecommendationQuerySet:
    """Order rows; what an order says nothing of comes last, and reference order decides between equals.

    Orders by assessment and by States add what they order by: `last_assessed`, `states_count`.
    """
    if layout.sort == RELEVANCE:
        return search.by_relevance(rows, layout.text)
    rows = rows.in_order()
    match layout.sort.removeprefix("-"):
        case "date":
            key = F("review__date")
        case "assessed":
            rows = rows.annotate(last_assessed=_last_assessed())
            key = F("last_assessed")
        case "states":
            rows = rows.annotate(states_count=_states_count())
            key = F("states_count")
        case _:
            return rows
    ordered = key.desc(nulls_last=True) if layout.sort.startswith("-") else key.asc(nulls_last=True)
    return rows.order_by(ordered, *rows.query.order_by)


def with_columns(rows: RecommendationQuerySet) -> RecommendationQuerySet:
    """Load what the columns read beside what a list shows; no further query."""
    return rows.select_related("text_source", "summary_source")


def table_of(rows: list[Recommendation], chosen: Collection[str]) -> Table:
    """Answer rows, loaded `for_reading` and `with_columns`, under the chosen columns or the usual ones."""
    shown = [column for column in _columns_first() if column.name in (chosen or _usual(rows))]
    columns = [
        Heading(column.name, HEADINGS[column.name], column.meaning, column in shown, column.name in FIGURES)
        for column in _columns_first()
    ]
    cells = [
        (row, [Cell(column.name, column.read(row), column.name in FIGURES) for column in shown])
        for row in rows
    ]
    return Table(columns, cells)


def _columns_first() -> list[Column]:
    """The columns as they stand in a table: the usual ones in their order, so that the number leads."""
    usual = {name: place for place, name in enumerate(USUAL_COLUMNS)}
    return sorted(COLUMNS, key=lambda column: usual.get(column.name, len(usual)))


def _usual(rows: list[Recommendation]) -> list[str]:
    worded = {"text": any(row.text for row in rows), "summary": any(not row.text for row in rows)}
    return [name for name in USUAL_COLUMNS if worded.get(name, True)]


def _is_ours(name: str) -> bool:
    return name in RecommendationFilter.base_filters or name in LayoutForm.base_fields or name == "page"


def _last_assessed() -> Subquery:
    """Up to when the latest of the current assessments considered evidence."""
    of_row = current_assessments().filter(recommendation=OuterRef("pk"))
    return Subquery(of_row.order_by("-considered_up_to").values("considered_up_to")[:1])


def _states_count() -> Subquery:
    of_row = Requests.objects.filter(clause__recommendation=OuterRef("pk")).order_by()
    return Subquery(of_row.values("clause__recommendation").values_list(Count("state", distinct=True)))
