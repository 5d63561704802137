"""What the table of keys holds, and the tables whose rows change it. Pure."""

from dataclasses import dataclass

TABLE = "recommendations_facetkeys"
RECOMMENDATION = "recommendations_recommendation"
#: What a trigger calls the rows that were written, by what wrote them.
ROWS = {"INSERT": ("new",), "UPDATE": ("old", "new"), "DELETE": ("old",)}

#: Columns by name, and what stands in them of a recommendation, "{row}".
COLUMNS = {
    "review_id": "{row}.review_id",
    "position": "{row}.position",
    "implementation_status": "{row}.implementation_status",
    "action_category": "{row}.action_category",
    # As in `filters.worded`.
    "wording": "CASE WHEN {row}.paragraph IS NULL THEN 'no-number'"
    " WHEN {row}.text = '' THEN 'summary' ELSE 'official' END",
}
#: The columns of a recommendation that these are made of.
READ = ("review_id", "position", "implementation_status", "action_category", "paragraph", "text")


@dataclass(frozen=True, slots=True)
class Source:
    """A table whose rows change the keys of a recommendation: which columns do, whose keys, and when."""

    table: str
    columns: tuple[str, ...]
    recommendation: str = "{row}.recommendation_id"
    events: tuple[str, ...] = tuple(ROWS)


@dataclass(frozen=True, slots=True)
class Link:
    """A column with all keys of a kind. `keys` selects them, as `key`, for the recommendation "{id}"."""

    column: str
    keys: str
    sources: tuple[Source, ...]


def _tag(column: str, table: str, key: str, distinct: str = "") -> Link:
    keys = f"SELECT {distinct}{key} AS key FROM {table} WHERE recommendation_id = {{id}}"  # noqa: S608
    return Link(column, keys, (Source(table, ("recommendation_id", key)),))


LINKS = (
    Link(
        "requests",
        "SELECT s.state_id AS key FROM recommendations_clause_states s"
        " JOIN recommendations_clause c ON c.id = s.clause_id WHERE c.recommendation_id = {id}",
        (
            Source(
                "recommendations_clause_states",
                ("clause_id", "state_id"),
                "(SELECT recommendation_id FROM recommendations_clause WHERE id = {row}.clause_id)",
            ),
            Source("recommendations_clause", ("recommendation_id",), events=("UPDATE", "DELETE")),
        ),
    ),
    _tag("themes", "recommendations_themetag", "theme_id"),
    _tag("affected_groups", "recommendations_affectedgrouptag", "group_id"),
    _tag("goals", "recommendations_goaltag", "goal_id"),
    _tag("positions_ever", "recommendations_response", "position", "DISTINCT "),
)


def columns_of(row: str) -> list[str]:
    """Answer what stands in each of `COLUMNS`, read of a recommendation under this name."""
    return [value.format(row=row) for value in COLUMNS.values()]
