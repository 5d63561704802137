"""How to cite a recommendation in plain text."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from recommendations.models import Recommendation
from reviews.models import Document


def cite(recommendation: Recommendation, address: str) -> str:
    """Answer a reference: number, States, review, document and permanent address.

    Reads the review, the sources of wording and summary, and the clauses with their States.
    """
    review, source = recommendation.review, recommendation.text_source
    what = (
        _("Recommendation %(number)s to %(state)s")
        if recommendation.is_numbered
        else _("Recommendation without a known number to %(state)s")
    ) % {"number": recommendation.number, "state": review.state_under_review.name}
    if states := recommendation.recommending_states:
        what += f" ({', '.join(state.name for state in states)})"
    pieces = [what, _("Universal Periodic Review, cycle %(cycle)s") % {"cycle": review.cycle_id}]
    if source is None and recommendation.summary_source and recommendation.is_summarised_here:
        named = {"document": _named(recommendation.summary_source)}
        pieces.append(_("summarised in UPR Tracker's own words from %(document)s") % named)
    elif source is None:
        pieces.append(_("summarised in UPR Tracker's own words"))
    else:
        pieces.append(_named(source))
    return f"{', '.join(pieces)}. UPR Tracker, {address}"


def _named(document: Document) -> str:
    name = (
        str(document)
        if document.has_un_symbol
        else ", ".join(filter(None, [document.publisher, document.title]))
    )
    return f"{name} ({date_format(document.date)})" if document.date else name
