"""What holds for every resource of the API: addresses, errors, paging, the OpenAPI document."""

import json
import re
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import get_resolver
from openapi_spec_validator import validate

from recommendations.filters import RecommendationFilter
from recommendations.implementation import tokens
from recommendations.importing.api.access import IsDataManager
from recommendations.importing.models import Choice, Question
from reviews.models import Document
from tests.factories import (
    ImportFactory,
    ImportProblemFactory,
    PlannedChangeFactory,
    RecommendationFactory,
    StateFactory,
    UserFactory,
)
from upr_tracker.api import router

LISTS = [
    f"/api/v1/{prefix}/"
    for prefix, viewset, _name in router.registry
    if IsDataManager not in viewset.permission_classes
]
IMPORTS = "/api/v1/imports/"
PARTS = ["changes", "problems", "choices"]

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def schema():
    """The OpenAPI document. Making it asks nothing of the database."""
    return json.loads(Client().get("/api/v1/schema/", headers={"accept": "application/json"}).content)


@pytest.fixture
def token():
    """The header of a data manager's program."""
    return {"authorization": f"Token {tokens.create(owner=UserFactory(data_manager=True, password=None))}"}


def mistakes(response):
    """The parameters that an answer of 400 names."""
    assert response.status_code == 400
    assert response.json()["type"] == "validation_error"
    return {error["attr"]: error["detail"] for error in response.json()["errors"]}


class TestReading:
    def test_the_root_lists_the_resources_with_addresses_that_answer(self, client):
        resources = client.get("/api/v1/").json()

        assert {"states", "reviews", "documents", "themes", "recommendations", "responses"} <= set(resources)
        assert {"organisations", "assessments"} <= set(resources)
        for name in ("imports", "imports/answers"):
            assert client.get(resources.pop(name)).status_code == 401
        for address in resources.values():
            assert client.get(address).status_code == 200

    @pytest.mark.parametrize("address", LISTS)
    def test_a_list_answers_without_a_token_in_pages(self, client, address):
        answer = client.get(address).json()

        assert list(answer) == ["count", "next", "previous", "results"]

    @pytest.mark.parametrize("address", LISTS)
    def test_head_and_options_are_answered(self, client, address):
        assert client.head(address).status_code == 200
        assert client.options(address).status_code == 200

    def test_only_json_is_served(self, client):
        answer = client.get("/api/v1/states/", headers={"accept": "text/html,*/*;q=0.8"})

        assert answer["Content-Type"] == "application/json"

    def test_other_origins_are_not_invited(self, client):
        answer = client.get("/api/v1/states/", headers={"origin": "https://example.org"})

        assert "Access-Control-Allow-Origin" not in answer


class TestPaging:
    @pytest.fixture(autouse=True)
    def documents(self):
        Document.objects.bulk_create(
            Document(symbol=f"A/{number:03}", kind="other", title="One of many") for number in range(501)
        )

    def ask(self, client, query=""):
        return client.get(f"/api/v1/documents/?{query}")

    def test_a_page_has_50_rows_and_leads_to_the_next(self, client):
        first = self.ask(client).json()
        second = client.get(first["next"]).json()

        assert first["count"] == 501
        assert [len(page["results"]) for page in (first, second)] == [50, 50]
        assert first["results"][-1]["symbol"] == "A/049"
        assert second["results"][0]["symbol"] == "A/050"
        assert client.get(second["previous"]).json() == first

    def test_a_page_has_500_rows_at_most(self, client):
        assert len(self.ask(client, "page_size=100000").json()["results"]) == 500

    @pytest.mark.parametrize("name", ["page", "page_size"])
    @pytest.mark.parametrize("value", ["", "x", "0", "-1", "1.5", "²", "%00"])
    def test_a_number_that_is_none_is_named(self, client, name, value):
        assert set(mistakes(self.ask(client, f"{name}={value}"))) == {name}

    def test_a_page_after_the_last_is_not_found(self, client):
        assert self.ask(client, "page=12").status_code == 404
        assert self.ask(client, f"page={'9' * 5000}").status_code == 404


