"""How to cite a recommendation in plain text."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from recommendations.models import Recommendation


def cite(recommendation: Recommendation, address: str) -> str:
    """Answer a reference: number, States, review, document and permanent address.

    Reads the review, the source of the wording, and the clauses with their States.
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
    if source is None:
        pieces.append(_("summarised in UPR Tracker's own words"))
    else:
        date = f" ({date_format(source.date)})" if source.date else ""
        pieces.append(f"{source}{date}")
    return f"{', '.join(pieces)}. UPR Tracker, {address}"
