"""The files of Cambodia's record under `fixtures/`, as the tests of the dataset read them."""

import json
import re
from pathlib import Path
from typing import Any

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"
SHARED = FIXTURES.parent.parent / "shared"
REPORTS = {
    "khm-1": SHARED / "documents/working-group-reports/cambodia2010.pdf",
    "khm-2": SHARED / "documents/working-group-reports/cambodia2014.pdf",
}
UPR_INFO = {
    "khm-1": SHARED / "documents/upr-info/upr_info_sessions_6-9.csv",
    "khm-2": SHARED / "documents/upr-info/upr_info_sessions_17-20.xls",
}
SEEDS = SHARED / "seeds"
REVIEWS = ["khm-1", "khm-2", "khm-4"]


def recommendations(slug: str) -> list[dict[str, Any]]:
    return json.loads((FIXTURES / "recommendations" / f"{slug}.json").read_text())["recommendations"]


def assessments(slug: str) -> list[dict[str, Any]]:
    path = FIXTURES / "assessments" / f"{slug}.json"
    return json.loads(path.read_text())["assessments"] if path.exists() else []


def all_assessments() -> list[tuple[str, dict[str, Any]]]:
    return [(slug, assessment) for slug in REVIEWS for assessment in assessments(slug)]


def links() -> list[tuple[str, dict[str, Any]]]:
    """Answer every recurrence with the reference of the later recommendation."""
    return [
        (f"{slug}/{record['number']}", link)
        for slug in REVIEWS
        for record in recommendations(slug)
        for link in record.get("asked_before", [])
    ]


def references() -> set[str]:
    return {f"{slug}/{record['number']}" for slug in REVIEWS for record in recommendations(slug)}


def documents() -> dict[str, dict[str, Any]]:
    content = json.loads((FIXTURES / "reviews.json").read_text())
    belonging = [document for review in content["reviews"] for document in review["documents"]]
    return {document["symbol"]: document for document in [*content["documents"], *belonging]}


def review(slug: str) -> dict[str, Any]:
    content = json.loads((FIXTURES / "reviews.json").read_text())
    return next(one for one in content["reviews"] if f"{one['state'].lower()}-{one['cycle']}" == slug)


def regional_groups() -> dict[str, str | None]:
    """Answer the regional group of every State by code; None for observers."""
    states = json.loads((FIXTURES / "states.json").read_text())["states"]
    return {state["code"]: state["regional_group"] for state in states}


def asked_by(record: dict[str, Any]) -> list[str]:
    """Answer the States (codes) of each request of a recommendation."""
    return [state for clause in record["clauses"] for state in clause["states"]]


def own_sentences(record: dict[str, Any]) -> list[str]:
    """Answer what we wrote of a recommendation: summaries, notes, reasons, accounts of statements."""
    return [
        record["summary"],
        record.get("note", ""),
        record["action"].get("reason", ""),
        *(clause.get("summary", "") for clause in record["clauses"]),
        *(said.get("comment", "") for said in record.get("responses", [])),
        *(link["reason"] for link in record.get("asked_before", [])),
    ]


def words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", text.casefold())


def runs(text: str, length: int) -> set[str]:
    """Answer every run of so many words."""
    own = words(text)
    return {" ".join(own[start : start + length]) for start in range(len(own) - length + 1)}