class TestErrors:
    @pytest.mark.parametrize("address", LISTS)
    def test_a_parameter_that_does_not_exist_is_named(self, client, address):
        assert "“colour”" in mistakes(client.get(f"{address}?colour=red"))["colour"]

    def test_a_misspelt_parameter_is_told_how_it_is_spelt(self, client):
        answer = client.get("/api/v1/recommendations/?positon=noted")

        assert mistakes(answer)["positon"].endswith("Did you mean “position”?")

    def test_one_resource_takes_no_parameters(self, client):
        recommendation = RecommendationFactory()

        answer = client.get(f"/api/v1/recommendations/khm-2/{recommendation.number}/?position=noted")

        assert mistakes(answer)["position"].endswith("this address takes none.")

    def test_every_filter_of_every_list_names_a_value_that_it_does_not_know(self, client, schema, token):
        tried = 0
        for address in [*LISTS, IMPORTS]:
            for parameter in schema["paths"][address]["get"]["parameters"]:
                name = parameter["name"]
                for value in ["%00"] if name == "q" else ["nowhere", "%00"]:  # any words may be looked for
                    assert name in mistakes(client.get(f"{address}?{name}={value}", headers=token))
                tried += 1
        assert tried > 30

    @pytest.mark.parametrize(
        "address",
        [
            "/api/",
            "/api/v1/nothing/",
            "/api/v2/states/",
            "/api/v1/states/XXX/",
            "/api/v1/states/%00%00%00/",
            "/api/v1/reviews/khm-9/",
            "/api/v1/documents/A/HRC/0/0/",
            "/api/v1/documents/%00/",
            "/api/v1/themes/nothing/",
            "/api/v1/recommendations/khm-2/1.1/",
            "/api/v1/recommendations/khm-2/",
            "/api/v1/responses/1/",
            "/api/v1/organisations/%00/",
        ],
    )
    @pytest.mark.parametrize("method", ["get", "post"])
    def test_what_is_not_there_is_not_found_in_the_same_shape(self, client, address, method):
        answer = getattr(client, method)(address)

        assert answer.status_code in ({404} if method == "get" else {401, 404})
        assert answer.json()["type"] == "client_error"
        assert list(answer.json()["errors"][0]) == ["code", "detail", "attr"]

    def test_a_forgotten_slash_is_added(self, client):
        assert client.get("/api/v1/states", follow=True).redirect_chain == [("/api/v1/states/", 301)]

    @pytest.mark.parametrize(
        ("authorization", "status", "code"),
        [
            (None, 401, "not_authenticated"),
            ("Token nonsense", 401, "authentication_failed"),
            ("Token", 401, "authentication_failed"),
        ],
    )
    def test_writing_without_a_valid_token_is_refused(self, client, authorization, status, code):
        headers = {"authorization": authorization} if authorization else {}

        answer = client.post("/api/v1/states/", headers=headers)

        assert answer.status_code == status
        assert answer["WWW-Authenticate"] == "Token"
        assert answer.json()["errors"][0]["code"] == code

    @pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
    def test_a_list_that_is_only_read_refuses_other_methods(self, client, method):
        token = tokens.create(owner=UserFactory(password=None))

        answer = getattr(client, method)("/api/v1/states/", headers={"authorization": f"Token {token}"})

        assert answer.status_code == 405
        assert answer.json()["errors"][0]["code"] == "method_not_allowed"

    def test_a_session_of_the_site_is_no_token(self, client):
        client.force_login(UserFactory(administrator=True, password=None))

        assert client.post("/api/v1/states/").status_code == 401


