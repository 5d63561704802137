"""The one table of columns of every download of recommendations."""

from collections.abc import Callable
from dataclasses import dataclass

from recommendations.models import Recommendation

#: Between several values in one cell.
SEPARATOR = "; "


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, what it means, and how it is read from a recommendation loaded for reading."""

    name: str
    meaning: str
    read: Callable[[Recommendation], str | int | None]


COLUMNS = [
    Column("review", "Review: State and cycle, as in the address", lambda row: row.review.slug),
    Column(
        "state_under_review",
        "State under review, ISO 3166-1 alpha-3",
        lambda row: row.review.state_under_review_id,
    ),
    Column("cycle", "Cycle", lambda row: row.review.cycle_id),
    Column("number", "Paragraph and item; our own u12 where none is known", lambda row: row.number),
    Column("text", "Official wording; empty where only a summary is known", lambda row: row.text),
    Column("summary", "Summary in our own words", lambda row: row.summary),
    Column(
        "recommending_states",
        "States that made it, by name",
        lambda row: SEPARATOR.join(state.name for state in row.recommending_states),
    ),
    Column(
        "recommending_states_iso",
        "The same, ISO 3166-1 alpha-3, in the same order",
        lambda row: SEPARATOR.join(state.code for state in row.recommending_states),
    ),
    Column(
        "requests",
        "Requests in it: each clause once for each State",
        lambda row: sum(len(clause.states.all()) for clause in row.clauses.all()),
    ),
    Column("position", "Position of the State under review now", lambda row: row.position),
    Column(
        "implementation",
        "Status in the latest published assessments",
        lambda row: row.implementation_status,
    ),
    Column("action_category", "UPR Info's scale from 1 to 5", lambda row: row.action_category),
    Column("action_rule", "Rule that gave the action category", lambda row: row.action_rule),
    Column("themes", "Themes", lambda row: SEPARATOR.join(theme.name for theme in row.themes.all())),
    Column(
        "source",
        "Document of the official wording",
        lambda row: row.text_source.symbol if row.text_source else "",
    ),
    Column("page", "Page of that document", lambda row: row.page),
    Column(
        "summary_source",
        "Document that the summary was made from",
        lambda row: row.summary_source.symbol if row.summary_source else "",
    ),
    Column("summary_place", "Place in that document", lambda row: row.summary_place),
    Column("note", "What the source leaves unclear, or the summary leaves out", lambda row: row.note),
    Column("address", "Address on this site", lambda row: row.get_absolute_url()),
]
