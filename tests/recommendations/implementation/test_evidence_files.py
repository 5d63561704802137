import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from recommendations.implementation.models import Stage
from tests.factories import EvidenceFactory, MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def build_file(build_assessment, settings, tmp_path):
    """Answer a function that keeps a file with an assessment at a stage."""
    settings.MEDIA_ROOT = tmp_path

    def build(stage="published", **fields):
        return EvidenceFactory(
            **{
                "assessment": build_assessment(stage),
                "title": 'Minutes of "the" council',
                "file": ContentFile(b"%PDF-1.7", name="0123.pdf"),
            }
            | fields
        )

    return build


def fetch(client, evidence):
    return client.get(reverse("evidence-file", args=[evidence.pk]))


def test_a_public_file_of_a_published_assessment_is_for_everybody(client, build_file):
    answer = fetch(client, build_file())

    assert answer.status_code == 200
    assert b"".join(answer.streaming_content) == b"%PDF-1.7"


def test_it_is_a_download_that_no_browser_runs(client, build_file):
    answer = fetch(client, build_file())

    assert answer["Content-Disposition"] == 'attachment; filename="minutes-of-the-council.pdf"'
    assert answer["Content-Type"] == "application/pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "no-store" in answer["Cache-Control"]
    answer.close()


@pytest.mark.parametrize("stage", Stage.values)
@pytest.mark.parametrize("visibility", ["public", "restricted"])
def test_members_have_every_file(client, ngo, build_file, stage, visibility):
    client.force_login(ngo.contributor)

    answer = fetch(client, build_file(stage, visibility=visibility))

    assert answer.status_code == 200
    answer.close()


@pytest.mark.parametrize(
    ("stage", "visibility"),
    [(stage, "public") for stage in Stage.values if stage != "published"] + [("published", "restricted")],
)
@pytest.mark.parametrize("stranger", ["anonymous", "elsewhere", "data manager", "administrator"])
def test_to_others_what_is_unpublished_or_restricted_is_not_there(
    client, build_file, stage, visibility, stranger
):
    evidence = build_file(stage, visibility=visibility)
    if stranger == "elsewhere":
        client.force_login(MembershipFactory().user)
    elif stranger != "anonymous":
        client.force_login(UserFactory(**{stranger.replace(" ", "_"): True}))

    assert fetch(client, evidence).status_code == 404


def test_a_link_has_no_file_and_neither_has_what_is_lost(client, build_file, tmp_path):
    lost = build_file()
    (tmp_path / lost.file.name).unlink()

    assert fetch(client, lost).status_code == 404
    assert fetch(client, build_file(file="")).status_code == 404


def test_the_folder_of_files_has_no_address(client, build_file):
    evidence = build_file()

    assert client.get(f"/{evidence.file.name}").status_code == 404
