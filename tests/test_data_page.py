"""The page about the data: its figures, gaps, sources, dictionary, and how to cite it."""

import datetime
import html
import re
from urllib.parse import urlsplit

import pytest
from django.apps import apps
from django.db import connection, models
from django.test.utils import CaptureQueriesContext, isolate_apps
from django.utils import timezone
from django.utils.formats import date_format

from recommendations import dictionary
from recommendations.export.columns import COLUMNS, Column
from recommendations.implementation.models import Assessment, Stage
from recommendations.models import Recommendation, Recurrence, RecurrenceKind
from recommendations.views import data
from reviews.models import DocumentKind, Review
from tests.factories import (
    AffectedGroupTagFactory,
    AssessmentFactory,
    CycleFactory,
    DocumentFactory,
    OrganisationFactory,
    PublishedTotalFactory,
    RecommendationFactory,
    ReviewFactory,
    StateFactory,
    ThemeFactory,
)
from upr_tracker.accounts.models import User

pytestmark = pytest.mark.django_db


def page_of(client):
    response = client.get("/data/")
    assert response.status_code == 200
    return html.unescape(response.content.decode())


def section_of(page, name):
    """Answer one section, blanks and line breaks made one."""
    section = page.partition(f'<h2 id="{name}">')[2].partition("</section>")[0]
    return " ".join(section.split())


def plain(markup):
    return " ".join(re.sub(r"<[^>]*>", " ", markup).split())


def words_of(page, name):
    return plain(section_of(page, name))


def rows_of(page, name):
    """Answer the words of every cell of every row of the tables in a section."""
    rows = re.findall(r"<tr\b.*?</tr>", section_of(page, name))
    return [[plain(cell) for cell in re.findall(r"<t[hd]\b.*?</t[hd]>", row)] for row in rows]


def record_assessment(recommendation, document):
    """What data managers take from an organisation's document, and beside it a draft that nobody may see."""
    draft = AssessmentFactory(
        recommendation=recommendation,
        narrative="Hidden",
        recorded_from=DocumentFactory(symbol="draft", title="Hidden"),
    )
    organisation = OrganisationFactory()
    published = {"author": None, "stage": Stage.PUBLISHED, "published_at": timezone.now()}
    AssessmentFactory(
        recommendation=recommendation, organisation=organisation, recorded_from=document, **published
    )
    return draft


def fill_review(number, recommendations):
    """Two reviews of a State of its own, one with everything that the page counts."""
    state = StateFactory()
    review = ReviewFactory(state_under_review=state)
    earlier = ReviewFactory(state_under_review=state, cycle=CycleFactory(number=1))
    asked_before = RecommendationFactory(review=earlier)
    PublishedTotalFactory(review=review)
    document = DocumentFactory(symbol=f"A/HRC/{number}/1")
    for _ in range(recommendations):
        made = RecommendationFactory(
            review=review,
            states=[state],
            position="noted",
            themes=[ThemeFactory()],
            text="Ratify it",
            text_source=document,
            summary_source=document,
        )
        Recurrence.objects.create(
            later=made, earlier=asked_before, kind=RecurrenceKind.SAME, reason="Both ask for it."
        )
        record_assessment(made, document)
        AffectedGroupTagFactory(recommendation=made)


def test_it_works_before_anything_is_loaded(client):
    page = page_of(client)

    assert "No review is loaded yet." in page
    assert "Last change" not in words_of(page, "loaded")
    assert "Dataset, CC BY 4.0." in page


