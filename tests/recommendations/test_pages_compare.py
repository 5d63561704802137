"""Any two dimensions crossed, as a page and as a file."""

import csv
import io
import re
from html import unescape

import pytest
from defusedxml import ElementTree

from recommendations.statistics import CROSSED
from states.models import State
from tests.factories import (
    RecommendationFactory,
    ReviewFactory,
    StateFactory,
    ThemeFactory,
)
from tests.recommendations.questions import make_corpus

pytestmark = pytest.mark.django_db

COMPARE = "/compare/"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def corpus():
    make_corpus()


def main_of(response):
    return response.content.decode().partition("<main")[2]


def table_of(response):
    """The table as rows of words, the head first."""
    rows = re.findall(r"<tr.*?</tr>", main_of(response), re.DOTALL)
    return [
        [
            " ".join(unescape(re.sub(r"<[^>]+>", "", cell)).split())
            for cell in re.findall(r"<t[hd].*?</t[hd]>", row, re.DOTALL)
        ]
        for row in rows
    ]


def links_of(response):
    """Every number of the table that is a link: its address and what is printed."""
    body = main_of(response).partition("<table")[2]
    return [
        (unescape(address), printed)
        for address, printed in re.findall(r'href="(/recommendations/[^"]*)"[^>]*>([^<]+)</a>', body)
    ]


