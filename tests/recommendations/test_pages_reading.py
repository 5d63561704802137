"""The page of one recommendation."""

import datetime

import pytest

from recommendations.implementation import publication
from recommendations.implementation.models import MembershipRole, Visibility
from tests.factories import (
    AffectedGroupTagFactory,
    AssessmentFactory,
    ClauseFactory,
    DocumentFactory,
    EvidenceFactory,
    GoalTagFactory,
    MembershipFactory,
    OrganisationFactory,
    RecommendationFactory,
    RecurrenceFactory,
    ResponseFactory,
    StateFactory,
    ThemeFactory,
    ThemeTagFactory,
    UserFactory,
)
from tests.recommendations.test_pages_recorded import recorded

pytestmark = pytest.mark.django_db

ADDRESS = "/recommendations/khm-2/118.5/"


@pytest.fixture
def portugal():
    return StateFactory(code="PRT", code2="PT", name="Portugal")


@pytest.fixture
def recommendation(portugal):
    return RecommendationFactory(
        item=5,
        text="Ensure education to all children (Portugal)",
        summary="Give every child education.",
        page=14,
        states=[portugal],
    )


def main_of(response):
    return response.content.decode().partition("<main")[2]


def published(recommendation, **fields):
    """Publish an assessment by the way that organisations publish theirs."""
    organisation = fields.pop("organisation", None) or OrganisationFactory()
    publisher = MembershipFactory(organisation=organisation, role=MembershipRole.PUBLISHER).user
    assessment = AssessmentFactory(
        recommendation=recommendation, organisation=organisation, author=publisher, **fields
    )
    evidence = [
        EvidenceFactory(assessment=assessment, title="Public law", excerpt="Article 4"),
        EvidenceFactory(
            assessment=assessment,
            title="Secret notes",
            excerpt="hidden words",
            url="https://example.org/secret",
            visibility=Visibility.RESTRICTED,
        ),
    ]
    # The author is the only member of the organisation, and may publish alone.
    publication.submit(assessment, by=publisher)
    publication.publish(assessment, by=publisher)
    return assessment, evidence


def test_it_shows_official_wording_and_summary_each_by_its_name(client, recommendation):
    page = main_of(client.get(ADDRESS))

    assert page.index("Official wording") < page.index("Ensure education to all children (Portugal)")
    assert page.index("Summary in our own words") < page.index("Give every child education.")
    assert "A/HRC/26/16" in page
    assert "page 14 of the file" in page


def test_the_wording_as_printed_is_beside_it_where_more_than_its_lines_differ(client, recommendation):
    def printed(words):
        type(recommendation).objects.update(text_as_printed=words)
        return main_of(client.get(ADDRESS))

    lines = "Ensure edu-\ncation to all\nchildren (Portugal);"

    assert "As printed" not in main_of(client.get(ADDRESS))
    assert "As printed" not in printed(lines)
    assert "Ensure educatoin to all<br>children (Portugal)" in printed(
        "Ensure educatoin to all\nchildren (Portugal)"
    )
    assert "&lt;b&gt;" in printed("<b>Ensure</b> education")


def test_a_summary_alone_says_that_it_is_not_to_be_quoted(client):
    RecommendationFactory(item=5, summary="Give every child education.")

    page = client.get(ADDRESS).content.decode()

    assert "Official wording" not in page
    assert "The official wording has not been loaded." in page


def test_a_recommendation_without_a_number_says_so(client):
    RecommendationFactory(paragraph=None, item=3)

    page = client.get("/recommendations/khm-2/u3/").content.decode()

    assert "Recommendation without a known number" in page
    assert "u3 is a number of ours" in page


def test_a_summary_says_from_which_document_it_is_and_what_that_leaves_unclear(client):
    RecommendationFactory(
        paragraph=None,
        item=3,
        summary_source=DocumentFactory(
            symbol="account", title="An account", kind="ngo-report", url="https://example.org/account"
        ),
        summary_place="paragraph 6",
        note="The account does not say who asked.",
    )

    page = main_of(client.get("/recommendations/khm-2/u3/"))
    assert '<a href="https://example.org/account" rel="nofollow noopener">An account</a>, paragraph 6' in page
    assert "The account does not say who asked." in page


