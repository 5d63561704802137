"""Counts by one or two dimensions, as programs ask for them."""

import json

import pytest

from recommendations.dimensions import DIMENSIONS
from recommendations.filters import RecommendationFilter
from recommendations.statistics import CROSSED
from tests.factories import RecommendationFactory, ReviewFactory, StateFactory, ThemeFactory
from tests.recommendations.questions import make_corpus

pytestmark = pytest.mark.django_db

ADDRESS = "/api/v1/statistics/"


@pytest.fixture
def corpus():
    make_corpus()


def ask(client, query):
    answer = client.get(f"{ADDRESS}?{query}")
    assert answer.status_code == 200, answer.content
    return answer.json()


def mistakes(client, query):
    """The parameters that an answer of 400 names, and what is wrong with them."""
    answer = client.get(f"{ADDRESS}?{query}")
    assert answer.status_code == 400
    assert answer.json()["type"] == "validation_error"
    return {error["attr"]: error["detail"] for error in answer.json()["errors"]}


def test_two_dimensions_are_crossed(client, corpus):
    answer = ask(client, "row=cycle&column=position&state=JPN")

    assert answer == {
        "row": {"name": "cycle", "label": "Cycle", "filter": "cycle"},
        "column": {"name": "position", "label": "Position", "filter": "position"},
        "unit": "recommendations",
        "total": 2,
        "rows": [
            {
                "key": "2",
                "label": "Cycle 2 (2013-2017)",
                "count": 2,
                "url": "http://testserver/api/v1/recommendations/?state=JPN&cycle=2",
            }
        ],
        "columns": [
            {
                "key": key,
                "label": key,
                "count": 1,
                "url": f"http://testserver/api/v1/recommendations/?state=JPN&position={key}",
            }
            for key in ("supported", "noted")
        ],
        "cells": [
            {
                "row": "2",
                "column": key,
                "count": 1,
                "url": f"http://testserver/api/v1/recommendations/?state=JPN&cycle=2&position={key}",
            }
            for key in ("supported", "noted")
        ],
    }


def test_one_dimension_alone_is_counted(client, corpus):
    answer = ask(client, "row=theme")

    assert {row["key"]: row["count"] for row in answer["rows"]} == {"violence": 2, "land": 2}
    assert (answer["column"], answer["columns"], answer["cells"]) == (None, [], [])
    assert answer["total"] == 6


@pytest.mark.parametrize("name", CROSSED)
def test_every_dimension_can_be_counted_alone(client, corpus, name):
    answer = ask(client, f"row={name}")

    assert answer["row"]["name"] == name
    assert answer["rows"]
    for row in answer["rows"]:
        assert client.get(row["url"]).json()["count"] == row["count"]


def test_requests_are_the_other_unit(client, corpus):
    answer = ask(client, "row=group&unit=requests")

    assert answer["unit"] == "requests"
    assert {row["key"]: row["count"] for row in answer["rows"]} == {"weog": 6, "asia-pacific": 2}


@pytest.mark.parametrize(
    "query",
    [
        "row=theme_area&column=position&theme=women&theme=land&all_of=theme",
        "row=assessed_by&column=judged",
        "row=state&column=wording&q=free&group=weog",
        "row=goal&column=affected_group&assessed_by=ngo",
    ],
)
def test_every_cell_leads_to_the_list_of_exactly_these(client, corpus, query):
    answer = ask(client, query)

    assert answer["cells"]
    for cell in answer["cells"]:
        assert client.get(cell["url"]).json()["count"] == cell["count"], cell["url"]


def test_cells_that_are_zero_are_left_out(client, corpus):
    answer = ask(client, "row=cycle&column=position")

    assert [(cell["row"], cell["column"], cell["count"]) for cell in answer["cells"]] == [
        ("1", "noted", 2),
        ("2", "supported", 1),
        ("2", "noted", 1),
        ("2", "pending", 2),
    ]


@pytest.mark.parametrize(
    ("query", "name", "told"),
    [
        ("column=cycle", "row", "required"),
        ("row=colour", "row", "“colour” is not a known value. Known are: cycle, state_under_review, review,"),
        ("row=position_ever", "row", "“position_ever”"),
        ("row=cycle&column=colour", "column", "“colour”"),
        (
            "row=cycle&unit=pages",
            "unit",
            "“pages” is not a known value. Known are: recommendations, requests.",
        ),
        ("row=cycle&position=accepted", "position", "“accepted” is not a known value."),
        ("row=cycle&colour=red", "colour", "There is no parameter “colour”."),
        ("rows=cycle", "rows", "Did you mean “row”?"),
        ("row=cycle&page=2", "page", "There is no parameter “page”."),
        ("row=theme&column=theme_area", "column", "“theme_area” and “theme” are chosen by one filter"),
        ("row=cycle&column=cycle", "column", "chosen by one filter"),
        ("row=%00", "row", "not a known value"),
    ],
)
def test_what_is_not_known_is_an_error_that_names_it(client, corpus, query, name, told):
    assert told in mistakes(client, query)[name]


def test_it_is_described_with_every_filter_of_the_list(client):
    schema = json.loads(client.get("/api/v1/schema/", headers={"accept": "application/json"}).content)
    operation = schema["paths"][ADDRESS]["get"]
    parameters = {parameter["name"]: parameter for parameter in operation["parameters"]}

    assert set(parameters) == {*RecommendationFilter.base_filters, "row", "column", "unit"}
    assert parameters["row"]["required"]
    assert parameters["row"]["schema"]["enum"] == sorted(CROSSED)
    assert not parameters["column"].get("required")
    described = schema["components"]["schemas"]["Statistics"]
    assert set(described["properties"]) == set(described["required"])
    assert set(described["properties"]) == {"row", "column", "unit", "total", "rows", "columns", "cells"}
    assert "400" in operation["responses"]


def test_it_takes_a_fixed_number_of_queries(client, corpus, django_assert_max_num_queries):
    for item in range(30, 60):
        RecommendationFactory(
            review=ReviewFactory(), item=item, states=[StateFactory()], themes=[ThemeFactory()]
        )
    with django_assert_max_num_queries(8):
        assert len(ask(client, "row=state&column=theme&cycle=2&position=pending")["rows"]) > 20
    with django_assert_max_num_queries(8):
        ask(client, "row=state&theme=land")


def test_every_dimension_has_a_filter():
    assert {dimension.parameter for dimension in DIMENSIONS.values()} <= set(
        RecommendationFilter.base_filters
    )
