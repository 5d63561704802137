"""Made-up files of every format on their whole way: received, read, planned, applied, taken back.

What a file of these tests says is what a reader would answer; from there on everything is as with any file.
"""

import hashlib
import itertools
from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Model

from recommendations.importing import progress, readers
from recommendations.importing.models import Import, Phase, PlannedChange
from recommendations.importing.records import (
    Entry,
    Reading,
    RecommendationRecord,
    ReviewRecord,
)
from recommendations.models import AffectedGroupTag, GoalTag, ThemeTag
from tests.recommendations.importing.documents import clause

KHM_2 = ReviewRecord("KHM", 18, cycle=2)
TORTURE = "Ratify the Convention against Torture"
SCHOOLS = "Build a school in every village of the country"

_numbers = itertools.count(1)


class MadeUp:
    """The reader of one made-up file."""

    def __init__(self, format: str, entries: Sequence[Entry]) -> None:
        self.FORMAT = format
        self.content = f"made-up file {next(_numbers)}".encode()
        self._entries = entries

    def __repr__(self) -> str:
        return f"{self.FORMAT}: {list(self._entries)}"

    def matches(self, file: Any) -> bool:
        file.seek(0)
        return file.read() == self.content

    def entries(self, file: Any, reference: Any) -> Iterator[Entry]:
        return iter(self._entries)


def row(text: str = "Ratify the Convention", *states: str, **fields: Any) -> RecommendationRecord:
    """A row of an export on Cambodia's second review, of one State or a few, without a number."""
    defaults = {"number": "", "position": None, "page": None, "review": KHM_2, "row": 2}
    defaults |= {"clauses": (clause(text, *states),)}
    return RecommendationRecord(text=text, **{**defaults, **fields})


def export(format: str, *rows: Entry) -> MadeUp:
    """An export of many reviews: "uhri-json", "uhri-xlsx", "upr-info" or "spreadsheet"."""
    return MadeUp(format, rows)


def document(reading: Reading) -> MadeUp:
    """A document of one review, as `documents` makes them."""
    said = (reading.document, reading.review, *reading.problems)
    return MadeUp(reading.format, (*said, *reading.recommendations, *reading.responses))


def planned(file: MadeUp | Reading, name: str = "made-up") -> Import:
    """Receive a file, and read and plan it as a worker would."""
    file = document(file) if isinstance(file, Reading) else file
    if file not in readers.READERS:
        # The fixture `made_up_files` puts the real ones back.
        readers.READERS = (*readers.READERS, file)
    import_ = progress.receive_file(SimpleUploadedFile(name, file.content), by=None)
    progress.read_and_plan(import_)
    assert import_.phase in (Phase.PLANNED, Phase.APPLIED), import_.failure
    return import_


def applied(file: MadeUp | Reading, name: str = "made-up") -> Import:
    """Import a file."""
    import_ = planned(file, name)
    if import_.phase == Phase.PLANNED:
        apply(import_)
    return import_


def apply(import_: Import) -> None:
    assert progress.start_applying(import_, version=import_.plan_version, by=None)
    progress.apply(import_)
    assert import_.phase == Phase.APPLIED, (import_.phase, import_.failure)


def take_back(import_: Import) -> list[str]:
    """Take an import back; answer what stands on it, and nothing where it was taken back."""
    assert progress.take_back(import_, by=None)
    progress.revert(import_)
    later = import_.problems.filter(code__in=("later-change", "revert-stopped"))
    names = [f"{one.details.get('record')}: {one.details.get('change')}" for one in later.order_by("pk")]
    assert (import_.phase == Phase.REVERTED) == (not names), (import_.phase, names, import_.failure)
    return names


def changes(import_: Import) -> list[tuple[str, str]]:
    """The lines that write something: (kind, key)."""
    return list(import_.changes.writing().in_order().values_list("kind", "key"))


def line(import_: Import, key: str) -> PlannedChange:
    return import_.changes.get(key=key)


_ROOMS = ("recommendations", "reviews", "states", "implementation")
_NUMBERED_BY_THE_DATABASE = (ThemeTag, AffectedGroupTag, GoalTag)


def everything() -> dict[str, list[Any]]:
    """All rows of recommendations, reviews, States and implementation, without what no import restores: the
    ids of tags and links, and the time of the last change."""
    return {
        model._meta.label: sorted((_row(model, values) for values in model._base_manager.values()), key=repr)
        for room in _ROOMS
        for model in apps.get_app_config(room).get_models(include_auto_created=True)
    }


def _row(model: type[Model], values: dict[str, Any]) -> dict[str, Any]:
    surrogate = bool(model._meta.auto_created) or model in _NUMBERED_BY_THE_DATABASE
    left_out = {"updated_at", *(["id"] if surrogate else [])}
    return {name: value for name, value in values.items() if name not in left_out}


def difference(before: dict[str, list[Any]], after: dict[str, list[Any]]) -> dict[str, Any]:
    """What is in one and not in the other: easier to read than both."""
    return {
        name: (
            [one for one in rows if one not in after[name]],
            [one for one in after[name] if one not in rows],
        )
        for name, rows in before.items()
        if rows != after[name]
    }


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def codes(import_: Import) -> list[str]:
    """The problems of an import, in the order in which they were found."""
    return [found.code for found in import_.problems.order_by("pk")]
