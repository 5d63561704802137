"""What organisations published of Cambodia's recommendations: every judgement with its document and place."""

import json
import re
from collections import Counter
from datetime import date

import pytest

from recommendations.implementation.models import Confidence, OrganisationKind, Stance
from recommendations.models import ImplementationStatus
from tests.cambodia import (
    FIXTURES,
    SEEDS,
    all_assessments,
    assessments,
    documents,
    recommendations,
    review,
    runs,
)

ORGANISATIONS = {
    record["slug"]: record for record in json.loads((FIXTURES / "organisations.json").read_text())
}
SLUGS = ["khm-1", "khm-2"]
#: What the documents support, written down when each was last read: who changes one changes this too.
BY_STATUS = {
    "implemented": 2,
    "partially-implemented": 57,
    "in-progress": 42,
    "not-implemented": 22,
    "regressed": 2,
    "not-enough-evidence": 25,
}
#: How places are told in each document, and how far its paragraphs or highlights go.
PLACES = {
    "sg-cambodia-2024": (r"paragraph (\d+)( \([a-z]+\))?(, citing C[A-Z]+/C/.+)?", 75),
    "ghrd-2024-05": (r"paragraph (\d+)()()", 14),
    "ppp-2021-02": (r"paragraph (\d+)()()", 17),
    "khm-mission-2023-07": (r"(\d+)(?:st|nd|rd|th) highlight()()", 15),
}


def test_they_are_as_many_as_the_documents_honestly_support():
    every = all_assessments()
    by_kind = Counter(ORGANISATIONS[assessment["organisation"]]["kind"] for _, assessment in every)

    assert Counter(assessment["status"] for _, assessment in every) == BY_STATUS
    assert len({(slug, assessment["recommendation"]) for slug, assessment in every}) >= 40
    assert len({assessment["organisation"] for _, assessment in every}) >= 4
    assert set(by_kind) == {"government", "united-nations", "ngo"}


def test_contradictions_stand_side_by_side():
    statuses = {}
    for slug, assessment in all_assessments():
        statuses.setdefault((slug, assessment["recommendation"]), set()).add(assessment["status"])

    assert sum(len(found) > 1 for found in statuses.values()) >= 10


@pytest.mark.parametrize("slug", SLUGS)
def test_each_speaks_of_a_recommendation_in_the_words_of_the_scale(slug):
    numbers = {record["number"] for record in recommendations(slug)}
    for assessment in assessments(slug):
        assert assessment["recommendation"] in numbers
        assert assessment["organisation"] in ORGANISATIONS
        assert assessment["status"] in ImplementationStatus.values, assessment
        assert assessment["confidence"] in Confidence.values, assessment


@pytest.mark.parametrize("slug", SLUGS)
def test_each_rests_on_a_document_and_a_place_in_it(slug):
    known = documents()
    for assessment in assessments(slug):
        assert assessment["evidence"], assessment
        for evidence in assessment["evidence"]:
            assert evidence["document"] in known, assessment
            form, last = PLACES[evidence["document"]]
            place = re.fullmatch(form, evidence["place"])
            assert place, assessment
            assert 1 <= int(place[1]) <= last, assessment
            assert evidence["title"], assessment
            assert evidence["stance"] in Stance.values, assessment


@pytest.mark.parametrize("slug", SLUGS)
def test_each_considers_what_happened_after_the_review_and_before_its_document(slug):
    reviewed, known = date.fromisoformat(review(slug)["date"]), documents()
    for assessment in assessments(slug):
        until = date.fromisoformat(assessment["considered_up_to"])
        published = known[assessment["evidence"][0]["document"]]["date"]
        assert reviewed < until, assessment
        assert published is None or until <= date.fromisoformat(published), assessment


@pytest.mark.parametrize("slug", SLUGS)
def test_an_organisation_says_one_thing_of_a_recommendation_in_one_document(slug):
    said = Counter(
        (assessment["recommendation"], assessment["organisation"], assessment["evidence"][0]["document"])
        for assessment in assessments(slug)
    )

    assert max(said.values()) == 1


def test_organisations_are_of_known_kinds():
    for record in ORGANISATIONS.values():
        assert record["kind"] in OrganisationKind.values
        assert record["state"] in ("KHM", None)


def test_narratives_are_short_and_in_our_own_words():
    if not SEEDS.exists():
        pytest.skip("the documents that the project began from are not here")
    official = set().union(*(runs(path.read_text(), 10) for path in SEEDS.glob("*.txt")))
    for _, assessment in all_assessments():
        assert len(assessment["narrative"].split()) <= 80, assessment
        for text in (assessment["narrative"], *(piece["title"] for piece in assessment["evidence"])):
            assert not runs(text, 10) & official, assessment
