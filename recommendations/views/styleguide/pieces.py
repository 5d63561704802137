"""What the components and partials are shown with, by template and by state."""

from collections.abc import Iterator
from datetime import date
from types import SimpleNamespace as Made
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.urls import reverse

from recommendations.listing import Link
from recommendations.models import ImplementationStatus, Position, Recommendation
from states.models import State

#: Templates that are pieces of other pieces, and are seen there.
PART_OF_OTHERS = {
    "components/field_notes.html",
    "components/nav_link.html",
    "partials/data_values.html",
    "partials/facet_values.html",
}

#: Pieces that are so much of a page that they are best looked at there.
SEEN_ELSEWHERE = {
    "components/masthead.html": "/styleguide/",
    "components/footer.html": "/styleguide/#footer",
    "partials/browse.html": "/recommendations/?cycle=2",
    "partials/results.html": "/recommendations/?q=zebra",
    "partials/facet.html": "/recommendations/",
    "partials/cycle_card.html": "/#reviews",
    "partials/data_completeness.html": "/data/",
    "partials/data_dictionary.html": "/data/",
    "partials/data_gaps.html": "/data/",
    "partials/data_licence.html": "/data/",
    "partials/data_loaded.html": "/data/",
    "partials/data_sources.html": "/data/",
}

Samples = dict[str, dict[str, dict[str, Any]]]

STAGES = ["draft", "submitted", "returned", "published", "withdrawn"]
OF_IMPORTS = ["running", "applied", "failed", "warning", "error"]
#: Shapes of stages that are called otherwise: static/icons.svg.
SHAPES = {
    "draft": "not-assessed",
    "submitted": "in-progress",
    "returned": "regressed",
    "published": "check",
    "withdrawn": "no-longer-applicable",
    "running": "in-progress",
    "applied": "check",
    "failed": "warning",
    "error": "warning",
}


class SampleForm(forms.Form):
    """One field of every kind."""

    title = forms.CharField(label="Title", help_text="As the document names it.")
    link = forms.URLField(label="Link", required=False, assume_scheme="https")
    day = forms.DateField(label="Date", widget=forms.DateInput(attrs={"type": "date"}))
    narrative = forms.CharField(label="What happened", widget=forms.Textarea(attrs={"rows": 3}))
    status = forms.ChoiceField(label="Status", choices=ImplementationStatus.choices)
    confidence = forms.ChoiceField(
        label="Confidence", choices=[("low", "low"), ("high", "high")], widget=forms.RadioSelect
    )
    document = forms.FileField(label="File", required=False, help_text="PDF or DOCX, at most 50 MB.")
    sure = forms.BooleanField(label="I have read the document myself")

    def clean(self) -> dict[str, Any]:
        if not self.cleaned_data.get("link") and self.cleaned_data.get("sure"):
            self.add_error(None, "Give a link or a file.")
        return self.cleaned_data


def sample_pieces() -> Samples:
    return {**_small(), **_of_forms(), **_of_lists(), **_of_recommendations()}


def _badges() -> Iterator[tuple[str, dict[str, Any]]]:
    more = [
        (Recommendation.ASSESSORS_DIFFER, "assessors differ"),
        (Recommendation.NOT_ASSESSED, "not assessed"),
    ]
    for value, label in [*Position.choices, *ImplementationStatus.choices, *more]:
        yield str(value), {"value": value, "label": label}
    for value in [*STAGES, *OF_IMPORTS]:
        yield value, {"value": value, "label": value, "icon": SHAPES.get(value, value)}


def _small() -> Samples:
    levels = ["info", "success", "warning", "error"]
    texts = {
        "info": "The file is being read.",
        "success": "Published.",
        "warning": "Three rows are doubtful.",
        "error": "The file is encrypted: nothing was read.",
    }
    signs = ["check", "close", "info", "warning", "download", "link", "restricted"]
    return {
        "components/badge.html": dict(_badges()),
        "components/icon.html": {name: {"name": name} for name in signs},
        "components/mark.html": {"the mark": {}},
        "components/message.html": {level: {"level": level, "text": texts[level]} for level in levels},
        "components/messages.html": {
            "several": {"messages": [_Message("success", "Saved."), _Message("info", "Two wait.")]}
        },
        "components/empty.html": {
            "with a way on": {
                "title": "No recommendation has this theme",
                "text": "It stands in the list, but nothing that is loaded has been tagged with it.",
                "address": reverse("themes"),
                "action": "All themes",
            },
            "without": {"title": "Nothing is loaded yet"},
        },
        "components/breadcrumbs.html": {
            "two steps": {
                "trail": [(reverse("reviews"), "Reviews"), (reverse("recommendations"), "Cambodia")]
            }
        },
    }


