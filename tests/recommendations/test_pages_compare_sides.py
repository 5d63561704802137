"""Two reviews or two themes side by side, and where assessors disagree."""

import re
from html import unescape

import pytest

from recommendations.comparing import points_between
from recommendations.models import Recommendation
from tests.factories import (
    RecommendationFactory,
    RecurrenceFactory,
    RegionalGroupFactory,
    ReviewFactory,
    StateFactory,
)
from tests.recommendations.questions import judge, make_corpus

pytestmark = pytest.mark.django_db

DISAGREEMENTS = "/compare/disagreements/"


@pytest.fixture
def corpus():
    make_corpus()


def main_of(response):
    return response.content.decode().partition("<main")[2]


class TestSideBySide:
    def test_two_reviews_are_compared_by_position_area_and_group(self, client, corpus):
        page = client.get("/compare/reviews/khm-1/khm-2/")

        tables = {
            table.name: [
                (pair.label, pair.left.count, pair.right.count, pair.difference) for pair in table.pairs
            ]
            for table in page.context["tables"]
        }
        assert tables == {
            "position": [("supported", 0, 1, "+25"), ("noted", 2, 1, "−75"), ("pending", 0, 2, "+50")],
            "theme_area": [("Women", 1, 2, "0"), ("Land", 1, 1, "−25")],
            "group": [("asia-pacific States", 0, 2, "+50"), ("weog States", 2, 2, "−50")],
        }

    def test_two_themes_are_compared_and_a_heading_takes_in_what_is_below_it(self, client, corpus):
        page = client.get("/compare/themes/women/land/")

        assert (page.context["left"].total, page.context["right"].total) == (3, 2)
        assert [table.name for table in page.context["tables"]] == ["position", "cycle", "group"]
        text = " ".join(re.sub(r"<[^>]+>", " ", main_of(page)).split())
        assert "1 recommendation is about both" in text

    @pytest.mark.parametrize("address", ["/compare/reviews/khm-2/khm-1/", "/compare/themes/land/violence/"])
    def test_every_number_leads_to_as_many_rows(self, client, corpus, address):
        page = client.get(address)

        links = re.findall(r'href="(/recommendations/\?[^"]*)"[^>]*>(\d+)</a>', main_of(page))
        assert len(links) > 10
        for there, printed in links:
            facets = client.get(unescape(there), follow=True).context["facets"]
            counted = facets.requests if "unit=requests" in there else facets.total
            assert counted == int(printed), there

    def test_what_was_asked_again_is_counted_and_listed(self, client, corpus):
        one, two, three, four, *_ = Recommendation.objects.order_by("item")
        for later, earlier in ((three, one), (four, one), (four, two)):
            RecurrenceFactory(later=later, earlier=earlier, reason="Both ask it.")

        page = client.get("/compare/reviews/khm-2/khm-1/")

        assert (page.context["asked"], page.context["asking"], page.context["links"]) == (2, 2, 3)
        assert [(link.later.item, link.earlier.item) for link in page.context["page"]] == [
            (3, 1),
            (4, 1),
            (4, 2),
        ]
        assert main_of(page).count("Both ask it.") == 3
        assert client.get("/compare/reviews/khm-2/khm-1/?page=2").status_code == 404

    def test_reviews_that_have_nothing_in_common_say_so(self, client, corpus):
        assert "No recommendation of one is recorded" in main_of(client.get("/compare/reviews/khm-1/khm-2/"))

    def test_a_review_without_recommendations_has_no_shares(self, client, corpus):
        ReviewFactory(state_under_review=StateFactory(code="LAO", name="Laos"), cycle__number=3)

        page = client.get("/compare/reviews/khm-1/lao-3/")

        assert {pair.difference for table in page.context["tables"] for pair in table.pairs} == {"–"}

    @pytest.mark.parametrize("kind", ["reviews", "themes"])
    def test_two_are_chosen_in_a_form(self, client, corpus, kind):
        one, other = {"reviews": ("khm-1", "khm-2"), "themes": ("women", "land")}[kind]

        assert f'<option value="{other}">' in main_of(client.get(f"/compare/{kind}/"))
        answer = client.get(f"/compare/{kind}/?one={one}&other={other}")
        assert answer["Location"] == f"/compare/{kind}/{one}/{other}/"

    def test_the_same_twice_is_refused_with_the_form(self, client, corpus):
        page = client.get("/compare/reviews/khm-1/khm-1/", follow=True)

        assert page.redirect_chain == [("/compare/reviews/?one=khm-1&other=khm-1", 302)]
        assert page.status_code == 400
        assert "This is the same. Choose another one." in main_of(page)

    @pytest.mark.parametrize(
        "address", ["reviews/khm-1/khm-9/", "themes/land/none/", "states/FRA/ESP/", "states/"]
    )
    def test_what_is_not_there_is_not_found(self, client, corpus, address):
        assert client.get(f"/compare/{address}").status_code == 404

    @pytest.mark.parametrize("address", ["/compare/reviews/khm-1/khm-2/", "/compare/themes/women/land/"])
    def test_they_take_a_fixed_number_of_queries(
        self, client, corpus, django_assert_max_num_queries, address
    ):
        one, _two, three, *_ = Recommendation.objects.order_by("item")
        for item in range(30, 50):
            RecurrenceFactory(
                later=RecommendationFactory(review=three.review, item=item, states=[StateFactory()]),
                earlier=one,
            )
        with django_assert_max_num_queries(15):
            client.get(address)


