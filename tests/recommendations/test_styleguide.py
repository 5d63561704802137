"""The page of components: there while one works on the site, and nowhere else."""

import re
import runpy
from pathlib import Path

import pytest
from django.urls import NoReverseMatch, include, path, resolve, reverse

from recommendations import urls
from recommendations.views.styleguide import styleguide, template_names
from recommendations.views.styleguide.pictures import sample_pictures
from recommendations.views.styleguide.pieces import PART_OF_OTHERS, SEEN_ELSEWHERE, sample_pieces

pytestmark = pytest.mark.django_db


@pytest.fixture
def guide(client, settings):
    settings.ROOT_URLCONF = (path("styleguide/", styleguide), path("", include("upr_tracker.urls")))
    return lambda query="": client.get(f"/styleguide/{query}")


def addresses(debug, settings):
    """The addresses of recommendations, as they are made anew with this setting."""
    settings.DEBUG = debug
    made = runpy.run_path(urls.__file__)["urlpatterns"]
    return {getattr(pattern, "name", "") for pattern in made}


def test_it_is_there_only_with_debug(settings):
    assert "styleguide" in addresses(True, settings)
    assert "styleguide" not in addresses(False, settings)
    with pytest.raises(NoReverseMatch):
        reverse("styleguide")


def test_it_shows_every_picture_and_its_files(guide):
    html = guide().content.decode()

    for picture in sample_pictures():
        assert f'id="{picture.name}"' in html
        for form in ("svg", "csv"):
            assert guide(f"?picture={picture.name}&as={form}").status_code == 200


def test_it_shows_every_component(guide):
    """One that is new needs a sample in recommendations/views/styleguide/pieces.py."""
    shown = set(sample_pieces()) | set(SEEN_ELSEWHERE) | PART_OF_OTHERS
    components = {name for name in template_names() if name.startswith("components/")}

    assert components <= shown
    html = guide().content.decode()
    for name in set(sample_pieces()) & set(template_names()):
        assert f"<code>{name}</code>" in html


def test_what_has_no_sample_is_named(guide, settings, tmp_path, monkeypatch):
    monkeypatch.setattr(
        "recommendations.views.styleguide.template_names", lambda: ["partials/quite_new.html"]
    )

    assert (
        "<code>partials/quite_new.html</code>"
        in guide().content.decode().partition("Without a sample yet")[2]
    )


def test_pieces_seen_elsewhere_are_on_pages_that_exist(guide):
    guide()
    for address in SEEN_ELSEWHERE.values():
        resolve(re.split(r"[?#]", address)[0])


def test_it_shows_badges_of_all_values_and_every_kind_of_error(guide):
    html = guide().content.decode()

    for value in ("supported", "regressed", "assessors-differ", "not-assessed", "withdrawn", "failed"):
        assert f'class="badge badge-{value}"' in html
    assert html.count('class="field-error"') >= 3
    assert "message-error" in html
    assert "There is nothing to draw yet" in html


def test_every_way_around_has_a_name_of_its_own(guide):
    names = re.findall(r'<nav[^>]*aria-label="([^"]+)"', guide().content.decode())

    assert len(names) == len(set(names))


def test_ids_are_used_once(guide):
    ids = re.findall(r'\sid="([^"]+)"', guide().content.decode())

    assert len(ids) == len(set(ids))


def test_it_asks_nothing_of_the_database(guide, django_assert_num_queries):
    guide()
    with django_assert_num_queries(0):
        guide()


def test_every_class_of_colour_that_pictures_use_is_styled(settings, guide):
    css = Path(settings.BASE_DIR / "static/css/charts.css").read_text()
    used = set(re.findall(r"\b((?:tone|fill|stroke)-[a-z0-9-]+)", guide().content.decode()))

    assert {name for name in used if name not in ("stroke-width", "stroke-dasharray")} <= set(
        re.findall(r"\.((?:tone|fill|stroke)-[a-z0-9-]+)", css)
    )