def _of_forms() -> Samples:
    empty = SampleForm(auto_id="empty_%s")
    wrong = SampleForm({"link": "", "day": "tomorrow", "sure": "on", "title": ""}, auto_id="wrong_%s")
    single = SampleForm({"title": ""}, auto_id="single_%s")
    return {
        "components/form.html": {"empty": {"form": empty}},
        "components/form_errors.html": {"of a field and of the whole": {"form": wrong}},
        "components/field.html": {
            "with an error": {"field": single["title"]},
            "optional": {"field": SampleForm(auto_id="optional_%s")["link"]},
            "choice with an error": {"field": single["sure"]},
            "choices with an error": {"field": single["confidence"]},
        },
        "components/plain_field.html": {
            "": {"field": SampleForm(auto_id="plain_%s")["title"], "label": "Title"}
        },
    }


def _of_lists() -> Samples:
    pages = Paginator(range(400), 20)
    return {
        "components/pagination.html": {
            "first page": {"page": pages.page(1), "label": "Pages, first page"},
            "in the middle": {"page": pages.page(10), "label": "Pages, in the middle"},
            "last page": {"page": pages.page(20), "label": "Pages, last page"},
        },
        "partials/states_in_line.html": {"some": {"states": _states()}, "none": {"states": []}},
        "partials/states_of_group.html": {
            "with States": {
                "group": "Western European and other States",
                "states": [Made(state=state, made=12, received=0) for state in _states()],
            }
        },
    }


def _states() -> list[State]:
    names = {
        "FRA": "France",
        "GBR": "United Kingdom of Great Britain and Northern Ireland",
        "NLD": "Netherlands",
    }
    return [State(code=code, name=name) for code, name in names.items()]


def _all(*rows: Any) -> Any:
    """Stand in for the rows that a model relates to."""
    return Made(all=lambda: list(rows))


def _of_recommendations() -> Samples:
    address = reverse("recommendations")
    evidence = Made(
        title="Law on access to information, draft",
        url="https://example.org/draft-law",
        get_stance_display="supports",
        excerpt="Article 4: everyone has the right to ask.",
        publisher="Ministry of Information",
        date=date(2018, 3, 1),
        place="page 4",
    )
    official = Made(
        get_absolute_url=address,
        is_numbered=True,
        number="118.17",
        review="Cambodia, cycle 2",
        text="Adopt a law on access to information that meets international standards (France)",
        summary="",
        position="supported",
        get_position_display="supported",
        implementation_status="in-progress",
        get_implementation_status_display="in progress",
        NOT_ASSESSED="not-assessed",
    )
    links = [Link(state.get_absolute_url(), state.name) for state in _states()]
    entry = Made(recommendation=official, states=links, themes=[])
    ours = Made(**{**vars(official), "is_numbered": False, "number": "u8", "text": ""})
    ours.summary, ours.position, ours.get_position_display = "Adopt a law on land.", "noted", "noted"
    ours.implementation_status = "not-assessed"
    summarised = Made(recommendation=ours, states=links[:1], themes=links[1:])
    judged = Made(
        status="partially-implemented",
        get_status_display="partially implemented",
        narrative="A draft law was published.\n\nIt has not been adopted.",
        evidence=_all(evidence),
        considered_up_to=date(2024, 5, 1),
        get_confidence_display="medium",
        published_at=date(2024, 6, 1),
        recorded_from=None,
    )
    earlier = Made(**{**vars(judged), "status": "in-progress", "get_status_display": "in progress"})
    found = Made(
        review=Made(cycle="Cycle 1"),
        get_absolute_url=address,
        number="82.5",
        wording="Consider a law on access to information.",
        position="supported",
        get_position_display="supported",
    )
    recurrence = Made(
        kind="repeats", get_kind_display="the same request", reason="The same law is asked for."
    )
    return {
        "partials/recommendation_entry.html": {
            "official wording": {"entry": entry, "q": ""},
            "found by its words": {"entry": entry, "q": "information"},
            "summary, without a number": {"entry": summarised, "q": ""},
        },
        "partials/evidence.html": {"public": {"evidence": evidence}},
        "partials/judgement.html": {
            "with evidence and an earlier one": {
                "organisation": "Human Rights Coalition",
                "latest": judged,
                "earlier": [earlier],
            }
        },
        "partials/chain.html": {"one link": {"links": [Made(recommendation=found, recurrence=recurrence)]}},
        "partials/document.html": {
            "with an address": {
                "document": _document("https://example.org/report"),
                "place": "paragraph 118",
            },
            "without": {"document": _document("")},
        },
        "partials/tags.html": {"none": {"tags": []}},
    }


class _Document:
    publisher, has_un_symbol = "United Nations", True

    def __init__(self, url: str) -> None:
        self.url = url

    def __str__(self) -> str:
        return "A/HRC/26/16"


class _Message:
    def __init__(self, level_tag: str, words: str) -> None:
        self.level_tag, self.words = level_tag, words

    def __str__(self) -> str:
        return self.words


def _document(url: str) -> _Document:
    return _Document(url)
