"""The pictures of the front page, of themes and of single recommendations, as their pages show them."""

import csv
import datetime
from io import StringIO
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from recommendations.charts import Bars, HeatMap
from recommendations.implementation import publication
from recommendations.implementation.models import Organisation
from recommendations.models import ImplementationStatus, Position, Recommendation
from tests.factories import (
    AssessmentFactory,
    ClauseFactory,
    CycleFactory,
    DocumentFactory,
    RecommendationFactory,
    RegionalGroupFactory,
    ResponseFactory,
    ReviewFactory,
    StateFactory,
    ThemeFactory,
)
from tests.recommendations.questions import judge, make_corpus
from tests.recommendations.sample_charts import links

pytestmark = pytest.mark.django_db

PICTURES = [
    ("/", "cycles"),
    ("/", "themes"),
    ("/", "groups"),
    ("/", "assessors"),
    ("/themes/", "themes"),
    ("/themes/women/", "cycles"),
    ("/themes/women/", "groups"),
    ("/themes/women/", "assessors"),
    ("/reviews/khm-1/", "cycles"),
    ("/reviews/khm-1/", "groups"),
    ("/reviews/khm-1/", "assessors"),
    ("/states/KHM/", "cycles"),
    ("/states/KHM/", "groups"),
    ("/states/KHM/", "assessors"),
    ("/states/FRA/", "answers"),
    ("/states/FRA/", "themes"),
    ("/recommendations/khm-1/118.1/", "timeline"),
]


@pytest.fixture
def corpus():
    make_corpus()


def picture(client, address, name):
    return client.get(address).context["pictures"][name]


def numbers(chart):
    """What the bars of a picture say: {words of the bar: {key: number}}."""
    return {
        str(row.label.words): {key: count.value for key, count in row.counts.items() if count.value}
        for row in chart.rows
    }


def counts_of(chart):
    if isinstance(chart, Bars):
        counts = [count for row in chart.rows for count in (row.count, row.reference)]
    elif isinstance(chart, HeatMap):
        counts = [count for row in chart.rows for count in (*row.counts, row.total)]
    else:
        counts = [count for row in chart.rows for count in (*row.counts.values(), row.whole)]
    return [count for count in counts if count.value]


def events_of(chart):
    return {
        str(actor.label.words): [(event.day, event.key) for event in actor.events] for actor in chart.actors
    }


def say_again(recommendation, organisation, status):
    """Publish what an organisation says in a later document."""
    assessment = AssessmentFactory.build(
        recommendation=recommendation,
        organisation=Organisation.objects.get(slug=organisation),
        recorded_from=DocumentFactory(symbol="later", date=datetime.date(2025, 1, 1)),
        author=None,
        status=status,
    )
    publication.record_published([(assessment, [])])


def figure_in(page, name):
    return page.content.decode().partition(f'id="{name}"')[2].partition("</figure>")[0]


def test_the_front_page_shows_how_each_regional_group_was_answered(client, corpus):
    RegionalGroupFactory._meta.model.objects.filter(slug="weog").update(name="Western States")

    found = numbers(picture(client, "/", "groups"))

    # The fourth recommendation is of States of both groups; two clauses of one group count it once.
    assert found.pop("Western States") == {"noted": 3, "pending": 1}
    [asia] = found.values()
    assert asia == {"supported": 1, "noted": 1}


def test_the_group_that_asked_most_comes_first(client, corpus):
    chart = picture(client, "/", "groups")

    assert [row.whole.value for row in chart.rows] == [4, 2]


def test_the_front_page_shows_what_each_organisation_says_now(client, corpus):
    judge(Recommendation.objects.get(item=4), "ngo", "regressed")

    chart = picture(client, "/", "assessors")

    assert list(numbers(chart).values()) == [{"implemented": 1, "regressed": 2}, {"implemented": 1}]


def test_the_front_page_counts_its_own_state_only(client, corpus):
    elsewhere = ReviewFactory(state_under_review=StateFactory(code="SVN", code2="SI", name="Slovenia"))
    there = RecommendationFactory(review=elsewhere, states=[StateFactory()])
    before = {name: numbers(picture(client, "/", name)) for name in ("groups", "assessors")}
    judge(there, "elsewhere", "implemented")

    assert len(before["groups"]) == 2
    assert numbers(picture(client, "/", "assessors")) == before["assessors"]


@pytest.mark.parametrize(("address", "name"), PICTURES[:-1])
def test_every_mark_leads_to_as_many_rows_as_it_says(client, corpus, address, name):
    page = client.get(address)
    counts = counts_of(page.context["pictures"][name])

    assert len(counts) > 1
    assert {count.link for count in counts} <= set(links(figure_in(page, name)))
    for count in counts:
        assert client.get(count.link).context["page"].paginator.count == count.value, count.link