class TestOpenAPI:
    def test_the_command_has_nothing_to_complain_of(self):
        complaints = StringIO()

        call_command("spectacular", "--validate", "--fail-on-warn", stdout=StringIO(), stderr=complaints)

        assert complaints.getvalue() == ""

    def test_the_document_is_valid(self, schema):
        validate(schema)

    def test_every_operation_parameter_and_field_of_ours_says_what_it_is(self, schema):
        missing = []
        for address, operations in schema["paths"].items():
            for method, operation in operations.items():
                missing += [
                    f"{method} {address}: {key}"
                    for key in ("summary", "description")
                    if not operation.get(key)
                ]
                missing += [
                    f"{method} {address}: {parameter['name']}"
                    for parameter in operation.get("parameters", [])
                    if parameter["in"] == "query" and not parameter.get("description")
                ]
        assert missing == []

    def test_every_filter_of_the_page_is_a_parameter_of_the_list(self, schema):
        parameters = schema["paths"]["/api/v1/recommendations/"]["get"]["parameters"]

        assert {parameter["name"] for parameter in parameters} == {
            *RecommendationFilter.base_filters,
            "page",
            "page_size",
        }
        for parameter in parameters:
            schema = parameter["schema"]
            assert schema["type"] in {"string", "integer"} or schema["items"]["type"] == "string"

    def test_every_list_has_a_filter(self, schema):
        for address in [*LISTS, IMPORTS, *(f"{IMPORTS}{{import_id}}/{part}/" for part in PARTS)]:
            names = {parameter["name"] for parameter in schema["paths"][address]["get"]["parameters"]}
            assert names - {"page", "page_size", "cursor", "import_id"}, address

    def test_the_errors_that_are_sent_are_the_errors_described(self, client, schema):
        described = schema["components"]["schemas"]
        sent = client.get("/api/v1/recommendations/?position=accepted").json()

        assert set(sent) == set(described["Errors"]["properties"])
        assert set(sent["errors"][0]) == set(described["Error"]["properties"])

    @pytest.mark.parametrize("address", LISTS)
    def test_rows_have_the_fields_described(self, client, schema, address):
        RecommendationFactory(position="noted", states=[StateFactory()])

        for answered in client.get(address).json()["results"]:
            assert list(answered) == fields_of_rows(schema, address)

    def test_rows_of_imports_have_the_fields_described(self, client, schema, token):
        import_ = ImportFactory()
        PlannedChangeFactory(plan_of=import_)
        ImportProblemFactory(found_in=import_)
        choice = Choice.objects.create(kind="state", printed="Atlantis")
        Question.objects.create(asked_by=import_, choice=choice)

        for part in ["", *(f"{{import_id}}/{part}/" for part in PARTS)]:
            address = f"{IMPORTS}{part}"
            asked = client.get(address.replace("{import_id}", str(import_.pk)), headers=token)
            (answered,) = asked.json()["results"]
            assert list(answered) == fields_of_rows(schema, address)

    def test_imports_need_a_token_and_all_else_is_read_without(self, schema):
        for address, operations in schema["paths"].items():
            for method, operation in operations.items():
                public = method == "get" and not address.startswith(IMPORTS)
                assert ({} in operation.get("security", [{}])) == public, (method, address)

    def test_operations_on_imports_describe_their_errors(self, schema):
        errors = {"$ref": "#/components/schemas/Errors"}
        for address, operations in schema["paths"].items():
            for method, operation in operations.items() if address.startswith(IMPORTS) else ():
                described = {
                    code
                    for code, response in operation["responses"].items()
                    if response.get("content", {}).get("application/json", {}).get("schema") == errors
                }
                conflicts = {"409"} if method == "post" and address != IMPORTS else set()
                assert {"401", "403", "404"} | conflicts <= described, (method, address)
        assert {"400", "413", "507"} <= set(schema["paths"][IMPORTS]["post"]["responses"])


def fields_of_rows(schema, address):
    """The fields that rows of a list have, as the document describes it."""
    name = schema["paths"][address]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    page = schema["components"]["schemas"][name["$ref"].rpartition("/")[2]]
    row = page["properties"]["results"]["items"]["$ref"].rpartition("/")[2]
    return list(schema["components"]["schemas"][row]["properties"])


def components_in(schema, part):
    """The names of all components that a part of the document refers to, also by way of others."""
    found, unread = set(), [part]
    while unread:
        named = set(re.findall(r"#/components/schemas/(\w+)", json.dumps(unread.pop()))) - found
        found |= named
        unread += [schema["components"]["schemas"][name] for name in named]
    return found


def directives(answer):
    return {directive.strip() for directive in answer["Content-Security-Policy"].split(";")}


class TestDocumentation:
    def test_everything_on_the_page_comes_from_our_own_origin(self, client):
        page = client.get("/api/v1/docs/")

        assert page.status_code == 200
        assert 'href="http' not in page.content.decode()
        assert 'src="http' not in page.content.decode()

    def test_only_its_icons_need_more_than_the_policy_of_all_pages(self, client):
        page, other = (directives(client.get(address)) for address in ("/api/v1/docs/", "/api/v1/"))

        assert page - other == {"img-src 'self' data:"}
        assert other - page == {"img-src 'self'"}


def test_no_public_answer_holds_personal_data(schema):
    """People are not public: no field is about one, except where data managers alone may read."""
    public = {address: what for address, what in schema["paths"].items() if not address.startswith(IMPORTS)}
    fields = {
        name
        for component in components_in(schema, public)
        for name in schema["components"]["schemas"][component].get("properties", {})
    }

    assert {"narrative", "position", "detail"} <= fields
    assert not fields & {
        "email",
        "user",
        "author",
        "created_by",
        "owner",
        "username",
        "password",
        "applied_by",
    }


def test_addresses_of_the_api_have_names():
    names = {name for name in get_resolver().reverse_dict if isinstance(name, str) and name.startswith("api")}

    assert {"api", "api-schema", "api-docs", "api-recommendation-list", "api-recommendation-detail"} <= names