def test_it_says_how_much_is_loaded_and_leads_there(client):
    france, ghana = StateFactory(code="FRA"), StateFactory(code="GHA")
    RecommendationFactory(states=[france, ghana], themes=[ThemeFactory()])
    record_assessment(RecommendationFactory(states=[france]), DocumentFactory())
    Recommendation.objects.update(updated_at=datetime.datetime(2024, 5, 7, 12, tzinfo=datetime.UTC))
    Assessment.objects.update(updated_at=datetime.datetime(2024, 5, 8, 12, tzinfo=datetime.UTC))

    page = page_of(client)
    loaded = words_of(page, "loaded")

    # The third State is Cambodia.
    assert "recommendations 2 requests 3 States 3 themes 1 documents 2 organisations 2" in loaded
    assert "published assessments 1" in loaded
    assert "Last change: 8 May 2024, 12:00 ." in loaded
    for address in ("/recommendations/", "/states/", "/themes/"):
        assert f'href="{address}"' in section_of(page, "loaded")


def test_it_says_of_each_review_how_complete_it_is(client):
    PublishedTotalFactory(received=5)
    full = RecommendationFactory(
        text="Ratify it", position="noted", themes=[ThemeFactory(), ThemeFactory()], action_category=5
    )
    AffectedGroupTagFactory(recommendation=full)
    AffectedGroupTagFactory(recommendation=full)
    RecommendationFactory(themes=[ThemeFactory()])
    Recommendation.objects.filter(pk=full.pk).update(implementation_status="implemented")
    before = RecommendationFactory(review=ReviewFactory(cycle=CycleFactory(number=1)))
    Recurrence.objects.create(later=full, earlier=before, kind=RecurrenceKind.SAME, reason="The same.")

    page = page_of(client)

    assert rows_of(page, "complete")[1:] == [
        ["Cambodia, cycle 1", "1 of unknown", *["0 of 1"] * 6, "1 of 1"],
        ["Cambodia, cycle 2", "2 of 5", "1 of 2", "1 of 2", "2 of 2", *["1 of 2"] * 4],
    ]
    assert 'href="/recommendations/?review=khm-2&position=supported&position=noted">1</a>' in page


def test_reviews_of_which_nothing_is_loaded_are_told_calmly(client):
    PublishedTotalFactory(received=198)
    ReviewFactory(cycle=CycleFactory(number=3), note="Nothing was found.")
    ReviewFactory(cycle=CycleFactory(number=4))

    page = page_of(client)

    assert rows_of(page, "complete")[1:] == [["Cambodia, cycle 2", "0 of 198", "nothing is loaded yet"]]
    assert "Nothing was found." in words_of(page, "gaps")
    assert "cycle 4" not in words_of(page, "gaps")


def gaps_of(client):
    return words_of(page_of(client), "gaps")


def test_gaps_of_a_review_without_recommendations_are_told(client):
    PublishedTotalFactory(received=198, supported=173, noted=25)
    PublishedTotalFactory(received=176)

    gaps = gaps_of(client)

    assert "No text is loaded: sources count 198 recommendations." in gaps
    assert "Sources differ on the total: 176, 198." in gaps
    assert "The troika is not known." in gaps
    assert "The day of the review is not known." in gaps


def test_gaps_of_what_is_loaded_are_told(client):
    RecommendationFactory(position="noted")
    RecommendationFactory(paragraph=None)
    RecommendationFactory(paragraph=None)

    gaps = gaps_of(client)

    assert "No published total was found, so nobody can say whether all are here." in gaps
    assert "All 3 are summaries; the official wording arrives when the report is imported." in gaps
    assert "2 are known without number, from a secondary source." in gaps
    assert "The position of the State on 2 of them is not known." in gaps


def test_what_was_found_is_no_gap(client):
    review = ReviewFactory(date=datetime.date(2014, 1, 28))
    review.troika.add(StateFactory())
    PublishedTotalFactory(review=review, received=2)
    RecommendationFactory(text="Ratify it", position="supported")
    RecommendationFactory(text="", position="noted")

    assert gaps_of(client).endswith("1 of 2 is known as a summary only.")

    Recommendation.objects.filter(text="").update(text="Sign it", text_source=DocumentFactory())
    assert "None is known." in gaps_of(client)