def test_a_theme_shows_its_positions_in_every_cycle_that_is_loaded(client, corpus):
    CycleFactory(number=4)  # of which nothing is loaded

    assert numbers(picture(client, "/themes/women/", "cycles")) == {
        "Cycle 1": {"noted": 1},
        "Cycle 2": {"supported": 1, "noted": 1},
    }


def test_a_cycle_without_a_theme_says_so_by_its_zero(client, corpus):
    RecommendationFactory(review=ReviewFactory(cycle=CycleFactory(number=3)), item=7)

    chart = picture(client, "/themes/women/", "cycles")

    assert numbers(chart)["Cycle 3"] == {}
    assert chart.rows[-1].whole.link == ""


def test_a_theme_shows_how_the_groups_that_asked_for_it_were_answered(client, corpus):
    chart = picture(client, "/themes/land/", "groups")

    assert sorted(numbers(chart).values(), key=str) == [{"noted": 1}, {"noted": 2}]


def test_the_numbers_of_a_theme_over_all_cycles_lead_to_their_rows(client, corpus):
    page = client.get("/themes/women/").content.decode()

    assert '<a class="number" href="/recommendations/?theme=women">3</a>' in page
    assert 'href="/recommendations/?theme=women&amp;position=noted">2</a>' in page


def test_a_state_is_shown_beside_its_group_and_everything(client, corpus):
    RegionalGroupFactory._meta.model.objects.filter(slug="weog").update(name="Western States")

    assert numbers(picture(client, "/states/FRA/", "answers")) == {
        "France": {"noted": 3},
        "Western States": {"noted": 3, "pending": 1},
        "All recommendations": {"supported": 1, "noted": 3, "pending": 2},
    }


def test_what_a_state_asks_for_is_held_against_what_everybody_asks_for(client, corpus):
    chart = picture(client, "/states/FRA/", "themes")

    # Both recommendations on a theme below Women count for Women, the one that has both once.
    told = [(str(row.label.words), row.count.value, row.reference.value) for row in chart.rows]
    assert told == [("Women", 2, 3), ("Land", 2, 2)]
    assert (chart.of, chart.reference_of) == (3, 6)


def test_a_review_is_shown_beside_the_others_of_its_state(client, corpus):
    elsewhere = ReviewFactory(state_under_review=StateFactory(code="SVN", code2="SI", name="Slovenia"))
    RecommendationFactory(review=elsewhere, item=9)

    assert numbers(picture(client, "/reviews/khm-1/", "cycles")) == {
        "Cycle 1": {"noted": 2},
        "Cycle 2": {"supported": 1, "noted": 1, "pending": 2},
    }


def test_a_review_of_which_nothing_is_loaded_has_no_pictures(client, corpus):
    ReviewFactory(cycle=CycleFactory(number=3))

    assert not client.get("/reviews/khm-3/").context["pictures"]


def test_positions_and_assessments_stand_on_one_time_line(client):
    recommendation = RecommendationFactory(item=5)
    ResponseFactory(recommendation=recommendation, position="pending", date=datetime.date(2014, 1, 31))
    ResponseFactory(recommendation=recommendation, position="supported", date=datetime.date(2014, 6, 26))
    judge(recommendation, "ngo", "regressed")

    state, organisation = events_of(picture(client, "/recommendations/khm-2/118.5/", "timeline")).values()

    assert state == [(datetime.date(2014, 1, 31), "pending"), (datetime.date(2014, 6, 26), "supported")]
    assert organisation == [(datetime.date(2024, 5, 1), "regressed")]


def test_a_position_without_a_date_stands_apart(client):
    recommendation = RecommendationFactory(item=5)
    ResponseFactory(recommendation=recommendation, date=None)
    judge(recommendation, "ngo", "regressed")

    page = client.get("/recommendations/khm-2/118.5/")

    assert ">no date</text>" in figure_in(page, "timeline")
    assert "no date known: supported" in figure_in(page, "timeline")


def test_the_time_line_tells_a_statement_in_the_dialogue_from_a_position(client):
    recommendation = RecommendationFactory(item=5)
    ResponseFactory(recommendation=recommendation, kind="dialogue", position="pending", comment="Under way.")
    ResponseFactory(recommendation=recommendation, position="supported")

    [state] = events_of(picture(client, "/recommendations/khm-2/118.5/", "timeline")).values()

    assert sorted(key for _day, key in state) == ["info", "supported"]


