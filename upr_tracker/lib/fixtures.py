"""Our own data files: JSON that is loaded into the database, again and again without harm."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet

Row = TypeVar("Row", bound=Model)
Record = dict[str, Any]


class FixtureError(Exception):
    """A fixture file does not hold what it should; the message names file, record and mistake."""


class UnknownReferenceError(LookupError):
    """A record refers to something that is not there."""


class Known(dict[Any, Any]):
    """What records may refer to, by key: `states["KHM"]`. Another key is an UnknownReferenceError."""

    def __init__(self, what: str, rows: Iterable[tuple[Any, Any]]) -> None:
        super().__init__(rows)
        self.what = what

    def __missing__(self, key: Any) -> Any:
        raise UnknownReferenceError(f"there is no {self.what} {key!r}.")


@dataclass(frozen=True)
class Stored(Generic[Row]):
    """The rows of a file as the database has them now, in the file's order, and those that are new."""

    model: type[Row]
    rows: list[Row]
    new: list[Row]

    def by(self, attribute: str) -> Known:
        """Answer the rows by one of their attributes, for other records to refer to."""
        what = str(self.model._meta.verbose_name)
        return Known(what, ((getattr(row, attribute), row) for row in self.rows))


class FixtureFile:
    """One file. Whatever is wrong with one of its records is told with the file's and record's name."""

    def __init__(self, path: Path) -> None:
        """Read the file. Raises FixtureError where it is missing or no JSON."""
        self.name = path.name
        try:
            self.content: Any = json.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            raise FixtureError(f"{self.name}: there is no such file in {path.parent}.") from None
        except ValueError as error:
            raise FixtureError(f"{self.name}: this is not JSON: {error}.") from None

    def part(self, name: str) -> list[Record]:
        """Answer one of the lists that the file is made of."""
        try:
            return self.content[name]
        except (KeyError, TypeError):
            raise FixtureError(f"{self.name}: the list {name!r} is missing.") from None

    @contextmanager
    def record(self, name: str) -> Iterator[None]:
        """Read one record inside: what goes wrong there becomes a FixtureError."""
        try:
            yield
        except UnknownReferenceError as error:
            mistake = str(error)
        except KeyError as error:
            mistake = f"{error} is missing."
        except ValidationError as error:
            mistake = " ".join(f"{field}: {' '.join(found)}" for field, found in error.message_dict.items())
        except (TypeError, ValueError) as error:
            mistake = f"{error}."
        else:
            return
        raise FixtureError(f"{self.name}: {name}: {mistake}")

    def read(
        self, records: Sequence[Record], make: Callable[[Record], Row], *, named: Sequence[str]
    ) -> list[Row]:
        """Make a row of each record and check its fields. `named`: the keys that name a record."""
        rows = []
        for place, record in enumerate(records, 1):
            name = " ".join(str(record[key]) for key in named if key in record) or f"record {place}"
            with self.record(name):
                row = make(record)
                row.clean_fields(exclude={field.name for field in row._meta.fields if field.is_relation})
                rows.append(row)
        return rows

    def store(
        self,
        rows: Sequence[Row],
        *,
        among: QuerySet[Row],
        key: Sequence[str],
        fields: Sequence[str],
        overwrite: bool = False,
    ) -> Stored[Row]:
        """Bring rows into the database; those that are there already, by `key`, keep their identity.

        Of these, empty `fields` are filled in; with `overwrite` every field follows the file, which is for
        lists that nobody but the file keeps. Nothing is deleted, and what is the same is not written.
        """

        def key_of(row: Row) -> tuple[Any, ...]:
            return tuple(getattr(row, name) for name in key)

        known = {key_of(row): row for row in among}
        stored, new = {}, []
        for row in rows:
            if key_of(row) in stored:
                name = " ".join(map(str, key_of(row)))
                raise FixtureError(f"{self.name}: {name}: this {row._meta.verbose_name} is given twice.")
            present = stored[key_of(row)] = known.get(key_of(row), row)
            if present is row:
                new.append(row)
                continue
            changed = [
                name
                for name in fields
                if getattr(row, name) != getattr(present, name)
                and (overwrite or getattr(present, name) in (None, ""))
            ]
            for name in changed:
                setattr(present, name, getattr(row, name))
            if changed:
                present.save()
        among.model._default_manager.bulk_create(new)
        return Stored(among.model, list(stored.values()), new)