def test_a_count_that_differs_from_that_of_the_sources_and_the_note_are_told(client):
    ReviewFactory(note="Recommendations are numbered from 1 again.")
    PublishedTotalFactory(received=205)
    RecommendationFactory()

    gaps = gaps_of(client)

    assert "1 of 205 is loaded." in gaps
    assert "No position of the State is known." in gaps
    assert "Recommendations are numbered from 1 again." in gaps


def test_documents_are_told_by_kind_with_what_rests_on_them(client):
    report = DocumentFactory(publisher="United Nations", date=datetime.date(2014, 3, 27))
    named = {"title": "An account", "url": "https://example.org/", "language": "xx"}
    account = DocumentFactory(symbol="ghrd", kind=DocumentKind.NGO_REPORT, **named)
    DocumentFactory(symbol="A/HRC/1/1", title="Nothing rests on this")
    RecommendationFactory(text="Ratify it", text_source=report, position="noted")
    draft = record_assessment(RecommendationFactory(summary_source=account), account)

    page = page_of(client)
    sources = words_of(page, "sources")

    assert "What is loaded rests on 2 documents." in sources
    assert (
        "Report of the Working Group A/HRC/26/16 Report of the Working Group United Nations, 27 March 2014 , "
        "English. Rests on it: 1 wording, 1 statement of the State"
    ) in sources
    assert "without a known date, xx. Rests on it: 1 summary, 1 assessment" in sources
    assert '<a href="https://example.org/" hreflang="xx">An account</a>' in page
    assert sources.index("Report of the Working Group") < sources.index("Report of a non-governmental")
    assert "Nothing rests on this" not in page
    assert draft.narrative not in page
    assert draft.author.email not in page


def test_where_there_are_many_reviews_and_documents_the_page_leads_to_all(client, monkeypatch):
    monkeypatch.setattr(data, "LIMIT", 2)
    for number in (1, 2, 2, 3, 3):
        RecommendationFactory(
            review=ReviewFactory(state_under_review=StateFactory()),
            summary_source=DocumentFactory(symbol=f"A/{number}"),
        )

    page = page_of(client)

    assert len(rows_of(page, "complete")) == 1 + 2
    assert "These are the first 2. All reviews" in words_of(page, "complete")
    sources = words_of(page, "sources")
    assert "Here are the 2 on which most rests; the API lists all." in sources
    assert "A/2" in sources
    assert "A/1" not in sources
    assert 'href="/api/v1/documents/"' in page


def test_the_queries_do_not_grow_with_what_is_loaded(client):
    counts = []
    for reviews in (range(3), range(3, 15)):
        for number in reviews:
            fill_review(number, 1)
        with CaptureQueriesContext(connection) as queries:
            client.get("/data/")
        counts.append(len(queries))

    assert Review.objects.count() == Recommendation.objects.count() == 30
    assert counts == [21, 21]


def entries():
    return {model.name: model for chapter in dictionary.describe_models() for model in chapter.models}


def test_every_public_model_is_in_the_dictionary_with_every_field(client):
    page = section_of(page_of(client), "dictionary")

    for label in ("states", "reviews", "recommendations", "implementation"):
        for model in apps.get_app_config(label).get_models():
            if model.__name__ in {"Membership", "FacetKeys"}:
                continue
            described = entries()[model.__name__]
            assert described.meaning.replace('"', "") in page.replace('"', "")
            fields = [*model._meta.fields, *model._meta.many_to_many]
            left_out = dictionary.NOT_PUBLIC.get(model._meta.label_lower, set()) | {"id", "key"}
            public = {field.name for field in fields if field.related_model is not User} - left_out
            assert public == {field.name for field in described.fields}
            for field in described.fields:
                assert f"<code>{field.name}</code>" in page
                assert field.meaning in page


def test_no_person_and_nothing_internal_is_in_the_dictionary():
    described = entries()

    assert not described.keys() & {"Membership", "User", "AuthToken", "Import", "FacetKeys"}
    names = {model: {field.name for field in entry.fields} for model, entry in described.items()}
    assert not names["Assessment"] & {"author", "publisher", "version", "reason", "id"}
    assert "members" not in names["Organisation"]
    assert "key" not in names["StateName"]
    # ... while fields of the same name that are no person's stay.
    assert "publisher" in names["Document"]
    assert "version" in names["Vocabulary"]


