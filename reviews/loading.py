"""Load cycles, sessions, reviews, their documents and published totals from `fixtures/reviews.json`."""

from pathlib import Path

from reviews.models import Cycle, Document, PublishedTotal, Review, Session
from states.models import State
from upr_tracker.lib.fixtures import FixtureFile, Known, Record, Stored


def load_reviews(folder: Path) -> list[Stored]:
    """Bring cycles and sessions up to date with the file; add reviews and what belongs to them.

    What is known of a review already is kept; only what is empty is filled in. Raises FixtureError.
    """
    file = FixtureFile(folder / "reviews.json")
    cycles = file.store(
        file.read(file.part("cycles"), _cycle, named=["number"]),
        among=Cycle.objects.all(),
        key=["number"],
        fields=["first_year", "last_year"],
        overwrite=True,
    )
    known_cycles = cycles.by("number")
    sessions = file.store(
        file.read(file.part("sessions"), lambda record: _session(record, known_cycles), named=["number"]),
        among=Session.objects.all(),
        key=["number"],
        fields=["cycle_id", "year", "starts", "ends"],
        overwrite=True,
    )
    reviews = _store_reviews(file, known_cycles, sessions.by("number"))
    known_reviews = Known(
        "review", ((f"{row.state_under_review_id} {row.cycle_id}", row) for row in reviews.rows)
    )
    documents = file.store(
        file.read(
            [*file.part("documents"), *_belonging(file, "documents")],
            lambda record: _document(record, known_reviews),
            named=["symbol"],
        ),
        among=Document.objects.all(),
        key=["symbol"],
        fields=["title", "publisher", "date", "url", "review_id", "note"],
    )
    totals = file.store(
        file.read(
            _belonging(file, "published_totals"),
            lambda record: _total(record, known_reviews, documents.by("symbol")),
            named=["review", "source"],
        ),
        among=PublishedTotal.objects.all(),
        key=["review_id", "source"],
        fields=["document_id", "received", "supported", "noted", "note"],
    )
    return [cycles, sessions, reviews, documents, totals]


def _store_reviews(file: FixtureFile, cycles: Known, sessions: Known) -> Stored[Review]:
    states = Known("State", ((state.code, state) for state in State.objects.all()))
    troikas: dict[tuple[str, int], list[State]] = {}

    def review(record: Record) -> Review:
        state, cycle = states[record["state"]], cycles[record["cycle"]]
        troikas[state.code, cycle.number] = [states[code] for code in record["troika"]]
        return Review(
            state_under_review=state,
            cycle=cycle,
            session=sessions[record["session"]] if record["session"] else None,
            date=record["date"],
            adopted_on=record["adopted_on"],
            council_session=record["council_session"],
            note=record["note"],
        )

    reviews = file.store(
        file.read(file.part("reviews"), review, named=["state", "cycle"]),
        among=Review.objects.all(),
        key=["state_under_review_id", "cycle_id"],
        fields=["session_id", "date", "adopted_on", "council_session", "note"],
    )
    known_troikas = set(Review.troika.through.objects.values_list("review_id", flat=True))
    Review.troika.through.objects.bulk_create(
        Review.troika.through(review=row, state=state)
        for row in reviews.rows
        if row.pk not in known_troikas
        for state in troikas[row.state_under_review_id, row.cycle_id]
    )
    return reviews


def _belonging(file: FixtureFile, part: str) -> list[Record]:
    """The records under `part` of every review, each with the key of its review."""
    return [
        {**record, "review": f"{review['state']} {review['cycle']}"}
        for review in file.part("reviews")
        for record in review.get(part, [])
    ]


def _cycle(record: Record) -> Cycle:
    """A cycle's `starts` and `ends` are months ("2008-04"); kept are the years."""
    return Cycle(
        number=record["number"], first_year=int(record["starts"][:4]), last_year=int(record["ends"][:4])
    )


def _session(record: Record, cycles: Known) -> Session:
    return Session(
        number=record["number"],
        cycle=cycles[record["cycle"]],
        year=record["year"],
        starts=record["starts"],
        ends=record["ends"],
    )


def _document(record: Record, reviews: Known) -> Document:
    return Document(
        symbol=record["symbol"],
        kind=record["kind"],
        title=record["title"],
        publisher=record.get("publisher", ""),
        date=record["date"],
        language=record["language"],
        url=record.get("url", ""),
        review=reviews[record["review"]] if "review" in record else None,
        note=record.get("note", ""),
    )


def _total(record: Record, reviews: Known, documents: Known) -> PublishedTotal:
    return PublishedTotal(
        review=reviews[record["review"]],
        source=record["source"],
        document=documents[record["document"]] if record.get("document") else None,
        received=record["received"],
        supported=record["supported"],
        noted=record["noted"],
        note=record.get("note", ""),
    )
