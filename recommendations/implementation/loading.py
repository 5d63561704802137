"""Load organisations and what they published of recommendations from their files in `fixtures/`."""

from pathlib import Path

from recommendations.implementation.models import Assessment, Evidence, Organisation
from recommendations.implementation.publication import record_published
from recommendations.loading import is_gone, known_recommendations
from recommendations.models import Recommendation
from reviews.models import Document
from states.models import State
from upr_tracker.lib.fixtures import FixtureFile, Known, Record, Stored


def load_implementation(folder: Path) -> list[Stored]:
    """Add organisations, and the assessments of every file in `assessments/`, one file for each review.

    They are taken from documents that the organisations published, each once: one that is here already,
    or was withdrawn since, stays as it is. Raises FixtureError.
    """
    organisations = _load_organisations(FixtureFile(folder / "organisations.json"))
    known = Known("organisation", ((row.slug, row) for row in Organisation.objects.all()))
    documents = Known("document", ((row.symbol, row) for row in Document.objects.all()))
    files = [FixtureFile(path) for path in sorted((folder / "assessments").glob("*.json"))]
    recommendations = known_recommendations(file.content["review"] for file in files)
    return [
        organisations,
        *(_load_assessments(file, known, documents, recommendations) for file in files),
    ]


def _load_organisations(file: FixtureFile) -> Stored[Organisation]:
    states = Known("State", ((state.code, state) for state in State.objects.all()))

    def organisation(record: Record) -> Organisation:
        return Organisation(
            slug=record["slug"],
            name=record["name"],
            kind=record["kind"],
            state=states[record["state"]] if record["state"] else None,
            website=record["website"],
        )

    return file.store(
        file.read(file.content, organisation, named=["slug"]),
        among=Organisation.objects.all(),
        key=["slug"],
        fields=["website"],
    )


def _load_assessments(
    file: FixtureFile, organisations: Known, documents: Known, recommendations: Known
) -> Stored[Assessment]:
    records = [
        {**record, "recommendation": f"{file.content['review']}/{record['recommendation']}"}
        for record in file.part("assessments")
    ]
    here = [record for record in records if not is_gone(record["recommendation"], recommendations)]

    def assessment(record: Record) -> Assessment:
        concerned: Recommendation = recommendations[record["recommendation"]]
        made = Assessment(
            recommendation=concerned,
            organisation=organisations[record["organisation"]],
            recorded_from=documents[record["evidence"][0]["document"]],
            status=record["status"],
            confidence=record["confidence"],
            considered_up_to=record["considered_up_to"],
            narrative=record["narrative"],
        )
        made.clean_fields(exclude={"author", "publisher"})
        made.clean()
        return made

    def evidence(record: Record) -> Evidence:
        document: Document = documents[record["document"]]
        return Evidence(
            title=record["title"],
            stance=record["stance"],
            document=document,
            publisher=document.publisher,
            date=document.date,
            place=record["place"],
        )

    named = ["recommendation", "organisation"]
    assessments = file.read(here, assessment, named=named)
    pieces = [file.read(record["evidence"], evidence, named=["document", "place"]) for record in here]
    new = record_published(zip(assessments, pieces, strict=True))
    return Stored(Assessment, assessments, new)