class TestDisagreements:
    def test_they_are_listed_with_who_says_what_up_to_when(self, client, corpus):
        page = client.get(DISAGREEMENTS)

        [(entry, said)] = page.context["disagreements"]
        assert entry.recommendation.item == 1
        assert [(one.organisation.slug, one.status) for one in said] == [
            ("ministry", "implemented"),
            ("ngo", "regressed"),
        ]
        words = " ".join(re.sub(r"<[^>]+>", " ", main_of(page)).split())
        assert re.search(r"implemented up to \d+ \w+ \d{4}", words)

    def test_those_who_say_the_same_do_not_disagree(self, client, corpus):
        three = Recommendation.objects.get(item=3)
        judge(three, "ministry", "implemented")

        assert client.get(DISAGREEMENTS).context["total"] == 1

    def test_they_are_filtered_by_the_same_query(self, client, corpus):
        assert client.get(f"{DISAGREEMENTS}?cycle=1&theme=women").context["total"] == 1
        page = client.get(f"{DISAGREEMENTS}?cycle=2")
        assert page.context["total"] == 0
        assert "No disagreement fits these filters" in main_of(page)
        assert [chip.query_without for chip in page.context["chips"]] == [""]

    def test_nothing_published_says_so(self, client):
        assert "No disagreement is published" in main_of(client.get(DISAGREEMENTS))

    def test_what_is_not_known_is_named(self, client, corpus):
        page = client.get(f"{DISAGREEMENTS}?cycle=9")

        assert page.status_code == 400
        assert "“9” is not a known value." in main_of(page)

    def test_they_stand_on_pages_and_take_a_fixed_number_of_queries(
        self, client, corpus, django_assert_max_num_queries
    ):
        group = RegionalGroupFactory(slug="african")
        for item in range(30, 52):
            one = RecommendationFactory(
                review=ReviewFactory(), item=item, states=[StateFactory(regional_group=group)]
            )
            judge(one, "ministry", "implemented")
            judge(one, "ngo", "regressed")

        with django_assert_max_num_queries(15):
            first = client.get(DISAGREEMENTS)
        assert len(first.context["disagreements"]) == 20
        assert len(client.get(f"{DISAGREEMENTS}?page=2").context["disagreements"]) == 3
        assert client.get(f"{DISAGREEMENTS}?page=3").status_code == 404


def test_a_difference_is_told_in_points():
    assert points_between(1, 4, 3, 4) == "+50"
    assert points_between(3, 4, 1, 4) == "−50"
    assert points_between(1, 3, 2, 6) == "0"
    assert points_between(2, 31, 2, 42) == "−1"  # 6% and 5% stand beside it
    assert points_between(0, 0, 1, 4) == "–"
