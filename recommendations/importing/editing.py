"""What a person edited in a spreadsheet that was exported from here: a correction beats every source."""

from typing import Any

from recommendations.importing.portraits import TAGS, Portrait, Statement, key_of_statement
from recommendations.importing.precedence import OWN_DOCUMENTS
from recommendations.models import Position, Source

Fields = dict[str, list[Any]]
"""The difference that a record makes: {field: [old, new]}."""

_OWN = OWN_DOCUMENTS[Source.SPREADSHEET][0]


def edited(record: dict[str, Any], portrait: Portrait) -> Fields:
    """Answer the difference that the edited fields of a record make, and nothing else."""
    fields: Fields = {}

    def correct(name: str, old: Any, new: Any, noted: str | None = None) -> None:
        if old != new:
            fields[name] = [old, new]
            noted = noted or name
            if portrait.sources.get(noted) != Source.PERSON:
                fields[f"sources.{noted}"] = [portrait.sources.get(noted), Source.PERSON.value]

    for name in record["edited"]:
        if name == "text" and (record["text"] or portrait.summary):
            _correct_wording(record, portrait, correct, fields)
        elif name == "summary" and (record["summary"] or portrait.text):
            correct(name, portrait.summary, record["summary"])
        elif name == "action_category":
            correct(name, portrait.action_category, record["action_category"])
        elif name == "document" and record["text_source"]:
            correct("text_source", portrait.text_source, record["text_source"], "text")
        elif name == "page":
            correct(name, portrait.page, record["page"], "text")
        elif name == "position":
            _correct_position(record, portrait, fields)
        elif name in TAGS:
            _correct_tags(name, record, portrait, fields)
        elif name.startswith("clauses."):
            _correct_clause(name, record, portrait, correct)
    if "text" not in record["edited"]:
        _compose_wording(record, portrait, fields)
    return fields


def _correct_wording(record: dict[str, Any], portrait: Portrait, correct: Any, fields: Fields) -> None:
    correct("text", portrait.text, record["text"])
    if record["text"] and not portrait.text_source:
        fields["text_source"] = ["", record["text_source"] or _OWN]
    if len(portrait.clauses) == 1 and record["text"]:
        clause = portrait.clauses[0]
        before, found, after = portrait.text.partition(clause.text) if clause.text else ("", "", "")
        new = record["text"]
        if found and new.startswith(before) and new.endswith(after):
            new = new[len(before) : len(new) - len(after)]
        correct("clauses.1.text", clause.text, new)


def _correct_position(record: dict[str, Any], portrait: Portrait, fields: Fields) -> None:
    """A position is never overwritten: what the person says is one more statement, and the latest.

    What the State has answered is not pending any more.
    """
    last: Statement = portrait.statements[-1] if portrait.statements else {}
    document = record["document"] or last.get("document") or portrait.text_source or _OWN
    dates = [one["date"] for one in portrait.statements if one["date"]]
    said = {
        "position": record["position"] or portrait.position,
        "stated_as": "",
        "comment": record["comment"],
        "document": document,
        "paragraph": record["paragraph"],
        # Of two statements of one day the later recorded one counts.
        "date": last["date"] if document == last.get("document") else max(dates, default=None),
        "source": Source.PERSON.value,
    }
    answered = said["position"] == Position.PENDING != portrait.position
    if not answered and (not last or key_of_statement(said) != key_of_statement(last)):
        fields["statements"] = [[], [said]]


def _correct_tags(name: str, record: dict[str, Any], portrait: Portrait, fields: Fields) -> None:
    present = portrait.tags[name]
    to_be = {key: present.get(key, Source.PERSON.value) for key in record[name]}
    if to_be == present:
        return
    fields[name] = [present, to_be]
    if not present.keys() <= to_be.keys() and portrait.sources.get(name) != Source.PERSON:
        fields[f"sources.{name}"] = [portrait.sources.get(name), Source.PERSON.value]


def _correct_clause(name: str, record: dict[str, Any], portrait: Portrait, correct: Any) -> None:
    _, order, what = name.split(".")
    old = next((clause for clause in portrait.clauses if clause.order == int(order)), None)
    if int(order) > len(record["clauses"]):
        return
    new = record["clauses"][int(order) - 1]
    if what == "text":
        correct(name, old.text if old else None, new["text"])
    else:
        correct(name, sorted(old.states) if old else [], sorted(new["states"]))


def _compose_wording(record: dict[str, Any], portrait: Portrait, fields: Fields) -> None:
    """The whole wording follows where a person edited the wording of one of its clauses."""
    text = portrait.text
    for clause in portrait.clauses:
        change = fields.get(f"clauses.{clause.order}.text")
        if change and clause.text and clause.text in text:
            text = text.replace(clause.text, change[1], 1)
    if text != portrait.text and "text" not in fields:
        fields["text"] = [portrait.text, text]
        if portrait.sources.get("text") != Source.PERSON:
            fields["sources.text"] = [portrait.sources.get("text"), Source.PERSON.value]