def test_a_summary_that_a_file_brought_is_not_said_to_be_from_our_source(client):
    RecommendationFactory(item=5, summary_source=DocumentFactory(), sources={"summary": "spreadsheet"})

    assert "Summary made from" not in main_of(client.get(ADDRESS))


@pytest.mark.parametrize(("source", "told"), [(None, True), ("person", True), ("upr-info", False)])
def test_the_action_category_says_which_rule_gave_it(client, source, told):
    RecommendationFactory(
        item=5,
        action_category=5,
        action_rule="judged",
        action_verb="see to",
        action_reason="the law is named",
        sources={"action_category": source} if source else {},
    )

    page = main_of(client.get(ADDRESS))

    assert ("Judged by a person, as no rule decides (the law is named): “see to”" in page) == told


def test_what_was_said_in_the_dialogue_is_told_apart_from_a_position(client, recommendation):
    ResponseFactory(
        recommendation=recommendation, kind="dialogue", position="pending", comment="Schools are free."
    )

    page = main_of(client.get(ADDRESS))

    assert "statement in the dialogue, which takes no position; in our words:" in page
    assert "Schools are free." in page


def test_it_shows_each_clause_with_its_states(client, recommendation, portugal):
    recommendation.clauses.update(text="Ensure education")
    ClauseFactory(
        recommendation=recommendation,
        text="Sign the Protocol",
        states=[StateFactory(code="EGY", code2="EG", name="Egypt")],
    )

    page = client.get(ADDRESS).content.decode()

    assert page.index("Portugal</a>") < page.index("Sign the Protocol") < page.index('/states/EGY/">Egypt')


def test_it_tells_the_history_of_the_position_with_its_sources(client, recommendation):
    ResponseFactory(recommendation=recommendation, position="supported", paragraph="118")
    ResponseFactory(
        recommendation=recommendation,
        position="noted",
        date=datetime.date(2014, 6, 26),
        document=DocumentFactory(symbol="A/HRC/26/16/Add.1", kind="addendum"),
        paragraph="7",
        stated_as="rejected",
        comment="It cannot be supported <now>.",
    )

    page = client.get(ADDRESS).content.decode()

    history = page[page.index("Position of the State") :]
    places = [
        history.index(words)
        for words in (
            "31 January 2014",
            "supported",
            "paragraph 118",
            "26 June 2014",
            "position now",
            "in the State's words: “rejected”",
            "&lt;now&gt;",
            "A/HRC/26/16/Add.1",
            "paragraph 7",
        )
    ]
    assert places == sorted(places)


def test_tags_name_their_source(client, recommendation):
    ThemeTagFactory(
        recommendation=recommendation, theme=ThemeFactory(name="Right to education"), source="rule"
    )
    AffectedGroupTagFactory(recommendation=recommendation, source="thematic-list")
    GoalTagFactory(recommendation=recommendation, source="person")

    page = client.get(ADDRESS).content.decode()

    for words in (
        "Right to education",
        "source: a rule",
        "source: thematic list of OHCHR",
        "source: a person",
    ):
        assert words in page


def test_published_assessments_stand_beside_each_other_by_organisation(client, recommendation):
    published(
        recommendation,
        organisation=OrganisationFactory(name="Ministry"),
        status="implemented",
        narrative="The law is in force.",
    )
    published(
        recommendation,
        organisation=OrganisationFactory(name="League"),
        status="not-implemented",
        narrative="Nobody applies it.",
    )

    before, _, page = client.get(ADDRESS).content.decode().partition('id="assessments"')

    assert "assessors differ" in before
    assert page.index("League") < page.index("Nobody applies it.") < page.index("Ministry")
    assert page.index("Ministry") < page.index("The law is in force.")
    assert "Evidence considered up to 1 May 2024" in page


