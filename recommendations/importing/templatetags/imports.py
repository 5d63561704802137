"""What other pages say of imports."""

from typing import Any

from django import template
from django.contrib.humanize.templatetags.humanize import intcomma
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from recommendations.importing.differences import source_label
from recommendations.importing.models import Choice, Import, ImportProblem, Phase
from recommendations.importing.precedence import SOURCE_OF_FORMAT

register = template.Library()

_NAMED = 3


@register.inclusion_tag("importing/notice.html", takes_context=True)
def imports_notice(context: dict[str, Any]) -> dict[str, Any]:
    """Tell a data manager which imports ended since the person looked at them: one query, no more."""
    user = context["user"]
    ended = Import.objects.unseen_by(user).newest_first() if user.is_data_manager else Import.objects.none()
    in_the_way = ImportProblem.objects.filter(found_in=OuterRef("pk"), code="later-change")
    found = list(ended.annotate(blocked=Exists(in_the_way))[: _NAMED + 1])
    news = [(import_, *_news(import_, blocked=import_.blocked)) for import_ in found[:_NAMED]]
    return {"news": news, "more": len(found) > _NAMED}


def _news(import_: Import, *, blocked: bool) -> tuple[str, bool]:
    """Answer what became of an import, and whether it is not what somebody wanted."""
    if import_.phase == Phase.FAILED:
        return _("it stopped, and its page says why."), True
    if blocked:
        return _("it was not taken back, because later changes stand on it."), True
    if import_.phase == Phase.PLANNED and import_.written:
        return _("it stopped in the middle, and the rest waits for your decision."), True
    sentences = {
        Phase.PLANNED: _("its plan is ready. Nothing is written yet."),
        Phase.APPLIED: _("it is applied."),
        Phase.REVERTED: _("it is taken back."),
        Phase.CANCELLED: _("it is cancelled."),
    }
    return sentences[Phase(import_.phase)], False


@register.filter
def how_far(import_: Import) -> str:
    """Answer what is done in the phase that a moving import is in: "1,200 of 2,500 records written"."""
    done, total = import_.rows_done, import_.rows_total
    counted = {"done": intcomma(done), "total": intcomma(total), "share": import_.share_read}
    match Phase(import_.phase):
        case Phase.QUEUED | Phase.APPLYING if total:
            words = ngettext(
                "%(done)s of %(total)s record written", "%(done)s of %(total)s records written", total
            )
        case Phase.LEAVING | Phase.REVERTING if total:
            words = ngettext(
                "%(done)s of %(total)s record taken back", "%(done)s of %(total)s records taken back", total
            )
        case Phase.PLANNING if total:
            words = ngettext(
                "%(done)s of %(total)s row compared", "%(done)s of %(total)s rows compared", total
            )
        case Phase.READING if import_.share_read:
            words = ngettext(
                "%(done)s row read, %(share)s per cent of the file",
                "%(done)s rows read, %(share)s per cent of the file",
                done,
            )
        case Phase.READING if done:
            words = ngettext("%(done)s row read", "%(done)s rows read", done)
        case Phase.WAITING | Phase.QUEUED | Phase.LEAVING:
            words = _("A worker takes it in a moment.")
        case _:
            words = _("A worker has begun.")
    return words % counted


@register.filter
def scope_label(choice: Choice) -> str:
    """Answer within what a question is asked, in words: "khm-2 · UPR Info"."""
    review, _blank, source = choice.scope.partition(" ")
    return " · ".join(filter(None, [review, source_label(source) or source]))


@register.filter
def format_label(import_: Import) -> str:
    """Answer the format of a file in words: "report of the Working Group"; "" as long as nobody knows."""
    source = SOURCE_OF_FORMAT.get(import_.format)
    label = str(source.label) if source else import_.format
    return _("%(source)s (Excel)") % {"source": label} if import_.format == "uhri-xlsx" else label
