"""The page about the data: what is loaded, how complete, where from, what each field means, how to cite."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from recommendations.completeness import LIMIT, count_loaded, find_sources, known_reviews, measure_reviews
from recommendations.dictionary import describe_models
from recommendations.export.columns import COLUMNS
from recommendations.models import ImplementationStatus, Position, Recommendation

LICENCE = "CC BY 4.0"


def describe_data(request: HttpRequest) -> HttpResponse:
    """Describe the whole dataset. The number of queries does not depend on how much is loaded."""
    loaded = count_loaded()
    reviews = list(known_reviews()[: LIMIT + 1])
    measured = measure_reviews(reviews[:LIMIT])
    address = request.build_absolute_uri(reverse("data"))
    return render(
        request,
        "recommendations/data.html",
        {
            "loaded": loaded,
            "reviews": [row for row in measured if row.is_counted],
            "with_gaps": [row for row in measured if row.review.note or row.gaps],
            "more_reviews": len(reviews) > LIMIT,
            "limit": LIMIT,
            "known_positions": [Position.SUPPORTED.value, Position.NOTED.value],
            "assessed_statuses": [*ImplementationStatus.values, Recommendation.ASSESSORS_DIFFER],
            "sources": find_sources(LIMIT),
            "example": request.build_absolute_uri(reverse("api-recommendation-list")) + "?position=noted",
            "chapters": describe_models(),
            "columns": COLUMNS,
            "citation": cite_dataset(address, loaded.changed_at),
            "bibtex": cite_dataset_as_bibtex(address, loaded.changed_at),
        },
    )


def cite_dataset(address: str, changed_at: datetime | None) -> str:
    """Answer a reference to the whole dataset as it was last changed; without a day where it is empty."""
    return f"{_('UPR Tracker contributors')}. {_title()}. {_edition(changed_at)}, {LICENCE}. {address}"


def cite_dataset_as_bibtex(address: str, changed_at: datetime | None) -> str:
    """Answer the same reference as an entry of BibTeX."""
    fields = {
        "author": f"{{{_('UPR Tracker contributors')}}}",
        "title": f"{{{_title()}}}",
        "year": str(timezone.localtime(changed_at).year) if changed_at else "",
        "note": f"{_edition(changed_at)}, {LICENCE}",
        "url": address,
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join(["@misc{upr-tracker,", *lines, "}"])


def _title() -> str:
    return _(
        "UPR Tracker: recommendations of the Universal Periodic Review, positions of States, published "
        "assessments"
    )


def _edition(changed_at: datetime | None) -> str:
    if changed_at is None:
        return _("Dataset")
    return _("Dataset, last changed on %(day)s") % {"day": date_format(timezone.localtime(changed_at))}