def test_the_earlier_judgement_of_an_organisation_stays_readable(client, recommendation):
    league = OrganisationFactory(name="League")
    published(recommendation, organisation=league, narrative="Nothing yet.")
    member = league.members.first()
    second = AssessmentFactory(
        recommendation=recommendation, organisation=league, author=member, narrative="A law at last."
    )
    publication.submit(second, by=member)
    publication.publish(second, by=member)

    page = client.get(ADDRESS).content.decode()

    assert page.index("A law at last.") < page.index("1 earlier assessment") < page.index("Nothing yet.")


def test_restricted_evidence_is_shown_to_nobody_here(client, recommendation):
    assessment, _ = published(recommendation)

    for reader in (None, assessment.author):
        if reader:
            client.force_login(reader)
        page = client.get(ADDRESS).content.decode()
        assert "Public law" in page
        assert "Secret notes" not in page
        assert "hidden words" not in page
        assert "example.org/secret" not in page


@pytest.mark.parametrize("path", [ADDRESS, "/"])
def test_drafts_and_people_are_not_shown(client, recommendation, path):
    draft = AssessmentFactory(recommendation=recommendation, narrative="Not for the public")
    assessment, _ = published(recommendation, narrative="For the public")

    page = client.get(path).content.decode()

    assert "Not for the public" not in page
    for person in (draft.author, assessment.author, assessment.publisher):
        assert person.email not in page
    assert "@example.org" not in page


def test_narratives_and_evidence_are_text_and_never_markup(client, recommendation):
    published(recommendation, narrative="<img src=x onerror=alert(1)>")

    page = client.get(ADDRESS).content.decode()

    assert "<img" not in page
    assert "&lt;img" in page


def test_it_can_be_cited_and_linked(client, recommendation):
    page = client.get(ADDRESS)

    assert page.context["citation"] == (
        "Recommendation 118.5 to Cambodia (Portugal), Universal Periodic Review, cycle 2, A/HRC/26/16. "
        "UPR Tracker, http://testserver/recommendations/khm-2/118.5/"
    )
    text = page.content.decode()
    assert '<link rel="canonical" href="http://testserver/recommendations/khm-2/118.5/">' in text


def test_its_link_to_json_leads_to_the_same_recommendation(client, recommendation):
    page = client.get(ADDRESS).content.decode()
    address = "/api/v1/recommendations/khm-2/118.5/"

    assert f'href="{address}"' in page
    assert client.get(address).json()["number"] == "118.5"


def test_members_of_organisations_can_log_an_assessment_and_others_cannot(client, recommendation):
    link = "/workspace/assessments/new/khm-2/118.5/"

    assert link not in client.get(ADDRESS).content.decode()
    client.force_login(UserFactory())
    assert link not in client.get(ADDRESS).content.decode()
    client.force_login(MembershipFactory().user)
    assert link in client.get(ADDRESS).content.decode()


def test_it_leads_to_its_neighbours_by_number(client, recommendation):
    for item in (4, 10):
        RecommendationFactory(item=item)

    page = client.get(ADDRESS)

    assert page.context["previous"].number == "118.4"
    assert page.context["next"].number == "118.10"


@pytest.mark.parametrize(
    "address", ["khm-2/118.6/", "khm-9/118.5/", "khm-2/x/", "fra-2/118.5/", "khm-2/%00/"]
)
def test_what_is_not_there_is_not_found(client, recommendation, address):
    page = client.get(f"/recommendations/{address}")

    assert page.status_code == 404
    assert "There is nothing at this address" in page.content.decode()


def test_it_takes_at_most_fifteen_queries(client, recommendation, django_assert_max_num_queries):
    for _ in range(3):
        published(recommendation)
        ClauseFactory(recommendation=recommendation, states=[StateFactory()])
        ThemeTagFactory(recommendation=recommendation)
        AffectedGroupTagFactory(recommendation=recommendation)
    GoalTagFactory(recommendation=recommendation)
    recorded(recommendation)
    for number in range(3):
        RecurrenceFactory(earlier=recommendation)
        RecurrenceFactory(later=recommendation, earlier__review__cycle__number=1)
        ResponseFactory(recommendation=recommendation, paragraph=str(number))
    client.force_login(MembershipFactory().user)

    with django_assert_max_num_queries(15):
        client.get(ADDRESS)
