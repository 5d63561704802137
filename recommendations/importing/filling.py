"""The spreadsheet of one's own, filled with the recommendations of a question, to edit and import again."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import IO, Final, TypeVar

from django.db.models import Prefetch
from django.http import QueryDict

from recommendations.filters import RecommendationFilter
from recommendations.importing.readers.marks import Mark, Part
from recommendations.importing.readers.spreadsheet import VOCABULARIES
from recommendations.importing.template import FILLED_COLUMNS, save_xlsx, storable, stream_csv
from recommendations.models import (
    AffectedGroup,
    Clause,
    Recommendation,
    Response,
    SustainableDevelopmentGoal,
    Theme,
    ThemeName,
)
from recommendations.names import ThemeNames
from recommendations.querysets import RecommendationQuerySet
from states.models import State, StateName
from states.names import StateNames

CHUNK: Final = 500
"""So many recommendations are in memory at a time, in a fixed number of queries."""

EVERYTHING: Final = "all"
"""The parameter that asks for all recommendations; with any filter, those that it lets pass."""

_SEPARATOR = "; "

Cells = dict[str, str]
T = TypeVar("T")


def asked(query: QueryDict) -> RecommendationFilter | None:
    """Answer which recommendations an address asks for, None where it asks for the empty template.

    Its values are still to be checked. Parameters without a value are those of a form left empty.
    """
    given = QueryDict(mutable=True)
    for name, values in query.lists():
        if kept := [value for value in values if value.strip() and name in RecommendationFilter.base_filters]:
            given.setlist(name, kept)
    if not given and not query.get(EVERYTHING):
        return None
    return RecommendationFilter(given, queryset=Recommendation.objects.all())


def fill_csv(recommendations: RecommendationQuerySet) -> Iterator[str]:
    """Yield the filled template as CSV, line by line."""
    return stream_csv(rows(recommendations), FILLED_COLUMNS)


def fill_xlsx(recommendations: RecommendationQuerySet) -> IO[bytes]:
    """Answer the filled template as XLSX: a temporary file, at its beginning, that closing removes."""
    file = TemporaryFile()  # noqa: SIM115 - whoever sends it closes it
    save_xlsx(file, rows(recommendations), FILLED_COLUMNS)
    file.seek(0)
    return file


def rows(recommendations: RecommendationQuerySet) -> Iterator[list[str]]:
    """Yield the cells of each row in the order of FILLED_COLUMNS: recommendations in order, clause by clause.

    A recommendation of one clause is one row with its whole wording. What holds for the whole of one with
    several clauses stands in the row of the first.
    """
    names = _Names(StateName.objects.as_resolver(), ThemeName.objects.as_resolver())
    loaded = (
        recommendations.for_reading()
        .select_related("text_source")
        .prefetch_related(
            Prefetch("affected_groups", AffectedGroup.objects.order_by("name")),
            Prefetch("goals", SustainableDevelopmentGoal.objects.order_by("number", "code")),
            Prefetch("responses", Response.objects.in_order().select_related("document")),
        )
        .in_order()
    )
    for recommendation in loaded.iterator(chunk_size=CHUNK):
        for clause, part, cells in _parts(recommendation, names):
            cells = {field: storable(cell) for field, cell in cells.items() if cell}
            key = {"review": recommendation.review.slug, "number": recommendation.number}
            mark = Mark.of(**key, clause=clause, part=part, cells=cells)
            cells |= key | {"clause": "" if part == "a" else str(clause), "mark": str(mark)}
            yield [cells.get(column.field, "") for column in FILLED_COLUMNS]


@dataclass(frozen=True, slots=True)
class _Names:
    """Names that lead back to what they are names of, as the reader resolves them."""

    states: StateNames
    themes: ThemeNames

    def of_state(self, state: State) -> str:
        return state.name if self.states.resolve(state.name) == state.code else state.code

    def of_theme(self, theme: Theme) -> str:
        # A semicolon would end the name; punctuation does not tell names apart.
        name = theme.name.replace(";", ",")
        known = self.themes.resolve(name, *VOCABULARIES) == (theme.slug,)
        return theme.slug if not known and self.themes.has_slug(theme.slug) else name


def _parts(recommendation: Recommendation, names: _Names) -> Iterator[tuple[int, Part, Cells]]:
    """Yield number, kind and cells of each row that a recommendation fills."""
    whole, clauses = _whole(recommendation, names), list(recommendation.clauses.all())
    if len(clauses) < 2:
        order = clauses[0].order if clauses else 1
        yield order, "a", whole | _made_by(clauses, names) | {"text": recommendation.text}
        return
    for clause in clauses:
        first = clause is clauses[0]
        cells = (whole if first else {}) | _made_by([clause], names) | {"text": clause.text}
        yield clause.order, "f" if first else "c", cells


def _made_by(clauses: Iterable[Clause], names: _Names) -> Cells:
    states = [state for clause in clauses for state in clause.states.all()]
    return {"recommending_states": _join(sorted(states, key=lambda state: state.name), names.of_state)}


def _whole(recommendation: Recommendation, names: _Names) -> Cells:
    source = recommendation.text_source
    cells = {
        "summary": recommendation.summary,
        "document": source.symbol if source else "",
        "page": _number(recommendation.page),
        "themes": _join(recommendation.themes.all(), names.of_theme),
        "affected_groups": _join(recommendation.affected_groups.all(), lambda group: group.name),
        "goals": _join(recommendation.goals.all(), lambda goal: goal.code),
        "action_category": _number(recommendation.action_category),
    }
    said = list(recommendation.responses.all())
    if said:
        cells |= {
            "position": said[-1].position,
            "comment": said[-1].comment,
            "position_document": said[-1].document.symbol,
            "position_paragraph": said[-1].paragraph,
        }
    return cells


def _join(values: Iterable[T], name: Callable[[T], str]) -> str:
    return _SEPARATOR.join(name(value) for value in values)


def _number(value: int | None) -> str:
    return "" if value is None else str(value)
