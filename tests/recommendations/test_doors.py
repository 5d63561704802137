"""The doors agree: page, API, statistics, table and file answer one question with one number."""

import csv
import io
import re
from urllib.parse import urlsplit

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recommendations.dimensions import DIMENSIONS, Unit
from recommendations.statistics import CROSSED
from tests.recommendations.questions import ask, make_corpus, selections, texts, write_query

pytestmark = pytest.mark.django_db

crossings = st.lists(
    st.sampled_from(CROSSED), min_size=2, max_size=2, unique_by=lambda name: DIMENSIONS[name].parameter
)


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    max_examples=15,
    deadline=None,
    derandomize=True,
)
@given(
    selection=selections(),
    text=texts(),
    all_of=st.lists(st.sampled_from(["theme", "state"]), max_size=1),
    crossed=crossings,
    data=st.data(),
)
def test_all_doors_give_the_same_numbers(corpus, selection, text, all_of, crossed, data):
    client = Client()
    query = write_query(selection, text, all_of)
    query = query.replace("q=&", "").removesuffix("q=")
    on_page = page_counts(client, query)

    assert client.get(f"/api/v1/recommendations/?{query}").json()["count"] == on_page[Unit.RECOMMENDATIONS]
    assert len(rows_of_file(client, f"/recommendations/export.csv?{query}")) == on_page[Unit.RECOMMENDATIONS]
    row, column = crossed
    for unit in Unit:
        asked = f"row={row}&column={column}&unit={unit.value}&{query}"
        answer = client.get(f"/api/v1/statistics/?{asked}").json()
        assert answer["total"] == on_page[unit]
        # The line of totals comes first in the file of the page that compares.
        in_file = rows_of_file(client, f"/compare/export.csv?{asked}")
        assert [int(line[1]) for line in in_file] == [
            answer["total"],
            *(heading["count"] for heading in answer["rows"]),
        ]
        if answer["cells"]:
            cell = data.draw(st.sampled_from(answer["cells"]))
            there = urlsplit(cell["url"]).query
            assert page_counts(client, there)[unit] == cell["count"], there
            if unit == Unit.RECOMMENDATIONS:
                assert client.get(cell["url"]).json()["count"] == cell["count"]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("free", 6),
        ("LAND", 1),
        ("elections OR land", 2),
        ("élec*", 1),
        ('"free 4"', 1),
        ('fre* -"free 4"', 5),
        ('"free', 6),
        ("OR free OR", 6),
        ("118.4", 1),
    ],
)
def test_all_doors_take_the_same_words(corpus, text, count):
    client, query = Client(), write_query({}, text)

    assert ask(query).qs.count() == count
    assert page_counts(client, query)[Unit.RECOMMENDATIONS] == count
    assert client.get(f"/api/v1/recommendations/?{query}").json()["count"] == count
    assert client.get(f"/api/v1/statistics/?row=cycle&column=position&{query}").json()["total"] == count
    assert len(rows_of_file(client, f"/recommendations/export.csv?{query}")) == count


@pytest.fixture
def corpus():
    make_corpus()


def page_counts(client: Client, query: str) -> dict[Unit, int]:
    """What the page of recommendations prints as its numbers, in both units."""
    body = client.get(f"/recommendations/?{query}", follow=True).content.decode()
    results = body.partition('id="results"')[2]
    words = " ".join(re.sub(r"<[^>]+>", " ", results).split())
    return {
        unit: int(re.search(rf"(\d+) {unit.value.removesuffix('s')}s?\b", words)[1])  # type: ignore[index]
        for unit in Unit
    }


def rows_of_file(client: Client, address: str) -> list[list[str]]:
    """The rows of a file below its head."""
    answer = client.get(address)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))[1:]