class TestCrossTable:
    def test_areas_by_cycles_come_first(self, client, corpus):
        page = client.get(COMPARE)

        assert page.status_code == 200
        head, totals, *rows = table_of(page)
        assert head[1:] == ["All ↕", "Cycle 1 (2008-2012)", "Cycle 2 (2013-2017)"]
        assert totals[1:] == ["6", "2", "4"]
        assert rows == [["Women", "3", "1", "2"], ["Land", "2", "1", "1"]]

    def test_any_two_are_crossed_under_any_filter(self, client, corpus):
        page = client.get(f"{COMPARE}?row=group&column=position&cycle=1&unit=requests")

        assert table_of(page)[1:] == [["All ↔", "4", "4"], ["weog States", "4", "4"]]

    @pytest.mark.parametrize("unit", ["recommendations", "requests"])
    def test_every_number_leads_to_as_many_rows(self, client, corpus, unit):
        page = client.get(
            f"{COMPARE}?row=state&column=theme&theme=women&theme=violence&group=weog&unit={unit}&all_of=theme",
            follow=True,
        )

        links = links_of(page)
        assert len(links) > 5
        for address, printed in links:
            assert "group=weog" in address
            assert "all_of=theme" in address
            assert ("unit=requests" in address) == (unit == "requests")
            list_ = client.get(address, follow=True)
            counts = list_.context["facets"]
            assert (counts.requests if unit == "requests" else counts.total) == int(printed), address

    def test_where_all_chosen_themes_are_asked_for_a_cell_keeps_them(self, client, corpus):
        page = client.get(f"{COMPARE}?row=theme&column=cycle&theme=land&theme=violence&all_of=theme")

        addresses = [address for address, _printed in links_of(page)]
        assert any("theme=land&theme=violence&cycle=2" in address for address in addresses)

    def test_per_cent_of_row_and_of_column(self, client, corpus):
        by_row = table_of(client.get(f"{COMPARE}?row=cycle&column=position&share=row"))
        by_column = table_of(client.get(f"{COMPARE}?row=cycle&column=position&share=column"))

        assert by_row[2:] == [
            ["Cycle 1 (2008-2012)", "2", "0%", "100%", "0%"],
            ["Cycle 2 (2013-2017)", "4", "25%", "25%", "50%"],
        ]
        assert by_column[3] == ["Cycle 2 (2013-2017)", "4", "100%", "33%", "100%"]

    def test_the_greatest_number_has_the_strongest_tint_and_none_has_none(self, client, corpus):
        body = main_of(client.get(f"{COMPARE}?row=cycle&column=position"))

        assert re.search(r'<td class="tint-5"><a [^>]+>2</a>', body)
        assert re.search(r'<td class="tint-3"><a [^>]+>1</a>', body)
        assert "<td>0</td>" in body

    def test_it_is_a_table_with_caption_unit_and_scopes(self, client, corpus):
        body = main_of(client.get(f"{COMPARE}?unit=requests"))

        assert "Requests (each clause once for each State)." in body
        assert body.count('scope="col"') == 2 + 2
        assert body.count('scope="row"') == 1 + 2
        assert re.search(
            r'class="table-scroll[^>]+role="region"[^>]+tabindex="0"[^>]+aria-label="Theme', body
        )

    def test_totals_that_are_no_sums_are_said_to_be_none(self, client, corpus):
        assert "is no sum" in main_of(client.get(COMPARE))
        assert "is no sum" not in main_of(client.get(f"{COMPARE}?row=cycle&column=position"))

    def test_rows_and_columns_are_sorted_by_their_totals(self, client, corpus):
        def asked(sort):
            table = table_of(client.get(f"{COMPARE}?row=state&column=position&sort={sort}", follow=True))
            return [row[0] for row in table[2:]], table[0][2:]

        by_name, as_usual = ["France", "Japan", "Spain"], ["supported", "noted", "pending"]
        by_total = ["France", "Spain", "Japan"]
        RecommendationFactory(
            review=ReviewFactory(),
            item=70,
            states=[State.objects.get(pk="ESP")],
            position="noted",
            summary="Once more",
        )
        assert asked("own") == (by_name, as_usual)
        assert asked("rows") == (by_total, as_usual)
        assert asked("columns") == (by_name, ["noted", "pending", "supported"])
        assert asked("both") == (by_total, ["noted", "pending", "supported"])

    def test_the_totals_lead_to_the_other_orders(self, client, corpus):
        plain, sorted_ = (
            client.get(f"{COMPARE}?row=state&column=cycle{more}") for more in ("", "&sort=rows")
        )

        assert 'href="/compare/?row=state&amp;column=cycle&amp;sort=rows"' in main_of(plain)
        assert "aria-sort" not in main_of(plain)
        assert 'href="/compare/?row=state&amp;column=cycle&amp;sort=both"' in main_of(sorted_)
        assert main_of(sorted_).count('aria-sort="descending"') == 1

    def test_rows_and_columns_can_be_swapped(self, client, corpus):
        page = client.get(f"{COMPARE}?row=state&column=cycle&position=noted&share=row")

        assert page.context["swapped"] == "row=cycle&column=state&position=noted&share=row"

    def test_filters_that_are_on_are_chips_that_are_taken_off_one_by_one(self, client, corpus):
        page = client.get(f"{COMPARE}?row=state&column=cycle&position=noted&theme=land&theme=women&q=free")

        assert [(str(chip.label), chip.words, chip.query_without) for chip in page.context["chips"]] == [
            ("Text", "“free”", "row=state&column=cycle&position=noted&theme=land&theme=women"),
            ("Theme", "Land", "row=state&column=cycle&position=noted&theme=women&q=free"),
            ("Theme", "Women", "row=state&column=cycle&position=noted&theme=land&q=free"),
            ("Position", "noted", "row=state&column=cycle&theme=land&theme=women&q=free"),
        ]

    def test_the_form_keeps_the_filters_and_offers_those_that_are_not_on(self, client, corpus):
        body = main_of(client.get(f"{COMPARE}?position=noted&row=state"))

        assert '<input type="hidden" name="position" value="noted">' in body
        assert '<option value="noted">noted</option>' not in body
        assert '<option value="supported">supported</option>' in body
        assert '<option value="state" selected>' in body

    def test_what_an_empty_form_sends_leads_to_the_short_address(self, client, corpus):
        answer = client.get(
            f"{COMPARE}?row=state&column=cycle&unit=recommendations&share=count&sort=own&q=&utm=x"
            "&position=noted&position=noted"
        )

        assert answer.status_code == 302
        assert answer["Location"] == "/compare/?row=state&column=cycle&position=noted"

    @pytest.mark.parametrize("pair", ["row=theme&column=theme_area", "row=cycle&column=cycle"])
    def test_what_one_filter_chooses_is_refused_with_a_choice(self, client, corpus, pair):
        page = client.get(f"{COMPARE}?{pair}&position=noted")

        assert page.status_code == 400
        assert "One filter chooses the rows and the columns" in main_of(page)
        row = pair.split("&")[0]
        assert f'href="/compare/?{row}&amp;column=state&amp;position=noted"' in main_of(page)
        assert len(page.context["instead"]) == len(CROSSED) - (2 if "theme" in pair else 1)

    @pytest.mark.parametrize(
        ("query", "told"),
        [
            ("row=colour", "Rows: “colour” is not a known value."),
            ("cycle=9", "Cycle: “9” is not a known value."),
            ("unit=pages&share=half&sort=up", "Order: “up” is not a known value."),
        ],
    )
    def test_what_is_not_known_is_named_and_the_rest_kept(self, client, corpus, query, told):
        page = client.get(f"{COMPARE}?{query}&position=noted")

        assert page.status_code == 400
        assert told in main_of(page)
        assert 'href="/compare/?position=noted"' in main_of(page)
        assert "<table" not in main_of(page)

    def test_nothing_to_count_says_so(self, client):
        assert "Choose other rows and columns." in main_of(client.get(COMPARE))

    def test_htmx_gets_the_part_that_changes_its_address_and_the_spoken_size(self, client, corpus):
        answer = client.get(f"{COMPARE}?row=cycle&column=position&unit=recommendations&q=", headers=HTMX)

        assert answer["HX-Push-Url"] == "/compare/?row=cycle&column=position"
        assert "<html" not in answer.content.decode()
        assert "Table of 2 rows and 3 columns; 6 counted" in " ".join(answer.content.decode().split())
        assert "HX-Request" in answer["Vary"]
        refused = client.get(f"{COMPARE}?row=cycle&column=cycle", headers=HTMX)
        assert refused.status_code == 200  # of an error htmx would show nothing

    def test_labels_are_text_and_never_markup(self, client):
        RecommendationFactory(themes=[ThemeFactory(name="<b>Land</b> & water")])

        body = main_of(client.get(COMPARE))

        assert "&lt;b&gt;Land&lt;/b&gt; &amp; water" in body
        assert "<b>Land" not in body

    def test_it_takes_a_fixed_number_of_queries(self, client, corpus, django_assert_max_num_queries):
        for item in range(30, 60):
            RecommendationFactory(
                review=ReviewFactory(), item=item, states=[StateFactory()], themes=[ThemeFactory()]
            )
        with django_assert_max_num_queries(12):
            client.get(f"{COMPARE}?row=state&column=theme&cycle=2&position=supported&share=row&sort=both")
        with django_assert_max_num_queries(8):
            client.get(f"{COMPARE}?row=state&column=theme&cycle=2", headers=HTMX)

    def test_the_masthead_leads_here_from_everywhere(self, client, corpus):
        for address in (COMPARE, "/compare/reviews/", "/compare/disagreements/"):
            head = client.get(address).content.decode().partition("<main")[0]
            assert re.search(r'href="/compare/"\s+aria-current="(page|true)"', head), address


