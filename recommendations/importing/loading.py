"""Load the table of column headings from `fixtures/columns.json`."""

from pathlib import Path

from recommendations.importing.models import ColumnHeading
from upr_tracker.lib.fixtures import FixtureFile, Stored
from upr_tracker.lib.text import normalise


def load_columns(folder: Path) -> list[Stored]:
    """Add the headings of the file; what people made of a heading stays. Raises FixtureError."""
    file = FixtureFile(folder / "columns.json")
    records = [
        {"format": format, "field": field, "heading": heading}
        for format, fields in file.content.items()
        for field, headings in fields.items()
        for heading in headings
    ]
    rows = file.read(records, _heading, named=["format", "heading"])
    told_apart = {(row.format, row.field, row.key): row for row in rows}
    return [
        file.store(
            list(told_apart.values()), among=ColumnHeading.objects.all(), key=["format", "key"], fields=[]
        )
    ]


def _heading(record: dict[str, str]) -> ColumnHeading:
    return ColumnHeading(**record, key=normalise(record["heading"]))
