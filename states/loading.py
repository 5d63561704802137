"""Load the States, their regional groups and their names from `fixtures/states.json`."""

from pathlib import Path

from states.models import RegionalGroup, State, StateName
from upr_tracker.lib.fixtures import FixtureError, FixtureFile, Record, Stored
from upr_tracker.lib.text import normalise


def load_states(folder: Path) -> list[Stored]:
    """Bring States and groups up to date with the file and add the names that are not known yet.

    A spelling that a person has added stays with the State that the person gave it to.
    Raises FixtureError.
    """
    file = FixtureFile(folder / "states.json")
    groups = file.store(
        file.read(file.part("regional_groups"), _group, named=["slug"]),
        among=RegionalGroup.objects.all(),
        key=["slug"],
        fields=["name", "short_name"],
        overwrite=True,
    )
    known_groups = groups.by("slug")

    def state(record: Record) -> State:
        group = record["regional_group"]
        return State(
            code=record["code"],
            code2=record["code2"],
            name=record["name"],
            formal_name=record["formal_name"],
            regional_group=known_groups[group] if group else None,
            membership=record["membership"],
        )

    states = file.store(
        file.read(file.part("states"), state, named=["code"]),
        among=State.objects.all(),
        key=["code"],
        fields=["code2", "name", "formal_name", "regional_group_id", "membership"],
        overwrite=True,
    )
    names = file.store(
        file.read(_spellings(file), _name, named=["state", "name"]),
        among=StateName.objects.all(),
        key=["key"],
        fields=[],
    )
    return [groups, states, names]


def _group(record: Record) -> RegionalGroup:
    return RegionalGroup(slug=record["slug"], name=record["name"], short_name=record["short_name"])


def _name(record: Record) -> StateName:
    return StateName(
        state_id=record["state"],
        name=record["name"],
        key=normalise(record["name"]),
        from_year=record.get("from"),
        until_year=record.get("until"),
        note=record.get("note", ""),
    )


def _spellings(file: FixtureFile) -> list[Record]:
    """Every name of every State, each spelling once. Raises FixtureError for one that names two States."""
    spellings: dict[str, Record] = {}
    for record in file.part("states"):
        with file.record(record["code"]):
            own = [{"name": record["name"]}, {"name": record["formal_name"]}, *record["other_names"]]
        for name in own:
            spelling = {**name, "state": record["code"]}
            first = spellings.setdefault(normalise(name["name"]), spelling)
            if first["state"] != record["code"]:
                raise FixtureError(
                    f"{file.name}: {record['code']}: {name['name']!r} names {first['state']}, too."
                )
    return list(spellings.values())