class TestFile:
    def read(self, response):
        text = response.content.decode()
        assert text.startswith("\ufeff")
        return list(csv.reader(io.StringIO(text[1:])))

    def test_the_file_has_the_numbers_of_the_page(self, client, corpus):
        answer = client.get("/compare/export.csv?row=cycle&column=position&sort=rows")

        assert answer["Content-Disposition"] == 'attachment; filename="cycle-by-position.csv"'
        assert self.read(answer) == [
            ["Cycle / Position (recommendations)", "All (recommendations)", "supported", "noted", "pending"],
            ["All (recommendations)", "6", "1", "3", "2"],
            ["Cycle 2 (2013-2017)", "4", "1", "1", "2"],
            ["Cycle 1 (2008-2012)", "2", "0", "2", "0"],
        ]

    def test_shares_are_numbers_with_a_decimal(self, client, corpus):
        rows = self.read(client.get("/compare/export.csv?row=position&column=cycle&share=row&unit=requests"))

        assert rows[0][0] == "Position / Cycle (per cent of the row)"
        assert ["noted", "6", "66.7", "33.3"] in rows

    def test_cells_that_a_spreadsheet_would_run_are_made_harmless(self, client):
        RecommendationFactory(themes=[ThemeFactory(name="=1+1")])

        assert "'=1+1" in [row[0] for row in self.read(client.get("/compare/export.csv"))]

    def test_what_cannot_be_counted_leads_to_the_page_that_says_why(self, client):
        answer = client.get("/compare/export.csv?row=cycle&column=cycle", follow=True)

        assert answer.redirect_chain == [("/compare/?row=cycle&column=cycle", 302)]
        assert answer.status_code == 400

    def test_the_picture_has_the_numbers_of_the_page_and_leads_to_their_rows(self, client, corpus):
        query = "row=cycle&amp;column=position&amp;share=row"
        assert (
            f'href="/compare/export.svg?{query}"'
            in client.get(unescape(f"/compare/?{query}")).content.decode()
        )

        answer = client.get(unescape(f"/compare/export.svg?{query}"))

        assert answer["Content-Disposition"] == 'attachment; filename="cycle-by-position.svg"'
        picture = ElementTree.fromstring(answer.content)
        words = {text.strip() for text in picture.itertext()}
        assert {
            "Cycle by Position",
            "Per cent of the row",
            "Cycle 1 (2008-2012)",
            "supported",
            "100%",
            "25%",
        } <= words
        assert "http://testserver/recommendations/?cycle=1&amp;position=noted" in answer.content.decode()

    def test_what_is_too_wide_for_a_picture_has_none(self, client, corpus):
        StateFactory.create_batch(11)
        for state in State.objects.all():
            RecommendationFactory(states=[state])

        assert "export.svg" not in client.get("/compare/?row=cycle&column=state").content.decode()
        assert client.get("/compare/export.svg?row=cycle&column=state").status_code == 302