def test_the_dictionary_speaks_plainly():
    fields = {field.name: field for field in entries()["Recommendation"].fields}

    assert fields["review"].type == "link to review"
    assert fields["themes"].type == "links to themes"
    assert fields["number"].type == "text, computed"
    assert fields["page"].type == "whole number, may be empty"
    assert fields["updated_at"].type == "date and time"
    assert fields["summary_source"].meaning == (
        "Source of the summary. The document that the summary was made from."
    )
    assert dictionary.Value("noted", "") in fields["position"].values
    judged = dictionary.Value("judged", "judged by a person, as no rule decides")
    assert judged in fields["action_rule"].values
    assert entries()["ThemeTag"].meaning == "Joins recommendation and theme."
    assert entries()["Document"].meaning == (
        "What a fact rests on: a UN document, or another one that speaks of a review."
    )


@isolate_apps("states")
def test_a_new_field_appears_by_itself_whatever_its_type():
    class Flag(models.Model):
        colours = models.DurationField("colours", help_text="How long.")
        raised_by = models.ForeignKey(User, models.CASCADE, null=True)

        class Meta:
            app_label = "states"

        def __str__(self):
            return "flag"

    described = dictionary.describe_model(Flag)

    assert described.fields == [dictionary.FieldEntry("colours", "Duration", "Colours. How long.", [])]
    assert described.meaning == ""


def test_a_new_column_of_the_download_appears_by_itself(client, monkeypatch):
    monkeypatch.setattr(data, "COLUMNS", [*COLUMNS, Column("weather", "How it was then", lambda row: "")])

    rows = rows_of(page_of(client), "dictionary")

    assert ["weather", "How it was then"] in rows
    for column in COLUMNS:
        assert [column.name, column.meaning] in rows


def test_citations_have_the_address_and_the_day_of_the_last_change(client):
    changed = timezone.localtime(RecommendationFactory().updated_at)

    licence = words_of(page_of(client), "licence")

    day = date_format(changed)
    assert f"Dataset, last changed on {day}, CC BY 4.0. http://testserver/data/" in licence
    assert "@misc{upr-tracker, author = {{UPR Tracker contributors}}," in licence
    assert f"year = {{{changed.year}}}, note = {{Dataset, last changed on {day}, CC BY 4.0}}," in licence
    assert "url = {http://testserver/data/}, }" in licence
    for words in ("BSD-3-Clause", "is the United Nations'", "our short accounts of what those documents say"):
        assert words in licence


def test_every_link_of_the_page_leads_somewhere(client):
    fill_review(1, 2)
    page = page_of(client)
    addresses = set(re.findall(r'href="([^"]*)"', page.partition("<main")[2]))

    ours = set()
    for address in addresses:
        parts = urlsplit(address)
        if address.startswith("#"):
            assert f'id="{address[1:]}"' in page
        elif parts.netloc in ("", "testserver"):
            ours.add(address)
            assert client.get(address).status_code == 200, address

    assert {"/recommendations/export.csv", "/api/v1/docs/"} <= ours
    assert "http://testserver/api/v1/recommendations/?position=noted" in ours


@pytest.mark.parametrize("path", ["/", "/about/"])
def test_other_pages_lead_here(client, path):
    assert 'href="/data/"' in client.get(path).content.decode()


def test_tables_say_what_they_are_and_nothing_is_styled_inline(client):
    fill_review(1, 1)

    main = page_of(client).partition("<main")[2].partition("</main>")[0]

    assert main.count("<table") == main.count("<caption") == main.count('class="table-scroll"')
    assert not re.search(r"<th(?![^>]*scope=)[ >]", main)
    assert "style=" not in main