def test_the_time_line_shows_where_organisations_differ_now_and_not_what_one_said_before(client):
    recommendation = RecommendationFactory(item=5)
    ResponseFactory(recommendation=recommendation)
    judge(recommendation, "ngo", "regressed")
    say_again(recommendation, "ngo", "in-progress")
    agreeing = picture(client, "/recommendations/khm-2/118.5/", "timeline")
    judge(recommendation, "ministry", "implemented")
    differing = picture(client, "/recommendations/khm-2/118.5/", "timeline")

    assert not agreeing.differences
    assert [event.key for event in agreeing.actors[1].events] == ["regressed", "in-progress"]
    assert len(differing.differences) == 1
    assert sorted(e.key for actor in differing.actors for e in actor.events if e.differs) == [
        "implemented",
        "in-progress",
    ]


def test_every_sign_of_the_time_line_leads_to_what_it_stands_for(client, corpus):
    page = client.get("/recommendations/khm-1/118.1/")
    found = {link for link in links(figure_in(page, "timeline")) if link.startswith("#")}

    assert len(found) == 6  # State, two positions or more, two organisations, where they differ
    for link in found:
        assert page.content.decode().count(f'id="{link[1:]}"') == 1


def test_one_statement_alone_makes_no_time_line(client):
    ResponseFactory(recommendation=RecommendationFactory(item=5))

    assert not client.get("/recommendations/khm-2/118.5/").context["pictures"]
    assert client.get("/recommendations/khm-2/118.5/?picture=timeline&as=svg").status_code == 404


@pytest.mark.parametrize(("address", "name"), PICTURES)
def test_each_is_a_picture_and_a_table_to_take_away(client, corpus, address, name):
    page = client.get(address)
    drawn = client.get(address, {"picture": name, "as": "svg"})
    written = client.get(address, {"picture": name, "as": "csv"})

    assert f'href="?picture={name}&amp;as=svg"' in figure_in(page, name)
    assert f'href="?picture={name}&amp;as=csv"' in figure_in(page, name)
    title = ElementTree.fromstring(drawn.content)[0].text  # noqa: S314 - our own document
    assert title == str(page.context["pictures"][name].title)
    rows = list(csv.reader(StringIO(written.content.decode("utf-8-sig"))))
    assert len(rows) == 1 + len(page.context["pictures"][name].table.rows)


def test_a_picture_says_its_unit_and_tells_itself_in_words(client, corpus):
    figure = figure_in(client.get("/"), "assessors")

    assert '<span class="note">recommendations (numbered items)</span>' in figure
    assert 'id="assessors-facts">recommendations (numbered items). ' in figure


def test_without_numbers_the_front_page_says_why_there_is_no_picture(client):
    RecommendationFactory()

    page = client.get("/").content.decode()

    assert "Of none of these recommendations is it known which States asked." in page
    assert "No organisation has published an assessment yet." in page
    assert "All organisations" not in page


def test_the_front_page_shows_five_organisations_and_leads_to_all(client, corpus):
    for number in range(6):
        judge(Recommendation.objects.get(item=2), f"organisation-{number}", "in-progress")

    page = client.get("/")

    assert len(page.context["pictures"]["assessors"].rows) == 5
    way = "/compare/?row=assessed_by&column=judged&state_under_review=KHM"
    assert way in links(page.content.decode())
    assert client.get(way).status_code == 200


@pytest.mark.parametrize("address", sorted({address for address, _name in PICTURES}))
def test_more_rows_take_no_more_queries(client, corpus, address):
    def count():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(address)
        return len(queries)

    client.get(address)
    before = count()
    first = Recommendation.objects.get(item=1)
    for number in range(3):
        ClauseFactory(recommendation=first, states=[StateFactory()])
        judge(first, f"organisation-{number}", "in-progress")
        ResponseFactory(recommendation=first, paragraph=str(number))
        RecommendationFactory(review=first.review, item=20 + number, themes=list(first.themes.all()))

    assert count() == before


def test_the_front_page_stays_light(client, corpus):
    """With five groups, five cycles, twelve areas, and five organisations that give every judgement."""
    for number in range(3):
        ReviewFactory(cycle=CycleFactory(number=number + 3))
        group = RegionalGroupFactory(name=f"States of a regional group with a usual name {number}")
        for position in Position.values:
            RecommendationFactory(
                item=100 + number,
                review__cycle__number=number + 3,
                states=[StateFactory(regional_group=group)],
                position=position,
                themes=[ThemeFactory(name=f"Rights of an area of themes {number} {position}")],
            )
            number += 10
    judged = Recommendation.objects.order_by("pk")[: len(ImplementationStatus)]
    for number in range(5):
        for recommendation, status in zip(judged, ImplementationStatus.values, strict=True):
            judge(recommendation, f"organisation-{number}", status)

    page = client.get("/")
    sent = client.get("/", headers={"accept-encoding": "gzip"})

    assert len(counts_of(page.context["pictures"]["assessors"])) == 5 * (len(ImplementationStatus) + 1)
    assert len(page.content) < 100_000
    assert len(sent.content) < 20_000
