"""Recommendations are cited as text and as files for reference managers."""

import datetime

import pytest

from recommendations.models import Recommendation
from tests.factories import DocumentFactory, RecommendationFactory, ReviewFactory, StateFactory

pytestmark = pytest.mark.django_db

ADDRESS = "/recommendations/khm-2/118.5/"


@pytest.fixture
def recommendation():
    return RecommendationFactory(
        item=5,
        review=ReviewFactory(date=datetime.date(2014, 1, 28)),
        states=[
            StateFactory(code="CIV", name="Côte d'Ivoire"),
            StateFactory(code="TLS", name="Timor & Leste"),
        ],
        text="Protect land",
        text_source=DocumentFactory(symbol="A/HRC/26/16"),
    )


def test_the_file_for_bibtex_escapes_what_tex_would_run(client, recommendation):
    file = client.get(f"{ADDRESS}cite.bib")

    assert file["Content-Type"] == "application/x-bibtex; charset=utf-8"
    assert file["Content-Disposition"] == 'attachment; filename="upr-khm-2-118.5.bib"'
    assert file.content.decode() == (
        "@misc{upr-khm-2-118.5,\n"
        "  title = {Recommendation 118.5 to Cambodia (Côte d'Ivoire, Timor \\& Leste)},\n"
        "  year = {2014},\n"
        "  howpublished = {Universal Periodic Review, cycle 2},\n"
        "  note = {A/HRC/26/16},\n"
        "  publisher = {UPR Tracker},\n"
        f"  url = {{http://testserver{ADDRESS}}},\n"
        "}\n"
    )


def test_the_file_for_reference_managers_is_ris(client, recommendation):
    file = client.get(f"{ADDRESS}cite.ris")

    assert file["Content-Disposition"] == 'attachment; filename="upr-khm-2-118.5.ris"'
    assert file.content.decode().split("\r\n") == [
        "TY  - GEN",
        "ID  - upr-khm-2-118.5",
        "TI  - Recommendation 118.5 to Cambodia (Côte d'Ivoire, Timor & Leste)",
        "T2  - Universal Periodic Review, cycle 2",
        "PY  - 2014",
        "N1  - A/HRC/26/16",
        "PB  - UPR Tracker",
        f"UR  - http://testserver{ADDRESS}",
        "ER  - ",
        "",
    ]


def test_the_page_leads_to_both_files(client, recommendation):
    page = client.get(ADDRESS).content.decode()

    for form in ("bib", "ris"):
        assert f'href="{ADDRESS}cite.{form}"' in page


def test_a_summary_is_cited_as_one_and_what_is_not_known_is_left_out(client):
    RecommendationFactory(item=5, review=ReviewFactory(date=None))

    file = client.get(f"{ADDRESS}cite.bib").content.decode()

    assert "note = {summarised in UPR Tracker's own words" in file
    assert "year" not in file


def test_a_number_of_ours_leads_to_the_citation_of_the_official_one(client, recommendation):
    Recommendation.objects.update(placeholder=3)

    answer = client.get("/recommendations/khm-2/u3/cite.ris")

    assert (answer.status_code, answer.url) == (301, f"{ADDRESS}cite.ris")


def test_a_citation_takes_a_fixed_number_of_queries(client, recommendation, django_assert_max_num_queries):
    with django_assert_max_num_queries(3):
        client.get(f"{ADDRESS}cite.bib")
