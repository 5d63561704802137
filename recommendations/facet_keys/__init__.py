"""The table `FacetKeys`: kept by triggers, so that whoever writes a link cannot forget it.

To count hundreds of values of a dozen facets, the page would read each link of each recommendation that was
found, through nine indexes. This table has them side by side: one row is read instead. What stands in it is
never added up but read anew from the links, so that it is right in whatever order they come, go and move.

`kept` says what stands in it, `sqlite` and `postgresql` write the triggers.
"""

from collections.abc import Callable
from types import ModuleType

from recommendations.facet_keys import postgresql, sqlite
from recommendations.facet_keys.kept import COLUMNS, LINKS, RECOMMENDATION, TABLE, columns_of

__all__ = ["create", "drop", "engine_of", "fill"]


def engine_of(vendor: str) -> ModuleType:
    """Answer the engine for a database ("sqlite" or "postgresql")."""
    return {"sqlite": sqlite, "postgresql": postgresql}[vendor]


def create(vendor: str, execute: Callable[[str], object]) -> None:
    """Make the triggers, in the place of any that are there, and fill the table."""
    drop(vendor, execute)
    for statement in engine_of(vendor).statements():
        execute(statement)
    fill(vendor, execute)


def drop(vendor: str, execute: Callable[[str], object]) -> None:
    for statement in engine_of(vendor).statements_to_drop():
        execute(statement)


def fill(vendor: str, execute: Callable[[str], object]) -> None:
    """Write every row of the table anew."""
    joined = engine_of(vendor).joined
    names = ["id", *COLUMNS, *(link.column for link in LINKS)]
    values = ["r.id", *columns_of("r"), *(joined(link, "r.id") for link in LINKS)]
    execute(f"DELETE FROM {TABLE}")  # noqa: S608 - names of our own
    execute(
        f"INSERT INTO {TABLE} ({', '.join(names)})"  # noqa: S608 - names of our own
        f" SELECT {', '.join(values)} FROM {RECOMMENDATION} r"
    )
